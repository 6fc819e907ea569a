// SPDX-License-Identifier: Apache-2.0
//! Rounds of votes on one feed.
//!
//! The market stands at one of three levels and moves to the next one up or down, or stays. Three honest
//! reporters say where it stands; one is hostile and says the lowest, the highest or nothing (what lies between
//! moves a median less). The author of each block is hostile too: it carries whichever of the honest votes it
//! likes, and of some instead what they said a round ago. Votes stick for two rounds.

use crate::explore;
use codec::Encode;
use market_maths::{aggregation, units::Price};
use market_primitives::FeedStatus;
use oracle_core::{
	counted,
	score::{self, conduct_of, Showing},
	Aggregate, Counting, FeedParameters, Outcome,
};
use sp_arithmetic::Perbill;
use stateright::{Model, Property};
use std::hash::{Hash, Hasher};

const REPORTERS: usize = 4;
/// The hostile one comes last.
const HOSTILE: usize = REPORTERS - 1;
/// Three percent apart: beyond the step limit, the agreement band and what is off.
const LEVELS: [u128; 3] = [1_000_000, 1_030_000, 1_060_000];
const ROUND_MS: u64 = 3_000;
const START_MS: u64 = 1_000_000_000;
/// Two rounds of age still count.
const MAX_AGE_MS: u64 = 2 * ROUND_MS;

/// What is changed about the rules, to see which property notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mutation {
	None,
	/// The hostile reporter has as much weight as all others.
	HostileHalf,
	/// Votes count for ever.
	VotesNeverExpire,
	/// One vote is enough for a value.
	NoQuorum,
	/// The status is the one at the last counting, however long ago that was.
	StatusWhenCounted,
	/// A value may double in a round.
	NoStepLimit,
	/// A feed is live as soon as nothing is wrong.
	HealsAtOnce,
	/// A round without a quorum is as good as one with a reason for caution. One good round ends a halt and one reporter
	/// has twice the weight, so that it shows as early as the others.
	HealsWithoutQuorum,
	/// Whatever was said counts as said at the same moment.
	MomentsAreAlike,
}

#[derive(Clone, Debug)]
struct Oracle {
	weights: [u128; REPORTERS],
	parameters: FeedParameters,
	mutation: Mutation,
}

impl Oracle {
	fn new(weights: [u128; REPORTERS]) -> Self {
		let parameters = FeedParameters {
			max_age_ms: MAX_AGE_MS,
			min_reporters: 2,
			clamped_rounds_to_halt: 3,
			rounds_to_leave_caution: 1,
			rounds_to_leave_halt: 2,
			caution_confidence: Perbill::from_percent(4),
			halt_confidence: Perbill::from_percent(5),
			..FeedParameters::major()
		};
		Self { weights, parameters, mutation: Mutation::None }
	}

	fn with(self, mutation: Mutation) -> Self {
		let mut mutated = Self { mutation, ..self };
		match mutation {
			Mutation::HostileHalf => mutated.weights[HOSTILE] = mutated.weights[..3].iter().sum(),
			Mutation::VotesNeverExpire => mutated.parameters.max_age_ms = u64::MAX,
			Mutation::NoQuorum => {
				mutated.parameters.quorum = Perbill::zero();
				mutated.parameters.min_reporters = 1;
			},
			Mutation::NoStepLimit => mutated.parameters.step_limit = Perbill::one(),
			Mutation::HealsWithoutQuorum => {
				mutated.weights[0] = 2;
				mutated.parameters.rounds_to_leave_halt = 1;
			},
			_ => {},
		}
		mutated
	}
}

/// A vote as the chain has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
struct Given {
	level: u8,
	/// The round it was given in.
	round: u8,
	/// Whether it came with the last counting.
	is_new: bool,
}

impl Given {
	fn value(self) -> Price {
		Price::from_inner(LEVELS[usize::from(self.level)])
	}
}

#[derive(Clone, Debug)]
struct State {
	round: u8,
	market: u8,
	votes: [Option<Given>; REPORTERS],
	/// Those in whose place they are.
	replaced: [Option<Given>; REPORTERS],
	before: Option<Aggregate>,
	aggregate: Option<Aggregate>,
	/// Whether the last counting made a value.
	is_renewed: bool,
	/// Rounds in a row, since it was halted, in which a quorum gave no reason to halt it.
	healing: u32,
	/// Whether an honest reporter's vote was ever found to be off.
	is_honest_off: bool,
}

impl State {
	fn now_ms(&self) -> u64 {
		time_of(self.round)
	}

