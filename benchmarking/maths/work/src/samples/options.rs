// SPDX-License-Identifier: Apache-2.0
//! Single options.

use super::{exp, product, uniform, UNIT};
use crate::{
	random::Random,
	yardstick::{self, FloatOption},
};
use market_maths::{
	arithmetic::ONE,
	functions,
	margin::portfolio::{ExpiryRows, ScenarioSet, ShockedExpiry},
	options::{Black76, Expiry, Level, OptionKind, SettlingForward, Strike, SECONDS_PER_YEAR},
	units::{Price, Rate, Volatility},
};

/// An option in every arithmetic.
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
	/// For functions of one number.
	pub arguments: Arguments,
	/// For floating point.
	pub float: FloatOption,
	/// For `solmath`: spot, strike, rate, volatility, years and the price, with 12 decimals.
	pub twelve: [u128; 6],
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
}

impl Arguments {
	fn new(random: &mut Random) -> Self {
		let exponent = -8 * uniform(random);
		let deviation = 6 * uniform(random) - 3 * UNIT;
		Self {
			exponent,
			float_exponent: yardstick::decimal(exponent),
			twelve_exponent: exponent / 1_000_000,
			deviation,
			float_deviation: yardstick::decimal(deviation),
			twelve_deviation: deviation / 1_000_000,
		}
	}
}

pub(super) fn sample(random: &mut Random, set: &ScenarioSet) -> Sample {
	// 100 to 100,000, one day to one year, 20 % to 120 %, nothing to 10 %.
	let forward = 100 * exp(uniform(random) / 1_000 * 6_907);
	let seconds = (86_400 * exp(uniform(random) / 1_000 * 5_899) / ONE) as u64;
	let volatility = ONE / 5 + uniform(random) as u128;
	let rate = uniform(random) / 10;
	let years = u128::from(seconds) * ONE / u128::from(SECONDS_PER_YEAR);
	let total = product(volatility, functions::square_root(years).unwrap());
	let deviations = 4 * uniform(random) - 2 * UNIT;
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
		settling_seconds: random.between(1, 1_800),
		arguments: Arguments::new(random),
		float: yardstick::float_option(&option, price),
		twelve: [spot, struck, rate as u128, volatility, years, price.into_inner()].map(twelve),
		option,
		expiry,
		strike,
		price,
	}
}
