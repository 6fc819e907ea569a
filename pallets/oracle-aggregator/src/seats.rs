// SPDX-License-Identifier: Apache-2.0
//! Gatekeeper of the panel: the only code that writes `Panel`, `LastRounds` and `Suspensions`, and that
//! takes votes out of `Votes` when a seat falls free.

use crate::{
	types::{Class, Seat},
	Config, Error, FeedIds, LastRounds, Pallet, Panel, PanelRules, Reporters, Scores, Suspensions,
	Votes,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{traits::Get, BoundedVec};
use market_maths::MathsError;
use oracle_core::{
	crypto::reporter, panel_weights, rate, score::Record, PanelRule, Round, SeatNumber,
};

/// A validator that is due a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate<AccountId> {
	pub(crate) account: AccountId,
	pub(crate) key: reporter::Public,
	pub(crate) stake: u128,
}

/// What becomes of seats without weight when the panel is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Newcomers {
	/// They get their weight: a session begins.
	Weigh,
	/// They wait for the next session.
	Wait,
}

impl<T: Config> Pallet<T> {
	/// Gives the lowest free seat. It weighs nothing until the next session begins.
	///
	/// A key only when a session begins: within one a seat must not have two, or a node that is some blocks behind
	/// passes on what the last on it signed, and is taken for a forger.
	pub(crate) fn give_seat(
		who: &T::AccountId,
		class: Class,
		key: Option<reporter::Public>,
		stake: u128,
		record: Record,
	) -> Result<SeatNumber, Error<T>> {
		Panel::<T>::try_mutate(|panel| {
			let number = lowest_free(panel.iter().map(|seat| seat.number));
			let reporter = who.clone();
			let seat = Seat { number, reporter, class, key, stake, weight: 0, record };
			let at = panel.partition_point(|seat| seat.number < number);
			panel.try_insert(at, seat).map_err(|_| Error::<T>::PanelFull)?;
			Ok(number)
		})
	}

	/// Frees seats and forgets their votes, rounds and scores, so that they never count for the next
	/// ones on them.
	pub(crate) fn vacate(numbers: &[SeatNumber]) {
		if numbers.is_empty() {
			return;
		}
		let is_gone = |number: &SeatNumber| numbers.contains(number);
		Panel::<T>::mutate(|panel| panel.retain(|seat| !is_gone(&seat.number)));
		LastRounds::<T>::mutate(|rounds| rounds.retain(|(seat, _)| !is_gone(seat)));
		Scores::<T>::mutate(|scores| scores.retain(|(seat, _)| !is_gone(seat)));
		for feed in FeedIds::<T>::get() {
			Votes::<T>::mutate(feed, |votes| votes.retain(|vote| !is_gone(&vote.seat)));
		}
	}

	/// Seats the validators of a session. Who stays keeps the seat and what belongs to it; the weights
	/// of all are made anew.
	pub(crate) fn seat_validators(candidates: Vec<Candidate<T::AccountId>>) {
		let candidates = Self::admissible(candidates);
		let gone: Vec<SeatNumber> = Panel::<T>::get()
			.iter()
			.filter(|seat| seat.class == Class::Validator)
			.filter(|seat| !candidates.iter().any(|it| it.account == seat.reporter))
			.map(|seat| seat.number)
			.collect();
		Self::vacate(&gone);
		for candidate in candidates {
			if !Self::renew_seat(&candidate) {
				let Candidate { account, key, stake } = candidate;
				// There is room: candidates leave the outsiders' places free.
				let record = Record::default();
				let _ = Self::give_seat(&account, Class::Validator, Some(key), stake, record);
			}
		}
		Self::renew_outside_seats();
		Self::weigh_panel(Newcomers::Weigh);
	}

	/// The candidates that get a seat: by the rule, not suspended, and of too many those with most
	/// behind them.
	fn admissible(mut candidates: Vec<Candidate<T::AccountId>>) -> Vec<Candidate<T::AccountId>> {
		if !PanelRules::<T>::get().validators_report {
			return Vec::new();
		}
		let suspended = Suspensions::<T>::get();
		candidates.retain(|it| !suspended.iter().any(|(account, _)| *account == it.account));
		let room = T::MaxReporters::get().saturating_sub(T::MaxOutsideReporters::get());
		let room = usize::try_from(room).unwrap_or(usize::MAX);
		if candidates.len() > room {
			candidates.sort_by(|one, other| {
				other.stake.cmp(&one.stake).then_with(|| one.account.cmp(&other.account))
			});
			log::warn!(
				target: "oracle",
				"{} validators, seats for {room}: those with least stake do not report",
				candidates.len(),
			);
			candidates.truncate(room);
		}
		candidates
	}

	/// Brings key and stake of a validator's seat up to date. `false` if it has none.
	///
	/// A new key begins with no rounds: nobody can replay what the old one signed.
	fn renew_seat(candidate: &Candidate<T::AccountId>) -> bool {
		Panel::<T>::mutate(|panel| {
			let is_its = |seat: &&mut Seat<T::AccountId>| {
				seat.class == Class::Validator && seat.reporter == candidate.account
			};
			let Some(seat) = panel.iter_mut().find(is_its) else { return false };
			seat.key = Some(candidate.key.clone());
			seat.stake = candidate.stake;
			true
		})
	}