	/// The votes that count by the plain words of the rule: no older than two rounds.
	fn young(&self) -> impl Iterator<Item = (usize, Price)> + '_ {
		self.votes.iter().enumerate().filter_map(|(who, given)| {
			let given = (*given)?;
			(self.round - given.round <= 2).then_some((who, given.value()))
		})
	}

	fn key(&self) -> Vec<u8> {
		let facts = (self.round, self.market, self.is_renewed, self.healing, self.is_honest_off);
		(facts, self.votes, self.replaced, self.before, self.aggregate).encode()
	}

	/// A vote takes the place of the reporter's last one.
	fn take(&mut self, who: usize, level: u8, round: u8) {
		self.replaced[who] = self.votes[who];
		self.votes[who] = Some(Given { level, round, is_new: true });
	}

	/// A vote can be given or carried late in the next round: nothing older is of the same moment.
	fn forget_what_no_longer_matters(&mut self) {
		for replaced in &mut self.replaced {
			*replaced = replaced.filter(|given| given.round >= self.round);
		}
	}
}

impl PartialEq for State {
	fn eq(&self, other: &Self) -> bool {
		self.key() == other.key()
	}
}

impl Hash for State {
	fn hash<H: Hasher>(&self, state: &mut H) {
		self.key().hash(state);
	}
}

fn time_of(round: u8) -> u64 {
	START_MS + u64::from(round) * ROUND_MS
}

/// What happens in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Action {
	/// Where the market goes.
	market: u8,
	/// Which honest votes of the round the author carries: a bit for each.
	carried: u8,
	/// Of whom it carries the vote of the round before.
	late: u8,
	/// What the hostile reporter says.
	lie: Option<u8>,
}

impl Model for Oracle {
	type State = State;
	type Action = Action;

	fn init_states(&self) -> Vec<State> {
		vec![State {
			round: 0,
			market: 1,
			votes: [None; REPORTERS],
			replaced: [None; REPORTERS],
			before: None,
			aggregate: None,
			is_renewed: false,
			healing: 0,
			is_honest_off: false,
		}]
	}

	fn actions(&self, state: &State, actions: &mut Vec<Action>) {
		for market in state.market.saturating_sub(1)..=(state.market + 1).min(2) {
			for lie in [None, Some(0), Some(2)] {
				for carried in 0..8 {
					actions.push(Action { market, carried, late: 0, lie });
				}
				for late in 1..8 {
					actions.push(Action { market, carried: !late & 7, late, lie });
				}
			}
		}
	}

	fn next_state(&self, last: &State, action: Action) -> Option<State> {
		let mut next = State { round: last.round + 1, market: action.market, ..last.clone() };
		for given in next.votes.iter_mut().flatten() {
			given.is_new = false;
		}
		for who in 0..HOSTILE {
			// The chain takes no round twice.
			let is_known = last.votes[who].is_some_and(|vote| vote.round >= last.round);
			if action.carried & (1 << who) != 0 {
				next.take(who, action.market, next.round);
			} else if action.late & (1 << who) != 0 && !is_known {
				next.take(who, last.market, last.round);
			}
		}
		if let Some(level) = action.lie {
			next.take(HOSTILE, level, next.round);
		}
		self.count(&mut next, last);
		next.forget_what_no_longer_matters();
		// Reporters of one weight are alike: one of their orders stands for all.
		let alike = if self.weights[0] == self.weights[1] { 0 } else { 1 };
		let mut pairs: [_; REPORTERS] =
			core::array::from_fn(|who| (next.votes[who], next.replaced[who]));
		pairs[alike..HOSTILE].sort_unstable();
		next.votes = pairs.map(|(vote, _)| vote);
		next.replaced = pairs.map(|(_, replaced)| replaced);
		Some(next)
	}

	fn properties(&self) -> Vec<Property<Self>> {
		vec![
			Property::always("C1 the median is within the honest range", within_honest_range),
			Property::always("C2 no value without a quorum", renewed_exactly_with_quorum),
			Property::always("C2 what is old is never live", old_is_never_live),
			Property::always("C3 a step is no longer than the limit", step_within_limit),
			Property::always("C4 the status moves along the table", status_moves_by_table),
			Property::always("C5 no honest vote is ever off", |_, state: &State| {
				!state.is_honest_off
			}),
			Property::sometimes("C9 live", |_, state: &State| {
				status(state) == Some(FeedStatus::Live)
			}),
			Property::sometimes("C9 caution", |_, state: &State| {
				status(state) == Some(FeedStatus::Caution)
			}),
			Property::sometimes("C9 halted", |_, state: &State| {
				status(state) == Some(FeedStatus::Halted)
			}),
			Property::sometimes("C9 clamped", |_, state: &State| {
				state.is_renewed && state.aggregate.is_some_and(|it| it.value != it.raw)
			}),
			Property::sometimes("C9 aged", |_, state: &State| {
				!state.is_renewed && state.aggregate.is_some()
			}),
		]
	}
}

