// SPDX-License-Identifier: Apache-2.0
//! Portfolios under a grid of scenarios, by risk rows. Where a profit is asked for that no row holds,
//! because none of it is weighed down, positions are priced one by one.

use super::{
	answers::{Answers, Reply},
	case::Case,
	decimal::Decimal,
};
use market_maths::{
	margin::portfolio::{
		perpetual_row, AcrossUnderlyings, BasisShock, Holdings, Outcomes, PortfolioExpiry,
		PortfolioOption, RiskRow, RowBasis, Scenario, ScenarioSet, ShockedExpiry, SkewShock,
		StaticDiscount, VolatilityMove, VolatilityShock,
	},
	options::{OptionKind, SettlingForward, Strike},
	units::{Lots, Price, Quantity, Rate, Usd, Volatility},
	MathsError,
};
use serde_json::Value;

const ONE: i128 = 1_000_000_000_000_000_000;

fn units(of: &Value, key: &str) -> Result<i128, String> {
	let value = of.get(key).ok_or_else(|| format!("no {key}"))?;
	Decimal::read(value)?.to_units()
}

fn units_or(of: &Value, key: &str, otherwise: i128) -> Result<i128, String> {
	if of.get(key).is_some() {
		units(of, key)
	} else {
		Ok(otherwise)
	}
}

fn unsigned(units: i128) -> Result<u128, String> {
	u128::try_from(units).map_err(|_| "a price or a volatility is negative".into())
}

fn price(of: &Value, key: &str) -> Result<Price, String> {
	unsigned(units(of, key)?).map(Price::from_inner)
}

fn text(error: MathsError) -> String {
	error.to_string()
}

/// One size of rise and one of fall for the whole grid.
fn volatility_shock(
	grid: &Value,
	shocks: &[i128],
) -> Result<Result<VolatilityShock, String>, String> {
	let one_size = |sizes: Vec<i128>| {
		let first = sizes.first().copied().unwrap_or(0);
		sizes.iter().all(|size| *size == first).then_some(first)
	};
	let up = one_size(shocks.iter().copied().filter(|shock| *shock > 0).collect());
	let down = one_size(shocks.iter().filter(|shock| **shock < 0).map(|shock| -shock).collect());
	let (Some(up), Some(down)) = (up, down) else {
		return Ok(Err("volatility rises or falls by several sizes in one grid".into()));
	};
	let (near, far) = match grid["vol_rule"].as_str() {
		Some("relative") => (0, 0),
		Some("term") => (ONE * 3 / 10, ONE * 13 / 100),
		_ => return Ok(Err("no rule of this name for volatility".into())),
	};
	Ok(Ok(VolatilityShock {
		up: Rate::from_inner(up),
		down: Rate::from_inner(down),
		near_power: Rate::from_inner(units_or(grid, "short_term_power", near)?),
		far_power: Rate::from_inner(units_or(grid, "long_term_power", far)?),
		least_seconds: 86_400,
		least_raised: Volatility::from_inner(unsigned(units_or(grid, "vol_floor", 0)?)?),
	}))
}

/// The grid's scenarios, and the same with all of every profit counted.
fn sets(grid: &Value) -> Result<Result<(ScenarioSet, ScenarioSet), String>, String> {
	let rows = grid["scenarios"].as_array().ok_or("the grid has no scenarios")?;
	let mut scenarios = Vec::new();
	let mut shocks = Vec::new();
	for row in rows {
		let shock = units(row, "vol")?;
		shocks.push(shock);
		scenarios.push(Scenario {
			multiplier: Rate::from_inner(ONE + units(row, "spot")?),
			volatility: match shock.signum() {
				1 => VolatilityMove::Up,
				0 => VolatilityMove::Flat,
				_ => VolatilityMove::Down,
			},
			weight: Rate::from_inner(units_or(row, "weight", ONE)?),
		});
	}
	let volatility = match volatility_shock(grid, &shocks)? {
		Ok(volatility) => volatility,
		Err(reason) => return Ok(Err(reason)),
	};
	let whole = scenarios
		.iter()
		.map(|scenario| Scenario { weight: Rate::from_inner(ONE), ..*scenario })
		.collect();
	let set =
		|scenarios| ScenarioSet::new(scenarios, volatility).map_err(|fault| fault.to_string());
	Ok(Ok((set(scenarios)?, set(whole)?)))
}

/// None for a perpetual.
fn kind(position: &Value) -> Result<Option<OptionKind>, String> {
	match position["kind"].as_str() {
		Some("perp") => Ok(None),
		Some("call") => Ok(Some(OptionKind::Call)),
		Some("put") => Ok(Some(OptionKind::Put)),
		_ => Err("a position is neither call nor put nor perp".into()),
	}
}

fn mark(position: &Value, index: Price) -> Result<Price, String> {
	match position.get("mark") {
		Some(_) => price(position, "mark"),
		None => Ok(index),
	}
}

fn seconds(position: &Value) -> Result<u64, String> {
	u64::try_from(units(position, "t_seconds")? / ONE).map_err(|_| "expired".into())
}

fn forward(position: &Value) -> Result<SettlingForward, String> {
	Ok(SettlingForward { fixed: Price::ZERO, variable: price(position, "F")? })
}

