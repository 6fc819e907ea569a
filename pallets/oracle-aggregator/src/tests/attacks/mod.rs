// SPDX-License-Identifier: Apache-2.0
//! Seeded attacks on the whole pallet, with real signatures: thirteen validators of one weight, of whom four
//! are hostile, report a market that moves like Bitcoin and sometimes jumps.
//!
//! `make oracle-attacks` plays every strategy for several sessions and seeds, prints a table and fails
//! when a target is missed. One session of each is part of the ordinary tests.
#![allow(
	clippy::float_arithmetic,
	clippy::print_stdout,
	clippy::cast_sign_loss,
	reason = "a simulation, not the chain"
)]

mod arena;
mod market;
mod settlement_pusher;
mod strategies;
mod svi_gamer;

use arena::{Arena, Findings};
use strategies::Strategy;

/// Bias allowed at the 99th percentile, in basis points, with honest errors of two.
const MOST_BIAS_BPS: f64 = 8.0;

/// How a strategy is played.
#[derive(Clone, Copy)]
struct Play {
	sessions: u32,
	seeds: u64,
}

const WHOLE: Play = Play { sessions: 6, seeds: 3 };
const SHORT: Play = Play { sessions: 1, seeds: 1 };

/// Plays a strategy with every seed and adds up what was found.
fn findings(strategy: Strategy, play: Play) -> Findings {
	let mut all = Findings::default();
	for seed in 1..=play.seeds {
		all.add(Arena::new(strategy, seed).run(play.sessions));
	}
	all
}

/// What a strategy must not achieve, as sentences about what it did achieve.
fn missed_targets(strategy: Strategy, found: &Findings, play: Play) -> Vec<String> {
	let mut missed = Vec::new();
	let mut target = |is_met: bool, sentence: String| {
		if !is_met {
			missed.push(format!("{strategy:?}: {sentence}"));
		}
	};
	target(found.false_slashes == 0, format!("{} honest reporters slashed", found.false_slashes));
	target(
		found.outside_honest_range == 0,
		format!("{} values outside of what honest reporters said", found.outside_honest_range),
	);
	target(found.live_when_false == 0, format!("{} false values live", found.live_when_false));
	if strategy.measures_bias() {
		let bias = found.bias_bps(0.99);
		target(bias <= MOST_BIAS_BPS, format!("bias of {bias:.2} bps"));
	}
	let expected = strategy.slashes_expected(play);
	target(
		found.slashes == expected,
		format!("{} slashes of the guilty, not {expected}", found.slashes),
	);
	if strategy == Strategy::Honest {
		target(found.halts == 0, format!("{} halts without an attack", found.halts));
	}
	if strategy == Strategy::Copycat {
		target(found.named_copying > 0, "nobody named for copying".into());
	}
	missed
}

fn play_all(play: Play) -> Vec<String> {
	println!(
		"{:<20} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7} {:>8} {:>8} {:>8}",
		"strategy",
		"windows",
		"bias p50",
		"p99",
		"max",
		"live %",
		"halts",
		"slashes",
		"false",
		"copying"
	);
	let mut missed = Vec::new();
	for strategy in Strategy::ALL {
		let found = findings(strategy, play);
		println!(
			"{:<20} {:>8} {:>8.2} {:>8.2} {:>8.2} {:>8.2} {:>7} {:>8} {:>8} {:>8}",
			format!("{strategy:?}"),
			found.windows,
			found.bias_bps(0.5),
			found.bias_bps(0.99),
			found.bias_bps(1.0),
			found.live_percent(),
			found.halts,
			found.slashes,
			found.false_slashes,
			found.named_copying,
		);
		missed.extend(missed_targets(strategy, &found, play));
	}
	missed
}

#[test]
#[ignore = "takes minutes: make oracle-attacks"]
fn no_strategy_reaches_what_it_wants() {
	let mut missed = play_all(WHOLE);
	missed.extend(settlement_pusher::play_all());
	missed.extend(svi_gamer::play_all(svi_gamer::WHOLE));
	assert!(missed.is_empty(), "targets missed:\n{}", missed.join("\n"));
}

#[test]
fn no_strategy_reaches_what_it_wants_in_a_session() {
	let missed = play_all(SHORT);
	assert!(missed.is_empty(), "targets missed:\n{}", missed.join("\n"));
}
