// SPDX-License-Identifier: Apache-2.0
//! Risk rows, and requirements by rows, against prices computed one by one.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::float_arithmetic,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "test code"
)]

use core::ops::Range;
use market_maths::{
	arithmetic::{multiply_divide, Rounding},
	margin::portfolio::{
		perpetual_row, AcrossUnderlyings, BasisShock, ColumnProfits, ExpiryRows, Holdings,
		Outcomes, PortfolioExpiry, PortfolioOption, RiskRow, Scenario, ScenarioSet, ShockedExpiry,
		SkewShock, StaticDiscount, VolatilityMove, VolatilityShock, COLUMNS,
	},
	options::{Black76, OptionKind, SettlingForward, Strike},
	units::{Lots, Price, Quantity, Rate, Usd, Volatility},
	MathsError,
};
use proptest::prelude::*;

const ONE: i128 = 1_000_000_000_000_000_000;

fn units(part: f64) -> i128 {
	(part * 1e9) as i128 * 1_000_000_000
}

fn basis_shock() -> BasisShock {
	let rate = |text: &str| text.parse::<Rate>().unwrap();
	BasisShock {
		up: rate("1.05"),
		down: rate("0.95"),
		factor: rate("0.5"),
		factor_per_year: rate("2"),
	}
}

/// One option with everything its row depends on.
#[derive(Clone, Copy, Debug)]
struct Series {
	kind: OptionKind,
	index: Price,
	option: Black76,
}

prop_compose! {
	/// An index of a cent to a million, a forward close to it, a strike up to e² away.
	fn series()(
		power in -2i32..6,
		digits in 1.0f64..10.0,
		basis in 0.9f64..1.15,
		moneyness in prop_oneof![-2.0f64..2.0, -0.02f64..0.02],
		volatility in 0.05f64..4.0,
		days in prop_oneof![0.001f64..2.0, 2.0f64..800.0],
		rate in prop_oneof![Just(0.0), -0.02f64..0.2],
		is_call in any::<bool>(),
	) -> Series {
		let index = digits * 10f64.powi(power);
		let forward = index * basis;
		Series {
			kind: if is_call { OptionKind::Call } else { OptionKind::Put },
			index: Price::from_inner(units(index) as u128),
			option: Black76 {
				forward: Price::from_inner(units(forward) as u128),
				strike: Price::from_inner(units(forward * moneyness.exp()) as u128),
				volatility: Volatility::from_inner(units(volatility) as u128),
				seconds_to_expiry: (days * 86_400.0) as u64,
				rate: Rate::from_inner(units(rate)),
			},
		}
	}
}

impl Series {
	fn basis(&self, set: &ScenarioSet) -> ExpiryRows {
		let Black76 { forward, seconds_to_expiry, rate, .. } = self.option;
		let forward = SettlingForward { fixed: Price::ZERO, variable: forward };
		let shocked = ShockedExpiry::new(set, forward, seconds_to_expiry, rate).unwrap();
		ExpiryRows::new(shocked, self.index).unwrap()
	}

	fn row(&self, set: &ScenarioSet) -> RiskRow {
		let strike = Strike::new(self.option.strike);
		self.basis(set).option(self.kind, &strike, self.option.volatility).unwrap()
	}

	/// What one coin gains in a column, priced twice and weighted, with 18 decimals.
	fn gained(&self, set: &ScenarioSet, column: usize) -> i128 {
		let scenario = set.scenarios()[column];
		let factors = set.volatility().factors(self.option.seconds_to_expiry).unwrap();
		let times = |units: u128, by: Rate| {
			let nearest = Rounding::NearestPrefDown;
			multiply_divide(units, by.into_inner() as u128, ONE as u128, nearest).unwrap()
		};
		let volatility = self.option.volatility.into_inner();
		let volatility = match scenario.volatility {
			VolatilityMove::Up => {
				times(volatility, factors.raised).max(factors.least_raised.into_inner())
			},
			VolatilityMove::Flat => volatility,
			VolatilityMove::Down => times(volatility, factors.lowered),
		};
		let then = Black76 {
			forward: Price::from_inner(times(
				self.option.forward.into_inner(),
				scenario.multiplier,
			)),
			volatility: Volatility::from_inner(volatility),
			..self.option
		};
		let price = |option: &Black76| option.price(self.kind).unwrap().into_inner() as i128;
		let gained = price(&then) - price(&self.option);
		let weighted = times(gained.unsigned_abs(), scenario.weight) as i128;
		if gained < 0 {
			-weighted
		} else {
			weighted
		}
	}

