// SPDX-License-Identifier: Apache-2.0
//! Gatekeeper of the reporters that are no validators: the only code that writes `Reporters`.

use crate::{
	types::{Class, Penalty, Reporter, Standing, Unbonding},
	BalanceOf, Config, Error, Event, HoldReason, Pallet, Reporters,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{
		fungible::{BalancedHold, InspectHold, MutateHold},
		tokens::Precision,
		Get, Imbalance, OnUnbalanced,
	},
	BoundedVec,
};
use oracle_core::{crypto::reporter, score::Record, Round, SeatNumber};
use sp_runtime::{
	traits::{Saturating, UniqueSaturatedInto, Zero},
	ArithmeticError, DispatchError, DispatchResult,
};

impl<T: Config> Pallet<T> {
	/// The reporter's record, or why there is none.
	pub(crate) fn reporter(who: &T::AccountId) -> Result<Reporter<BalanceOf<T>>, Error<T>> {
		Reporters::<T>::get(who).ok_or(Error::<T>::NotAdmitted)
	}

	/// The seat from which `who` reports.
	pub(crate) fn seat_of(who: &T::AccountId) -> Result<SeatNumber, Error<T>> {
		let number = Self::reporter(who)?.standing.seat().ok_or(Error::<T>::NoSeat)?;
		// Whatever its standing says, nobody acts from a seat of somebody else.
		Self::outside_seat(who, number)
			.map(|seat| seat.number)
			.ok_or(Error::<T>::NoSeat)
	}

	/// Lets `who` take a seat from now on.
	pub(crate) fn admit(who: &T::AccountId) -> DispatchResult {
		let kept = match Reporters::<T>::get(who) {
			Some(record) if record.standing == Standing::Removed => record,
			Some(_) => return Err(Error::<T>::AlreadyAdmitted.into()),
			None => {
				ensure!(
					Reporters::<T>::count() < T::MaxOutsideReporters::get(),
					Error::<T>::PanelFull
				);
				Reporter {
					standing: Standing::Admitted,
					bond: Zero::zero(),
					unbonding: None,
					keys: BoundedVec::new(),
					penalties: BoundedVec::new(),
					answered_until: 0,
					record: Record::default(),
				}
			},
		};
		Reporters::<T>::insert(who, Reporter { standing: Standing::Admitted, ..kept });
		Ok(())
	}

	/// Takes a first bond and gives a seat for it, which gets its key when the next session begins.
	pub(crate) fn take_seat(
		who: &T::AccountId,
		bond: BalanceOf<T>,
	) -> Result<SeatNumber, DispatchError> {
		let mut reporter = Self::reporter(who)?;
		match reporter.standing {
			Standing::Admitted => {},
			Standing::Seated(_) => return Err(Error::<T>::AlreadySeated.into()),
			Standing::Leaving(_) => return Err(Error::<T>::AlreadyLeaving.into()),
			Standing::Removed => return Err(Error::<T>::NotAdmitted.into()),
		}
		ensure!(bond >= T::MinimumBond::get(), Error::<T>::BondTooSmall);
		T::Currency::hold(&HoldReason::ReporterBond.into(), who, bond)?;

		let record = core::mem::take(&mut reporter.record);
		let number = Self::give_seat(who, Class::Outside, None, weight_of::<T>(bond), record)?;
		reporter.standing = Standing::Seated(number);
		reporter.bond = bond;
		Reporters::<T>::insert(who, reporter);
		Ok(number)
	}

	/// Adds to a bond. Returns the new bond, which weighs from the next session on.
	pub(crate) fn raise_bond(
		who: &T::AccountId,
		amount: BalanceOf<T>,
	) -> Result<BalanceOf<T>, DispatchError> {
		Self::seat_of(who)?;
		let mut reporter = Self::staying_reporter(who)?;
		ensure!(!amount.is_zero(), Error::<T>::NothingToDo);
		let bond = plus::<T>(reporter.bond, amount)?;
		T::Currency::hold(&HoldReason::ReporterBond.into(), who, amount)?;
		reporter.bond = bond;
		Reporters::<T>::insert(who, reporter);
		Ok(bond)
	}

