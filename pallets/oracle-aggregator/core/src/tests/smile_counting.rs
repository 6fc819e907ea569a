// SPDX-License-Identifier: Apache-2.0
//! How votes on a smile become one.

use super::*;
use crate::{
	Concern, Neighbours, SmileBallot, SmileCounting, SmileOutcome, Surface, SurfaceRule, NODES,
};
use market_maths::units::Rate;
use market_primitives::{
	FeedStatus::{self, Caution, Halted, Live},
	SmileShape,
};
use proptest::prelude::*;

fn id() -> SmileId {
	smile(Underlying::BTC)
}

fn rule() -> SurfaceRule {
	let mut rule = SurfaceRule::default();
	rule.counting.rounds_to_leave_caution = 2;
	rule
}

/// Seen now, with the index at 64,000.
fn ballot(nodes: SmileNodes, weight: u128) -> SmileBallot {
	SmileBallot { nodes, observed_at_ms: NOW_MS, index: Some(price("64000")), weight }
}

fn price(text: &str) -> Price {
	text.parse().unwrap()
}

fn rate(text: &str) -> Rate {
	text.parse().unwrap()
}

struct Count {
	rule: SurfaceRule,
	total_weight: Option<u128>,
	neighbours: Neighbours,
	index: Option<Price>,
	now_ms: u64,
}

impl Default for Count {
	fn default() -> Self {
		Self {
			rule: rule(),
			total_weight: None,
			neighbours: Neighbours::default(),
			index: Some(price("64000")),
			now_ms: NOW_MS,
		}
	}
}

impl Count {
	fn of(&self, ballots: &[SmileBallot], last: Option<&Surface>) -> SmileOutcome {
		let weight = ballots.iter().map(|ballot| ballot.weight).sum();
		let counting = SmileCounting {
			id: id(),
			ballots,
			total_weight: self.total_weight.unwrap_or(weight),
			rule: &self.rule,
			neighbours: &self.neighbours,
			index: self.index,
			now_ms: self.now_ms,
		};
		counting.count(last).unwrap()
	}

	fn surface(&self, ballots: &[SmileBallot], last: Option<&Surface>) -> Surface {
		match self.of(ballots, last) {
			SmileOutcome::Renewed(surface, _) => surface,
			other => panic!("no new nodes: {other:?}"),
		}
	}
}

fn three(totals: [&str; 3]) -> Vec<SmileBallot> {
	totals.map(|total| ballot(nodes("64100", total), 1)).to_vec()
}

fn live(total: &str) -> Surface {
	let counted = Count::default().surface(&three([total; 3]), None);
	Count::default().surface(&three([total; 3]), Some(&counted))
}

#[test]
fn each_number_is_the_lower_median_of_its_own() {
	let mut ballots = three(["0.040", "0.041", "0.042"]);
	ballots[0].nodes.forward = price("64120");
	ballots[2].nodes.totals[0] = rate("0.0405");
	let surface = Count::default().surface(&ballots, None);
	assert_eq!(surface.nodes.forward, price("64100"));
	assert_eq!(surface.nodes.totals[0], rate("0.0405"));
	assert_eq!(surface.nodes.totals[1..], [rate("0.041"); 6]);
	assert_eq!(surface.nodes, surface.raw);
	assert_eq!(surface.fresh_until_ms, NOW_MS + 120_000);
}

#[test]
fn a_smile_begins_in_caution_and_becomes_live() {
	let first = Count::default().surface(&three(["0.04"; 3]), None);
	assert_eq!(
		(first.breaker.status, first.concern_at(NOW_MS)),
		(Caution, Some(Concern::Recovering))
	);
	let second = Count::default().surface(&three(["0.04"; 3]), Some(&first));
	assert_eq!((second.status_at(NOW_MS), second.concern_at(NOW_MS)), (Live, None));
	assert_eq!(second.status_at(NOW_MS + 120_000), Live);
	assert_eq!(second.status_at(NOW_MS + 120_001), Halted);
}

