// SPDX-License-Identifier: Apache-2.0
use crate::{InstrumentId, RestingExposure, SubaccountId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::units::Lots;
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// May this account bear this?
///
/// The gate keeps, per account and instrument, what its open orders could still add to the position,
/// so that one read answers everything. The order book reports each order once when it comes in, and
/// each part of it once when it leaves.
pub trait RiskGate<AccountId> {
	/// Counts a new order, if the account still meets its initial margin with all its open orders on
	/// their worst side. Changes nothing when it refuses.
	fn admit_order(
		account: &SubaccountId<AccountId>,
		exposure: &RestingExposure,
	) -> Result<(), RiskRefusal>;

	/// Stops counting what left the book unfilled: cancelled, expired or refused.
	fn release_order(account: &SubaccountId<AccountId>, exposure: &RestingExposure);

	/// The signed position, so that reduce-only orders can be cut to it.
	fn position(account: &SubaccountId<AccountId>, instrument: &InstrumentId) -> Lots;

	/// Just before a clearing: the share of these orders' lots that may be filled at worst at their
	/// limits without the account missing its initial margin. An account that meets it with all of
	/// them filled gets 100 %.
	///
	/// The book asks about every order that could be filled, but for those of liquidations. What it calls
	/// reduce-only it has cut to the position: such lots close at their limit, and if nothing else is
	/// asked about, prices need only be good enough to reduce.
	fn bearable_share(account: &SubaccountId<AccountId>, exposures: &[RestingExposure]) -> Perbill;

	/// Why [`bearable_share`](Self::bearable_share) of these orders is less than 100 %. The book asks only then.
	///
	/// [`RiskRefusal::PriceUnavailable`] says that prices are not good enough to tell, which is no fault of the
	/// account: what rests stays in the book and only takes no part. For any other reason the book cancels.
	fn why_not_all(
		_account: &SubaccountId<AccountId>,
		_exposures: &[RestingExposure],
	) -> RiskRefusal {
		RiskRefusal::InsufficientMargin
	}

	/// Lots counted for the account's open orders, by market: how many could be bought, how many sold. They must
	/// be the sum of the orders in the book. `None` from a gate that does not say.
	fn counted_orders(_account: &SubaccountId<AccountId>) -> Option<Vec<CountedOrders>> {
		None
	}

	/// Gives `account` enough cash for a benchmark to trade with.
	#[cfg(feature = "runtime-benchmarks")]
	fn endow(account: &SubaccountId<AccountId>);

	/// The same, with as many positions as it may have beside one in `but`, so that a benchmark finds the
	/// account that costs most to read and to value.
	#[cfg(feature = "runtime-benchmarks")]
	fn endow_full(account: &SubaccountId<AccountId>, _but: &InstrumentId) {
		Self::endow(account);
	}
}

/// A market, and the lots that open orders could buy and sell in it.
pub type CountedOrders = (InstrumentId, u64, u64);

/// Why the gate stays shut.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum RiskRefusal {
	/// There is no such subaccount.
	UnknownAccount,
	/// The account would miss its initial margin.
	InsufficientMargin,
	/// The account would have more positions and open markets than it may.
	TooManyPositions,
	/// The account is being liquidated; it may only reduce.
	InLiquidation,
	/// No price good enough for new risk.
	PriceUnavailable,
	/// A number would not fit. The request is unreasonably large.
	TooLarge,
}
