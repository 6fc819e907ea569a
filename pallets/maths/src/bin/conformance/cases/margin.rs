// SPDX-License-Identifier: Apache-2.0
//! Standard margin of whole accounts and of single positions.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, units_of, volatility, whole, Case},
	refusals::Refusal,
};
use market_maths::{
	margin::{
		standard_margin, CollateralParameters, DepegParameters, ExpiryPositions, NetMargin,
		OpenOrders, OptionParameters, OptionPosition, OracleParameters, PerpetualParameters,
		PerpetualPosition, StandardParameters, UnderlyingPositions,
	},
	options::{Black76, OptionKind},
	units::{Price, Quantity, Rate, Usd},
};
use serde_json::{Map, Value};

const ONE: i128 = 1_000_000_000_000_000_000;
/// The spot price where a case names none: that of the test it restates.
const USUAL_SPOT: i128 = 1_500 * ONE;

fn units(of: &Value, key: &str) -> Result<Option<i128>, Problem> {
	of.get(key).map(units_of).transpose()
}

fn units_or(of: &Value, key: &str, otherwise: i128) -> Result<i128, Problem> {
	Ok(units(of, key)?.unwrap_or(otherwise))
}

/// A parameter of a group, or of the same name outside of any group.
fn rate(all: &Map<String, Value>, group: &str, key: &str, outside: &str) -> Result<Rate, Problem> {
	let found = all.get(group).and_then(|group| group.get(key)).or_else(|| all.get(outside));
	let value = found.map(units_of).transpose()?;
	Ok(Rate::from_inner(value.unwrap_or(0)))
}

fn parameters(case: &Case) -> Result<StandardParameters, Problem> {
	let option = |key| rate(&case.parameters, "option", key, key);
	let perp = |key| rate(&case.parameters, "perp", key, key);
	let base = |key| rate(&case.parameters, "base", key, key);
	let oracle = |key| rate(&case.parameters, "oracle_contingency", key, key);
	let depeg = |key| rate(&case.parameters, "depeg", key, "");
	Ok(StandardParameters {
		options: OptionParameters {
			initial_at_the_money: option("max_spot_req")?,
			initial_floor: option("min_spot_req")?,
			maintenance_call: option("mm_call_spot_req")?,
			maintenance_put: option("mm_put_spot_req")?,
			maintenance_put_of_value: option("mm_put_mtm_req")?,
			unpaired_initial: option("unpaired_im_scale")?,
			unpaired_maintenance: option("unpaired_mm_scale")?,
			put_initial_over_maintenance: option("mm_offset_scale")?,
		},
		perpetuals: PerpetualParameters {
			initial: perp("im_perp_req")?,
			maintenance: perp("mm_perp_req")?,
			large: Usd::ZERO,
			growth: Rate::ZERO,
		},
		collateral: CollateralParameters {
			factor: base("margin_factor")?,
			initial_scale: base("im_scale")?,
		},
		oracle: OracleParameters {
			perpetual_threshold: oracle("perp_threshold")?,
			option_threshold: oracle("option_threshold")?,
			collateral_threshold: oracle("base_threshold")?,
			factor: oracle("oc_factor")?,
		},
		depeg: DepegParameters { threshold: depeg("threshold")?, factor: depeg("depeg_factor")? },
	})
}

fn option(given: &Value, forward: Price, seconds: u64) -> Result<OptionPosition, Problem> {
	let kind = match given["type"].as_str() {
		Some("call") => OptionKind::Call,
		Some("put") => OptionKind::Put,
		_ => return Err("type is neither call nor put".into()),
	};
	let strike = price(units_or(given, "strike", 0)?)?;
	let priced = Black76 {
		forward,
		strike,
		volatility: volatility(units_or(given, "vol", 0)?)?,
		seconds_to_expiry: seconds,
		rate: Rate::ZERO,
	};
	Ok(OptionPosition {
		kind,
		strike,
		quantity: Quantity::from_inner(units_or(given, "amount", 0)?),
		value: priced.price(kind)?,
		orders: OpenOrders::default(),
	})
}

fn seconds_of(given: &Value) -> Result<u64, Problem> {
	whole(units_or(given, "sec_to_expiry", 0)?, "sec_to_expiry")
}

/// The position in the perpetual, whose mark is the spot price where none is given.
fn perpetual(given: &Value, spot: i128) -> Result<Option<PerpetualPosition>, Problem> {
	let Some(size) = units(given, "perp_position")? else {
		return Ok(None);
	};
	let mark = price(units_or(given, "perp_price", spot)?)?;
	let quantity = Quantity::from_inner(size);
	let entry = price(units_or(given, "perp_last_entry_price", mark.into_inner() as i128)?)?;
	let gained = mark.value_floor(quantity)?.checked_sub(entry.value_ceil(quantity)?)?;
	let funding =
		units_or(given, "funding_index_global", 0)? - units_or(given, "funding_index_account", 0)?;
	let owed = if funding < 0 {
		price(-funding)?.value_floor(quantity)?.checked_neg()?
	} else {
		price(funding)?.value_ceil(quantity)?
	};
	Ok(Some(PerpetualPosition {
		quantity,
		mark,
		unsettled: gained.checked_sub(owed)?,
		confidence: Rate::from_inner(units_or(given, "perp_confidence", ONE)?),
		orders: OpenOrders::default(),
	}))
}