	/// Sends a part of a bond on its way back; the whole of it gives up the seat, from the next session on.
	///
	/// Either weighs until the session ends: as long as it unbonds it is still at stake, and who has weight is judged.
	pub(crate) fn lower_bond(
		who: &T::AccountId,
		amount: BalanceOf<T>,
		now_ms: u64,
	) -> Result<Unbonding<BalanceOf<T>>, DispatchError> {
		let seat = Self::seat_of(who)?;
		let mut reporter = Self::staying_reporter(who)?;
		ensure!(!amount.is_zero(), Error::<T>::NothingToDo);
		ensure!(amount <= reporter.bond, Error::<T>::MoreThanBonded);
		let rest = minus::<T>(reporter.bond, amount)?;
		ensure!(rest.is_zero() || rest >= T::MinimumBond::get(), Error::<T>::BondTooSmall);

		let unbonding = Self::unbonding(&reporter, amount, now_ms)?;
		reporter.bond = rest;
		reporter.unbonding = Some(unbonding.clone());
		if rest.is_zero() {
			reporter.standing = Standing::Leaving(seat);
		}
		Reporters::<T>::insert(who, reporter);
		Ok(unbonding)
	}

	/// Frees the seats of those who gave up their whole bond, once the session in which they did is judged.
	pub(crate) fn let_leavers_go() {
		let leavers: Vec<_> = Reporters::<T>::iter()
			.filter(|(_, reporter)| matches!(reporter.standing, Standing::Leaving(_)))
			.collect();
		let mut seats = Vec::new();
		for (who, mut reporter) in leavers {
			seats.extend(Self::take_record(&who, &mut reporter));
			reporter.standing = Standing::Admitted;
			Reporters::<T>::insert(&who, reporter);
			Self::deposit_event(Event::ReporterLeft { reporter: who });
		}
		Self::vacate(&seats);
	}

	/// Takes away seat and admission. The bond is on its way back, but not free yet.
	pub(crate) fn dismiss(who: &T::AccountId, now_ms: u64) -> DispatchResult {
		let seat = Self::end_admission(who, now_ms)?;
		Self::vacate(seat.as_slice());
		Ok(())
	}

	/// Takes the admission away as [`Self::dismiss`] does. Returns the seat, which is to be freed.
	pub(crate) fn end_admission(
		who: &T::AccountId,
		now_ms: u64,
	) -> Result<Option<SeatNumber>, DispatchError> {
		let mut reporter = Self::reporter(who)?;
		ensure!(reporter.standing != Standing::Removed, Error::<T>::NotAdmitted);
		if !reporter.bond.is_zero() {
			reporter.unbonding = Some(Self::unbonding(&reporter, reporter.bond, now_ms)?);
			reporter.bond = Zero::zero();
		}
		let seat = Self::take_record(who, &mut reporter);
		reporter.standing = Standing::Removed;
		Self::keep_or_forget(who, reporter);
		Ok(seat)
	}

	/// Gives back what has waited long enough.
	pub(crate) fn release_unbonded(
		who: &T::AccountId,
		now_ms: u64,
	) -> Result<BalanceOf<T>, DispatchError> {
		let mut reporter = Self::reporter(who)?;
		let unbonding = reporter.unbonding.take().ok_or(Error::<T>::NothingToDo)?;
		let is_judged = !matches!(reporter.standing, Standing::Leaving(_));
		let is_free = is_judged && unbonding.withdrawable_at_ms <= now_ms;
		ensure!(is_free, Error::<T>::StillUnbonding);
		ensure!(reporter.penalties.is_empty(), Error::<T>::PenaltyWaits);
		let reason = HoldReason::ReporterBond.into();
		T::Currency::release(&reason, who, unbonding.amount, Precision::Exact)?;
		Self::keep_or_forget(who, reporter);
		Ok(unbonding.amount)
	}

