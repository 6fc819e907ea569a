// SPDX-License-Identifier: Apache-2.0
//! Options, and arguments of functions.

use super::{exp, product, uniform, UNIT};
use crate::{
	random::Random,
	yardstick::{self, FloatOption},
};
use alloc::vec::Vec;
use market_maths::{
	arithmetic::ONE,
	functions,
	margin::portfolio::{ExpiryRows, ScenarioSet, ShockedExpiry},
	options::{Black76, Expiry, Level, OptionKind, SettlingForward, Strike, SECONDS_PER_YEAR},
	units::{Price, Rate, Volatility},
};

/// An option, for what takes long enough that a few of them do.
pub struct Sample {
	/// As its inputs.
	pub option: Black76,
	/// What its expiry knows.
	pub expiry: Expiry,
	/// What its strike knows.
	pub strike: Strike,
	/// What its volatility knows.
	pub level: Level,
	/// The price of the call.
	pub price: Price,
	/// What its risk row needs of its expiry.
	pub basis: ExpiryRows,
	/// Less than half an hour.
	pub settling_seconds: u64,
}

/// All options of a chain, expiry by expiry, in every arithmetic: each in a row of its own, so that none
/// reads past what only the others need.
pub struct Chain {
	/// What expiries know.
	pub expiries: Vec<Expiry>,
	/// What a chain keeps of each option.
	pub options: Vec<ChainOption>,
	/// The same as raw inputs.
	pub raw: Vec<Black76>,
	/// For floating point.
	pub floats: Vec<FloatOption>,
	/// For `solmath`: spot, strike, rate, volatility, years and the price, with 12 decimals.
	pub twelve: Vec<[u128; 6]>,
}

/// An option of a [`Chain`].
pub struct ChainOption {
	/// Its place among the expiries.
	pub expiry: usize,
	/// What its strike knows.
	pub strike: Strike,
	/// Annual.
	pub volatility: Volatility,
	/// The price of the call.
	pub price: Price,
}

/// Arguments of functions, in every arithmetic.
pub struct Arguments {
	/// From −8 to nothing.
	pub exponent: i128,
	/// The same.
	pub float_exponent: f64,
	/// With 12 decimals.
	pub twelve_exponent: i128,
	/// Standard deviations, three to either side.
	pub deviation: i128,
	/// The same.
	pub float_deviation: f64,
	/// With 12 decimals.
	pub twelve_deviation: i128,
	/// 100 to 100,000.
	pub positive: u128,
	/// The same.
	pub float_positive: f64,
	/// With 12 decimals.
	pub twelve_positive: u128,
}

pub(super) fn arguments(random: &mut Random) -> Arguments {
	let exponent = -8 * uniform(random);
	let deviation = 6 * uniform(random) - 3 * UNIT;
	let positive = forward(random);
	Arguments {
		exponent,
		float_exponent: yardstick::decimal(exponent),
		twelve_exponent: exponent / MILLION as i128,
		deviation,
		float_deviation: yardstick::decimal(deviation),
		twelve_deviation: deviation / MILLION as i128,
		positive,
		float_positive: yardstick::decimal(positive as i128),
		twelve_positive: positive / MILLION,
	}
}

/// From 18 decimals to 12.
const MILLION: u128 = 1_000_000;

/// 100 to 100,000.
fn forward(random: &mut Random) -> u128 {
	100 * exp(uniform(random) / 1_000 * 6_907)
}

/// An expiry in one day to one year, at a rate of nothing to 10 %.
fn expiry(random: &mut Random) -> (Price, u64, Rate) {
	let forward = forward(random);
	let seconds = (86_400 * exp(uniform(random) / 1_000 * 5_899) / ONE) as u64;
	(Price::from_inner(forward), seconds, Rate::from_inner(uniform(random) / 10))
}

/// A strike up to three standard deviations from the money, at 20 % to 120 %.
///
/// Of the bitcoin options that Deribit listed from 2 to 13 February 2026 a quarter lay within 0.75 deviations,
/// half within 1.55, three quarters within 2.32 and nine tenths within 2.94 of the money.
fn struck(random: &mut Random, forward: Price, seconds: u64) -> (Price, Volatility) {
	let volatility = ONE / 5 + uniform(random) as u128;
	let total = product(volatility, functions::square_root(years(seconds)).unwrap());
	let deviations = 6 * uniform(random) - 3 * UNIT;
	let moneyness = product(total, deviations.unsigned_abs()) as i128 * deviations.signum();
	let strike = product(forward.into_inner(), exp(moneyness));
	(Price::from_inner(strike), Volatility::from_inner(volatility))
}

fn years(seconds: u64) -> u128 {
	u128::from(seconds) * ONE / u128::from(SECONDS_PER_YEAR)
}

pub(super) fn sample(random: &mut Random, set: &ScenarioSet) -> Sample {
	let (forward, seconds, rate) = expiry(random);
	let (struck, volatility) = struck(random, forward, seconds);
	let option = Black76 { forward, strike: struck, volatility, seconds_to_expiry: seconds, rate };
	let expiry = Expiry::new(forward, seconds, rate).unwrap();
	let strike = Strike::new(struck);
	let settling = SettlingForward { fixed: Price::ZERO, variable: forward };
	let shocked = ShockedExpiry::new(set, settling, seconds, rate).unwrap();
	Sample {
		level: expiry.level(volatility).unwrap(),
		basis: ExpiryRows::new(shocked, forward).unwrap(),
		settling_seconds: random.between(1, 1_800),
		price: expiry.price(OptionKind::Call, &strike, volatility).unwrap(),
		option,
		expiry,
		strike,
	}
}

/// So many expiries with so many strikes each.
pub(super) fn chain(random: &mut Random, expiries: usize, strikes: usize) -> Chain {
	let count = expiries * strikes;
	let mut chain = Chain {
		expiries: Vec::with_capacity(expiries),
		options: Vec::with_capacity(count),
		raw: Vec::with_capacity(count),
		floats: Vec::with_capacity(count),
		twelve: Vec::with_capacity(count),
	};
	for place in 0..expiries {
		let (forward, seconds, rate) = expiry(random);
		let expiry = Expiry::new(forward, seconds, rate).unwrap();
		// The spot whose forward is the forward, for a model on the spot.
		let discount = expiry.discount_factor().unwrap().into_inner() as u128;
		let spot = product(forward.into_inner(), discount);
		for _ in 0..strikes {
			let (struck, volatility) = struck(random, forward, seconds);
			let strike = Strike::new(struck);
			let price = expiry.price(OptionKind::Call, &strike, volatility).unwrap();
			let option =
				Black76 { forward, strike: struck, volatility, seconds_to_expiry: seconds, rate };
			chain.floats.push(yardstick::float_option(&option, price));
			chain.twelve.push(
				[
					spot,
					struck.into_inner(),
					rate.into_inner() as u128,
					volatility.into_inner(),
					years(seconds),
					price.into_inner(),
				]
				.map(|units| units / MILLION),
			);
			chain.options.push(ChainOption { expiry: place, strike, volatility, price });
			chain.raw.push(option);
		}
		chain.expiries.push(expiry);
	}
	chain
}
