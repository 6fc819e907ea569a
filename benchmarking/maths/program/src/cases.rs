// SPDX-License-Identifier: Apache-2.0
//! What every arithmetic answers for the numeric cases of a folder.

use crate::Failure;
use implied_vol::{DefaultSpecialFn, ImpliedBlackVolatility, PriceBlackScholes};
use market_maths::{
	functions,
	options::{implied_volatility, Black76, Expiry, OptionKind, Strike},
	units::{Price, Rate},
};
use market_maths_work::yardstick::{self, FloatOption};
use serde_json::Value;
use std::path::PathBuf;

/// What is asked for, as tables call it.
pub(crate) const KINDS: [&str; 12] = [
	"ln",
	"exp",
	"sqrt",
	"norm_cdf",
	"call",
	"put",
	"delta",
	"gamma",
	"vega",
	"theta",
	"rho",
	"implied_volatility",
];

/// Answers to one question; `None` where an arithmetic refuses or has none.
pub(crate) struct Line {
	/// One of [`KINDS`].
	pub(crate) kind: &'static str,
	/// The number of its folder, and the case's name there.
	pub(crate) id: String,
	pub(crate) expected: String,
	/// What an error is divided by.
	pub(crate) scale: f64,
	pub(crate) ours: Option<String>,
	pub(crate) float: Option<f64>,
	/// Of `solmath`, with 12 decimals. Its greeks are those of the spot.
	pub(crate) twelve: Option<i128>,
	/// Of `implied-vol`.
	pub(crate) implied: Option<f64>,
	/// What greeks of the spot become greeks of the forward with.
	pub(crate) terms: Option<Terms>,
}

/// Inputs, as they are written.
#[derive(Clone)]
pub(crate) struct Terms {
	pub(crate) forward: String,
	pub(crate) rate: String,
	pub(crate) seconds: u64,
}

/// Fraction digits that are compared.
const DIGITS: usize = 24;

/// Last of the compared digits in one.
const ONE: i128 = 1_000_000_000_000_000_000_000_000;

/// The whole part of a decimal number and 10^24 times its fraction, cut off beyond; both with its sign. What is
/// written with an exponent is zero or not understood.
fn parts(text: &str) -> Option<(i128, i128)> {
	if text.contains(['e', 'E']) {
		return (text.parse::<f64>().ok()? == 0.0).then_some((0, 0));
	}
	let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
	let fraction: String = fraction.chars().take(DIGITS).collect();
	let signed = |digits: &str| digits.parse::<i128>().ok()?.checked_mul(sign);
	Some((signed(whole)?, signed(&format!("{fraction:0<DIGITS$}"))?))
}

/// How far two decimal numbers are apart, to 24 places.
pub(crate) fn distance(one: &str, other: &str) -> Option<f64> {
	let ((whole, fraction), (other_whole, other_fraction)) = (parts(one)?, parts(other)?);
	let apart = whole
		.checked_sub(other_whole)?
		.checked_mul(ONE)?
		.checked_add(fraction.checked_sub(other_fraction)?)?;
	Some(apart.unsigned_abs() as f64 / ONE as f64)
}

/// A price to its 18 decimals, rounded to nearest.
fn price(text: &str) -> Option<Price> {
	let (whole, fraction) = parts(text)?;
	let units = whole
		.checked_mul(1_000_000_000_000_000_000)?
		.checked_add(fraction.checked_add(500_000)?.checked_div(1_000_000)?)?;
	u128::try_from(units).ok().map(Price::from_inner)
}

/// A number with 12 decimals.
fn twelve(number: f64) -> Option<u128> {
	format!("{number:.12}").replace('.', "").parse().ok()
}

fn field<'a>(part: &'a Value, name: &str) -> Option<&'a str> {
	part.get(name)?.as_str()
}

fn number(text: &str) -> Option<f64> {
	text.parse().ok()
}