#[test]
fn a_quorum_of_weight_and_of_reporters_is_needed() {
	let few = &three(["0.04"; 3])[..2];
	assert_eq!(Count::default().of(few, None), SmileOutcome::Nothing);
	let light = Count { total_weight: Some(7), ..Default::default() };
	assert_eq!(light.of(&three(["0.04"; 3]), None), SmileOutcome::Nothing);
	let SmileOutcome::Aged(aged) = light.of(&three(["0.05"; 3]), Some(&live("0.04"))) else {
		panic!("it has no quorum")
	};
	assert_eq!((aged.nodes, aged.concern), (live("0.04").nodes, Some(Concern::NoQuorum)));
	assert_eq!(aged.breaker.status, Caution);
	let thin = Count { total_weight: Some(5), ..Default::default() };
	let surface = thin.surface(&three(["0.04"; 3]), Some(&live("0.04")));
	assert_eq!(surface.concern, Some(Concern::ThinQuorum));
}

#[test]
fn votes_are_brought_to_now_along_time_and_index() {
	let mut early = ballot(nodes("64100", "0.04"), 1);
	// With one of thirty days less to go, and the index half a percent higher.
	early.observed_at_ms = NOW_MS;
	let later =
		Count { now_ms: NOW_MS + 86_400_000, index: Some(price("64320")), ..Default::default() };
	let surface = later.surface(&[early; 3], None);
	let expected = 0.04 * 29.0 / 30.0;
	let found = surface.nodes.totals[3].into_inner() as f64 / 1e18;
	assert!((found - expected).abs() < 1e-8, "{found}");
	assert_eq!(surface.nodes.forward, price("64420.5"));
	// Where nobody knows the index the forward stays.
	let unknown = Count { index: None, ..Default::default() };
	assert_eq!(unknown.surface(&[early; 3], None).nodes.forward, price("64100"));
}

#[test]
fn a_node_moves_ten_percent_a_minute_at_most() {
	let last = live("0.04");
	let after = |ms: u64| {
		let ballots = three(["0.08"; 3])
			.into_iter()
			.map(|ballot| SmileBallot { observed_at_ms: NOW_MS + ms, ..ballot })
			.collect::<Vec<_>>();
		let count = Count { now_ms: NOW_MS + ms, ..Default::default() };
		count.surface(&ballots, Some(&last))
	};
	let surface = after(3_000);
	let grown = surface.nodes.totals[3].into_inner() as f64 / 0.04e18;
	assert!((grown - 1.005).abs() < 1e-5, "{grown}");
	assert_eq!((surface.breaker.status, surface.concern), (Caution, Some(Concern::Clamped)));
	assert_eq!(surface.breaker.clamped_rounds, 1);
	let minute = after(60_000).nodes.totals[3].into_inner() as f64 / 0.04e18;
	assert!((minute - 1.1).abs() < 1e-4, "{minute}");
	// After longer any move is allowed.
	assert_eq!(after(660_000).nodes, after(660_000).raw);
}

#[test]
fn a_smile_that_is_held_back_too_often_halts() {
	let mut last = live("0.04");
	let rounds = rule().counting.clamped_rounds_to_halt;
	for round in 1..=rounds {
		assert_ne!(last.breaker.status, Halted, "round {round}");
		let now_ms = NOW_MS + u64::from(round) * 3_000;
		let count = Count { now_ms, ..Default::default() };
		last = count.surface(&three(["0.4"; 3]), Some(&last));
	}
	assert_eq!((last.breaker.status, last.concern), (Halted, Some(Concern::ClampedRepeatedly)));
}

#[test]
fn reporters_who_disagree_halt_the_smile() {
	let ballots: Vec<_> = ["0.04", "0.04", "0.06", "0.06"]
		.map(|total| ballot(nodes("64100", total), 1))
		.to_vec();
	let surface = Count::default().surface(&ballots, Some(&live("0.04")));
	assert_eq!((surface.breaker.status, surface.concern), (Halted, Some(Concern::Disagreement)));

	// Of the forward a tenth of that is too much.
	let ballots: Vec<_> = ["64000", "64000", "66100", "66100"]
		.map(|forward| ballot(nodes(forward, "0.04"), 1))
		.to_vec();
	let surface = Count::default().surface(&ballots, Some(&live("0.04")));
	assert_eq!(surface.concern, Some(Concern::Disagreement));

	let ballots: Vec<_> = ["0.036", "0.04", "0.048", "0.048"]
		.map(|total| ballot(nodes("64100", total), 1))
		.to_vec();
	let surface = Count::default().surface(&ballots, Some(&live("0.04")));
	assert_eq!((surface.breaker.status, surface.concern), (Caution, Some(Concern::Wide)));
}

