// SPDX-License-Identifier: Apache-2.0
//! Black's formula and what it is inverted with.

use super::each;
use crate::samples::Samples;
use alloc::vec::Vec;
use market_maths::{
	options::{self, Black76, Expiry, OptionKind, Strike},
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
	each(&samples.chain.raw, times, |option| Strike::new(option.strike));
}

pub(super) fn prices(samples: &Samples, times: u32) {
	let chain = &samples.chain;
	each(&chain.options, times, |o| chain.expiries[o.expiry].prices(&o.strike, o.volatility));
}

pub(super) fn greeks(samples: &Samples, times: u32) {
	let chain = &samples.chain;
	each(&chain.options, times, |o| {
		chain.expiries[o.expiry].price_and_greeks(CALL, &o.strike, o.volatility)
	});
}

pub(super) fn raw_prices(samples: &Samples, times: u32) {
	each(&samples.chain.raw, times, Black76::prices);
}

pub(super) fn raw_greeks(samples: &Samples, times: u32) {
	each(&samples.chain.raw, times, |option| {
		let expiry = Expiry::new(option.forward, option.seconds_to_expiry, option.rate)?;
		expiry.price_and_greeks(CALL, &Strike::new(option.strike), option.volatility)
	});
}

pub(super) fn implied_volatility(samples: &Samples, times: u32) {
	let chain = &samples.chain;
	each(&chain.options, times, |o| {
		options::implied_volatility(CALL, &chain.expiries[o.expiry], &o.strike, o.price)
	});
}

pub(super) fn volatility_check(samples: &Samples, times: u32) {
	let pairs: Vec<_> = samples.chain.raw.iter().zip(&samples.chain.options).collect();
	each(&pairs, times, |(option, kept)| {
		options::verify_volatility(CALL, option, kept.price, TOLERANCE, Usd::ZERO)
	});
}

pub(super) fn settling_forward(samples: &Samples, times: u32) {
	// In the last half hour, as if the average so far were the strike.
	each(&samples.options, times, |s| {
		options::settling_forward(s.option.strike, s.option.forward, s.settling_seconds, 1_800)
	});
}
