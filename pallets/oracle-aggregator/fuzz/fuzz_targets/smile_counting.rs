// SPDX-License-Identifier: Apache-2.0
//! Countings of the votes on a smile, one after another, with slices proposed in between.
//!
//! Of votes that a chain may hold, by rules that governance may set:
//!
//! - there are new nodes if and only if there is a quorum; otherwise only status and concern move, and a halt costs the
//!   slice;
//! - the forward and each variance are those of a vote, brought to now, before they are held back; then they lie
//!   between the last ones, brought to now, and those, within the step limit;
//! - what is wrong makes the status as bad at once; what was held back or too old is not live;
//! - a slice is taken only if no butterfly is free money, and holds as it was proved or is lost for a reason;
//! - the order of the votes changes nothing.
//!
//! Of numbers without any meaning: an answer or a refusal, in whatever order.
#![no_main]

use libfuzzer_sys::{arbitrary, arbitrary::Arbitrary, fuzz_target};
use market_maths::{
	options::Svi,
	units::{Price, Rate},
};
use market_primitives::{FeedStatus, SmileId, SmileShape, Underlying};
use oracle_core::{
	Breaker, Neighbours, SliceLoss, SliceTrial, SmileBallot, SmileCounting, SmileNodes,
	SmileOutcome, Surface, SurfaceRule, LARGEST_VARIANCE, NODES, SMILE_STEP_PERIOD_MS,
};
use oracle_core_fuzz::{
	in_another_order, is_between, is_within_share, near, RawParameters, BASE_PRICE, MOST_REPORTERS,
};

/// Now, when the first round is counted, in milliseconds since 1970.
const BEGINNING_MS: u64 = 1_700_000_000_000;

/// The usual variance of a month: 0.04.
const BASE_VARIANCE: u128 = 40_000_000_000_000_000;

/// The largest forward here, ten billion dollars: brought from one index here to another it still fits.
const LARGEST_FORWARD: u128 = 10_000_000_000_000_000_000_000_000_000;

#[derive(Arbitrary, Debug)]
struct Input {
	parameters: RawParameters,
	is_rule_usual: bool,
	/// Hours from the first round to the expiry.
	hours: u16,
	/// Whether there is an index.
	has_index: bool,
	turn: u8,
	/// Levels of the smiles beside it.
	neighbours: [Option<i16>; 2],
	anything: Anything,
	rounds: Vec<Round>,
}

#[derive(Arbitrary, Debug)]
struct Round {
	elapsed_ms: u32,
	index: u32,
	absent_weight: u32,
	ballots: Vec<Ballot>,
	/// How a slice that is proposed after it differs from a level one at the nodes' middle.
	slice: Option<[i16; 5]>,
}

#[derive(Arbitrary, Debug)]
struct Ballot {
	weight: u32,
	age_ms: u32,
	/// Where the index stood when it came in, if anybody knew.
	index: Option<u32>,
	forward: Number,
	totals: [Number; NODES],
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Number {
	/// Up to a thirtieth from a usual one.
	Near(i16),
	/// Any that may be reported.
	Any(u128),
}

impl Number {
	fn digits(self, usual: u128, largest: u128) -> u128 {
		match self {
			Self::Near(parts) => near(usual, parts),
			Self::Any(digits) => 1 + digits % largest,
		}
	}
}

impl Ballot {
	fn nodes(&self) -> SmileNodes {
		let largest = LARGEST_VARIANCE.into_inner().unsigned_abs();
		let total = |number: Number| variance(number.digits(BASE_VARIANCE, largest));
		SmileNodes {
			forward: Price::from_inner(self.forward.digits(BASE_PRICE, LARGEST_FORWARD)),
			totals: self.totals.map(total),
		}
	}
}

fn variance(digits: u128) -> Rate {
	Rate::from_inner(i128::try_from(digits).expect("a variance"))
}

/// 30,000 to 3,000,000 dollars.
fn index(raw: u32) -> Price {
	Price::from_inner(BASE_PRICE / 2 * (1 + u128::from(raw % 100)) + u128::from(raw))
}

fuzz_target!(|input: Input| {
	check_anything(&input.anything, &input.parameters, input.turn);
	let mut rule = SurfaceRule::default();
	if !input.is_rule_usual {
		rule.counting = input.parameters.parameters();
	}
	let expiry = BEGINNING_MS / 1_000 + 3_600 * (1 + u64::from(input.hours));
	let mut smile = Smile {
		id: SmileId::new(Underlying::BTC, expiry),
		rule,
		has_index: input.has_index,
		turn: input.turn,
		now_ms: BEGINNING_MS,
		last: None,
	};
	for round in input.rounds.iter().take(6) {
		smile.now_ms += u64::from(round.elapsed_ms % 1_000_000);
		// What has expired is forgotten.
		if smile.id.seconds_left(smile.now_ms) == 0 {
			return;
		}
		let neighbours = smile.neighbours(input.neighbours);
		smile.step(round, &neighbours);
		smile.propose(round, &neighbours);
	}
});

/// A smile from round to round.
struct Smile {
	id: SmileId,
	rule: SurfaceRule,
	has_index: bool,
	turn: u8,
	now_ms: u64,
	last: Option<Surface>,
}

impl Smile {
	/// Level smiles of the expiries beside it.
	fn neighbours(&self, levels: [Option<i16>; 2]) -> Neighbours {
		let seconds = self.id.seconds_left(self.now_ms);
		let level = |parts: i16| {
			let nodes = SmileNodes {
				forward: Price::from_inner(BASE_PRICE),
				totals: [variance(near(BASE_VARIANCE, parts)); NODES],
			};
			SmileShape::Nodes(nodes.interpolated(seconds).expect("a level smile"))
		};
		let [earlier, later] = levels.map(|parts| parts.map(level).into_iter().collect());
		Neighbours { earlier, later }
	}

