// SPDX-License-Identifier: Apache-2.0
//! Black's formula in floating point, with `libm`, and with the outputs that ours has.

use market_maths::{
	options::{Black76, SECONDS_PER_YEAR},
	units::Price,
};

/// The inputs of an option and what its expiry and strike know.
#[derive(Clone, Copy, Debug)]
pub struct FloatOption {
	/// Forward.
	pub forward: f64,
	/// Strike.
	pub strike: f64,
	/// Years to expiry.
	pub years: f64,
	/// Annual volatility.
	pub volatility: f64,
	/// Annual rate.
	pub rate: f64,
	/// The call's price.
	pub price: f64,
	/// What is known before the volatility is.
	pub known: Known,
}

/// What all volatilities of one series share.
#[derive(Clone, Copy, Debug)]
pub struct Known {
	/// √years.
	pub root: f64,
	/// Discount factor.
	pub discount: f64,
	/// ln(forward / strike).
	pub moneyness: f64,
}

/// To floating point.
pub fn float_option(option: &Black76, price: Price) -> FloatOption {
	let decimal = |units: u128| units as f64 / 1e18;
	let forward = decimal(option.forward.into_inner());
	let strike = decimal(option.strike.into_inner());
	let years = option.seconds_to_expiry as f64 / SECONDS_PER_YEAR as f64;
	let rate = option.rate.into_inner() as f64 / 1e18;
	FloatOption {
		forward,
		strike,
		years,
		volatility: decimal(option.volatility.into_inner()),
		rate,
		price: decimal(price.into_inner()),
		known: known(forward, strike, years, rate),
	}
}

/// Of raw inputs.
pub fn known(forward: f64, strike: f64, years: f64, rate: f64) -> Known {
	Known {
		root: libm::sqrt(years),
		discount: libm::exp(-rate * years),
		moneyness: libm::log(forward / strike),
	}
}

/// N(x).
pub fn normal_cdf(x: f64) -> f64 {
	0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2)
}

/// Call and put.
pub fn prices(option: &FloatOption, known: &Known) -> [f64; 2] {
	let v = option.volatility * known.root;
	let d1 = known.moneyness / v + v / 2.0;
	let (n1, n2) = (normal_cdf(d1), normal_cdf(d1 - v));
	let call = known.discount * (option.forward * n1 - option.strike * n2);
	[call, call - known.discount * (option.forward - option.strike)]
}

/// The call with delta, gamma, vega, theta and rho.
pub fn price_and_greeks(option: &FloatOption, known: &Known) -> [f64; 6] {
	let FloatOption { forward, strike, years, volatility, rate, .. } = *option;
	let v = volatility * known.root;
	let d1 = known.moneyness / v + v / 2.0;
	let density = libm::exp(-d1 * d1 / 2.0) * 0.398_942_280_401_432_7;
	let (n1, n2) = (normal_cdf(d1), normal_cdf(d1 - v));
	let call = known.discount * (forward * n1 - strike * n2);
	let vega = known.discount * forward * density * known.root;
	[
		call,
		known.discount * n1,
		known.discount * density / (forward * v),
		vega,
		rate * call - vega * volatility / (2.0 * years),
		-years * call,
	]
}
