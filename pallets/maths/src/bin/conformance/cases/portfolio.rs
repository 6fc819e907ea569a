// SPDX-License-Identifier: Apache-2.0
//! Portfolio margin of whole accounts on one underlying, of both forms of the model.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, units_of, volatility, whole, Case},
	refusals::Refusal,
};
use market_maths::{
	margin::{
		portfolio::{
			portfolio_margin, BasisShock, Contingencies, DoubtParameters, PortfolioCollateral,
			PortfolioExpiry, PortfolioOption, PortfolioParameters, PortfolioPerpetual,
			PortfolioPositions, Scenario, ScenarioSet, SkewShock, StaticDiscount, VolatilityMove,
			VolatilityShock, BASIS,
		},
		DepegParameters,
	},
	options::{OptionKind, SettlingForward},
	units::{Price, Quantity, Rate, Usd},
};
use serde_json::Value;
use std::collections::BTreeMap;

const ONE: i128 = 1_000_000_000_000_000_000;

fn units(of: &Value, key: &str) -> Result<Option<i128>, Problem> {
	match of.get(key) {
		None | Some(Value::Null) => Ok(None),
		Some(value) => units_of(value).map(Some),
	}
}

fn units_or(of: &Value, key: &str, otherwise: i128) -> Result<i128, Problem> {
	Ok(units(of, key)?.unwrap_or(otherwise))
}

/// The parameters of a case, in groups or outside of any.
struct Given<'a>(&'a Case);

impl Given<'_> {
	/// The first of these names that the group has, or that stands outside of any group.
	fn find(&self, group: &str, names: &[&str]) -> Result<Option<i128>, Problem> {
		let within = self.0.parameters.get(group).and_then(Value::as_object);
		for name in names {
			let value = within.and_then(|group| group.get(*name));
			if let Some(value) = value.or_else(|| self.0.parameters.get(*name)) {
				return units_of(value).map(Some);
			}
		}
		Ok(None)
	}

	fn rate_or(&self, group: &str, names: &[&str], otherwise: i128) -> Result<Rate, Problem> {
		Ok(Rate::from_inner(self.find(group, names)?.unwrap_or(otherwise)))
	}

	fn rate(&self, group: &str, name: &str) -> Result<Rate, Problem> {
		self.rate_or(group, &[name], 0)
	}

	/// The later form has a factor of its own for maintenance. It discounts prices, and its factors leave
	/// contingencies alone.
	fn is_later_form(&self) -> Result<bool, Problem> {
		Ok(self.find("margin", &["mm_factor"])?.is_some())
	}
}

/// Direction of volatility; `None` for a skew, which is no column here.
fn direction(name: &str) -> Result<Direction, Problem> {
	Ok(match name.to_ascii_lowercase().as_str() {
		"up" => Direction::Volatility(VolatilityMove::Up),
		"none" | "flat" => Direction::Volatility(VolatilityMove::Flat),
		"down" => Direction::Volatility(VolatilityMove::Down),
		"linear" => Direction::Tilt,
		"abs" => Direction::Bend,
		_ => return Err(format!("no direction {name:?} of volatility").into()),
	})
}

enum Direction {
	Volatility(VolatilityMove),
	Tilt,
	Bend,
}

/// A scenario as a list `[multiplier, direction, weight]` or by names.
fn scenario(given: &Value) -> Result<(i128, Direction, i128), Problem> {
	let part = |place: usize, names: &[&str]| {
		let named = names.iter().find_map(|name| given.get(*name));
		given.get(place).or(named)
	};
	let multiplier =
		part(0, &["spot_shock", "spot", "multiplier"]).ok_or("no move of the price")?;
	let volatility = part(1, &["vol_shock", "vol_shock_direction", "vol", "direction"])
		.and_then(Value::as_str)
		.ok_or("no move of volatility")?;
	let weight = part(2, &["damping", "dampening_factor", "damping_factor", "weight"]);
	Ok((units_of(multiplier)?, direction(volatility)?, weight.map_or(Ok(ONE), units_of)?))
}

