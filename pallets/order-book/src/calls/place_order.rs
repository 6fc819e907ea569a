// SPDX-License-Identifier: Apache-2.0
use crate::{
	auction::closing_side,
	queue,
	ticket::{ensure_in_band, ensure_market_takes, read_ticket},
	types::{OpenOrder, OrderIdOf, OrderListOf, OrderTicket, SubaccountOf, WaitingOrder},
	Config, Error, Event, OpenWindow, OrderLists, Pallet,
};
use frame_support::{
	defensive_assert,
	pallet_prelude::{DispatchResult, Get},
};
use market_primitives::{
	traits::{Instruments, RiskGate},
	OrderId, OrderRequest, Purpose, RestingExposure, Window,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_place_order(account: SubaccountOf<T>, ticket: OrderTicket) -> DispatchResult {
		let mut list = OrderLists::<T>::get(&account);
		Self::enqueue(&account, &mut list, &ticket)?;
		OrderLists::<T>::insert(&account, list);
		Ok(())
	}

	/// Checks an order, counts it against its account, and lets it wait for the open window to close.
	/// Refused, it leaves neither storage nor `list` changed.
	pub(crate) fn enqueue(
		account: &SubaccountOf<T>,
		list: &mut OrderListOf<T>,
		ticket: &OrderTicket,
	) -> Result<OrderIdOf<T>, Error<T>> {
		let request = Self::ensure_orderly(ticket)?;
		let window = OpenWindow::<T>::get();
		Self::ensure_room(list, &request, window)?;
		if request.reduce_only {
			Self::ensure_reduces(account, list, &request)?;
		}
		let sequence = list.next_sequence;
		let next_sequence = sequence.checked_add(1).ok_or(Error::<T>::TooManyOrders)?;

		let exposure = RestingExposure {
			instrument: request.instrument,
			side: request.side,
			lots: request.lots,
			limit: request.limit,
			reduce_only: request.reduce_only,
		};
		T::RiskGate::admit_order(account, &exposure)?;

		let waits = queue::push_order::<T>(
			window,
			request.instrument,
			account,
			WaitingOrder {
				sequence,
				side: request.side,
				lots: request.lots,
				limit: request.limit,
				time_in_force: request.time_in_force,
				post_only: request.post_only,
				reduce_only: request.reduce_only,
			},
		);
		let listed = list.open.try_push(OpenOrder {
			sequence,
			instrument: request.instrument,
			side: request.side,
			limit: request.limit,
			window,
			client_id: request.client_id,
			cancelling: false,
			reduces: if request.reduce_only { request.lots } else { 0 },
		});
		defensive_assert!(waits && listed.is_ok(), "room was ensured above");
		list.next_sequence = next_sequence;
		let order = OrderId { account: account.clone(), sequence };
		Self::deposit_event(Event::OrderPlaced { order: order.clone(), request, window });
		Ok(order)
	}

	/// What the market itself has to say about an order.
	fn ensure_orderly(ticket: &OrderTicket) -> Result<OrderRequest, Error<T>> {
		let terms =
			T::Instruments::terms(&ticket.instrument).ok_or(Error::<T>::UnknownInstrument)?;
		let request = read_ticket(ticket, &terms, T::MaxOrderLots::get())?;
		ensure_market_takes(terms.state, &request)?;
		let mark =
			T::Instruments::mark(&request.instrument).map_err(|_| Error::<T>::PriceUnavailable)?;
		let purpose = if request.reduce_only { Purpose::Reduce } else { Purpose::NewRisk };
		if !mark.status.allows(purpose) {
			return Err(Error::<T>::PriceUnavailable);
		}
		ensure_in_band(&request, &terms, &mark)?;
		Ok(request)
	}

	fn ensure_room(
		list: &OrderListOf<T>,
		request: &OrderRequest,
		window: Window,
	) -> Result<(), Error<T>> {
		if list.open.is_full() {
			return Err(Error::<T>::TooManyOrders);
		}
		if request.client_id.is_some_and(|client_id| list.has_client_id(client_id)) {
			return Err(Error::<T>::DuplicateClientOrderId);
		}
		queue::ensure_room_for_order::<T>(window)
	}

	/// A reduce-only order needs no margin to rest, so it must not show more than there is to reduce.
	fn ensure_reduces(
		account: &SubaccountOf<T>,
		list: &OrderListOf<T>,
		request: &OrderRequest,
	) -> Result<(), Error<T>> {
		let position = T::RiskGate::position(account, &request.instrument);
		if closing_side(position) != Some(request.side) {
			return Err(Error::<T>::NothingToReduce);
		}
		let already = list.reduces(&request.instrument, request.side);
		match already.saturating_add(request.lots) <= position.magnitude() {
			true => Ok(()),
			false => Err(Error::<T>::ReducesTooMuch),
		}
	}
}
