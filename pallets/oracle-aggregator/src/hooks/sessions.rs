// SPDX-License-Identifier: Apache-2.0
//! # What a session brings and ends
//!
//! **Triggers**: the session pallet, before a session ends and when the next one begins.
//!
//! **Actions**: at the end each seat's score is judged, what is a fault is reported, and the others are
//! rewarded; the scores are kept until the next session ends. At the beginning
//! those who gave up their whole bond leave their seats, the validators of the session get theirs, all stakes are
//! weighed anew, suspensions end, losses that are due are taken, pauses of smiles that are long over are
//! forgotten, and it is found anew how large a market each index secures.
//!
//! **Skip if**: nobody is judged by a session of few rounds. What is secured stays while nobody knows what stakes
//! are worth.
//!
//! The work is bounded by seats and feeds. The session pallet charges the block in which it is done as a full one.

use crate::{
	seats::Candidate,
	types::{Class, Seat},
	Config, CurrentSession, Event, LastScores, Pallet, Panel, Scores, Validators,
};
use alloc::vec::Vec;
use frame_support::{
	traits::{Get, OneSessionHandler},
	BoundedVec,
};
use oracle_core::{
	crypto::reporter,
	score::{Record, Score, Verdict},
	Fault, SeatNumber,
};
use sp_runtime::BoundToRuntimeAppPublic;

impl<T: Config> BoundToRuntimeAppPublic for Pallet<T> {
	type Public = reporter::Public;
}

impl<T: Config> OneSessionHandler<T::AccountId> for Pallet<T> {
	type Key = reporter::Public;

	fn on_genesis_session<'a, I>(validators: I)
	where
		I: 'a + Iterator<Item = (&'a T::AccountId, Self::Key)>,
		T::AccountId: 'a,
	{
		Self::begin_session(0, validators);
	}

	fn on_new_session<'a, I>(_changed: bool, validators: I, _queued: I)
	where
		I: 'a + Iterator<Item = (&'a T::AccountId, Self::Key)>,
		T::AccountId: 'a,
	{
		// Also when the validators are the same: stakes and bonds may have changed.
		Self::begin_session(T::Validators::session(), validators);
	}

	fn on_before_session_ending() {
		Self::judge_session();
	}

	/// Consensus disables for faults of its own. What a validator sees of prices is none the worse.
	fn on_disabled(_validator_index: u32) {}
}

impl<T: Config> Pallet<T> {
	fn begin_session<'a>(
		session: u32,
		validators: impl Iterator<Item = (&'a T::AccountId, reporter::Public)>,
	) where
		T::AccountId: 'a,
	{
		CurrentSession::<T>::put(session);
		Scores::<T>::kill();
		Self::end_suspensions(session);
		Self::take_due_penalties(Self::now_ms());
		Self::forget_spent_pauses(Self::now_ms());
		Self::let_leavers_go();
		let candidates = validators.map(|(account, key)| Candidate {
			account: account.clone(),
			key,
			stake: T::Validators::stake_of(account),
		});
		Self::seat_validators(candidates.collect());

		let panel = Panel::<T>::get();
		Self::deposit_event(Event::PanelSeated {
			session,
			seats: u32::try_from(panel.len()).unwrap_or(u32::MAX),
			weight: panel.iter().fold(0, |sum: u128, seat| sum.saturating_add(seat.weight)),
		});
		Self::renew_secured_open_interest();
	}

	/// Judges every score of the session that ends.
	pub(crate) fn judge_session() {
		let session = CurrentSession::<T>::get();
		let scores = Scores::<T>::get();
		let mut judged: Vec<(T::AccountId, Class, Option<Fault>, Option<Fault>)> = Vec::new();
		let mut merits: Vec<(T::AccountId, u128)> = Vec::new();
		Panel::<T>::mutate(|panel| {
			for seat in panel.iter_mut() {
				let Some(score) = score_of(&scores, seat.number) else { continue };
				let verdict = score.verdict();
				let (record, is_fault) = seat.record.after_session(verdict.is_deviant);
				let deviation = deviation_fault(&verdict, is_fault);
				// What is answered for is not held against the reporter again on a later seat.
				seat.record = if deviation.is_some() { Record::default() } else { record };
				if verdict.is_copying {
					Self::deposit_event(Event::ReporterCopies {
						reporter: seat.reporter.clone(),
						session,
					});
				}
				if deviation.is_some() || verdict.absence.is_some() {
					judged.push((seat.reporter.clone(), seat.class, deviation, verdict.absence));
				} else if !verdict.is_copying {
					let merit = score.merit(seat.weight).unwrap_or_default();
					merits.push((seat.reporter.clone(), merit));
				}
			}
		});
		Self::reward(session, merits);
		Self::remember_scores(session, &scores);
		for (reporter, class, deviation, absence) in judged {
			for fault in [deviation, absence].into_iter().flatten() {
				Self::penalise(&reporter, class, fault, session, session.into(), None);
			}
		}
	}

