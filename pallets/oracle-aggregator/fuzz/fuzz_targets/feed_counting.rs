// SPDX-License-Identifier: Apache-2.0
//! Countings of the votes on a feed, one after another, and what reporters are held to by them.
//!
//! Of votes that a chain may hold, by parameters that governance may set:
//!
//! - there is a new value if and only if there is a quorum; otherwise only status and concern move;
//! - the median is a vote with weight, and the value lies between the last one and the median, within the step
//!   limit of the last one; the averages lie between the last ones and the value;
//! - the band is no wider than the votes with their confidences;
//! - what is wrong makes the status as bad at once; what was held back, too old or paused is not live;
//! - a vote is off only in a round in which no more than a third of the weight is; and further than half a percent from
//!   the median and from what two thirds of all weight said of the same moment, or five if grossly;
//! - who did not vote missed the round unless more than a third did; who voted moved or copied only if the median did;
//!   nobody merits more than its weight;
//! - the order of the votes changes nothing.
//!
//! Of numbers without any meaning: an answer or a refusal, in whatever order.
#![no_main]

use libfuzzer_sys::{arbitrary, arbitrary::Arbitrary, fuzz_target};
use market_maths::{aggregation::Vote, units::Price};
use market_primitives::FeedStatus;
use oracle_core::{
	counted,
	score::{conduct_of, Conduct, Given, Score, Showing, FORESIGHT, VOTES_REMEMBERED},
	share_of, Aggregate, Breaker, Concern, Counting, FeedParameters, Outcome, LARGEST_VALUE,
	STEP_PERIOD_MS,
};
use oracle_core_fuzz::{
	in_another_order, is_between, is_within_share, near, RawParameters, BASE_PRICE, MOST_REPORTERS,
};
use sp_arithmetic::Perbill;

/// The longest time that a step takes into account, in milliseconds.
const LONGEST_STEP_MS: u64 = 86_400_000;

/// Now, when the first round is counted, in milliseconds since 1970.
const BEGINNING_MS: u64 = 1_700_000_000_000;

#[derive(Arbitrary, Debug)]
struct Input {
	parameters: RawParameters,
	are_parameters_usual: bool,
	turn: u8,
	anything: Anything,
	rounds: Vec<Round>,
}

#[derive(Arbitrary, Debug)]
struct Round {
	elapsed_ms: u32,
	/// For how long people pause the feed before it.
	pause_ms: Option<u16>,
	seats: Vec<Seat>,
}

#[derive(Arbitrary, Debug)]
struct Seat {
	weight: u32,
	vote: Option<Said>,
}

#[derive(Arbitrary, Debug)]
struct Said {
	value: Value,
	/// The confidence as a part of the value, in 2^16ths.
	width: u16,
	age_ms: u16,
	is_new: bool,
}

#[derive(Arbitrary, Debug)]
enum Value {
	/// Up to a thirtieth from a usual price.
	Near(i16),
	/// Any that may be reported.
	Any(u128),
}

impl Value {
	fn price(&self) -> Price {
		Price::from_inner(match self {
			Self::Near(parts) => near(BASE_PRICE, *parts),
			Self::Any(digits) => 1 + digits % LARGEST_VALUE.into_inner(),
		})
	}
}

/// Numbers without any meaning.
#[derive(Arbitrary, Debug)]
struct Anything {
	votes: Vec<(u128, u128, u128)>,
	last: [u128; 5],
	status: u8,
	times_ms: [u64; 4],
	total_weight: u128,
}

fuzz_target!(|input: Input| {
	check_anything(&input.anything, &input.parameters.anything(), input.turn);
	let parameters = if input.are_parameters_usual {
		FeedParameters::major()
	} else {
		input.parameters.parameters()
	};
	let mut feed = Feed {
		parameters,
		turn: input.turn,
		now_ms: BEGINNING_MS,
		last: None,
		earlier: Vec::new(),
		new_votes: Vec::new(),
		scores: Vec::new(),
	};
	for round in input.rounds.iter().take(8) {
		feed.step(round);
	}
});

/// A feed from round to round.
struct Feed {
	parameters: FeedParameters,
	turn: u8,
	now_ms: u64,
	last: Option<Aggregate>,
	/// The votes of the countings before, by seat, the newest first.
	earlier: Vec<[Option<Given>; VOTES_REMEMBERED]>,
	/// Those that were new in it.
	new_votes: Vec<Option<Price>>,
	scores: Vec<Score>,
}

