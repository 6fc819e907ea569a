// SPDX-License-Identifier: Apache-2.0
//! One hash of the results of many random calls.

mod accounts;
mod standard;

use crate::random::Random;
use alloc::vec::Vec;
use market_maths::{
	aggregation::{
		aggregate, capped_weights, clamp_step, ema_price_step, ema_step, median, minute_median,
		settlement_mean, weighted_lower_quantile, Vote,
	},
	arithmetic::{multiply_divide, multiply_divide_ceil, multiply_divide_floor, Rounding, ONE},
	auction::{allocate, clearing_price, Claim, Level, Priority},
	functions,
	margin::{
		bankruptcy_price, liquidation_price,
		portfolio::{ExpiryRows, Holdings, ScenarioSet, ShockedExpiry},
	},
	options::{
		implied_volatility, is_calendar_free, settling_forward, verify_volatility, Black76, Expiry,
		OptionKind, Shock, SmileFault, Strike, Svi,
	},
	perpetuals::{funding_increment, funding_payment, funding_rate, mark_price, premium, profit},
	units::{Cash, Lots, Price, Quantity, Rate, Ticks, Usd, Volatility},
	MathsError,
};
use sha2::{Digest as _, Sha256};

/// Inputs between two of the works that take long: checks of smiles, books, rows.
const SELDOM: u64 = 64;

/// The running hash.
pub struct Digest {
	state: Sha256,
	random: Random,
	set: ScenarioSet,
	seen: u64,
}

/// What enters the hash.
trait Enter {
	fn enter(&self, state: &mut Sha256);
}

macro_rules! enter_numbers {
	($($kind:ty),*) => {
		$(impl Enter for $kind {
			fn enter(&self, state: &mut Sha256) {
				state.update(self.to_le_bytes());
			}
		})*
	};
}
enter_numbers!(i32, u64, i64, u128, i128);

macro_rules! enter_units {
	($($kind:ty),*) => {
		$(impl Enter for $kind {
			fn enter(&self, state: &mut Sha256) {
				self.into_inner().enter(state);
			}
		})*
	};
}
enter_units!(Price, Quantity, Usd, Cash, Rate, Volatility, Ticks);

impl Enter for bool {
	fn enter(&self, state: &mut Sha256) {
		state.update([u8::from(*self)]);
	}
}

impl<A: Enter, B: Enter> Enter for (A, B) {
	fn enter(&self, state: &mut Sha256) {
		self.0.enter(state);
		self.1.enter(state);
	}
}

impl<T: Enter> Enter for Option<T> {
	fn enter(&self, state: &mut Sha256) {
		self.is_some().enter(state);
		if let Some(value) = self {
			value.enter(state);
		}
	}
}

impl<T: Enter> Enter for [T] {
	fn enter(&self, state: &mut Sha256) {
		(self.len() as u64).enter(state);
		for value in self {
			value.enter(state);
		}
	}
}

impl<T: Enter> Enter for Vec<T> {
	fn enter(&self, state: &mut Sha256) {
		self.as_slice().enter(state);
	}
}

impl<T: Enter> Enter for Result<T, MathsError> {
	fn enter(&self, state: &mut Sha256) {
		match self {
			Ok(value) => value.enter(state),
			Err(error) => state.update([0xff, *error as u8]),
		}
	}
}

impl Enter for SmileFault {
	fn enter(&self, state: &mut Sha256) {
		let (name, at) = match self {
			Self::Malformed => (0, None),
			Self::NegativeVariance { at } => (1, Some(*at)),
			Self::WingTooSteep => (2, None),
			Self::NegativeDensity { at } => (3, Some(*at)),
			Self::NotProved => (4, None),
		};
		(name, at).enter(state);
	}
}

fn price(units: u128) -> Price {
	Price::from_inner(units)
}

fn rate(units: i128) -> Rate {
	Rate::from_inner(units)
}

impl Digest {
	/// Of nothing yet.
	pub fn new() -> Self {
		Self {
			state: Sha256::new(),
			random: Random::new(0x0123_4567_89ab_cdef),
			set: ScenarioSet::launch().unwrap(),
			seen: 0,
		}
	}

	/// Enters so many more random inputs.
	pub fn extend(&mut self, inputs: u64) {
		for _ in 0..inputs {
			self.functions();
			self.options();
			self.perpetuals();
			if self.seen.is_multiple_of(SELDOM) {
				self.smiles();
				self.votes();
				self.auctions();
				self.portfolios();
				self.accounts();
				self.standard();
			}
			self.seen += 1;
		}
	}

	/// The hash of everything so far, in hexadecimal digits.
	pub fn finish(self) -> [u8; 64] {
		const DIGITS: &[u8; 16] = b"0123456789abcdef";
		let mut text = [0; 64];
		for (pair, byte) in text.chunks_mut(2).zip(self.state.finalize()) {
			pair[0] = DIGITS[usize::from(byte >> 4)];
			pair[1] = DIGITS[usize::from(byte & 15)];
		}
		text
	}

