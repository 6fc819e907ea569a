// SPDX-License-Identifier: Apache-2.0
//! Options, smiles, accounts, votes and books to work on: random, and the same everywhere.

mod accounts;
mod books;
mod linear;
mod options;
mod rounds;
mod rules;
mod smiles;
mod universes;

pub(crate) use accounts::{Account, HeldRows};
pub use options::{Arguments, Chain, ChainOption, Sample};
pub(crate) use rules::Rules;

use crate::random::Random;
use alloc::vec::Vec;
use books::{Book, Claims};
use linear::{Auctioned, Linear};
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	functions,
	margin::portfolio::RiskRow,
	options::{FitTolerance, OptionKind, Shock},
	units::{Price, Quantity, Rate, Usd},
};
use rounds::Round;
use smiles::{Smile, StruckAt};
use universes::{Universe, UNDERLYINGS};

/// How many options there are: enough for two accounts of 128 positions.
const OPTIONS: usize = 256;

/// A processor that meets the same few options again and again learns which way each of them branches, and floating
/// point, which has more branches, gains more by it: so many expiries of so many strikes are beyond what it learns.
const EXPIRIES: usize = 16;
const STRIKES: usize = 1_024;

const UNIT: i128 = ONE as i128;

/// A thousandth of a coin.
pub(crate) const LOT: Quantity = Quantity::from_inner(UNIT / 1_000);

/// Ten cents.
pub(crate) const TICK: Price = Price::from_inner(ONE / 10);

/// Everything that is measured works on this.
pub struct Samples {
	/// One day to one year, within three standard deviations of the money.
	pub options: Vec<Sample>,
	/// Many more of the same kind.
	pub chain: Chain,
	/// As many numbers.
	pub arguments: Vec<Arguments>,
	/// Moves of the forward.
	pub(crate) shocks: Vec<Shock>,
	/// One row of each option.
	pub(crate) rows: Vec<RiskRow>,
	/// A week to two years.
	pub(crate) smiles: Vec<Smile>,
	/// Strikes on them.
	pub(crate) strikes: Vec<StruckAt>,
	/// How far a slice may be from a node.
	pub(crate) tolerance: FitTolerance,
	/// With options, perpetuals and coins.
	pub(crate) accounts: Vec<Account>,
	/// On several underlyings.
	pub(crate) universes: Vec<Universe>,
	/// With a perpetual and coins.
	pub(crate) linear: Vec<Linear>,
	/// Under auction.
	pub(crate) auctions: Vec<Auctioned>,
	/// Votes and prices as they pass.
	pub(crate) rounds: Vec<Round>,
	/// Large books.
	pub(crate) books: Vec<Book>,
	/// One side of a clearing.
	pub(crate) claims: Vec<Claims>,
	/// What all of them are judged by.
	pub(crate) rules: Rules,
}

impl Samples {
	/// The same everywhere.
	pub fn new() -> Self {
		let mut random = Random::new(0x9e37_79b9_7f4a_7c15);
		let rules = Rules::new();
		let options: Vec<Sample> =
			(0..OPTIONS).map(|_| options::sample(&mut random, &rules.set)).collect();
		let rows = options
			.iter()
			.map(|s| s.basis.option(OptionKind::Put, &s.strike, s.option.volatility).unwrap())
			.collect();
		let smiles = smiles::some(&mut random);
		let strikes = (0..64).map(|_| smiles::struck_at(&mut random, &smiles)).collect();
		let accounts: Vec<Account> =
			(0..8).map(|_| accounts::account(&mut random, &rules)).collect();
		Self {
			options,
			chain: options::chain(&mut random, EXPIRIES, STRIKES),
			arguments: (0..EXPIRIES * STRIKES).map(|_| options::arguments(&mut random)).collect(),
			rows,
			shocks: (0..32)
				.map(|step| Shock::new(Rate::from_inner((84 + step) * UNIT / 100)).unwrap())
				.collect(),
			strikes,
			smiles,
			tolerance: FitTolerance {
				of_variance: thousandths(100),
				volatility: "0.02".parse().unwrap(),
			},
			linear: (0..64).map(|_| linear::linear(&mut random, &rules)).collect(),
			auctions: (0..32).map(|_| linear::auctioned(&mut random, &rules)).collect(),
			rounds: (0..32).map(|_| rounds::round(&mut random)).collect(),
			books: (0..4).map(|_| books::book(&mut random)).collect(),
			claims: (0..16).map(|_| books::claims(&mut random)).collect(),
			universes: accounts
				.chunks_exact(UNDERLYINGS)
				.map(|some| universes::universe(&mut random, some, &rules))
				.collect(),
			accounts,
			rules,
		}
	}
}

impl Default for Samples {
	fn default() -> Self {
		Self::new()
	}
}

fn thousandths(count: i128) -> Rate {
	Rate::from_inner(count * UNIT / 1_000)
}

/// Between so many thousandths, at most eighteen thousand, with 18 decimals.
fn part(random: &mut Random, least: u64, most: u64) -> Rate {
	const THOUSANDTH: u64 = 1_000_000_000_000_000;
	Rate::from_inner(random.between(least * THOUSANDTH, most * THOUSANDTH).into())
}

/// Between so many thousandths of a price.
fn near(random: &mut Random, price: Price, least: u64, most: u64) -> Price {
	let part = part(random, least, most).into_inner() as u128;
	Price::from_inner(product(price.into_inner(), part))
}

/// Between so many dollars.
fn dollars(random: &mut Random, least: u64, most: u64) -> Usd {
	let cents = random.between(least * 100, most * 100);
	Usd::from_inner(i128::from(cents) * (UNIT / 100))
}

/// Up to so many lots either way, and at least one.
fn lots(random: &mut Random, most: u64) -> i64 {
	let count = random.between(1, most) as i64;
	if random.below(2) == 0 {
		count
	} else {
		-count
	}
}

fn coins(lots: i64) -> Quantity {
	Quantity::from_inner(LOT.into_inner() * i128::from(lots))
}

/// A coin of which the price is around 60,000.
fn spot(random: &mut Random) -> Price {
	near(random, Price::from_inner(60_000 * ONE), 800, 1_250)
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
