// SPDX-License-Identifier: Apache-2.0
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Which of an owner's subaccounts; 0 is the first.
pub type SubaccountIndex = u8;

/// One margined account: an owner and which of the owner's subaccounts it is.
///
/// Everything inside is margined together; nothing outside is ever touched by its losses.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct SubaccountId<AccountId> {
	/// The account that signs for it.
	pub owner: AccountId,
	/// Which of the owner's subaccounts.
	pub index: SubaccountIndex,
}

impl<AccountId> SubaccountId<AccountId> {
	/// The subaccount number `index` of `owner`.
	pub const fn new(owner: AccountId, index: SubaccountIndex) -> Self {
		Self { owner, index }
	}
}

/// A risk universe: losses stay inside it, and it has an insurance fund of its own.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct UniverseId(pub u8);
