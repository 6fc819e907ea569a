// SPDX-License-Identifier: Apache-2.0
use alloc::{boxed::Box, format, string::String, vec::Vec};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use sp_runtime::TryRuntimeError;

/// A statement about the chain's state that does not hold although it always must.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct BrokenInvariant {
	/// The invariant's name, as the documentation lists it.
	pub name: String,
	/// What was found, with the numbers.
	pub found: String,
}

impl BrokenInvariant {
	/// The invariant `name`, broken as `found` says.
	pub fn new(name: &str, found: String) -> Self {
		Self { name: name.into(), found }
	}
}

/// Answered by every pallet that keeps state which must stay consistent.
///
/// Checks read as much state as they need: they run in tests, in `try_state` and when a client
/// asks over RPC, never inside a block.
pub trait Invariants {
	/// The names of everything that is checked.
	fn names() -> Vec<&'static str>;

	/// All that does not hold. Empty is good.
	fn broken() -> Vec<BrokenInvariant>;

	/// Fails with the first that does not hold, for `try_state`.
	fn ensure_unbroken() -> Result<(), TryRuntimeError> {
		match Self::broken().first() {
			None => Ok(()),
			Some(first) => {
				// The error wants a text that lives for ever; whoever gets one looks at a broken chain off the chain.
				let text = format!("{}: {}", first.name, first.found);
				Err(TryRuntimeError::Other(Box::leak(text.into_boxed_str())))
			},
		}
	}
}

#[impl_trait_for_tuples::impl_for_tuples(1, 8)]
impl Invariants for Tuple {
	fn names() -> Vec<&'static str> {
		let mut names = Vec::new();
		for_tuples!( #( names.extend(Tuple::names()); )* );
		names
	}

	fn broken() -> Vec<BrokenInvariant> {
		let mut broken = Vec::new();
		for_tuples!( #( broken.extend(Tuple::broken()); )* );
		broken
	}
}
