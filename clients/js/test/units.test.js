// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimal, price, size, underlying, usd } from '../units.js';

test('decimal numbers become exact integers', () => {
	assert.equal(price('60000.5'), 60_000_500_000_000_000_000_000n);
	assert.equal(size('0.001'), 1_000_000_000_000_000n);
	assert.equal(usd('10000'), 10_000_000_000n);
	assert.equal(decimal('0', 6), 0n);
});

test('what would be rounded is refused', () => {
	assert.throws(() => usd('0.0000001'), /more than 6 decimals/);
});

test('what is no number is refused', () => {
	for (const text of ['', '.5', '1.', '-1', '1e3', '1,000', ' 1']) {
		assert.throws(() => price(text), RangeError, text);
	}
});

test('an underlying is its ticker, filled to six bytes', () => {
	assert.equal(underlying('BTC'), '0x425443000000');
	assert.throws(() => underlying('btc'), RangeError);
	assert.throws(() => underlying('BITCOIN'), RangeError);
});
