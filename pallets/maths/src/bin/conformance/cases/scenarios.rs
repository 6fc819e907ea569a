// SPDX-License-Identifier: Apache-2.0
//! Portfolios under a grid of scenarios, by risk rows. Where no row holds a profit, because none of it is weighed
//! down, or nobody holds so many lots, positions are priced one by one.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, units_of, volatility, whole, Case},
	refusals::Refusal,
};
use market_maths::{
	margin::portfolio::{
		perpetual_row, AcrossUnderlyings, BasisShock, ExpiryRows, Holdings, Outcomes,
		PortfolioExpiry, PortfolioOption, RiskRow, Scenario, ScenarioSet, ShockedExpiry, SkewShock,
		StaticDiscount, VolatilityMove, VolatilityShock,
	},
	options::{OptionKind, SettlingForward, Strike},
	units::{Lots, Price, Quantity, Rate, Usd},
	MathsError,
};
use serde_json::Value;

const ONE: i128 = 1_000_000_000_000_000_000;

fn units(of: &Value, key: &str) -> Result<i128, Problem> {
	units_of(of.get(key).ok_or_else(|| format!("no {key}"))?)
}

fn units_or(of: &Value, key: &str, otherwise: i128) -> Result<i128, Problem> {
	if of.get(key).is_some() {
		units(of, key)
	} else {
		Ok(otherwise)
	}
}

fn price_of(of: &Value, key: &str) -> Result<Price, Problem> {
	price(units(of, key)?)
}

/// One size of rise and one of fall for the whole grid.
fn volatility_shock(grid: &Value, shocks: &[i128]) -> Result<VolatilityShock, Problem> {
	let one_size = |sizes: Vec<i128>| {
		let first = sizes.first().copied().unwrap_or(0);
		sizes.iter().all(|size| *size == first).then_some(first)
	};
	let up = one_size(shocks.iter().copied().filter(|shock| *shock > 0).collect());
	let down = one_size(shocks.iter().filter(|shock| **shock < 0).map(|shock| -shock).collect());
	let (Some(up), Some(down)) = (up, down) else {
		return Err(Problem::unsupported("volatility rises or falls by several sizes in one grid"));
	};
	let (near, far) = match grid["vol_rule"].as_str() {
		Some("relative") => (0, 0),
		Some("term") => (ONE * 3 / 10, ONE * 13 / 100),
		_ => return Err(Problem::unsupported("no rule of this name for volatility")),
	};
	Ok(VolatilityShock {
		up: Rate::from_inner(up),
		down: Rate::from_inner(down),
		near_power: Rate::from_inner(units_or(grid, "short_term_power", near)?),
		far_power: Rate::from_inner(units_or(grid, "long_term_power", far)?),
		least_seconds: 86_400,
		least_raised: volatility(units_or(grid, "vol_floor", 0)?)?,
	})
}

/// The grid's scenarios, and the same with all of every profit counted.
fn sets(grid: &Value) -> Result<(ScenarioSet, ScenarioSet), Problem> {
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
	let volatility = volatility_shock(grid, &shocks)?;
	let whole = scenarios
		.iter()
		.map(|scenario| Scenario { weight: Rate::from_inner(ONE), ..*scenario })
		.collect();
	let set = |scenarios| ScenarioSet::new(scenarios, volatility).map_err(Refusal::Scenarios);
	Ok((set(scenarios)?, set(whole)?))
}

/// None for a perpetual.
fn kind(position: &Value) -> Result<Option<OptionKind>, Problem> {
	match position["kind"].as_str() {
		Some("perp") => Ok(None),
		Some("call") => Ok(Some(OptionKind::Call)),
		Some("put") => Ok(Some(OptionKind::Put)),
		_ => Err("a position is neither call nor put nor perp".into()),
	}
}

fn mark(position: &Value, index: Price) -> Result<Price, Problem> {
	match position.get("mark") {
		Some(_) => price_of(position, "mark"),
		None => Ok(index),
	}
}

fn seconds(position: &Value) -> Result<u64, Problem> {
	whole(units(position, "t_seconds")?, "t_seconds")
}

fn forward(position: &Value) -> Result<SettlingForward, Problem> {
	Ok(SettlingForward { fixed: Price::ZERO, variable: price_of(position, "F")? })
}

/// Index and positions of each underlying.
fn underlyings(case: &Case) -> Result<Vec<(Price, Vec<&Value>)>, Problem> {
	let all = case.input("positions")?.as_array().ok_or("no list of positions")?;
	let indices = case.input("index")?;
	let names = indices.as_object().ok_or("no index by name")?.keys();
	names
		.map(|name| {
			let positions = all.iter().filter(|position| position["underlying"] == **name);
			Ok((price_of(indices, name)?, positions.collect()))
		})
		.collect()
}