	fn step(&mut self, round: &Round, neighbours: &Neighbours) {
		let ballots: Vec<SmileBallot> = round
			.ballots
			.iter()
			.take(MOST_REPORTERS as usize)
			.filter(|ballot| ballot.weight > 0)
			.map(|ballot| self.ballot(ballot))
			.collect();
		let counting = SmileCounting {
			id: self.id,
			ballots: &ballots,
			total_weight: weight_of(&ballots) + u128::from(round.absent_weight),
			rule: &self.rule,
			neighbours,
			index: self.has_index.then(|| index(round.index)),
			now_ms: self.now_ms,
		};
		let last = self.last;
		let outcome = counting.count(last.as_ref()).expect("what may be reported can be counted");
		let turned = in_another_order(&ballots, self.turn);
		let turned = SmileCounting { ballots: &turned, ..counting };
		assert_eq!(turned.count(last.as_ref()), Ok(outcome));

		assert_eq!(matches!(outcome, SmileOutcome::Renewed(..)), is_quorate(&counting));
		match outcome {
			SmileOutcome::Renewed(found, lost) => {
				check_medians(&found, &counting);
				check_step(&found, last.as_ref(), &counting);
				check_status(&found, last.as_ref(), &counting);
				check_slice(&found, lost, last.as_ref(), &counting);
				check_observation(&found, &counting);
				self.last = Some(found);
			},
			SmileOutcome::Aged(aged) => {
				let last = last.expect("only nodes age");
				let is_halted = aged.breaker.status == FeedStatus::Halted;
				let slice = last.slice.filter(|_| !is_halted);
				let kept = Surface { breaker: aged.breaker, concern: aged.concern, slice, ..last };
				assert_eq!(aged, kept);
				assert_ne!(aged.breaker.status, FeedStatus::Live);
				self.last = Some(aged);
			},
			SmileOutcome::Nothing => assert!(last.is_none()),
		}
	}

	/// Only young votes are counted.
	fn ballot(&self, ballot: &Ballot) -> SmileBallot {
		let age_ms = u64::from(ballot.age_ms) % (self.rule.counting.max_age_ms + 1);
		SmileBallot {
			nodes: ballot.nodes(),
			observed_at_ms: self.now_ms - age_ms,
			index: ballot.index.map(index),
			weight: ballot.weight.into(),
		}
	}

