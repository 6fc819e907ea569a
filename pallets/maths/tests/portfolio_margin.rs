// SPDX-License-Identifier: Apache-2.0
//! Risk rows and portfolio margin against prices computed one by one.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::float_arithmetic,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "test code"
)]

use market_maths::{
	arithmetic::{multiply_divide, Rounding},
	margin::{
		portfolio::{
			perpetual_row, portfolio_margin, AcrossUnderlyings, BasisShock, ColumnProfits,
			Contingencies, DiscountFactors, DoubtParameters, Holdings, Outcomes,
			PortfolioCollateral, PortfolioExpiry, PortfolioOption, PortfolioParameters,
			PortfolioPart, PortfolioPerpetual, PortfolioPositions, RiskRow, RowBasis, ScenarioSet,
			ShockedExpiry, SkewShock, StaticDiscount, VolatilityMove, BASIS, BEND, COLUMNS, TILT,
		},
		DepegParameters,
	},
	options::{Black76, OptionKind, SettlingForward, Strike},
	units::{Lots, Price, Quantity, Rate, Usd, Volatility},
	MathsError,
};
use proptest::prelude::*;

const ONE: i128 = 1_000_000_000_000_000_000;
const DAY: u64 = 86_400;

fn units(part: f64) -> i128 {
	(part * 1e9) as i128 * 1_000_000_000
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
	fn basis(&self, set: &ScenarioSet) -> RowBasis {
		let Black76 { forward, seconds_to_expiry, rate, .. } = self.option;
		let forward = SettlingForward { fixed: Price::ZERO, variable: forward };
		let shocked = ShockedExpiry::new(set, forward, seconds_to_expiry, rate).unwrap();
		RowBasis::new(shocked, self.index).unwrap()
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

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

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
			.outcomes(&set, &discount, &parameters().basis, &SkewShock::default())
			.unwrap();

		let basis = one.basis(&set);
		let mut rows = Vec::new();
		for option in &expiry.options {
			let strike = Strike::new(option.strike);
			rows.push(basis.option(option.kind, &strike, option.volatility).unwrap());
		}
		let of_basis = one.basis(&parameters().basis.scenarios().unwrap());
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
		let factors = DiscountFactors::of(&expiry, &discount).unwrap();
		let counted = factors.on_columns(&set, &holdings.profits(), mark).unwrap();
		let breakdown = counted.breakdown(index, lot).unwrap();
		let basis_loss =
			parameters().basis.loss(&under_basis.profits(), seconds_to_expiry).unwrap();
		let basis_loss = ColumnProfits::from_columns([basis_loss; COLUMNS]);
		let basis_loss = basis_loss.breakdown(index, lot).unwrap()[0];
		for column in 0..=BASIS {
			let rows = if column == BASIS { basis_loss } else { breakdown[column] };
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
			.and_then(|shocked| RowBasis::new(shocked, price(index, c)))
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

fn parameters() -> PortfolioParameters {
	let rate = |text: &str| text.parse::<Rate>().unwrap();
	PortfolioParameters {
		initial_factor: rate("1.2"),
		maintenance_factor: rate("0.8"),
		factors_scale_contingencies: false,
		discount: StaticDiscount { long_base: rate("0.95"), ..StaticDiscount::NONE },
		basis: BasisShock {
			up: rate("1.05"),
			down: rate("0.95"),
			factor: rate("0.5"),
			factor_per_year: rate("2"),
		},
		skew: SkewShock::default(),
		contingencies: Contingencies {
			perpetual: rate("0.02"),
			perpetual_initial: rate("0.01"),
			base: rate("0.03"),
			option: rate("0.003"),
			option_initial: rate("0.002"),
		},
		doubt: DoubtParameters { threshold: rate("0.55"), factor: rate("1") },
		depeg: DepegParameters { threshold: rate("0.99"), factor: rate("4") },
	}
}

fn skewed() -> SkewShock {
	let rate = |text: &str| text.parse::<Rate>().unwrap();
	SkewShock {
		tilts: true,
		bends: true,
		tilt_cap: rate("0.25"),
		tilt_cap_per_root_year: rate("-0.1"),
		bend_cap: rate("0.25"),
		bend_cap_per_root_year: rate("-0.1"),
		least_reach: rate("0.01"),
		width: rate("4"),
		level: rate("0.6"),
		level_per_root_year: Rate::ZERO,
	}
}

/// A short call 10 % out of the money with a month to go, and part of it hedged.
fn covered_call() -> PortfolioPositions {
	PortfolioPositions {
		spot: "100000".parse().unwrap(),
		confidence: Rate::from_inner(ONE),
		perpetual: Some(PortfolioPerpetual {
			quantity: "0.5".parse().unwrap(),
			mark: "100000".parse().unwrap(),
			unsettled: Usd::ZERO,
			confidence: Rate::from_inner(ONE),
		}),
		base: Quantity::ZERO,
		collateral: Vec::new(),
		expiries: vec![PortfolioExpiry {
			forward: SettlingForward { fixed: Price::ZERO, variable: "100300".parse().unwrap() },
			seconds_to_expiry: 30 * DAY,
			pricing_rate: Rate::ZERO,
			rate: Rate::ZERO,
			confidence: Rate::from_inner(ONE),
			options: vec![PortfolioOption {
				kind: OptionKind::Call,
				strike: "110000".parse().unwrap(),
				quantity: "-1".parse().unwrap(),
				volatility: "0.5".parse().unwrap(),
			}],
		}],
	}
}

fn part(positions: &PortfolioPositions, parameters: &PortfolioParameters) -> PortfolioPart {
	let set = ScenarioSet::launch().unwrap();
	positions.part(Price::from_inner(ONE as u128), &set, parameters).unwrap()
}

fn margin(
	parts: &[PortfolioPart],
	peg: &str,
	parameters: &PortfolioParameters,
) -> market_maths::margin::portfolio::PortfolioMargin {
	let lambda = Rate::from_inner(ONE);
	let cash = "20000".parse().unwrap();
	portfolio_margin(cash, parts, peg.parse().unwrap(), &[], lambda, parameters).unwrap()
}

#[test]
fn doubt_and_depeg_raise_the_initial_requirement_only() {
	let parameters = parameters();
	let calm = margin(&[part(&covered_call(), &parameters)], "1", &parameters);
	let mut positions = covered_call();
	positions.confidence = "0.5".parse().unwrap();
	let doubted = margin(&[part(&positions, &parameters)], "1", &parameters);
	assert_eq!(doubted.net.maintenance, calm.net.maintenance);
	// Half of the confidence is missing, of a coin and a half.
	let more = calm.net.initial.checked_sub(doubted.net.initial).unwrap();
	assert_eq!(more, "75000".parse().unwrap());
	assert_eq!(doubted.doubt, more);

	let depegged = margin(&[part(&covered_call(), &parameters)], "0.97", &parameters);
	assert_eq!(depegged.net.maintenance, calm.net.maintenance);
	assert_eq!(depegged.initial_factor, "1.28".parse().unwrap());
	assert!(depegged.net.initial < calm.net.initial);
	// Above its threshold a price below one costs nothing.
	assert_eq!(margin(&[part(&covered_call(), &parameters)], "0.995", &parameters), calm);
}

#[test]
fn a_skew_is_off_by_default_and_hurts_both_ways_when_on() {
	let mut parameters = parameters();
	let off = part(&covered_call(), &parameters);
	assert_eq!(off.outcomes.profits()[TILT..=BEND], [Usd::ZERO; 2]);
	parameters.skew = skewed();
	let short = part(&covered_call(), &parameters);
	let mut positions = covered_call();
	positions.expiries[0].options[0].quantity = "1".parse().unwrap();
	parameters.discount = StaticDiscount::NONE;
	let long = part(&positions, &parameters);
	for outcome in [TILT, BEND] {
		assert!(short.outcomes.profits()[outcome].is_negative());
		// What the smile does to a long it does to a short, but for the last digit of a value.
		let (long, short) = (long.outcomes.profits()[outcome], short.outcomes.profits()[outcome]);
		assert!((long.into_inner() - short.into_inner()).abs() <= 4);
	}
	// The strike lies above the forward: the tilt and the bend are the same there.
	assert_eq!(short.outcomes.profits()[TILT], short.outcomes.profits()[BEND]);
}

#[test]
fn the_basis_counts_where_no_scenario_sees_the_risk() {
	// A calendar of forwards: long one expiry, short the next. All scenarios move both alike.
	let mut positions = covered_call();
	positions.perpetual = None;
	let forward = |days: u64, sign: &str| PortfolioExpiry {
		seconds_to_expiry: days * DAY,
		options: vec![
			PortfolioOption {
				kind: OptionKind::Call,
				strike: "100000".parse().unwrap(),
				quantity: sign.parse().unwrap(),
				volatility: "0.5".parse().unwrap(),
			},
			PortfolioOption {
				kind: OptionKind::Put,
				strike: "100000".parse().unwrap(),
				quantity: sign.parse::<Quantity>().unwrap().checked_neg().unwrap(),
				volatility: "0.5".parse().unwrap(),
			},
		],
		..covered_call().expiries[0].clone()
	};
	positions.expiries = vec![forward(30, "1"), forward(365, "-1")];
	let mut parameters = parameters();
	parameters.discount = StaticDiscount::NONE;
	let part = part(&positions, &parameters);
	let margin = margin(&[part], "1", &parameters);
	assert_eq!(margin.worst.outcome, Some(BASIS));
	// 5 % of 100,300 in each expiry, times 0.5 + 2t: 5,015 · (0.664384 + 2.5).
	assert_eq!(margin.loss.into_inner() / ONE, 15_869);
	assert_eq!(margin.contingencies, Usd::ZERO);
}

#[test]
fn collateral_cancels_risk_only_if_it_moves_with_the_underlying() {
	let parameters = parameters();
	let coins = |moves_with_underlying| {
		let mut positions = covered_call();
		positions.perpetual = None;
		positions.collateral = vec![PortfolioCollateral {
			quantity: "1".parse().unwrap(),
			price: "100000".parse().unwrap(),
			confidence: Rate::from_inner(ONE),
			moves_with_underlying,
			haircut: "0.1".parse().unwrap(),
			initial_haircut: "0.05".parse().unwrap(),
		}];
		part(&positions, &parameters)
	};
	let (wrapped, foreign) = (coins(true), coins(false));
	assert_eq!(wrapped.mark_to_market, foreign.mark_to_market);
	// 10 % of the coin, and 0.3 % of the notional of a naked short.
	assert_eq!(wrapped.contingencies, "10300".parse().unwrap());
	assert_eq!(wrapped.initial_contingencies, "5200".parse().unwrap());
	let [wrapped, foreign] = [wrapped, foreign].map(|part| part.outcomes.profits()[24]);
	// 16 % up: the coin gains 16,000.
	assert_eq!(wrapped.checked_sub(foreign).unwrap(), "16000".parse().unwrap());
	let mut owed = covered_call();
	owed.base = "-1".parse().unwrap();
	let set = ScenarioSet::launch().unwrap();
	let refused = owed.part(Price::from_inner(ONE as u128), &set, &parameters);
	assert_eq!(refused, Err(MathsError::OutsideDomain));
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
		RowBasis::new(shocked, index)
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
	let basis = RowBasis::new(shocked, index).unwrap();
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
		RowBasis::new(ShockedExpiry::new(&set, forward, 0, Rate::ZERO).unwrap(), Price::ZERO),
		Err(MathsError::DivisionByZero)
	);
}

#[test]
fn the_columns_of_an_empty_account_are_empty() {
	assert_eq!(Holdings::new().profits(), ColumnProfits::default());
	let parameters = parameters();
	let nothing = margin(&[], "1", &parameters);
	assert_eq!(nothing.net.initial, "20000".parse().unwrap());
	assert_eq!(nothing.worst.outcome, None);
}

/// To so many decimals, halves up, as the README prints them.
fn shown(amount: Usd, decimals: u32) -> String {
	let unit = 10i128.pow(18 - decimals);
	Usd::from_inner((amount.into_inner() + unit / 2).div_euclid(unit) * unit).to_string()
}

#[test]
fn a_short_call_half_hedged_of_the_readme() -> Result<(), MathsError> {
	let parameters = parameters();
	let set = ScenarioSet::launch().unwrap();
	let positions = covered_call();
	let one_dollar = Price::from_inner(ONE as u128);
	let part = positions.part(one_dollar, &set, &parameters)?;
	let columns = part.outcomes.profits();
	assert_eq!(shown(part.mark_to_market, 2), "-2359.44");
	assert_eq!(shown(columns[0], 2), "-6705.08");
	assert_eq!(shown(columns[24], 2), "-2830.57");
	assert_eq!(shown(columns[27], 2), "-7428.01");
	assert_eq!(shown(columns[31], 2), "-7404.83");
	assert_eq!(shown(columns[BASIS], 2), "-1149.53");
	let priced = margin(&[part], "1", &parameters);
	assert_eq!(priced.worst.outcome, Some(27));
	assert_eq!(shown(priced.loss, 2), "7428.01");
	assert_eq!(shown(priced.contingencies, 2), "1300");
	assert_eq!(shown(priced.initial_contingencies, 2), "700");
	assert_eq!(shown(priced.net.initial, 2), "6726.94");
	assert_eq!(shown(priced.net.maintenance, 2), "10398.15");

	// The same by rows: a hundred lots of a hundredth of a coin, and half as many of the perpetual.
	let (index, lot) = (positions.spot, "0.01".parse::<Quantity>()?);
	let expiry = &positions.expiries[0];
	let shocked = ShockedExpiry::new(&set, expiry.forward, expiry.seconds_to_expiry, Rate::ZERO)?;
	let option = expiry.options[0];
	let call = RowBasis::new(shocked, index)?.option(
		option.kind,
		&Strike::new(option.strike),
		option.volatility,
	)?;
	assert_eq!((call.columns()[0], call.columns()[24]), (-13_904_110, 116_292_371));
	let perpetual = perpetual_row(&set, index, index)?;
	let mut holdings = Holdings::new();
	holdings.add(Lots::from_inner(-100), &call)?;
	holdings.add(Lots::from_inner(50), &perpetual)?;
	let worst = holdings.profits().worst(index, lot)?;
	assert_eq!(worst.outcome, Some(27));
	assert_eq!(shown(worst.loss, 2), "7428.01");
	assert!(worst.loss >= priced.loss);
	let too_much = worst.loss.checked_sub(priced.loss)?;
	assert!(too_much < "0.0002".parse()?);
	Ok(())
}
