// SPDX-License-Identifier: Apache-2.0
//! How reporters are judged by their votes on feeds.

use super::*;
use crate::{
	score::{
		conduct_of, Conduct, Given, Record, Score, Showing, Verdict, FORESIGHT, VOTES_REMEMBERED,
	},
	Fault,
};
use alloc::vec::Vec;
use proptest::prelude::*;

fn price(units: u128) -> Price {
	Price::from_inner(units)
}

fn seen(value: u128, ago_ms: u64) -> Given {
	Given { value: price(value), observed_at_ms: NOW_MS - ago_ms }
}

/// Everybody of one weight, with a new vote of the same moment.
fn voting(votes: &[u128]) -> Vec<Showing> {
	votes
		.iter()
		.map(|vote| Showing {
			weight: 1,
			vote: Some(seen(*vote, 0)),
			is_new: true,
			earlier: [None; VOTES_REMEMBERED],
			before: None,
		})
		.collect()
}

fn conduct(showings: &[Showing], median: u128) -> Vec<Conduct> {
	conduct_of(showings, price(median), Some(price(999_999))).unwrap()
}

#[test]
fn the_least_limit_is_half_a_percent_of_the_median() {
	let mut votes = [1_000_000; 7];
	votes[6] = 1_005_000;
	assert!(!conduct(&voting(&votes), 1_000_000)[6].outlier);
	votes[6] = 1_005_001;
	let found = conduct(&voting(&votes), 1_000_000);
	assert!(found[6].outlier && !found[6].gross);
	assert!(!found[0].outlier);
}

#[test]
fn votes_that_spread_are_judged_by_their_spread() {
	// The median distance is 2,000, the width 2,966 rounded up: far begins beyond 17,796.
	let off = |last: u128| {
		let votes = [997_000, 998_000, 999_000, 1_000_000, 1_001_000, 1_002_000, last];
		conduct(&voting(&votes), 1_000_000)[6].outlier
	};
	assert!(!off(1_017_790), "not far from the median");
	assert!(!off(1_018_000), "far from it, and from four of seven");
	assert!(off(1_018_800), "from five");
}

#[test]
fn nobody_is_off_when_more_than_a_third_are() {
	let votes = [1_000_000, 1_000_000, 1_000_000, 1_100_000, 1_100_000];
	let found = conduct(&voting(&votes), 1_000_000);
	assert!(found.iter().all(|conduct| !conduct.outlier && !conduct.gross));
}

#[test]
fn gross_is_five_percent_while_two_thirds_agree() {
	let votes = [1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_050_001];
	assert!(conduct(&voting(&votes), 1_000_000)[4].gross);
	// 3 of 5 within half a percent are fewer than two thirds.
	let votes = [1_000_000, 1_000_000, 1_000_000, 1_006_000, 1_050_001];
	let found = conduct(&voting(&votes), 1_000_000);
	assert!(!found[4].gross);
}

#[test]
fn who_has_no_vote_missed_the_round_unless_a_third_are_gone() {
	let mut showings = voting(&[1_000_000; 4]);
	showings[0].vote = None;
	assert!(conduct(&showings, 1_000_000)[0].missed);
	showings[1].vote = None;
	assert!(!conduct(&showings, 1_000_000)[0].missed);
}

#[test]
fn a_vote_that_only_sticks_is_not_scored_again() {
	let mut showings = voting(&[1_000_000, 1_000_000, 1_000_000, 1_100_000]);
	showings[3].is_new = false;
	assert_eq!(conduct(&showings, 1_000_000)[3], Conduct::default());
}

#[test]
fn nobody_is_off_whom_less_than_two_thirds_contradict_about_the_same_moment() {
	let mut showings = voting(&[1_000_000, 1_000_000, 1_000_000, 1_100_000]);
	assert!(conduct(&showings, 1_000_000)[3].gross);
	showings[0].vote = Some(seen(1_000_000, 1_500));
	assert!(conduct(&showings, 1_000_000)[3].gross, "half a slot is the same moment");
	showings[0].vote = Some(seen(1_000_000, 1_501));
	let found = conduct(&showings, 1_000_000)[3];
	assert!(!found.outlier && !found.gross && found.voted);
}

