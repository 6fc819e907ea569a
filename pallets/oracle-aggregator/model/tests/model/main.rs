// SPDX-License-Identifier: Apache-2.0
//! Model C: every behaviour of a small oracle, as deep as the models say, checked by Stateright against the code that
//! runs on chain.
//!
//! `feed` explores rounds of votes with a hostile reporter and a hostile author, `settlement` explores minutes
//! and blocks around an expiry. For each property there is a mutation of the rules that must break it: a
//! property that no mistake can break says nothing.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::print_stdout,
	reason = "test code"
)]

mod feed;
mod settlement;

use stateright::{Checker, Model};
use std::{fmt::Debug, hash::Hash, time::Instant};

/// How much of a model was seen, and what was found in it.
struct Explored {
	states: usize,
	depth: usize,
	broken: Vec<&'static str>,
}

/// Explores a model to the end, or as far as it says, and prints how far that was.
fn explore<M>(name: &str, model: M, depth: usize) -> Explored
where
	M: Model + Send + Sync + 'static,
	M::State: Clone + Debug + Hash + PartialEq + Send + Sync,
	M::Action: Clone + Debug + PartialEq + Send + Sync,
{
	let started = Instant::now();
	let checker = model.checker().threads(2).target_max_depth(depth).spawn_bfs().join();
	let properties = checker.model().properties();
	let mut broken = Vec::new();
	for property in properties {
		let found = checker.discovery(property.name);
		let is_broken = match property.expectation {
			stateright::Expectation::Sometimes => found.is_none(),
			_ => found.is_some(),
		};
		if is_broken {
			broken.push(property.name);
		}
	}
	let explored =
		Explored { states: checker.unique_state_count(), depth: checker.max_depth(), broken };
	println!(
		"{name}: {} states, depth {}, {:.1} s, broken: {:?}",
		explored.states,
		explored.depth,
		started.elapsed().as_secs_f32(),
		explored.broken,
	);
	explored
}
