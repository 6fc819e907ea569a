// SPDX-License-Identifier: Apache-2.0

//! Money and time, with the unit in every name.

/// Amounts of the native token.
pub mod money {
	use crate::Balance;

	/// What wallets print behind an amount.
	pub const TOKEN_SYMBOL: &str = "STRD";
	/// How many decimals wallets show: one STRD is ten to this power of the smallest unit.
	pub const TOKEN_DECIMALS: u8 = 12;
	/// The address format: the general Substrate prefix.
	pub const SS58_PREFIX: u16 = 42;

	/// One STRD.
	pub const STRD: Balance = 1_000_000_000_000;
	/// A thousandth of a STRD.
	pub const MILLI_STRD: Balance = STRD / 1_000;
	/// A millionth of a STRD.
	pub const MICRO_STRD: Balance = MILLI_STRD / 1_000;

	/// Below this an account is removed and its rest is burned.
	pub const EXISTENTIAL_DEPOSIT: Balance = 10 * MILLI_STRD;

	/// The deposit that pays for keeping `items` storage entries of together `bytes` bytes.
	pub const fn storage_deposit(items: u32, bytes: u32) -> Balance {
		(items as Balance)
			.saturating_mul(100 * MILLI_STRD)
			.saturating_add((bytes as Balance).saturating_mul(MILLI_STRD))
	}
}

/// Durations.
pub mod time {
	use crate::{BlockNumber, Moment};

	/// The length of a slot. A block is made in every slot, and a clearing window is one slot.
	///
	/// Consensus counts in slots since the epoch: this can never change on a running chain.
	pub const MILLISECONDS_PER_SLOT: Moment = 3_000;

	/// Blocks in a minute.
	pub const MINUTES: BlockNumber = 60_000 / (MILLISECONDS_PER_SLOT as BlockNumber);
	/// Blocks in an hour.
	pub const HOURS: BlockNumber = 60 * MINUTES;
	/// Blocks in a day.
	pub const DAYS: BlockNumber = 24 * HOURS;

	/// Slots in an epoch, and so in a session, unless genesis says otherwise: ten minutes.
	pub const SLOTS_PER_EPOCH: u64 = 200;
	/// Slots in an epoch of a development chain: one minute.
	pub const SLOTS_PER_EPOCH_IN_DEVELOPMENT: u64 = 20;

	/// How many slots have a primary author: one in four. Secondary authors fill the others.
	pub const PRIMARY_SLOT_PROBABILITY: (u64, u64) = (1, 4);
}

/// What a block may hold.
pub mod block {
	use frame_support::weights::constants::WEIGHT_REF_TIME_PER_MILLIS;
	use sp_runtime::Perbill;

	/// Computation time in a block: half of the slot. The other half is for the network.
	pub const MAXIMUM_COMPUTE_REF_TIME: u64 = 1_500 * WEIGHT_REF_TIME_PER_MILLIS;
	/// What ordinary transactions may take of a block. The rest is kept for operational calls:
	/// oracle reports, liquidations, governance in an emergency.
	pub const NORMAL_SHARE: Perbill = Perbill::from_percent(75);
	/// What hooks are expected to take before the first transaction.
	pub const INITIALISATION_SHARE: Perbill = Perbill::from_percent(10);
	/// Bytes in a block.
	pub const MAXIMUM_LENGTH_BYTES: u32 = 5 * 1024 * 1024;
}
