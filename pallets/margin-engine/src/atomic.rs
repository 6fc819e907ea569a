// SPDX-License-Identifier: Apache-2.0
use frame_support::storage::with_transaction;
use sp_runtime::{DispatchError, TransactionOutcome};

/// Runs `work` and undoes everything it wrote if it fails. `None` if too many such layers are open.
pub(crate) fn all_or_nothing<R, E>(work: impl FnOnce() -> Result<R, E>) -> Option<Result<R, E>> {
	with_transaction(|| -> TransactionOutcome<Result<Result<R, E>, DispatchError>> {
		let result = work();
		if result.is_ok() {
			TransactionOutcome::Commit(Ok(result))
		} else {
			TransactionOutcome::Rollback(Ok(result))
		}
	})
	.ok()
}
