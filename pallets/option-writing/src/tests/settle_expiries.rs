// SPDX-License-Identifier: Apache-2.0
use crate::{
	mock::*, BoardKey, Boards, Event, Expiries, ListingCadence, Phase, Series, WeightInfo,
};
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};
use market_maths::units::Cash;
use market_primitives::{
	testing::risk::FakeOptionPositions, traits::Instruments, FeedStatus, InstrumentId, MarketState,
};

fn phase() -> Phase<u64> {
	Boards::<Test>::get(BoardKey { expiry: EXPIRY, underlying: BTC }).unwrap().phase
}

fn settled_calls() -> usize {
	[89_000, 90_000, 91_000]
		.into_iter()
		.filter(|strike| series(call_at(*strike)).terms.state == MarketState::Settled)
		.count()
}

#[test]
fn trading_stops_at_the_expiry_and_payment_waits_for_the_price() {
	listed_options().run(|| {
		take_events();
		set_time(EXPIRY);
		assert_eq!(Options::terms(&call_at(90_000)).unwrap().state, MarketState::Settling);
		windows(3);
		assert_eq!(phase(), Phase::AwaitingPrice);
		let expired =
			Event::OptionsExpired { underlying: BTC, expiry: EXPIRY, index: Some(number("90000")) };
		let said = take_events().into_iter().filter(|event| *event == expired).count();
		assert_eq!(said, 1);
		assert!(Options::listed().contains(&call_at(90_000)));
	});
}

#[test]
fn accounts_and_holders_are_paid_at_one_price_and_the_pool_ends_at_zero() {
	listed_options().run(|| {
		let (call, put) = (call_at(90_000), put_at(91_000));
		write(WRITER, 0, call, 100);
		write(WRITER, 0, put, 50);
		give_tokens(WRITER, HOLDER, call, 30);
		assert_ok!(Options::unwrap(signed(HOLDER), 0, call, 10));
		expire_at("90400");
		windows(1);

		let usd = number::<Cash>;
		assert_eq!(FakeOptionPositions::paid(HOLDER), usd("80"));
		assert_eq!(FakeOptionPositions::settled_cash(account(HOLDER)), usd("40"));
		// 70 calls at 4 USD and 50 puts at 6 USD.
		assert_eq!(FakeOptionPositions::paid(WRITER), usd("580"));
		assert_eq!(FakeOptionPositions::settled_cash(account(WRITER)), usd("-700"));
		assert!(FakeOptionPositions::pool().is_zero());
		assert!(matches!(phase(), Phase::Settled { .. }));
		assert!(Options::listed().iter().all(|id| id.as_option().unwrap().expiry > EXPIRY));
	});
}

#[test]
fn worthless_tokens_are_burnt_and_pay_nothing() {
	listed_options().run(|| {
		let id = call_at(91_000);
		write(WRITER, 0, id, 7);
		take_events();
		expire_at("90000");
		windows(1);
		assert_eq!(tokens_of(WRITER, id), 0);
		let paid = number("0");
		assert!(take_events().contains(&Event::TokensPaid { id, holder: WRITER, lots: 7, paid }));
	});
}

#[test]
fn payment_takes_bounded_steps_and_every_window_is_consistent() {
	listed_options().run(|| {
		let call = call_at(90_000);
		write(WRITER, 0, call, 100);
		for holder in 100..110 {
			give_tokens(WRITER, holder, call, 3);
			let mut account = account(holder);
			account.index = 1;
			FakeOptionPositions::trade(account, call, 1);
			FakeOptionPositions::trade(self::account(WRITER), call, -1);
		}
		settle_in_steps_of(1);
		expire_at("91000");
		let mut used = 0;
		while !matches!(phase(), Phase::Settled { .. }) {
			windows(1);
			used += 1;
			assert!(used < 100, "settlement does not end");
		}
		// Trading stops, the price is set, six series, and of the one held 11 accounts and 11 holders,
		// two at a time.
		assert!(used > 15, "{used} windows are too few for one step each");
		assert!(FakeOptionPositions::pool().is_zero());
		for holder in 100..110 {
			assert_eq!(FakeOptionPositions::paid(holder), number::<Cash>("30"));
		}
	});
}