impl Feed {
	fn step(&mut self, round: &Round) {
		self.now_ms += u64::from(round.elapsed_ms);
		if let (Some(last), Some(pause_ms)) = (&mut self.last, round.pause_ms) {
			last.breaker = last.breaker.paused_until(self.now_ms + u64::from(pause_ms));
		}
		let seats: Vec<&Seat> = round.seats.iter().take(MOST_REPORTERS as usize).collect();
		let weighty = || {
			let voting = seats.iter().filter(|seat| seat.weight > 0);
			voting.filter_map(|seat| Some((seat.vote.as_ref()?, u128::from(seat.weight))))
		};
		let votes: Vec<Vote> = weighty().map(|(said, weight)| self.vote(said, weight)).collect();
		let newest_ms = weighty().map(|(said, _)| self.seen_ms(said)).max().unwrap_or_default();
		let total_weight = seats.iter().map(|seat| u128::from(seat.weight)).sum();
		let counting = Counting {
			votes: &votes,
			newest_ms,
			total_weight,
			parameters: &self.parameters,
			now_ms: self.now_ms,
		};
		let last = self.last;
		let outcome = counting.count(last.as_ref()).expect("what may be reported can be counted");
		let turned = Counting { votes: &in_another_order(&votes, self.turn), ..counting };
		assert_eq!(turned.count(last.as_ref()), Ok(outcome));

		assert_eq!(matches!(outcome, Outcome::Renewed(_)), is_quorate(&counting));
		match outcome {
			Outcome::Renewed(found) => {
				check_value(&found, &counting);
				check_step(&found, last.as_ref(), &counting);
				check_status(&found, last.as_ref(), &counting);
				self.judge(&seats, &found, last.as_ref());
				self.last = Some(found);
			},
			Outcome::Aged(aged) => {
				check_aged(&aged, last.as_ref(), &counting);
				self.new_votes.clear();
				self.last = Some(aged);
			},
			Outcome::Nothing => assert!(last.is_none()),
		}
		check_observation(self.last.as_ref(), &self.parameters, self.now_ms);
	}

	/// Only young votes are counted.
	fn seen_ms(&self, said: &Said) -> u64 {
		self.now_ms - u64::from(said.age_ms) % (self.parameters.max_age_ms + 1)
	}

	fn vote(&self, said: &Said, weight: u128) -> Vote {
		let value = said.value.price();
		let width = Perbill::from_rational(u32::from(said.width), u16::MAX.into());
		counted(value, share_of(value, width), weight, &self.parameters)
	}

	/// Holds every seat to what it did.
	fn judge(&mut self, seats: &[&Seat], found: &Aggregate, last: Option<&Aggregate>) {
		let before = |seat: usize| self.new_votes.get(seat).copied().flatten();
		let showings: Vec<Showing> = seats
			.iter()
			.enumerate()
			.map(|(number, seat)| Showing {
				weight: seat.weight.into(),
				vote: seat.vote.as_ref().map(|said| Given {
					value: said.value.price(),
					observed_at_ms: self.seen_ms(said),
				}),
				is_new: seat.vote.as_ref().is_some_and(|said| said.is_new),
				earlier: self.earlier.get(number).copied().unwrap_or_default(),
				before: before(number),
			})
			.collect();
		let shown = last.map(|last| last.value);
		let judge = |showings: &[Showing]| {
			conduct_of(showings, found.raw, shown).expect("votes with weight have a width")
		};
		let conducts = judge(&showings);
		let turned = in_another_order(&showings, self.turn);
		assert_eq!(judge(&turned), in_another_order(&conducts, self.turn));
		check_conducts(&conducts, &showings, found.raw, shown);

		self.scores.resize(MOST_REPORTERS as usize, Score::default());
		for ((score, conduct), seat) in self.scores.iter_mut().zip(&conducts).zip(seats) {
			*score = score.with(*conduct);
			let weight = seat.weight.into();
			assert!(score.merit(weight).expect("a merit") <= weight);
			let _ = score.verdict();
		}
		self.new_votes = showings
			.iter()
			.map(|showing| showing.vote.filter(|_| showing.is_new).map(|given| given.value))
			.collect();
		let after = |showing: &Showing| {
			let [first, second, third, _] = showing.earlier;
			[showing.vote, first, second, third]
		};
		self.earlier = showings.iter().map(after).collect();
	}
}

fn weight_of(votes: &[Vote]) -> u128 {
	votes.iter().map(|vote| vote.weight).sum()
}

/// Enough reporters, and the share of weight without division.
fn is_quorate(counting: &Counting) -> bool {
	let weight = weight_of(counting.votes);
	let parts = u128::from(counting.parameters.quorum.deconstruct());
	counting.votes.len() >= counting.parameters.min_reporters as usize
		&& weight > 0
		&& weight * 1_000_000_000 >= parts * counting.total_weight
}

