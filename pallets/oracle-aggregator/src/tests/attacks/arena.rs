// SPDX-License-Identifier: Apache-2.0
//! Where strategies are played: window after window, session after session.

use super::{
	market::{bps_between, number_of, price_of, Chance, Market},
	strategies::{venue_fails, Strategy, HOSTILE, REPORTERS, SHARING},
};
use crate::{mock::*, Aggregates, Event, FeedParameters, KeyOwner, Votes};
use market_maths::units::Price;
use market_primitives::FeedStatus;
use oracle_core::SignedBundle;
use sp_core::Pair as _;

/// Windows of a session.
pub(super) const SESSION_WINDOWS: u32 = 200;
/// Standard deviation of what honest reporters see, in basis points.
const HONEST_ERROR_BPS: f64 = 2.0;
/// A lie that is never off: half a percent, less four times the error of who tells it.
const EDGE_BPS: f64 = 42.0;
/// Who shows contradictions to the chain.
const WATCHER: AccountId = STRANGER;
pub(super) const FIRST: AccountId = 100;

/// What came of a strategy.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
	pub(super) windows: u32,
	pub(super) halts: u32,
	pub(super) slashes: u32,
	pub(super) false_slashes: u32,
	/// Medians that lie outside of all young honest votes.
	pub(super) outside_honest_range: u32,
	/// Windows in which the feed was live while more than a third saw a false price.
	pub(super) live_when_false: u32,
	pub(super) named_copying: u32,
	live: u32,
	errors_bps: Vec<f64>,
}

impl Findings {
	pub(super) fn add(&mut self, other: Self) {
		self.windows += other.windows;
		self.halts += other.halts;
		self.slashes += other.slashes;
		self.false_slashes += other.false_slashes;
		self.outside_honest_range += other.outside_honest_range;
		self.live_when_false += other.live_when_false;
		self.named_copying += other.named_copying;
		self.live += other.live;
		self.errors_bps.extend(other.errors_bps);
	}

	/// The error that a share of windows does not exceed.
	pub(super) fn bias_bps(&self, share: f64) -> f64 {
		let mut errors = self.errors_bps.clone();
		errors.sort_by(f64::total_cmp);
		let at = ((errors.len() as f64 * share) as usize).min(errors.len().saturating_sub(1));
		errors.get(at).copied().unwrap_or_default()
	}

	pub(super) fn live_percent(&self) -> f64 {
		f64::from(self.live) * 100.0 / f64::from(self.windows.max(1))
	}
}

pub(super) struct Arena {
	strategy: Strategy,
	chance: Chance,
	market: Market,
	/// What the market was in the last windows, the newest last.
	past: Vec<f64>,
	found: Findings,
}

/// The validators of the arena.
pub(super) fn everybody() -> Vec<AccountId> {
	(0..REPORTERS as u64).map(|number| FIRST + number).collect()
}

fn is_hostile(who: AccountId) -> bool {
	who >= FIRST + (REPORTERS - HOSTILE) as u64
}

/// The account's vote for the next window, with the width that honest reporters give.
pub(super) fn vote_at(who: AccountId, value: Price) -> SignedBundle {
	let mut bundle = bundle(who, &[(BTC, "1")]);
	bundle.entries[0].value = value;
	bundle.entries[0].confidence = Price::from_inner(value.into_inner() / 5_000);
	signed_by(who, bundle)
}

impl Arena {
	pub(super) fn new(strategy: Strategy, seed: u64) -> Self {
		Self {
			strategy,
			chance: Chance::new(seed.wrapping_mul(0x5851_F42D_4C95_7F2D)),
			market: Market::new(seed),
			past: vec![60_000.0; 3],
			found: Findings::default(),
		}
	}

	pub(super) fn run(mut self, sessions: u32) -> Findings {
		let all = everybody();
		ExtBuilder::default()
			.feed(BTC, FeedParameters::major())
			.reporters(&[])
			.validators(&all)
			.build_and_execute(|| {
				for _ in 0..sessions {
					for window in 0..SESSION_WINDOWS {
						self.play_window(window);
					}
					self.end_session(&all);
				}
			});
		self.found
	}

	fn end_session(&mut self, all: &[AccountId]) {
		System::reset_events();
		next_session(all);
		for event in events() {
			if let Event::ReporterCopies { .. } = event {
				self.found.named_copying += 1;
			}
		}
		for report in ReportedFaults::take() {
			if self.is_guilty(report.offender) {
				self.found.slashes += 1;
			} else {
				self.found.false_slashes += 1;
			}
		}
		System::reset_events();
	}

