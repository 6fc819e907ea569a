// SPDX-License-Identifier: Apache-2.0
use crate::{
	intake::Intake,
	types::{BatchMode, OrderTicket, SubaccountOf},
	Config, Event, OrderLists, Pallet,
};
use frame_support::pallet_prelude::DispatchError;
use market_primitives::traits::RiskGate;

impl<T: Config> Pallet<T> {
	/// Says how many orders were taken, and how many positions and open markets the account has then.
	pub(crate) fn do_place_orders(
		account: SubaccountOf<T>,
		tickets: &[OrderTicket],
		mode: BatchMode,
	) -> Result<(u32, u32), DispatchError> {
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
		let taken = u32::try_from(list.next_sequence.saturating_sub(before)).unwrap_or(u32::MAX);
		let lines = T::RiskGate::lines(&mut intake.memo, &account);
		// A batch that was refused whole leaves nothing behind.
		if taken > 0 {
			intake.store();
			OrderLists::<T>::insert(&account, list);
		}
		Ok((taken, lines))
	}
}
