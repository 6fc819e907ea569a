// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{feeder::Quote, simulator::stablecoins};

fn line(text: &str) -> Line {
	let (market, venue) = text.split_once('@').unwrap();
	Line { venue: venue.into(), market: market.parse().unwrap() }
}

fn sighting(text: &str, price: &str) -> (Sighting, u64) {
	let quote = Quote {
		price: price.parse().unwrap(),
		half_spread: Price::ZERO,
		volume: "1".parse().unwrap(),
		seen_at_ms: 0,
	};
	(Sighting { line: line(text), quote }, 1_000)
}

fn observed(price: &str, status: FeedStatus, verdict: Verdict) -> Observed {
	let price = price.parse().unwrap();
	Observed { block: 7, underlying: Underlying::BTC, price, status, verdict, second: 1_060 }
}

fn coins(lines: &[&str]) -> Vec<(Asset, Vec<Asset>)> {
	let lines: Vec<Line> = lines.iter().map(|text| line(text)).collect();
	stablecoins(&lines, &[Underlying::BTC])
}

#[test]
fn distances_have_a_middle_and_a_worst_with_its_time() {
	let mut distances = Distances::default();
	let hundred = "100".parse().unwrap();
	for (to, second) in [("100.01", 1), ("99.5", 2), ("100.02", 3), ("100.5", 4)] {
		distances.note(hundred, to.parse().unwrap(), second);
	}
	assert_eq!(distances.median(), Some(200));
	assert_eq!((distances.percentile(75), distances.percentile(99)), (Some(5_000), Some(5_000)));
	assert_eq!(Distances::default().percentile(99), None);
	assert_eq!(distances.worst(), Some((-5_000, 2)), "the first of two equally bad ones");
	assert_eq!(basis_points(-5_000), "-50.0 bp");
	assert_eq!(basis_points(1_256), "12.5 bp");
}

#[test]
fn stablecoins_are_valued_after_what_they_are_valued_in() {
	let found = coins(&[
		"BTC-USD@a",
		"BTC-USDC@a",
		"USDC-USD@a",
		"USDC-USDT@b",
		"USDT-USD@a",
		"USDT-USD@c",
		"BTC-EUR@a",
	]);
	let names: Vec<String> = found.iter().map(|(coin, _)| coin.to_string()).collect();
	assert_eq!(names, ["USDT", "USDC"]);
	let quotes: Vec<String> = found[1].1.iter().map(ToString::to_string).collect();
	assert_eq!(quotes, ["USD", "USDT"]);
}

#[test]
fn a_broken_peg_shows_as_quoted_and_vanishes_in_dollars() {
	let coins = coins(&["BTC-USD@a", "BTC-USDC@b", "USDC-USD@a"]);
	let sightings = [
		sighting("BTC-USD@a", "20000"),
		sighting("BTC-USDC@b", "22222"),
		sighting("USDC-USD@a", "0.9"),
	];
	let mut record = Record::default();
	record.note(&observed("20000", FeedStatus::Live, Verdict::Inside), &sightings, &coins);
	let (quoted, converted) = &record.venues[&(Underlying::BTC, line("BTC-USDC@b"))];
	assert_eq!(quoted.worst(), Some((-99_990, 1_060)));
	assert!(converted.worst().unwrap().0.abs() < 20);
	let peg = &record.pegs[&"USDC".parse().unwrap()];
	assert_eq!(peg.lowest, Some(("0.9".parse().unwrap(), 1_060)));
	assert_eq!(peg.statuses, StatusCounts { live: 1, caution: 0, halted: 0 });
	let (quoted, converted) = &peg.markets[&line("BTC-USDC@b")];
	assert_eq!(quoted.worst(), Some((111_100, 1_060)), "from the dollar venues to the market");
	assert!(converted.worst().unwrap().0.abs() < 20);
	assert_eq!(peg.converted.worst().map(|(distance, _)| distance.abs() < 20), Some(true));
	assert_eq!(peg.taken_for_a_dollar.count(), 1);
	assert!(record.holds());
	let text = record.tables();
	assert!(
		text.contains("USDC: at the lowest 0.9000 USD") && text.contains("-999.9 bp"),
		"{text}"
	);
	assert!(text.contains("BTC-USDC@b, as quoted"), "{text}");
	assert!(text.ends_with("no live price was outside the range of the honest votes"));
	assert_eq!(record.json()["holds"], true);
}