	fn play_window(&mut self, window: u32) {
		let truth = self.market.after_window(WINDOW_MS);
		self.past.push(truth);
		let status_before = Aggregates::<Test>::get(BTC).map(|it| it.breaker.status);
		let author_is_hostile = self.chance.even() < HOSTILE as f64 / REPORTERS as f64;
		let omits = self.strategy == Strategy::OmitVotes && author_is_hostile;

		let mut bundles = Vec::new();
		let mut honest = Vec::new();
		for who in everybody() {
			let seen = truth * (1.0 + HONEST_ERROR_BPS / 10_000.0 * self.chance.normal());
			let said = self.said(who, seen, window);
			if !is_seated(who) {
				continue;
			}
			if !self.is_guilty(who) && !self.is_misled(who, window) {
				honest.push(who);
			}
			if omits && !is_hostile(who) {
				continue;
			}
			if is_hostile(who) && !self.strategy.speaks_in(window) {
				continue;
			}
			let mut vote = vote_at(who, price_of(said));
			if is_hostile(who) && self.strategy == Strategy::LateLiar {
				vote.bundle.observed_at_ms -= 2 * WINDOW_MS;
				vote = signed_by(who, vote.bundle);
			}
			bundles.push(vote);
		}
		let contradiction = self.contradiction(window, &bundles);
		next_window_with_bundles(bundles).expect("the block is valid");
		if let Some([first, second]) = contradiction {
			self.show(first, second);
		}
		self.note(truth, &honest, status_before, window);
		System::reset_events();
	}

	/// Whether the reporter means harm.
	fn is_guilty(&self, who: AccountId) -> bool {
		is_hostile(who) && !matches!(self.strategy, Strategy::Honest | Strategy::SharedVenueFailure)
	}

	/// Whether the reporter honestly reports a false price.
	fn is_misled(&self, who: AccountId, window: u32) -> bool {
		self.strategy == Strategy::SharedVenueFailure
			&& venue_fails(window)
			&& who < FIRST + SHARING as u64
	}

	fn said(&self, who: AccountId, seen: f64, window: u32) -> f64 {
		if self.is_misled(who, window) {
			return seen * 0.9;
		}
		if !is_hostile(who) {
			return seen;
		}
		match self.strategy {
			Strategy::OmitVotes => self.past[self.past.len() - 3],
			Strategy::EdgeHugger => seen * (1.0 + EDGE_BPS / 10_000.0),
			Strategy::FarLiar | Strategy::LateLiar => seen * 1.2,
			Strategy::RareLiar => seen * 1.049,
			Strategy::Copycat => {
				Aggregates::<Test>::get(BTC).map_or(seen, |aggregate| number_of(aggregate.value))
			},
			Strategy::Honest | Strategy::Equivocator | Strategy::SharedVenueFailure => seen,
		}
	}

	/// A second bundle of the last reporter for the same round.
	fn contradiction(&self, window: u32, bundles: &[SignedBundle]) -> Option<[SignedBundle; 2]> {
		let who = *everybody().last()?;
		let is_due = self.strategy == Strategy::Equivocator && window % 10 == 9;
		if !is_due || !is_seated(who) {
			return None;
		}
		let first = bundles.last()?.clone();
		let mut second = first.bundle.clone();
		second.entries[0].value = Price::from_inner(second.entries[0].value.into_inner() / 2);
		Some([first, signed_by(who, second)])
	}

	fn show(&self, first: SignedBundle, second: SignedBundle) {
		let owner = *everybody().last().expect("there are reporters");
		let key = key(owner).public();
		let proof = SaidOwner { session: Session::get(), key: key.clone(), owner };
		Oracle::report_equivocation(
			signed(WATCHER),
			first.into(),
			second.into(),
			key,
			KeyOwner::Validator(proof),
		)
		.expect("a contradiction is believed");
	}

	fn note(
		&mut self,
		truth: f64,
		honest: &[AccountId],
		status_before: Option<FeedStatus>,
		window: u32,
	) {
		self.found.windows += 1;
		let Some(aggregate) = Aggregates::<Test>::get(BTC) else { return };
		let status = aggregate.breaker.status;
		if status == FeedStatus::Halted && status_before != Some(FeedStatus::Halted) {
			self.found.halts += 1;
		}
		if status == FeedStatus::Live {
			self.found.live += 1;
			let is_false = self.strategy == Strategy::SharedVenueFailure && venue_fails(window);
			self.found.live_when_false += u32::from(is_false);
		}
		if aggregate.computed_at_ms != NowMs::get() {
			return;
		}
		self.found.errors_bps.push(bps_between(number_of(aggregate.value), truth));
		let seats: Vec<_> = honest
			.iter()
			.filter(|who| is_seated(**who))
			.map(|who| seat(*who).number)
			.collect();
		let votes = Votes::<Test>::get(BTC).into_iter();
		let young: Vec<Price> = votes
			.filter(|vote| vote.counts_at(NowMs::get(), FeedParameters::major().max_age_ms))
			.filter(|vote| seats.contains(&vote.seat))
			.map(|vote| vote.value)
			.collect();
		let range = young.iter().min().zip(young.iter().max());
		let is_within = range.is_some_and(|(low, high)| (*low..=*high).contains(&aggregate.raw));
		self.found.outside_honest_range += u32::from(!is_within);
	}
}