#[test]
fn a_vote_from_before_a_jump_is_held_against_what_others_said_then() {
	let mut showings = voting(&[1_020_000, 1_020_000, 1_020_000, 1_000_000]);
	showings[3].vote = Some(seen(1_000_000, 3_000));
	assert!(!conduct(&showings, 1_020_000)[3].outlier, "they said nothing");
	for other in &mut showings[..3] {
		other.earlier[0] = Some(seen(1_000_000, 3_100));
	}
	assert!(!conduct(&showings, 1_020_000)[3].outlier, "they said the same");
	showings[3].vote = Some(seen(990_000, 3_000));
	assert!(conduct(&showings, 1_020_000)[3].outlier, "they said something else");
}

#[test]
fn who_said_two_things_about_one_moment_contradicts_what_is_far_from_both() {
	let mut showings = voting(&[1_000_000, 1_000_000, 1_000_000, 1_010_000]);
	for other in &mut showings[..3] {
		other.earlier[0] = Some(seen(1_012_000, 1_000));
	}
	assert!(!conduct(&showings, 1_000_000)[3].outlier);
	showings[3].vote = Some(seen(990_000, 0));
	assert!(conduct(&showings, 1_000_000)[3].outlier);
}

#[test]
fn a_vote_that_is_dated_back_answers_for_that_moment() {
	let mut showings = voting(&[1_000_000, 1_000_000, 1_000_000, 1_100_000]);
	showings[3].vote = Some(seen(1_100_000, 9_500));
	assert!(!conduct(&showings, 1_000_000)[3].gross, "nobody spoke of it");
	for other in &mut showings[..3] {
		other.earlier = [3_000, 6_000, 9_000, 12_000].map(|ago_ms| Some(seen(1_000_000, ago_ms)));
	}
	assert!(conduct(&showings, 1_000_000)[3].gross);
	// The market was there then.
	for other in &mut showings[..3] {
		other.earlier[2] = Some(seen(1_100_000, 9_000));
	}
	assert!(!conduct(&showings, 1_000_000)[3].outlier);
}

#[test]
fn the_truth_is_not_off_when_the_others_are_late_and_a_lie_holds_the_median() {
	// The market went from 1,000,000 over 1,030,000 to 1,060,000; one says so, one says what was a round ago,
	// one lies, and the last was left out.
	let mut showings = voting(&[1_060_000, 1_030_000, 1_000_000]);
	showings[1].vote = Some(seen(1_030_000, 3_000));
	showings.push(Showing { vote: None, is_new: false, ..showings[0] });
	let found = conduct(&showings, 1_030_000);
	assert!(found.iter().all(|conduct| !conduct.outlier && !conduct.gross));
}

#[test]
fn giving_the_chains_value_back_is_a_copy_only_if_the_market_moved() {
	let showings = voting(&[999_999, 1_000_000, 1_000_000, 1_000_000]);
	let found = conduct(&showings, 1_000_000);
	assert!(found[0].copied && !found[1].copied && found[1].moved);
	let still = conduct(&showings, 999_999);
	assert!(!still[0].copied && !still[0].moved);
}

#[test]
fn a_vote_is_held_against_the_next_median_by_the_width_of_the_votes() {
	// All agree on 1,000,000: the width is 200, and six of it are 1,200.
	let mut showings = voting(&[1_000_000; 5]);
	for (showing, before) in showings.iter_mut().zip([1_000_000, 999_700, 1_000_600, 998_800]) {
		showing.before = Some(price(before));
	}
	let found = conduct(&showings, 1_000_000);
	let foresight: Vec<_> = found.iter().map(|conduct| conduct.foresight).collect();
	assert_eq!(foresight, [Some(1_000_000), Some(750_000), Some(500_000), Some(0), None]);
}

#[test]
fn merit_is_weight_times_coverage_times_foresight() {
	let score = Score {
		rounds: 200,
		votes: 150,
		compared: 100,
		foresight: 80 * u64::from(FORESIGHT),
		..Default::default()
	};
	assert_eq!(score.merit(1_000), Ok(600));
	assert_eq!(Score { votes: 300, ..score }.merit(1_000), Ok(800), "nobody covers more than all");
	assert_eq!(Score { compared: 0, ..score }.merit(1_000), Ok(0));
	assert_eq!(Score::default().merit(u128::MAX), Ok(0));
	assert_eq!(Score { votes: 200, compared: 80, ..score }.merit(u128::MAX), Ok(u128::MAX));
}

