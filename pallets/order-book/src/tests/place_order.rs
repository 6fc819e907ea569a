// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use market_maths::units::{Price, Quantity, Ticks};
use market_primitives::{
	testing::{instruments::FakeInstruments, risk::FakeRiskGate},
	traits::RiskRefusal,
	FeedError, FeedStatus, InstrumentId, OptionContract, OrderId, OrderRequest, Side, Strike,
	SubaccountId, TimeInForce, Underlying,
};
use sp_runtime::traits::BadOrigin;

type Refusal = Error<Test>;

fn refused(ticket: OrderTicket, error: Refusal) {
	assert_noop!(place(ALICE, ticket), error);
}

#[test]
fn an_order_waits_in_lots_and_ticks_and_is_announced() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(5, 1_010).named(77)));
		let request = OrderRequest {
			instrument: PERPETUAL,
			side: Side::Buy,
			lots: 5,
			limit: Ticks::from_inner(1_010),
			time_in_force: TimeInForce::GoodTillCancelled,
			post_only: false,
			reduce_only: false,
			client_id: Some(77),
		};
		assert_eq!(events(), [Event::OrderPlaced { order: id(ALICE, 0), request, window: 1 }]);
		assert_eq!(OrderLists::<Test>::get(sub(ALICE)).next_sequence, 1);
		// It takes part in nothing before its window ends.
		assert_eq!(resting(Side::Buy), []);
	});
}

#[test]
fn only_a_signer_places() {
	ExtBuilder::default().tell(|| {
		assert_noop!(OrderBook::place_order(RuntimeOrigin::root(), 0, bid(5, 1_000)), BadOrigin);
		assert_noop!(OrderBook::place_order(RuntimeOrigin::none(), 0, bid(5, 1_000)), BadOrigin);
	});
}

#[test]
fn a_wrong_size_has_its_own_error() {
	ExtBuilder::default().tell(|| {
		refused(bid(0, 1_000), Refusal::SizeNotPositive);
		refused(bid(-5, 1_000), Refusal::SizeNotPositive);
		let size = Quantity::from_inner(coins(1).into_inner() + 1);
		refused(OrderTicket { size, ..bid(1, 1_000) }, Refusal::SizeNotOnLot);
		assert_ok!(place(ALICE, bid(1_000_000, 1_000)));
		refused(bid(1_000_001, 1_000), Refusal::SizeTooLarge);
		refused(OrderTicket { size: Quantity::MAX, ..bid(1, 1_000) }, Refusal::SizeNotOnLot);
	});
}

#[test]
fn a_wrong_price_has_its_own_error() {
	ExtBuilder::default().tell(|| {
		refused(bid(1, 0), Refusal::PriceNotPositive);
		let limit = Price::from_inner(usd(1_000).into_inner() + 1);
		refused(OrderTicket { limit, ..bid(1, 1) }, Refusal::PriceNotOnTick);
		refused(bid(1, u128::from(u64::MAX)), Refusal::PriceTooLarge);
	});
}

#[test]
fn a_limit_must_lie_in_the_band_around_the_mark_of_a_perpetual() {
	ExtBuilder::default().band(5).tell(|| {
		assert_ok!(place(ALICE, bid(1, 1_050)));
		assert_ok!(place(ALICE, bid(1, 950)));
		refused(bid(1, 1_051), Refusal::PriceOutOfBand);
		refused(ask(1, 949), Refusal::PriceOutOfBand);
	});
}