#[test]
fn nodes_that_give_butterflies_away_are_a_reason_for_caution() {
	let mut bulge = nodes("64100", "0.04");
	bulge.totals[3] = rate("0.0425");
	let surface = Count::default().surface(&[ballot(bulge, 1); 3], None);
	assert_eq!((surface.breaker.status, surface.concern), (Caution, Some(Concern::Butterfly)));
}

#[test]
fn smiles_that_cross_their_neighbours_are_a_reason_for_caution() {
	let level = |total: &str| {
		let days = 86_400 * 30;
		Some(SmileShape::Nodes(nodes("64100", total).interpolated(days).unwrap()))
	};
	let concern = |earlier: Option<SmileShape>, later: Option<SmileShape>| {
		let neighbours = Neighbours {
			earlier: earlier.into_iter().collect(),
			later: later.into_iter().collect(),
		};
		let count = Count { neighbours, ..Default::default() };
		count.surface(&three(["0.04"; 3]), Some(&live("0.04"))).concern
	};
	assert_eq!(concern(level("0.03"), level("0.05")), None);
	assert_eq!(concern(level("0.041"), level("0.05")), Some(Concern::Calendar));
	assert_eq!(concern(level("0.03"), level("0.039")), Some(Concern::Calendar));
}

#[test]
fn a_smile_that_was_silent_for_too_long_comes_back_by_way_of_a_halt() {
	let last = live("0.04");
	let late = Count { now_ms: NOW_MS + 120_001, ..Default::default() };
	let ballots: Vec<_> = three(["0.04"; 3])
		.into_iter()
		.map(|ballot| SmileBallot { observed_at_ms: NOW_MS + 120_001, ..ballot })
		.collect();
	assert_eq!(late.surface(&ballots, Some(&last)).breaker.status, Halted);
}

#[test]
fn a_halted_smile_does_not_heal_without_a_quorum() {
	let ballots: Vec<_> = ["0.04", "0.04", "0.06", "0.06"]
		.map(|total| ballot(nodes("64100", total), 1))
		.to_vec();
	let mut last = Count::default().surface(&ballots, Some(&live("0.04")));
	assert_eq!(last.breaker.status, Halted);
	// Two reporters are too few, however often they are counted.
	for round in 1..=2 * rule().counting.rounds_to_leave_halt {
		let now_ms = NOW_MS + u64::from(round) * 3_000;
		let count = Count { now_ms, ..Default::default() };
		let SmileOutcome::Aged(aged) = count.of(&ballots[..2], Some(&last)) else {
			panic!("it has no quorum")
		};
		assert_eq!((aged.breaker.status, aged.breaker.better_rounds), (Halted, 0));
		assert_eq!(aged.concern, Some(Concern::NoQuorum));
		last = aged;
	}
}

fn any_nodes() -> impl Strategy<Value = SmileNodes> {
	let totals = prop::array::uniform7(1i128..1_000_000_000_000_000_000);
	(1u128..1_000_000_000_000_000_000_000_000, totals).prop_map(|(forward, totals)| SmileNodes {
		forward: Price::from_inner(forward),
		totals: totals.map(Rate::from_inner),
	})
}

fn any_ballot() -> impl Strategy<Value = SmileBallot> {
	(any_nodes(), 0u64..120_000, prop::option::of(1u128 << 60..1 << 76), 1u128..1_000).prop_map(
		|(nodes, age_ms, index, weight)| SmileBallot {
			nodes,
			observed_at_ms: NOW_MS - age_ms,
			index: index.map(Price::from_inner),
			weight,
		},
	)
}

/// What a vote says, brought to now, by the plain words of the README.
fn now(ballot: &SmileBallot) -> [f64; NODES + 1] {
	let left = |at_ms: u64| (id().expiry * 1_000 - at_ms) as f64;
	let forward = ballot.nodes.forward.into_inner() as f64;
	let moved = ballot.index.map_or(1.0, |then| 64_000e18 / then.into_inner() as f64);
	let mut numbers = [forward * moved; NODES + 1];
	for (number, total) in numbers[1..].iter_mut().zip(ballot.nodes.totals) {
		*number = total.into_inner() as f64 * left(NOW_MS) / left(ballot.observed_at_ms);
	}
	numbers
}