#[test]
fn tokens_that_move_while_holders_are_paid_are_paid_once() {
	listed_options().run(|| {
		let call = call_at(90_000);
		write(WRITER, 0, call, 100);
		for holder in 100..106 {
			give_tokens(WRITER, holder, call, 10);
		}
		settle_in_steps_of(1);
		expire_at("91000");
		// Whoever still holds tokens gives them to the first account, which may have been paid already.
		for _ in 0..60 {
			windows(1);
			for holder in 100..106 {
				let lots = tokens_of(holder, call);
				if lots > 0 && holder != 100 {
					give_tokens(holder, 100, call, lots);
					break;
				}
			}
		}
		assert!(matches!(phase(), Phase::Settled { .. }));
		assert_eq!(OptionTokens::total_supply(call), 0);
		assert!(FakeOptionPositions::pool().is_zero());
	});
}

#[test]
fn a_holder_whose_tokens_cannot_be_burnt_holds_up_nobody() {
	listed_options().run(|| {
		let (stuck, other) = (call_at(89_000), call_at(91_000));
		for id in [stuck, other] {
			write(WRITER, 0, id, 10);
		}
		// More tokens exist than are counted: a burn would go below zero.
		Series::<Test>::mutate_extant(stuck, |series| series.tokens = 5);
		expire_at("92000");
		for _ in 0..10 {
			set_time(now() + 3);
			open_window();
		}
		assert_eq!(series(stuck).terms.state, MarketState::Listed);
		assert_eq!(Options::terms(&stuck).unwrap().state, MarketState::Settling);
		assert_eq!(settled_calls(), 2);
		Series::<Test>::mutate_extant(stuck, |series| series.tokens = 10);
		windows(10);
		assert_eq!(settled_calls(), 3);
	});
}

#[test]
fn tokens_that_their_holder_destroyed_hold_up_nobody() {
	listed_options().run(|| {
		let id = call_at(90_000);
		write(WRITER, 0, id, 10);
		assert_ok!(OptionTokens::touch(signed(HOLDER), id));
		give_tokens(WRITER, HOLDER, id, 4);
		assert_ok!(OptionTokens::refund(signed(HOLDER), id, true));
		check();
		expire_at("91000");
		take_events();
		windows(1);
		assert!(matches!(phase(), Phase::Settled { .. }));
		assert!(take_events().contains(&Event::TokensForfeited { id, lots: 4 }));
		// What they were worth is not lost in the pool.
		assert_eq!(FakeOptionPositions::forfeited(), number::<Cash>("40"));
		assert!(FakeOptionPositions::pool().is_zero());
	});
}

#[test]
fn a_mark_of_an_expired_option_is_what_it_pays() {
	listed_options().run(|| {
		let call = call_at(90_000);
		set_time(EXPIRY);
		index("91200");
		assert_eq!(Options::mark(&call).unwrap().price, number("1200"));
		settle_at("91500");
		settle_in_steps_of(2);
		windows(1);
		let mark = Options::mark(&call).unwrap();
		assert_eq!((mark.price, mark.forward), (number("1500"), number("91500")));
		assert_eq!(mark.status, FeedStatus::Live);
	});
}

#[test]
fn the_settlement_price_is_told_from_the_moment_it_is_known() {
	listed_options().run(|| {
		let call = call_at(90_000);
		assert_eq!(Options::settlement_price(&call), None, "it has not expired yet");
		set_time(EXPIRY);
		windows(1);
		assert_eq!(Options::settlement_price(&call), None, "it is not known yet");
		settle_at("91500");
		settle_in_steps_of(2);
		windows(1);
		assert!(matches!(phase(), Phase::Settling(_)));
		assert_eq!(Options::settlement_price(&call), Some(number("91500")));
		assert_eq!(Options::settlement_price(&call_at(95_000)), None, "it is not listed");
		assert_eq!(Options::settlement_price(&number("BTC-PERP")), None);
	});
}

#[test]
fn a_settled_expiry_stays_for_a_while_and_then_nothing_is_left_of_it() {
	use frame_support::traits::fungibles::Inspect;
	use market_primitives::{
		testing::price_feed::FakePriceFeed,
		traits::{PriceFeed, SettlementPrice},
	};
	listed_options().run(|| {
		let id = call_at(90_000);
		write(WRITER, 0, id, 7);
		// Approvals and empty accounts are cleared as well.
		give_tokens(WRITER, HOLDER, id, 5);
		for delegate in 200..205 {
			assert_ok!(OptionTokens::approve_transfer(signed(HOLDER), id, delegate, 1));
		}
		expire_at("91000");
		windows(1);
		let at = now();
		set_time(at + RETENTION_SECONDS - 3);
		open_window();
		assert!(Series::<Test>::contains_key(id));
		take_events();
		windows(10);
		assert!(!Boards::<Test>::contains_key(BoardKey { expiry: EXPIRY, underlying: BTC }));
		assert!(Expiries::<Test>::get().iter().all(|key| key.expiry > EXPIRY));
		assert_eq!(FakePriceFeed::settlement_price(BTC, EXPIRY), SettlementPrice::Pending);
		assert!(!<OptionTokens as Inspect<u64>>::asset_exists(id));
		assert_eq!(Series::<Test>::iter_keys().filter(|key| *key == id).count(), 0);
		assert!(take_events().contains(&Event::SeriesDelisted { id }));
	});
}

