// SPDX-License-Identifier: Apache-2.0
//! Results of all arithmetics for the cases of a folder, as text: what the error plot is made of.

use crate::Failure;
use market_maths_work::yardstick::{self, FloatOption};
use serde_json::Value;
use std::{fmt::Display, io::Write, path::Path};

/// What three arithmetics answer for one case, as one line of the table.
struct Line<'a> {
	kind: &'a str,
	expected: &'a str,
	scale: f64,
	ours: Option<String>,
	float: Option<String>,
	twelve: Option<String>,
}

fn text<T: Display>(number: Option<T>) -> Option<String> {
	number.map(|number| number.to_string())
}

/// A number with 12 decimals.
fn twelve(number: f64) -> Option<u128> {
	let digits = format!("{number:.12}").replace('.', "");
	digits.parse().ok()
}

fn from_twelve(units: i128) -> String {
	let (sign, size) = (if units < 0 { "-" } else { "" }, units.unsigned_abs());
	let digits = format!("{size:013}");
	let (whole, fraction) = digits.split_at(digits.len().saturating_sub(12));
	format!("{sign}{whole}.{fraction}")
}

fn field<'a>(part: &'a Value, name: &str) -> Option<&'a str> {
	part.get(name)?.as_str()
}

/// Of a function of one number.
fn function<'a>(kind: &'a str, case: &'a Value) -> Option<Line<'a>> {
	let x = field(case.get("inputs")?, "x")?;
	let expected = field(case.get("expected")?, "y")?;
	let number: f64 = x.parse().ok()?;
	let unit = |text: &str| text.parse::<market_maths::units::Rate>().ok();
	let units = unit(x)?.into_inner();
	let size = u128::try_from(units).ok();
	let rate = |units: i128| market_maths::units::Rate::from_inner(units);
	let unsigned = |units: u128| i128::try_from(units).ok().map(rate);
	let small = units.checked_div(1_000_000)?;
	let small_size = u128::try_from(small).ok();
	use market_maths::functions;
	let (ours, float, theirs) = match kind {
		"ln" => (
			functions::ln(size?).ok().map(rate),
			libm::log(number),
			solmath::ln_fixed_i(small_size?).ok(),
		),
		"exp" => (
			functions::exp(units).ok().and_then(unsigned),
			libm::exp(number),
			solmath::exp_fixed_i(small).ok(),
		),
		"norm_cdf" => (
			unsigned(functions::normal_cdf(units)),
			yardstick::normal_cdf(number),
			solmath::norm_cdf_poly(small).ok(),
		),
		_ => return None,
	};
	Some(Line {
		kind,
		expected,
		scale: 1.0,
		ours: text(ours),
		float: Some(format!("{float:.40}")),
		twelve: theirs.map(from_twelve),
	})
}

/// Of a call.
fn call<'a>(kind: &'a str, case: &'a Value) -> Option<Line<'a>> {
	use market_maths::options::{Black76, OptionKind};
	let inputs = case.get("inputs")?;
	let expected = field(case.get("expected")?, "call")?;
	let seconds = inputs.get("seconds_to_expiry")?.as_u64()?;
	let [forward, strike, volatility, rate] =
		["forward", "strike", "volatility", "rate"].map(|name| field(inputs, name));
	let option = Black76 {
		forward: forward?.parse().ok()?,
		strike: strike?.parse().ok()?,
		volatility: volatility?.parse().ok()?,
		seconds_to_expiry: seconds,
		rate: rate?.parse().ok()?,
	};
	let ours = option.price(OptionKind::Call).ok()?;
	let float: FloatOption = yardstick::float_option(&option, ours);
	let spot = float.forward * float.known.discount;
	let theirs = solmath::bs_full_hp(
		twelve(spot)?,
		twelve(float.strike)?,
		twelve(float.rate)?,
		twelve(float.volatility)?,
		twelve(float.years)?,
	);
	let [float_call, _] = yardstick::prices(&float, &float.known);
	Some(Line {
		kind,
		expected,
		scale: 1.0 + float.forward.max(float.strike),
		ours: Some(ours.to_string()),
		float: Some(format!("{float_call:.40}")),
		twelve: theirs.ok().and_then(|full| i128::try_from(full.call).ok()).map(from_twelve),
	})
}

/// Writes `kind,expected,scale,ours,f64,solmath` for every case that all understand; empty where one refuses.
pub(crate) fn write(cases: &Path, out: &mut impl Write) -> Result<(), Failure> {
	writeln!(out, "kind,expected,scale,ours,f64,solmath")?;
	for kind in ["ln", "exp", "norm_cdf", "black76"] {
		let file: Value =
			serde_json::from_slice(&std::fs::read(cases.join(kind).with_extension("json"))?)?;
		let listed = file.get("cases").and_then(Value::as_array);
		for case in listed.into_iter().flatten() {
			let line = if kind == "black76" { call(kind, case) } else { function(kind, case) };
			let Some(line) = line else {
				continue;
			};
			let or_nothing = |text: Option<String>| text.unwrap_or_default();
			writeln!(
				out,
				"{},{},{},{},{},{}",
				line.kind,
				line.expected,
				line.scale,
				or_nothing(line.ours),
				or_nothing(line.float),
				or_nothing(line.twelve)
			)?;
		}
	}
	Ok(())
}
