// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, AccountStatus, Attempts, RedList, SweepCursor, Watched, WeightInfo};
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};
use market_primitives::{
	testing::{book::FakeVenue, instruments::FakeInstruments},
	traits::OptionPositions,
	SubaccountId,
};

/// Forty owners, each long a tenth of a bitcoin with 1,000 of their own; Bob sold it all.
fn forty_longs() -> ExtBuilder {
	let mut chain = a_chain().with(BOB, 900_000);
	for owner in CROWD {
		chain = chain.with(owner, 1_000);
	}
	chain
}

fn open_all() {
	for owner in CROWD {
		trade(owner, BOB, BTC, 100, "90000");
	}
	take_events();
}

fn in_liquidation() -> usize {
	CROWD.filter(|owner| state(*owner).is_in_liquidation()).count()
}

#[test]
fn only_accounts_that_can_fall_short_are_watched() {
	a_chain().with(ALICE, 1_000).with(BOB, 1_000).run(|| {
		assert_eq!(Watched::<Test>::iter().count(), 0);
		trade(ALICE, BOB, BTC, 10, "90000");
		assert_eq!(Watched::<Test>::iter().count(), 2);
		trade(BOB, ALICE, BTC, 10, "90000");
		assert_eq!(Watched::<Test>::iter().count(), 0);
	});
}

#[test]
fn with_room_everybody_is_found_in_one_window() {
	forty_longs().run(|| {
		open_all();
		set_price(BTC, "85500");
		next_window();
		assert_eq!(in_liquidation(), 40);
	});
}

#[test]
fn with_little_room_the_sweep_goes_on_where_it_stopped_until_everybody_was_seen() {
	forty_longs().run(|| {
		open_all();
		set_price(BTC, "85500");
		let worst = <() as WeightInfo>::watch_account(64)
			+ <() as WeightInfo>::liquidation_step(64)
			+ <() as WeightInfo>::start_watch();
		let mut windows = 0;
		while in_liquidation() < 40 {
			// The red list alone would use it all up; the sweep is what is tested here.
			let _ = RedList::<Test>::clear(u32::MAX, None);
			let before = in_liquidation();
			next_window_within(&mut WeightMeter::with_limit(worst * 2));
			assert!(in_liquidation() <= before + 40);
			windows += 1;
			assert!(windows <= 45, "{} found", in_liquidation());
		}
		assert!(windows > 1);
		for owner in CROWD {
			RedList::<Test>::insert(account(owner), ());
		}
	});
}

#[test]
fn without_room_nothing_is_done() {
	forty_longs().run(|| {
		open_all();
		set_price(BTC, "85500");
		next_window_within(&mut WeightMeter::with_limit(<() as WeightInfo>::start_watch()));
		assert_eq!(in_liquidation(), 0);
		assert_eq!(SweepCursor::<Test>::get(), None::<SubaccountId<u64>>);
	});
}

#[test]
fn the_red_list_is_worked_on_in_turn_when_there_is_little_room() {
	forty_longs().run(|| {
		open_all();
		set_price(BTC, "85500");
		next_window();
		FakeVenue::take_orders();
		let step = <() as WeightInfo>::liquidation_step(64);
		let mut served = std::collections::BTreeSet::new();
		for _ in 0..60 {
			next_window_within(&mut WeightMeter::with_limit(
				<() as WeightInfo>::start_watch() + step * 2,
			));
			for order in FakeVenue::take_orders() {
				served.insert(order.account);
			}
		}
		assert_eq!(served.len(), 40);
	});
}

#[test]
fn whom_the_market_had_no_room_for_comes_first_in_the_next_window() {
	forty_longs().run(|| {
		open_all();
		set_price(BTC, "85500");
		FakeVenue::set_room(10);
		next_window();
		let mut served = std::collections::BTreeSet::new();
		FakeVenue::take_orders();
		for _ in 0..4 {
			next_window();
			let orders = FakeVenue::take_orders();
			assert_eq!(orders.len(), 10);
			served.extend(orders.into_iter().map(|order| order.account));
		}
		assert_eq!(served.len(), 40);
	});
}

