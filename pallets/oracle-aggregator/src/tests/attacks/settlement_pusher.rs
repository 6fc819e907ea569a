// SPDX-License-Identifier: Apache-2.0
//! Whoever has written options pushes the price in the half hour that settles them.
//!
//! The pushes are those of the table in the specification, and one that four of thirteen can make.

use super::{
	arena::{everybody, vote_at},
	market::{bps_between, number_of, price_of, Chance},
	strategies::{HOSTILE, REPORTERS},
};
use crate::{mock::*, FeedParameters, FINAL_AFTER_BLOCKS};
use market_primitives::{
	traits::{PriceFeed, SettlementPrice},
	Underlying,
};

const WINDOWS_PER_MINUTE: u32 = 20;
const MINUTES: u32 = 30;
const TRUTH: f64 = 60_000.0;

/// Who pushes, when, how far, and how far the settlement may move by it.
struct Push {
	name: &'static str,
	pushers: usize,
	is_pushed: fn(minute: u32, window: u32) -> bool,
	push_bps: f64,
	expected_bps: f64,
	tolerance_bps: f64,
}

const PUSHES: [Push; 4] = [
	Push {
		name: "4 of 13, always, 42 bps",
		pushers: HOSTILE,
		is_pushed: |_, _| true,
		push_bps: 42.0,
		expected_bps: 0.0,
		tolerance_bps: super::MOST_BIAS_BPS,
	},
	Push {
		name: "4 of 13, always, 20 %",
		pushers: HOSTILE,
		is_pushed: |_, _| true,
		push_bps: 2_000.0,
		expected_bps: 0.0,
		tolerance_bps: super::MOST_BIAS_BPS,
	},
	// The next two have the majority: the table tells what the settlement rule alone withstands.
	Push {
		name: "everybody, 24 s of each minute, 100 bps",
		pushers: REPORTERS,
		is_pushed: |_, window| window < 8,
		push_bps: 100.0,
		expected_bps: 0.0,
		tolerance_bps: 1.0,
	},
	Push {
		name: "everybody, 5 whole minutes, 100 bps",
		pushers: REPORTERS,
		is_pushed: |minute, _| minute >= MINUTES - 5,
		push_bps: 100.0,
		expected_bps: 16.7,
		tolerance_bps: 1.0,
	},
];

impl Push {
	/// The settlement price as a distance from the truth, or `None` if it is disputed.
	fn shift_bps(&self) -> Option<f64> {
		let mut chance = Chance::new(7);
		let mut shift = None;
		ExtBuilder::default()
			.feed(BTC, FeedParameters::major())
			.reporters(&[])
			.validators(&everybody())
			.build_and_execute(|| {
				// A first minute in which the feed becomes live.
				for minute in 0..=MINUTES {
					for window in 0..WINDOWS_PER_MINUTE {
						let is_pushed = minute > 0 && (self.is_pushed)(minute - 1, window);
						self.window(is_pushed, &mut chance);
					}
				}
				// A minute at the honest price finishes the last one; halted minutes are waited for.
				let expiry = START_MS / 1_000 + u64::from(MINUTES + 1) * 60;
				let settled = || Oracle::settlement_price(Underlying::BTC, expiry);
				for _ in 0..(MINUTES + 2) * WINDOWS_PER_MINUTE {
					self.window(false, &mut chance);
					let _ = settled();
				}
				for _ in 0..FINAL_AFTER_BLOCKS {
					next_window();
				}
				if let SettlementPrice::Final(price) = settled() {
					shift = Some(bps_between(number_of(price), TRUTH));
				}
				System::reset_events();
			});
		shift
	}

	fn window(&self, is_pushed: bool, chance: &mut Chance) {
		let bundles = everybody()
			.into_iter()
			.enumerate()
			.map(|(number, who)| {
				let seen = TRUTH * (1.0 + 2.0 / 10_000.0 * chance.normal());
				let pushes = is_pushed && number >= REPORTERS - self.pushers;
				let push = if pushes { self.push_bps / 10_000.0 } else { 0.0 };
				vote_at(who, price_of(seen * (1.0 + push)))
			})
			.collect();
		next_window_with_bundles(bundles).expect("the block is valid");
		System::reset_events();
	}
}

/// Plays every push, prints what it moved, and returns what should not have been.
pub(super) fn play_all() -> Vec<String> {
	let mut missed = Vec::new();
	for push in PUSHES {
		let shift = push.shift_bps();
		let told = shift.map_or("disputed".into(), |shift| format!("{shift:.2} bps"));
		println!("SettlementPusher     {:<42} moves the settlement by {told}", push.name);
		// A push that brings about a dispute moves nothing, and is no less of a success.
		let is_met =
			shift.is_some_and(|shift| (shift - push.expected_bps).abs() <= push.tolerance_bps);
		if !is_met {
			missed.push(format!("SettlementPusher: {} moves it by {told}", push.name));
		}
	}
	missed
}

#[test]
fn a_push_moves_the_settlement_by_what_the_specification_says() {
	// The cheapest of the table; the others are played by `make oracle-attacks`.
	let push = &PUSHES[3];
	let shift = push.shift_bps().expect("it settles");
	assert!((shift - push.expected_bps).abs() <= push.tolerance_bps, "{shift}");
}
