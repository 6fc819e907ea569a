// SPDX-License-Identifier: Apache-2.0
//! Minutes around an expiry, and the blocks after the decision.
//!
//! Each minute is unknown or one of two prices. The rule looks at three minutes, needs two of them and passes
//! over a gap of one. After the decision blocks pass, and somebody may ask in each, or not. At any time
//! governance may change the rule to the last two minutes.

use crate::explore;
use market_maths::units::Price;
use oracle_core::{
	plan_settlement, Decision, Minutes, Settlement, SettlementRule, FINAL_AFTER_BLOCKS,
};
use sp_arithmetic::Perbill;
use stateright::{Model, Property};
use std::hash::{Hash, Hasher};

const LOW: u128 = 1_000;
const HIGH: u128 = 1_001;
const MINUTES: usize = 3;
const REQUIRED: usize = 2;
const LONGEST_GAP: usize = 1;
const LAST_BLOCK: u8 = 12;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mutation {
	None,
	/// One minute is enough.
	NoCoverage,
	/// No minutes after the expiry are waited for.
	NoExtension,
	/// The last minute is the price.
	LastInsteadOfMean,
	/// The price is worked out anew whenever somebody asks.
	DecidedAnew,
	/// What is computed is final at once.
	FinalAtOnce,
}

#[derive(Clone, Copy, Debug)]
struct Expiry {
	mutation: Mutation,
}

/// What is paid out to somebody in a block.
type Answer = Option<u128>;

#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
	/// Those before the expiry and those after it.
	minutes: Vec<Option<u128>>,
	/// The block, and what is kept; blocks count once a decision was asked for.
	block: u8,
	kept: Option<Settlement>,
	/// Final answers so far, with their blocks.
	answers: Vec<(u8, u128)>,
	/// The block in which the price was computed.
	computed_in: Option<u8>,
	/// Whether governance changed the rule.
	is_changed: bool,
}

impl Hash for State {
	fn hash<H: Hasher>(&self, state: &mut H) {
		use codec::Encode;
		let minutes: Vec<Option<u128>> = self.minutes.clone();
		let facts = (self.block, self.kept, self.computed_in, self.is_changed);
		(minutes, facts, &self.answers).encode().hash(state);
	}
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
	/// A minute ends.
	Minute(Option<u128>),
	/// A block passes in which somebody asks, or nobody.
	Block { is_asked: bool },
	/// Governance changes the rule.
	Rule,
}

impl Expiry {
	fn rule(self, minutes: usize) -> SettlementRule {
		let coverage = match self.mutation {
			Mutation::NoCoverage => Perbill::from_percent(1),
			_ => Perbill::from_percent(50),
		};
		SettlementRule {
			minutes: minutes as u32,
			coverage,
			longest_gap: LONGEST_GAP as u32,
			samples: 1,
		}
	}

	/// By the rule as it was at first, or as it was changed.
	fn decide(self, minutes: &[Option<u128>], is_changed: bool) -> Option<Decision> {
		let dropped = usize::from(is_changed);
		let prices: Vec<Option<Price>> =
			minutes.iter().map(|minute| minute.map(Price::from_inner)).collect();
		let (before, after) = prices.split_at(MINUTES.min(prices.len()));
		let (before, wanted) = (&before[dropped..], MINUTES - dropped);
		let unknown = [None; MINUTES];
		let after = if self.mutation == Mutation::NoExtension { &unknown } else { after };
		let after = &after[..after.len().min(wanted)];
		let decision = plan_settlement(&Minutes { before, after }, &self.rule(wanted));
		let decision = decision.expect("small numbers fit");
		match (self.mutation, decision) {
			(Mutation::LastInsteadOfMean, Some(Decision::Price(_))) => {
				prices.iter().flatten().last().copied().map(Decision::Price)
			},
			_ => decision,
		}
	}

	fn answer(self, state: &mut State) -> Answer {
		let block = u64::from(state.block);
		let known = match state.kept {
			Some(kept) if self.mutation != Mutation::DecidedAnew => Some(kept),
			kept => {
				let made =
					self.decide(&state.minutes, state.is_changed).map(|it| it.made_in(block));
				// Decided anew, it still waits from the first time on.
				match (kept, made) {
					(
						Some(Settlement::Computed { in_block, .. }),
						Some(Settlement::Computed { price, .. }),
					) => Some(Settlement::Computed { price, in_block }),
					_ => made,
				}
			},
		}?;
		if state.computed_in.is_none() && matches!(known, Settlement::Computed { .. }) {
			state.computed_in = Some(state.block);
		}
		let now = match (self.mutation, known) {
			(Mutation::FinalAtOnce, Settlement::Computed { price, .. }) => {
				Settlement::Final { price }
			},
			_ => known.in_block(block),
		};
		let keeps_waiting = self.mutation == Mutation::DecidedAnew;
		state.kept = Some(if keeps_waiting { known } else { now });
		match now {
			Settlement::Final { price } => Some(price.into_inner()),
			_ => None,
		}
	}
}

impl Model for Expiry {
	type State = State;
	type Action = Action;

	fn init_states(&self) -> Vec<State> {
		vec![State {
			minutes: Vec::new(),
			block: 0,
			kept: None,
			answers: Vec::new(),
			computed_in: None,
			is_changed: false,
		}]
	}

