// SPDX-License-Identifier: Apache-2.0
//! Slices of the volatility surface.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, units_of, Case},
	refusals::Refusal,
};
use market_maths::{
	arithmetic::{multiply_divide, Rounding},
	functions::square_root,
	options::{is_calendar_free, Interpolated, Node, SmileFault, Svi},
	units::{Price, Rate, Volatility},
	MathsError,
};
use serde_json::Value;

const ONE: i128 = 1_000_000_000_000_000_000;

/// The farthest from its centre that a slice is evaluated, and the roundest that it may be.
const FARTHEST: i128 = 16 * ONE;

/// The total variance that larger ones count as.
const MOST_VARIANCE: i128 = 144 * ONE;

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

/// Whether this is a slice of the formula, although none that the product takes for a smile.
fn is_beyond(slice: &Svi, fault: Option<&SmileFault>) -> bool {
	let is_meant = !slice.b.is_negative()
		&& !slice.sigma.is_negative()
		&& slice.rho.into_inner().unsigned_abs() <= ONE.unsigned_abs();
	is_meant && fault == Some(&SmileFault::Malformed)
}

/// Whether the product evaluates a slice there.
fn is_evaluated(slice: &Svi, k: Rate) -> bool {
	let distance = k.checked_sub(slice.m).map(|distance| distance.into_inner().unsigned_abs());
	(1..=FARTHEST).contains(&slice.sigma.into_inner())
		&& distance.is_ok_and(|distance| distance <= FARTHEST.unsigned_abs())
}

pub fn slice(case: &Case) -> Reply {
	const NO_SMILE: &str = "the product takes no slice for a smile with sigma of 0 or above 16, \
		m beyond 16, a beyond 144, or rho of 1 or -1";
	const TOO_FAR: &str =
		"a slice is evaluated where sigma is above 0 and at most 16, and k at most 16 from m";
	let slice = svi(case.inputs())?;
	let k = Rate::from_inner(case.number("k")?);
	let must_be_refused = case.expected_error().is_some();
	let fault = slice.check()?.err();
	if must_be_refused && fault == Some(SmileFault::Malformed) {
		return Err(MathsError::OutsideDomain.into());
	}
	let reason = word(fault.as_ref());
	let is_named = case.expected().get("reason").and_then(Value::as_str) == Some(reason);
	let answers = if is_beyond(&slice, fault.as_ref()) && !is_named {
		Answers::default()
			.elsewhere("butterfly_free", NO_SMILE)
			.elsewhere("reason", NO_SMILE)
	} else {
		Answers::default()
			.truth("butterfly_free", fault.is_none())
			.word("reason", reason)
	};
	if !must_be_refused && !is_evaluated(&slice, k) {
		return answers
			.elsewhere("w", TOO_FAR)
			.elsewhere("dw_dk", TOO_FAR)
			.elsewhere("d2w_dk2", TOO_FAR)
			.reply();
	}
	let variance = slice.variance(k)?;
	answers
		.number("w", variance.total.into_inner())
		.number("dw_dk", variance.slope.into_inner())
		.number("d2w_dk2", variance.bend.into_inner())
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

/// √(w / years) at a strike, read from the slice as [`Svi::volatility`] reads it. That takes seconds; a time in years
/// may lie between two of them.
fn volatility_over_years(
	slice: &Svi,
	forward: Price,
	strike: Price,
	years: u128,
) -> Result<u128, MathsError> {
	if forward.is_zero() {
		return Err(MathsError::OutsideDomain);
	}
	if strike.is_zero() {
		return Ok(0);
	}
	let total = slice.total_variance(slice.moneyness(forward, strike)?)?.into_inner();
	let total = u128::try_from(total.min(MOST_VARIANCE)).map_err(|_| MathsError::OutsideDomain)?;
	// With 36 decimals if they fit: the root of 18 is short by 10^-18 / (2 · volatility).
	let one = ONE.unsigned_abs();
	match multiply_divide(total, one * one, years, Rounding::Down) {
		Ok(annual) => Ok(annual.isqrt()),
		Err(MathsError::Overflow) => {
			square_root(multiply_divide(total, one, years, Rounding::Down)?)
		},
		Err(refused) => Err(refused),
	}
}

pub fn volatility(case: &Case) -> Reply {
	let inputs = case.input("svi")?;
	let slice = svi(inputs)?;
	let forward = price(units_of(&inputs["forward"])?)?;
	let strike = price(case.number("strike")?)?;
	let years = u128::try_from(units_of(&inputs["tau"])?).map_err(|_| Refusal::Negative)?;
	let volatility = volatility_over_years(&slice, forward, strike, years)?;
	// What is read from a slice is as sure as the slice is.
	let confidence = match inputs.get("confidence") {
		Some(stated) => units_of(stated)?,
		None => case.number_or(&["confidence"], ONE)?,
	};
	let answers = Answers::default()
		.number("vol", units(Volatility::from_inner(volatility)))
		.number("confidence", confidence);
	match slice.moneyness(forward, strike) {
		Ok(k) => answers.number("k", k.into_inner()).reply(),
		Err(_) => answers.reply(),
	}
}
