// SPDX-License-Identifier: Apache-2.0

// The chain counts in integers. These functions turn what people write into them, exactly.

/** A decimal number in text, as an integer of `decimals` decimals. Refuses what would be rounded. */
export function decimal(text, decimals) {
	const parts = /^(\d+)(?:\.(\d+))?$/.exec(text);
	if (!parts) throw new RangeError(`${text} is not a decimal number`);
	const [, whole, fraction = ''] = parts;
	if (fraction.length > decimals) throw new RangeError(`${text} has more than ${decimals} decimals`);
	return BigInt(whole + fraction.padEnd(decimals, '0'));
}

/** A price in USD per coin. */
export const price = (text) => decimal(text, 18);

/** A size in coins. */
export const size = (text) => decimal(text, 18);

/** An amount of the asset that everything is paid in. */
export const usd = (text) => decimal(text, 6);

/** An underlying by its ticker, as the chain stores it: six bytes, filled with zeros. */
export function underlying(ticker) {
	if (!/^[A-Z0-9]{1,6}$/.test(ticker)) throw new RangeError(`${ticker} is not a ticker`);
	return `0x${Buffer.from(ticker.padEnd(6, '\0'), 'ascii').toString('hex')}`;
}