	fn enter(&mut self, value: impl Enter) {
		value.enter(&mut self.state);
	}

	/// A price up to a million, more often a small one.
	fn price(&mut self) -> u128 {
		let bits = self.random.between(20, 81);
		(self.random.wide() >> 48) >> (80 - bits)
	}

	fn functions(&mut self) {
		let (wide, other, divisor) = (self.random.wide(), self.random.wide(), self.random.wide());
		let (signed, second) = (self.random.signed(), self.random.signed());
		let near = signed % (64 * ONE as i128);
		self.enter(functions::exp(near));
		self.enter(functions::exp(signed));
		self.enter(functions::ln(wide));
		self.enter(functions::square_root(wide));
		self.enter(functions::normal_cdf(near / 6));
		self.enter(functions::normal_density(near / 6));
		self.enter(functions::normal_cdf(signed));
		for rounding in [Rounding::Down, Rounding::Up, Rounding::NearestPrefDown] {
			self.enter(multiply_divide(wide, other, divisor, rounding));
		}
		self.enter(multiply_divide_floor(signed, second, divisor));
		self.enter(multiply_divide_ceil(signed, second, divisor));
		self.enter(price(wide).value_floor(Quantity::from_inner(second)));
		self.enter(price(wide).scaled_floor(rate(signed)));
	}

	fn options(&mut self) {
		// One in eight is anything at all, the others what a market has.
		let option = if self.random.below(8) == 0 {
			Black76 {
				forward: price(self.random.wide()),
				strike: price(self.random.wide()),
				volatility: Volatility::from_inner(self.random.wide()),
				seconds_to_expiry: self.random.word() >> self.random.below(64),
				rate: rate(self.random.signed()),
			}
		} else {
			let forward = self.price() + 1;
			let strike = forward / 1_000 * u128::from(self.random.between(500, 2_000));
			Black76 {
				forward: price(forward),
				strike: price(strike + u128::from(self.random.below(1_000))),
				volatility: Volatility::from_inner(self.random.below(4 * ONE as u64).into()),
				seconds_to_expiry: self.random.between(1, 94_608_000),
				rate: rate(i128::from(self.random.below(ONE as u64 / 5)) - (ONE as i128) / 10),
			}
		};
		self.enter(option.prices());
		let expiry = Expiry::new(option.forward, option.seconds_to_expiry, option.rate);
		let Ok(expiry) = expiry else {
			return;
		};
		self.enter(expiry.discount_factor());
		let strike = Strike::new(option.strike);
		let shock = Shock::new(rate(self.random.between(1, 3 * ONE as u64).into())).unwrap();
		let level = expiry.level(option.volatility);
		self.enter(level.and_then(|level| expiry.prices_under(&shock, &strike, &level)));
		for kind in [OptionKind::Call, OptionKind::Put] {
			self.enter(option.intrinsic(kind));
			let found = expiry.price_and_greeks(kind, &strike, option.volatility);
			self.enter(found.map(|(price, greeks)| {
				let (delta, gamma) = (greeks.delta, greeks.gamma);
				(price, ((delta, gamma), [greeks.vega, greeks.theta, greeks.rho].to_vec()))
			}));
			let Ok((value, _)) = found else {
				continue;
			};
			let thousandths = u128::from(self.random.between(900, 1_100));
			let asked = price((value.into_inner() / 1_000).wrapping_mul(thousandths));
			self.enter(implied_volatility(kind, &expiry, &strike, value));
			self.enter(implied_volatility(kind, &expiry, &strike, asked));
			self.enter(verify_volatility(kind, &option, asked, price(ONE), Usd::ZERO));
		}
		let seconds = option.seconds_to_expiry;
		self.enter(
			settling_forward(option.strike, option.forward, seconds, 1_800)
				.map(|parts| (parts.fixed, parts.variable)),
		);
	}

	fn perpetuals(&mut self) {
		let [index, bid, ask, outside] = [(); 4].map(|()| price(self.price()));
		let (size, rates) = (self.random.signed(), rate(self.random.signed() >> 64));
		let elapsed = self.random.below(100_000);
		self.enter(premium(index, bid, ask));
		self.enter(funding_rate(rates, elapsed, rate(1), rate(ONE as i128)));
		let grown = funding_increment(rates, index, elapsed);
		self.enter(grown);
		if let Ok(grown) = grown {
			self.enter(funding_payment(Quantity::from_inner(size), grown, Usd::ZERO));
		}
		self.enter(mark_price(index, bid, ask, outside, rate(ONE as i128 / 50)));
		let quantity = Quantity::from_inner(size >> 40);
		self.enter(profit(quantity, bid, ask));
		let net = Usd::from_inner(self.random.signed() >> 50);
		self.enter(bankruptcy_price(index, quantity, net));
		self.enter(liquidation_price(index, quantity, net, rate(ONE as i128 / 33)));
		let samples = (self.random.signed() >> 2, self.random.signed() >> 2);
		self.enter(ema_step(samples.0, samples.1, elapsed, 60_000));
		self.enter(ema_price_step(index, bid, elapsed, 60_000));
		self.enter(clamp_step(index, bid, rate(ONE as i128 / 10), elapsed, 60_000));
	}

