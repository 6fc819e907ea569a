// SPDX-License-Identifier: Apache-2.0

// Straddle with PAPI. Everything is read from the chain's metadata: no generated code, no custom types.

import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import {
	DEV_PHRASE,
	entropyToMiniSecret,
	mnemonicToEntropy,
	ss58Address,
} from '@polkadot-labs/hdkd-helpers';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { createWsClient } from 'polkadot-api/ws';
import { ReplaySubject, filter, firstValueFrom, map, mergeMap, timeout } from 'rxjs';
import { WebSocket } from 'ws';
import { underlying } from '../units.js';

const derive = sr25519CreateDerive(entropyToMiniSecret(mnemonicToEntropy(DEV_PHRASE)));

/** Connects to the node at `url`. `websocketClass` is only needed before Node.js 22. */
export function connect(url) {
	const client = createWsClient(url, { websocketClass: WebSocket });
	return { client, chain: client.getUnsafeApi(), close: () => client.destroy() };
}

/** A development account, such as `//Alice`. */
export function account(path) {
	const { publicKey, sign } = derive(path);
	return {
		address: ss58Address(publicKey, 42),
		signer: getPolkadotSigner(publicKey, 'Sr25519', sign),
	};
}

/** Signs and sends a call, and waits until it is final, or until it is in a block. */
async function send(call, { signer }, until = 'finalized') {
	const reached = ({ type, found }) => type === until || (until === 'block' && found);
	const steps = call.signSubmitAndWatch(signer);
	const result = await firstValueFrom(steps.pipe(filter(reached)));
	if (!result.ok) throw new Error(`refused: ${describe(result.dispatchError)}`);
	return result.events;
}

/** `{ type: 'Module', value: { type: 'OrderBook', value: { type: 'UnknownAccount' } } }` in short. */
function describe(error) {
	const parts = [];
	for (let part = error; part?.type; part = part.value) parts.push(part.type);
	return parts.join('.');
}

/** Sends native token, counted in its smallest unit. */
export function transfer({ chain }, from, to, value) {
	const dest = { type: 'Id', value: to.address };
	return send(chain.tx.Balances.transfer_keep_alive({ dest, value }), from);
}

/** How much native token an account can spend. */
export async function balance({ chain }, { address }) {
	const { data } = await chain.query.System.Account.getValue(address);
	return data.free;
}

/** Deposits USD into the account's first subaccount. */
export function deposit({ chain }, owner, amount) {
	return send(chain.tx.MarginEngine.deposit({ index: 0, amount }), owner);
}

const index = (ticker) => ({ type: 'Index', value: underlying(ticker) });

/** Reports what the index of `ticker` is, as of the newest block's time, and waits for a block. */
export async function report({ chain }, reporter, ticker, value, confidence) {
	const observed_at_ms = await chain.query.Timestamp.Now.getValue({ at: 'best' });
	const values = [{ feed: index(ticker), value, confidence }];
	return send(chain.tx.OracleAggregator.report({ observed_at_ms, values }), reporter, 'block');
}

/** How good the index of `ticker` is: `Live`, `Caution`, `Halted`, or why there is none. */
export async function indexStatus({ chain }, ticker) {
	const { success, value } = await chain.apis.OracleApi.price(index(ticker), { at: 'best' });
	return success ? value.status.type : value.type;
}

/** Places an order in the perpetual of `ticker` and waits until it is filled. */
export async function trade({ chain }, owner, { ticker, side, size, limit }) {
	// Fills come with the clearing of the window, in the next block: listen before asking.
	const fills = new ReplaySubject();
	const listening = chain.event.OrderBook.OrderFilled.watch()
		.pipe(mergeMap(({ events }) => events), map(({ payload }) => payload))
		.subscribe(fills);
	try {
		const events = await send(
			chain.tx.OrderBook.place_order({
				subaccount: 0,
				order: {
					instrument: { underlying: underlying(ticker), kind: { type: 'Perpetual' } },
					side: { type: side },
					size,
					limit,
					time_in_force: { type: 'GoodTillCancelled' },
					post_only: false,
					reduce_only: false,
					client_id: undefined,
				},
			}),
			owner,
		);
		const { order } = events.find(({ type, value }) =>
			type === 'OrderBook' && value.type === 'OrderPlaced').value.value;
		const isOurs = (fill) =>
			fill.order.account.owner === owner.address && fill.order.sequence === order.sequence;
		const fill = await firstValueFrom(fills.pipe(filter(isOurs), timeout(60_000)));
		return { side: fill.side.type, lots: fill.lots, price: fill.price, remaining: fill.remaining };
	} finally {
		listening.unsubscribe();
	}
}