	/// Twice the bound on a price's error, and the last digits of two prices, volatilities and weights.
	fn error(&self) -> i128 {
		let largest = self.option.forward.max(self.option.strike).into_inner() as i128;
		20 + 40 * largest / ONE
	}
}

/// `row units · index / 2^30` in units of 10^-18, exact to less than one of them, rounded down.
fn in_usd(row_units: i128, index: Price) -> i128 {
	(row_units * index.into_inner() as i128).div_euclid(1 << 30)
}

prop_compose! {
	/// With a multiplier and a weight of so many thousandths.
	fn scenario(multipliers: Range<i128>, weights: Range<i128>)(
		multiplier in multipliers,
		weight in weights,
		volatility in prop_oneof![
			Just(VolatilityMove::Up),
			Just(VolatilityMove::Flat),
			Just(VolatilityMove::Down),
		],
	) -> Scenario {
		Scenario { multiplier: thousandths(multiplier), volatility, weight: thousandths(weight) }
	}
}

prop_compose! {
	/// As a market has it, or a few scenarios of any kind that a set may hold. Powers are those of a law of time, so at
	/// most one.
	fn scenario_set()(
		scenarios in prop_oneof![
			3 => prop::collection::vec(scenario(500..2_001, 0..1_001), 1..=COLUMNS),
			1 => prop::collection::vec(scenario(1..10_001, 0..8_001), 1..4),
		],
		[up, down] in prop::array::uniform2(prop_oneof![0i128..1_000, 0i128..=10_000]),
		[near, far] in prop::array::uniform2(0i128..=1_000),
		least_seconds in prop_oneof![Just(86_400), 0u64..=34_560_000],
		least_raised in 0i128..=20_000,
	) -> ScenarioSet {
		let mut different: Vec<Scenario> = Vec::new();
		for scenario in scenarios {
			if !different.contains(&scenario) {
				different.push(scenario);
			}
		}
		let volatility = VolatilityShock {
			up: thousandths(up),
			down: thousandths(down),
			near_power: thousandths(near),
			far_power: thousandths(far),
			least_seconds,
			least_raised: Volatility::from_inner(thousandths(least_raised).into_inner() as u128),
		};
		ScenarioSet::new(different, volatility).unwrap()
	}
}

fn thousandths(count: i128) -> Rate {
	Rate::from_inner(count * (ONE / 1_000))
}

/// What does not fit has no row, and nothing else is refused.
fn fitting<T>(answer: Result<T, MathsError>) -> Option<T> {
	answer.inspect_err(|refusal| assert_eq!(*refusal, MathsError::Overflow)).ok()
}

/// What all options of an expiry share.
#[derive(Clone, Copy, Debug)]
struct Terms {
	forward: SettlingForward,
	seconds: u64,
	rate: Rate,
}

impl Terms {
	fn priced(&self, option: &PortfolioOption, forward: Price, volatility: Volatility) -> Black76 {
		Black76 {
			forward,
			strike: option.strike,
			volatility,
			seconds_to_expiry: self.seconds,
			rate: self.rate,
		}
	}