	fn smiles(&mut self) {
		let mut fraction = |least: u64, most: u64| {
			rate(i128::from(self.random.between(least, most)) * (ONE as i128) / 1_000)
		};
		let slice = Svi {
			a: fraction(0, 200),
			b: fraction(0, 600),
			rho: rate(fraction(0, 1_998).into_inner() - (ONE as i128) * 999 / 1_000),
			m: rate(fraction(0, 400).into_inner() - (ONE as i128) / 5),
			sigma: fraction(1, 500),
		};
		let later = Svi { a: fraction(0, 300), ..slice };
		let k = rate(fraction(0, 8_000).into_inner() - 4 * ONE as i128);
		self.enter(slice.variance(k).map(|found| ((found.total, found.slope), found.bend)));
		self.enter(slice.density_sign(k));
		self.enter(slice.check().map(Result::err));
		self.enter(is_calendar_free(&slice, &later));
		let (forward, strike) = (price(self.price()), price(self.price()));
		self.enter(slice.volatility(forward, strike, self.seen + 60));
	}

	fn votes(&mut self) {
		let count = self.random.between(1, 20) as usize;
		let bonds: Vec<u128> = (0..count).map(|_| self.random.wide() >> 8).collect();
		let weights = capped_weights(&bonds, rate(ONE as i128 / 5));
		if let Ok(weights) = &weights {
			let votes: Vec<Vote> = weights
				.iter()
				.map(|weight| Vote {
					price: price(self.price()),
					confidence: price(self.price() >> 10),
					weight: *weight,
				})
				.collect();
			self.enter(aggregate(&votes).map(|found| (found.price, found.confidence)));
			let mut pairs: Vec<(u128, u128)> =
				votes.iter().map(|vote| (vote.price.into_inner(), vote.weight)).collect();
			self.enter(weighted_lower_quantile(&mut pairs, 1, 4));
		}
		self.enter(weights);
		let mut prices: Vec<Price> = (0..count).map(|_| price(self.price())).collect();
		self.enter(minute_median(&mut prices));
		self.enter(settlement_mean(&prices));
		let mut numbers: Vec<i128> = (0..count).map(|_| self.random.signed()).collect();
		self.enter(median(&mut numbers));
	}

	fn auctions(&mut self) {
		let mut side = |falling: bool| {
			let mut levels: Vec<Level> = (0..self.random.between(1, 30))
				.map(|_| Level {
					price: Ticks::from_inner(self.random.between(80, 121)),
					lots: self.random.between(1, 100),
				})
				.collect();
			levels.sort_by_key(|level| level.price);
			levels.dedup_by_key(|level| level.price);
			if falling {
				levels.reverse();
			}
			levels
		};
		let (bids, asks) = (side(true), side(false));
		let found = clearing_price(&bids, &asks, Ticks::from_inner(100));
		self.enter(found.map(|found| found.map(|found| (found.price, found.volume))));
		let claims: Vec<Claim> = bids
			.iter()
			.map(|level| Claim {
				price: level.price,
				window: self.random.below(5),
				lots: level.lots,
			})
			.collect();
		let volume = self.random.below(200);
		self.enter(allocate(&claims, Priority::HighestFirst, volume, |place| place));
	}

	fn portfolios(&mut self) {
		let spot = price(self.price() + ONE);
		let settling = settling_forward(spot, spot, self.seen + 1, 1_800);
		let basis = settling
			.and_then(|forward| ShockedExpiry::new(&self.set, forward, self.seen + 1, Rate::ZERO))
			.and_then(|shocked| ExpiryRows::new(shocked, spot));
		let Ok(basis) = basis else {
			return;
		};
		let rows: Vec<_> = [OptionKind::Call, OptionKind::Put]
			.into_iter()
			.filter_map(|kind| {
				let strike =
					spot.into_inner() / 1_000 * u128::from(self.random.between(500, 2_000));
				let volatility = Volatility::from_inner(self.random.below(3 * ONE as u64).into());
				basis.option(kind, &Strike::new(price(strike)), volatility).ok()
			})
			.collect();
		let mut holdings = Holdings::with_capacity(rows.len());
		for row in &rows {
			let lots = Lots::from_inner(self.random.below(2_000) as i64 - 1_000);
			holdings.add(lots, row).unwrap();
		}
		let profits = holdings.profits();
		self.enter(profits.least().1);
		self.enter(
			profits
				.breakdown(spot, Quantity::from_inner(ONE as i128 / 100))
				.map(|columns| columns.to_vec()),
		);
	}
}

impl Default for Digest {
	fn default() -> Self {
		Self::new()
	}
}
