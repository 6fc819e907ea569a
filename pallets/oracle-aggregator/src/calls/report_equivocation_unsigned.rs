// SPDX-License-Identifier: Apache-2.0
use crate::{
	calls::report_equivocation::Equivocation,
	types::{Class, KeyOwner},
	Config, KeyOwnerProofOf, Pallet, Validators,
};
use frame_support::{
	pallet_prelude::{
		InvalidTransaction, TransactionPriority, TransactionSource, TransactionValidityWithRefund,
		ValidTransaction,
	},
	traits::Get,
	weights::Weight,
};
use oracle_core::{crypto::reporter, Fault, SignedBundle};

/// What the pool's names of these reports begin with.
const TAG: &str = "OracleEquivocation";

impl<T: Config> Pallet<T> {
	/// Whether a report that nobody signed may be in the pool or in a block. Nobody pays for it, so it must come
	/// from the node's own pool or from the author of a block, and be right and new already here.
	pub(crate) fn authorize_equivocation_report(
		source: TransactionSource,
		first: &SignedBundle,
		second: &SignedBundle,
		key: &reporter::Public,
		owner: &KeyOwner<T::AccountId, KeyOwnerProofOf<T>>,
	) -> TransactionValidityWithRefund {
		match source {
			TransactionSource::Local | TransactionSource::InBlock => {},
			TransactionSource::External => return Err(InvalidTransaction::Call.into()),
		}
		let equivocation = Self::proven_equivocation(first, second, key, owner.clone())
			.map_err(|_| InvalidTransaction::BadProof)?;
		if Self::has_answered(&equivocation) {
			return Err(InvalidTransaction::Stale.into());
		}
		let validity = ValidTransaction::with_tag_prefix(TAG)
			.priority(TransactionPriority::MAX)
			// The bundles are not in the name: of all pairs from one round one is enough.
			.and_provides((equivocation.offender, equivocation.round))
			.longevity(T::ReportLongevity::get())
			.propagate(false)
			.into();
		Ok((validity, Weight::zero()))
	}

	fn has_answered(equivocation: &Equivocation<T::AccountId>) -> bool {
		let Equivocation { offender, class, round, .. } = equivocation;
		match class {
			Class::Validator => T::Validators::is_reported(Fault::Equivocation, *round, offender),
			Class::Outside => {
				Self::reporter(offender).is_ok_and(|reporter| reporter.answered_until >= *round)
			},
		}
	}
}