#[test]
fn payments_come_before_removals() {
	use market_primitives::{testing::price_feed::FakePriceFeed, traits::SettlementPrice};
	listed_options().run(|| {
		expire_at("91000");
		windows(3);
		let (second, later) = (EXPIRY + 900, now() + RETENTION_SECONDS);
		set_time(later.max(second));
		let price = SettlementPrice::Final(number("90000"));
		FakePriceFeed::set_settlement(BTC, second, price);
		settle_in_steps_of(6);
		windows(1);
		let board = |expiry| Boards::<Test>::get(BoardKey { expiry, underlying: BTC }).unwrap();
		assert!(matches!(board(second).phase, Phase::Settled { .. }));
		assert_eq!(board(EXPIRY).strikes.len(), 3, "there was no step left to remove one");
		windows(1);
		assert!(!Boards::<Test>::contains_key(BoardKey { expiry: EXPIRY, underlying: BTC }));
	});
}

#[test]
fn expiries_that_wait_for_a_decision_hold_up_none_that_has_its_price() {
	use market_primitives::{testing::price_feed::FakePriceFeed, traits::SettlementPrice};
	listed_options().run(|| {
		settle_in_steps_of(1);
		for quarter in 0..4 {
			let expiry = EXPIRY + quarter * 900;
			set_time(expiry);
			FakePriceFeed::set_settlement(BTC, expiry, SettlementPrice::Disputed);
			windows(1);
		}
		let last = EXPIRY + 4 * 900;
		set_time(last);
		FakePriceFeed::set_settlement(BTC, last, SettlementPrice::Final(number("90000")));
		windows(6);
		let board = Boards::<Test>::get(BoardKey { expiry: last, underlying: BTC }).unwrap();
		assert!(matches!(board.phase, Phase::Settled { .. }), "{:?}", board.phase);
	});
}

#[test]
fn however_many_ask_to_write_settlement_has_half_of_the_room() {
	let two_expiries = ListingCadence { expiries_ahead: 2, ..every_quarter_of_an_hour() };
	a_chain().with_rule(vec![two_expiries]).run(|| {
		open_window();
		open_window();
		let later: Vec<InstrumentId> = ["89000", "90000", "91000"]
			.into_iter()
			.flat_map(|strike| ["C", "P"].map(|kind| format!("BTC-20NOV26T1230-{strike}-{kind}")))
			.map(|name| number(&name))
			.collect();
		write(WRITER, 0, call_at(90_000), 10);
		expire_at("91000");
		// As much as the writers of two series need, where there are more in every window.
		let of_both = <() as WeightInfo>::execute_writes(WRITERS).saturating_mul(2);
		let mut written = 0;
		for _ in 0..20 {
			for id in &later {
				for who in 100..100 + u64::from(WRITERS) {
					let _ = ask(who, 0, *id, 1);
				}
			}
			take_events();
			set_time(now() + 3);
			open_window_within(&mut WeightMeter::with_limit(of_both));
			check();
			let events = take_events().into_iter();
			written += events.filter(|it| matches!(it, Event::OptionWritten { .. })).count();
		}
		assert!(matches!(phase(), Phase::Settled { .. }), "{:?}", phase());
		assert_eq!(FakeOptionPositions::paid(WRITER), number::<Cash>("100"));
		assert!(written >= 20 * WRITERS as usize, "writing goes on: {written}");
	});
}

#[test]
fn a_window_without_weight_settles_nothing() {
	listed_options().run(|| {
		expire_at("91000");
		open_window_within(&mut WeightMeter::with_limit(Weight::zero()));
		assert_eq!(phase(), Phase::Trading);
		let little = [
			frame_support::weights::constants::RocksDbWeight::get().reads(1),
			<() as WeightInfo>::check_expiry(),
			<() as WeightInfo>::price_expiry(),
		];
		let little = little.into_iter().fold(Weight::zero(), Weight::saturating_add);
		open_window_within(&mut WeightMeter::with_limit(little));
		assert_eq!(phase(), Phase::AwaitingPrice);
	});
}
