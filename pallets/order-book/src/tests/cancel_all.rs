// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, *};
use frame_support::assert_ok;
use market_primitives::{
	testing::instruments::FakeInstruments, InstrumentId, Side, SubaccountId, Underlying,
};

fn cancel_all(who: AccountId, instrument: Option<InstrumentId>) -> u64 {
	let cost = OrderBook::cancel_all(RuntimeOrigin::signed(who), 0, instrument);
	cost.unwrap().actual_weight.unwrap().ref_time()
}

#[test]
fn all_orders_of_the_subaccount_go_and_no_others() {
	ExtBuilder::default().tell(|| {
		assert_ok!(place(ALICE, bid(1, 900)));
		assert_ok!(place_for(ALICE, 1, bid(1, 902)));
		assert_ok!(place(BOB, bid(1, 903)));
		clear();
		assert_ok!(place(ALICE, bid(1, 901)));
		cancel_all(ALICE, None);
		assert_eq!(cuts(), [(id(ALICE, 1), 1, CancelReason::Requested)]);
		clear();
		assert_eq!(cuts(), [(id(ALICE, 0), 1, CancelReason::Requested)]);
		assert_eq!(resting(Side::Buy), [(903, 1), (902, 1)]);
		assert_eq!(OrderLists::<Test>::get(SubaccountId::new(ALICE, 1)).open.len(), 1);
	});
}

#[test]
fn one_market_can_be_singled_out() {
	ExtBuilder::default().tell(|| {
		let ether = InstrumentId::perpetual(Underlying::ETH);
		FakeInstruments::list(ether, usd(1_000));
		assert_ok!(place(ALICE, bid(1, 900)));
		assert_ok!(place(ALICE, bid(1, 900).on(ether)));
		clear();
		cancel_all(ALICE, Some(ether));
		clear();
		assert_eq!(cuts(), [(id(ALICE, 1), 1, CancelReason::Requested)]);
		assert_eq!(resting(Side::Buy), [(900, 1)]);
	});
}

#[test]
fn it_costs_what_the_number_of_orders_costs_and_can_be_repeated() {
	ExtBuilder::default().tell(|| {
		let nothing = cancel_all(ALICE, None);
		assert_ok!(place(ALICE, bid(1, 900)));
		assert_ok!(place(ALICE, bid(1, 901)));
		clear();
		assert!(cancel_all(ALICE, None) > nothing);
		// They are being cancelled already.
		assert_eq!(cancel_all(ALICE, None), nothing);
	});
}

#[test]
fn it_costs_more_in_many_markets_than_in_one() {
	ExtBuilder::default().tell(|| {
		for markets in [[PERPETUAL, PERPETUAL], [PERPETUAL, coin(1)]] {
			for market in markets {
				assert_ok!(place(ALICE, bid(1, 900).on(market)));
			}
			let different = if markets[0] == markets[1] { 1 } else { 2 };
			let expected = <() as WeightInfo>::cancel_all(2, different);
			assert_eq!(cancel_all(ALICE, None), expected.ref_time());
		}
		let per_market =
			<() as WeightInfo>::cancel_all(2, 2) - <() as WeightInfo>::cancel_all(2, 1);
		assert!(per_market.ref_time() > 100_000_000, "its messages and their count are written");
	});
}

#[test]
fn cancelling_nothing_stores_nothing() {
	ExtBuilder::default().tell(|| {
		for subaccount in 0..=255 {
			assert_ok!(OrderBook::cancel_all(RuntimeOrigin::signed(ALICE), subaccount, None));
		}
		assert_eq!(OrderLists::<Test>::iter().count(), 0);
	});
}