fn row(set: &ScenarioSet, position: &Value, index: Price, rate: Rate) -> Result<RiskRow, Problem> {
	let Some(kind) = kind(position)? else {
		return Ok(perpetual_row(set, mark(position, index)?, index)?);
	};
	let (seconds, forward) = (seconds(position)?, forward(position)?);
	let strike = Strike::new(price_of(position, "K")?);
	let rows = ExpiryRows::new(ShockedExpiry::new(set, forward, seconds, rate)?, index)?;
	Ok(rows.option(kind, &strike, volatility(units(position, "sigma")?)?)?)
}

/// The largest lot, a power of ten, of which every position is a whole number.
fn lot(positions: &[&Value]) -> Result<i128, Problem> {
	let mut lot = ONE;
	for position in positions {
		let quantity = units(position, "qty")?;
		while quantity % lot != 0 {
			lot /= 10;
		}
	}
	Ok(lot)
}

fn by_rows(
	positions: &[&Value],
	index: Price,
	set: &ScenarioSet,
	rate: Rate,
) -> Result<Outcomes, Problem> {
	let lot = lot(positions)?;
	let rows = positions
		.iter()
		.map(|position| row(set, position, index, rate))
		.collect::<Result<Vec<_>, _>>()?;
	let mut holdings = Holdings::with_capacity(rows.len());
	for (position, row) in positions.iter().zip(&rows) {
		let lots =
			i64::try_from(units(position, "qty")? / lot).map_err(|_| MathsError::Overflow)?;
		holdings.add(Lots::from_inner(lots), row)?;
	}
	let breakdown = holdings.profits().breakdown(index, Quantity::from_inner(lot))?;
	Ok(Outcomes::of_columns(&breakdown))
}

fn one_by_one(
	positions: &[&Value],
	index: Price,
	set: &ScenarioSet,
	rate: Rate,
) -> Result<Outcomes, Problem> {
	let mut sum = Outcomes::default();
	for position in positions {
		let quantity = Quantity::from_inner(units(position, "qty")?);
		let gained = match kind(position)? {
			Some(kind) => {
				let option = PortfolioOption {
					kind,
					strike: price_of(position, "K")?,
					quantity,
					volatility: volatility(units(position, "sigma")?)?,
				};
				let expiry = PortfolioExpiry {
					forward: forward(position)?,
					seconds_to_expiry: seconds(position)?,
					pricing_rate: rate,
					rate,
					confidence: Rate::from_inner(ONE),
					options: vec![option],
				};
				let (basis, skew) = (BasisShock::default(), SkewShock::default());
				expiry.outcomes(set, &StaticDiscount::NONE, &basis, &skew)?.outcomes
			},
			None => of_perpetual(set, quantity, mark(position, index)?)?,
		};
		sum = sum.checked_add(&gained)?;
	}
	Ok(sum)
}

fn of_perpetual(
	set: &ScenarioSet,
	quantity: Quantity,
	mark: Price,
) -> Result<Outcomes, MathsError> {
	let mut outcomes = Outcomes::default();
	for (number, scenario) in set.scenarios().iter().enumerate() {
		let moved = Rate::from_inner(scenario.multiplier.into_inner() - ONE);
		// Rounded against the holder, whichever way the price goes.
		let value = if moved.is_negative() {
			mark.value_ceil(quantity)?
		} else {
			mark.value_floor(quantity)?
		};
		outcomes.add(number, value.fraction_floor(moved)?.fraction_floor(scenario.weight)?)?;
	}
	Ok(outcomes)
}

/// What each underlying's positions gain in every column.
fn outcomes(case: &Case, set: &ScenarioSet, rate: Rate) -> Result<Vec<Outcomes>, Problem> {
	underlyings(case)?
		.iter()
		.map(|(index, positions)| match by_rows(positions, *index, set, rate) {
			Err(Problem::Refused(Refusal::Maths(MathsError::Overflow))) => {
				one_by_one(positions, *index, set, rate)
			},
			found => found,
		})
		.collect()
}

pub fn portfolio(case: &Case) -> Reply {
	let given = case.named_parameters();
	let grid = match &given["grid"] {
		Value::String(name) => case.set(&["grids", name]),
		inline => inline,
	};
	let (weighted, whole) = sets(grid)?;
	let rate = Rate::from_inner(units_or(given, "rate", 0)?);
	let profits = outcomes(case, &whole, rate)?;
	let in_scenario = |number: usize| {
		profits
			.iter()
			.map(|outcomes| outcomes.profits()[number].into_inner())
			.sum::<i128>()
	};
	let across = AcrossUnderlyings::of_same_outcomes(&outcomes(case, &weighted, rate)?)?;
	let units = |usd: Usd| usd.into_inner();
	Answers::default()
		.numbers("scenario_pnl", (0..whole.scenarios().len()).map(in_scenario))
		.number("worst_loss", units(across.joint.loss))
		.number("sum_of_worst_losses", units(across.separate))
		.reply()
}
