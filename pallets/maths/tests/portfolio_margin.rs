// SPDX-License-Identifier: Apache-2.0
//! Portfolio margin of accounts.

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
	margin::{
		portfolio::{
			margin_after_loss, perpetual_row, portfolio_margin, BasisShock, ColumnProfits,
			Contingencies, DoubtParameters, ExpiryRows, Holdings, PortfolioCollateral,
			PortfolioExpiry, PortfolioMargin, PortfolioOption, PortfolioParameters, PortfolioPart,
			PortfolioPerpetual, PortfolioPositions, Scenario, ScenarioSet, ShockedExpiry,
			SkewShock, StaticDiscount, VolatilityMove, VolatilityShock, BASIS, BEND, OUTCOMES,
			TILT,
		},
		DepegParameters,
	},
	options::{Expiry, OptionKind, SettlingForward, Strike},
	units::{Lots, Price, Quantity, Rate, Usd},
	MathsError,
};

const ONE: i128 = 1_000_000_000_000_000_000;
const DAY: u64 = 86_400;

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
		tilt: rate("1"),
		bend: rate("1"),
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

fn margin(parts: &[PortfolioPart], peg: &str, parameters: &PortfolioParameters) -> PortfolioMargin {
	let lambda = Rate::from_inner(ONE);
	let cash = "20000".parse().unwrap();
	portfolio_margin(cash, parts, peg.parse().unwrap(), &[], lambda, parameters).unwrap()
}

/// Coins were rounded down for falls, too: half a digit of them lost nothing.
#[test]
fn coins_lose_no_less_than_they_are_worth() {
	let scenario = |multiplier: &str| Scenario {
		multiplier: multiplier.parse().unwrap(),
		volatility: VolatilityMove::Flat,
		weight: Rate::from_inner(ONE),
	};
	let moves = vec![scenario("0.84"), scenario("1.16")];
	let set = ScenarioSet::new(moves, VolatilityShock::default()).unwrap();
	let half_a_digit = |base: i128, held: i128| PortfolioPositions {
		spot: "0.5".parse().unwrap(),
		confidence: Rate::from_inner(ONE),
		perpetual: None,
		base: Quantity::from_inner(base),
		collateral: vec![PortfolioCollateral {
			quantity: Quantity::from_inner(held),
			price: "0.5".parse().unwrap(),
			confidence: Rate::ZERO,
			moves_with_underlying: true,
			haircut: "0.1".parse().unwrap(),
			initial_haircut: "0.05".parse().unwrap(),
		}],
		expiries: Vec::new(),
	};
	let parameters = parameters();
	let of = |positions: PortfolioPositions| {
		positions.part("1".parse().unwrap(), &set, &parameters).unwrap()
	};
	let digits = |part: &PortfolioPart| {
		[0, 1].map(|number| part.outcomes.profit(number).unwrap().into_inner())
	};
	// −0.08 and 0.08 of a digit.
	let base = of(half_a_digit(1, 0));
	assert_eq!((digits(&base), base.mark_to_market), ([-1, 0], Usd::ZERO));
	let held = of(half_a_digit(0, 1));
	assert_eq!((digits(&held), held.mark_to_market), ([-1, 0], Usd::ZERO));
	// Nor do haircuts and doubt overlook it.
	let digit = Usd::from_inner(1);
	assert_eq!([held.contingencies, held.initial_contingencies, held.doubt], [digit; 3]);
	// What is whole loses what it loses.
	let whole = of(half_a_digit(200, 0));
	assert_eq!((digits(&whole), whole.mark_to_market), ([-16, 16], Usd::from_inner(100)));
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
	let call = ExpiryRows::new(shocked, index)?.option(
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
	// What is left follows from that loss, from what no outcome holds, and from what the call is worth.
	let beyond = positions.beyond_outcomes(one_dollar, &parameters)?;
	let mark = part.mark_to_market.checked_add("20000".parse()?)?;
	let account = PortfolioPart { mark_to_market: mark, ..beyond };
	let by_rows = margin_after_loss(&account, worst, worst.loss, one_dollar, &parameters)?;
	assert_eq!(shown(by_rows.net.initial, 2), "6726.94");
	assert!(by_rows.net.initial <= priced.net.initial);
	let too_much = worst.loss.checked_sub(priced.loss)?;
	assert!(too_much < "0.0002".parse()?);
	Ok(())
}

#[test]
fn the_columns_of_an_empty_account_are_empty() {
	assert_eq!(Holdings::new().profits(), ColumnProfits::default());
	let parameters = parameters();
	let nothing = margin(&[], "1", &parameters);
	assert_eq!(nothing.net.initial, "20000".parse().unwrap());
	assert_eq!(nothing.worst.outcome, None);
}

#[test]
fn a_second_underlying_offsets_the_first_as_far_as_lambda_lets_it() {
	let parameters = PortfolioParameters {
		initial_factor: Rate::from_inner(ONE),
		contingencies: Contingencies::default(),
		..parameters()
	};
	let with_perpetual = |quantity: &str| {
		let mut positions = covered_call();
		positions.expiries.clear();
		positions.perpetual = positions.perpetual.map(|perpetual| PortfolioPerpetual {
			quantity: quantity.parse().unwrap(),
			..perpetual
		});
		part(&positions, &parameters)
	};
	let parts = [with_perpetual("1"), with_perpetual("-0.75")];
	let initial = |stresses: &[&[u8]], lambda: &str| {
		let peg = Price::from_inner(ONE as u128);
		let lambda = lambda.parse().unwrap();
		portfolio_margin(Usd::ZERO, &parts, peg, stresses, lambda, &parameters).unwrap()
	};
	// A long and three quarters of a short: 16 % of each alone, of a quarter together.
	assert_eq!(shown(initial(&[], "1").net.initial, 2), "-28000");
	assert_eq!(shown(initial(&[], "0").net.initial, 2), "-4000");
	assert_eq!(shown(initial(&[], "0.5").net.initial, 2), "-16000");
	// 16 % down in the first with nothing in the second: a row of two numbers of columns.
	let apart = initial(&[&[24, 0], &[0, 13]], "0");
	assert_eq!(shown(apart.net.initial, 2), "-16000");
	assert_eq!(apart.worst.outcome, Some(OUTCOMES + 1));
	assert_eq!(initial(&[&[24, 0], &[0, 13]], "1").net, initial(&[], "1").net);
}

#[test]
fn a_debt_counts_in_full_at_a_pricing_rate_below_zero() {
	let (seconds, rate) = (317 * DAY, "-0.0049".parse::<Rate>().unwrap());
	let expiry = Expiry::new("0.5".parse().unwrap(), seconds, rate).unwrap();
	let factors = StaticDiscount::NONE.factors(&expiry, seconds, rate).unwrap();
	assert_eq!((factors.long, factors.short), (Rate::from_inner(ONE), Rate::from_inner(ONE)));
	let debt = "-2.176".parse::<Usd>().unwrap();
	assert_eq!(factors.on(debt).unwrap(), debt);
}
