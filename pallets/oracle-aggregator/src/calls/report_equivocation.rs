// SPDX-License-Identifier: Apache-2.0
use crate::{
	types::{Class, KeyOwner},
	Config, Error, Event, KeyOwnerProofOf, Pallet, SessionIndex, Validators,
};
use frame_support::ensure;
use oracle_core::{crypto::reporter, Fault, Round, SignedBundle};
use sp_runtime::DispatchResult;

/// Who is shown to have signed two bundles for one round.
pub(crate) struct Equivocation<AccountId> {
	pub(crate) offender: AccountId,
	pub(crate) class: Class,
	pub(crate) session: SessionIndex,
	pub(crate) round: Round,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_equivocation(
		informant: Option<T::AccountId>,
		first: &SignedBundle,
		second: &SignedBundle,
		key: &reporter::Public,
		owner: KeyOwner<T::AccountId, KeyOwnerProofOf<T>>,
	) -> DispatchResult {
		let Equivocation { offender, class, session, round } =
			Self::proven_equivocation(first, second, key, owner)?;
		if class == Class::Outside {
			Self::note_answered(&offender, round)?;
		}
		let fault = Fault::Equivocation;
		let is_new = Self::penalise(&offender, class, fault, session, round, informant.clone());
		ensure!(is_new, Error::<T>::KnownEquivocation);
		Self::deposit_event(Event::EquivocationProven { reporter: offender, round, informant });
		Ok(())
	}

	/// Who signed both bundles; or why they prove nothing.
	pub(crate) fn proven_equivocation(
		first: &SignedBundle,
		second: &SignedBundle,
		key: &reporter::Public,
		owner: KeyOwner<T::AccountId, KeyOwnerProofOf<T>>,
	) -> Result<Equivocation<T::AccountId>, Error<T>> {
		let bundle = &first.bundle;
		ensure!(bundle.genesis == Self::genesis_hash(), Error::<T>::NotAnEquivocation);
		ensure!(first.contradicts(second), Error::<T>::NotAnEquivocation);
		// Who answers has answered for all rounds so far: one to come must not be among them.
		ensure!(bundle.round <= Self::slot(), Error::<T>::RoundInFuture);
		let is_signed = first.is_signed_by(key) && second.is_signed_by(key);
		ensure!(is_signed, Error::<T>::NotAnEquivocation);

		let (session, round) = (bundle.session, bundle.round);
		let (offender, class) = match owner {
			KeyOwner::Validator(proof) => {
				let (proven, offender) =
					T::Validators::key_owner(key, proof).ok_or(Error::<T>::NotTheKeyOwner)?;
				ensure!(proven == session, Error::<T>::NotTheKeyOwner);
				(offender, Class::Validator)
			},
			KeyOwner::Outside(who) => {
				ensure!(
					Self::outsider_with_key(key).as_ref() == Some(&who),
					Error::<T>::NotTheKeyOwner
				);
				(who, Class::Outside)
			},
		};
		Ok(Equivocation { offender, class, session, round })
	}
}