/// What the votes alone say.
fn check_value(found: &Aggregate, counting: &Counting) {
	let prices = || counting.votes.iter().map(|vote| vote.price);
	assert!(prices().any(|price| price == found.raw));
	assert_eq!(Some(found.lowest), prices().min());
	assert_eq!(Some(found.highest), prices().max());
	let total = weight_of(counting.votes);
	let weight = |takes: &dyn Fn(Price) -> bool| {
		let taken: Vec<Vote> =
			counting.votes.iter().copied().filter(|vote| takes(vote.price)).collect();
		weight_of(&taken)
	};
	assert!(2 * weight(&|price| price <= found.raw) >= total);
	assert!(2 * weight(&|price| price < found.raw) < total);

	let reach = |vote: &Vote| {
		vote.price.into_inner().abs_diff(found.raw.into_inner()) + vote.confidence.into_inner()
	};
	let widest = counting.votes.iter().map(reach).max().expect("votes");
	assert!(found.confidence.into_inner() <= widest);
	assert_eq!((found.observed_at_ms, found.computed_at_ms), (counting.newest_ms, counting.now_ms));
}

/// How far it is from the last value.
fn check_step(found: &Aggregate, last: Option<&Aggregate>, counting: &Counting) {
	let Some(last) = last else {
		assert_eq!([found.value, found.average, found.hour_average], [found.raw; 3]);
		return;
	};
	let digits = |price: Price| price.into_inner();
	assert!(is_between(digits(found.value), digits(last.value), digits(found.raw)));
	assert!(is_between(digits(found.average), digits(last.average), digits(found.value)));
	let hours = (digits(last.hour_average), digits(found.value));
	assert!(is_between(digits(found.hour_average), hours.0, hours.1));

	let elapsed_ms = (counting.now_ms - last.computed_at_ms).min(LONGEST_STEP_MS);
	let limit = f64::from(counting.parameters.step_limit.deconstruct()) / 1e9;
	let share = limit * (elapsed_ms as f64 / STEP_PERIOD_MS as f64).sqrt();
	assert!(is_within_share(digits(last.value), digits(found.value), share));
}

/// How good it is.
fn check_status(found: &Aggregate, last: Option<&Aggregate>, counting: &Counting) {
	let status = found.breaker.status;
	// Statuses are ordered from the best to the worst.
	assert!(found.concern.is_none_or(|concern| status >= concern.grade()));
	assert!(status != FeedStatus::Live || found.concern.is_none());
	let is_held_back = found.value != found.raw;
	assert!(!is_held_back || (status != FeedStatus::Live && found.breaker.clamped_rounds > 0));
	let Some(last) = last else {
		// It begins in caution, and one round may be enough to leave it.
		return;
	};
	let was_too_old = last.is_stale_at(counting.now_ms, counting.parameters.max_age_ms);
	assert!(!was_too_old || status != FeedStatus::Live);
	if last.breaker.is_paused_at(counting.now_ms) {
		assert_eq!((status, found.concern), (FeedStatus::Halted, Some(Concern::Paused)));
	}
}

fn check_aged(aged: &Aggregate, last: Option<&Aggregate>, counting: &Counting) {
	let last = last.expect("only a value ages");
	let kept = Aggregate { breaker: aged.breaker, concern: aged.concern, ..*last };
	assert_eq!(*aged, kept);
	assert_ne!(aged.breaker.status, FeedStatus::Live);
	if last.is_stale_at(counting.now_ms, counting.parameters.max_age_ms) {
		assert_eq!(
			aged.status_at(counting.now_ms, counting.parameters.max_age_ms),
			FeedStatus::Halted
		);
	}
}

/// Nobody takes an old value to be good, or surer than it was.
fn check_observation(last: Option<&Aggregate>, parameters: &FeedParameters, now_ms: u64) {
	let Some(last) = last else { return };
	let late_ms = last.observed_at_ms + parameters.max_age_ms + 1;
	assert_eq!(last.status_at(late_ms, parameters.max_age_ms), FeedStatus::Halted);
	let (now, later) = (last.confidence_at(now_ms), last.confidence_at(now_ms + 60_000));
	assert!(last.confidence <= now && now <= later);
	assert!(later <= last.value.max(last.confidence));
	let is_live = last.observation_at(now_ms, parameters.max_age_ms).status == FeedStatus::Live;
	assert!(!is_live || last.concern_at(now_ms, parameters.max_age_ms).is_none());
}

