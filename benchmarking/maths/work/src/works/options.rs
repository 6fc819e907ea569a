// SPDX-License-Identifier: Apache-2.0
//! Black's formula and what it is inverted with.

use super::each;
use crate::samples::Samples;
use market_maths::{
	options::{self, Expiry, OptionKind, Strike},
	units::{Price, Usd},
};

const CALL: OptionKind = OptionKind::Call;

/// Half a tick of a cent.
const TOLERANCE: Price = Price::from_inner(5_000_000_000_000_000);

pub(super) fn expiry_terms(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| {
		Expiry::new(s.option.forward, s.option.seconds_to_expiry, s.option.rate)
	});
}

pub(super) fn strike_terms(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| Strike::new(s.option.strike));
}

pub(super) fn prices(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| s.expiry.prices(&s.strike, s.option.volatility));
}

pub(super) fn greeks(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| {
		s.expiry.price_and_greeks(CALL, &s.strike, s.option.volatility)
	});
}

pub(super) fn raw_prices(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| s.option.prices());
}

pub(super) fn raw_greeks(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| {
		let option = &s.option;
		let expiry = Expiry::new(option.forward, option.seconds_to_expiry, option.rate)?;
		expiry.price_and_greeks(CALL, &Strike::new(option.strike), option.volatility)
	});
}

pub(super) fn implied_volatility(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| {
		options::implied_volatility(CALL, &s.expiry, &s.strike, s.price)
	});
}

pub(super) fn volatility_check(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| {
		options::verify_volatility(CALL, &s.option, s.price, TOLERANCE, Usd::ZERO)
	});
}

pub(super) fn settling_forward(samples: &Samples, times: u32) {
	// In the last half hour, as if the average so far were the strike.
	each(&samples.options, times, |s| {
		options::settling_forward(s.option.strike, s.option.forward, s.settling_seconds, 1_800)
	});
}
