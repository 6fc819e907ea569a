// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{weights::WeightInfo, FirstFeed};
use frame_support::weights::WeightMeter;

fn everyone_reports(value: &str) {
	for who in [ALICE, BOB, CAROL] {
		assert_ok!(report_at(who, NowMs::get(), &[valued(BTC, value), valued(ETH, value)]));
	}
}

fn room_for(feeds: u64) -> WeightMeter {
	let feed = <() as WeightInfo>::aggregate_feed(3);
	let base = <() as WeightInfo>::on_window_base();
	WeightMeter::with_limit(base.saturating_add(feed.saturating_mul(feeds)))
}

#[test]
fn a_feed_that_does_not_fit_waits_and_is_first_next_time() {
	ExtBuilder::default().build_and_execute(|| {
		everyone_reports("100");
		next_window();
		everyone_reports("100.5");
		next_window_with(WINDOW_MS, &mut room_for(1));
		assert_eq!((shown(BTC), shown(ETH)), (price("100.5"), price("100")));
		assert_eq!(FirstFeed::<Test>::get(), Some(ETH));

		everyone_reports("101");
		next_window_with(WINDOW_MS, &mut room_for(1));
		assert_eq!((shown(BTC), shown(ETH)), (price("100.5"), price("101")));
		assert_eq!(FirstFeed::<Test>::get(), Some(BTC));

		next_window_with(WINDOW_MS, &mut room_for(2));
		assert_eq!((shown(BTC), shown(ETH)), (price("101"), price("101")));
		assert_eq!(FirstFeed::<Test>::get(), None);
	});
}

#[test]
fn a_feed_that_never_fits_grows_old_and_halts() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..3 {
			everyone_reports("100");
			next_window();
		}
		assert_eq!(status(ETH), Live);
		for _ in 0..6 {
			everyone_reports("100");
			next_window_with(WINDOW_MS, &mut room_for(0));
		}
		assert_eq!((status(BTC), status(ETH)), (Halted, Halted));
	});
}

#[test]
fn the_step_takes_what_it_uses_from_the_meter() {
	ExtBuilder::default().build_and_execute(|| {
		let mut meter = WeightMeter::new();
		next_window_with(WINDOW_MS, &mut meter);
		assert_eq!(meter.consumed(), room_for(2).limit());
		let mut meter = WeightMeter::new();
		next_window_with(60_000, &mut meter);
		let minutes = <() as WeightInfo>::finish_minute().saturating_mul(2);
		assert_eq!(meter.consumed(), room_for(2).limit().saturating_add(minutes));
	});
}
