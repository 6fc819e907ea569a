// SPDX-License-Identifier: Apache-2.0
//! Medians with and without weights.

use super::{
	answers::{Answers, Reply},
	case::Case,
	decimal::Decimal,
};
use market_maths::aggregation::{median, weighted_lower_median};
use serde_json::Value;

fn units(value: &Value) -> Result<i128, String> {
	Decimal::read(value)?.to_units()
}

pub fn answer(case: &Case) -> Result<Reply, String> {
	let found = if case.has("prices") {
		let rows = case.input("prices")?.as_array().ok_or("prices is no list")?;
		let mut votes = Vec::new();
		for row in rows {
			let vote = (units(&row["price"])?, units(&row["vote_weight"])?);
			let (Ok(price), Ok(weight)) = (u128::try_from(vote.0), u128::try_from(vote.1)) else {
				return Ok(Reply::Unsupported("prices and weights are never negative".into()));
			};
			votes.push((price, weight));
		}
		weighted_lower_median(&mut votes).map(|price| price as i128)
	} else {
		// Plain integers: in units of one, because the mean of two of them is an integer again.
		let rows = case.input("values")?.as_array().ok_or("values is no list")?;
		let mut values = Vec::new();
		for row in rows {
			let value: i128 = row
				.as_str()
				.map_or_else(|| row.to_string(), str::to_owned)
				.parse()
				.map_err(|_| format!("{row} is no integer"))?;
			values.push(value);
		}
		median(&mut values).map(|value| value.saturating_mul(1_000_000_000_000_000_000))
	};
	match found {
		Ok(found) => Answers::default().number("median", found).reply(),
		Err(error) => Ok(Reply::Refused(error.to_string())),
	}
}
