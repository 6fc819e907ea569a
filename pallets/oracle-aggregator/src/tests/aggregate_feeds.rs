// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Aggregates, Concern, FeedParameters, ReportedValue};
use market_primitives::{FeedError, Observation};
use sp_runtime::Perbill;

fn concern() -> Option<Concern> {
	Oracle::feed_details(BTC).unwrap().concern
}

#[test]
fn a_value_is_the_lower_median_by_weight() {
	ExtBuilder::default().build_and_execute(|| {
		round(BTC, ["60030", "60000", "60010"]);
		assert_eq!(shown(BTC), price("60010"));
		assert!(events().contains(&Event::ValueRenewed {
			feed: BTC,
			observation: Observation::new(
				price("60010"),
				observe(BTC).unwrap().confidence,
				START_MS,
				Caution,
				price("60010")
			)
		}));
	});
}

#[test]
fn heavier_bonds_weigh_more_but_only_up_to_the_cap() {
	// Without the cap of 40 % Alice alone would be the median.
	let rich = [(ALICE, 10_000), (BOB, 1_000), (CAROL, 1_000)];
	ExtBuilder::default().reporters(&rich).build_and_execute(|| {
		round(BTC, ["61000", "60000", "60010"]);
		assert_eq!(shown(BTC), price("61000"));
	});
	let many = [(ALICE, 10_000), (BOB, 2_500), (CAROL, 2_500), (DAVE, 2_500)];
	ExtBuilder::default().reporters(&many).build_and_execute(|| {
		assert_ok!(report(DAVE, BTC, "60005"));
		round(BTC, ["61000", "60000", "60010"]);
		// 7,000 of Alice against 7,500 of the others.
		assert_eq!(shown(BTC), price("60010"));
	});
}

#[test]
fn a_feed_begins_in_caution_and_becomes_live() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(observe(BTC), Err(FeedError::NeverReported));
		assert_eq!(observe(BTC_VOLATILITY), Err(FeedError::Unknown));
		rounds_of(BTC, 1, "60000");
		assert_eq!((status(BTC), concern()), (Caution, Some(Concern::Recovering)));
		rounds_of(BTC, 1, "60000");
		assert_eq!((status(BTC), concern()), (Live, None));
		assert!(events().contains(&Event::StatusChanged {
			feed: BTC,
			old: Caution,
			new: Live,
			concern: None
		}));
	});
}

#[test]
fn votes_stick_until_they_are_too_old() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 2, "60000");
		for _ in 0..4 {
			next_window();
			assert_eq!(status(BTC), Live);
		}
		// The votes are 15 seconds old: the last moment.
		assert_eq!(NowMs::get() - observe(BTC).unwrap().observed_at_ms, 15_000);
		next_window();
		assert_eq!((status(BTC), concern()), (Halted, Some(Concern::TooOld)));
	});
}

#[test]
fn too_few_voters_make_no_value() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(report(ALICE, BTC, "60000"));
		assert_ok!(report(BOB, BTC, "60000"));
		next_window();
		assert_eq!(observe(BTC), Err(FeedError::NeverReported));
		assert_ok!(report(CAROL, BTC, "60000"));
		next_window();
		assert_eq!(status(BTC), Caution);
	});
}

#[test]
fn without_a_quorum_the_value_ages_in_caution_and_then_halts() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 2, "60000");
		assert_ok!(report(ALICE, BTC, "60010"));
		next_window();
		for _ in 0..4 {
			next_window();
		}
		// Bob's and Carol's votes are gone, Alice's is 15 seconds old.
		assert_eq!((status(BTC), concern()), (Caution, Some(Concern::NoQuorum)));
		next_window();
		assert_eq!((status(BTC), concern()), (Halted, Some(Concern::TooOld)));
		assert_eq!(shown(BTC), price("60000"));
	});
}

#[test]
fn a_halt_does_not_heal_without_a_quorum() {
	ExtBuilder::default().build_and_execute(|| {
		round(BTC, ["60000", "60000", "90000"]);
		assert_eq!((status(BTC), concern()), (Halted, Some(Concern::VeryWide)));
		// Two are too few, and what three disagreed on is still young: a round more than a halt needs to heal.
		assert_ok!(Oracle::remove_reporter(root(), CAROL));
		for _ in 0..=quick().rounds_to_leave_halt {
			next_window();
			assert_eq!((status(BTC), concern()), (Halted, Some(Concern::NoQuorum)));
		}
	});
}

