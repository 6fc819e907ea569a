// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::feeder::{FeedVote, NoValue, Silence, Valued};
use market_primitives::Underlying;

fn ballot(vote: Result<Valued, Silence>) -> Ballot {
	let feeds = vec![FeedVote { underlying: Underlying::BTC, vote, left_out: Vec::new() }];
	Ballot { observed_at_ms: 5, feeds, rates: Vec::new() }
}

fn valued() -> Valued {
	let price = "20000.5".parse().unwrap();
	Valued {
		price,
		confidence: "4".parse().unwrap(),
		seen_at_ms: 5,
		lowest: price,
		highest: price,
		venues: 3,
		quotes: 3,
		sources: 0b1_1000,
	}
}

fn volatility() -> Reported {
	let feed = FeedId::Volatility(Underlying::BTC);
	(feed, "0.6".parse().unwrap(), "0.01".parse().unwrap())
}

fn status(json: Value) -> Status {
	serde_json::from_value(json).unwrap()
}

#[test]
fn a_value_is_handed_in_as_the_node_reads_it() {
	assert_eq!(
		Value::from(handed_values(&ballot(Ok(valued())), &[volatility()])),
		json!([
			{ "feed": { "Index": "BTC" }, "value": "20000.5", "confidence": "4", "sources": 24 },
			{ "feed": { "Volatility": "BTC" }, "value": "0.6", "confidence": "0.01", "sources": 0 },
		])
	);
}

#[test]
fn without_a_word_of_the_venues_nothing_is_handed_in_not_even_what_never_changes() {
	let silence = Silence::NoValue(NoValue::TooFewVenues { found: 0, needed: 3 });
	assert!(handed_values(&ballot(Err(silence)), &[volatility()]).is_empty());
}

#[test]
fn a_person_reads_prices_and_how_many_smiles_go_with_them() {
	let seen = ballot(Ok(valued()));
	assert_eq!(summary(&seen, 0), "BTC 20,000.50 ± 4.00 of 3 venues");
	assert_eq!(summary(&seen, 9), "BTC 20,000.50 ± 4.00 of 3 venues  9 smiles");
}

#[test]
fn it_is_said_whether_the_node_voted_and_if_not_why() {
	let voted = json!({ "slot": 8, "seat": 2, "votedInRound": 7, "votesHeard": 4 });
	assert_eq!(outcome(&status(voted.clone()), 7), "voted from seat 2");
	assert_eq!(outcome(&status(voted), 6), "the node did not vote yet");
	let silent = json!({ "slot": 8, "silent": "the node is syncing" });
	assert!(outcome(&status(silent), 7).contains("syncing"));
}