	/// From now on `who` signs bundles with `key`, and from the next session on they are checked by it.
	pub(crate) fn take_key(who: &T::AccountId, key: reporter::Public) -> DispatchResult {
		let mut reporter = Self::reporter(who)?;
		ensure!(reporter.standing != Standing::Removed, Error::<T>::NotAdmitted);
		let is_known = Reporters::<T>::iter_values().any(|known| known.keys.contains(&key))
			|| Self::panel_has_key(&key);
		ensure!(!is_known, Error::<T>::KeyInUse);
		reporter.keys.try_push(key).map_err(|_| Error::<T>::TooManyKeys)?;
		Reporters::<T>::insert(who, reporter);
		Ok(())
	}

	/// The outside reporter that owns or owned `key`.
	pub fn outsider_with_key(key: &reporter::Public) -> Option<T::AccountId> {
		Reporters::<T>::iter()
			.find(|(_, reporter)| reporter.keys.contains(key))
			.map(|(who, _)| who)
	}

	/// Notes that `who` answers for two bundles of `round`, which has begun, and with that for all it signed so far:
	/// it loses its seat, and what it does on a next one it answers for anew.
	pub(crate) fn note_answered(who: &T::AccountId, round: Round) -> DispatchResult {
		let mut reporter = Self::reporter(who)?;
		ensure!(reporter.answered_until < round, Error::<T>::KnownEquivocation);
		reporter.answered_until = Self::slot();
		Reporters::<T>::insert(who, reporter);
		Ok(())
	}

	/// A share of what an outside reporter has at stake, rounded down: in its favour.
	pub(crate) fn share_at_stake(
		reporter: &Reporter<BalanceOf<T>>,
		share: sp_runtime::Perbill,
	) -> BalanceOf<T> {
		Self::owed_hold(reporter).map_or(Zero::zero(), |at_stake| share.mul_floor(at_stake))
	}

	/// Notes a loss that is taken when it is due; what waits already is due when it was. If there is no room for it, it
	/// waits with the last one, for as long as any.
	pub(crate) fn let_penalty_wait(
		who: &T::AccountId,
		amount: BalanceOf<T>,
		now_ms: u64,
	) -> Option<Penalty<BalanceOf<T>>> {
		let mut reporter = Reporters::<T>::get(who)?;
		let due_at_ms = now_ms.saturating_add(T::PenaltyDelayMs::get());
		let penalty = Penalty { amount, due_at_ms };
		if reporter.penalties.try_push(penalty.clone()).is_err() {
			if let Some(last) = reporter.penalties.last_mut() {
				*last = Penalty { amount: last.amount.saturating_add(amount), due_at_ms };
			}
		}
		Reporters::<T>::insert(who, reporter);
		Some(penalty)
	}

	/// Forgets all losses that wait. Returns what they add up to.
	pub(crate) fn drop_penalties(who: &T::AccountId) -> Result<BalanceOf<T>, DispatchError> {
		let mut reporter = Self::reporter(who)?;
		ensure!(!reporter.penalties.is_empty(), Error::<T>::NothingToDo);
		let dropped = core::mem::take(&mut reporter.penalties);
		Self::keep_or_forget(who, reporter);
		Ok(total::<T>(dropped.iter().map(|penalty| penalty.amount)))
	}

	/// Takes the losses that are due.
	pub(crate) fn take_due_penalties(now_ms: u64) {
		let is_due = |penalty: &Penalty<BalanceOf<T>>| penalty.due_at_ms <= now_ms;
		let owing: Vec<_> = Reporters::<T>::iter()
			.filter(|(_, reporter)| reporter.penalties.iter().any(is_due))
			.collect();
		for (who, mut reporter) in owing {
			let due = reporter.penalties.iter().filter(|penalty| is_due(penalty));
			let amount = total::<T>(due.map(|penalty| penalty.amount));
			reporter.penalties.retain(|penalty| !is_due(penalty));
			Self::keep_or_forget(&who, reporter);
			Self::slash_outsider(&who, amount);
		}
	}

