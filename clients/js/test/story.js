// SPDX-License-Identifier: Apache-2.0

// What every client library must be able to do with a development chain, told once for all of them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { price, size, usd } from '../units.js';

/** Where the chain answers. */
export const url = process.env.STRADDLE_URL ?? 'ws://127.0.0.1:9944';

const STRD = 1_000_000_000_000n;
const MINUTES = 60_000;
const SLOT = 3_000;

/** Tells the story with `library`, one of the modules in ../examples. */
export function tell(name, library) {
	describe(name, { timeout: 5 * MINUTES }, () => {
		const { account } = library;
		const [alice, bob] = ['//Alice', '//Bob'].map(account);
		const reporters = ['//Reporter//1', '//Reporter//2', '//Reporter//3'].map(account);
		let chain;

		before(async () => {
			chain = await library.connect(url);
		});
		after(() => chain.close());

		test('native token is sent from one account to another', async () => {
			const stranger = account(`//${name}//${Date.now()}`);
			await library.transfer(chain, alice, stranger, 5n * STRD);
			assert.equal(await library.balance(chain, stranger), 5n * STRD);
		});

		test('an order in a market that does not exist is refused in words', async () => {
			const order = { ticker: 'NONE', side: 'Buy', size: size('0.1'), limit: price('60000') };
			await assert.rejects(library.trade(chain, alice, order), /refused: .*UnknownInstrument/);
		});

		test('two orders that cross are both filled, at one price', async () => {
			await Promise.all([alice, bob].map((who) => library.deposit(chain, who, usd('10000'))));
			const reporting = keepReporting(reporters, (reporter) =>
				library.report(chain, reporter, 'BTC', price('60000'), price('6')));
			try {
				await reporting.until(async () =>
					(await library.indexStatus(chain, 'BTC')) === 'Live');
				const [bought, sold] = await Promise.all([
					library.trade(chain, alice, {
						ticker: 'BTC', side: 'Buy', size: size('0.1'), limit: price('60010'),
					}),
					library.trade(chain, bob, {
						ticker: 'BTC', side: 'Sell', size: size('0.1'), limit: price('60000'),
					}),
				]);
				assert.equal(bought.side, 'Buy');
				assert.equal(sold.side, 'Sell');
				assert.equal(bought.price, sold.price);
				assert.equal(bought.lots, sold.lots);
				assert.ok(bought.lots > 0n);
				assert.equal(bought.remaining, 0n);
				assert.equal(sold.remaining, 0n);
			} finally {
				await reporting.stop();
			}
		});
	});
}

/** Lets everybody report in nearly every block, so that no price grows old, until it is stopped. */
function keepReporting(reporters, report) {
	let stopped = false;
	const loops = Promise.all(reporters.map(async (reporter) => {
		while (!stopped) {
			await report(reporter);
			await pause(SLOT);
		}
	}));
	// Whoever waits for the loops hears of their failure; until then it is nobody's.
	loops.catch(() => {});
	const isReached = async (condition) => {
		while (!stopped && !(await condition())) await pause(SLOT / 3);
	};
	return {
		until: (condition) => Promise.race([isReached(condition), loops]),
		stop: () => {
			stopped = true;
			return loops;
		},
	};
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