#[test]
fn a_vote_missing_for_a_while_is_a_reason_for_caution() {
	let parameters = FeedParameters { min_reporters: 2, ..quick() };
	let heavy = [(ALICE, 1_000), (BOB, 1_000), (CAROL, 1_200)];
	ExtBuilder::default()
		.feed(BTC, parameters)
		.reporters(&heavy)
		.build_and_execute(|| {
			rounds_of(BTC, 2, "60000");
			for _ in 0..6 {
				assert_ok!(report(ALICE, BTC, "60000"));
				assert_ok!(report(BOB, BTC, "60000"));
				next_window();
			}
			assert_eq!((status(BTC), concern()), (Caution, Some(Concern::ThinQuorum)));
		});
}

#[test]
fn the_step_limit_holds_the_value_back_and_asks_for_caution() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 2, "60000");
		rounds_of(BTC, 1, "61000");
		assert_eq!(shown(BTC), price("60600"));
		assert_eq!((status(BTC), concern()), (Caution, Some(Concern::Clamped)));
		assert_eq!(Aggregates::<Test>::get(BTC).unwrap().raw, price("61000"));
	});
}

#[test]
fn a_value_held_back_too_often_halts_the_feed_and_it_heals_in_steps() {
	let parameters = FeedParameters { clamped_rounds_to_halt: 3, ..quick() };
	ExtBuilder::default().feed(BTC, parameters).build_and_execute(|| {
		rounds_of(BTC, 2, "60000");
		rounds_of(BTC, 2, "63000");
		assert_eq!(status(BTC), Caution);
		rounds_of(BTC, 1, "63000");
		assert_eq!((status(BTC), concern()), (Halted, Some(Concern::ClampedRepeatedly)));
		// 1.01 to the fifth is beyond 63,000 / 60,000, so the fifth round arrives.
		rounds_of(BTC, 2, "63000");
		assert_eq!(shown(BTC), price("63000"));
		assert_eq!(status(BTC), Halted);
		rounds_of(BTC, 2, "63000");
		assert_eq!(status(BTC), Caution);
		// Its average is still more than 2 % away.
		assert_eq!(concern(), Some(Concern::AwayFromAverage));
	});
}

#[test]
fn wide_votes_ask_for_caution_and_very_wide_ones_halt() {
	let widths = |confidence: &str| {
		for who in [ALICE, BOB, CAROL] {
			let (feed, value) = (BTC, price("60000"));
			let value = ReportedValue { feed, value, confidence: price(confidence) };
			assert_ok!(report_at(who, NowMs::get(), &[value]));
		}
		next_window();
	};
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 2, "60000");
		widths("180");
		assert_eq!((status(BTC), concern()), (Live, None));
		widths("181");
		assert_eq!((status(BTC), concern()), (Caution, Some(Concern::Wide)));
		widths("601");
		assert_eq!((status(BTC), concern()), (Halted, Some(Concern::VeryWide)));
		assert_eq!(observe(BTC).unwrap().confidence, price("601"));
	});
}

#[test]
fn nobody_is_surer_than_the_floor() {
	let parameters = FeedParameters { confidence_floor: Perbill::from_parts(1_000_000), ..quick() };
	ExtBuilder::default().feed(BTC, parameters).build_and_execute(|| {
		rounds_of(BTC, 1, "60000");
		assert_eq!(observe(BTC).unwrap().confidence, price("60"));
	});
}

#[test]
fn more_than_a_third_far_from_the_median_halts() {
	// Two halves of a panel that disagree by 3 %.
	let four = [(ALICE, 1_000), (BOB, 1_000), (CAROL, 1_000), (DAVE, 1_000)];
	ExtBuilder::default().reporters(&four).build_and_execute(|| {
		assert_ok!(report(DAVE, BTC, "61800"));
		round(BTC, ["60000", "60000", "61800"]);
		assert_eq!(shown(BTC), price("60000"));
		assert_eq!((status(BTC), concern()), (Halted, Some(Concern::Disagreement)));
	});
}

#[test]
fn one_liar_of_three_does_not_move_the_value_but_can_halt_it() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 2, "60000");
		round(BTC, ["60000", "60000", "90000"]);
		assert_eq!(shown(BTC), price("60000"));
		assert_eq!((status(BTC), concern()), (Halted, Some(Concern::VeryWide)));
	});
}

#[test]
fn the_average_follows_slowly() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 1, "60000");
		rounds_of(BTC, 1, "60300");
		let average = observe(BTC).unwrap().average;
		// 300 · (1 − e^(−3/150)) = 5.94…
		assert!(price("60005.9") < average && average < price("60006"), "{average}");
		let hour_average = Aggregates::<Test>::get(BTC).unwrap().hour_average;
		assert!(price("60000.2") < hour_average && hour_average < price("60000.3"));
	});
}