/// The set, and which skews it holds.
fn scenarios(case: &Case, given: &Given) -> Result<(ScenarioSet, [i128; 2]), Problem> {
	let named = match &case.named_parameters()["scenarios"] {
		Value::String(name) => case.set(&[name]),
		other => other,
	};
	let own = case.parameters.get("scenarios").unwrap_or(&Value::Null);
	let list = [named, &named["scenarios"], own].into_iter().find_map(Value::as_array);
	let mut columns = Vec::new();
	let mut skews = [0; 2];
	for row in list.into_iter().flatten() {
		let (multiplier, direction, weight) = scenario(row)?;
		let skew = match direction {
			Direction::Volatility(volatility) => {
				let (multiplier, weight) = (Rate::from_inner(multiplier), Rate::from_inner(weight));
				columns.push(Scenario { multiplier, volatility, weight });
				continue;
			},
			Direction::Tilt => 0,
			Direction::Bend => 1,
		};
		if multiplier != ONE {
			return Err(Problem::unsupported("a smile tilts or bends only where the price stays"));
		}
		skews[skew] = weight;
	}
	if columns.is_empty() {
		// A case about contingencies alone.
		let still = VolatilityMove::Flat;
		let unit = Rate::from_inner(ONE);
		columns.push(Scenario { multiplier: unit, volatility: still, weight: unit });
	}
	let shock = |name| given.rate("vol_shock", name);
	let floor = given.rate_or("vol_shock", &["min_vol_up_shock", "vol_floor"], 0)?;
	let least = given
		.find("vol_shock", &["dte_floor_sec", "dte_floor"])?
		.unwrap_or(86_400 * ONE);
	let volatility = VolatilityShock {
		up: shock("range_up")?,
		down: shock("range_down")?,
		near_power: shock("short_term_power")?,
		far_power: shock("long_term_power")?,
		least_seconds: whole(least, "dte_floor")?,
		least_raised: volatility(floor.into_inner())?,
	};
	let set = ScenarioSet::new(columns, volatility).map_err(Refusal::Scenarios)?;
	Ok((set, skews))
}

fn parameters(given: &Given, [tilt, bend]: [i128; 2]) -> Result<PortfolioParameters, Problem> {
	let later = given.is_later_form()?;
	let margin = |name| given.rate("margin", name);
	let margin_or = |names: &[&str], otherwise| given.rate_or("margin", names, otherwise);
	let other = |names: &[&str]| given.rate_or("other_contingency", names, 0);
	let basis = |name| given.rate("basis_contingency", name);
	let basis_or = |name| given.rate_or("basis_contingency", &[name], ONE);
	let skew = |names: &[&str]| given.rate_or("skew_shock", names, 0);
	Ok(PortfolioParameters {
		initial_factor: margin_or(&["im_factor"], ONE)?,
		maintenance_factor: margin_or(&["mm_factor"], ONE)?,
		factors_scale_contingencies: !later,
		discount: StaticDiscount {
			long_base: margin_or(&["long_base_static_discount", "base_static_discount"], ONE)?,
			long_rate_scale: margin_or(&["long_rate_mult_scale", "rate_mult_scale"], 0)?,
			long_rate_add: margin_or(&["long_rate_add_scale", "rate_add_scale"], 0)?,
			short_base: margin_or(&["short_base_static_discount"], ONE)?,
			short_rate_scale: margin("short_rate_mult_scale")?,
			short_rate_add: margin("short_rate_add_scale")?,
		},
		basis: BasisShock {
			up: basis_or("spot_up")?,
			down: basis_or("spot_down")?,
			factor: basis("add_factor")?,
			factor_per_year: basis("mult_factor")?,
		},
		skew: SkewShock {
			tilt: Rate::from_inner(tilt),
			bend: Rate::from_inner(bend),
			tilt_cap: skew(&["linear_base_cap"])?,
			tilt_cap_per_root_year: skew(&["linear_c_base", "linear_cbase"])?,
			bend_cap: skew(&["abs_base_cap"])?,
			bend_cap_per_root_year: skew(&["abs_c_base", "abs_cbase"])?,
			least_reach: skew(&["min_k_star"])?,
			width: skew(&["width_scale"])?,
			level: skew(&["vol_param_static"])?,
			level_per_root_year: skew(&["vol_param_scale"])?,
		},
		contingencies: Contingencies {
			perpetual: other(&["mm_perp_percent", "perp_percent"])?,
			perpetual_initial: other(&["im_perp_percent"])?,
			base: other(&["base_percent"])?,
			option: other(&["mm_option_percent", "option_percent"])?,
			option_initial: other(&["im_option_percent"])?,
		},
		doubt: DoubtParameters {
			threshold: other(&["conf_threshold"])?,
			factor: other(&["conf_margin"])?,
		},
		depeg: DepegParameters {
			threshold: other(&["peg_loss_threshold"])?,
			factor: other(&["peg_loss_factor"])?,
		},
	})
}

