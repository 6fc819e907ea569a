// SPDX-License-Identifier: Apache-2.0
//! Finds accounts below their maintenance margin and works on them.
//!
//! Triggers: every block, when the runtime takes its window step.
//! Actions: first everybody on the red list, in turn; then as many watched accounts as the block has
//! room for, from where the sweep stopped last. Who is found short is worked on at once. Last come those
//! whom only insurance and opposite positions can help, all together.
//! Skip if: the meter has no room for one more account.
//! Follow-up: liquidation orders take part in the next clearing, which books their fills.

use crate::{
	markets::Markets, types::MAX_LINES, Config, Pallet, RedList, RedListCursor, Subaccounts,
	SweepCursor, Watched, WeightInfo,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::weights::WeightMeter;
use market_primitives::{traits::WindowStep, SubaccountId, Window, WindowClock};

/// Most accounts that one block's step takes from each list, however much room there is.
const MOST_PER_BLOCK: u32 = 2_048;

impl<T: Config> WindowStep for Pallet<T> {
	fn on_window(clock: &WindowClock, meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::start_watch()).is_err() {
			return;
		}
		let mut watch = Watch::<T> {
			markets: Markets::new(),
			window: clock.window,
			worked_on: BTreeSet::new(),
			last_resorts: Vec::new(),
		};
		watch.work_on_red_list(meter);
		watch.sweep(meter);
		// Only now is it known what all of them need together.
		Self::take_last_resorts(&mut watch.markets, watch.last_resorts);
	}
}

/// One block's watch.
struct Watch<T: Config> {
	markets: Markets<T>,
	window: Window,
	worked_on: BTreeSet<SubaccountId<T::AccountId>>,
	/// For whom there is nothing else left.
	last_resorts: Vec<SubaccountId<T::AccountId>>,
}

impl<T: Config> Watch<T> {
	/// Does what an account needs, if there is room. False if there is none.
	fn tend(&mut self, id: &SubaccountId<T::AccountId>, meter: &mut WeightMeter) -> bool {
		if !meter.can_consume(T::WeightInfo::liquidation_step(MAX_LINES)) {
			return false;
		}
		let tended = Pallet::<T>::tend(&mut self.markets, id, self.window);
		// The last resort included, which comes when all are known who need it.
		meter.consume(T::WeightInfo::liquidation_step(tended.lines));
		if tended.needs_last_resort {
			self.last_resorts.push(id.clone());
		}
		self.worked_on.insert(id.clone());
		true
	}

	fn work_on_red_list(&mut self, meter: &mut WeightMeter) {
		let mut last = RedListCursor::<T>::get();
		let mut wrapped = last.is_none();
		for _ in 0..MOST_PER_BLOCK {
			let next = match &last {
				Some(id) => RedList::<T>::iter_keys_from(RedList::<T>::hashed_key_for(id)).next(),
				None => RedList::<T>::iter_keys().next(),
			};
			match next {
				Some(id) if self.worked_on.contains(&id) || !self.tend(&id, meter) => break,
				Some(id) => last = Some(id),
				None if wrapped => break,
				None => (last, wrapped) = (None, true),
			}
		}
		RedListCursor::<T>::set(last);
	}

	fn sweep(&mut self, meter: &mut WeightMeter) {
		let start = SweepCursor::<T>::get();
		let mut last = start.clone();
		let mut wrapped = start.is_none();
		let worst = T::WeightInfo::watch_account(MAX_LINES);
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
			let lines = self.look_at(&id, meter);
			meter.consume(T::WeightInfo::watch_account(lines));
			last = Some(id);
		}
		SweepCursor::<T>::set(last);
	}

	/// Puts an account on the red list if it is below its maintenance margin, and works on it if there is
	/// room. Returns how many lines it has.
	fn look_at(&mut self, id: &SubaccountId<T::AccountId>, meter: &mut WeightMeter) -> u32 {
		let Some(account) = Subaccounts::<T>::get(id) else { return 0 };
		let lines = u32::try_from(account.lines.len()).unwrap_or(MAX_LINES);
		let is_short = account.is_in_liquidation()
			|| matches!(Pallet::<T>::needs_liquidation(&mut self.markets, &account), Ok(Some(_)));
		if is_short && !self.worked_on.contains(id) {
			RedList::<T>::insert(id, ());
			self.tend(id, meter);
		}
		lines
	}
}
