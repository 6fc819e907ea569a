// SPDX-License-Identifier: Apache-2.0
//! Many values made one.
//!
//! - an aggregate is the lower weighted median by its definition: a vote with weight, with at least half of the
//!   weight not above it and less than half below; in whatever order the votes come;
//! - its band reaches from the median to the farther quartile of the votes with their confidences, which is one
//!   by its definition, too;
//! - quartiles do not fall;
//! - a capped weight is the bond or the cap, whichever is less;
//! - medians and means lie between the least and the most, medians in whatever order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::{
	aggregation::{
		aggregate, capped_weights, median, minute_median, settlement_mean, weighted_lower_quantile,
		Aggregate, Vote,
	},
	units::{Price, Rate},
	MathsError,
};

/// Price, confidence and weight.
type Raw = (u128, u128, u64);

fuzz_target!(|input: (Vec<Raw>, Vec<i128>, i128)| {
	let (mut raw, mut numbers, cap) = input;
	// More than any panel has.
	raw.truncate(100);
	numbers.truncate(100);
	check_aggregate(&raw);
	check_quartiles(&raw);
	let prices: Vec<u128> = raw.iter().map(|(price, _, _)| *price).collect();
	check_cap(&prices, Rate::from_inner(cap));
	check_median(numbers);
	check_minutes(&prices);
});

fn check_aggregate(raw: &[Raw]) {
	let votes: Vec<Vote> = raw
		.iter()
		.map(|(price, confidence, weight)| Vote {
			price: Price::from_inner(*price),
			confidence: Price::from_inner(*confidence),
			weight: (*weight).into(),
		})
		.collect();
	let turned: Vec<Vote> = votes.iter().rev().copied().collect();
	let found = aggregate(&votes);
	assert_eq!(found, aggregate(&turned));
	let has_weight = votes.iter().any(|vote| vote.weight > 0);
	let fits = votes.iter().all(|vote| vote.price.checked_add(vote.confidence).is_ok());
	let found = match found {
		Ok(found) => found,
		Err(MathsError::Empty) => return assert!(!has_weight),
		Err(error) => return assert!(error == MathsError::Overflow && !fits),
	};

	assert!(votes.iter().any(|vote| vote.price == found.price && vote.weight > 0));
	// A hundred weights of 64 bits, twice, fit 128.
	let weight = |takes: &dyn Fn(Price) -> bool| -> u128 {
		votes.iter().filter(|vote| takes(vote.price)).map(|vote| vote.weight).sum()
	};
	let total = weight(&|_| true);
	assert!(2 * weight(&|price| price <= found.price) >= total);
	assert!(2 * weight(&|price| price < found.price) < total);

	check_band(&votes, &found);
}

/// Every reporter votes three times: the quartiles are those of all of them, and the band is the wider side.
fn check_band(votes: &[Vote], found: &Aggregate) {
	let thrice: Vec<(u128, u128)> = votes
		.iter()
		.flat_map(|vote| {
			let (price, width) = (vote.price.into_inner(), vote.confidence.into_inner());
			let values = [price.saturating_sub(width), price, price + width];
			values.map(|value| (value, vote.weight))
		})
		.collect();
	let weight = |takes: &dyn Fn(u128) -> bool| -> u128 {
		thrice
			.iter()
			.filter(|(value, _)| takes(*value))
			.map(|(_, weight)| *weight)
			.sum()
	};
	let total = weight(&|_| true);
	let [price, lower, upper] =
		[found.price, found.lower_quartile, found.upper_quartile].map(Price::into_inner);
	for (quartile, quarters) in [(lower, 1), (upper, 3)] {
		assert!(4 * weight(&|value| value <= quartile) >= quarters * total);
		assert!(4 * weight(&|value| value < quartile) < quarters * total);
	}
	let width = upper.saturating_sub(price).max(price.saturating_sub(lower));
	assert_eq!(found.confidence.into_inner(), width);
}

fn check_quartiles(raw: &[Raw]) {
	let mut last = 0;
	for quarter in 0..=4 {
		let mut pairs: Vec<(u128, u128)> =
			raw.iter().map(|(value, _, weight)| (*value, (*weight).into())).collect();
		if let Ok(quartile) = weighted_lower_quantile(&mut pairs, quarter, 4) {
			assert!(quartile >= last);
			last = quartile;
		}
	}
}

fn check_cap(bonds: &[u128], cap: Rate) {
	let Ok(weights) = capped_weights(bonds, cap) else { return };
	assert_eq!(weights.len(), bonds.len());
	let most = weights.iter().max().copied().unwrap_or_default();
	assert!(weights.iter().zip(bonds).all(|(weight, bond)| *weight == most.min(*bond)));
}

fn check_median(mut numbers: Vec<i128>) {
	let mut turned: Vec<i128> = numbers.iter().rev().copied().collect();
	let ends = numbers.iter().min().copied().zip(numbers.iter().max().copied());
	let found = median(&mut numbers);
	assert_eq!(found, median(&mut turned));
	match ends {
		Some((least, most)) => {
			assert!((least..=most).contains(&found.expect("a middle value")));
		},
		None => assert_eq!(found, Err(MathsError::Empty)),
	}
}

fn check_minutes(prices: &[u128]) {
	let mut prices: Vec<Price> = prices.iter().copied().map(Price::from_inner).collect();
	let (Some(least), Some(most)) = (prices.iter().min().copied(), prices.iter().max().copied())
	else {
		return;
	};
	let middle = minute_median(&mut prices).expect("a middle price");
	assert!((least..=most).contains(&middle));
	// The sum of the largest prices may not fit.
	if let Ok(mean) = settlement_mean(&prices) {
		assert!((least..=most).contains(&mean));
	}
}
