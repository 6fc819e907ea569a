// SPDX-License-Identifier: Apache-2.0
//! The example of the README, with its numbers.

use super::{smile_stories::*, *};
use market_primitives::{Purpose, SmileSource, Underlying};

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

#[test]
fn the_readme_example_of_a_smile_holds() {
	with_smiles(|| {
		let id = in_days(30);
		// Three reporters who differ in the forward; one who sees the market a little higher.
		for _ in 0..2 {
			let mut higher = readme_nodes("60130");
			higher.nodes.totals[3] = rate("0.0177");
			smile_round([readme_nodes("60090"), readme_nodes("60100"), higher]);
		}
		assert_eq!((forward_of(id), smile_status(id)), (price("60100"), Live));
		assert_eq!(volatility_bps(id, "60100"), 4_601);

		// Between the nodes at 0 and 0.1433 the straight line is above where the market would be.
		assert_eq!(source(id), SmileSource::Interpolated);
		assert_eq!(volatility_bps(id, "66000"), 4_653);

		// Somebody fits a slice. It is 0.04 points off at most, and round.
		assert_ok!(propose(STRANGER, id, readme_slice()));
		assert_eq!(source(id), SmileSource::Slice);
		assert!(surface(id).slice.unwrap().worst_error < "0.0004".parse().unwrap());
		assert_eq!(volatility_bps(id, "66000"), 4_630);

		// Two minutes and a millisecond later nobody has said anything: straight lines, and halted.
		NowMs::mutate(|now| *now += 120_001);
		assert_eq!((source(id), smile_status(id)), (SmileSource::Interpolated, Halted));
	});
}

#[test]
fn the_readme_example_of_a_market_size_holds() {
	// Stakes are counted in tenths of a coin here.
	let reporters = [(ALICE, 300_000), (BOB, 300_000), (CAROL, 300_000)];
	ExtBuilder::default().reporters(&reporters).build_and_execute(|| {
		StakePrice::set(Some(ETH));
		rounds_of(ETH, 3, "2");
		next_session(&[]);
		let size = || Oracle::api_market_size(Underlying::BTC).unwrap();
		assert_eq!(size().cost, Some(usd("1200")));
		assert_eq!(size().open_interest_cap, Some(usd("12000")));
		assert_eq!(size().in_force, Some(usd("12000")));

		// Coins are worth less, and from the next session on they secure less.
		rounds_of(ETH, 2, "1.99");
		assert_eq!(size().open_interest_cap, Some(usd("11940")));
		assert_eq!(size().in_force, Some(usd("12000")));
		next_session(&[]);
		assert_eq!(size().in_force, Some(usd("11940")));
	});
}
