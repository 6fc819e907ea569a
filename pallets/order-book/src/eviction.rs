// SPDX-License-Identifier: Apache-2.0
//! What leaves a side of a book that has no page left, so that better prices find one.

use crate::{
	auction::{better, Candidate, Participant, Standing},
	book::Book,
	tick_page::page_of,
	types::{CancelReason, RestingOrder, RestingOrderOf},
	Config,
};
use alloc::{collections::BTreeSet, vec::Vec};
use market_maths::units::Ticks;
use market_primitives::Side;

/// Resting orders that leave in one clearing for others at better prices.
pub(crate) struct Evictions<T: Config> {
	/// How many more may leave.
	room: u32,
	/// Those that left, with their side and limit.
	gone: Vec<(Side, Ticks, RestingOrderOf<T>)>,
	/// Pages that lost orders and still hold some.
	closing: BTreeSet<(Side, u64)>,
}

impl<T: Config> Evictions<T> {
	/// None yet, and never more than `most`.
	pub(crate) const fn of_at_most(most: u32) -> Self {
		Self { room: most, gone: Vec::new(), closing: BTreeSet::new() }
	}

	/// How many orders left.
	pub(crate) fn count(&self) -> u32 {
		u32::try_from(self.gone.len()).unwrap_or(u32::MAX)
	}

	/// Whether nothing comes to rest at this price because its page is being emptied. Otherwise a page that holds
	/// more than leaves at a time could be kept full.
	pub(crate) fn closes(&self, side: Side, tick: Ticks) -> bool {
		self.closing.contains(&(side, page_of(tick)))
	}

	/// Empties the worst page of a side if a better price lacks one: the worst prices first, at each the youngest
	/// order. What is too much for one clearing stays for the next.
	///
	/// Called for the best prices first, it takes out nothing that came in with the same window.
	pub(crate) fn make_page(&mut self, book: &mut Book<T>, side: Side, tick: Ticks) {
		while book.lacks_page(side, tick) {
			let worse = |worst: &Ticks| better(side, tick, *worst) == tick;
			let Some(worst) = book.worst(side).filter(worse) else { return };
			let Some(left) = self.room.checked_sub(1) else {
				self.closing.insert((side, page_of(worst)));
				return;
			};
			let Some(youngest) = book.level(side, worst).last().cloned() else { return };
			if book.remove(side, worst, &youngest.order).is_none() {
				return;
			}
			self.room = left;
			self.gone.push((side, worst, youngest));
		}
	}

	/// Notes what left among the participants of the clearing, which are sorted by order id and stay so.
	pub(crate) fn note_in(self, participants: &mut Vec<Participant<T::AccountId>>) {
		let mut others = Vec::new();
		for (side, limit, resting) in self.gone {
			let RestingOrder { order: id, lots, window, reduce_only } = resting;
			if let Ok(place) = participants.binary_search_by(|one| one.order.id.cmp(&id)) {
				if let Some(one) = participants.get_mut(place) {
					one.cut_rest(CancelReason::BookFull);
				}
				continue;
			}
			let mut one = Participant::new(Candidate {
				id,
				side,
				limit,
				lots,
				window,
				standing: Standing::Resting,
				reduce_only,
				immediate: false,
			});
			one.cut_rest(CancelReason::BookFull);
			others.push(one);
		}
		participants.extend(others);
		participants.sort_by(|one, other| one.order.id.cmp(&other.order.id));
	}
}