	fn renew_outside_seats() {
		Panel::<T>::mutate(|panel| {
			for seat in panel.iter_mut().filter(|seat| seat.class == Class::Outside) {
				if let Some(reporter) = Reporters::<T>::get(&seat.reporter) {
					seat.key = reporter.keys.last().cloned();
					seat.stake = crate::outsiders::weight_of::<T>(reporter.bond);
				}
			}
		});
	}

	/// Gives every seat the weight of what it has at stake.
	pub(crate) fn weigh_panel(newcomers: Newcomers) {
		let rule = PanelRules::<T>::get();
		Panel::<T>::mutate(|panel| {
			if let Err(error) = weigh::<T>(panel.as_mut(), &rule, newcomers) {
				log::error!(target: "oracle", "the panel cannot be weighed: {error}");
			}
		});
	}

	/// Takes the seat of a validator that lost it by a fault, and its `outside` one if it is to lose that, too. The
	/// limits hold for those who are left.
	pub(crate) fn unseat(who: &T::AccountId, outside: Option<SeatNumber>) {
		let is_its = |seat: &&Seat<T::AccountId>| match seat.class {
			Class::Validator => seat.reporter == *who,
			Class::Outside => outside == Some(seat.number),
		};
		let seats: Vec<SeatNumber> =
			Panel::<T>::get().iter().filter(is_its).map(|seat| seat.number).collect();
		Self::vacate(&seats);
		Self::weigh_panel(Newcomers::Wait);
	}

	/// The outside seat with this number, if it is this account that sits there.
	pub(crate) fn outside_seat(
		who: &T::AccountId,
		number: SeatNumber,
	) -> Option<Seat<T::AccountId>> {
		Panel::<T>::get().into_iter().find(|seat| {
			seat.number == number && seat.class == Class::Outside && seat.reporter == *who
		})
	}

	/// Keeps a validator off the panel until a session. Of too many suspensions the one that ends
	/// first makes room.
	pub(crate) fn suspend(who: &T::AccountId, until: u32) {
		Suspensions::<T>::mutate(|suspensions| {
			suspensions.retain(|(account, _)| account != who);
			let entry = (who.clone(), until);
			if let Err(entry) = suspensions.try_push(entry) {
				suspensions.as_mut().sort_by_key(|(_, until)| *until);
				if let Some(first) = suspensions.as_mut().first_mut() {
					*first = entry;
				}
			}
		});
	}

	/// Ends the suspensions that last until `session`.
	pub(crate) fn end_suspensions(session: u32) {
		Suspensions::<T>::mutate(|suspensions| suspensions.retain(|(_, until)| *until > session));
	}

	/// Whether a seat's bundles are checked by `key`.
	pub(crate) fn panel_has_key(key: &reporter::Public) -> bool {
		Panel::<T>::get().iter().any(|seat| seat.key.as_ref() == Some(key))
	}

	/// The newest round that the chain has from a seat; zero if none.
	pub(crate) fn last_round(rounds: &[(SeatNumber, Round)], seat: SeatNumber) -> Round {
		rounds.iter().find(|(number, _)| *number == seat).map_or(0, |(_, round)| *round)
	}

	/// Notes the newest rounds of seats.
	pub(crate) fn note_rounds(newest: Vec<(SeatNumber, Round)>) {
		LastRounds::<T>::put(BoundedVec::truncate_from(newest));
	}
}

/// Weighs all seats by their stakes. Who has two seats weighs only by duty.
fn weigh<T: Config>(
	panel: &mut [Seat<T::AccountId>],
	rule: &PanelRule,
	newcomers: Newcomers,
) -> Result<(), MathsError> {
	let validators: BTreeSet<T::AccountId> = panel
		.iter()
		.filter(|seat| seat.class == Class::Validator)
		.map(|seat| seat.reporter.clone())
		.collect();
	let stake = |seat: &Seat<T::AccountId>| {
		let is_first = seat.class == Class::Validator || !validators.contains(&seat.reporter);
		let is_weighed = newcomers == Newcomers::Weigh || seat.weight > 0;
		if is_first && is_weighed {
			seat.stake
		} else {
			0
		}
	};
	let of = |class: Class| -> Vec<u128> {
		panel.iter().filter(|seat| seat.class == class).map(stake).collect()
	};
	let (inside, outside) = (of(Class::Validator), of(Class::Outside));
	let weights = panel_weights(&inside, &outside, rate(T::WeightCap::get())?, rule.outside_share)?;
	let (mut inside, mut outside) = (weights.validators.into_iter(), weights.outside.into_iter());
	for seat in panel {
		let next = match seat.class {
			Class::Validator => inside.next(),
			Class::Outside => outside.next(),
		};
		seat.weight = next.unwrap_or_default();
	}
	Ok(())
}

fn lowest_free(taken_ascending: impl Iterator<Item = SeatNumber>) -> SeatNumber {
	let mut free: SeatNumber = 0;
	for taken in taken_ascending {
		if taken != free {
			break;
		}
		free = free.saturating_add(1);
	}
	free
}