#[test]
fn smiles_add_as_much_merit_as_feeds_to_whoever_sees_both() {
	let feeds = Score { rounds: 200, votes: 200, compared: 100, ..Default::default() };
	let perfect = 100 * u64::from(FORESIGHT);
	let score = Score { foresight: perfect, smile_rounds: 100, ..feeds };
	assert_eq!(score.merit(1_000), Ok(1_000));
	assert_eq!(Score { smile_foresight: perfect, ..score }.merit(1_000), Ok(2_000));
	assert_eq!(Score { smile_foresight: perfect / 4, ..score }.merit(1_000), Ok(1_250));
	let only_smiles = Score { smile_rounds: 100, smile_foresight: perfect, ..Default::default() };
	assert_eq!(only_smiles.merit(1_000), Ok(1_000));
}

#[test]
fn verdicts_begin_one_beyond_their_limits() {
	let score = Score { rounds: 200, votes: 200, moving: 200, ..Default::default() };
	let of = |change: fn(&mut Score)| {
		let mut changed = score;
		change(&mut changed);
		changed.verdict()
	};
	assert_eq!(score.verdict(), Verdict::default());
	assert_eq!(of(|it| it.missed = 40).absence, None);
	assert_eq!(of(|it| it.missed = 41).absence, Some(Fault::Absence));
	assert_eq!(of(|it| it.missed = 100).absence, Some(Fault::Absence));
	assert_eq!(of(|it| it.missed = 101).absence, Some(Fault::LongAbsence));
	assert!(!of(|it| it.outliers = 10).is_deviant && of(|it| it.outliers = 11).is_deviant);
	let smiles = |outliers| {
		Score { smile_rounds: 200, smile_votes: 200, smile_outliers: outliers, ..score }
			.verdict()
			.is_deviant
	};
	assert!(!smiles(10) && smiles(11));
	assert!(!of(|it| it.gross = 9).is_gross && of(|it| it.gross = 10).is_gross);
	assert!(!of(|it| it.copies = 196).is_copying && of(|it| it.copies = 197).is_copying);
	// Who speaks seldom is judged by what it says, if that is more than bad luck.
	let seldom = |votes, outliers| {
		let seldom = Score { rounds: 800, votes, outliers, ..Default::default() };
		seldom.verdict().is_deviant
	};
	assert!(!seldom(4, 4) && seldom(5, 5) && seldom(40, 5) && !seldom(100, 5));
	let seldom =
		Score { smile_rounds: 200, smile_votes: 6, smile_outliers: 5, ..Default::default() };
	assert!(seldom.verdict().is_deviant);
	// A short session judges nobody by shares.
	let short = Score { rounds: 99, missed: 99, votes: 0, ..Default::default() };
	assert_eq!(short.verdict(), Verdict::default());
}

#[test]
fn three_deviant_sessions_of_thirty_are_a_fault() {
	let after = |sessions: &[bool]| {
		let mut record = Record::default();
		sessions
			.iter()
			.map(|is_deviant| {
				let (next, fault) = record.after_session(*is_deviant);
				record = next;
				fault
			})
			.collect::<Vec<_>>()
	};
	assert_eq!(after(&[true, true, true, true]), [false, false, true, false]);
	let mut far_apart = vec![true, true];
	far_apart.extend([false; 28]);
	far_apart.push(true);
	assert!(!after(&far_apart).contains(&true), "the first is thirty sessions ago");
	far_apart.remove(5);
	far_apart[29] = true;
	assert!(after(&far_apart).contains(&true));
}

proptest! {
	/// Whatever a minority says, nobody near the median of an honest majority is off.
	#[test]
	fn honest_reporters_within_half_a_percent_are_never_off(
		honest in prop::collection::vec(1_000_000u128..1_002_500, 4..10),
		lies in prop::collection::vec(1u128..1u128 << 60, 0..3),
	) {
		let votes: Vec<u128> = honest.iter().chain(&lies).copied().collect();
		let mut sorted = votes.clone();
		sorted.sort_unstable();
		let median = sorted[(sorted.len() - 1) / 2];
		let found = conduct(&voting(&votes), median);
		for conduct in &found[..honest.len()] {
			prop_assert!(!conduct.outlier && !conduct.gross);
		}
	}
}
