// SPDX-License-Identifier: Apache-2.0
use super::{smile_stories::*, *};
use crate::{
	weights::WeightInfo, Concern, FirstSmile, ListedSmiles, SmileVotes, SurfaceRules, Surfaces,
};
use frame_support::weights::WeightMeter;
use market_primitives::{FeedError, Purpose, SmileId, SmileSource};

fn concern(id: SmileId) -> Option<Concern> {
	Oracle::surface_details(id).unwrap().concern
}

#[test]
fn a_smile_is_the_median_of_each_node_and_of_the_forward() {
	with_smiles(|| {
		let id = in_days(30);
		smile_round([
			level(id, "60120", "0.47"),
			level(id, "60150", "0.45"),
			level(id, "60100", "0.46"),
		]);
		assert_eq!(forward_of(id), price("60120"));
		assert_eq!(volatility_bps(id, "60120"), 4_600);
		assert_eq!((smile_status(id), concern(id)), (Caution, Some(Concern::Recovering)));
		assert_eq!(source(id), SmileSource::Interpolated);
		level_rounds(id, 1, "60120", "0.46");
		assert_eq!((smile_status(id), concern(id)), (Live, None));
	});
}

#[test]
fn an_expiry_halts_alone() {
	with_smiles(|| {
		let (near, far) = (in_days(7), in_days(30));
		for _ in 0..2 {
			for who in [ALICE, BOB, CAROL] {
				let both = [level(near, "60000", "0.5"), level(far, "60100", "0.5")];
				assert_ok!(report_smiles_at(who, NowMs::get(), &both));
			}
			next_window();
		}
		assert_eq!((smile_status(near), smile_status(far)), (Live, Live));
		smile_round([
			level(near, "60000", "0.5"),
			level(near, "60000", "0.7"),
			level(near, "60000", "0.9"),
		]);
		assert_eq!((smile_status(near), concern(near)), (Halted, Some(Concern::Disagreement)));
		assert_eq!(smile_status(far), Live);
		assert!(smile(near).unwrap().forward_for(Purpose::NewRisk).is_err());
		assert!(smile(far).unwrap().forward_for(Purpose::NewRisk).is_ok());
		assert!(events().contains(&Event::SmileStatusChanged {
			smile: near,
			old: Live,
			new: Halted,
			concern: Some(Concern::Disagreement),
		}));
	});
}

#[test]
fn a_stale_smile_is_halted_whether_or_not_anything_ran() {
	with_smiles(|| {
		let id = in_days(30);
		level_rounds(id, 2, "60100", "0.5");
		let seen_at = smile(id).unwrap().observed_at_ms;
		NowMs::set(seen_at + 120_000);
		assert_eq!(smile_status(id), Live);
		NowMs::set(seen_at + 120_001);
		assert_eq!(smile_status(id), Halted);
		next_window();
		assert_eq!((smile_status(id), concern(id)), (Halted, Some(Concern::TooOld)));
		assert!(!SmileVotes::<Test>::contains_key(id), "old votes are taken out");
		assert!(ListedSmiles::<Test>::get()[0].is_dormant);
		// Nothing more is to be done about it, and its forward can still be shown.
		let computed = surface(id).computed_at_ms;
		next_window_after(60_000);
		assert_eq!(surface(id).computed_at_ms, computed);
		assert_eq!(forward_of(id), price("60100"));

		level_rounds(id, 1, "60100", "0.5");
		assert_eq!(smile_status(id), Halted);
		level_rounds(id, 3, "60100", "0.5");
		assert_eq!(smile_status(id), Caution);
		level_rounds(id, 1, "60100", "0.5");
		assert_eq!(smile_status(id), Live);
	});
}

#[test]
fn votes_stick_and_age_without_being_repeated() {
	with_smiles(|| {
		let id = in_days(30);
		level_rounds(id, 2, "60100", "0.5");
		for step in 0..7 {
			if step == 3 {
				assert_ok!(report_smile(ALICE, level(id, "60100", "0.5")));
				assert_ok!(report_smile(BOB, level(id, "60100", "0.5")));
			}
			next_window_after(15_000);
			assert_eq!(smile_status(id), Live);
		}
		assert_eq!(surface(id).computed_at_ms, NowMs::get());
		// Carol's vote is too old now, and two of three are not enough reporters.
		next_window_after(15_000);
		assert_eq!((smile_status(id), concern(id)), (Caution, Some(Concern::NoQuorum)));
	});
}

