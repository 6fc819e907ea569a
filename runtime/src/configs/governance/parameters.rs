// SPDX-License-Identifier: Apache-2.0

//! Values that voters may change without an upgrade. Every group belongs to one office.

use crate::{Runtime, RuntimeEvent, RuntimeOrigin};
use frame_support::{
	dynamic_params::{dynamic_pallet_params, dynamic_params},
	traits::EnsureOriginWithArg,
};
use frame_system::ensure_root;
use sp_runtime::Percent;

pub use values::*;

#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
#[allow(missing_docs, reason = "the macro writes items without documentation")]
pub mod values {
	use super::*;

	/// What becomes of transaction fees.
	#[dynamic_pallet_params]
	#[codec(index = 0)]
	pub mod fees {
		use super::*;

		/// The share of a fee that the author of the block earns; the rest is the treasury's.
		#[codec(index = 0)]
		pub static AuthorShare: Percent = Percent::from_percent(80);
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
	fn default() -> Self {
		Self::Fees(fees::Parameters::AuthorShare(
			fees::AuthorShare,
			Some(Percent::from_percent(80)),
		))
	}
}

/// Which office may change which group.
pub struct ParameterOwner;

impl EnsureOriginWithArg<RuntimeOrigin, RuntimeParametersKey> for ParameterOwner {
	type Success = ();

	fn try_origin(
		origin: RuntimeOrigin,
		key: &RuntimeParametersKey,
	) -> Result<Self::Success, RuntimeOrigin> {
		match key {
			RuntimeParametersKey::Fees(_) => ensure_root(origin.clone()),
		}
		.map_err(|_| origin)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(_: &RuntimeParametersKey) -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::root())
	}
}

impl pallet_parameters::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeParameters = RuntimeParameters;
	type AdminOrigin = ParameterOwner;
	// The pallet shows nobody its measured weights; these are the same numbers.
	type WeightInfo = ();
}