	/// What a position gains in a scenario, priced twice and weighted, in last digits; and by how much that may be
	/// off: two prices by their bound each, and by as much again for what else is rounded.
	fn gained(
		&self,
		option: &PortfolioOption,
		set: &ScenarioSet,
		scenario: &Scenario,
	) -> (i128, i128) {
		let factors = set.volatility().factors(self.seconds).unwrap();
		let times = |units: u128, by: Rate| {
			let nearest = Rounding::NearestPrefDown;
			multiply_divide(units, by.into_inner() as u128, ONE as u128, nearest).unwrap()
		};
		let volatility = option.volatility.into_inner();
		let volatility = Volatility::from_inner(match scenario.volatility {
			VolatilityMove::Up => {
				times(volatility, factors.raised).max(factors.least_raised.into_inner())
			},
			VolatilityMove::Flat => volatility,
			VolatilityMove::Down => times(volatility, factors.lowered),
		});
		let SettlingForward { fixed, variable } = self.forward;
		let moved = Price::from_inner(times(variable.into_inner(), scenario.multiplier));
		let then = self.priced(option, fixed.checked_add(moved).unwrap(), volatility);
		let now = self.priced(option, self.forward.forward().unwrap(), option.volatility);
		let price = |priced: &Black76| priced.price(option.kind).unwrap().into_inner() as i128;
		let a_coin = Usd::from_inner(price(&then) - price(&now));
		let coins = Rate::from_inner(option.quantity.into_inner());
		let gained = a_coin.fraction_floor(coins).unwrap().fraction_floor(scenario.weight).unwrap();

		let largest = then.forward.max(now.forward).max(option.strike).into_inner() as i128;
		let discount = if self.rate.is_negative() { 2 } else { 1 };
		let error = Usd::from_inner(4 * (2 + 4 * (1 + largest / ONE)) * discount);
		let coins = Rate::from_inner(option.quantity.into_inner().abs());
		let error = error.fraction_ceil(coins).unwrap().fraction_ceil(scenario.weight).unwrap();
		(gained.into_inner(), error.into_inner() + 20)
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn rows_of_any_set_and_of_settling_expiries_never_show_more_than_prices_one_by_one(
		set in scenario_set(),
		(power, digits) in (-6i32..7, 1.0f64..10.0),
		basis in 0.5f64..2.0,
		decided in prop_oneof![Just(0.0), 0.0f64..1.0, Just(1.0)],
		days in prop_oneof![Just(0.0), 0.001f64..2.0, 2.0f64..1_000.0],
		annual_rate in prop_oneof![Just(0.0), -0.02f64..0.2],
		options in prop::collection::vec(
			(any::<bool>(), -4.0f64..4.0, 0.0f64..5.0, prop_oneof![-900i64..900, -100_000_000i64..100_000_000]),
			0..9,
		),
		(mark, lots) in (0.9f64..1.1, -100_000_000i64..100_000_000),
		decimals in 0u32..8,
	) {
		let index = Price::from_inner(units(digits * 10f64.powi(power)).max(1_000_000_000) as u128);
		let share = |of: Price, part: f64| {
			Price::from_inner(of.into_inner() / 1_000_000 * (part * 1e6) as u128)
		};
		let whole = share(index, basis);
		let fixed = share(whole, decided);
		let forward = SettlingForward { fixed, variable: whole.checked_sub(fixed).unwrap() };
		let lot = Quantity::from_inner(10i128.pow(18 - decimals));
		let (seconds, rate) = ((days * 86_400.0) as u64, Rate::from_inner(units(annual_rate)));
		let terms = Terms { forward, seconds, rate };
		let shocked = ShockedExpiry::new(&set, forward, seconds, rate).unwrap();
		let (mut held, mut with_rows) = (Vec::new(), Vec::new());
		if let Some(rows) = fitting(ExpiryRows::new(shocked, index)) {
			for (is_call, moneyness, volatility, lots) in options {
				let lots = Lots::from_inner(lots);
				let option = PortfolioOption {
					kind: if is_call { OptionKind::Call } else { OptionKind::Put },
					strike: share(index, moneyness.exp()),
					quantity: lots.quantity(lot).unwrap(),
					volatility: Volatility::from_inner(units(volatility) as u128),
				};
				let strike = Strike::new(option.strike);
				if let Some(row) = fitting(rows.option(option.kind, &strike, option.volatility)) {
					held.push((lots, row));
					with_rows.push(option);
				}
			}
		}
		let mark = share(index, mark);
		let perpetual = fitting(perpetual_row(&set, mark, index));
		held.extend(perpetual.map(|row| (Lots::from_inner(lots), row)));

		let mut holdings = Holdings::new();
		for (lots, row) in &held {
			holdings.add(*lots, row).unwrap();
		}
		let profits = holdings.profits();
		let breakdown = profits.breakdown(index, lot).unwrap();
		// A unit and a five-hundredth for each lot, and two units.
		let gross: u64 = held.iter().map(|(lots, _)| lots.magnitude()).sum();
		let units = (gross + gross / 500 + 2) as i64;
		let most = ColumnProfits::from_columns([-units; COLUMNS]).breakdown(index, lot).unwrap();
		let most_short = -most[0].into_inner();
		let mut worst = 0;
		for (column, scenario) in set.scenarios().iter().enumerate() {
			// A perpetual's own roundings.
			let (mut gained, mut error) = (0, 100);
			for option in &with_rows {
				let (of_option, its_error) = terms.gained(option, &set, scenario);
				gained += of_option;
				error += its_error;
			}
			if perpetual.is_some() {
				let moved = scenario.multiplier.checked_sub(Rate::from_inner(ONE)).unwrap();
				let value = mark.value_floor(Lots::from_inner(lots).quantity(lot).unwrap()).unwrap();
				let profit = value.fraction_floor(moved).unwrap().fraction_floor(scenario.weight);
				gained += profit.unwrap().into_inner();
			}
			let by_rows = breakdown[column].into_inner();
			prop_assert!(by_rows <= gained + error, "{column}: {by_rows} {gained} {error}");
			prop_assert!(by_rows + most_short + error >= gained, "{column}: {by_rows} {gained} {error}");
			worst = worst.max(-gained - error);
		}
		prop_assert!(profits.worst(index, lot).unwrap().loss.into_inner() >= worst);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn a_row_is_never_above_what_a_long_gains_nor_a_unit_and_a_bit_below(series in series()) {
		let set = ScenarioSet::launch().unwrap();
		let row = series.row(&set);
		for (column, cell) in row.columns().iter().enumerate() {
			let gained = series.gained(&set, column);
			let (error, cell) = (series.error(), i128::from(*cell));
			let stored = in_usd(cell, series.index);
			prop_assert!(stored <= gained + error, "{column}: {stored} {gained}");
			let above = in_usd(cell * 512 + 513, series.index) / 512;
			prop_assert!(above + error >= gained, "{column}: {above} {gained}");
		}
	}

	#[test]
	fn a_requirement_is_never_below_the_loss_of_a_portfolio_priced_one_by_one(
		positions in prop::collection::vec((series(), -2_000i64..2_000), 1..12),
		perpetual in -1_000i64..1_000,
	) {
		let set = ScenarioSet::launch().unwrap();
		// One underlying has one index.
		let index = positions[0].0.index;
		let same: Vec<(Series, i64)> = positions
			.iter()
			.map(|(series, lots)| (rebased(series, index), *lots))
			.collect();
		let rows: Vec<RiskRow> = same.iter().map(|(series, _)| series.row(&set)).collect();
		let of_perpetual = perpetual_row(&set, index, index).unwrap();
		let mut holdings = Holdings::new();
		for ((_, lots), row) in same.iter().zip(&rows) {
			holdings.add(Lots::from_inner(*lots), row).unwrap();
		}
		holdings.add(Lots::from_inner(perpetual), &of_perpetual).unwrap();
		let lot: Quantity = "0.001".parse().unwrap();
		let profits = holdings.profits();
		let breakdown = profits.breakdown(index, lot).unwrap();
		let mut worst = 0;
		for (column, scenario) in set.scenarios().iter().enumerate() {
			let moved = scenario.multiplier.into_inner() - ONE;
			let mut gained = Usd::from_inner(moved)
				.fraction_floor(scenario.weight)
				.unwrap()
				.into_inner()
				* i128::from(perpetual)
				/ 1_000
				* (index.into_inner() as i128 / 1_000_000_000)
				/ 1_000_000_000;
			let mut error = index.into_inner() as i128 / 100_000_000_000_000;
			for (series, lots) in &same {
				gained += series.gained(&set, column) * i128::from(*lots) / 1_000;
				error += (series.error() * i128::from(lots.abs()) / 1_000) + 2;
			}
			let required = breakdown[column].into_inner();
			prop_assert!(required <= gained + error, "{column}: {required} {gained}");
			let gross: i64 = same.iter().map(|(_, lots)| lots.abs()).sum::<i64>() + perpetual.abs();
			let slack = in_usd(i128::from(gross) * 515 + 512, index) / 512 / 1_000;
			prop_assert!(required + slack + error >= gained, "{column}: {required} {gained}");
			worst = worst.max(-gained - error);
		}
		let requirement = holdings.profits().worst(index, lot).unwrap().loss.into_inner();
		prop_assert!(requirement >= worst);

		// Whoever adds positions in another order owes the same.
		let mut reversed = Holdings::new();
		reversed.add(Lots::from_inner(perpetual), &of_perpetual).unwrap();
		for ((_, lots), row) in same.iter().zip(&rows).rev() {
			reversed.add(Lots::from_inner(*lots), row).unwrap();
		}
		prop_assert_eq!(profits, reversed.profits());
	}

	#[test]
	fn rows_with_the_static_discount_never_require_less_than_prices_with_it(
		one in series(),
		options in prop::collection::vec((any::<bool>(), 0.5f64..2.0, 0.1f64..2.0, -900i64..900), 1..9),
		long in 0.5f64..1.0,
		short in 1.0f64..1.3,
	) {
		let set = ScenarioSet::launch().unwrap();
		let lot: Quantity = "0.001".parse().unwrap();
		let Series { index, option: Black76 { forward, seconds_to_expiry, rate, .. }, .. } = one;
		let options: Vec<PortfolioOption> = options
			.iter()
			.map(|(is_call, moneyness, volatility, lots)| PortfolioOption {
				kind: if *is_call { OptionKind::Call } else { OptionKind::Put },
				strike: Price::from_inner(
					(forward.into_inner() / 1_000_000) * (moneyness * 1e6) as u128,
				),
				quantity: Quantity::from_inner(i128::from(*lots) * lot.into_inner()),
				volatility: Volatility::from_inner(units(*volatility) as u128),
			})
			.collect();
		let expiry = PortfolioExpiry {
			forward: SettlingForward { fixed: Price::ZERO, variable: forward },
			seconds_to_expiry,
			pricing_rate: rate,
			rate: Rate::ZERO,
			confidence: Rate::from_inner(ONE),
			options,
		};
		let discount = StaticDiscount {
			long_base: Rate::from_inner(units(long)),
			short_base: Rate::from_inner(units(short)),
			..StaticDiscount::NONE
		};
		let priced = expiry
			.outcomes(&set, &discount, &basis_shock(), &SkewShock::default())
			.unwrap();

		let basis = one.basis(&set);
		let mut rows = Vec::new();
		for option in &expiry.options {
			let strike = Strike::new(option.strike);
			rows.push(basis.option(option.kind, &strike, option.volatility).unwrap());
		}
		let of_basis = one.basis(&basis_shock().scenarios().unwrap());
		let mut basis_rows = Vec::new();
		for option in &expiry.options {
			let strike = Strike::new(option.strike);
			basis_rows.push(of_basis.option(option.kind, &strike, option.volatility).unwrap());
		}
		let (mut holdings, mut under_basis) = (Holdings::new(), Holdings::new());
		for ((option, row), basis_row) in expiry.options.iter().zip(&rows).zip(&basis_rows) {
			let lots = option.quantity.into_inner() / lot.into_inner();
			holdings.add(Lots::from_inner(lots as i64), row).unwrap();
			under_basis.add(Lots::from_inner(lots as i64), basis_row).unwrap();
		}
		// The mark in units of the columns, rounded down.
		let unit = index.into_inner() as f64 / 1e18 * 1e-3 / 2f64.powi(30);
		let mark = (priced.mark.into_inner() as f64 / 1e18 / unit).floor() as i64 - 1;
		let factors = expiry.discount_factors(&discount).unwrap();
		let counted = factors.on_columns(&set, &holdings.profits(), mark).unwrap();
		let breakdown = counted.breakdown(index, lot).unwrap();
		let basis_loss =
			basis_shock().loss(&under_basis.profits(), seconds_to_expiry).unwrap();
		let basis_loss = ColumnProfits::from_columns([basis_loss; COLUMNS]);
		let basis_loss = basis_loss.breakdown(index, lot).unwrap()[0];
		for (column, rows) in breakdown.into_iter().chain([basis_loss]).enumerate() {
			let prices = priced.outcomes.profits()[column];
			prop_assert!(rows.into_inner() <= prices.into_inner() + 1_000_000, "{column}: {rows} {prices}");
			// A millionth of a coin for nine positions of up to 0.9.
			let close = index.into_inner() as i128 / 1_000_000;
			prop_assert!(prices.into_inner() - rows.into_inner() < close, "{column}: {rows} {prices}");
		}
	}

	#[test]
	fn the_requirement_across_underlyings_lies_between_the_joint_and_the_separate_worst(
		columns in prop::collection::vec(prop::array::uniform32(-1_000i128..1_000), 1..5),
		lambda in 0i128..=ONE,
	) {
		let outcomes: Vec<Outcomes> = columns
			.iter()
			.map(|columns| Outcomes::of_columns(&columns.map(Usd::from_inner)))
			.collect();
		let across = AcrossUnderlyings::of_same_outcomes(&outcomes).unwrap();
		prop_assert!(across.joint.loss <= across.separate);
		let required = across.requirement(Rate::from_inner(lambda)).unwrap();
		prop_assert!(across.joint.loss <= required && required <= across.separate);
		// Every stress costs no more than each underlying's own worst.
		let row: Vec<u8> = (0..columns.len()).map(|place| (lambda >> place) as u8 % 35).collect();
		let stress = AcrossUnderlyings::of_stresses(&outcomes, &[&row]).unwrap();
		prop_assert!(stress.joint.loss <= across.separate);
	}

	#[test]
	fn whatever_is_asked_of_a_row_is_answered_or_refused(
		forward in any::<u128>(),
		fixed in any::<u128>(),
		strike in any::<u128>(),
		index in any::<u128>(),
		shifts in prop::array::uniform5(0u32..128),
		volatility in any::<u128>(),
		seconds in any::<u64>(),
		rate in any::<i64>(),
	) {
		let set = ScenarioSet::launch().unwrap();
		let [a, b, c, d, e] = shifts;
		let price = |units: u128, shift| Price::from_inner(units.checked_shr(shift).unwrap_or(0));
		let forward = SettlingForward { fixed: price(fixed, a), variable: price(forward, b) };
		let row = ShockedExpiry::new(&set, forward, seconds >> (a % 64), Rate::from_inner(rate.into()))
			.and_then(|shocked| ExpiryRows::new(shocked, price(index, c)))
			.and_then(|basis| {
				let volatility = Volatility::from_inner(volatility.checked_shr(e).unwrap_or(0));
				basis.option(OptionKind::Call, &Strike::new(price(strike, d)), volatility)
			});
		// Nothing is both unmoved and a gain.
		prop_assert!(row.map_or(true, |row| row.columns()[13] == 0));
	}
}

/// The same option on another index: everything in proportion.
fn rebased(series: &Series, index: Price) -> Series {
	let scale = |price: Price| {
		let ratio = price.into_inner() as f64 / series.index.into_inner() as f64;
		Price::from_inner(units(index.into_inner() as f64 / 1e18 * ratio) as u128)
	};
	Series {
		index,
		option: Black76 {
			forward: scale(series.option.forward),
			strike: scale(series.option.strike),
			..series.option
		},
		..*series
	}
}

#[test]
fn an_expiry_that_settles_moves_only_by_what_is_not_decided_yet() {
	let set = ScenarioSet::launch().unwrap();
	let index: Price = "100000".parse().unwrap();
	let row = |fixed: &str, variable: &str| {
		let forward =
			SettlingForward { fixed: fixed.parse().unwrap(), variable: variable.parse().unwrap() };
		let shocked = ShockedExpiry::new(&set, forward, 900, Rate::ZERO).unwrap();
		let strike = Strike::new("80000".parse().unwrap());
		ExpiryRows::new(shocked, index)
			.and_then(|basis| basis.option(OptionKind::Call, &strike, "0.1".parse().unwrap()))
			.unwrap()
	};
	let (all, half) = (row("0", "100000"), row("50000", "50000"));
	// Deep in the money it moves as the forward does: 16 % and 8 %.
	let percent = |cell: i32| (f64::from(cell) / f64::from(1 << 30) * 1e4).round() / 100.0;
	assert_eq!(percent(all.columns()[25]), 16.0);
	assert_eq!(percent(half.columns()[25]), 8.0);
	assert_eq!(percent(row("100000", "0").columns()[25]), 0.0);
}

#[test]
fn rows_of_no_time_and_of_no_volatility_are_those_of_the_payoff() {
	let set = ScenarioSet::launch().unwrap();
	let index: Price = "100".parse().unwrap();
	let forward = SettlingForward { fixed: Price::ZERO, variable: index };
	let shocked = ShockedExpiry::new(&set, forward, 0, Rate::ZERO).unwrap();
	let basis = ExpiryRows::new(shocked, index).unwrap();
	let strike = Strike::new("110".parse().unwrap());
	let row = basis.option(OptionKind::Call, &strike, "0.5".parse().unwrap()).unwrap();
	// 116 pays 6 and 112 pays 2, rounded down by a unit at most; below 110 nothing is paid.
	let unit = f64::from(1 << 30);
	let paid = |column: usize| f64::from(row.columns()[column] + 1) / unit;
	assert!((paid(24) - 0.06).abs() < 1e-8 && (paid(21) - 0.02).abs() < 1e-8);
	assert_eq!(row.columns()[18], -1);
	let strike = Strike::new(Price::ZERO);
	let put = basis.option(OptionKind::Put, &strike, Volatility::ZERO).unwrap();
	assert!(put.columns().iter().all(|cell| (-1..=0).contains(cell)));
	assert_eq!(
		ExpiryRows::new(ShockedExpiry::new(&set, forward, 0, Rate::ZERO).unwrap(), Price::ZERO),
		Err(MathsError::DivisionByZero)
	);
}

#[test]
fn what_no_row_holds_is_refused_and_not_cut() {
	let heavy = |multiplier: &str| {
		let scenario = Scenario {
			multiplier: multiplier.parse().unwrap(),
			volatility: VolatilityMove::Flat,
			weight: "8".parse().unwrap(),
		};
		ScenarioSet::new(vec![scenario], *ScenarioSet::launch().unwrap().volatility()).unwrap()
	};
	let price = |text: &str| text.parse::<Price>().unwrap();
	let row = |mark: &str, multiplier: &str| {
		perpetual_row(&heavy(multiplier), price(mark), price("1")).map(|row| row.columns()[0])
	};
	// A tenth down, eight times: 0.8 of the index.
	assert_eq!(row("1", "0.9"), Ok(-858_993_460));
	// Three tenths, eight times, are more than twice the index.
	assert_eq!(row("1", "1.3"), Err(MathsError::Overflow));
	for mark in ["2", "8", "100", "127", "200", "1000000000000000000"] {
		assert_eq!(row(mark, "10"), Err(MathsError::Overflow), "{mark}");
	}
	let forward = SettlingForward { fixed: Price::ZERO, variable: price("1") };
	let shocked = ShockedExpiry::new(&heavy("10"), forward, 86_400, Rate::ZERO).unwrap();
	assert_eq!(ExpiryRows::new(shocked, price("1")), Err(MathsError::Overflow));
}