#[test]
fn the_band_of_an_option_is_a_fraction_of_the_index() {
	ExtBuilder::default().tell(|| {
		let contract = OptionContract {
			expiry: 1_795_766_400,
			strike: Strike::from_price(usd(1_100)).unwrap(),
			kind: market_maths::options::OptionKind::Call,
		};
		let call = InstrumentId::option(Underlying::BTC, contract);
		let terms =
			market_primitives::InstrumentTerms { tick: usd(1), ..FakeInstruments::usual_terms() };
		let mark =
			market_primitives::Mark { price: usd(10), ..FakeInstruments::plain_mark(usd(1_000)) };
		FakeInstruments::list_with(call, terms, Ok(mark));
		// A fifth of the index of 1,000 around a mark of 10.
		assert_ok!(place(ALICE, bid(1, 210).on(call)));
		assert_ok!(place(ALICE, bid(1, 1).on(call)));
		refused(bid(1, 211).on(call), Refusal::PriceOutOfBand);
	});
}

#[test]
fn without_a_good_price_only_reduction_is_accepted() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		refused(ask(5, 1_000), Refusal::PriceUnavailable);
		assert_ok!(place(ALICE, ask(5, 1_000).reduce_only()));
		FakeInstruments::set_status_of_all(FeedStatus::Caution);
		assert_ok!(place(ALICE, ask(5, 1_000)));
		FakeInstruments::set_mark(&PERPETUAL, Err(FeedError::NeverReported));
		refused(ask(5, 1_000).reduce_only(), Refusal::PriceUnavailable);
	});
}

#[test]
fn on_a_halted_volatility_only_reduction_is_accepted_in_that_market_and_others_go_on() {
	ExtBuilder::default().tell(|| {
		let option = |expiry| {
			let strike = Strike::from_price(usd(1_100)).unwrap();
			let kind = market_maths::options::OptionKind::Call;
			let contract = OptionContract { expiry, strike, kind };
			InstrumentId::option(Underlying::BTC, contract)
		};
		let (near, far) = (option(1_795_766_400), option(1_796_371_200));
		for id in [near, far] {
			let terms = market_primitives::InstrumentTerms {
				tick: usd(1),
				..FakeInstruments::usual_terms()
			};
			let mark = market_primitives::Mark {
				price: usd(10),
				..FakeInstruments::plain_mark(usd(1_000))
			};
			FakeInstruments::list_with(id, terms, Ok(mark));
		}
		FakeInstruments::set_volatility_status(&near, FeedStatus::Caution);
		assert_ok!(place(ALICE, bid(1, 10).on(near)));
		FakeInstruments::set_volatility_status(&near, FeedStatus::Halted);
		refused(bid(1, 10).on(near), Refusal::VolatilityUnavailable);
		// Nothing to reduce yet, but not for want of a price.
		refused(bid(1, 10).on(near).reduce_only(), Refusal::NothingToReduce);
		assert_ok!(place(ALICE, bid(1, 10).on(far)));
		assert_ok!(place(ALICE, bid(1, 1_000)));
		// If the index is halted too, that is the reason.
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		refused(bid(1, 10).on(near), Refusal::PriceUnavailable);
	});
}

#[test]
fn an_instrument_that_is_not_listed_is_unknown() {
	ExtBuilder::default().tell(|| {
		let ether = InstrumentId::perpetual(Underlying::ETH);
		refused(bid(1, 1_000).on(ether), Refusal::UnknownInstrument);
	});
}

#[test]
fn a_post_only_order_cannot_be_immediate() {
	ExtBuilder::default().tell(|| {
		refused(bid(1, 1_000).post_only().immediate(), Refusal::PostOnlyCannotBeImmediate);
	});
}

#[test]
fn a_reduce_only_order_needs_a_position_on_the_other_side() {
	ExtBuilder::default().tell(|| {
		refused(ask(1, 1_000).reduce_only(), Refusal::NothingToReduce);
		hold(ALICE, BOB, 10);
		refused(bid(1, 1_000).reduce_only(), Refusal::NothingToReduce);
		assert_ok!(place(ALICE, ask(1, 1_000).reduce_only()));
		assert_ok!(place(BOB, bid(1, 900).reduce_only()));
	});
}