#[test]
fn cancelling_many_orders_is_charged_and_waits_for_a_block_with_room_for_it() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		set_price(BTC, "85000");
		FakeVenue::set_open_orders(200);
		// Room to look at both accounts and for a whole step, but not for all the orders.
		let cancelling = <() as WeightInfo>::cancel_orders(200).ref_time();
		let looks = <() as WeightInfo>::start_watch().ref_time()
			+ <() as WeightInfo>::watch_account(64).ref_time() * 3;
		let step = <() as WeightInfo>::liquidation_step(64).ref_time() * 2;
		let within = |room| {
			let mut meter = WeightMeter::with_limit(Weight::from_parts(room, u64::MAX));
			next_window_within(&mut meter);
			meter.consumed().ref_time()
		};
		assert!(within(looks + step) < cancelling);
		assert!(RedList::<Test>::contains_key(account(ALICE)));
		assert!(!state(ALICE).is_in_liquidation());

		assert!(within(looks + step + cancelling) > cancelling);
		assert!(state(ALICE).is_in_liquidation());
		assert!(FakeVenue::was_cancelled(&account(ALICE)));
	});
}

#[test]
fn the_meter_is_never_overdrawn() {
	forty_longs().run(|| {
		open_all();
		set_price(BTC, "70000");
		for share in [1u64, 3, 10, 30] {
			let limit = <() as WeightInfo>::liquidation_step(64) * share;
			let mut meter = WeightMeter::with_limit(limit);
			next_window_within(&mut meter);
			assert!(meter.consumed().all_lte(limit));
		}
	});
}

/// Somebody wrote calls, and the tokens are elsewhere. Then they are worth more than the writer has, and no market
/// takes orders: there is nothing that could be done.
fn cannot_be_helped(writers: impl Iterator<Item = u64>, lots: u64) {
	let id = call("100000");
	list_option(id, "1500");
	for writer in writers {
		Margin::write(&account(writer), &id, lots).unwrap();
	}
	FakeInstruments::set_mark(&id, Ok(option_mark("150000", "50000")));
	FakeVenue::set_clears(false);
}

#[test]
fn opposites_that_nobody_holds_are_looked_for_less_and_less_often() {
	a_chain().with(ALICE, 20_000).run(|| {
		cannot_be_helped([ALICE].into_iter(), 1_000);
		let mut searches = Vec::new();
		for window in 1..=60 {
			let before = Attempts::<Test>::get(account(ALICE)).fruitless;
			next_window();
			if Attempts::<Test>::get(account(ALICE)).fruitless > before {
				searches.push(window);
			}
		}
		assert_eq!(searches, [1, 3, 7, 15, 31, 47], "and from then on in every sixteenth window");
	});
}

#[test]
fn who_waits_is_looked_at_for_little_and_is_free_as_soon_as_there_is_money() {
	a_chain().with(ALICE, 20_000).run(|| {
		cannot_be_helped([ALICE].into_iter(), 1_000);
		next_window();
		let mut meter = WeightMeter::new();
		next_window_within(&mut meter);
		let looked_at = <() as WeightInfo>::start_watch()
			+ <() as WeightInfo>::tend_account(1, 0)
			+ <() as WeightInfo>::watch_account(1);
		assert_eq!(meter.consumed(), looked_at);
		let step = <() as WeightInfo>::liquidation_step(1);
		assert!(looked_at.ref_time() * 10 < step.ref_time());

		// She lacks 30,000, and 115 % of 13,500 to be left alone.
		assert_ok!(Margin::deposit(signed(ALICE), 0, 46_000 * DOLLAR));
		next_window();
		assert_eq!(state(ALICE).status, AccountStatus::Healthy);
		assert_eq!(Attempts::<Test>::iter().count(), 0);
	});
}

#[test]
fn while_many_cannot_be_helped_who_falls_short_is_found_as_soon_as_ever() {
	let mut chain = a_chain().with(BOB, 900_000).with(DAVE, 10_000);
	for owner in CROWD {
		chain = chain.with(owner, 1_500);
	}
	for owner in PASSERS_BY {
		chain = chain.with(owner, 100);
	}
	chain.run(|| {
		for owner in PASSERS_BY {
			trade(owner, BOB, BTC, 1, "90000");
		}
		trade(DAVE, BOB, BTC, 1_000, "90000");
		cannot_be_helped(CROWD, 100);
		for _ in 0..20 {
			next_window();
		}
		assert_eq!(in_liquidation(), 40);

		// With room for eight steps, forty for whom nothing can be done used up all of it. Now there is room to look
		// at more than half of the 442 accounts in each window.
		set_price(BTC, "85000");
		let room = <() as WeightInfo>::liquidation_step(64).ref_time() * 8;
		let mut windows = 0;
		while !state(DAVE).is_in_liquidation() {
			next_window_within(&mut WeightMeter::with_limit(Weight::from_parts(room, u64::MAX)));
			windows += 1;
			assert!(windows <= 2, "not found yet");
		}
	});
}
