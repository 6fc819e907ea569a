// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Settlement, SettlementRule, Settlements, FINAL_AFTER_BLOCKS};
use market_maths::units::Price;
use market_primitives::{
	traits::{PriceFeed, SettlementPrice},
	Underlying,
};
use oracle_core::{plan_settlement, Decision, Minutes};

const EXPIRY: u64 = START_MS / 1_000 + 120;

fn settlement() -> SettlementPrice {
	<Oracle as PriceFeed>::settlement_price(Underlying::BTC, EXPIRY)
}

/// The price once it is final.
fn settled_later() -> SettlementPrice {
	assert_eq!(settlement(), SettlementPrice::Pending);
	for _ in 0..FINAL_AFTER_BLOCKS {
		next_window();
	}
	settlement()
}

/// A minute of 20 windows with the same value.
fn minute_of(value: &str) {
	rounds_of(BTC, 20, value);
}

/// Sticky votes still give five values at its beginning.
fn silent_minute() {
	for _ in 0..20 {
		next_window();
	}
}

#[test]
fn it_is_the_mean_of_the_minutes_before_the_expiry_and_never_changes() {
	ExtBuilder::default().settling_over(2, 5).build_and_execute(|| {
		minute_of("60000");
		assert_eq!(settlement(), SettlementPrice::Pending);
		rounds_of(BTC, 19, "60100");
		assert_eq!(settlement(), SettlementPrice::Pending);
		rounds_of(BTC, 1, "60100");
		let settled = SettlementPrice::Final(price("60050"));
		assert_eq!(settled_later(), settled);
		assert_eq!(settlement(), settled);
		let (underlying, expiry, price) = (Underlying::BTC, EXPIRY, price("60050"));
		for once in [
			Event::SettlementPriceComputed { underlying, expiry, price },
			Event::SettlementPriceFinal { underlying, expiry, price },
		] {
			assert_eq!(events().iter().filter(|event| **event == once).count(), 1, "{once:?}");
		}

		let longer = SettlementRule { minutes: 1, longest_gap: 1, ..SettlementRule::default() };
		crate::SettlementRules::<Test>::put(longer);
		minute_of("70000");
		assert_eq!(settlement(), settled);
		next_window_after(100 * 3_600_000);
		assert_eq!(settlement(), settled);
	});
}

#[test]
fn asking_over_the_api_decides_nothing() {
	ExtBuilder::default().settling_over(2, 5).build_and_execute(|| {
		minute_of("60000");
		minute_of("60100");
		let answer = || Oracle::api_settlement_price(Underlying::BTC, EXPIRY);
		assert_eq!(answer(), SettlementPrice::Pending);
		assert_eq!(Settlements::<Test>::iter().count(), 0);
		assert_eq!(settlement(), SettlementPrice::Pending);
		let computed = Settlements::<Test>::get(Underlying::BTC, EXPIRY);
		for _ in 0..FINAL_AFTER_BLOCKS {
			next_window();
		}
		assert_eq!(answer(), SettlementPrice::Final(price("60050")));
		assert_eq!(Settlements::<Test>::get(Underlying::BTC, EXPIRY), computed);
	});
}

#[test]
fn it_is_final_ten_blocks_after_its_computation_and_not_before() {
	ExtBuilder::default().settling_over(2, 5).build_and_execute(|| {
		minute_of("60000");
		minute_of("60100");
		assert_eq!(settlement(), SettlementPrice::Pending);
		for _ in 1..FINAL_AFTER_BLOCKS {
			round(BTC, ["61000"; 3]);
			assert_eq!(settlement(), SettlementPrice::Pending);
		}
		next_window();
		// At the price that was computed, whatever came later.
		assert_eq!(settlement(), SettlementPrice::Final(price("60050")));
	});
}

#[test]
fn a_missing_minute_is_replaced_by_one_after_the_expiry() {
	ExtBuilder::default().settling_over(2, 6).build_and_execute(|| {
		minute_of("60000");
		silent_minute();
		assert_eq!(settlement(), SettlementPrice::Pending);
		minute_of("60200");
		assert_eq!(settled_later(), SettlementPrice::Final(price("60100")));
	});
}

