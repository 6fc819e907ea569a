// SPDX-License-Identifier: Apache-2.0
//! How bundles get into a block.

use crate::bundle::SignedBundle;
use alloc::vec::Vec;
use sp_core::{bounded::BoundedVec, ConstU32};
use sp_inherents::InherentIdentifier;

/// Under which the author's node hands bundles to the runtime.
pub const INHERENT_IDENTIFIER: InherentIdentifier = *b"oraclevt";

/// The most bundles in a block: one of each seat.
pub const MAX_BUNDLES: u32 = 64;

/// What the author's node hands over. What goes beyond [`MAX_BUNDLES`] is not carried.
pub type InherentType = Vec<SignedBundle>;

/// What a block carries.
pub type Bundles = BoundedVec<SignedBundle, ConstU32<MAX_BUNDLES>>;