#[test]
fn a_smile_that_nobody_votes_on_is_not_counted_in_every_window() {
	with_smiles(|| {
		let id = in_days(30);
		level_rounds(id, 1, "60100", "0.5");
		let computed = surface(id).computed_at_ms;
		let mut meter = WeightMeter::new();
		next_window_with(WINDOW_MS, &mut meter);
		assert_eq!(surface(id).computed_at_ms, computed);
		let feeds = <() as WeightInfo>::aggregate_feed(3).saturating_mul(2);
		let base = <() as WeightInfo>::on_window_base();
		assert_eq!(meter.consumed(), base.saturating_add(feeds));
	});
}

#[test]
fn the_forward_goes_along_with_the_index() {
	with_smiles(|| {
		rounds_of(BTC, 2, "60000");
		let id = in_days(30);
		level_rounds(id, 2, "60600", "0.5");
		assert_eq!(forward_of(id), price("60600"));
		// Nobody repeats the smile: the index alone moves it, at once, and the counting after it changes nothing.
		rounds_of(BTC, 1, "60300");
		assert_eq!(forward_of(id), price("60903"));
		rounds_of(BTC, 5, "60300");
		assert_eq!((forward_of(id), smile_status(id)), (price("60903"), Live));
	});
}

#[test]
fn time_takes_variance_away_and_leaves_volatility() {
	with_smiles(|| {
		let mut id = in_days(0);
		id.expiry += 600;
		level_rounds(id, 2, "60000", "0.5");
		let before = surface(id).nodes.totals[3];
		next_window_after(60_000);
		assert!(surface(id).nodes.totals[3] < before);
		assert_eq!(volatility_bps(id, "60000"), 5_000);
		assert_eq!(smile_status(id), Live);
	});
}

#[test]
fn an_expired_smile_is_forgotten() {
	with_smiles(|| {
		let mut id = in_days(0);
		id.expiry += 60;
		level_rounds(id, 2, "60000", "0.5");
		level_rounds(in_days(30), 1, "60000", "0.5");
		next_window_after(60_000);
		assert_eq!(smile(id), Err(FeedError::Unknown));
		assert!(!Surfaces::<Test>::contains_key(id) && !SmileVotes::<Test>::contains_key(id));
		let listed: Vec<_> = ListedSmiles::<Test>::get().iter().map(|it| it.id).collect();
		assert_eq!(listed, [in_days(30)]);
		assert!(events().contains(&Event::SmileForgotten { smile: id }));
	});
}

fn everyone_reports_days(days: core::ops::RangeInclusive<u64>) {
	let smiles: Vec<_> = days.map(|day| level(in_days(day), "60000", "0.5")).collect();
	for who in [ALICE, BOB, CAROL] {
		assert_ok!(report_smiles_at(who, NowMs::get(), &smiles));
	}
}

fn counted_days() -> Vec<u64> {
	let counted = |day: &u64| {
		Surfaces::<Test>::get(in_days(*day)).is_some_and(|it| it.computed_at_ms == NowMs::get())
	};
	(1..=6).filter(counted).collect()
}

#[test]
fn of_too_many_smiles_the_rest_is_counted_in_the_next_window() {
	with_smiles(|| {
		everyone_reports_days(1..=6);
		next_window();
		assert_eq!(counted_days(), [1, 2, 3, 4], "four may be counted in a window");
		assert_eq!(FirstSmile::<Test>::get(), Some(in_days(5)));
		everyone_reports_days(1..=6);
		next_window();
		assert_eq!(counted_days(), [1, 2, 5, 6]);
		assert_eq!(FirstSmile::<Test>::get(), Some(in_days(3)));
		next_window();
		assert_eq!(counted_days(), [3, 4]);
		assert_eq!(FirstSmile::<Test>::get(), None);
	});
}

#[test]
fn what_does_not_fit_into_the_meter_waits() {
	with_smiles(|| {
		everyone_reports_days(1..=3);
		let feeds = <() as WeightInfo>::on_window_base()
			.saturating_add(<() as WeightInfo>::aggregate_feed(3).saturating_mul(2));
		let one = <() as WeightInfo>::count_smile(3);
		let base = <() as WeightInfo>::step_smiles_base();
		next_window_with(WINDOW_MS, &mut WeightMeter::with_limit(feeds));
		assert!(counted_days().is_empty());
		let room_for_two = feeds.saturating_add(base).saturating_add(one.saturating_mul(2));
		next_window_with(WINDOW_MS, &mut WeightMeter::with_limit(room_for_two));
		assert_eq!(counted_days(), [1, 2]);
		assert_eq!(FirstSmile::<Test>::get(), Some(in_days(3)));
		next_window();
		assert_eq!(counted_days(), [3]);
	});
}