	/// Takes from what an outside reporter has at stake: first of the bond, then of what unbonds.
	pub(crate) fn slash_outsider(who: &T::AccountId, amount: BalanceOf<T>) {
		let Some(mut reporter) = Reporters::<T>::get(who) else { return };
		let reason = HoldReason::ReporterBond.into();
		let (taken, _) = T::Currency::slash(&reason, who, amount);
		let slashed = taken.peek();
		T::OnSlash::on_unbalanced(taken);

		let of_bond = slashed.min(reporter.bond);
		reporter.bond = reporter.bond.saturating_sub(of_bond);
		let of_unbonding = slashed.saturating_sub(of_bond);
		if let Some(unbonding) = reporter.unbonding.as_mut() {
			unbonding.amount = unbonding.amount.saturating_sub(of_unbonding);
		}
		if reporter.unbonding.as_ref().is_some_and(|unbonding| unbonding.amount.is_zero()) {
			reporter.unbonding = None;
		}
		Self::keep_or_forget(who, reporter);
		Self::deposit_event(Event::ReporterSlashed { reporter: who.clone(), amount: slashed });
	}

	/// What `who` must have on hold.
	pub(crate) fn owed_hold(reporter: &Reporter<BalanceOf<T>>) -> Option<BalanceOf<T>> {
		let unbonding = reporter.unbonding.as_ref().map_or(Zero::zero(), |part| part.amount);
		plus::<T>(reporter.bond, unbonding).ok()
	}

	/// What `who` has on hold.
	pub(crate) fn held(who: &T::AccountId) -> BalanceOf<T> {
		T::Currency::balance_on_hold(&HoldReason::ReporterBond.into(), who)
	}

	/// The record of a reporter that has not given up its whole bond yet, or why there is none.
	fn staying_reporter(who: &T::AccountId) -> Result<Reporter<BalanceOf<T>>, Error<T>> {
		let reporter = Self::reporter(who)?;
		let is_leaving = matches!(reporter.standing, Standing::Leaving(_));
		ensure!(!is_leaving, Error::<T>::AlreadyLeaving);
		Ok(reporter)
	}

	/// Keeps the record of a reporter's seat for its next one. Returns the seat, which is to be freed.
	fn take_record(
		who: &T::AccountId,
		reporter: &mut Reporter<BalanceOf<T>>,
	) -> Option<SeatNumber> {
		let seat = Self::outside_seat(who, reporter.standing.seat()?)?;
		reporter.record = seat.record;
		Some(seat.number)
	}

	/// `amount` on top of what already unbonds. The delay begins again for all of it.
	fn unbonding(
		reporter: &Reporter<BalanceOf<T>>,
		amount: BalanceOf<T>,
		now_ms: u64,
	) -> Result<Unbonding<BalanceOf<T>>, DispatchError> {
		let before = reporter.unbonding.as_ref().map_or(Zero::zero(), |part| part.amount);
		Ok(Unbonding {
			amount: plus::<T>(before, amount)?,
			withdrawable_at_ms: now_ms.saturating_add(T::UnbondingDelayMs::get()),
		})
	}

	fn keep_or_forget(who: &T::AccountId, reporter: Reporter<BalanceOf<T>>) {
		let owes = reporter.unbonding.is_some() || !reporter.penalties.is_empty();
		if reporter.standing == Standing::Removed && !owes {
			Reporters::<T>::remove(who);
		} else {
			Reporters::<T>::insert(who, reporter);
		}
	}
}

fn total<T: Config>(amounts: impl Iterator<Item = BalanceOf<T>>) -> BalanceOf<T> {
	amounts.fold(Zero::zero(), |sum: BalanceOf<T>, amount| sum.saturating_add(amount))
}

pub(crate) fn weight_of<T: Config>(bond: BalanceOf<T>) -> u128 {
	bond.unique_saturated_into()
}

fn plus<T: Config>(
	one: BalanceOf<T>,
	other: BalanceOf<T>,
) -> Result<BalanceOf<T>, ArithmeticError> {
	sp_runtime::traits::CheckedAdd::checked_add(&one, &other).ok_or(ArithmeticError::Overflow)
}

fn minus<T: Config>(
	one: BalanceOf<T>,
	other: BalanceOf<T>,
) -> Result<BalanceOf<T>, ArithmeticError> {
	sp_runtime::traits::CheckedSub::checked_sub(&one, &other).ok_or(ArithmeticError::Underflow)
}
