// SPDX-License-Identifier: Apache-2.0
//! Medians with and without weights.

use super::{
	answers::{Answers, Problem, Reply},
	case::{units_of, Case},
	decimal::Decimal,
};
use market_maths::aggregation::{median, weighted_lower_median};

pub fn answer(case: &Case) -> Reply {
	if case.has("total_weight") || case.has("quorum") {
		return Err(Problem::unsupported("the oracle says how much weight must have voted"));
	}
	let found = if case.has("prices") {
		let rows = case.input("prices")?.as_array().ok_or("prices is no list")?;
		let mut votes = Vec::new();
		for row in rows {
			let vote = (units_of(&row["price"])?, units_of(&row["vote_weight"])?);
			let (Ok(price), Ok(weight)) = (u128::try_from(vote.0), u128::try_from(vote.1)) else {
				return Err(Problem::unsupported("prices and weights are never negative"));
			};
			votes.push((price, weight));
		}
		weighted_lower_median(&mut votes).map(|price| price as i128)?
	} else {
		// Plain integers: in units of one, because the mean of two of them is an integer again.
		let rows = case.input("values")?.as_array().ok_or("values is no list")?;
		let mut values = Vec::new();
		for row in rows {
			let text = row.as_str().map_or_else(|| row.to_string(), str::to_owned);
			values.push(match text.parse::<i128>() {
				Ok(value) => value,
				Err(_) if Decimal::parse(&text).is_ok() => {
					return Err(Problem::unsupported("medians without weights are of integers"));
				},
				Err(_) => return Err(format!("{row} is no number").into()),
			});
		}
		median(&mut values).map(|value| value.saturating_mul(1_000_000_000_000_000_000))?
	};
	Answers::default().number("median", found).reply()
}
