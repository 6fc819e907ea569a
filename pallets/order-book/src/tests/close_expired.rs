// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, *};
use frame_support::{assert_ok, weights::Weight};
use market_maths::options::OptionKind;
use market_primitives::{
	testing::instruments::FakeInstruments, InstrumentId, InstrumentTerms, MarketState,
	OptionContract, Strike, Underlying,
};

const EXPIRY: u64 = 1_795_766_400;

fn list(strike: u128, expiry: u64) -> InstrumentId {
	let strike = Strike::from_price(usd(strike)).unwrap();
	let contract = OptionContract { expiry, strike, kind: OptionKind::Call };
	let series = InstrumentId::option(Underlying::BTC, contract);
	let terms = InstrumentTerms { tick: usd(1), ..FakeInstruments::usual_terms() };
	FakeInstruments::list_with(series, terms, Ok(FakeInstruments::plain_mark(usd(100))));
	series
}

#[test]
fn orders_of_an_expired_series_are_cancelled_and_released() {
	ExtBuilder::default().tell(|| {
		let (near, far) = (list(900, EXPIRY), list(900, EXPIRY + 1));
		assert_ok!(place(ALICE, bid(5, 90).on(near)));
		assert_ok!(place(BOB, ask(5, 110).on(near)));
		assert_ok!(place(CAROL, ask(2, 90).on(near)));
		assert_ok!(place(ALICE, bid(5, 90).on(far)));
		set_now(EXPIRY - 1);
		clear();
		assert!(LastClearings::<Test>::contains_key(EXPIRY, near));
		assert_eq!(Expiries::<Test>::get().to_vec(), [EXPIRY, EXPIRY + 1]);

		FakeInstruments::set_state(&near, MarketState::Settling);
		set_now(EXPIRY);
		clear();
		assert_eq!(
			cuts(),
			[(id(ALICE, 0), 3, CancelReason::Expired), (id(BOB, 0), 5, CancelReason::Expired)]
		);
		clear();
		assert_eq!(Expiries::<Test>::get().to_vec(), [EXPIRY + 1]);
		assert!(!LastClearings::<Test>::contains_key(EXPIRY, near));
		assert_eq!(OrderLists::<Test>::get(sub(ALICE)).open.len(), 1);
		set_now(0);
	});
}

#[test]
fn a_cancellation_that_waits_when_its_series_expires_keeps_no_window_waiting() {
	ExtBuilder::default().tell(|| {
		let series = list(900, EXPIRY);
		assert_ok!(place(ALICE, bid(5, 90).on(series)));
		clear();
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		FakeInstruments::set_state(&series, MarketState::Settling);
		set_now(EXPIRY);
		clear();
		assert_eq!(cuts(), [(id(ALICE, 0), 5, CancelReason::Expired)]);
		assert_eq!(Windows::<Test>::iter().count(), 0);
		set_now(0);
	});
}

#[test]
fn a_large_series_is_closed_in_steps() {
	ExtBuilder::default().tell(|| {
		let series = list(900, EXPIRY);
		for trader in 10..14 {
			for price in 0..20 {
				assert_ok!(place(trader, bid(1, 81 + price).on(series)));
			}
		}
		clear();
		set_now(EXPIRY);
		FakeInstruments::set_state(&series, MarketState::Settling);
		let per_block = <() as WeightInfo>::on_window() + <() as WeightInfo>::close_level(8) * 5;
		let mut blocks = 0;
		while Books::<Test>::iter().next().is_some() {
			let used = open_window_within(window() + 1, per_block);
			assert!(used.all_lte(per_block));
			assert!(!cuts().is_empty(), "no progress");
			ensure_invariants();
			blocks += 1;
		}
		assert!(blocks > 1, "all in one block");
		open_window_within(window() + 1, Weight::MAX);
		assert!(Expiries::<Test>::get().is_empty());
		set_now(0);
	});
}

#[test]
fn a_backlog_of_clearings_does_not_keep_expired_orders_in_the_book() {
	ExtBuilder::default().tell(|| {
		let series = list(900, EXPIRY);
		for step in 0..20 {
			assert_ok!(place(ALICE, bid(1, 81 + step).on(series)));
		}
		clear();
		let come = |traders: std::ops::Range<AccountId>| {
			for trader in traders {
				for price in 900..920 {
					assert_ok!(place(trader, bid(1, price)));
				}
			}
		};
		come(10..16);
		clear();
		// All of them leave, and as many others come: more than a block clears.
		for trader in 10..16 {
			assert_ok!(OrderBook::cancel_all(RuntimeOrigin::signed(trader), 0, None));
		}
		come(20..26);
		set_now(EXPIRY);
		FakeInstruments::set_state(&series, MarketState::Settling);
		let least = OrderBook::least_weight_for_progress();
		let mut blocks = 0;
		loop {
			let used = open_window_within(window() + 1, least);
			assert!(used.all_lte(least), "{used} of {least}");
			let because =
				|reason: CancelReason| cuts().iter().filter(|(.., why)| *why == reason).count();
			if Windows::<Test>::iter().count() == 0 {
				break;
			}
			blocks += 1;
			assert!(because(CancelReason::Expired) > 0, "block {blocks}");
			assert!(because(CancelReason::Requested) > 0, "block {blocks}");
		}
		assert!(blocks > 0, "there was a backlog");
		set_now(0);
	});
}
