// SPDX-License-Identifier: Apache-2.0
//! The example of the README, with its numbers.

use super::*;
use market_primitives::Purpose;

#[test]
fn the_readme_example_holds() {
	let reporters = [(1, 1_000), (2, 1_000), (3, 1_000), (4, 1_000), (5, 1_000)];
	ExtBuilder::default().reporters(&reporters).build_and_execute(|| {
		// Twice the same, so that the feed is live at 60,000.
		for _ in 0..2 {
			for who in 1..=5 {
				assert_ok!(report(who, BTC, "60000"));
			}
			next_window();
		}
		assert_eq!((shown(BTC), status(BTC)), (price("60000"), Live));

		// Four honest reporters, each ±10; one liar.
		let votes = ["60180", "60190", "60200", "60210", "90000"];
		for (who, value) in (1..=5).zip(votes) {
			let value =
				crate::ReportedValue { feed: BTC, value: price(value), confidence: price("10") };
			assert_ok!(report_at(who, NowMs::get(), &[value]));
		}
		next_window();
		let seen = observe(BTC).unwrap();
		assert_eq!(seen.value_for(Purpose::NewRisk), Ok(price("60200")));
		assert_eq!(seen.confidence, price("20"));
		assert_eq!(seen.status, Live);

		// Everybody goes silent. Nothing runs, time passes.
		NowMs::mutate(|now| *now = seen.observed_at_ms + 15_001);
		assert_eq!(status(BTC), Halted);
	});
}
