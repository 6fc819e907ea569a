// SPDX-License-Identifier: Apache-2.0
//! Slices of the volatility surface.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, units_of, Case},
	refusals::Refusal,
};
use market_maths::{
	options::{is_calendar_free, Interpolated, Node, SmileFault, Svi, SECONDS_PER_YEAR},
	units::{Rate, Volatility},
};
use serde_json::Value;

const ONE: i128 = 1_000_000_000_000_000_000;

fn svi(of: &Value) -> Result<Svi, Problem> {
	let part = |key: &str| -> Result<Rate, Problem> {
		let value = of.get(key).ok_or_else(|| format!("no {key}"))?;
		Ok(Rate::from_inner(units_of(value)?))
	};
	Ok(Svi {
		a: part("a")?,
		b: part("b")?,
		rho: part("rho")?,
		m: part("m")?,
		sigma: part("sigma")?,
	})
}

fn word(fault: Option<&SmileFault>) -> &'static str {
	match fault {
		None => "none",
		Some(SmileFault::Malformed) => "malformed",
		Some(SmileFault::NegativeVariance { .. }) => "negative_variance",
		Some(SmileFault::WingTooSteep) => "wing_slope",
		Some(SmileFault::NegativeDensity { .. }) => "negative_density",
		Some(SmileFault::NotProved) => "not_proved",
	}
}

fn nodes(case: &Case) -> Result<Vec<Node>, Problem> {
	let rows = case.input("nodes")?.as_array().ok_or("no list of nodes")?;
	rows.iter()
		.map(|row| {
			let part = |key: &str| units_of(&row[key]).map(Rate::from_inner);
			Ok(Node { k: part("k")?, total: part("w")? })
		})
		.collect()
}

fn units(volatility: Volatility) -> i128 {
	i128::try_from(volatility.into_inner()).unwrap_or(i128::MAX)
}

pub fn slice(case: &Case) -> Reply {
	let slice = svi(case.inputs())?;
	let variance = slice.variance(Rate::from_inner(case.number("k")?))?;
	let fault = slice.check()?.err();
	Answers::default()
		.number("w", variance.total.into_inner())
		.number("dw_dk", variance.slope.into_inner())
		.number("d2w_dk2", variance.bend.into_inner())
		.truth("butterfly_free", fault.is_none())
		.word("reason", word(fault.as_ref()))
		.reply()
}

pub fn calendar(case: &Case) -> Reply {
	let (earlier, later) = (svi(case.input("p1")?)?, svi(case.input("p2")?)?);
	Answers::default()
		.truth("calendar_free", is_calendar_free(&earlier, &later)?)
		.reply()
}

pub fn straight(case: &Case) -> Reply {
	let smile = Interpolated::new(nodes(case)?)?;
	let total = smile.total_variance(Rate::from_inner(case.number("k")?))?;
	let fault = smile.check()?.err();
	Answers::default()
		.number("w", total.into_inner())
		.truth("butterfly_free", fault.is_none())
		.word("reason", word(fault.as_ref()))
		.reply()
}

pub fn fit(case: &Case) -> Reply {
	let (slice, nodes) = (svi(case.inputs())?, nodes(case)?);
	let fit = slice.fit(&nodes, case.whole("seconds_to_expiry")?)?;
	Answers::default()
		.number("worst", units(fit.worst))
		.number("worst_at", fit.worst_at.into_inner())
		.number("mean", units(fit.mean))
		.reply()
}

pub fn volatility(case: &Case) -> Reply {
	let inputs = case.input("svi")?;
	let slice = svi(inputs)?;
	let forward = price(units_of(&inputs["forward"])?)?;
	let strike = price(case.number("strike")?)?;
	// Time is whole seconds here, and years with many digits there.
	let years = units_of(&inputs["tau"])?;
	let seconds = (years * i128::from(SECONDS_PER_YEAR) + ONE / 2) / ONE;
	let seconds = u64::try_from(seconds).map_err(|_| Refusal::Negative)?;
	let volatility = slice.volatility(forward, strike, seconds)?;
	// What is read from a slice is as sure as the slice is.
	let confidence = match inputs.get("confidence") {
		Some(stated) => units_of(stated)?,
		None => case.number_or(&["confidence"], ONE)?,
	};
	let answers = Answers::default()
		.number("vol", units(volatility))
		.number("confidence", confidence);
	match slice.moneyness(forward, strike) {
		Ok(k) => answers.number("k", k.into_inner()).reply(),
		Err(_) => answers.reply(),
	}
}