fn perpetual(inputs: &Value, spot: i128) -> Result<Option<PortfolioPerpetual>, Problem> {
	let quantity = Quantity::from_inner(units_or(inputs, "perp_position", 0)?);
	let mark = units_or(inputs, "perp_price", spot)?;
	let entry = units_or(inputs, "perp_last_entry_price", mark)?;
	let (pnl, funding) =
		(units(inputs, "perp_unrealised_pnl")?, units(inputs, "perp_unrealised_funding")?);
	let mark = price(mark)?;
	let unsettled = if pnl.is_some() || funding.is_some() {
		Usd::from_inner(pnl.unwrap_or(0) + funding.unwrap_or(0))
	} else {
		mark.value_floor(quantity)?.checked_sub(price(entry)?.value_ceil(quantity)?)?
	};
	if quantity.is_zero() && unsettled.is_zero() {
		return Ok(None);
	}
	let confidence = Rate::from_inner(units_or(inputs, "perp_confidence", ONE)?);
	Ok(Some(PortfolioPerpetual { quantity, mark, unsettled, confidence }))
}

/// Options of all expiries. The earlier form prices without a discount.
fn expiries(inputs: &Value, spot: i128, later: bool) -> Result<Vec<PortfolioExpiry>, Problem> {
	let mut by_expiry: BTreeMap<u64, PortfolioExpiry> = BTreeMap::new();
	for one in inputs["options"].as_array().into_iter().flatten() {
		let seconds = whole(units_or(one, "sec_to_expiry", 0)?, "sec_to_expiry")?;
		let feed = &inputs["feeds"][seconds.to_string()];
		let at = |key, otherwise| units_or(feed, key, otherwise);
		let fixed = at("forward_fixed", 0)?;
		let whole = at("forward", spot)?;
		let rate = at("rate", 0)?;
		let forward = SettlingForward {
			fixed: price(fixed)?,
			variable: price(at("forward_variable", whole - fixed)?)?,
		};
		let confidence = at("forward_confidence", ONE)?.min(at("rate_confidence", ONE)?);
		let expiry = by_expiry.entry(seconds).or_insert(PortfolioExpiry {
			forward,
			seconds_to_expiry: seconds,
			pricing_rate: Rate::from_inner(if later { rate.max(0) } else { 0 }),
			rate: Rate::from_inner(rate),
			confidence: Rate::from_inner(confidence),
			options: Vec::new(),
		});
		let of_volatility = Rate::from_inner(units_or(one, "vol_confidence", ONE)?);
		expiry.confidence = expiry.confidence.min(of_volatility);
		expiry.options.push(PortfolioOption {
			kind: match one["type"].as_str() {
				Some("call") => OptionKind::Call,
				Some("put") => OptionKind::Put,
				_ => return Err("an option is neither call nor put".into()),
			},
			strike: price(units_or(one, "strike", 0)?)?,
			quantity: Quantity::from_inner(units_or(one, "amount", 0)?),
			volatility: volatility(units_or(one, "vol", 0)?)?,
		});
	}
	Ok(by_expiry.into_values().collect())
}

/// Collateral with haircuts of its own, or of its asset among the parameters.
fn collateral(case: &Case) -> Result<Vec<PortfolioCollateral>, Problem> {
	let inputs = case.inputs();
	let list = ["collaterals", "collateral"].iter().find_map(|key| inputs[*key].as_array());
	let mut found = Vec::new();
	for one in list.into_iter().flatten() {
		let asset = one["asset"].as_str().unwrap_or_default();
		let of_asset = ["collaterals", "collateral"]
			.iter()
			.find_map(|key| case.parameters.get(*key)?.get(asset))
			.unwrap_or(&Value::Null);
		let own = |key: &str| one.get(key).or_else(|| of_asset.get(key)).unwrap_or(&Value::Null);
		let number = |key: &str, otherwise: i128| match own(key) {
			Value::Null => Ok(otherwise),
			value => units_of(value),
		};
		found.push(PortfolioCollateral {
			quantity: Quantity::from_inner(number("amount", 0)?),
			price: price(number("price", ONE)?)?,
			confidence: Rate::from_inner(number("confidence", ONE)?),
			moves_with_underlying: ["risk_cancelling", "is_risk_cancelling"]
				.iter()
				.any(|key| own(key).as_bool() == Some(true)),
			haircut: Rate::from_inner(number("mm_haircut", 0)?),
			initial_haircut: Rate::from_inner(number("im_haircut", 0)?),
		});
	}
	Ok(found)
}