/// Of a function of one number.
fn function(kind: &'static str, case: &Value) -> Option<Line> {
	let text = field(case.get("inputs")?, "x")?;
	let expected = field(case.get("expected")?, "y")?;
	let x = number(text)?;
	let units = text.parse::<Rate>().ok()?.into_inner();
	let small = units.checked_div(1_000_000)?;
	let (size, small_size) = (u128::try_from(units).ok(), u128::try_from(small).ok());
	let unsigned = |units: u128| i128::try_from(units).ok();
	let (ours, float, theirs) = match kind {
		"ln" => (functions::ln(size?).ok(), libm::log(x), solmath::ln_fixed_i(small_size?).ok()),
		"exp" => (
			functions::exp(units).ok().and_then(unsigned),
			libm::exp(x),
			solmath::exp_fixed_i(small).ok(),
		),
		"sqrt" => (
			functions::square_root(size?).ok().and_then(unsigned),
			libm::sqrt(x),
			solmath::fp_sqrt(small_size?).ok().and_then(unsigned),
		),
		"norm_cdf" => (
			unsigned(functions::normal_cdf(units)),
			yardstick::normal_cdf(x),
			solmath::norm_cdf_poly(small).ok(),
		),
		_ => return None,
	};
	// e^x is held to its size, where that is more than one.
	let scale = if kind == "exp" { number(expected)?.max(1.0) } else { 1.0 };
	Some(Line {
		kind,
		id: field(case, "id")?.to_owned(),
		expected: expected.to_owned(),
		scale,
		ours: ours.map(|units| Rate::from_inner(units).to_string()),
		float: Some(float),
		twelve: theirs,
		implied: None,
		terms: None,
	})
}

/// Prices of both kinds and the call's greeks.
fn option(case: &Value) -> Option<Vec<Line>> {
	let inputs = case.get("inputs")?;
	let terms = Terms {
		forward: field(inputs, "forward")?.to_owned(),
		rate: field(inputs, "rate")?.to_owned(),
		seconds: inputs.get("seconds_to_expiry")?.as_u64()?,
	};
	let option = Black76 {
		forward: terms.forward.parse().ok()?,
		strike: field(inputs, "strike")?.parse().ok()?,
		volatility: field(inputs, "volatility")?.parse().ok()?,
		seconds_to_expiry: terms.seconds,
		rate: terms.rate.parse().ok()?,
	};
	let prices = option.prices().ok();
	let greeks = option.greeks(OptionKind::Call).ok();
	let float = yardstick::float_option(&option, Price::ZERO);
	let FloatOption { forward, strike, years, .. } = float;
	let known = yardstick::known(forward, strike, years, float.rate);
	let theirs = [forward * known.discount, strike, float.rate, float.volatility, years]
		.map(twelve)
		.into_iter()
		.collect::<Option<Vec<u128>>>()
		.and_then(|inputs| match inputs.as_slice() {
			[spot, strike, rate, volatility, years] => {
				solmath::bs_full_hp(*spot, *strike, *rate, *volatility, *years).ok()
			},
			_ => None,
		});
	let implied = |is_call| {
		let model = PriceBlackScholes::builder()
			.forward(forward)
			.strike(strike)
			.volatility(float.volatility)
			.expiry(years)
			.is_call(is_call)
			.build_unchecked();
		Some(model.calculate::<DefaultSpecialFn>() * known.discount)
	};

	// The scale is a number and so much of the answer itself.
	let money = 1.0 + forward.max(strike);
	let asked = [
		("call", "call", money, 0.0),
		("put", "put", money, 0.0),
		("delta", "delta_call", 1.0, 0.0),
		("gamma", "gamma", 1e-3, 1.0),
		("vega", "vega", 1.0 + forward, 0.0),
		("theta", "theta_call", 1.0 + forward, 100.0),
		("rho", "rho_call", money * (1.0 + years), 0.0),
	];
	let ours = [
		prices.map(|(call, _)| call.to_string()),
		prices.map(|(_, put)| put.to_string()),
		greeks.map(|greeks| greeks.delta.to_string()),
		greeks.map(|greeks| greeks.gamma.to_string()),
		greeks.map(|greeks| greeks.vega.to_string()),
		greeks.map(|greeks| greeks.theta.to_string()),
		greeks.map(|greeks| greeks.rho.to_string()),
	];
	let [call, put] = yardstick::prices(&float, &known);
	let [_, delta, gamma, vega, theta, rho] = yardstick::price_and_greeks(&float, &known);
	let floats = [call, put, delta, gamma, vega, theta, rho];
	let twelve = match &theirs {
		None => [None; 7],
		Some(full) => [
			i128::try_from(full.call).ok(),
			i128::try_from(full.put).ok(),
			Some(full.call_delta),
			Some(full.gamma),
			Some(full.vega),
			Some(full.call_theta),
			Some(full.call_rho),
		],
	};
	let implied = [implied(true), implied(false), None, None, None, None, None];

	let expected = case.get("expected")?;
	let id = field(case, "id")?;
	let answers = ours.into_iter().zip(floats).zip(twelve).zip(implied);
	let lines = asked.into_iter().zip(answers).filter_map(
		|((kind, name, least, share), (((ours, float), twelve), implied))| {
			let expected = field(expected, name)?;
			Some(Line {
				kind,
				id: id.to_owned(),
				scale: least + share * number(expected)?.abs(),
				expected: expected.to_owned(),
				ours,
				float: Some(float),
				twelve,
				implied,
				terms: Some(terms.clone()),
			})
		},
	);
	Some(lines.collect())
}

