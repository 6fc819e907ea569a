// SPDX-License-Identifier: Apache-2.0
//! The same in floating point, with `libm`.

use super::each;
use crate::{samples::Samples, yardstick};

pub(super) fn exponential(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| libm::exp(s.float_exponent));
}

pub(super) fn logarithm(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| libm::log(s.float_positive));
}

pub(super) fn square_root(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| libm::sqrt(s.float_positive));
}

pub(super) fn normal_cdf(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| yardstick::normal_cdf(s.float_deviation));
}

pub(super) fn normal_density(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| yardstick::normal_density(s.float_deviation));
}

pub(super) fn prices(samples: &Samples, times: u32) {
	each(&samples.chain.floats, times, |f| yardstick::prices(f, &f.terms.known()));
}

pub(super) fn greeks(samples: &Samples, times: u32) {
	each(&samples.chain.floats, times, |f| yardstick::price_and_greeks(f, &f.terms.known()));
}

pub(super) fn greeks_in_decimals(samples: &Samples, times: u32) {
	each(&samples.chain.floats, times, |f| {
		yardstick::price_and_greeks(f, &f.terms.known()).map(yardstick::to_decimal)
	});
}

pub(super) fn raw_prices(samples: &Samples, times: u32) {
	each(&samples.chain.floats, times, |f| {
		yardstick::prices(f, &yardstick::known(f.forward, f.strike, f.years, f.rate))
	});
}

pub(super) fn raw_greeks(samples: &Samples, times: u32) {
	each(&samples.chain.floats, times, |f| {
		let known = yardstick::known(f.forward, f.strike, f.years, f.rate);
		yardstick::price_and_greeks(f, &known)
	});
}

pub(super) fn smile_variance(samples: &Samples, times: u32) {
	each(&samples.strikes, times, |s| samples.smiles[s.smile].float.variance(s.float_moneyness));
}

pub(super) fn smile_derivatives(samples: &Samples, times: u32) {
	each(&samples.strikes, times, |s| {
		samples.smiles[s.smile].float.with_derivatives(s.float_moneyness)
	});
}

pub(super) fn smile_volatility(samples: &Samples, times: u32) {
	each(&samples.strikes, times, |s| {
		let smile = &samples.smiles[s.smile];
		smile.float.volatility(s.float_forward, s.float_strike, smile.years)
	});
}
