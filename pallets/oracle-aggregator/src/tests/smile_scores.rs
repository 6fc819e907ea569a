// SPDX-License-Identifier: Apache-2.0
//! What votes on smiles earn and cost.

use super::{smile_stories::*, *};
use crate::{Earned, Fault, RewardShare, Scores};
use market_maths::units::Cash;
use oracle_core::{score::Score, Smiles};
use sp_runtime::Perbill;

fn score(who: AccountId) -> Score {
	let number = seat(who).number;
	let scores = Scores::<Test>::get();
	scores.iter().find(|(seat, _)| *seat == number).expect("it has a score").1
}

/// Alice and Bob see half, and Carol what she likes.
fn rounds_with(count: u32, carol: &str) {
	let id = in_days(30);
	for _ in 0..count {
		let seen = level(id, "60100", "0.5");
		smile_round([seen, seen, level(id, "60100", carol)]);
	}
}

#[test]
fn who_is_far_off_about_volatility_in_three_sessions_answers_for_it() {
	with_smiles(|| {
		for session in 1..=3 {
			rounds_with(110, "0.6");
			let score = score(CAROL);
			assert_eq!((score.smile_votes, score.smile_outliers), (110, 110));
			let fault = Event::FaultFound {
				reporter: CAROL,
				fault: Fault::Deviation,
				session: Session::get(),
			};
			next_session(&[]);
			assert_eq!(events().contains(&fault), session == 3, "in session {session}");
		}
	});
}

#[test]
fn who_is_off_by_less_than_the_agreement_band_is_not() {
	with_smiles(|| {
		// A variance of 1.28 times the others'.
		rounds_with(110, "0.566");
		assert_eq!((score(CAROL).smile_votes, score(CAROL).smile_outliers), (110, 0));
		assert!(score(CAROL).smile_foresight < score(ALICE).smile_foresight);
	});
}

#[test]
fn a_vote_that_sticks_is_compared_with_every_counting_and_never_off() {
	with_smiles(|| {
		let id = in_days(30);
		let seen = level(id, "60100", "0.5");
		smile_round([seen, seen, level(id, "60100", "0.9")]);
		assert_eq!(score(CAROL).smile_outliers, 1);
		for _ in 0..5 {
			report_smile(ALICE, seen).unwrap();
			report_smile(BOB, seen).unwrap();
			next_window();
		}
		let carol = score(CAROL);
		assert_eq!((carol.smile_rounds, carol.smile_votes, carol.smile_outliers), (6, 1, 1));
		assert_eq!(carol.smile_foresight, 0, "she was further off than any width");
		assert!(score(ALICE).smile_foresight > 4_990_000);
	});
}

#[test]
fn who_is_far_off_in_a_few_votes_that_stick_answers_for_it() {
	with_smiles(|| {
		for session in 1..=3 {
			for number in 0..110 {
				let seen = level(in_days(30), "60100", "0.5");
				report_smile(ALICE, seen).unwrap();
				report_smile(BOB, seen).unwrap();
				if number % 20 == 0 {
					report_smile(CAROL, level(in_days(30), "60100", "0.6")).unwrap();
				}
				next_window();
			}
			assert_eq!((score(CAROL).smile_votes, score(CAROL).smile_outliers), (6, 6));
			let fault = Event::FaultFound {
				reporter: CAROL,
				fault: Fault::Deviation,
				session: Session::get(),
			};
			next_session(&[]);
			assert_eq!(events().contains(&fault), session == 3, "in session {session}");
		}
	});
}

#[test]
fn a_new_vote_earns_nothing_by_knowing_the_median_however_it_is_dated() {
	with_smiles(|| {
		let id = in_days(30);
		let of = |volatility| level(id, "60100", volatility);
		smile_round([of("0.5"); 3]);
		// The market moves. Carol has heard what the others say, and dates it back by more than two slots.
		NowMs::mutate(|now| *now += 9_000);
		report_smile(ALICE, of("0.51")).unwrap();
		report_smile(BOB, of("0.51")).unwrap();
		report_smiles_at(CAROL, NowMs::get() - 7_000, &[of("0.51")]).unwrap();
		let before = score(CAROL).smile_foresight;
		next_window();
		let (carol, alice) = (score(CAROL), score(ALICE));
		assert_eq!((carol.smile_votes, alice.smile_votes), (2, 2));
		let earned = carol.smile_foresight - before;
		// 0.5 was 4 % of the variance away from 0.51, and 15 % are the width.
		assert!((700_000..780_000).contains(&earned), "{earned}");
	});
}

#[test]
fn whoever_sees_options_as_well_earns_twice_as_much() {
	let all: [AccountId; 4] = [11, 12, 13, 14];
	ExtBuilder::default().reporters(&[]).validators(&all).build_and_execute(|| {
		RewardShare::<Test>::put(Perbill::from_percent(10));
		Fees::set("1000".parse::<Cash>().unwrap().into_inner());
		for _ in 0..120 {
			let seen = level(in_days(30), "60100", "0.5");
			let bundles = all.map(|who| {
				let smiles = if who == 14 { vec![] } else { vec![seen] };
				let bundle = bundle(who, &[(BTC, "60000")]);
				signed_by(who, bundle.with_smiles(Smiles::truncate_from(smiles)))
			});
			next_window_with_bundles(bundles.to_vec()).unwrap();
		}
		next_session(&all);
		let earned = all.map(|who| Earned::<Test>::get(who).into_inner());
		assert_eq!(earned.iter().sum::<i128>(), "100".parse::<Cash>().unwrap().into_inner());
		assert!(earned[..3].iter().all(|one| (one - earned[0]).abs() <= 1), "{earned:?}");
		// The first counting had nothing to compare.
		let (with, without) = (earned[0], earned[3]);
		assert!(with * 100 > without * 198 && with < without * 2, "{earned:?}");
	});
}