#[test]
fn reduce_only_orders_reduce_by_no_more_than_the_position_together() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		refused(ask(11, 1_000).reduce_only(), Refusal::ReducesTooMuch);
		assert_ok!(place(ALICE, ask(6, 1_000).reduce_only()));
		assert_ok!(place(ALICE, ask(50, 1_100)));
		refused(ask(5, 1_000).reduce_only(), Refusal::ReducesTooMuch);
		assert_ok!(place(ALICE, ask(4, 1_010).reduce_only()));
		clear();
		refused(ask(1, 1_000).reduce_only(), Refusal::ReducesTooMuch);
	});
}

#[test]
fn what_is_filled_or_cancelled_makes_room_for_other_reduce_only_orders() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 10);
		assert_ok!(place(ALICE, ask(6, 1_000).reduce_only()));
		assert_ok!(place(CAROL, bid(5, 1_000)));
		clear();
		// Five are left, of which the order would sell one.
		refused(ask(5, 1_000).reduce_only(), Refusal::ReducesTooMuch);
		assert_ok!(place(ALICE, ask(4, 1_010).reduce_only()));
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		assert_ok!(place(ALICE, ask(1, 1_020).reduce_only()));
		refused(ask(1, 1_020).reduce_only(), Refusal::ReducesTooMuch);
		clear();
		refused(ask(1, 1_020).reduce_only(), Refusal::ReducesTooMuch);
		assert_eq!(resting(Side::Sell), [(1_010, 4), (1_020, 1)]);
	});
}

#[test]
fn a_client_id_is_unique_among_open_orders() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(1, 900).named(7)));
		refused(bid(2, 901).named(7), Refusal::DuplicateClientOrderId);
		assert_ok!(place(BOB, bid(1, 900).named(7)));
		assert_ok!(place_for(ALICE, 1, bid(1, 900).named(7)));
		clear();
		refused(bid(2, 901).named(7), Refusal::DuplicateClientOrderId);
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		clear();
		assert_ok!(place(ALICE, bid(2, 901).named(7)));
	});
}

#[test]
fn an_account_has_only_so_many_open_orders() {
	ExtBuilder::default().tell(|| {
		for price in 900..920 {
			assert_ok!(place(ALICE, bid(1, price)));
		}
		refused(bid(1, 920), Refusal::TooManyOrders);
		clear();
		refused(bid(1, 920), Refusal::TooManyOrders);
		assert_ok!(place_for(ALICE, 1, bid(1, 920)));
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		clear();
		assert_ok!(place(ALICE, bid(1, 920)));
	});
}

#[test]
fn a_full_window_takes_no_more_orders_until_the_next() {
	ExtBuilder::default().tell(|| {
		for trader in 10..16 {
			for price in 900..920 {
				assert_ok!(place(trader, bid(1, price)));
			}
		}
		refused(bid(1, 900), Refusal::WindowFull);
		// Cancellations have room of their own.
		assert_ok!(cancel(10, id(10, 0)));
		assert_ok!(place(ALICE, bid(1, 900)));
		refused(bid(1, 900), Refusal::WindowFull);
		clear();
		assert_ok!(place(ALICE, bid(1, 900)));
	});
}

#[test]
fn orders_in_many_markets_take_more_room_than_in_one() {
	ExtBuilder::default().tell(|| {
		for number in 0..24 {
			let trader = if number < 12 { BOB } else { CAROL };
			assert_ok!(place(trader, bid(1, 900).on(coin(number))));
		}
		// Each takes its own room and that of a market, which is that of four orders. There is room for four more.
		refused(bid(1, 900).on(coin(24)), Refusal::WindowFull);
		for number in 0..4 {
			assert_ok!(place(DAVE, bid(1, 900).on(coin(number))));
		}
		refused(bid(1, 900).on(coin(4)), Refusal::WindowFull);
		// The last order that leaves a market gives back the market's room.
		assert_ok!(cancel(CAROL, id(CAROL, 0)));
		assert_ok!(place(ALICE, bid(1, 900).on(coin(24))));
		refused(bid(1, 900).on(coin(4)), Refusal::WindowFull);
	});
}