fn row(set: &ScenarioSet, position: &Value, index: Price, rate: Rate) -> Result<RiskRow, String> {
	let Some(kind) = kind(position)? else {
		return perpetual_row(set, mark(position, index)?, index).map_err(text);
	};
	let (seconds, forward) = (seconds(position)?, forward(position)?);
	let volatility = Volatility::from_inner(unsigned(units(position, "sigma")?)?);
	let strike = Strike::new(price(position, "K")?);
	ShockedExpiry::new(set, forward, seconds, rate)
		.and_then(|shocked| RowBasis::new(shocked, index))
		.and_then(|basis| basis.option(kind, &strike, volatility))
		.map_err(text)
}

/// What each underlying's positions gain in every column, priced one by one.
fn priced(case: &Case, set: &ScenarioSet, rate: Rate) -> Result<Vec<Outcomes>, String> {
	let all = case.input("positions")?.as_array().ok_or("no list of positions")?;
	let mut sum = Outcomes::default();
	for position in all {
		let quantity = Quantity::from_inner(units(position, "qty")?);
		let indices = case.input("index")?;
		let index = price(indices, position["underlying"].as_str().unwrap_or_default())?;
		let gained = match kind(position)? {
			Some(kind) => {
				let option = PortfolioOption {
					kind,
					strike: price(position, "K")?,
					quantity,
					volatility: Volatility::from_inner(unsigned(units(position, "sigma")?)?),
				};
				PortfolioExpiry {
					forward: forward(position)?,
					seconds_to_expiry: seconds(position)?,
					pricing_rate: rate,
					rate,
					confidence: Rate::from_inner(ONE),
					options: vec![option],
				}
				.outcomes(set, &StaticDiscount::NONE, &BasisShock::default(), &SkewShock::default())
				.map(|priced| priced.outcomes)
			},
			None => of_perpetual(set, quantity, mark(position, index)?),
		};
		sum = gained.and_then(|gained| sum.checked_add(&gained)).map_err(text)?;
	}
	Ok(vec![sum])
}

fn of_perpetual(
	set: &ScenarioSet,
	quantity: Quantity,
	mark: Price,
) -> Result<Outcomes, MathsError> {
	let mut outcomes = Outcomes::default();
	for (number, scenario) in set.scenarios().iter().enumerate() {
		let moved = Rate::from_inner(scenario.multiplier.into_inner() - ONE);
		outcomes.add(number, mark.value_floor(quantity)?.fraction_floor(moved)?)?;
	}
	Ok(outcomes)
}

/// The largest lot, a power of ten, of which every position is a whole number.
fn lot(positions: &[Value]) -> Result<i128, String> {
	let mut lot = ONE;
	for position in positions {
		let quantity = units(position, "qty")?;
		while quantity % lot != 0 {
			lot /= 10;
		}
	}
	Ok(lot)
}

/// What each underlying's positions gain in every column.
fn outcomes(case: &Case, set: &ScenarioSet, rate: Rate) -> Result<Vec<Outcomes>, String> {
	let all = case.input("positions")?.as_array().ok_or("no list of positions")?;
	let indices = case.input("index")?;
	let mut found = Vec::new();
	for name in indices.as_object().ok_or("no index by name")?.keys() {
		let index = price(indices, name)?;
		let positions: Vec<Value> = all
			.iter()
			.filter(|position| position["underlying"] == **name)
			.cloned()
			.collect();
		let lot = lot(&positions)?;
		let rows = positions
			.iter()
			.map(|position| row(set, position, index, rate))
			.collect::<Result<Vec<_>, _>>()?;
		let mut holdings = Holdings::with_capacity(rows.len());
		for (position, row) in positions.iter().zip(&rows) {
			let lots = i64::try_from(units(position, "qty")? / lot).map_err(|_| "too many lots")?;
			holdings.add(Lots::from_inner(lots), row).map_err(text)?;
		}
		let breakdown = holdings.profits().breakdown(index, Quantity::from_inner(lot));
		found.push(Outcomes::of_columns(&breakdown.map_err(text)?));
	}
	Ok(found)
}

pub fn portfolio(case: &Case) -> Result<Reply, String> {
	let given = case.named_parameters();
	let grid = match &given["grid"] {
		Value::String(name) => case.set(&["grids", name]),
		inline => inline,
	};
	let (weighted, whole) = match sets(grid)? {
		Ok(sets) => sets,
		Err(reason) => return Ok(Reply::Unsupported(reason)),
	};
	let rate = Rate::from_inner(units_or(given, "rate", 0)?);
	let profits = outcomes(case, &whole, rate).or_else(|_| priced(case, &whole, rate))?;
	let in_scenario = |number: usize| {
		profits
			.iter()
			.map(|outcomes| outcomes.profits()[number].into_inner())
			.sum::<i128>()
	};
	let counted = outcomes(case, &weighted, rate)?;
	let across = AcrossUnderlyings::of_same_outcomes(&counted).map_err(text)?;
	let units = |usd: Usd| usd.into_inner();
	Answers::default()
		.numbers("scenario_pnl", (0..whole.scenarios().len()).map(in_scenario))
		.number("worst_loss", units(across.joint.loss))
		.number("sum_of_worst_losses", units(across.separate))
		.reply()
}