/// What positions require beyond any scenario for maintenance, each for itself.
struct OfPositions {
	perpetual: Usd,
	base: Usd,
	option: Usd,
}

fn contingencies(
	positions: &PortfolioPositions,
	stable: Price,
	parameters: &PortfolioParameters,
) -> Result<OfPositions, Problem> {
	// Without the haircuts of collateral, which are added to the rest.
	let positions = PortfolioPositions { collateral: Vec::new(), ..positions.clone() };
	let alone = |contingencies: Contingencies| -> Result<Usd, Problem> {
		let parameters = PortfolioParameters { contingencies, ..*parameters };
		Ok(positions.beyond_outcomes(stable, &parameters)?.contingencies)
	};
	let Contingencies { perpetual, base, option, .. } = parameters.contingencies;
	Ok(OfPositions {
		perpetual: alone(Contingencies { perpetual, ..Default::default() })?,
		base: alone(Contingencies { base, ..Default::default() })?,
		option: alone(Contingencies { option, ..Default::default() })?,
	})
}

pub fn margin(case: &Case) -> Reply {
	let given = Given(case);
	let inputs = case.inputs();
	let (set, skews) = scenarios(case, &given)?;
	let parameters = parameters(&given, skews)?;
	let spot = units(inputs, "spot")?.ok_or("no input spot")?;
	let positions = PortfolioPositions {
		spot: price(spot)?,
		confidence: Rate::from_inner(units_or(inputs, "spot_confidence", ONE)?),
		perpetual: perpetual(inputs, spot)?,
		base: Quantity::from_inner(units_or(inputs, "base_position", 0)?),
		collateral: collateral(case)?,
		expiries: expiries(inputs, spot, given.is_later_form()?)?,
	};
	let stable = price(units_or(inputs, "stable_price", ONE)?)?;
	let cash = Usd::from_inner(units_or(inputs, "cash", 0)?);
	let part = positions.part(stable, &set, &parameters)?;
	let contingencies = contingencies(&positions, stable, &parameters)?;
	let lambda = Rate::from_inner(ONE);
	let margin = portfolio_margin(cash, &[part], stable, &[], lambda, &parameters)?;
	// Whoever must be refused is refused for too little margin; of anybody else it is a number.
	if case.expected_error().is_some() && margin.net.initial.is_negative() {
		return Err(Refusal::BelowMargin.into());
	}
	// The basis counts as the scenario after the last, as others number it.
	let worst = margin.worst.outcome.unwrap_or(BASIS);
	let worst = if worst == BASIS { set.scenarios().len() } else { worst };
	let units = |usd: Usd| usd.into_inner();
	Answers::default()
		.number("im", units(margin.net.initial))
		.number("mm", units(margin.net.maintenance))
		.number("mtm", units(margin.net.mark_to_market))
		.number("mtm_excluding_cash", units(part.mark_to_market))
		.number("basis_contingency", units(part.outcomes.profits()[BASIS]))
		.number("static_contingency", units(part.contingencies))
		.number("mm_contingency", units(part.contingencies))
		.number("im_contingency", units(part.initial_contingencies) + units(part.doubt))
		.number("perp_contingency", units(contingencies.perpetual))
		.number("base_contingency", units(contingencies.base))
		.number("option_contingency", units(contingencies.option))
		.number("confidence_contingency", units(part.doubt))
		.number("oracle_contingency", units(part.doubt))
		.number("worst_scenario_pnl", -units(margin.loss))
		.number("worst_scenario", worst as i128 * ONE)
		.truth("accepted", !margin.net.initial.is_negative())
		.reply()
}