fn found(surface: &Surface) -> [f64; NODES + 1] {
	let mut numbers = [surface.raw.forward.into_inner() as f64; NODES + 1];
	for (number, total) in numbers[1..].iter_mut().zip(surface.raw.totals) {
		*number = total.into_inner() as f64;
	}
	numbers
}

proptest! {
	/// What comes out does not depend on the order in which votes arrived.
	#[test]
	fn order_does_not_matter(
		ballots in prop::collection::vec(any_ballot(), 3..16),
		turn in 0usize..16,
	) {
		let mut turned = ballots.clone();
		turned.rotate_left(turn % ballots.len());
		turned.reverse();
		let count = Count::default();
		prop_assert_eq!(count.of(&ballots, None), count.of(&turned, None));
		let last = live("0.04");
		prop_assert_eq!(count.of(&ballots, Some(&last)), count.of(&turned, Some(&last)));
	}

	/// Liars with less than half of the counted weight move no node, and not the forward, out of what the honest
	/// say.
	#[test]
	fn a_minority_cannot_leave_the_honest_range(
		honest in prop::collection::vec(any_ballot(), 3..12),
		lies in prop::collection::vec(any_ballot(), 1..10),
	) {
		let weight: u128 = honest.iter().map(|ballot| ballot.weight).sum();
		let share = (weight - 1) / lies.len() as u128;
		let lies = lies.into_iter().map(|lie| SmileBallot { weight: share, ..lie });
		let all: Vec<_> = honest.iter().copied().chain(lies).filter(|it| it.weight > 0).collect();
		let surface = Count::default().surface(&all, None);
		for (place, found) in found(&surface).into_iter().enumerate() {
			let said = || honest.iter().map(|ballot| now(ballot)[place]);
			let lowest = said().fold(f64::INFINITY, f64::min);
			let highest = said().fold(0.0, f64::max);
			prop_assert!(found >= lowest * (1.0 - 1e-9) - 2.0, "{place}: {found} < {lowest}");
			prop_assert!(found <= highest * (1.0 + 1e-9) + 2.0, "{place}: {found} > {highest}");
		}
	}

	/// No number moves further than a tenth in a minute, and what was cut is not live.
	#[test]
	fn a_step_is_never_longer_than_the_limit(
		ballots in prop::collection::vec(any_ballot(), 3..12),
		elapsed_ms in 0u64..600_000,
	) {
		let last = live("0.04");
		let now_ms = NOW_MS + elapsed_ms;
		let count = Count { now_ms, ..Default::default() };
		let ballots: Vec<_> = ballots
			.into_iter()
			.map(|ballot| SmileBallot { observed_at_ms: now_ms, ..ballot })
			.collect();
		let next = count.surface(&ballots, Some(&last));
		let from = last.nodes_at(id(), now_ms, Some(price("64000"))).unwrap();
		let limit = 0.1 * elapsed_ms as f64 / 60_000.0;
		let pairs = from.totals.iter().zip(&next.nodes.totals);
		for (from, to) in pairs {
			let (from, to) = (from.into_inner() as f64, to.into_inner() as f64);
			prop_assert!((to - from).abs() <= from * limit * (1.0 + 1e-9) + 1.0);
		}
		if next.nodes != next.raw {
			prop_assert_ne!(next.breaker.status, FeedStatus::Live);
		}
	}

	/// Whatever is asked, and whenever, an old smile is not live.
	#[test]
	fn an_old_smile_is_never_live(ballots in prop::collection::vec(any_ballot(), 3..12), ms: u32) {
		let surface = Count::default().surface(&ballots, Some(&live("0.04")));
		let newest = ballots.iter().map(|ballot| ballot.observed_at_ms).max().unwrap();
		let at = newest + u64::from(ms % 300_000);
		let seen = surface.observation_at(id(), at.max(NOW_MS), None).unwrap();
		if at.max(NOW_MS) > newest + 120_000 {
			prop_assert_eq!(seen.status, FeedStatus::Halted);
		}
	}
}
