// SPDX-License-Identifier: Apache-2.0
use crate::{InstrumentId, SubaccountId};
use alloc::vec::Vec;
use market_maths::units::{Cash, Lots, Price};
use sp_runtime::{DispatchError, DispatchResult};

/// Option positions that change without a trade: written, wrapped, settled.
pub trait OptionPositions<AccountId> {
	/// Sets aside in the account what `lots` more of `id` will require that are to be written later. Until they are
	/// released they count in its initial margin as if they were written: the account can neither pay that out nor use
	/// it for anything else. Refused, and nothing changed, where [`OptionPositions::write`] of all that is reserved
	/// would be refused now.
	fn reserve_write(
		account: &SubaccountId<AccountId>,
		id: &InstrumentId,
		lots: u64,
	) -> DispatchResult;

	/// Releases what was set aside for `lots` of `id`: they are written now, or never will be.
	fn release_write(account: &SubaccountId<AccountId>, id: &InstrumentId, lots: u64);

	/// All that is reserved: of which option, in which account, and how many lots. Reads every account, for whoever
	/// examines the whole state.
	fn reserved_writes() -> Vec<(InstrumentId, SubaccountId<AccountId>, u64)>;

	/// Adds a short of `lots` to the account, for which the caller issues as many tokens. The account must
	/// meet its initial margin afterwards, with all that is still reserved, and withdrawals must be possible: a
	/// token leaves the account as money does.
	fn write(account: &SubaccountId<AccountId>, id: &InstrumentId, lots: u64) -> DispatchResult;

	/// Takes `lots` of a long position out of the account, for which the caller issues as many tokens. The
	/// account must meet its initial margin afterwards, and withdrawals must be possible.
	fn take_long(account: &SubaccountId<AccountId>, id: &InstrumentId, lots: u64)
		-> DispatchResult;

	/// Puts a long position of `lots` into the account, for which the caller has burnt as many tokens. It
	/// closes a short first.
	fn put_long(account: &SubaccountId<AccountId>, id: &InstrumentId, lots: u64) -> DispatchResult;

	/// Settles up to `limit` accounts that hold `id` against the instrument's settlement pool.
	fn settle_accounts(
		id: &InstrumentId,
		settlement_price: Price,
		limit: u32,
	) -> SettlementProgress;

	/// Pays the holder of `lots` option tokens from the instrument's settlement pool, in the settlement
	/// asset. Returns what was paid. Refused while withdrawals are not possible, unless nothing is to be paid.
	fn settle_token(
		id: &InstrumentId,
		settlement_price: Price,
		holder: &AccountId,
		lots: u64,
	) -> Result<Cash, DispatchError>;

	/// Moves what `lots` of tokens that nobody holds any more would have been paid from the instrument's
	/// settlement pool to the insurance fund. Returns how much it was.
	fn forfeit_tokens(
		id: &InstrumentId,
		settlement_price: Price,
		lots: u64,
	) -> Result<Cash, DispatchError>;

	/// Lots of `id` that accounts hold, bought minus written. With the tokens it must add up to zero.
	fn net_lots(id: &InstrumentId) -> Lots;

	/// What is in the instrument's settlement pool: paid in by writers and not yet drawn. It ends at zero, and
	/// may be negative while holders are paid before writers.
	fn settlement_pool(id: &InstrumentId) -> Cash;

	/// Gives `account` enough cash for a benchmark to write with, and as many other positions as it may have
	/// beside one.
	#[cfg(feature = "runtime-benchmarks")]
	fn endow(_account: &SubaccountId<AccountId>) {}
}

/// How far the settlement of a series has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SettlementProgress {
	/// Accounts settled in this step.
	pub settled: u32,
	/// Whether no account holds the series any more.
	pub finished: bool,
}
