// SPDX-License-Identifier: Apache-2.0
use sequencing_core::{Epoch, ValidatorIndex};

/// Where rotation learns about epochs: from consensus and session.
pub trait EpochInfo<AccountId> {
	/// The epoch of this block.
	fn current() -> Epoch;

	/// The epoch after it, once its randomness is fixed.
	fn next() -> Option<Epoch>;

	/// The account of a validator of an epoch, if it is known already and still.
	fn validator(epoch: u64, index: ValidatorIndex) -> Option<AccountId>;
}
