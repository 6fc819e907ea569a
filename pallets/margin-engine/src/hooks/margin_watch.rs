// SPDX-License-Identifier: Apache-2.0
//! Finds accounts below their maintenance margin and works on them.
//!
//! Triggers: every block, when the runtime takes its window step.
//! Actions: first the red list, in turn, with half of the room there is; then as many watched accounts as the
//! block has room for, from where the sweep stopped last; then the red list again, with what is left. Who is found
//! short is worked on at once. Last come those whom only insurance and opposite positions can help, all together.
//! Skip if: the meter has no room for one more account.
//! Follow-up: liquidation orders take part in the next clearing, which books their fills.
//!
//! However many accounts on the red list cannot be helped, the others are swept over with half of the room.

use crate::{
	liquidation::{LastResort, NoRoom, Step},
	markets::Markets,
	types::MAX_LINES,
	Config, Pallet, RedList, RedListCursor, Subaccounts, SweepCursor, Watched, WeightInfo,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};
use market_primitives::{traits::WindowStep, SubaccountId, Window, WindowClock};

/// Most accounts that one block's step takes from each list, however much room there is.
const MOST_PER_BLOCK: u32 = 2_048;

/// The red list comes first with one of so many parts of the room.
const PARTS_OF_ROOM: u64 = 2;

impl<T: Config> WindowStep for Pallet<T> {
	fn on_window(clock: &WindowClock, meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::start_watch()).is_err() {
			return;
		}
		let mut watch = Watch::<T> {
			markets: Markets::new(),
			window: clock.window,
			worked_on: BTreeSet::new(),
			red_cursor: RedListCursor::<T>::get(),
			served_last: None,
			waits: false,
			last_resorts: Vec::new(),
		};
		// Its part, and room for one account at least, however much there is to do for it.
		let part = meter
			.remaining()
			.saturating_div(PARTS_OF_ROOM)
			.max(Pallet::<T>::most_of_any_step());
		let mut part = WeightMeter::with_limit(meter.remaining().min(part));
		watch.work_on_red_list(&mut part);
		meter.consume(part.consumed());
		watch.sweep(meter);
		if core::mem::take(&mut watch.waits) {
			watch.work_on_red_list(meter);
		}
		// Where nobody had to wait for room, those may have whom the markets took no order of: next time they come first.
		let cursor =
			if watch.waits { watch.red_cursor } else { watch.served_last.or(watch.red_cursor) };
		RedListCursor::<T>::set(cursor);
		// Only now is it known what all of them need together.
		Self::take_last_resorts(&mut watch.markets, watch.last_resorts, watch.window);
	}
}

/// One block's watch.
struct Watch<T: Config> {
	markets: Markets<T>,
	window: Window,
	worked_on: BTreeSet<SubaccountId<T::AccountId>>,
	/// The account on the red list that was looked at last.
	red_cursor: Option<SubaccountId<T::AccountId>>,
	/// The last of those on the red list for whom something could be done.
	served_last: Option<SubaccountId<T::AccountId>>,
	/// Whether there was no room for some account on the red list.
	waits: bool,
	/// For whom there is nothing else left.
	last_resorts: Vec<(SubaccountId<T::AccountId>, LastResort)>,
}

impl<T: Config> Watch<T> {
	/// Does what an account needs, if there is room.
	fn tend(
		&mut self,
		id: &SubaccountId<T::AccountId>,
		meter: &mut WeightMeter,
	) -> Result<Step, NoRoom> {
		let tended = Pallet::<T>::tend(&mut self.markets, id, self.window, meter);
		match tended {
			Ok(Step::LastResort(resort)) => self.last_resorts.push((id.clone(), resort)),
			Ok(Step::Orders(_)) => {},
			Err(NoRoom) => {
				self.waits = true;
				return tended;
			},
		}
		self.worked_on.insert(id.clone());
		tended
	}

