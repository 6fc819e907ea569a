// SPDX-License-Identifier: Apache-2.0

// Straddle with polkadot.js. Everything is read from the chain's metadata: no custom types.

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { underlying } from '../units.js';

/** Connects to the node at `url`. */
export async function connect(url) {
	const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
	return { api, close: () => api.disconnect() };
}

/** A development account, such as `//Alice`. */
export function account(path) {
	return new Keyring({ type: 'sr25519', ss58Format: 42 }).addFromUri(path);
}

/** Signs and sends a call, and waits until it is final, or until it is in a block. */
function send(api, call, signer, until = 'isFinalized') {
	return new Promise((resolve, reject) => {
		const follow = ({ status, events, dispatchError, isError }) => {
			if (dispatchError?.isModule) {
				const { section, name, docs } = api.registry.findMetaError(dispatchError.asModule);
				reject(new Error(`refused: ${section}.${name}: ${docs.join(' ')}`));
			} else if (dispatchError) {
				reject(new Error(`refused: ${dispatchError}`));
			} else if (isError) {
				reject(new Error(`not included: ${status.type}`));
			} else if (status[until]) {
				resolve(events.map(({ event }) => event));
			}
		};
		call.signAndSend(signer, { nonce: -1 }, follow).catch(reject);
	});
}

/** Sends native token, counted in its smallest unit. */
export function transfer({ api }, from, to, value) {
	return send(api, api.tx.balances.transferKeepAlive(to.address, value), from);
}

/** How much native token an account can spend. */
export async function balance({ api }, { address }) {
	// At the newest final block, where what we sent and waited for has happened.
	const final = await api.at(await api.rpc.chain.getFinalizedHead());
	const { data } = await final.query.system.account(address);
	return data.free.toBigInt();
}

/** Deposits USD into the account's first subaccount. */
export function deposit({ api }, owner, amount) {
	return send(api, api.tx.marginEngine.deposit(0, amount), owner);
}

const index = (ticker) => ({ Index: underlying(ticker) });

/** Reports what the index of `ticker` is, as of the newest block's time, and waits for a block. */
export async function report({ api }, reporter, ticker, value, confidence) {
	const observedAt = await api.query.timestamp.now();
	const values = [{ feed: index(ticker), value, confidence }];
	return send(api, api.tx.oracleAggregator.report(observedAt, values), reporter, 'isInBlock');
}

/** How good the index of `ticker` is: `Live`, `Caution`, `Halted`, or why there is none. */
export async function indexStatus({ api }, ticker) {
	const answer = await api.call.oracleApi.price(index(ticker));
	return answer.isOk ? answer.asOk.status.type : answer.asErr.type;
}

/** Places an order in the perpetual of `ticker` and waits until it is filled. */
export async function trade({ api }, owner, { ticker, side, size, limit }) {
	// Fills come with the clearing of the window, in the next block: listen before asking.
	const fills = [];
	let check = () => {};
	const stop = await api.derive.chain.subscribeFinalizedBlocks(({ events }) => {
		const filled = events.filter(({ event }) => api.events.orderBook.OrderFilled.is(event));
		fills.push(...filled.map(({ event }) => event.data));
		check();
	});
	try {
		const events = await send(
			api,
			api.tx.orderBook.placeOrder(0, {
				instrument: { underlying: underlying(ticker), kind: 'Perpetual' },
				side,
				size,
				limit,
				timeInForce: 'GoodTillCancelled',
				postOnly: false,
				reduceOnly: false,
				clientId: null,
			}),
			owner,
		);
		const { order } = events.find((event) => api.events.orderBook.OrderPlaced.is(event)).data;
		const fill = await new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error('not filled within a minute')), 60_000);
			check = () => {
				const ours = fills.find((fill) => fill.order.eq(order));
				if (!ours) return;
				clearTimeout(timer);
				resolve(ours);
			};
			check();
		});
		return {
			side: fill.side.type,
			lots: fill.lots.toBigInt(),
			price: fill.price.toBigInt(),
			remaining: fill.remaining.toBigInt(),
		};
	} finally {
		stop();
	}
}