	/// Proposes a slice for the nodes of this round.
	fn propose(&mut self, round: &Round, neighbours: &Neighbours) {
		let (Some(last), Some(parts)) = (&mut self.last, round.slice) else { return };
		// A smile that is halted gets none.
		if last.computed_at_ms != self.now_ms || last.breaker.status == FeedStatus::Halted {
			return;
		}
		let holding = last.slice_at(self.id, self.now_ms).expect("a slice that holds");
		let trial = SliceTrial {
			id: self.id,
			nodes: &last.nodes,
			holding: holding.as_ref(),
			neighbours,
			rule: &self.rule,
			now_ms: self.now_ms,
		};
		// Up to three hundredths of one in each parameter; of the level a ten-thousandth of that.
		let [a, b, rho, m, sigma] = parts.map(|part| i128::from(part) * 1_000_000_000_000);
		let level = last.nodes.totals[NODES / 2].into_inner();
		let proposed = Svi {
			a: Rate::from_inner(level + a / 10_000),
			b: Rate::from_inner(b),
			rho: Rate::from_inner(rho),
			m: Rate::from_inner(m),
			sigma: Rate::from_inner(sigma),
		};
		if let Ok(slice) = trial.verify(&proposed) {
			assert_eq!(proposed.check(), Ok(Ok(())));
			assert_eq!(slice.svi, proposed);
			assert_eq!(slice.valid_until_ms, self.now_ms + self.rule.slice_max_age_ms);
			assert!(slice.mean_error <= slice.worst_error);
			last.slice = Some(slice);
		}
	}
}

fn weight_of(ballots: &[SmileBallot]) -> u128 {
	ballots.iter().map(|ballot| ballot.weight).sum()
}

/// Enough reporters, and the share of weight without division.
fn is_quorate(counting: &SmileCounting) -> bool {
	let weight = weight_of(counting.ballots);
	let parts = u128::from(counting.rule.counting.quorum.deconstruct());
	counting.ballots.len() >= counting.rule.counting.min_reporters as usize
		&& weight > 0
		&& weight * 1_000_000_000 >= parts * counting.total_weight
}

/// The forward and the variances as plain numbers.
fn numbers(nodes: &SmileNodes) -> Vec<u128> {
	let totals = nodes.totals.iter().map(|total| total.into_inner().unsigned_abs());
	std::iter::once(nodes.forward.into_inner()).chain(totals).collect()
}

/// What a vote says now: the variance shrinks with the time that is left, the forward goes along with the index.
fn brought_to_now(ballot: &SmileBallot, counting: &SmileCounting) -> Vec<u128> {
	let expires_ms = counting.id.expiry * 1_000;
	// Time is counted in whole seconds now, as whoever prices counts it.
	let left_ms = counting.id.seconds_left(counting.now_ms) * 1_000;
	let left_then_ms = if ballot.observed_at_ms == counting.now_ms {
		left_ms
	} else {
		expires_ms - ballot.observed_at_ms
	};
	let nodes = ballot
		.nodes
		.over_time(left_then_ms, left_ms)
		.and_then(|nodes| nodes.along_with_index(ballot.index, counting.index));
	numbers(&nodes.expect("it fits"))
}

/// Each number is the lower weighted median of its own votes.
fn check_medians(found: &Surface, counting: &SmileCounting) {
	let brought: Vec<(Vec<u128>, u128)> = counting
		.ballots
		.iter()
		.map(|ballot| (brought_to_now(ballot, counting), ballot.weight))
		.collect();
	let total = weight_of(counting.ballots);
	for (place, median) in numbers(&found.raw).into_iter().enumerate() {
		assert!(brought.iter().any(|(numbers, _)| numbers[place] == median));
		let weight = |takes: &dyn Fn(u128) -> bool| -> u128 {
			let taken = brought.iter().filter(|(numbers, _)| takes(numbers[place]));
			taken.map(|(_, weight)| *weight).sum()
		};
		assert!(2 * weight(&|number| number <= median) >= total);
		assert!(2 * weight(&|number| number < median) < total);
	}
	assert!(found.nodes.has_possible_variances() && !found.nodes.forward.is_zero());
	let newest = counting.ballots.iter().map(|ballot| ballot.observed_at_ms).max();
	assert_eq!(Some(found.observed_at_ms), newest);
	assert_eq!((found.computed_at_ms, found.index), (counting.now_ms, counting.index));
}

/// How far it is from the last nodes.
fn check_step(found: &Surface, last: Option<&Surface>, counting: &SmileCounting) {
	let Some(last) = last else {
		assert_eq!(found.nodes, found.raw);
		return;
	};
	let from = last
		.nodes_at(counting.id, counting.now_ms, counting.index)
		.expect("nodes before the expiry");
	let elapsed_ms = counting.now_ms - last.computed_at_ms;
	let limit = f64::from(counting.rule.counting.step_limit.deconstruct()) / 1e9;
	let share = limit * elapsed_ms as f64 / SMILE_STEP_PERIOD_MS as f64;
	let (from, held, to) = (numbers(&from), numbers(&found.nodes), numbers(&found.raw));
	for ((from, held), to) in from.into_iter().zip(held).zip(to) {
		assert!(is_between(held, from, to));
		assert!(is_within_share(from, held, share));
	}
}

/// How good it is.
fn check_status(found: &Surface, last: Option<&Surface>, counting: &SmileCounting) {
	let status = found.breaker.status;
	// Statuses are ordered from the best to the worst.
	assert!(found.concern.is_none_or(|concern| status >= concern.grade()));
	assert!(status != FeedStatus::Live || found.concern.is_none());
	let is_held_back = found.nodes != found.raw;
	assert_eq!(is_held_back, found.breaker.clamped_rounds > 0);
	assert!(!is_held_back || status != FeedStatus::Live);
	let was_too_old = last.is_some_and(|last| counting.now_ms > last.fresh_until_ms);
	assert!(!was_too_old || status != FeedStatus::Live);
}

fn check_slice(
	found: &Surface,
	lost: Option<SliceLoss>,
	last: Option<&Surface>,
	counting: &SmileCounting,
) {
	let before = last.and_then(|last| last.slice);
	assert_eq!(lost.is_some(), before.is_some() && found.slice.is_none());
	let is_too_old = before.is_some_and(|slice| counting.now_ms > slice.valid_until_ms);
	assert_eq!(lost == Some(SliceLoss::TooOld), is_too_old);
	assert!(found.breaker.status != FeedStatus::Halted || found.slice.is_none());
	if let Some(kept) = found.slice {
		let before = before.expect("a counting takes no slice");
		assert_eq!((kept.svi, kept.as_of_ms), (before.svi, before.as_of_ms));
	}
}

/// Whoever asks sees it as it was counted, and not once it is too old.
fn check_observation(found: &Surface, counting: &SmileCounting) {
	let seen = found.observation_at(counting.id, counting.now_ms, counting.index);
	assert_eq!(seen.expect("a smile before its expiry").status, found.breaker.status);
	assert_eq!(found.status_at(found.fresh_until_ms + 1), FeedStatus::Halted);
}

/// Numbers without any meaning.
#[derive(Arbitrary, Debug)]
struct Anything {
	expiry: u64,
	now_ms: u64,
	index: Option<u128>,
	total_weight: u128,
	last: ([i128; NODES], u128, [u64; 3]),
	ballots: Vec<([i128; NODES], u128, u64, Option<u128>, u128)>,
	slice: Option<[i128; 5]>,
}

fn check_anything(anything: &Anything, parameters: &RawParameters, turn: u8) {
	let rule = SurfaceRule { counting: parameters.anything(), ..SurfaceRule::default() };
	let nodes = |totals: [i128; NODES], forward: u128| SmileNodes {
		forward: Price::from_inner(forward),
		totals: totals.map(Rate::from_inner),
	};
	let price = |digits: Option<u128>| digits.map(Price::from_inner);
	let ballots: Vec<SmileBallot> = anything
		.ballots
		.iter()
		.take(MOST_REPORTERS as usize)
		.map(|(totals, forward, observed_at_ms, index, weight)| SmileBallot {
			nodes: nodes(*totals, *forward),
			observed_at_ms: *observed_at_ms,
			index: price(*index),
			weight: *weight,
		})
		.collect();
	let (id, now_ms) = (SmileId::new(Underlying::ETH, anything.expiry), anything.now_ms);
	let neighbours = Neighbours::default();
	let counting = SmileCounting {
		id,
		ballots: &ballots,
		total_weight: anything.total_weight,
		rule: &rule,
		neighbours: &neighbours,
		index: price(anything.index),
		now_ms,
	};
	let (totals, forward, [observed_at_ms, computed_at_ms, fresh_until_ms]) = anything.last;
	let last = Surface {
		nodes: nodes(totals, forward),
		raw: nodes(totals, forward),
		index: price(anything.index),
		confidence: Rate::ZERO,
		observed_at_ms,
		computed_at_ms,
		fresh_until_ms,
		breaker: Breaker::beginning(),
		concern: None,
		slice: None,
		are_lines_sound: true,
	};
	let turned = in_another_order(&ballots, turn);
	let turned = SmileCounting { ballots: &turned, ..counting };
	for last in [None, Some(&last)] {
		let (answer, other) = (counting.count(last), turned.count(last));
		// Which of several refusals it is may depend on which vote comes first.
		assert!(answer == other || (answer.is_err() && other.is_err()));
	}
	let _ = last.observation_at(id, now_ms, counting.index);
	if let Some(parts) = anything.slice {
		let [a, b, rho, m, sigma] = parts.map(Rate::from_inner);
		let trial = SliceTrial {
			id,
			nodes: &last.nodes,
			holding: None,
			neighbours: &neighbours,
			rule: &rule,
			now_ms,
		};
		let _ = trial.verify(&Svi { a, b, rho, m, sigma });
	}
}
