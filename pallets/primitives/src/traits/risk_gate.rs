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
/// each part of it once when it leaves. What can only reduce a position is not counted, but its price is
/// judged as any other: a close far from the mark can cost more than the account has.
pub trait RiskGate<AccountId> {
	/// What was found out about markets and accounts in one piece of work, so that nothing is asked or summed
	/// twice. While it is used nothing else may change terms, marks or accounts; where fills or releases
	/// do, [`forget_accounts`](Self::forget_accounts) must follow.
	type Memo: Default;

	/// The most positions and open markets that an account may have.
	const MAX_LINES: u32;

	/// Forgets what was found out about accounts, but not about markets.
	fn forget_accounts(memo: &mut Self::Memo);

	/// How many positions and open markets an account has: the work of judging it grows with them.
	fn lines(memo: &mut Self::Memo, account: &SubaccountId<AccountId>) -> u32;

	/// Counts a new order, if the instrument's own mark allows new risk and the account still meets its initial
	/// margin with all its open orders on their worst side. A reduce-only order is admitted, and not counted, if
	/// closing what there is to close at its limit leaves the account at its initial margin; or, where it misses that
	/// already, no further below it, and no nearer to bankruptcy. Changes nothing when it refuses.
	fn admit_order(
		memo: &mut Self::Memo,
		account: &SubaccountId<AccountId>,
		exposure: &RestingExposure,
	) -> Result<(), RiskRefusal>;

	/// Stops counting orders of an account that left the book unfilled: cancelled, expired or refused. Says how
	/// many positions and open markets the account has: the work of reading and writing it grows with them.
	fn release_orders(account: &SubaccountId<AccountId>, exposures: &[RestingExposure]) -> u32;

	/// The signed position, so that reduce-only orders can be cut to it.
	fn position(
		memo: &mut Self::Memo,
		account: &SubaccountId<AccountId>,
		instrument: &InstrumentId,
	) -> Lots;

	/// Just before a clearing: the share of these orders' lots, all of one market, that may be filled at worst at their
	/// limits without the account missing its initial margin. An account that meets it with all of them gets 100 %.
	///
	/// One that misses it without them may close what leaves it no further below, and no nearer to bankruptcy: no order
	/// of an owner leaves a debt where there was none.
	///
	/// Reduce-only orders are asked about too, cut to the position before. While the market's mark allows no new
	/// risk, or an index behind anything in the account allows none, or the account is in liquidation, the share is
	/// nothing unless the orders can only reduce.
	fn bearable_share(
		memo: &mut Self::Memo,
		account: &SubaccountId<AccountId>,
		exposures: &[RestingExposure],
	) -> Perbill;

	/// Why [`bearable_share`](Self::bearable_share) of these orders is less than 100 %. The book asks only then.
	///
	/// A reason that [is about prices](RiskRefusal::is_about_prices) is no fault of the account: what rests stays in
	/// the book and only takes no part. For any other reason the book cancels.
	fn why_not_all(
		_memo: &mut Self::Memo,
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

	/// The same, with positions in `lines` other markets than `but`, or as many as it may have beside one there:
	/// so a benchmark finds accounts that cost as much to read and to value as they can.
	#[cfg(feature = "runtime-benchmarks")]
	fn endow_with_lines(account: &SubaccountId<AccountId>, _but: &InstrumentId, _lines: u32) {
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
	/// No volatility good enough for new risk in this option. Other expiries and markets go on.
	VolatilityUnavailable,
}

impl RiskRefusal {
	/// Whether all that is wrong is that prices or volatilities are not good enough to tell.
	pub const fn is_about_prices(self) -> bool {
		matches!(self, Self::PriceUnavailable | Self::VolatilityUnavailable)
	}
}