#[test]
fn it_waits_no_longer_than_the_rule_and_then_asks_governance() {
	ExtBuilder::default().settling_over(2, 6).build_and_execute(|| {
		minute_of("60000");
		silent_minute();
		silent_minute();
		assert_eq!(settlement(), SettlementPrice::Pending);
		silent_minute();
		assert_eq!(settlement(), SettlementPrice::Disputed);
		let seen = price("60000");
		assert_eq!(
			Settlements::<Test>::get(Underlying::BTC, EXPIRY),
			Some(Settlement::Disputed { range: Some((seen, seen)) })
		);
		// A dispute stays one, even if more becomes known.
		minute_of("60000");
		assert_eq!(settlement(), SettlementPrice::Disputed);
	});
}

#[test]
fn a_feed_that_nobody_ever_reported_ends_in_dispute() {
	ExtBuilder::default().settling_over(2, 5).build_and_execute(|| {
		let unknown: Underlying = "DOGE".parse().unwrap();
		let settlement = || <Oracle as PriceFeed>::settlement_price(unknown, EXPIRY);
		assert_eq!(settlement(), SettlementPrice::Pending);
		next_window_after(240_000);
		assert_eq!(settlement(), SettlementPrice::Disputed);
	});
}

fn decide(before: &[u128], after: &[u128]) -> Option<Decision> {
	let known = |values: &[u128]| -> Vec<Option<Price>> {
		values
			.iter()
			.map(|value| (*value > 0).then_some(Price::from_inner(*value)))
			.collect()
	};
	let (before, after) = (known(before), known(after));
	let minutes = Minutes { before: &before, after: &after };
	plan_settlement(&minutes, &SettlementRule::default()).unwrap()
}

fn settled(price: u128) -> Option<Decision> {
	Some(Decision::Price(Price::from_inner(price)))
}

#[test]
fn twenty_four_of_thirty_minutes_are_enough_if_no_gap_is_long() {
	let mut minutes = [100u128; 30];
	assert_eq!(decide(&minutes, &[]), settled(100));
	for at in [0, 5, 10, 15, 20, 25] {
		minutes[at] = 0;
	}
	assert_eq!(decide(&minutes, &[]), settled(100));
	minutes[28] = 0;
	assert_eq!(decide(&minutes, &[]), None);

	let mut gap = [100u128; 30];
	gap[10..13].fill(0);
	assert_eq!(decide(&gap, &[]), settled(100));
	gap[13] = 0;
	assert_eq!(decide(&gap, &[]), None);
	// Four minutes are missing: four after the expiry take their place.
	assert_eq!(decide(&gap, &[100; 3]), None);
	assert_eq!(decide(&gap, &[400; 4]), settled(140));
}

#[test]
fn after_as_long_again_what_is_there_must_do() {
	let mut gap = [100u128; 30];
	gap[10..14].fill(0);
	let mut after = [0u128; 30];
	assert_eq!(decide(&gap, &after[..29]), None);
	assert_eq!(decide(&gap, &after), settled(100));

	let mut few = [0u128; 30];
	few[0] = 90;
	few[29] = 110;
	after[7] = 120;
	let range = Some((Price::from_inner(90), Price::from_inner(120)));
	assert_eq!(decide(&few, &after), Some(Decision::Dispute(range)));
	assert_eq!(decide(&[0; 30], &[0; 30]), Some(Decision::Dispute(None)));
}

#[test]
fn a_push_within_each_minute_does_not_move_it_and_a_long_one_moves_it_by_its_share() {
	// 100 basis points for 24 of 60 seconds of every minute: the median of each minute stands still.
	ExtBuilder::default().settling_over(2, 5).build_and_execute(|| {
		for _ in 0..2 {
			rounds_of(BTC, 12, "60000");
			rounds_of(BTC, 8, "60600");
		}
		assert_eq!(settled_later(), SettlementPrice::Final(price("60000")));
	});
	// Held for 5 of 30 minutes it moves by a sixth: 16.7 basis points.
	let mut minutes = [1_000_000u128; 30];
	minutes[25..].fill(1_010_000);
	assert_eq!(decide(&minutes, &[]), settled(1_001_667));
}
