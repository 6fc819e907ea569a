// SPDX-License-Identifier: Apache-2.0
//! Risk rows, and what a portfolio requires by them, against prices computed one by one.
//!
//! Sets of scenarios, expiries that may be settling, and up to a hundred million lots a position:
//!
//! - a market's expiry has rows, or they do not fit; nothing else is refused;
//! - no column shows more than the positions gain, priced one by one and weighted, but for the errors of prices; nor
//!   less by more than a unit and a five-hundredth for each lot;
//! - what is required is the worst column, and the order of positions changes nothing.
#![no_main]

use libfuzzer_sys::{arbitrary, arbitrary::Arbitrary, fuzz_target};
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	margin::portfolio::{
		perpetual_row, ColumnProfits, ExpiryRows, Holdings, RiskRow, Scenario, ScenarioSet,
		ShockedExpiry, VolatilityMove, VolatilityShock, COLUMNS,
	},
	options::{Black76, OptionKind, SettlingForward, Strike},
	units::{Lots, Price, Quantity, Rate, Usd, Volatility},
	MathsError,
};
use market_maths_fuzz::error_of;

/// The most options that a portfolio has here: all together stay below the cap on lots.
const MOST_OPTIONS: usize = 8;

#[derive(Arbitrary, Clone, Debug)]
struct Portfolio {
	index: u128,
	/// Forward over index, and how much of it is decided, in thousandths.
	basis: u16,
	decided: u16,
	seconds: u32,
	rate: i64,
	/// Decimals of a lot.
	lot: u8,
	shock: Shock,
	/// Mark over index, and lots.
	perpetual: (u16, i32),
	/// Scenarios of any kind that a set may hold, and not as a market has them.
	is_wild: bool,
	columns: Vec<Column>,
	options: Vec<Held>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
struct Shock {
	up: u16,
	down: u16,
	near_power: u16,
	far_power: u16,
	least_seconds: u32,
	least_raised: u16,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
struct Column {
	multiplier: u16,
	direction: u8,
	weight: u16,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
struct Held {
	is_call: bool,
	/// Strike over index.
	ratio: u32,
	volatility: u64,
	lots: i32,
}

/// A position with its row.
struct Position {
	kind: OptionKind,
	/// As it is now.
	option: Black76,
	lots: Lots,
	row: RiskRow,
}

fn thousandths(count: impl Into<i128>) -> Rate {
	Rate::from_inner(count.into() * (ONE as i128 / 1_000))
}

fn times(price: Price, thousandths: u16) -> Price {
	Price::from_inner(price.into_inner() * u128::from(thousandths) / 1_000)
}

impl Column {
	fn scenario(&self, is_wild: bool) -> Scenario {
		let (multiplier, weight) = if is_wild {
			(1 + self.multiplier % 10_000, self.weight % 8_001)
		} else {
			(500 + self.multiplier % 1_501, self.weight % 1_001)
		};
		Scenario {
			multiplier: thousandths(multiplier),
			volatility: match self.direction % 3 {
				0 => VolatilityMove::Up,
				1 => VolatilityMove::Flat,
				_ => VolatilityMove::Down,
			},
			weight: thousandths(weight),
		}
	}
}

impl Shock {
	fn of_set(&self) -> VolatilityShock {
		VolatilityShock {
			up: thousandths(self.up % 10_001),
			down: thousandths(self.down % 10_001),
			near_power: thousandths(self.near_power % 1_001),
			far_power: thousandths(self.far_power % 1_001),
			least_seconds: u64::from(self.least_seconds % 34_560_001),
			least_raised: Volatility::from_inner(
				u128::from(self.least_raised % 20_001) * ONE / 1_000,
			),
		}
	}
}

impl Portfolio {
	/// `None` without a scenario.
	fn set(&self) -> Option<ScenarioSet> {
		let mut scenarios: Vec<Scenario> = Vec::new();
		for scenario in self.columns.iter().map(|column| column.scenario(self.is_wild)) {
			if scenarios.len() < COLUMNS && !scenarios.contains(&scenario) {
				scenarios.push(scenario);
			}
		}
		if scenarios.is_empty() {
			return None;
		}
		Some(ScenarioSet::new(scenarios, self.shock.of_set()).expect("a set within its bounds"))
	}