#[test]
fn a_live_price_outside_the_honest_range_is_said_and_fails() {
	let mut record = Record::default();
	let verdict = Verdict::Outside { lowest: "1".parse().unwrap(), highest: "2".parse().unwrap() };
	record.note(&observed("3", FeedStatus::Live, verdict), &[], &[]);
	assert!(!record.holds());
	assert!(record.tables().contains("BROKEN block 7: BTC live at 3.00"));
}

#[test]
fn a_replay_without_any_live_price_shows_nothing_and_fails() {
	let mut record = Record::default();
	assert!(!record.holds());
	let inside = Verdict::NotLive { is_inside: true };
	record.note(&observed("3", FeedStatus::Halted, inside), &[], &[]);
	assert!(!record.holds());
	assert!(record.tables().contains("no price was ever live"));
}

#[test]
fn a_price_that_follows_a_lost_peg_fails() {
	let coins = coins(&["BTC-USD@a", "BTC-USDC@b", "USDC-USD@a"]);
	let sightings = [
		sighting("BTC-USD@a", "20000"),
		sighting("BTC-USDC@b", "22222"),
		sighting("USDC-USD@a", "0.9"),
	];
	let mut record = Record::default();
	record.note(&observed("20100", FeedStatus::Live, Verdict::Inside), &sightings, &coins);
	assert!(!record.holds());
	assert!(record.tables().contains("BROKEN: not everything held that must"));
}

#[test]
fn a_change_for_the_worse_must_say_why() {
	let mut record = Record::default();
	record.note(&observed("3", FeedStatus::Live, Verdict::Inside), &[], &[]);
	let change = |old, new, concern: Option<&str>| StatusChange {
		block: 12,
		second: 1,
		underlying: Underlying::BTC,
		old,
		new,
		concern: concern.map(Into::into),
	};
	record.changes.push(change(FeedStatus::Live, FeedStatus::Caution, Some("Wide")));
	record.changes.push(change(FeedStatus::Caution, FeedStatus::Live, None));
	assert!(record.holds());
	record.changes.push(change(FeedStatus::Live, FeedStatus::Halted, None));
	assert!(!record.holds());
}

#[test]
fn what_the_step_limit_holds_back_is_counted_and_no_failure() {
	let mut record = Record::default();
	record.note(&observed("3", FeedStatus::Live, Verdict::Inside), &[], &[]);
	let outside = Verdict::NotLive { is_inside: false };
	record.note(&observed("3", FeedStatus::Caution, outside), &[], &[]);
	assert_eq!(record.held_back, 1);
	assert!(record.holds());
}

#[test]
fn an_old_quote_is_no_measure() {
	let mut record = Record::default();
	let mut late = observed("20000", FeedStatus::Live, Verdict::Inside);
	late.second = 1_000 + OLDEST_MEASURE + 1;
	record.note(&late, &[sighting("BTC-USD@a", "10000")], &[]);
	assert!(record.venues.is_empty());
}

#[test]
fn changes_of_status_are_listed_with_their_reason() {
	let mut record = Record::default();
	record.changes.push(StatusChange {
		block: 12,
		second: 1_678_519_080,
		underlying: Underlying::BTC,
		old: FeedStatus::Live,
		new: FeedStatus::Caution,
		concern: Some("Wide".into()),
	});
	let text = record.tables();
	assert!(text.contains("2023-03-11T07:18:00Z  BTC   Live  Caution  Wide"), "{text}");
}
