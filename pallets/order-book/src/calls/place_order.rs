// SPDX-License-Identifier: Apache-2.0
use crate::{
	auction::closing_side,
	intake::Intake,
	ticket::{ensure_in_band, ensure_market_takes, read_ticket},
	types::{OpenOrder, OrderListOf, OrderTicket, SubaccountOf, WaitingOrder},
	Config, Error, Event, OrderLists, Pallet,
};
use frame_support::{
	defensive_assert,
	pallet_prelude::{DispatchError, Get},
};
use market_primitives::{traits::RiskGate, OrderId, OrderRequest, Purpose, RestingExposure};

impl<T: Config> Pallet<T> {
	/// Says how many positions and open markets the account has.
	pub(crate) fn do_place_order(
		account: SubaccountOf<T>,
		ticket: OrderTicket,
	) -> Result<u32, DispatchError> {
		let mut list = OrderLists::<T>::get(&account);
		let mut intake = Intake::open(&account);
		Self::enqueue(&mut intake, &mut list, &ticket)?;
		let lines = T::RiskGate::lines(&mut intake.memo, &account);
		intake.store();
		OrderLists::<T>::insert(&account, list);
		Ok(lines)
	}

	/// Checks an order, counts it against its account, and takes it into what will wait for the open window
	/// to close. Refused, it leaves storage, `intake` and `list` as they were.
	pub(crate) fn enqueue(
		intake: &mut Intake<'_, T>,
		list: &mut OrderListOf<T>,
		ticket: &OrderTicket,
	) -> Result<(), Error<T>> {
		let request = Self::ensure_orderly(intake, ticket)?;
		Self::ensure_room(intake, list, &request)?;
		if request.reduce_only {
			Self::ensure_reduces(intake, list, &request)?;
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
		T::RiskGate::admit_order(&mut intake.memo, intake.account, &exposure)?;

		intake.take(
			request.instrument,
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
		let window = intake.window;
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
		defensive_assert!(listed.is_ok(), "room was ensured above");
		list.next_sequence = next_sequence;
		let order = OrderId { account: intake.account.clone(), sequence };
		Self::deposit_event(Event::OrderPlaced { order, request, window });
		Ok(())
	}

	/// What the market itself has to say about an order.
	fn ensure_orderly(
		intake: &mut Intake<'_, T>,
		ticket: &OrderTicket,
	) -> Result<OrderRequest, Error<T>> {
		let (terms, mark) = intake.market(&ticket.instrument)?;
		let request = read_ticket(ticket, &terms, T::MaxOrderLots::get())?;
		ensure_market_takes(terms.state, &request)?;
		let purpose = if request.reduce_only { Purpose::Reduce } else { Purpose::NewRisk };
		let mark = mark
			.filter(|mark| mark.status.allows(purpose))
			.ok_or(Error::<T>::PriceUnavailable)?;
		if !mark.allows(purpose) {
			return Err(Error::<T>::VolatilityUnavailable);
		}
		ensure_in_band(&request, &terms, &mark)?;
		Ok(request)
	}

	fn ensure_room(
		intake: &mut Intake<'_, T>,
		list: &OrderListOf<T>,
		request: &OrderRequest,
	) -> Result<(), Error<T>> {
		if list.open.is_full() {
			return Err(Error::<T>::TooManyOrders);
		}
		if request.client_id.is_some_and(|client_id| list.has_client_id(client_id)) {
			return Err(Error::<T>::DuplicateClientOrderId);
		}
		intake.ensure_room(request)
	}

	/// A reduce-only order needs no margin to rest, so it must not show more than there is to reduce.
	fn ensure_reduces(
		intake: &mut Intake<'_, T>,
		list: &OrderListOf<T>,
		request: &OrderRequest,
	) -> Result<(), Error<T>> {
		let position = intake.position(&request.instrument);
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