fn check_conducts(conducts: &[Conduct], showings: &[Showing], median: Price, shown: Option<Price>) {
	assert_eq!(conducts.len(), showings.len());
	let weight = |takes: &dyn Fn(&Showing, &Conduct) -> bool| -> u128 {
		let pairs = showings
			.iter()
			.zip(conducts)
			.filter(|(showing, conduct)| takes(showing, conduct));
		pairs.map(|(showing, _)| showing.weight).sum()
	};
	let total = weight(&|_, _| true);
	let heard = weight(&|showing, _| showing.vote.is_some());
	for off in [weight(&|_, conduct| conduct.outlier), weight(&|_, conduct| conduct.gross)] {
		assert!(off * 3 <= heard);
	}
	let is_missed = conducts.iter().any(|conduct| conduct.missed);
	assert!(!is_missed || (total - heard) * 3 <= total);

	for (showing, conduct) in showings.iter().zip(conducts) {
		let new_vote = showing.vote.filter(|_| showing.is_new);
		let new_value = new_vote.map(|given| given.value);
		assert_eq!(conduct.voted, new_vote.is_some());
		assert!(!conduct.missed || showing.vote.is_none());
		assert_eq!(conduct.moved, conduct.voted && shown.is_some_and(|it| it != median));
		assert_eq!(conduct.copied, conduct.moved && new_value == shown);
		assert_eq!(conduct.foresight.is_some(), showing.before.is_some());
		assert!(conduct.foresight.is_none_or(|foresight| foresight <= FORESIGHT));
		for (is_off, share) in [
			(conduct.outlier, Perbill::from_parts(5_000_000)),
			(conduct.gross, Perbill::from_percent(5)),
		] {
			if is_off {
				let vote = new_vote.expect("only a new vote is off");
				let limit = share_of(median, share).into_inner();
				let is_far = |it: Price| vote.value.into_inner().abs_diff(it.into_inner()) > limit;
				assert!(conduct.gross || is_far(median));
				let against = weight(&|other, _| {
					let mut then = std::iter::once(other.vote)
						.chain(other.earlier)
						.flatten()
						.filter(|it| it.observed_at_ms.abs_diff(vote.observed_at_ms) <= 1_500);
					let first = then.next();
					first.is_some_and(|it| is_far(it.value)) && then.all(|it| is_far(it.value))
				});
				assert!(against * 3 >= total * 2, "contradicted by too few");
			}
		}
	}
}

fn check_anything(anything: &Anything, parameters: &FeedParameters, turn: u8) {
	let price = Price::from_inner;
	let votes: Vec<Vote> = anything
		.votes
		.iter()
		.take(MOST_REPORTERS as usize)
		.map(|(value, confidence, weight)| Vote {
			price: price(*value),
			confidence: price(*confidence),
			weight: *weight,
		})
		.collect();
	let [value, raw, confidence, average, hour_average] = anything.last.map(price);
	let [newest_ms, now_ms, computed_at_ms, paused_until_ms] = anything.times_ms;
	let statuses = [FeedStatus::Live, FeedStatus::Caution, FeedStatus::Halted];
	let status = statuses[usize::from(anything.status % 3)];
	let breaker = Breaker { status, paused_until_ms, ..Breaker::beginning() };
	let last = Aggregate {
		value,
		raw,
		confidence,
		lowest: value,
		highest: raw,
		average,
		hour_average,
		observed_at_ms: newest_ms,
		computed_at_ms,
		breaker,
		concern: None,
	};
	let total_weight = anything.total_weight;
	let counting = Counting { votes: &votes, newest_ms, total_weight, parameters, now_ms };
	let turned = Counting { votes: &in_another_order(&votes, turn), ..counting };
	for last in [None, Some(&last)] {
		assert_eq!(counting.count(last), turned.count(last));
	}
	let _ = last.observation_at(now_ms, parameters.max_age_ms);

	let showings: Vec<Showing> = votes
		.iter()
		.map(|vote| Showing {
			weight: vote.weight,
			vote: Some(Given { value: vote.price, observed_at_ms: newest_ms }),
			is_new: vote.weight % 2 == 0,
			earlier: [Some(Given { value: vote.confidence, observed_at_ms: computed_at_ms });
				VOTES_REMEMBERED],
			before: Some(vote.confidence),
		})
		.collect();
	let judged = conduct_of(&showings, raw, Some(value));
	let turned = conduct_of(&in_another_order(&showings, turn), raw, Some(value));
	assert_eq!(judged.map(|judged| in_another_order(&judged, turn)), turned);
}