	/// 10^-6 to 10^7 USD.
	fn index(&self) -> Price {
		Price::from_inner(ONE / 1_000_000 + self.index % (10_000_000 * ONE))
	}

	/// From half of the index to twice as much.
	fn forward(&self) -> SettlingForward {
		let whole = times(self.index(), 500 + self.basis % 1_501);
		let fixed = times(whole, self.decided % 1_001);
		SettlingForward { fixed, variable: whole.checked_sub(fixed).expect("a part of it") }
	}

	fn seconds(&self) -> u64 {
		u64::from(self.seconds) % 94_608_000
	}

	fn rate(&self) -> Rate {
		Rate::from_inner(i128::from(self.rate) / 10)
	}

	/// From a coin to a ten-millionth of one.
	fn lot(&self) -> Quantity {
		Quantity::from_inner(10i128.pow(18 - u32::from(self.lot % 8)))
	}

	fn quantity(&self, lots: Lots) -> Quantity {
		lots.quantity(self.lot()).expect("no more lots than anybody holds")
	}

	/// Every option that has a row.
	fn positions(&self, set: &ScenarioSet) -> Vec<Position> {
		let shocked = ShockedExpiry::new(set, self.forward(), self.seconds(), self.rate());
		let shocked = shocked.expect("a market's expiry");
		let Some(rows) = fitting(ExpiryRows::new(shocked, self.index())) else {
			return Vec::new();
		};
		let position = |held: &Held| {
			let lots = Lots::from_inner(i64::from(held.lots) / 16);
			let ratio = u128::from(held.ratio % (1 << 26)).max(1 << 14);
			let kind = if held.is_call { OptionKind::Call } else { OptionKind::Put };
			let option = Black76 {
				forward: self.forward().forward().expect("a market's forward"),
				strike: Price::from_inner((self.index().into_inner() * ratio) >> 20),
				volatility: Volatility::from_inner(u128::from(held.volatility) % (5 * ONE)),
				seconds_to_expiry: self.seconds(),
				rate: self.rate(),
			};
			let row = fitting(rows.option(kind, &Strike::new(option.strike), option.volatility))?;
			Some(Position { kind, option, lots, row })
		};
		self.options.iter().take(MOST_OPTIONS).filter_map(position).collect()
	}
}

/// What is refused does not fit.
fn fitting<T>(answer: Result<T, MathsError>) -> Option<T> {
	match answer {
		Ok(found) => Some(found),
		Err(refusal) => {
			assert_eq!(refusal, MathsError::Overflow);
			None
		},
	}
}

/// A part of an amount, rounded to nearest.
fn nearest(units: u128, by: Rate) -> u128 {
	let by = by.into_inner().unsigned_abs();
	multiply_divide(units, by, ONE, Rounding::NearestPrefDown).expect("a market's number")
}

/// Weighted, in last digits.
fn weighted(a_coin: Usd, quantity: Quantity, weight: Rate) -> i128 {
	a_coin
		.fraction_floor(Rate::from_inner(quantity.into_inner()))
		.and_then(|gained| gained.fraction_floor(weight))
		.expect("a market's position has a value")
		.into_inner()
}

/// What a position gains in a scenario, priced twice, and by how much that may be off: two prices by their bound
/// each, and by as much again for what else is rounded.
fn of_option(
	portfolio: &Portfolio,
	position: &Position,
	set: &ScenarioSet,
	scenario: &Scenario,
) -> (i128, i128) {
	let Position { kind, option, lots, .. } = position;
	let factors = set.volatility().factors(portfolio.seconds()).expect("a set's shocks");
	let volatility = option.volatility.into_inner();
	let volatility = match scenario.volatility {
		VolatilityMove::Up => {
			nearest(volatility, factors.raised).max(factors.least_raised.into_inner())
		},
		VolatilityMove::Flat => volatility,
		VolatilityMove::Down => nearest(volatility, factors.lowered),
	};
	let SettlingForward { fixed, variable } = portfolio.forward();
	let moved = nearest(variable.into_inner(), scenario.multiplier);
	let then = Black76 {
		forward: Price::from_inner(fixed.into_inner() + moved),
		volatility: Volatility::from_inner(volatility),
		..*option
	};
	let price = |option: &Black76| {
		let price = option.price(*kind).expect("what has a row has a price");
		i128::try_from(price.into_inner()).expect("a market's price")
	};
	let a_coin = Usd::from_inner(price(&then) - price(option));
	let quantity = portfolio.quantity(*lots);
	let larger = if then.forward > option.forward { &then } else { option };
	let error = i128::try_from(4 * error_of(larger)).expect("a market's error");
	let coins = Quantity::from_inner(quantity.into_inner().abs());
	let gained = weighted(a_coin, quantity, scenario.weight);
	(gained, weighted(Usd::from_inner(error), coins, scenario.weight) + 20)
}

/// The same of a perpetual: it loses a digit of each product.
fn of_perpetual(quantity: Quantity, mark: Price, scenario: &Scenario) -> (i128, i128) {
	let moved = scenario.multiplier.checked_sub(thousandths(1_000)).expect("a small number");
	let value = mark.value_floor(quantity).expect("a market's position has a value");
	let gained = value
		.fraction_floor(moved)
		.and_then(|gain| gain.fraction_floor(scenario.weight));
	(gained.expect("of which some is gained").into_inner(), 100)
}

/// By how much a column may be short of what is gained: a unit and a five-hundredth for each lot, and two units.
fn shortfall(portfolio: &Portfolio, gross: u64) -> i128 {
	let units = i64::try_from(gross + gross / 500 + 2).expect("fewer lots than the cap");
	let short = ColumnProfits::from_columns([-units; COLUMNS]);
	let short = short.breakdown(portfolio.index(), portfolio.lot()).expect("a market's amount");
	-short[0].into_inner()
}

fuzz_target!(|portfolio: Portfolio| {
	let Some(set) = portfolio.set() else {
		return;
	};
	let positions = portfolio.positions(&set);
	let (index, mark) =
		(portfolio.index(), times(portfolio.index(), 900 + portfolio.perpetual.0 % 201));
	let perpetual = fitting(perpetual_row(&set, mark, index)).map(|row| {
		let lots = Lots::from_inner(i64::from(portfolio.perpetual.1) / 16);
		(lots, row)
	});
	let mut all: Vec<(Lots, &RiskRow)> =
		positions.iter().map(|position| (position.lots, &position.row)).collect();
	all.extend(perpetual.iter().map(|(lots, row)| (*lots, row)));

	let mut holdings = Holdings::with_capacity(all.len());
	for (lots, row) in &all {
		holdings.add(*lots, row).expect("fewer lots than the cap");
	}
	let profits = holdings.profits();
	let breakdown = profits.breakdown(index, portfolio.lot()).expect("a market's amounts");

	let gross = all.iter().map(|(lots, _)| lots.magnitude()).sum();
	let shortfall = shortfall(&portfolio, gross);
	for (column, scenario) in set.scenarios().iter().enumerate() {
		let by_rows = breakdown[column].into_inner();
		let of_options =
			positions.iter().map(|position| of_option(&portfolio, position, &set, scenario));
		let of_perpetual =
			perpetual.map(|(lots, _)| of_perpetual(portfolio.quantity(lots), mark, scenario));
		let (gained, error) = of_options
			.chain(of_perpetual)
			.fold((0, 0), |(gained, error), (more, its)| (gained + more, error + its));
		assert!(by_rows <= gained + error, "{column}: {by_rows} {gained} {error}");
		assert!(by_rows + shortfall + error >= gained, "{column}: {by_rows} {gained} {error}");
	}

	let least = breakdown.iter().min().copied().expect("columns");
	let loss = least.min(Usd::ZERO).checked_neg().expect("a small number");
	assert_eq!(profits.worst(index, portfolio.lot()).map(|worst| worst.loss), Ok(loss));
	let mut reversed = Holdings::new();
	for (lots, row) in all.iter().rev() {
		reversed.add(*lots, row).expect("fewer lots than the cap");
	}
	assert_eq!(reversed.profits(), profits);
});
