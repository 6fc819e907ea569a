// SPDX-License-Identifier: Apache-2.0
//! Black's formula in floating point, with `libm`, and with the outputs that ours has.

use market_maths::{
	options::{Black76, Svi, SECONDS_PER_YEAR},
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
	/// What its expiry and its strike know.
	pub terms: Terms,
}

/// What an expiry and a strike know, each for itself, as those of ours do.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
	/// √years.
	root: f64,
	/// Discount factor.
	discount: f64,
	/// ln of the forward.
	forward_logarithm: f64,
	/// ln of the strike.
	strike_logarithm: f64,
}

impl Terms {
	/// Of the two together.
	#[inline]
	pub fn known(&self) -> Known {
		Known {
			root: self.root,
			discount: self.discount,
			moneyness: self.forward_logarithm - self.strike_logarithm,
		}
	}
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

/// A number with 18 decimals.
pub(crate) fn decimal(units: i128) -> f64 {
	units as f64 / 1e18
}

/// The nearest number of 18 decimals below it in size, as those of a chain are kept.
pub(crate) fn to_decimal(value: f64) -> i128 {
	(value * 1e18) as i128
}

/// To floating point.
pub fn float_option(option: &Black76, price: Price) -> FloatOption {
	let unsigned = |units: u128| units as f64 / 1e18;
	let forward = unsigned(option.forward.into_inner());
	let strike = unsigned(option.strike.into_inner());
	let years = option.seconds_to_expiry as f64 / SECONDS_PER_YEAR as f64;
	let rate = decimal(option.rate.into_inner());
	FloatOption {
		forward,
		strike,
		years,
		volatility: unsigned(option.volatility.into_inner()),
		rate,
		price: unsigned(price.into_inner()),
		terms: Terms {
			root: libm::sqrt(years),
			discount: libm::exp(-rate * years),
			forward_logarithm: libm::log(forward),
			strike_logarithm: libm::log(strike),
		},
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

/// φ(x).
pub fn normal_density(x: f64) -> f64 {
	libm::exp(-x * x / 2.0) * 0.398_942_280_401_432_7
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
	let density = normal_density(d1);
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

/// A slice of total variance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FloatSmile {
	a: f64,
	b: f64,
	rho: f64,
	m: f64,
	sigma: f64,
}

impl FloatSmile {
	/// To floating point.
	pub(crate) fn new(slice: &Svi) -> Self {
		let [a, b, rho, m, sigma] = [slice.a, slice.b, slice.rho, slice.m, slice.sigma]
			.map(|parameter| decimal(parameter.into_inner()));
		Self { a, b, rho, m, sigma }
	}

	/// Total variance at a log-moneyness.
	pub(crate) fn variance(&self, k: f64) -> f64 {
		let x = k - self.m;
		self.a + self.b * (self.rho * x + libm::sqrt(x * x + self.sigma * self.sigma))
	}

	/// Total variance at a log-moneyness, with its first two derivatives.
	pub(crate) fn with_derivatives(&self, k: f64) -> [f64; 3] {
		let x = k - self.m;
		let square = x * x + self.sigma * self.sigma;
		let root = libm::sqrt(square);
		[
			self.a + self.b * (self.rho * x + root),
			self.b * (self.rho + x / root),
			self.b * self.sigma * self.sigma / (square * root),
		]
	}

	/// Annual volatility of a strike, whose moneyness is kept within the same reach as ours.
	pub(crate) fn volatility(&self, forward: f64, strike: f64, years: f64) -> f64 {
		let reach = 4.0 * libm::sqrt(self.a + self.b * self.sigma);
		let k = libm::log(strike / forward).clamp(-reach, reach);
		libm::sqrt(self.variance(k) / years)
	}
}
