// SPDX-License-Identifier: Apache-2.0
//! Options, books and accounts to work on.

use crate::{
	random::Random,
	yardstick::{self, FloatOption},
};
use alloc::vec::Vec;
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	auction::Level,
	functions,
	margin::portfolio::{ExpiryRows, RiskRow, ScenarioSet, ShockedExpiry},
	options::{
		Black76, Expiry, Level as VolatilityLevel, OptionKind, SettlingForward, Shock, Strike, Svi,
		SECONDS_PER_YEAR,
	},
	units::{Price, Rate, Ticks, Volatility},
};

/// How many options there are.
pub(crate) const COUNT: usize = 256;

/// Orders of the book on both sides together.
const ORDERS: u64 = 10_000;

/// An option in every arithmetic.
pub struct Sample {
	/// As its inputs.
	pub option: Black76,
	/// What its expiry knows.
	pub expiry: Expiry,
	/// What its strike knows.
	pub strike: Strike,
	/// What its volatility knows.
	pub level: VolatilityLevel,
	/// The price of the call.
	pub price: Price,
	/// What its risk row needs of its expiry.
	pub basis: ExpiryRows,
	/// For floating point.
	pub float: FloatOption,
	/// For `solmath`: spot, strike, rate, volatility, years and the price, with 12 decimals.
	pub twelve: [u128; 6],
}

/// Everything that is measured works on this.
pub struct Samples {
	/// One day to one year, within two standard deviations of the money.
	pub options: Vec<Sample>,
	/// Moves of the forward.
	pub shocks: Vec<Shock>,
	/// One row of each option.
	pub rows: Vec<RiskRow>,
	/// The demand of a book.
	pub bids: Vec<Level>,
	/// Its supply.
	pub asks: Vec<Level>,
	/// A smile.
	pub slice: Svi,
	/// A later one.
	pub later: Svi,
}

/// Uniform between zero and one, with 18 decimals.
fn uniform(random: &mut Random) -> i128 {
	i128::from(random.below(ONE as u64))
}

fn exp(power: i128) -> u128 {
	functions::exp(power).unwrap()
}

fn product(a: u128, b: u128) -> u128 {
	multiply_divide(a, b, ONE, Rounding::Down).unwrap()
}

fn sample(random: &mut Random, set: &ScenarioSet) -> Sample {
	// 100 to 100,000, one day to one year, 20 % to 120 %, nothing to 10 %.
	let forward = 100 * exp(uniform(random) / 1_000 * 6_907);
	let seconds = (86_400 * exp(uniform(random) / 1_000 * 5_899) / ONE) as u64;
	let volatility = ONE / 5 + uniform(random) as u128;
	let rate = uniform(random) / 10;
	let years = u128::from(seconds) * ONE / u128::from(SECONDS_PER_YEAR);
	let total = product(volatility, functions::square_root(years).unwrap());
	let deviations = 4 * uniform(random) - 2 * ONE as i128;
	let moneyness = product(total, deviations.unsigned_abs()) as i128 * deviations.signum();
	let struck = product(forward, exp(moneyness));

	let option = Black76 {
		forward: Price::from_inner(forward),
		strike: Price::from_inner(struck),
		volatility: Volatility::from_inner(volatility),
		seconds_to_expiry: seconds,
		rate: Rate::from_inner(rate),
	};
	let expiry = Expiry::new(option.forward, seconds, option.rate).unwrap();
	let strike = Strike::new(option.strike);
	let price = expiry.price(OptionKind::Call, &strike, option.volatility).unwrap();
	let settling = SettlingForward { fixed: Price::ZERO, variable: option.forward };
	let shocked = ShockedExpiry::new(set, settling, seconds, option.rate).unwrap();
	let twelve = |units: u128| units / 1_000_000;
	// The spot whose forward is the forward, for a model on the spot.
	let spot = product(forward, expiry.discount_factor().unwrap().into_inner() as u128);
	Sample {
		level: expiry.level(option.volatility).unwrap(),
		basis: ExpiryRows::new(shocked, option.forward).unwrap(),
		float: yardstick::float_option(&option, price),
		twelve: [spot, struck, rate as u128, volatility, years, price.into_inner()].map(twelve),
		option,
		expiry,
		strike,
		price,
	}
}

/// Half of the orders at its own price each, around 50,000 ticks, crossing in the middle.
fn side(random: &mut Random, falling: bool) -> Vec<Level> {
	let count = ORDERS / 2;
	(0..count)
		.map(|place| Level {
			price: Ticks::from_inner(if falling { 52_000 - place } else { 48_000 + place }),
			lots: random.between(1, 1_000),
		})
		.collect()
}

impl Samples {
	/// The same everywhere.
	pub fn new() -> Self {
		let mut random = Random::new(0x9e37_79b9_7f4a_7c15);
		let set = ScenarioSet::launch().unwrap();
		let options: Vec<Sample> = (0..COUNT).map(|_| sample(&mut random, &set)).collect();
		let part = |text: &str| text.parse::<Rate>().unwrap();
		let slice = Svi {
			a: part("0.04"),
			b: part("0.1"),
			rho: part("-0.3"),
			m: part("0.02"),
			sigma: part("0.2"),
		};
		let rows = options
			.iter()
			.map(|s| s.basis.option(OptionKind::Put, &s.strike, s.option.volatility).unwrap())
			.collect();
		Self {
			options,
			shocks: (0..32)
				.map(|step| {
					Shock::new(Rate::from_inner((84 + step) * (ONE as i128) / 100)).unwrap()
				})
				.collect(),
			rows,
			bids: side(&mut random, true),
			asks: side(&mut random, false),
			later: Svi { a: part("0.05"), ..slice },
			slice,
		}
	}
}

impl Default for Samples {
	fn default() -> Self {
		Self::new()
	}
}