#[test]
fn who_loses_its_seat_has_no_vote_on_smiles_and_nor_has_the_next_on_it() {
	with_smiles(|| {
		let id = in_days(30);
		level_rounds(id, 2, "60000", "0.5");
		let number = seat(CAROL).number;
		assert_ok!(Oracle::remove_reporter(root(), CAROL));
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_ok!(Oracle::register_reporter(signed(DAVE), 1_000));
		assert_eq!(seat(DAVE).number, number);
		next_session(&[]);
		next_window_after(15_000);
		assert_eq!((smile_status(id), concern(id)), (Caution, Some(Concern::NoQuorum)));
		assert_eq!(SmileVotes::<Test>::get(id).len(), 2);
	});
}

#[test]
fn nodes_that_give_free_money_away_are_a_reason_for_caution() {
	with_smiles(|| {
		let id = in_days(30);
		readme_smile_is_live();
		let mut bulge = readme_nodes("60100");
		bulge.nodes.totals[3] = rate("0.0183");
		for _ in 0..3 {
			smile_round([bulge; 3]);
		}
		// At first the step limit held it back; then it arrived.
		for _ in 0..40 {
			smile_round([bulge; 3]);
		}
		assert_eq!((smile_status(id), concern(id)), (Caution, Some(Concern::Butterfly)));
	});
}

#[test]
fn smiles_that_cross_are_both_a_reason_for_caution() {
	with_smiles(|| {
		let (near, far) = (in_days(28), in_days(30));
		for _ in 0..3 {
			for who in [ALICE, BOB, CAROL] {
				let both = [level(near, "60000", "0.5"), level(far, "60000", "0.5")];
				assert_ok!(report_smiles_at(who, NowMs::get(), &both));
			}
			next_window();
		}
		assert_eq!((smile_status(near), smile_status(far)), (Live, Live));
		// 52 % for 28 days is more variance than 50 % for 30.
		for _ in 0..40 {
			for who in [ALICE, BOB, CAROL] {
				let both = [level(near, "60000", "0.52"), level(far, "60000", "0.5")];
				assert_ok!(report_smiles_at(who, NowMs::get(), &both));
			}
			next_window();
		}
		for id in [near, far] {
			assert_eq!((smile_status(id), concern(id)), (Caution, Some(Concern::Calendar)));
		}
	});
}

#[test]
fn a_reporter_who_signs_with_several_keys_has_one_vote() {
	// Votes go by account, not by key.
	with_smiles(|| {
		let id = in_days(30);
		assert_ok!(name_key(ALICE, ALICE));
		next_session(&[]);
		assert_ok!(report_smile(ALICE, level(id, "60000", "0.5")));
		let smiles = oracle_core::Smiles::truncate_from(vec![level(id, "60010", "0.5")]);
		let bundle = bundle(ALICE, &[(BTC, "60000")]).with_smiles(smiles);
		assert_ok!(next_window_with_bundles(vec![signed_by(ALICE, bundle)]));
		let votes = SmileVotes::<Test>::get(id);
		assert_eq!((votes.len(), votes[0].nodes.forward), (1, price("60010")));
	});
}

#[test]
fn a_pause_of_the_underlyings_volatility_pauses_all_its_smiles() {
	ExtBuilder::default().feed(BTC_VOLATILITY, quick()).build_and_execute(|| {
		SurfaceRules::<Test>::put(quick_rule());
		rounds_of(BTC_VOLATILITY, 2, "0.5");
		readme_smile_is_live();
		let id = in_days(30);
		assert_ok!(Oracle::pause_feed(signed(COMMITTEE), BTC_VOLATILITY, 9_000));
		assert_eq!((smile_status(id), concern(id)), (Halted, Some(Concern::Paused)));
		assert_noop!(propose(ALICE, id, readme_slice()), Error::<Test>::SmilePaused);
		next_window_after(9_000);
		// From then on they heal as after any halt.
		assert_eq!((smile_status(id), concern(id)), (Halted, Some(Concern::Recovering)));
		let after: Vec<_> = (0..5)
			.map(|_| {
				smile_round([readme_nodes("60100"); 3]);
				smile_status(id)
			})
			.collect();
		assert_eq!(after, [Halted, Halted, Caution, Caution, Live]);
	});
}
