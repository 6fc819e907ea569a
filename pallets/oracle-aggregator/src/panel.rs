// SPDX-License-Identifier: Apache-2.0
//! Gatekeeper of who reports: the only code that writes `Reporters` and `Panel`, and that takes votes
//! out of `Votes` when a seat falls free.

use crate::{
	types::{Reporter, Seat, SeatNumber, Standing, Unbonding},
	BalanceOf, Config, Error, FeedIds, HoldReason, Pallet, Panel, Reporters, Votes,
};
use frame_support::{
	ensure,
	traits::{
		fungible::{InspectHold, MutateHold},
		tokens::Precision,
		Get,
	},
};
use sp_runtime::{
	traits::{UniqueSaturatedInto, Zero},
	ArithmeticError, DispatchError, DispatchResult,
};

impl<T: Config> Pallet<T> {
	/// The reporter's record, or why there is none.
	pub(crate) fn reporter(who: &T::AccountId) -> Result<Reporter<BalanceOf<T>>, Error<T>> {
		Reporters::<T>::get(who).ok_or(Error::<T>::NotAdmitted)
	}

	/// The seat from which `who` reports.
	pub(crate) fn seat_of(who: &T::AccountId) -> Result<SeatNumber, Error<T>> {
		match Self::reporter(who)?.standing {
			Standing::Seated(seat) => Ok(seat),
			Standing::Admitted | Standing::Removed => Err(Error::<T>::NoSeat),
		}
	}

	/// Lets `who` take a seat from now on.
	pub(crate) fn admit(who: &T::AccountId) -> DispatchResult {
		let unbonding = match Reporters::<T>::get(who) {
			Some(Reporter { standing: Standing::Removed, unbonding, .. }) => unbonding,
			Some(_) => return Err(Error::<T>::AlreadyAdmitted.into()),
			None => {
				ensure!(Reporters::<T>::count() < T::MaxReporters::get(), Error::<T>::PanelFull);
				None
			},
		};
		let reporter = Reporter { standing: Standing::Admitted, bond: Zero::zero(), unbonding };
		Reporters::<T>::insert(who, reporter);
		Ok(())
	}

	/// Takes a first bond and gives a seat for it.
	pub(crate) fn take_seat(
		who: &T::AccountId,
		bond: BalanceOf<T>,
	) -> Result<SeatNumber, DispatchError> {
		let mut reporter = Self::reporter(who)?;
		match reporter.standing {
			Standing::Admitted => {},
			Standing::Seated(_) => return Err(Error::<T>::AlreadySeated.into()),
			Standing::Removed => return Err(Error::<T>::NotAdmitted.into()),
		}
		ensure!(bond >= T::MinimumBond::get(), Error::<T>::BondTooSmall);
		T::Currency::hold(&HoldReason::ReporterBond.into(), who, bond)?;

		let number = Panel::<T>::try_mutate(|panel| {
			let number = lowest_free(panel.iter().map(|seat| seat.number));
			let seat = Seat { number, reporter: who.clone(), bond: weight_of::<T>(bond) };
			let at = panel.partition_point(|seat| seat.number < number);
			panel.try_insert(at, seat).map_err(|_| Error::<T>::PanelFull)?;
			Ok::<_, Error<T>>(number)
		})?;
		reporter.standing = Standing::Seated(number);
		reporter.bond = bond;
		Reporters::<T>::insert(who, reporter);
		Ok(number)
	}

	/// Adds to a bond. Returns the new bond.
	pub(crate) fn raise_bond(
		who: &T::AccountId,
		amount: BalanceOf<T>,
	) -> Result<BalanceOf<T>, DispatchError> {
		let seat = Self::seat_of(who)?;
		let mut reporter = Self::reporter(who)?;
		ensure!(!amount.is_zero(), Error::<T>::NothingToDo);
		let bond = plus::<T>(reporter.bond, amount)?;
		T::Currency::hold(&HoldReason::ReporterBond.into(), who, amount)?;
		reporter.bond = bond;
		Reporters::<T>::insert(who, reporter);
		Self::set_weight(seat, bond);
		Ok(bond)
	}

	/// Sends a part of a bond on its way back; the whole of it gives up the seat.
	pub(crate) fn lower_bond(
		who: &T::AccountId,
		amount: BalanceOf<T>,
		now_ms: u64,
	) -> Result<Unbonding<BalanceOf<T>>, DispatchError> {
		let seat = Self::seat_of(who)?;
		let mut reporter = Self::reporter(who)?;
		ensure!(!amount.is_zero(), Error::<T>::NothingToDo);
		ensure!(amount <= reporter.bond, Error::<T>::MoreThanBonded);
		let rest = minus::<T>(reporter.bond, amount)?;
		ensure!(rest.is_zero() || rest >= T::MinimumBond::get(), Error::<T>::BondTooSmall);

		let unbonding = Self::unbonding(&reporter, amount, now_ms)?;
		reporter.bond = rest;
		reporter.unbonding = Some(unbonding.clone());
		if rest.is_zero() {
			reporter.standing = Standing::Admitted;
			Self::vacate(seat);
		} else {
			Self::set_weight(seat, rest);
		}
		Reporters::<T>::insert(who, reporter);
		Ok(unbonding)
	}

	/// Takes away seat and admission. The bond is on its way back, but not free yet.
	pub(crate) fn dismiss(who: &T::AccountId, now_ms: u64) -> DispatchResult {
		let mut reporter = Self::reporter(who)?;
		ensure!(reporter.standing != Standing::Removed, Error::<T>::NotAdmitted);
		if let Standing::Seated(seat) = reporter.standing {
			reporter.unbonding = Some(Self::unbonding(&reporter, reporter.bond, now_ms)?);
			reporter.bond = Zero::zero();
			Self::vacate(seat);
		}
		reporter.standing = Standing::Removed;
		Self::keep_or_forget(who, reporter);
		Ok(())
	}

	/// Gives back what has waited long enough.
	pub(crate) fn release_unbonded(
		who: &T::AccountId,
		now_ms: u64,
	) -> Result<BalanceOf<T>, DispatchError> {
		let mut reporter = Self::reporter(who)?;
		let unbonding = reporter.unbonding.take().ok_or(Error::<T>::NothingToDo)?;
		ensure!(unbonding.withdrawable_at_ms <= now_ms, Error::<T>::StillUnbonding);
		let reason = HoldReason::ReporterBond.into();
		T::Currency::release(&reason, who, unbonding.amount, Precision::Exact)?;
		Self::keep_or_forget(who, reporter);
		Ok(unbonding.amount)
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
		if reporter.standing == Standing::Removed && reporter.unbonding.is_none() {
			Reporters::<T>::remove(who);
		} else {
			Reporters::<T>::insert(who, reporter);
		}
	}

	fn set_weight(number: SeatNumber, bond: BalanceOf<T>) {
		Panel::<T>::mutate(|panel| {
			if let Some(seat) = panel.iter_mut().find(|seat| seat.number == number) {
				seat.bond = weight_of::<T>(bond);
			}
		});
	}

	/// Frees a seat and forgets its votes, so that they never count for the next one on it.
	fn vacate(number: SeatNumber) {
		Panel::<T>::mutate(|panel| panel.retain(|seat| seat.number != number));
		for feed in FeedIds::<T>::get() {
			Votes::<T>::mutate(feed, |votes| votes.retain(|vote| vote.seat != number));
		}
	}
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

fn weight_of<T: Config>(bond: BalanceOf<T>) -> u128 {
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
