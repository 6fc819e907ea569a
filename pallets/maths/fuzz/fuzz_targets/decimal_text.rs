// SPDX-License-Identifier: Apache-2.0
//! Text and numbers.
//!
//! - what can be read is written as text of the same number, in every unit that can read it;
//! - every number that text can hold is read back as it was written. The least of a signed type is not: it has
//!   no size in its type.
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::units::{Cash, Price, Rate, Ticks};

fuzz_target!(|input: (&str, u128, i128)| {
	let (text, unsigned, signed) = input;
	if let Ok(rate) = text.parse::<Rate>() {
		assert_eq!(rate.to_string().parse::<Rate>(), Ok(rate));
		// Without a sign it is a price, too, and with fewer decimals perhaps an amount of cash.
		if !text.starts_with('-') {
			let price = text.parse::<Price>().expect("a rate without a sign");
			assert_eq!(Ok(price.into_inner()), u128::try_from(rate.into_inner()));
		}
		if let Ok(cash) = text.parse::<Cash>() {
			assert_eq!(cash.to_usd().map(|usd| usd.into_inner()), Ok(rate.into_inner()));
		}
	}
	if let Ok(ticks) = text.parse::<Ticks>() {
		assert_eq!(ticks.to_string().parse::<Ticks>(), Ok(ticks));
	}
	let price = Price::from_inner(unsigned);
	assert_eq!(price.to_string().parse::<Price>(), Ok(price));
	if signed != i128::MIN {
		let rate = Rate::from_inner(signed);
		assert_eq!(rate.to_string().parse::<Rate>(), Ok(rate));
	}
});