/// Of an implied volatility. The scale is what the case itself allows, in units of 10^-15: that of the
/// volatility and what the price's last digit means for it.
fn implied(case: &Value) -> Option<Line> {
	let inputs = case.get("inputs")?;
	let text = |name| field(inputs, name);
	let is_call = text("type")? == "call";
	let seconds = inputs.get("seconds_to_expiry")?.as_u64()?;
	let [forward, strike]: [Price; 2] =
		[text("forward")?.parse().ok()?, text("strike")?.parse().ok()?];
	let rate: Rate = text("rate")?.parse().ok()?;
	let kind = if is_call { OptionKind::Call } else { OptionKind::Put };
	let expiry = Expiry::new(forward, seconds, rate).ok()?;
	let asked = price(text("price")?)?;
	let ours = implied_volatility(kind, &expiry, &Strike::new(strike), asked).ok();

	let option = Black76 {
		forward,
		strike,
		volatility: Default::default(),
		seconds_to_expiry: seconds,
		rate,
	};
	let FloatOption { forward, strike, years, rate, .. } = yardstick::float_option(&option, asked);
	let known = yardstick::known(forward, strike, years, rate);
	let exact = number(text("price")?)?;
	let theirs = ImpliedBlackVolatility::builder()
		.option_price(exact / known.discount)
		.forward(forward)
		.strike(strike)
		.expiry(years)
		.is_call(is_call)
		.build_unchecked()
		.calculate::<DefaultSpecialFn>();
	// It takes a call's price: a put's becomes one by parity.
	let call = if is_call { exact } else { exact + known.discount * (forward - strike) };
	let solved = [call, forward * known.discount, strike, rate, years]
		.map(twelve)
		.into_iter()
		.collect::<Option<Vec<u128>>>()
		.and_then(|inputs| match inputs.as_slice() {
			[price, spot, strike, rate, years] => {
				solmath::implied_vol(*price, *spot, *strike, *rate, *years).ok()
			},
			_ => None,
		});
	let allowed = case.pointer("/tolerance/volatility/abs")?.as_str()?;
	Some(Line {
		kind: "implied_volatility",
		id: field(case, "id")?.to_owned(),
		expected: field(case.get("expected")?, "volatility")?.to_owned(),
		scale: number(allowed)? * 1e15,
		ours: ours.map(|volatility| volatility.to_string()),
		float: None,
		twelve: solved.and_then(|units| i128::try_from(units).ok()),
		implied: theirs,
		terms: None,
	})
}

/// The answers to every case of these folders that is understood. A folder need not have every file.
pub(crate) fn answers(folders: &[PathBuf]) -> Result<Vec<Line>, Failure> {
	let mut lines = Vec::new();
	for (number, folder) in folders.iter().enumerate() {
		let before = lines.len();
		for file in ["ln", "exp", "sqrt", "norm_cdf", "black76", "implied_volatility"] {
			let path = folder.join(file).with_extension("json");
			if folder.is_dir() && !path.exists() {
				continue;
			}
			let cases: Value = serde_json::from_slice(&std::fs::read(path)?)?;
			let cases = cases.get("cases").and_then(Value::as_array).into_iter().flatten();
			for case in cases {
				match file {
					"black76" => lines.extend(option(case).unwrap_or_default()),
					"implied_volatility" => lines.extend(implied(case)),
					_ => lines.extend(function(file, case)),
				}
			}
		}
		// Two folders may give the same name to different cases.
		for line in lines.iter_mut().skip(before) {
			line.id = format!("{number}/{}", line.id);
		}
	}
	Ok(lines)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_are_apart_by_their_last_digits() {
		let apart = |one, other, by: f64| (distance(one, other).unwrap() - by).abs() <= by * 1e-15;
		assert!(apart("1", "0.999999999999999999", 1e-18));
		assert!(apart("-1.5", "0", 1.5));
		assert!(apart("235385266837019985.5", "235385266837019985", 0.5));
		assert!(apart("0E-29", "0", 0.0));
		assert_eq!(distance("1e3", "0"), None);
		assert_eq!(price("0.0000000000000000015"), "0.000000000000000002".parse().ok());
	}
}