#[test]
fn orders_that_wait_for_a_late_clearing_take_the_room_of_those_that_come() {
	ExtBuilder::default().tell(|| {
		for trader in 10..13 {
			for price in 900..920 {
				assert_ok!(place(trader, bid(1, price)));
			}
		}
		open_window_within(window() + 1, Weight::from_parts(1, 1));
		for trader in 13..17 {
			for price in 900..914 {
				assert_ok!(place(trader, bid(1, price)));
			}
		}
		refused(bid(1, 900), Refusal::WindowFull);
		// Cancellations have room of their own.
		assert_ok!(cancel(10, id(10, 0)));
		refused(bid(1, 900), Refusal::WindowFull);
		clear();
		assert_ok!(place(ALICE, bid(1, 900)));
	});
}

#[test]
fn while_too_many_windows_wait_only_orders_that_reduce_are_taken() {
	ExtBuilder::default().tell(|| {
		hold(CAROL, DAVE, 5);
		assert_ok!(place(BOB, bid(1, 890)));
		clear();
		for step in 0..9 {
			assert_ok!(place(ALICE, bid(1, 900 + step)));
			open_window_within(window() + 1, Weight::from_parts(1, 1));
		}
		refused(bid(1, 910), Refusal::ClearingsLate);
		assert_ok!(place(CAROL, ask(5, 1_000).reduce_only()));
		assert_ok!(cancel(BOB, id(BOB, 0)));
		clear();
		assert_eq!(Windows::<Test>::iter().count(), 0);
		assert_ok!(place(ALICE, bid(1, 910)));
	});
}

#[test]
fn who_sends_as_much_as_possible_leaves_room_for_everybody_else() {
	ExtBuilder::default().tell(|| {
		hold(BOB, CAROL, 5);
		// Sixty in all, of which a market takes four for each subaccount.
		for (subaccount, orders) in [(0, 20), (1, 20), (2, 8)] {
			for step in 0..orders {
				assert_ok!(place_for(ALICE, subaccount, bid(1, 900 + step)));
			}
		}
		for subaccount in [2, 3] {
			let one_more = place_for(ALICE, subaccount, bid(1, 920));
			assert_eq!(one_more, Err(Refusal::TooManyOrdersInWindow.into()));
		}
		assert_ok!(place(BOB, bid(1, 900)));
		assert_ok!(place(BOB, ask(5, 1_000).reduce_only()));
		// What is taken back makes room, and so does the next window.
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		assert_ok!(place(ALICE, bid(1, 930)));
		refused(bid(1, 931), Refusal::TooManyOrders);
		clear();
		assert_ok!(place_for(ALICE, 2, bid(1, 920)));
	});
}

#[test]
fn an_owner_whose_orders_wait_in_late_windows_takes_no_more_of_the_line_than_of_one_window_and_is_forgotten_once_they_are_cleared(
) {
	ExtBuilder::default().tell(|| {
		let send = |subaccount: u8, orders: u128| {
			for step in 0..orders {
				assert_ok!(place_for(ALICE, subaccount, bid(1, 900 + step)));
			}
		};
		// Sixty in all, of which a market takes four for each subaccount.
		send(0, 20);
		send(1, 8);
		open_window_within(window() + 1, Weight::from_parts(1, 1));
		send(2, 20);
		for subaccount in [1, 3] {
			let one_more = place_for(ALICE, subaccount, bid(1, 920));
			assert_eq!(one_more, Err(Refusal::TooManyOrdersInWindow.into()));
		}
		assert_eq!(RoomOfOwners::<Test>::get(ALICE), 60);
		assert_ok!(place(BOB, bid(1, 900)));
		ensure_invariants();
		// What is taken back makes room in the open window only: earlier ones are on their way.
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		assert_eq!(RoomOfOwners::<Test>::get(ALICE), 60);
		let waiting = OrderId { account: SubaccountId::new(ALICE, 2), sequence: 0 };
		assert_ok!(cancel(ALICE, waiting));
		assert_eq!(RoomOfOwners::<Test>::get(ALICE), 59);
		clear();
		assert_eq!(RoomOfOwners::<Test>::iter().count(), 0);
		assert_ok!(place_for(ALICE, 3, bid(1, 920)));
	});
}

