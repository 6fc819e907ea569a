// SPDX-License-Identifier: Apache-2.0
//! Faults of validators as the offences pallet knows them.

use crate::{Fault, SessionIndex};
use alloc::vec::Vec;
use sp_runtime::Perbill;
use sp_staking::offence::{Kind, Offence};

/// A fault of one validator, under the kind of `FAULT`: the place of a fault in [`Fault::ALL`].
///
/// The fraction does not grow with the number of offenders: of more than a third that deviate together none is
/// reported, and one that is cut off from the network is not guiltier because others are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultReport<Offender, const FAULT: usize> {
	/// Who committed it.
	pub offender: Offender,
	/// In which session.
	pub session: SessionIndex,
	/// How many validators there were.
	pub validators: u32,
	/// What tells it apart from others of its kind and session.
	pub moment: u64,
}

impl<Offender, const FAULT: usize> FaultReport<Offender, FAULT> {
	#[allow(
		clippy::indexing_slicing,
		reason = "evaluated by the compiler, which refuses what is not there"
	)]
	const IT: Fault = Fault::ALL[FAULT];

	/// Under what faults of this kind with this `moment` are filed.
	///
	/// Reports of one slot are slashed by the fraction of the last of them, so faults of different fractions
	/// never share one.
	pub const fn slot_of(moment: u64) -> (u64, u32) {
		(moment, Self::IT.fraction().deconstruct())
	}
}

impl<Offender: Clone, const FAULT: usize> Offence<Offender> for FaultReport<Offender, FAULT> {
	const ID: Kind = Self::IT.kind();

	type Slot = (u64, u32);

	fn offenders(&self) -> Vec<Offender> {
		alloc::vec![self.offender.clone()]
	}

	fn session_index(&self) -> SessionIndex {
		self.session
	}

	fn validator_set_count(&self) -> u32 {
		self.validators
	}

	fn slot(&self) -> Self::Slot {
		Self::slot_of(self.moment)
	}

	fn slash_fraction(&self, _offenders: u32) -> Perbill {
		Self::IT.fraction()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn faults_of_one_kind_and_another_fraction_have_another_slot() {
		let report = || (7, 5, 4, 9);
		let (offender, session, validators, moment) = report();
		let short: FaultReport<u64, 1> = FaultReport { offender, session, validators, moment };
		let long: FaultReport<u64, 2> = FaultReport { offender, session, validators, moment };
		assert_eq!(FaultReport::<u64, 1>::ID, *b"orcl:unresponsiv");
		assert_eq!(FaultReport::<u64, 1>::ID, FaultReport::<u64, 2>::ID);
		assert_ne!(short.slot(), long.slot());
		assert_eq!(short.slash_fraction(100), Fault::Absence.fraction());
		assert_eq!(long.offenders(), [7]);
	}
}
