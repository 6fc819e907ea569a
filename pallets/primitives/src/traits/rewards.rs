// SPDX-License-Identifier: Apache-2.0
use market_maths::units::Cash;
use sp_runtime::{DispatchError, DispatchResult};

/// Trading fees, out of which those are rewarded who keep the exchange running.
///
/// What is promised is set aside first: nobody can spend it on anything else until it is paid.
pub trait RewardPurse<AccountId> {
	/// The fees that nobody was promised.
	fn fees() -> Cash;

	/// All that is set aside and not yet paid.
	fn set_aside() -> Cash;

	/// Sets fees aside. An error, and nothing done, if there are not as many.
	fn put_aside(amount: Cash) -> DispatchResult;

	/// Pays into a wallet from what is set aside.
	fn pay(to: &AccountId, amount: Cash) -> DispatchResult;

	/// Lets there be fees, and somebody who can be paid from them, for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(_amount: Cash) {}
}

/// A chain without fees.
impl<AccountId> RewardPurse<AccountId> for () {
	fn fees() -> Cash {
		Cash::ZERO
	}

	fn set_aside() -> Cash {
		Cash::ZERO
	}

	fn put_aside(_: Cash) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}

	fn pay(_: &AccountId, _: Cash) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}
}