	fn actions(&self, state: &State, actions: &mut Vec<Action>) {
		if state.minutes.len() < 2 * MINUTES {
			actions.extend([None, Some(LOW), Some(HIGH)].map(Action::Minute));
		}
		// Blocks before the expiry decide nothing; asking in them is tried once.
		if state.block < LAST_BLOCK && (state.minutes.len() >= MINUTES || state.block == 0) {
			actions.extend([true, false].map(|is_asked| Action::Block { is_asked }));
		}
		if !state.is_changed && state.minutes.len() >= MINUTES {
			actions.push(Action::Rule);
		}
	}

	fn next_state(&self, last: &State, action: Action) -> Option<State> {
		let mut next = last.clone();
		match action {
			Action::Minute(minute) => next.minutes.push(minute),
			Action::Rule => next.is_changed = true,
			Action::Block { is_asked } => {
				next.block += 1;
				// The pallet asks for a decision only once the expiry has passed.
				if is_asked && next.minutes.len() >= MINUTES {
					if let Some(price) = self.answer(&mut next) {
						if next.answers.last().is_none_or(|(_, known)| *known != price) {
							next.answers.push((next.block, price));
						}
					}
				}
			},
		}
		Some(next)
	}

	fn properties(&self) -> Vec<Property<Self>> {
		vec![
			Property::always("C6 the price is the mean within one unit", is_the_mean),
			Property::always("C7 coverage, extension, dispute", follows_the_rule),
			Property::always("C7 final once", |_, state: &State| state.answers.len() <= 1),
			Property::always("C7 final ten blocks later", |_, state: &State| {
				let Some((block, _)) = state.answers.first() else { return true };
				let waited = state.computed_in.map(|computed| u64::from(block - computed));
				waited.is_some_and(|blocks| blocks >= FINAL_AFTER_BLOCKS)
			}),
			Property::sometimes("C9 settled at the expiry", |_, state: &State| {
				state.minutes.len() == MINUTES
					&& matches!(state.kept, Some(Settlement::Final { .. }))
			}),
			Property::sometimes("C9 settled later", |_, state: &State| {
				state.minutes.iter().take(MINUTES).flatten().count() < REQUIRED
					&& matches!(state.kept, Some(Settlement::Final { .. }))
			}),
			Property::sometimes("C9 disputed", |_, state: &State| {
				matches!(state.kept, Some(Settlement::Disputed { .. }))
			}),
		]
	}
}

/// The minutes that the decision rests on, by the plain words of the rule; `None` while it waits, and
/// `Err` with those seen if there are too few.
fn minutes_by_rule(minutes: &[Option<u128>]) -> Option<Result<Vec<u128>, Vec<u128>>> {
	let (before, after) = minutes.split_at(MINUTES);
	let mut known: Vec<u128> = before.iter().flatten().copied().collect();
	let gap = before.split(Option::is_some).map(<[_]>::len).max().unwrap_or(0);
	if known.len() >= REQUIRED && gap <= LONGEST_GAP {
		return Some(Ok(known));
	}
	for minute in after {
		known.extend(minute);
		if known.len() == MINUTES {
			return Some(Ok(known));
		}
	}
	if after.len() < MINUTES {
		None
	} else if known.len() >= REQUIRED {
		Some(Ok(known))
	} else {
		Some(Err(known))
	}
}

fn is_the_mean(expiry: &Expiry, state: &State) -> bool {
	if state.minutes.len() < MINUTES {
		return true;
	}
	match (expiry.decide(&state.minutes, false), minutes_by_rule(&state.minutes)) {
		(Some(Decision::Price(price)), Some(Ok(known))) => {
			let (sum, count) = (known.iter().sum::<u128>(), known.len() as u128);
			// At most half a unit off, so that only the last digit is anybody's.
			(price.into_inner() * count).abs_diff(sum) * 2 <= count
		},
		_ => true,
	}
}

fn follows_the_rule(expiry: &Expiry, state: &State) -> bool {
	if state.minutes.len() < MINUTES {
		return true;
	}
	match (expiry.decide(&state.minutes, false), minutes_by_rule(&state.minutes)) {
		(None, None) | (Some(Decision::Price(_)), Some(Ok(_))) => true,
		(Some(Decision::Dispute(range)), Some(Err(seen))) => {
			let lowest = seen.iter().min().copied().map(Price::from_inner);
			let highest = seen.iter().max().copied().map(Price::from_inner);
			range == lowest.zip(highest)
		},
		_ => false,
	}
}

/// All minutes and all blocks.
const DEPTH: usize = 40;

#[test]
fn every_property_holds_whenever_somebody_asks() {
	let explored = explore("settlement", Expiry { mutation: Mutation::None }, DEPTH);
	assert_eq!(explored.broken, Vec::<&str>::new());
	assert!(explored.states > 1_000);
}

#[test]
fn each_property_is_broken_by_a_mutation_of_the_rules() {
	for (mutation, expected) in [
		(Mutation::NoCoverage, "C7 coverage"),
		(Mutation::NoExtension, "C7 coverage"),
		(Mutation::LastInsteadOfMean, "C6"),
		(Mutation::DecidedAnew, "C7 final once"),
		(Mutation::FinalAtOnce, "C7 final ten"),
	] {
		let explored = explore(&format!("settlement, {mutation:?}"), Expiry { mutation }, DEPTH);
		assert!(
			explored.broken.iter().any(|name| name.starts_with(expected)),
			"{mutation:?} should break {expected}, and broke {:?}",
			explored.broken
		);
	}
}
