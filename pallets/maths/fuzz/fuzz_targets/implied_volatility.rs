// SPDX-License-Identifier: Apache-2.0
//! The volatility that explains a price.
//!
//! Asked for the model's own price, for the last ones below the maximum, and for any other:
//!
//! - it is refused for what the refusal says, and for nothing else; at the maximum, too, where it is close enough to
//!   it for what the discount may be off by;
//! - the price at the volatility that was found is the one that was asked for, within the errors of both:
//!   10^-15 and the last digit of the volatility times vega, and the error of a price.
//!
//! Whatever is asked, there is an answer or a refusal.
#![no_main]

use libfuzzer_sys::{arbitrary, arbitrary::Arbitrary, fuzz_target};
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	options::{implied_volatility, Black76, Expiry, OptionKind, Strike},
	units::{Price, Rate, Volatility},
	MathsError,
};
use market_maths_fuzz::{discounted, error_of, is_gamma_too_large, Raw};

/// Numbers without any meaning.
#[derive(Arbitrary, Debug)]
struct Anything {
	forward: u128,
	strike: u128,
	seconds: u64,
	rate: i128,
	price: u128,
}

fuzz_target!(|input: (Raw, bool, u128, u64, Anything)| {
	let (raw, is_call, any, part, anything) = input;
	let kind = if is_call { OptionKind::Call } else { OptionKind::Put };
	let (forward, rate) = (Price::from_inner(anything.forward), Rate::from_inner(anything.rate));
	if let Ok(expiry) = Expiry::new(forward, anything.seconds, rate) {
		let strike = Strike::new(Price::from_inner(anything.strike));
		let _ = implied_volatility(kind, &expiry, &strike, Price::from_inner(anything.price));
	}

	let option = raw.option();
	let asked = Asked::new(&option, kind);
	let modelled = option.price(kind).expect("a price").into_inner();
	let most = 2 * option.forward.max(option.strike).into_inner();
	let near_maximum = asked.maximum.saturating_sub(u128::from(part % 1_000));
	for price in [modelled, any % most, most / (u128::from(part) + 1), near_maximum] {
		asked.check(Price::from_inner(price));
	}
});

/// What prices are asked of.
struct Asked<'a> {
	option: &'a Black76,
	kind: OptionKind,
	expiry: Expiry,
	strike: Strike,
	/// What the option is worth at least, and what no volatility reaches, in last digits.
	intrinsic: u128,
	maximum: u128,
}

impl<'a> Asked<'a> {
	fn new(option: &'a Black76, kind: OptionKind) -> Self {
		let intrinsic = option.intrinsic(kind).expect("an intrinsic value").into_inner();
		let most = match kind {
			OptionKind::Call => option.forward,
			OptionKind::Put => option.strike,
		};
		Self {
			option,
			kind,
			expiry: Expiry::new(option.forward, option.seconds_to_expiry, option.rate)
				.expect("terms"),
			strike: Strike::new(option.strike),
			intrinsic,
			maximum: discounted(option, most).into_inner(),
		}
	}

	/// Why there is no volatility of this price.
	fn reason_against(&self, price: u128) -> Option<MathsError> {
		if price < self.intrinsic {
			Some(MathsError::BelowIntrinsic)
		} else if price == self.intrinsic {
			Some(MathsError::AtIntrinsic)
		} else if price >= self.maximum {
			Some(MathsError::AboveMaximum)
		} else {
			(self.option.seconds_to_expiry == 0).then_some(MathsError::OutsideDomain)
		}
	}

	/// Whether a price may be the maximum, for all that is known of the discount: 2^-74 of it, and a rounding.
	fn may_be_maximum(&self, price: u128) -> bool {
		self.option.rate != Rate::ZERO && price + (self.maximum >> 73) + 1 >= self.maximum
	}

	fn check(&self, price: Price) {
		let found = implied_volatility(self.kind, &self.expiry, &self.strike, price);
		let reason = self.reason_against(price.into_inner());
		let is_refused = found == Err(MathsError::AboveMaximum);
		if is_refused && reason.is_none() && self.may_be_maximum(price.into_inner()) {
			return;
		}
		assert_eq!(found.err(), reason, "{:?} {:?} {price}", self.option, self.kind);
		if let Ok(volatility) = found {
			self.check_price_at(volatility, price);
		}
	}

	fn check_price_at(&self, volatility: Volatility, asked: Price) {
		let back = match self.expiry.price_and_greeks(self.kind, &self.strike, volatility) {
			Ok(back) => back,
			Err(refusal) => {
				// Then nobody knows vega, by which the price is judged.
				let there = Black76 { volatility, ..*self.option };
				assert!(is_gamma_too_large(&there, refusal), "{there:?} {refusal:?}");
				return;
			},
		};
		let (price, greeks) = (back.0.into_inner(), back.1);
		let step = volatility.into_inner() / 1_000_000_000_000_000 + 1;
		let vega = greeks.vega.into_inner().unsigned_abs();
		let slack = multiply_divide(vega, step, ONE, Rounding::Up).expect("far below 2^127");
		let apart = price.abs_diff(asked.into_inner());
		// Twice: the errors are those of the price and of the search for it; vega is not the same all the way.
		let most = 2 * (error_of(self.option) + slack);
		assert!(apart <= most, "{:?} {asked} {volatility} {price}", self.option);
	}
}
