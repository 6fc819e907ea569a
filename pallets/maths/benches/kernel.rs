// SPDX-License-Identifier: Apache-2.0
//! How long the kernel takes, beside floating point with the same outputs in the same run.
//!
//!     cargo bench -p market-maths
//!
//! Prints nanoseconds per call, the best of several rounds. It judges nothing: figures are compared with
//! figures of the same run on the same machine only.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::float_arithmetic,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	missing_docs,
	reason = "a benchmark, and no part of the crate"
)]

use market_maths::{
	functions,
	margin::portfolio::{Holdings, RiskRow, RowBasis, ScenarioSet, ShockedExpiry},
	options::{
		implied_volatility, is_calendar_free, Black76, Expiry, OptionKind, SettlingForward, Shock,
		Strike, Svi, SECONDS_PER_YEAR,
	},
	units::{Lots, Price, Rate, Volatility},
};
use std::{
	hint::black_box,
	io::{self, Write},
	time::Instant,
};

const ROUNDS: u32 = 9;
const ONE: f64 = 1e18;

/// An option in both arithmetics.
struct Sample {
	option: Black76,
	expiry: Expiry,
	strike: Strike,
	price: Price,
	float: [f64; 5],
	cached: [f64; 3],
}

/// 1,024 options of one day to one year, within two standard deviations of the money.
fn samples() -> Vec<Sample> {
	let mut state = 0x9e37_79b9_7f4a_7c15u64;
	let mut uniform = move || {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		(state >> 11) as f64 / (1u64 << 53) as f64
	};
	(0..1_024)
		.map(|_| {
			let forward = 10f64.powf(2.0 + 3.0 * uniform());
			let seconds = (86_400.0 * 365f64.powf(uniform())) as u64;
			let volatility = 0.2 + uniform();
			let rate = 0.1 * uniform();
			let years = seconds as f64 / SECONDS_PER_YEAR as f64;
			let strike = forward * (volatility * years.sqrt() * (4.0 * uniform() - 2.0)).exp();
			let option = Black76 {
				forward: Price::from_inner((forward * ONE) as u128),
				strike: Price::from_inner((strike * ONE) as u128),
				volatility: Volatility::from_inner((volatility * ONE) as u128),
				seconds_to_expiry: seconds,
				rate: Rate::from_inner((rate * ONE) as i128),
			};
			let expiry = Expiry::new(option.forward, seconds, option.rate).unwrap();
			let strike_terms = Strike::new(option.strike);
			Sample {
				expiry,
				strike: strike_terms,
				price: expiry.price(OptionKind::Call, &strike_terms, option.volatility).unwrap(),
				option,
				float: [forward, strike, years, volatility, rate],
				cached: float_cached([forward, strike, years, volatility, rate]),
			}
		})
		.collect()
}

fn measure<S, T>(name: &str, samples: &[S], work: impl Fn(&S) -> T) -> io::Result<()> {
	let mut best = f64::INFINITY;
	for _ in 0..ROUNDS {
		let start = Instant::now();
		for sample in samples {
			black_box(work(black_box(sample)));
		}
		best = best.min(start.elapsed().as_nanos() as f64 / samples.len() as f64);
	}
	writeln!(io::stdout(), "{name:<58} {best:>9.1} ns")
}

/// Call, put, both deltas, gamma, vega, both thetas and rhos in floating point.
fn float_greeks([f, k, t, s, r]: [f64; 5], root: f64, discount: f64, x: f64) -> [f64; 10] {
	let normal = |x: f64| 0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2);
	let v = s * root;
	let d1 = x / v + v / 2.0;
	let d2 = d1 - v;
	let density = libm::exp(-d1 * d1 / 2.0) * 0.398_942_280_401_432_7;
	let (n1, n2) = (normal(d1), normal(d2));
	let call = discount * (f * n1 - k * n2);
	let put = call - discount * (f - k);
	let vega = discount * f * density * root;
	let decay = vega * s / (2.0 * t);
	[
		call,
		put,
		discount * n1,
		discount * (n1 - 1.0),
		discount * density / (f * v),
		vega,
		r * call - decay,
		r * put - decay,
		-t * call,
		-t * put,
	]
}

fn float_cached(parts: [f64; 5]) -> [f64; 3] {
	let [f, k, t, _, r] = parts;
	[t.sqrt(), libm::exp(-r * t), libm::log(f / k)]
}

