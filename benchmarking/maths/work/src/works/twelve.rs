// SPDX-License-Identifier: Apache-2.0
//! The same with 12 decimals, by `solmath`.

use super::{each, Anything};
use crate::samples::Samples;

pub(super) fn exponential(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| Anything(solmath::exp_fixed_i(s.twelve_exponent)));
}

pub(super) fn logarithm(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| Anything(solmath::ln_fixed_i(s.twelve_positive)));
}

pub(super) fn normal_cdf(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| Anything(solmath::norm_cdf_poly(s.twelve_deviation)));
}

pub(super) fn prices(samples: &Samples, times: u32) {
	each(&samples.chain.twelve, times, |twelve| {
		let [spot, strike, rate, volatility, years, _] = *twelve;
		Anything(solmath::black_scholes_price(spot, strike, rate, volatility, years))
	});
}

pub(super) fn greeks(samples: &Samples, times: u32) {
	each(&samples.chain.twelve, times, |twelve| {
		let [spot, strike, rate, volatility, years, _] = *twelve;
		Anything(solmath::bs_full(spot, strike, rate, volatility, years))
	});
}

pub(super) fn accurate_greeks(samples: &Samples, times: u32) {
	each(&samples.chain.twelve, times, |twelve| {
		let [spot, strike, rate, volatility, years, _] = *twelve;
		Anything(solmath::bs_full_hp(spot, strike, rate, volatility, years))
	});
}

pub(super) fn implied_volatility(samples: &Samples, times: u32) {
	each(&samples.chain.twelve, times, |twelve| {
		let [spot, strike, rate, _, years, price] = *twelve;
		Anything(solmath::implied_vol(price, spot, strike, rate, years))
	});
}
