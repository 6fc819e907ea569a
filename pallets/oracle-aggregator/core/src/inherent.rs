// SPDX-License-Identifier: Apache-2.0
//! How bundles get into a block.

use crate::bundle::SignedBundle;
use alloc::vec::Vec;
use sp_core::{bounded::BoundedVec, ConstU32};
use sp_inherents::{InherentData, InherentIdentifier};

/// Under which the author's node hands bundles to the runtime.
pub const INHERENT_IDENTIFIER: InherentIdentifier = *b"oraclevt";

/// The most bundles in a block: one of each seat.
pub const MAX_BUNDLES: u32 = 64;

/// What the author's node hands over. What goes beyond [`MAX_BUNDLES`] is not carried.
pub type InherentType = Vec<SignedBundle>;

/// What a block carries.
pub type Bundles = BoundedVec<SignedBundle, ConstU32<MAX_BUNDLES>>;

/// Under which the author's node hands the time to the runtime, in milliseconds since 1970: that of
/// pallet-timestamp.
const TIMESTAMP_IDENTIFIER: InherentIdentifier = *b"timstap0";

/// The time of the block that `data` is for, in milliseconds since 1970.
///
/// When the runtime makes inherents of inherent data, its own time is still that of the block before: by
/// that clock, honest votes of the last slot would be from the future.
pub fn block_time_ms(data: &InherentData) -> Option<u64> {
	data.get_data(&TIMESTAMP_IDENTIFIER).ok().flatten()
}