	/// Keeps what each reporter did until the next session ends, for whoever asks.
	fn remember_scores(session: u32, scores: &[(SeatNumber, Score)]) {
		let with_score = |seat: Seat<T::AccountId>| {
			let score = score_of(scores, seat.number)?;
			Some((seat.reporter, score))
		};
		let scores = Panel::<T>::get().into_iter().filter_map(with_score).collect();
		LastScores::<T>::put((session, BoundedVec::<_, T::MaxReporters>::truncate_from(scores)));
	}

	/// Holds a reporter to account for a fault. `false` if it is known already.
	///
	/// A validator loses stake as for any offence of consensus: after the time in which governance may
	/// cancel it. What an outside reporter loses is taken from its bond, at once or after such a time.
	pub(crate) fn penalise(
		reporter: &T::AccountId,
		class: Class,
		fault: Fault,
		session: u32,
		moment: u64,
		informant: Option<T::AccountId>,
	) -> bool {
		match class {
			Class::Validator => {
				let informants = informant.into_iter().collect();
				if !T::Validators::report(fault, session, moment, reporter, informants) {
					return false;
				}
				if fault.costs_the_seat() {
					let now = T::Validators::session();
					Self::suspend(reporter, now.saturating_add(T::SuspensionSessions::get()));
					// Standing and panel must agree: a seat that is free may be somebody else's next.
					let outside = Self::end_admission_if_seated(reporter);
					Self::unseat(reporter, outside);
				}
				if fault.ends_candidacy() {
					T::Validators::chill(reporter);
				}
			},
			Class::Outside => Self::penalise_outsider(reporter, fault),
		}
		let reporter = reporter.clone();
		Self::deposit_event(Event::FaultFound { reporter, fault, session });
		true
	}

	/// Whoever loses its seat as a validator keeps none as an outside reporter. Returns that, which is to be freed.
	fn end_admission_if_seated(who: &T::AccountId) -> Option<SeatNumber> {
		Self::seat_of(who).ok()?;
		let seat = Self::end_admission(who, Self::now_ms()).ok()?;
		Self::deposit_event(Event::ReporterRemoved { reporter: who.clone() });
		seat
	}

	fn penalise_outsider(who: &T::AccountId, fault: Fault) {
		let Ok(record) = Self::reporter(who) else { return };
		let now_ms = Self::now_ms();
		let amount = Self::share_at_stake(&record, fault.fraction());
		if fault.costs_the_seat() || fault.ends_candidacy() {
			// It may be gone already; what it has on hold still answers.
			let _ = Self::dismiss(who, now_ms);
		}
		if !fault.is_deferred() {
			Self::slash_outsider(who, amount);
		} else if let Some(penalty) = Self::let_penalty_wait(who, amount, now_ms) {
			Self::deposit_event(Event::PenaltyWaiting {
				reporter: who.clone(),
				amount: penalty.amount,
				due_at_ms: penalty.due_at_ms,
			});
		}
	}
}

fn score_of(scores: &[(SeatNumber, Score)], seat: SeatNumber) -> Option<Score> {
	scores.iter().find(|(number, _)| *number == seat).map(|(_, score)| *score)
}

/// Of two faults of the same kind the graver one.
const fn deviation_fault(verdict: &Verdict, is_often_off: bool) -> Option<Fault> {
	if verdict.is_gross {
		Some(Fault::GrossDeviation)
	} else if is_often_off {
		Some(Fault::Deviation)
	} else {
		None
	}
}
