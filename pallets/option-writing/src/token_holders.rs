// SPDX-License-Identifier: Apache-2.0
use alloc::vec::Vec;
use market_primitives::InstrumentId;

/// Says who holds the tokens of a series. The runtime answers from where the tokens are kept.
pub trait TokenHolders<AccountId> {
	/// The next `limit` holders after `after` in the order of storage, each with its lots.
	///
	/// An account that is known but holds nothing is named too, with zero lots, so that each page costs
	/// the same. A page shorter than `limit` is the last one. Holders may come and go between pages.
	fn holders(id: &InstrumentId, after: Option<&AccountId>, limit: u32) -> Vec<(AccountId, u64)>;
}