	/// Goes once round the red list, as far as there is room. Whom this block worked on already is passed over.
	fn work_on_red_list(&mut self, meter: &mut WeightMeter) {
		let start = self.red_cursor.clone();
		let mut wrapped = start.is_none();
		for _ in 0..MOST_PER_BLOCK {
			let next = match &self.red_cursor {
				Some(id) => RedList::<T>::iter_keys_from(RedList::<T>::hashed_key_for(id)).next(),
				None => RedList::<T>::iter_keys().next(),
			};
			let Some(id) = next else {
				if wrapped {
					break;
				}
				(self.red_cursor, wrapped) = (None, true);
				continue;
			};
			let beyond_start = start.as_ref().is_some_and(|start| {
				RedList::<T>::hashed_key_for(&id) > RedList::<T>::hashed_key_for(start)
			});
			if wrapped && beyond_start {
				break;
			}
			if self.worked_on.contains(&id) {
				if meter.try_consume(T::DbWeight::get().reads(1)).is_err() {
					break;
				}
			} else {
				match self.tend(&id, meter) {
					Err(NoRoom) => break,
					Ok(Step::Orders(0)) => {},
					Ok(_) => self.served_last = Some(id.clone()),
				}
			}
			self.red_cursor = Some(id);
		}
	}

	/// Goes once round all watched accounts, as far as there is room to work on one more should it be short. Only for
	/// one with many orders to cancel there may be too little: that one has its turn on the red list.
	fn sweep(&mut self, meter: &mut WeightMeter) {
		let start = SweepCursor::<T>::get();
		let mut last = start.clone();
		let mut wrapped = start.is_none();
		let worst = T::WeightInfo::watch_account(MAX_LINES)
			.saturating_add(Self::weight_of_listing())
			.saturating_add(Pallet::<T>::most_of_a_step());
		for _ in 0..MOST_PER_BLOCK {
			if !meter.can_consume(worst) {
				break;
			}
			let next = match &last {
				Some(id) => Watched::<T>::iter_keys_from(Watched::<T>::hashed_key_for(id)).next(),
				None => Watched::<T>::iter_keys().next(),
			};
			let Some(id) = next else {
				if wrapped {
					break;
				}
				(last, wrapped) = (None, true);
				continue;
			};
			let beyond_start = start.as_ref().is_some_and(|start| {
				Watched::<T>::hashed_key_for(&id) > Watched::<T>::hashed_key_for(start)
			});
			if wrapped && beyond_start {
				break;
			}
			self.look_at(&id, meter);
			last = Some(id);
		}
		SweepCursor::<T>::set(last);
	}

	/// Puts an account on the red list if it is below its maintenance margin, and works on it. Who is being
	/// liquidated already is on that list, and has its turn there.
	fn look_at(&mut self, id: &SubaccountId<T::AccountId>, meter: &mut WeightMeter) {
		let account = Subaccounts::<T>::get(id);
		let lines = account.as_ref().map_or(0, |account| account.lines.len());
		let lines = u32::try_from(lines).unwrap_or(MAX_LINES);
		meter.consume(T::WeightInfo::watch_account(lines));
		let Some(account) = account.filter(|_| !self.worked_on.contains(id)) else { return };
		let in_liquidation = account.is_in_liquidation();
		let is_short = in_liquidation
			|| matches!(Pallet::<T>::needs_liquidation(&mut self.markets, &account), Ok(Some(_)));
		if !is_short {
			return;
		}
		meter.consume(Self::weight_of_listing());
		if !RedList::<T>::contains_key(id) {
			RedList::<T>::insert(id, ());
		}
		if !in_liquidation {
			// Without room it has its turn on the red list.
			let _ = self.tend(id, meter);
		}
	}

	/// What it weighs to see to it that an account is on the red list.
	fn weight_of_listing() -> Weight {
		T::DbWeight::get().reads_writes(1, 1)
	}
}
