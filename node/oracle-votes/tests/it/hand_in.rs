// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What a feeder may hand in.

use crate::fixtures::*;
use market_primitives::{FeedId, Underlying};
use oracle_core::{Ignored, SmileEntry, MAX_ENTRIES, MAX_SMILES};
use straddle_oracle_votes::{Desk, HandIn, HandInRefused, HandedValue, MAX_HANDED_SMILES};

fn refusal(values: &[HandedValue], observed_at_ms: u64) -> HandInRefused {
	HandIn::new(values, Vec::new(), observed_at_ms, NOW_MS).unwrap_err()
}

#[test]
fn values_are_put_in_order() {
	let values = [handed(FeedId::Index(Underlying::ETH), "3200"), btc("64000")];
	let taken = HandIn::new(&values, Vec::new(), NOW_MS, NOW_MS).unwrap();
	let feeds: Vec<_> = taken.entries.iter().map(|entry| entry.feed).collect();
	assert_eq!(feeds, [FeedId::Index(Underlying::BTC), FeedId::Index(Underlying::ETH)]);
}

#[test]
fn what_could_not_count_is_refused_by_name() {
	let twice = refusal(&[btc("64000"), btc("64001")], NOW_MS);
	assert_eq!(twice, HandInRefused::Senseless(Ignored::UnorderedEntries));
	assert_eq!(refusal(&[], NOW_MS), HandInRefused::Senseless(Ignored::NoEntries));
	assert_eq!(refusal(&[btc("0")], NOW_MS), HandInRefused::Senseless(Ignored::ZeroValue));
	assert_eq!(
		refusal(&[btc("0.5")], NOW_MS),
		HandInRefused::Senseless(Ignored::ConfidenceTooWide)
	);
	let old = refusal(&[btc("64000")], NOW_MS - 10_001);
	assert_eq!(old, HandInRefused::TooOld { age_ms: 10_001 });
	let early = refusal(&[btc("64000")], NOW_MS + 1_001);
	assert_eq!(early, HandInRefused::InFuture { lead_ms: 1_001 });
	let many = vec![btc("64000"); MAX_ENTRIES as usize + 1];
	assert_eq!(refusal(&many, NOW_MS), HandInRefused::TooMany);
	assert!(refusal(&[btc("0")], NOW_MS).to_string().contains("zero_value"));
}

#[test]
fn newer_values_take_the_place_of_older_ones_and_never_the_other_way_round() {
	let desk = Desk::new(GENESIS, clock());
	desk.hand_in(&[btc("64000")], Vec::new(), NOW_MS - 1_000).unwrap();
	desk.hand_in(&[btc("64100")], Vec::new(), NOW_MS - 500).unwrap();
	let older = desk.hand_in(&[btc("63000")], Vec::new(), NOW_MS - 600).unwrap_err();
	assert_eq!(older, HandInRefused::OlderThanBefore { by_ms: 100 });
	let kept = desk.handed_in().unwrap();
	assert_eq!(kept.entries[0].value, "64100".parse().unwrap());
	desk.hand_in(&[btc("64200")], Vec::new(), NOW_MS - 500).unwrap();
}

#[test]
fn values_are_handed_in_as_decimals_in_quotes() {
	let text = r#"{"feed":{"Index":"BTC"},"value":"64000.5","confidence":"1","sources":3}"#;
	let value: HandedValue = serde_json::from_str(text).unwrap();
	assert_eq!(value, btc("64000.5"));
	assert_eq!(serde_json::to_string(&value).unwrap(), text);
	assert!(serde_json::from_str::<HandedValue>(&text.replace("sources", "source")).is_err());
}

fn of_smiles(smiles: Vec<SmileEntry>) -> Result<HandIn, HandInRefused> {
	HandIn::new(&[btc("64000")], smiles, NOW_MS, NOW_MS)
}

#[test]
fn smiles_are_put_in_order_and_may_come_without_values() {
	let taken = HandIn::new(&[], vec![smile(9), smile(2)], NOW_MS, NOW_MS).unwrap();
	assert_eq!(taken.smiles, [smile(2), smile(9)]);
	assert!(taken.entries.is_empty());
}

#[test]
fn smiles_that_could_not_count_are_refused_by_name() {
	let refusal = |smiles: Vec<SmileEntry>| of_smiles(smiles).unwrap_err();
	let twice = refusal(vec![smile(2), smile(2)]);
	assert_eq!(twice, HandInRefused::Senseless(Ignored::UnorderedSmiles));
	assert_eq!(refusal(vec![smile(0)]), HandInRefused::Senseless(Ignored::ExpiredSmile));
	let mut flat = smile(2);
	flat.nodes.totals[3] = "0".parse().unwrap();
	assert_eq!(refusal(vec![flat]), HandInRefused::Senseless(Ignored::ImpossibleVariance));
	let mut free = smile(2);
	free.nodes.forward = "0".parse().unwrap();
	assert_eq!(refusal(vec![free]), HandInRefused::Senseless(Ignored::ImpossibleForward));
	let many = (1..=MAX_HANDED_SMILES as u64 + 1).map(smile).collect();
	assert_eq!(refusal(many), HandInRefused::TooManySmiles);
}

#[test]
fn more_smiles_than_fit_into_a_vote_take_turns() {
	let few = of_smiles(vec![smile(1), smile(2)]).unwrap();
	assert_eq!(few.smiles_of(SLOT).into_inner(), few.smiles);
	assert_eq!(few.smiles_of(SLOT + 1).into_inner(), few.smiles);
	assert!(of_smiles(Vec::new()).unwrap().smiles_of(SLOT).is_empty());

	let many = of_smiles((1..=40).map(smile).collect()).unwrap();
	let turns: Vec<_> = (SLOT..SLOT + 3).map(|round| many.smiles_of(round)).collect();
	assert!(turns.iter().all(|turn| turn.len() <= MAX_SMILES as usize));
	let mut all: Vec<_> = turns.into_iter().flatten().collect();
	all.sort_by_key(|entry| entry.smile);
	assert_eq!(all, many.smiles, "each has had its turn after three rounds");
}

#[test]
fn smiles_are_handed_in_as_decimals_in_quotes() {
	let text = format!(
		r#"{{"smile":{{"underlying":"BTC","expiry":{}}},"nodes":{{"forward":"64100","totals":[{}]}}}}"#,
		smile(2).smile.expiry,
		[r#""0.09""#; 7].join(","),
	);
	assert_eq!(serde_json::from_str::<SmileEntry>(&text).unwrap(), smile(2));
	assert_eq!(serde_json::to_string(&smile(2)).unwrap(), text);
}
