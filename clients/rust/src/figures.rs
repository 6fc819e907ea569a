// SPDX-License-Identifier: Apache-2.0
//! Numbers as people read them.

use market_maths::units::{Cash, Price};

/// A decimal text with its digits grouped, cut (not rounded) to `decimals` places.
pub fn grouped(text: &str, decimals: usize) -> String {
	let (sign, digits) = match text.strip_prefix('-') {
		Some(digits) => ("-", digits),
		None => ("", text),
	};
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
	let mut grouped = String::new();
	for (index, digit) in whole.chars().enumerate() {
		if index > 0 && (whole.len() - index) % 3 == 0 {
			grouped.push(',');
		}
		grouped.push(digit);
	}
	if decimals > 0 {
		let fraction: String =
			fraction.chars().chain(std::iter::repeat('0')).take(decimals).collect();
		grouped = format!("{grouped}.{fraction}");
	}
	let nothing = grouped.chars().all(|character| matches!(character, '0' | '.' | ','));
	format!("{}{grouped}", if nothing { "" } else { sign })
}

/// An amount of cash with two decimals: `-1,234.50`.
pub fn cash(amount: Cash) -> String {
	grouped(&amount.to_string(), 2)
}

/// A price with two decimals: `60,000.00`.
pub fn price(price: Price) -> String {
	grouped(&price.to_string(), 2)
}

/// A price, or a dash where there is none.
pub fn price_or_dash(found: Option<Price>) -> String {
	found.map_or_else(|| "–".into(), price)
}

/// A fraction as percent with one decimal: `62.5 %`.
pub fn percent(fraction: &str) -> String {
	match shift_two(fraction) {
		Some(shifted) => format!("{} %", grouped(&shifted, 1)),
		None => fraction.to_string(),
	}
}

/// A small fraction as percent with four decimals: `0.0012 %`.
pub fn percent_fine(fraction: &str) -> String {
	match shift_two(fraction) {
		Some(shifted) => format!("{} %", grouped(&shifted, 4)),
		None => fraction.to_string(),
	}
}

/// A part of a whole in whole percent, cut (not rounded): `33 %`. Of nothing it is nothing.
pub fn part(part: u128, whole: u128) -> String {
	let percent = part.saturating_mul(100).checked_div(whole).unwrap_or_default();
	format!("{percent} %")
}

/// The decimal text times one hundred.
fn shift_two(text: &str) -> Option<String> {
	let (sign, digits) = match text.strip_prefix('-') {
		Some(digits) => ("-", digits),
		None => ("", text),
	};
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
	let padded = format!("{fraction:0<2}");
	let (moved, rest) = padded.split_at_checked(2)?;
	let whole = format!("{whole}{moved}");
	let whole = whole.trim_start_matches('0');
	Some(format!("{sign}{}.{rest}", if whole.is_empty() { "0" } else { whole }))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn digits_are_grouped_by_three() {
		assert_eq!(grouped("1234567.891", 2), "1,234,567.89");
		assert_eq!(grouped("-1000", 0), "-1,000");
		assert_eq!(grouped("999.5", 2), "999.50");
		assert_eq!(grouped("-0.001", 2), "0.00");
	}

	#[test]
	fn fractions_become_percent() {
		assert_eq!(percent("0.625"), "62.5 %");
		assert_eq!(percent("-0.0005"), "-0.0 %".replace('-', ""));
		assert_eq!(percent("1.2"), "120.0 %");
		assert_eq!(percent_fine("0.0000123"), "0.0012 %");
		assert_eq!(percent("0"), "0.0 %");
	}
}
