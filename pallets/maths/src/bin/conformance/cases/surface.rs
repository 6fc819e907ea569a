// SPDX-License-Identifier: Apache-2.0
//! Slices of the volatility surface.

use super::{
	answers::{Answers, Reply},
	case::Case,
	decimal::Decimal,
};
use market_maths::{
	options::{is_calendar_free, Interpolated, Node, SmileFault, Svi, SECONDS_PER_YEAR},
	units::{Price, Rate, Volatility},
	MathsError,
};
use serde_json::Value;

fn svi(of: &Value) -> Result<Svi, String> {
	let part = |key: &str| -> Result<Rate, String> {
		let value = of.get(key).ok_or_else(|| format!("no {key}"))?;
		Ok(Rate::from_inner(Decimal::read(value)?.to_units()?))
	};
	Ok(Svi {
		a: part("a")?,
		b: part("b")?,
		rho: part("rho")?,
		m: part("m")?,
		sigma: part("sigma")?,
	})
}

fn answers_or_refusal(answers: Result<Answers, MathsError>) -> Result<Reply, String> {
	Ok(answers.map_or_else(|error| Reply::Refused(error.to_string()), Reply::Answers))
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

fn nodes(case: &Case) -> Result<Vec<Node>, String> {
	let rows = case.input("nodes")?.as_array().ok_or("no list of nodes")?;
	rows.iter()
		.map(|row| {
			let part = |key: &str| -> Result<Rate, String> {
				Ok(Rate::from_inner(Decimal::read(&row[key])?.to_units()?))
			};
			Ok(Node { k: part("k")?, total: part("w")? })
		})
		.collect()
}

pub fn slice(case: &Case) -> Result<Reply, String> {
	let slice = svi(case.inputs())?;
	let k = Rate::from_inner(case.number("k")?);
	answers_or_refusal(slice.variance(k).and_then(|variance| {
		let fault = slice.check()?.err();
		Ok(Answers::default()
			.number("w", variance.total.into_inner())
			.number("dw_dk", variance.slope.into_inner())
			.number("d2w_dk2", variance.bend.into_inner())
			.truth("butterfly_free", fault.is_none())
			.word("reason", word(fault.as_ref())))
	}))
}

pub fn calendar(case: &Case) -> Result<Reply, String> {
	let (earlier, later) = (svi(case.input("p1")?)?, svi(case.input("p2")?)?);
	answers_or_refusal(
		is_calendar_free(&earlier, &later)
			.map(|free| Answers::default().truth("calendar_free", free)),
	)
}

pub fn straight(case: &Case) -> Result<Reply, String> {
	let nodes = nodes(case)?;
	let k = Rate::from_inner(case.number("k")?);
	answers_or_refusal(Interpolated::new(nodes).and_then(|smile| {
		let fault = smile.check()?.err();
		Ok(Answers::default()
			.number("w", smile.total_variance(k)?.into_inner())
			.truth("butterfly_free", fault.is_none())
			.word("reason", word(fault.as_ref())))
	}))
}

pub fn fit(case: &Case) -> Result<Reply, String> {
	let (slice, nodes) = (svi(case.inputs())?, nodes(case)?);
	let seconds = case.whole("seconds_to_expiry")?;
	let units =
		|volatility: Volatility| i128::try_from(volatility.into_inner()).unwrap_or(i128::MAX);
	answers_or_refusal(slice.fit(&nodes, seconds).map(|fit| {
		Answers::default()
			.number("worst", units(fit.worst))
			.number("worst_at", fit.worst_at.into_inner())
			.number("mean", units(fit.mean))
	}))
}

pub fn volatility(case: &Case) -> Result<Reply, String> {
	let inputs = case.input("svi")?;
	let slice = svi(inputs)?;
	let price = |value: &Value| -> Result<Price, String> {
		let units = Decimal::read(value)?.to_units()?;
		u128::try_from(units)
			.map(Price::from_inner)
			.map_err(|_| "a negative price".into())
	};
	let (forward, strike) = (price(&inputs["forward"])?, price(case.input("strike")?)?);
	// Time is whole seconds here, and years with many digits there.
	let years = Decimal::read(&inputs["tau"])?.to_units()?;
	let year = i128::from(SECONDS_PER_YEAR);
	let seconds = (years * year + 500_000_000_000_000_000) / 1_000_000_000_000_000_000;
	let seconds = u64::try_from(seconds).map_err(|_| "a negative time")?;
	answers_or_refusal(slice.volatility(forward, strike, seconds).map(|volatility| {
		let answers = Answers::default()
			.number("vol", i128::try_from(volatility.into_inner()).unwrap_or(i128::MAX));
		match slice.moneyness(forward, strike) {
			Ok(k) => answers.number("k", k.into_inner()),
			Err(_) => answers,
		}
	}))
}