fn main() -> io::Result<()> {
	let samples = samples();
	let all = &samples[..];

	measure("exp", all, |s| functions::exp(-(s.option.volatility.into_inner() as i128)))?;
	measure("ln", all, |s| functions::ln(s.option.forward.into_inner()))?;
	measure("square root", all, |s| functions::square_root(s.option.forward.into_inner()))?;
	measure("normal distribution", all, |s| {
		functions::normal_cdf(s.option.volatility.into_inner() as i128)
	})?;

	measure("expiry: what all its strikes share", all, |s| {
		Expiry::new(s.option.forward, s.option.seconds_to_expiry, s.option.rate)
	})?;
	measure("strike: its logarithm", all, |s| Strike::new(s.option.strike))?;
	measure("call and put, expiry and strike known", all, |s| {
		s.expiry.prices(&s.strike, s.option.volatility)
	})?;
	measure("call with all greeks, expiry and strike known", all, |s| {
		s.expiry.price_and_greeks(OptionKind::Call, &s.strike, s.option.volatility)
	})?;
	measure("call and put from raw inputs", all, |s| s.option.prices())?;
	measure("greeks from raw inputs", all, |s| s.option.greeks(OptionKind::Call))?;
	let shocks: Vec<Shock> = (0..32)
		.map(|step| Shock::new(Rate::from_inner((84 + step) * 10_000_000_000_000_000)).unwrap())
		.collect();
	measure("32 scenarios of one series", all, |s| {
		let level = s.expiry.level(s.option.volatility).unwrap();
		let prices = shocks.iter().map(|shock| {
			s.expiry
				.under(shock)
				.unwrap()
				.prices_at(&s.strike, &level)
				.map(|(call, _)| call)
		});
		prices.fold(0, |sum: u128, price| sum ^ price.unwrap().into_inner())
	})?;
	let set = ScenarioSet::launch().unwrap();
	let bases: Vec<RowBasis> = all
		.iter()
		.map(|s| {
			let forward = SettlingForward { fixed: Price::ZERO, variable: s.option.forward };
			let seconds = s.option.seconds_to_expiry;
			let shocked = ShockedExpiry::new(&set, forward, seconds, s.option.rate).unwrap();
			RowBasis::new(shocked, s.option.forward).unwrap()
		})
		.collect();
	let numbered: Vec<(&RowBasis, &Sample)> = bases.iter().zip(all).collect();
	measure("risk row of 32 scenarios", &numbered, |(basis, s)| {
		basis.option(OptionKind::Call, &s.strike, s.option.volatility)
	})?;
	let rows: Vec<RiskRow> = numbered
		.iter()
		.map(|(basis, s)| basis.option(OptionKind::Put, &s.strike, s.option.volatility).unwrap())
		.collect();
	let mut holdings = Holdings::with_capacity(128);
	for (number, row) in rows.iter().take(128).enumerate() {
		holdings.add(Lots::from_inner(number as i64 * 7 - 400), row).unwrap();
	}
	measure("worst column of 128 positions", &[holdings], |holdings| holdings.profits().least())?;
	measure("implied volatility", all, |s| {
		implied_volatility(OptionKind::Call, &s.expiry, &s.strike, s.price)
	})?;

	measure("f64: call, put and all greeks, expiry and strike known", all, |s| {
		let [root, discount, x] = s.cached;
		float_greeks(s.float, root, discount, x)
	})?;
	measure("f64: call, put and all greeks from raw inputs", all, |s| {
		let [root, discount, x] = float_cached(s.float);
		float_greeks(s.float, root, discount, x)
	})?;

	let part = |text: &str| text.parse::<Rate>().unwrap();
	let slice = Svi {
		a: part("0.04"),
		b: part("0.1"),
		rho: part("-0.3"),
		m: part("0.02"),
		sigma: part("0.2"),
	};
	let later = Svi { a: part("0.05"), ..slice };
	measure("smile: volatility of a strike", all, |s| {
		slice.volatility(s.option.forward, s.option.strike, s.option.seconds_to_expiry)
	})?;
	measure("smile: check", &all[..16], |_| slice.check())?;
	measure("two smiles: check", &all[..16], |_| is_calendar_free(&slice, &later))
}
