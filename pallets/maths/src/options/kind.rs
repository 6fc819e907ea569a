// SPDX-License-Identifier: Apache-2.0
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Whether an option is the right to buy or to sell.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	serde::Serialize,
	serde::Deserialize,
)]
pub enum OptionKind {
	/// Pays what the settlement price is above the strike.
	Call,
	/// Pays what the settlement price is below the strike.
	Put,
}
