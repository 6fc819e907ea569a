// SPDX-License-Identifier: Apache-2.0
//! What is measured, by name.

use crate::{
	samples::{Sample, Samples, COUNT},
	yardstick,
};
use core::hint::black_box;
use market_maths::{
	auction::clearing_price,
	functions,
	margin::portfolio::Holdings,
	options::{implied_volatility, is_calendar_free, Expiry, OptionKind, Strike},
	units::{Lots, Ticks},
};

macro_rules! works {
	($($(#[doc = $name:literal])+ $work:ident,)*) => {
		/// One kind of work.
		#[derive(Clone, Copy, Debug, PartialEq, Eq)]
		pub enum Work {
			$($(#[doc = $name])+ $work,)*
		}

		impl Work {
			/// All of them.
			pub const ALL: &[Self] = &[$(Self::$work,)*];

			/// As reports call it.
			pub const fn name(self) -> &'static str {
				match self {
					$(Self::$work => concat!($($name),+).trim_ascii_start(),)*
				}
			}
		}
	};
}

works! {
	/// e^x
	Exponential,
	/// ln x
	Logarithm,
	/// √x
	SquareRoot,
	/// N(x)
	NormalCdf,
	/// what an expiry's strikes share
	ExpiryTerms,
	/// a strike's logarithm
	StrikeTerms,
	/// call and put, expiry and strike known
	Prices,
	/// call with all greeks, expiry and strike known
	Greeks,
	/// call and put from raw inputs
	RawPrices,
	/// call with all greeks from raw inputs
	RawGreeks,
	/// implied volatility
	ImpliedVolatility,
	/// one cell of a scenario grid: call and put under a shock
	ScenarioCell,
	/// risk row of 32 columns
	RiskRow,
	/// worst column of 128 positions × 32
	Portfolio,
	/// smile: volatility of a strike
	SmileVolatility,
	/// smile: check
	SmileCheck,
	/// two smiles: check
	CalendarCheck,
	/// clearing price of 10,000 orders, each at its own price
	Clearing,
	/// f64 (libm): e^x
	FloatExponential,
	/// f64 (libm): ln x
	FloatLogarithm,
	/// f64 (libm): N(x)
	FloatNormalCdf,
	/// f64 (libm): call and put, expiry and strike known
	FloatPrices,
	/// f64 (libm): call with all greeks, expiry and strike known
	FloatGreeks,
	/// f64 (libm): call and put from raw inputs
	FloatRawPrices,
	/// f64 (libm): call with all greeks from raw inputs
	FloatRawGreeks,
	/// solmath: e^x
	TwelveExponential,
	/// solmath: ln x
	TwelveLogarithm,
	/// solmath: N(x)
	TwelveNormalCdf,
	/// solmath: call and put from raw inputs
	TwelvePrices,
	/// solmath: call and put with all greeks from raw inputs
	TwelveGreeks,
	/// solmath: the same, its accurate variant
	TwelveAccurateGreeks,
	/// solmath: implied volatility
	TwelveImpliedVolatility,
}

/// Calls `work` this often, on one option after the other.
fn each<T>(samples: &Samples, times: u32, work: impl Fn(&Sample) -> T) {
	for sample in samples.options.iter().cycle().take(times as usize) {
		black_box(work(black_box(sample)));
	}
}

fn again<T>(times: u32, work: impl Fn() -> T) {
	for _ in 0..times {
		black_box(work());
	}
}

impl Work {
	/// By its place in [`Work::ALL`].
	pub fn at(place: u32) -> Option<Self> {
		Self::ALL.get(usize::try_from(place).ok()?).copied()
	}

	/// Does it so many times.
	pub fn run(self, samples: &Samples, times: u32) {
		const CALL: OptionKind = OptionKind::Call;
		match self {
			Self::Exponential => each(samples, times, |s| {
				functions::exp(-(s.option.volatility.into_inner() as i128))
			}),
			Self::Logarithm => {
				each(samples, times, |s| functions::ln(s.option.forward.into_inner()))
			},
			Self::SquareRoot => {
				each(samples, times, |s| functions::square_root(s.option.forward.into_inner()))
			},
			Self::NormalCdf => each(samples, times, |s| {
				functions::normal_cdf(s.option.volatility.into_inner() as i128)
			}),
			Self::ExpiryTerms => each(samples, times, |s| {
				Expiry::new(s.option.forward, s.option.seconds_to_expiry, s.option.rate)
			}),
			Self::StrikeTerms => each(samples, times, |s| Strike::new(s.option.strike)),
			Self::Prices => {
				each(samples, times, |s| s.expiry.prices(&s.strike, s.option.volatility))
			},
			Self::Greeks => each(samples, times, |s| {
				s.expiry.price_and_greeks(CALL, &s.strike, s.option.volatility)
			}),
			Self::RawPrices => each(samples, times, |s| s.option.prices()),
			Self::RawGreeks => each(samples, times, |s| {
				let expiry =
					Expiry::new(s.option.forward, s.option.seconds_to_expiry, s.option.rate)?;
				expiry.price_and_greeks(CALL, &Strike::new(s.option.strike), s.option.volatility)
			}),
			Self::ImpliedVolatility => {
				each(samples, times, |s| implied_volatility(CALL, &s.expiry, &s.strike, s.price))
			},
			Self::ScenarioCell => {
				let shock = &samples.shocks[3];
				each(samples, times, |s| s.expiry.prices_under(shock, &s.strike, &s.level))
			},
			Self::RiskRow => {
				each(samples, times, |s| s.basis.option(CALL, &s.strike, s.option.volatility))
			},
			Self::Portfolio => {
				let mut holdings = Holdings::with_capacity(128);
				for (number, row) in samples.rows.iter().take(128).enumerate() {
					holdings.add(Lots::from_inner(number as i64 * 7 - 400), row).unwrap();
				}
				again(times, || black_box(&holdings).profits().least());
			},
			Self::SmileVolatility => each(samples, times, |s| {
				let option = &s.option;
				samples
					.slice
					.volatility(option.forward, option.strike, option.seconds_to_expiry)
			}),
			Self::SmileCheck => again(times, || black_box(&samples.slice).check()),
			Self::CalendarCheck => {
				again(times, || is_calendar_free(black_box(&samples.slice), &samples.later))
			},
			Self::Clearing => again(times, || {
				let mark = Ticks::from_inner(50_000);
				clearing_price(black_box(&samples.bids), black_box(&samples.asks), mark)
			}),
			Self::FloatExponential => each(samples, times, |s| libm::exp(-s.float.volatility)),
			Self::FloatLogarithm => each(samples, times, |s| libm::log(s.float.forward)),
			Self::FloatNormalCdf => {
				each(samples, times, |s| yardstick::normal_cdf(s.float.volatility))
			},
			Self::FloatPrices => {
				each(samples, times, |s| yardstick::prices(&s.float, &s.float.known))
			},
			Self::FloatGreeks => {
				each(samples, times, |s| yardstick::price_and_greeks(&s.float, &s.float.known))
			},
			Self::FloatRawPrices => each(samples, times, |s| {
				let f = &s.float;
				yardstick::prices(f, &yardstick::known(f.forward, f.strike, f.years, f.rate))
			}),
			Self::FloatRawGreeks => each(samples, times, |s| {
				let f = &s.float;
				let known = yardstick::known(f.forward, f.strike, f.years, f.rate);
				yardstick::price_and_greeks(f, &known)
			}),
			Self::TwelveExponential => {
				each(samples, times, |s| solmath::exp_fixed_i(-(s.twelve[3] as i128)))
			},
			Self::TwelveLogarithm => each(samples, times, |s| solmath::ln_fixed_i(s.twelve[0])),
			Self::TwelveNormalCdf => {
				each(samples, times, |s| solmath::norm_cdf_poly(s.twelve[3] as i128))
			},
			Self::TwelvePrices => each(samples, times, |s| {
				let [spot, strike, rate, volatility, years, _] = s.twelve;
				solmath::black_scholes_price(spot, strike, rate, volatility, years)
			}),
			Self::TwelveGreeks => each(samples, times, |s| {
				let [spot, strike, rate, volatility, years, _] = s.twelve;
				solmath::bs_full(spot, strike, rate, volatility, years)
			}),
			Self::TwelveAccurateGreeks => each(samples, times, |s| {
				let [spot, strike, rate, volatility, years, _] = s.twelve;
				solmath::bs_full_hp(spot, strike, rate, volatility, years)
			}),
			Self::TwelveImpliedVolatility => each(samples, times, |s| {
				let [spot, strike, rate, _, years, price] = s.twelve;
				solmath::implied_vol(price, spot, strike, rate, years)
			}),
		}
	}

	/// Whether one call works on everything, so that few are enough.
	pub const fn is_long(self) -> bool {
		matches!(self, Self::SmileCheck | Self::CalendarCheck | Self::Clearing)
	}
}

const _: () = assert!(COUNT >= 128);
