// SPDX-License-Identifier: Apache-2.0
//! The same in floating point, with `libm`.

use super::each;
use crate::{samples::Samples, yardstick};

pub(super) fn exponential(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| libm::exp(s.arguments.float_exponent));
}

pub(super) fn logarithm(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| libm::log(s.float.forward));
}

pub(super) fn square_root(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| libm::sqrt(s.float.forward));
}

pub(super) fn normal_cdf(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| yardstick::normal_cdf(s.arguments.float_deviation));
}

pub(super) fn normal_density(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| yardstick::normal_density(s.arguments.float_deviation));
}

pub(super) fn prices(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| yardstick::prices(&s.float, &s.float.known));
}

pub(super) fn greeks(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| yardstick::price_and_greeks(&s.float, &s.float.known));
}

pub(super) fn raw_prices(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| {
		let f = &s.float;
		yardstick::prices(f, &yardstick::known(f.forward, f.strike, f.years, f.rate))
	});
}

pub(super) fn raw_greeks(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| {
		let f = &s.float;
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