impl Oracle {
	/// Counts and scores the votes as the pallet does, after the counting of `last`.
	fn count(&self, state: &mut State, last: &State) {
		let now_ms = state.now_ms();
		let counts =
			|round: u8| now_ms.saturating_sub(time_of(round)) <= self.parameters.max_age_ms;
		let heard = state.votes.map(|given| given.filter(|given| counts(given.round)));
		let votes: Vec<aggregation::Vote> = heard
			.iter()
			.zip(self.weights)
			.filter_map(|(given, weight)| {
				let value = (*given)?.value();
				Some(counted(value, Price::from_inner(100), weight, &self.parameters))
			})
			.collect();
		let newest = heard.iter().flatten().map(|given| time_of(given.round)).max();
		let counting = Counting {
			votes: &votes,
			newest_ms: newest.unwrap_or_default(),
			total_weight: self.weights.iter().sum(),
			parameters: &self.parameters,
			now_ms,
		};
		state.before = last.aggregate;
		state.is_renewed = false;
		match counting.count(last.aggregate.as_ref()).expect("small numbers fit") {
			Outcome::Renewed(mut aggregate) => {
				if self.mutation == Mutation::HealsAtOnce && aggregate.concern.is_none() {
					aggregate.breaker.status = FeedStatus::Live;
				}
				state.is_renewed = true;
				self.score(state, last, &heard, &aggregate);
				state.aggregate = Some(aggregate);
			},
			Outcome::Aged(mut aggregate) => {
				if self.mutation == Mutation::HealsWithoutQuorum {
					let before = last.aggregate.unwrap_or(aggregate).breaker;
					aggregate.breaker = before.after_round(FeedStatus::Caution, &self.parameters);
				}
				state.aggregate = Some(aggregate);
			},
			Outcome::Nothing => {},
		}
		state.healing = self.healing(state, last);
	}

	/// Rounds of healing by the plain words of the rule: in a row, each with a quorum and without a reason to halt. What
	/// was halted, or had become too old, begins with none.
	fn healing(&self, state: &State, last: &State) -> u32 {
		let Some(before) = last.aggregate else { return 0 };
		let is_too_old = state.now_ms() - before.observed_at_ms > self.parameters.max_age_ms;
		let is_halted = is_too_old || before.breaker.status == FeedStatus::Halted;
		let is_better = |made: Aggregate| {
			made.concern.is_none_or(|concern| concern.grade() != FeedStatus::Halted)
		};
		let is_healing = is_halted && state.is_renewed && state.aggregate.is_some_and(is_better);
		match (is_healing, is_too_old) {
			(true, true) => 1,
			(true, false) => last.healing + 1,
			(false, _) => 0,
		}
	}

	fn score(
		&self,
		state: &mut State,
		last: &State,
		heard: &[Option<Given>; REPORTERS],
		made: &Aggregate,
	) {
		let given = |given: Given| {
			let round = if self.mutation == Mutation::MomentsAreAlike { 0 } else { given.round };
			score::Given { value: given.value(), observed_at_ms: time_of(round) }
		};
		let showing = |who: usize| Showing {
			weight: self.weights[who],
			vote: heard[who].map(given),
			is_new: heard[who].is_some_and(|given| given.is_new),
			// What a reporter said earlier is known as long as its last vote is young enough to count.
			earlier: [heard[who].and(state.replaced[who]).map(given), None, None, None],
			before: None,
		};
		let showings: [Showing; REPORTERS] = core::array::from_fn(showing);
		let shown = last.aggregate.map(|last| last.value);
		let conducts = conduct_of(&showings, made.raw, shown).expect("small numbers fit");
		let is_off = conducts[..HOSTILE].iter().any(|conduct| conduct.outlier || conduct.gross);
		state.is_honest_off |= is_off;
	}

	fn status_at(&self, aggregate: &Aggregate, now_ms: u64) -> FeedStatus {
		if self.mutation == Mutation::StatusWhenCounted {
			aggregate.breaker.status
		} else {
			aggregate.observation_at(now_ms, self.parameters.max_age_ms).status
		}
	}
}

fn status(state: &State) -> Option<FeedStatus> {
	state.aggregate.map(|aggregate| aggregate.breaker.status)
}

/// While the hostile weight is less than half of what is counted.
fn within_honest_range(oracle: &Oracle, state: &State) -> bool {
	let Some(aggregate) = state.aggregate.filter(|_| state.is_renewed) else { return true };
	let (mut hostile, mut all) = (0, 0);
	let mut honest = Vec::new();
	for (who, value) in state.young() {
		all += oracle.weights[who];
		if who == HOSTILE {
			hostile += oracle.weights[who];
		} else {
			honest.push(value);
		}
	}
	// With the weights of the chain the hostile one never has half; by a mutation it does.
	let is_excused = oracle.mutation != Mutation::HostileHalf && hostile * 2 >= all;
	let range = honest.iter().min().zip(honest.iter().max());
	is_excused || range.is_some_and(|(low, high)| (*low..=*high).contains(&aggregate.raw))
}

