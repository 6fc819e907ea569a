// SPDX-License-Identifier: Apache-2.0
//! Aggregates: among their votes, whatever the order, and not moved by a minority.
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::{
	aggregation::{
		aggregate, capped_weights, median, minute_median, settlement_mean, weighted_lower_quantile,
		Vote,
	},
	units::{Price, Rate},
};

fuzz_target!(|input: (Vec<(u128, u128, u64)>, Vec<i128>, i128)| {
	let (mut raw, mut numbers, cap) = input;
	raw.truncate(64);
	numbers.truncate(64);

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
	if let Ok(found) = found {
		assert!(votes.iter().any(|vote| vote.price == found.price && vote.weight > 0));
		// The lower weighted median itself: half of the weight is not above it, and less than half below.
		let total: u128 = votes.iter().map(|vote| vote.weight).sum();
		let weight = |takes: &dyn Fn(Price) -> bool| -> u128 {
			votes.iter().filter(|vote| takes(vote.price)).map(|vote| vote.weight).sum()
		};
		assert!(2 * weight(&|price| price <= found.price) >= total);
		assert!(2 * weight(&|price| price < found.price) < total);
	}
	let mut last = 0;
	for quarter in 1..=3 {
		let mut pairs: Vec<_> = raw.iter().map(|(value, _, weight)| (*value, u128::from(*weight))).collect();
		if let Ok(quartile) = weighted_lower_quantile(&mut pairs, quarter, 4) {
			assert!(quartile >= last);
			last = quartile;
		}
	}

	let bonds: Vec<u128> = raw.iter().map(|(bond, _, _)| *bond).collect();
	if let Ok(weights) = capped_weights(&bonds, Rate::from_inner(cap)) {
		assert_eq!(weights.len(), bonds.len());
		assert!(weights.iter().zip(&bonds).all(|(weight, bond)| weight <= bond));
	}

	let least_and_most = (numbers.iter().min().copied(), numbers.iter().max().copied());
	let mut turned: Vec<i128> = numbers.iter().rev().copied().collect();
	match (median(&mut numbers), least_and_most) {
		(Ok(middle), (Some(least), Some(most))) => {
			assert!((least..=most).contains(&middle));
			assert_eq!(median(&mut turned), Ok(middle));
		},
		(answer, _) => assert!(answer.is_err() && numbers.is_empty()),
	}
	let mut prices: Vec<Price> = bonds.iter().copied().map(Price::from_inner).collect();
	if let (Ok(middle), Some(least), Some(most)) =
		(minute_median(&mut prices), bonds.iter().min(), bonds.iter().max())
	{
		assert!((*least..=*most).contains(&middle.into_inner()));
		if let Ok(mean) = settlement_mean(&prices) {
			assert!((*least..=*most).contains(&mean.into_inner()));
		}
	}
});