#[test]
fn some_room_is_kept_for_orders_that_only_reduce() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 17);
		for trader in 10..16 {
			for price in 900..920 {
				assert_ok!(place(trader, bid(1, price)));
			}
		}
		refused(ask(1, 1_000), Refusal::WindowFull);
		for step in 0..16 {
			assert_ok!(place(ALICE, ask(1, 1_000 + step).reduce_only()));
		}
		refused(ask(1, 1_020).reduce_only(), Refusal::WindowFull);
	});
}

/// What a single order of Alice's is charged in the end.
fn charged(ticket: OrderTicket) -> Option<Weight> {
	match OrderBook::place_order(RuntimeOrigin::signed(ALICE), 0, ticket) {
		Ok(taken) => taken.actual_weight,
		Err(refused) => refused.post_info.actual_weight,
	}
}

#[test]
fn an_order_pays_for_its_share_of_clearings_and_a_refused_one_does_not() {
	ExtBuilder::default().tell(|| {
		let share = OrderBook::share_of_clearings(1, 0);
		// More than what comes in and what rests cost by themselves, less than with all of a market.
		let alone = <() as WeightInfo>::clear_market(0, 0, 0, 0);
		let with_both = <() as WeightInfo>::clear_market(1, 1, 0, 0);
		assert!(share.ref_time() < with_both.ref_time(), "{share}");
		assert!((with_both - alone).all_lt(share), "{share}");
		assert_eq!(charged(bid(1, 900)), Some(<() as WeightInfo>::place_order(0) + share));
		assert_eq!(charged(bid(0, 900)), Some(<() as WeightInfo>::place_order(64)));
	});
}

#[test]
fn orders_pay_beforehand_for_cancellations_that_are_alone_in_their_markets() {
	ExtBuilder::default().tell(|| {
		// Four orders come to a market in one window. Later each is cancelled in a window of its own.
		let coming = <() as WeightInfo>::clear_market(4, 0, 0, 0);
		let leaving = <() as WeightInfo>::cancel_in_market(1, 1) * 4;
		let paid = OrderBook::share_of_clearings(4, 0);
		assert!((coming + leaving).all_lte(paid), "{coming} and {leaving} are more than {paid}");
	});
}

#[test]
fn every_refusal_of_the_risk_gate_has_its_own_error() {
	ExtBuilder::default().tell(|| {
		for (refusal, error) in [
			(RiskRefusal::UnknownAccount, Refusal::UnknownAccount),
			(RiskRefusal::InsufficientMargin, Refusal::InsufficientMargin),
			(RiskRefusal::TooManyPositions, Refusal::TooManyPositions),
			(RiskRefusal::InLiquidation, Refusal::InLiquidation),
			(RiskRefusal::PriceUnavailable, Refusal::PriceUnavailable),
			(RiskRefusal::TooLarge, Refusal::TooLarge),
			(RiskRefusal::VolatilityUnavailable, Refusal::VolatilityUnavailable),
		] {
			FakeRiskGate::refuse(&sub(ALICE), Some(refusal));
			refused(bid(1, 1_000), error);
		}
		FakeRiskGate::refuse(&sub(ALICE), None);
		assert_ok!(place(ALICE, bid(1, 1_000)));
		// The refused ones used up no number.
		assert_eq!(OrderLists::<Test>::get(sub(ALICE)).next_sequence, 1);
	});
}
