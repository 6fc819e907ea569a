// SPDX-License-Identifier: Apache-2.0

//! The offices that a referendum can fill. Each may do a few things only, and each has a track of
//! its own, with the deposit, the majority and the delay that its power asks for.

pub use pallet::*;

/// Passes an origin that holds the office, and nothing else.
macro_rules! office {
	($(#[$documentation:meta])* $name:ident) => {
		$(#[$documentation])*
		pub struct $name;

		impl<O> frame_support::traits::EnsureOrigin<O> for $name
		where
			O: frame_support::traits::OriginTrait + From<Origin> + Into<Result<Origin, O>> + Clone,
		{
			type Success = ();

			fn try_origin(origin: O) -> Result<(), O> {
				match origin.clone().into() {
					Ok(Origin::$name) => Ok(()),
					_ => Err(origin),
				}
			}

			#[cfg(feature = "runtime-benchmarks")]
			fn try_successful_origin() -> Result<O, ()> {
				Ok(O::from(Origin::$name))
			}
		}
	};
}

office! {
	/// May dispatch, as root, a call that the technical committee has whitelisted.
	WhitelistedCaller
}
office! {
	/// May change margin, leverage, open-interest caps, funding limits and fees, within their bounds.
	RiskAdmin
}
office! {
	/// May list, change and delist instruments and collateral.
	MarketAdmin
}
office! {
	/// May admit and remove reporters and change how their votes are weighed.
	OracleAdmin
}
office! {
	/// May spend from the treasury.
	Treasurer
}
office! {
	/// May cancel a referendum.
	ReferendumCanceller
}
office! {
	/// May cancel a referendum and take its deposits.
	ReferendumKiller
}

#[frame_support::pallet]
#[allow(missing_docs, reason = "the macro writes items without documentation")]
pub mod pallet {
	use frame_support::pallet_prelude::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// An office that a referendum can fill.
	#[pallet::origin]
	#[derive(
		PartialEq,
		Eq,
		Clone,
		Copy,
		Debug,
		Encode,
		Decode,
		DecodeWithMemTracking,
		MaxEncodedLen,
		TypeInfo,
	)]
	pub enum Origin {
		/// May dispatch, as root, a call that the technical committee has whitelisted.
		WhitelistedCaller,
		/// May change margin, leverage, open-interest caps, funding limits and fees.
		RiskAdmin,
		/// May list, change and delist instruments and collateral.
		MarketAdmin,
		/// May admit and remove reporters and change how their votes are weighed.
		OracleAdmin,
		/// May spend from the treasury.
		Treasurer,
		/// May cancel a referendum.
		ReferendumCanceller,
		/// May cancel a referendum and take its deposits.
		ReferendumKiller,
	}
}
