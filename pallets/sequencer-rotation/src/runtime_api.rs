// SPDX-License-Identifier: Apache-2.0
//! Questions that nodes and clients ask.

use crate::{Config, EpochInfo, Pallet, SilentStreak};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame_support::traits::Get;
use market_primitives::Window;
use scale_info::TypeInfo;
use sequencing_core::{Quorum, Rotation, Turn, ValidatorIndex};

/// A turn and the account of its lead.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ScheduledTurn<AccountId> {
	/// The turn.
	pub turn: Turn,
	/// Who leads; `None` while only the place among the next epoch's validators is known.
	pub validator: Option<AccountId>,
}

/// Who leads in a window.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Lead<AccountId> {
	/// Whose turn it is.
	pub lead: ValidatorIndex,
	/// Who that is, if it is known.
	pub validator: Option<AccountId>,
	/// Who acts, should the lead be silent.
	pub acting: ValidatorIndex,
}

sp_api::decl_runtime_apis! {
	/// Whose turn it is to sequence.
	pub trait SequencingApi<AccountId>
	where
		AccountId: codec::Codec,
	{
		/// The turns from the one that `from_window` belongs to, at most `count`. They are known to the
		/// end of the next epoch.
		fn schedule(from_window: u64, count: u32) -> Vec<ScheduledTurn<AccountId>>;

		/// Who leads in a window of this epoch or the next; `None` in any other.
		fn lead_of(window: u64) -> Option<Lead<AccountId>>;

		/// How many listers there are and how many must agree.
		fn quorum() -> Quorum;
	}
}

/// The most turns that are computed for one question.
const MOST_TURNS: u32 = 1_000;

impl<T: Config> Pallet<T> {
	/// Answers [`SequencingApi::schedule`].
	pub fn api_schedule(from_window: Window, count: u32) -> Vec<ScheduledTurn<T::AccountId>> {
		let mut left = count.min(MOST_TURNS);
		let mut turns = Vec::new();
		for rotation in Self::known_rotations() {
			let known = rotation.schedule(from_window, left);
			left = left.saturating_sub(u32::try_from(known.len()).unwrap_or(u32::MAX));
			turns.extend(known);
		}
		let named = |turn: Turn| ScheduledTurn {
			turn,
			validator: T::EpochInfo::validator(turn.epoch, turn.lead),
		};
		turns.into_iter().map(named).collect()
	}

	/// Answers [`SequencingApi::lead_of`].
	pub fn api_lead_of(window: Window) -> Option<Lead<T::AccountId>> {
		let rotation = Self::known_rotations().into_iter().rfind(|known| known.covers(window))?;
		let turn = rotation.turn(window)?;
		Some(Lead {
			lead: turn.lead,
			validator: T::EpochInfo::validator(turn.epoch, turn.lead),
			acting: rotation.acting_lead(window, SilentStreak::<T>::get())?,
		})
	}

	/// Answers [`SequencingApi::quorum`].
	pub fn api_quorum() -> Quorum {
		Quorum::of(T::EpochInfo::current().validators.min(T::MaxListers::get()))
	}

	/// The rotations of this epoch and the next, in this order.
	fn known_rotations() -> Vec<Rotation> {
		let epochs = [Some(T::EpochInfo::current()), T::EpochInfo::next()];
		let rotation_of = |epoch| Rotation::new(epoch, T::TurnWindows::get());
		epochs.into_iter().flatten().map(rotation_of).collect()
	}
}