fn renewed_exactly_with_quorum(oracle: &Oracle, state: &State) -> bool {
	if state.round == 0 {
		return true;
	}
	let weight: u128 = state.young().map(|(who, _)| oracle.weights[who]).sum();
	let total: u128 = oracle.weights.iter().sum();
	let is_quorate = state.young().count() >= 2 && weight * 2 >= total;
	let is_live = !state.is_renewed && status(state) == Some(FeedStatus::Live);
	state.is_renewed == is_quorate && !is_live
}

/// Whenever somebody asks in the next rounds, whether or not anything is counted in them.
fn old_is_never_live(oracle: &Oracle, state: &State) -> bool {
	let Some(aggregate) = state.aggregate else { return true };
	(0..5).all(|later| {
		let now_ms = state.now_ms() + later * ROUND_MS;
		let is_old = now_ms - aggregate.observed_at_ms > MAX_AGE_MS;
		!is_old || oracle.status_at(&aggregate, now_ms) == FeedStatus::Halted
	})
}

/// (step / last)² · 3 s ≤ 1 %² · elapsed.
fn step_within_limit(_: &Oracle, state: &State) -> bool {
	let (Some(before), Some(after)) = (state.before, state.aggregate) else { return true };
	let elapsed = u128::from(after.computed_at_ms - before.computed_at_ms);
	let (from, to) = (before.value.into_inner(), after.value.into_inner());
	let step = from.abs_diff(to);
	step * step * 10_000 * u128::from(ROUND_MS) <= from * from * elapsed
}

/// Better by one step at a time and only by a quorum: out of a halt after as many rounds in a row without a reason to
/// halt as the parameters say, and never from caution to live in a round with a concern. Worse at any time.
fn status_moves_by_table(oracle: &Oracle, state: &State) -> bool {
	use FeedStatus::{Caution, Halted, Live};
	let (Some(before), Some(after)) = (state.before, state.aggregate) else { return true };
	match (before.breaker.status, after.breaker.status) {
		(Halted, Live) => false,
		(Halted, Caution) => state.healing >= oracle.parameters.rounds_to_leave_halt,
		(Caution, Live) => state.is_renewed && after.concern.is_none(),
		_ => true,
	}
}

/// Four rounds are examined: far enough for a vote to be given, to stick and to expire, and for a feed to halt and
/// heal. The beginning counts as one, and what follows the last examined round as another.
const DEPTH: usize = 6;
/// Where every mutation shows.
const MUTATION_DEPTH: usize = 5;

#[test]
fn every_property_holds_with_equal_weights() {
	let explored = explore("feed, weights 1 1 1 1", Oracle::new([1, 1, 1, 1]), DEPTH);
	assert_eq!(explored.broken, Vec::<&str>::new());
	assert!(explored.states > 1_000 && explored.depth >= DEPTH);
}

#[test]
fn every_property_holds_with_one_reporter_of_twice_the_weight() {
	let explored = explore("feed, weights 2 1 1 1", Oracle::new([2, 1, 1, 1]), DEPTH);
	assert_eq!(explored.broken, Vec::<&str>::new());
}

/// Stops at the first thing that is found.
fn broken_by(mutation: Mutation) -> Vec<&'static str> {
	use stateright::{Checker, HasDiscoveries};
	let checker = Oracle::new([1, 1, 1, 1])
		.with(mutation)
		.checker()
		.finish_when(HasDiscoveries::AnyFailures)
		.target_max_depth(MUTATION_DEPTH)
		.spawn_bfs()
		.join();
	let broken: Vec<_> = checker
		.model()
		.properties()
		.into_iter()
		.filter(|it| it.expectation == stateright::Expectation::Always)
		.filter(|it| checker.discovery(it.name).is_some())
		.map(|it| it.name)
		.collect();
	println!("feed, {mutation:?}: {} states, breaks {broken:?}", checker.unique_state_count());
	broken
}

#[test]
fn each_property_is_broken_by_a_mutation_of_the_rules() {
	for (mutation, expected) in [
		(Mutation::HostileHalf, "C1"),
		(Mutation::VotesNeverExpire, "C2"),
		(Mutation::NoQuorum, "C2"),
		(Mutation::StatusWhenCounted, "C2"),
		(Mutation::NoStepLimit, "C3"),
		(Mutation::HealsAtOnce, "C4"),
		(Mutation::HealsWithoutQuorum, "C4"),
		(Mutation::MomentsAreAlike, "C5"),
	] {
		let broken = broken_by(mutation);
		assert!(
			broken.iter().any(|name| name.starts_with(expected)),
			"{mutation:?} should break {expected}, and broke {broken:?}"
		);
	}
}
