// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, RedList, SweepCursor, Watched, WeightInfo};
use frame_support::weights::WeightMeter;
use market_primitives::{testing::book::FakeVenue, SubaccountId};

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
