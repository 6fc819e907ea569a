// SPDX-License-Identifier: Apache-2.0
use crate::{
	intake::Intake,
	types::{BatchMode, OrderTicket, SubaccountOf},
	Config, Event, OrderLists, Pallet,
};
use frame_support::pallet_prelude::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_place_orders(
		account: SubaccountOf<T>,
		tickets: &[OrderTicket],
		mode: BatchMode,
	) -> DispatchResult {
		let mut list = OrderLists::<T>::get(&account);
		let before = list.next_sequence;
		let mut intake = Intake::open(&account);
		for (place, ticket) in (0u32..).zip(tickets) {
			match (Self::enqueue(&mut intake, &mut list, ticket), mode) {
				(Ok(()), _) => {},
				// The whole call is undone.
				(Err(error), BatchMode::AllOrNothing) => return Err(error.into()),
				(Err(error), BatchMode::BestEffort) => Self::deposit_event(Event::OrderRefused {
					account: account.clone(),
					place,
					error: error.into(),
				}),
			}
		}
		// A batch that was refused whole leaves nothing behind.
		if list.next_sequence != before {
			intake.store();
			OrderLists::<T>::insert(&account, list);
		}
		Ok(())
	}
}