/// Options of a market, expiry by expiry.
fn expiries(given: &Value, spot: i128) -> Result<Vec<ExpiryPositions>, Problem> {
	let mut by_expiry: Vec<(u64, ExpiryPositions)> = Vec::new();
	for one in given["options"].as_array().into_iter().flatten() {
		let seconds = seconds_of(one)?;
		let quoted = &given["forwards"][seconds.to_string()];
		let forward = price(units_or(quoted, "forward", spot)?)?;
		let confidence = units_or(quoted, "confidence", ONE)?;
		let of_vol = units_or(one, "vol_confidence", ONE)?;
		let place = match by_expiry.iter().position(|(expiry, _)| *expiry == seconds) {
			Some(place) => place,
			None => {
				let confidence = Rate::from_inner(confidence);
				let options = Vec::new();
				by_expiry.push((seconds, ExpiryPositions { forward, confidence, options }));
				by_expiry.len() - 1
			},
		};
		let expiry = &mut by_expiry[place].1;
		expiry.confidence = expiry.confidence.min(Rate::from_inner(of_vol));
		expiry.options.push(option(one, forward, seconds)?);
	}
	Ok(by_expiry.into_iter().map(|(_, expiry)| expiry).collect())
}

fn market(given: &Value) -> Result<UnderlyingPositions, Problem> {
	let spot = units_or(given, "spot", USUAL_SPOT)?;
	let collateral = units_or(given, "base_position", 0)?;
	if collateral < 0 {
		return Err(Refusal::Negative.into());
	}
	Ok(UnderlyingPositions {
		spot: price(spot)?,
		confidence: Rate::from_inner(units_or(given, "spot_confidence", ONE)?),
		perpetual: perpetual(given, spot)?,
		collateral: Quantity::from_inner(collateral),
		expiries: expiries(given, spot)?,
	})
}

/// A case without markets is one market: a list of legs, a single option, calls sold, or collateral.
fn single_market(inputs: &Value) -> Result<UnderlyingPositions, Problem> {
	let mut positions = market(inputs)?;
	let spot = positions.spot.into_inner() as i128;
	let forward = price(units_or(inputs, "forward", spot)?)?;
	let seconds = seconds_of(inputs)?;
	let mut options = Vec::new();
	for leg in inputs["legs"].as_array().into_iter().flatten() {
		options.push(option(leg, forward, seconds)?);
	}
	if inputs.get("type").is_some() {
		options.push(option(inputs, forward, seconds)?);
	}
	if let Some(short) = units(inputs, "short_calls")? {
		let mut sold = inputs.clone();
		sold["type"] = "call".into();
		let mut sold = option(&sold, forward, seconds)?;
		sold.quantity = Quantity::from_inner(-short);
		options.push(sold);
	}
	if !options.is_empty() {
		let confidence = Rate::from_inner(ONE);
		positions.expiries.push(ExpiryPositions { forward, confidence, options });
	}
	Ok(positions)
}

fn sum(
	cash: i128,
	markets: &[UnderlyingPositions],
	stable: Price,
	parameters: &StandardParameters,
) -> Result<NetMargin, Problem> {
	let mut net = NetMargin::of_cash(Usd::from_inner(cash));
	for positions in markets {
		net = net.checked_add(standard_margin(positions, stable, parameters)?)?;
	}
	Ok(net)
}

pub fn standard(case: &Case) -> Reply {
	let inputs = case.inputs();
	let parameters = parameters(case)?;
	let stable = price(units_or(inputs, "stable_price", ONE)?)?;
	let mut answers = Answers::default();
	let mut markets = Vec::new();
	let mut cash = units_or(inputs, "cash", 0)?;
	match inputs["markets"].as_object() {
		None => markets.push(single_market(inputs)?),
		Some(given) => {
			for (name, given) in given {
				let positions = market(given)?;
				let one = std::slice::from_ref(&positions);
				let initial =
					|stable| sum(0, one, stable, &parameters).map(|net| net.initial.into_inner());
				let pegged = initial(price(ONE)?)?;
				let depeg = pegged - initial(stable)?;
				let key = format!("{}_depeg_margin", name.to_lowercase());
				answers = answers.number(&key, depeg);
				if inputs.get("cash").is_none() && inputs.get("cash_text").is_some() {
					// The case funds the account with what its parts need.
					cash += depeg - pegged;
				}
				markets.push(positions);
			}
		},
	}
	let net = sum(cash, &markets, stable, &parameters)?;
	let mut least = net.initial;
	answers = answers
		.number("im", net.initial.into_inner())
		.number("mm", net.maintenance.into_inner())
		.number("mtm", net.mark_to_market.into_inner())
		.truth("accepted", !net.initial.is_negative());
	if inputs.get("spot_confidence_before").is_some() {
		let at = |key: &str| -> Result<NetMargin, Problem> {
			let mut moved = markets.clone();
			for positions in &mut moved {
				positions.confidence = Rate::from_inner(units_or(inputs, key, ONE)?);
			}
			sum(cash, &moved, stable, &parameters)
		};
		let (before, after) = (at("spot_confidence_before")?, at("spot_confidence_after")?);
		least = least.min(after.initial);
		let change = |from: Usd, to: Usd| to.into_inner() - from.into_inner();
		answers = answers
			.number("im_before", before.initial.into_inner())
			.number("im_after", after.initial.into_inner())
			.number("mm_change", change(before.maintenance, after.maintenance))
			.number("mtm_change", change(before.mark_to_market, after.mark_to_market));
	}
	// Whoever must be refused is refused for too little margin; of anybody else it is a number.
	if case.expected_error().is_some() && least.is_negative() {
		return Err(Refusal::BelowMargin.into());
	}
	answers.reply()
}
