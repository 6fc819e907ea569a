// SPDX-License-Identifier: Apache-2.0
use crate::{
	types::{Class, KeyOwner},
	Config, Error, Event, KeyOwnerProofOf, Pallet, Validators,
};
use frame_support::ensure;
use oracle_core::{crypto::reporter, Fault, SignedBundle};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_equivocation(
		informant: T::AccountId,
		first: &SignedBundle,
		second: &SignedBundle,
		key: &reporter::Public,
		owner: KeyOwner<T::AccountId, KeyOwnerProofOf<T>>,
	) -> DispatchResult {
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
				Self::note_answered(&who, round)?;
				(who, Class::Outside)
			},
		};
		let fault = Fault::Equivocation;
		let is_new =
			Self::penalise(&offender, class, fault, session, round, Some(informant.clone()));
		ensure!(is_new, Error::<T>::KnownEquivocation);
		Self::deposit_event(Event::EquivocationProven { reporter: offender, round, informant });
		Ok(())
	}
}
