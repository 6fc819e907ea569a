// SPDX-License-Identifier: Apache-2.0
//! How a session is judged, from votes to faults.

use super::*;
use crate::{Fault, Reporters, Scores, Standing};
use oracle_core::score::Score;

/// Seven validators of one weight.
const ALL: [AccountId; 7] = [11, 12, 13, 14, 15, 16, 17];
const LAST: AccountId = 17;

fn chain() -> ExtBuilder {
	ExtBuilder::default().reporters(&[]).validators(&ALL)
}

/// All but the last say `value` in each of so many rounds; the last says what `last` gives, if anything.
fn rounds_with(count: u32, value: &str, last: impl Fn(u32) -> Option<String>) {
	for number in 0..count {
		let mut votes: Vec<(AccountId, &str)> = ALL[..6].iter().map(|who| (*who, value)).collect();
		let said = last(number);
		if let Some(said) = &said {
			votes.push((LAST, said));
		}
		bundle_round(&votes);
	}
}

fn faults() -> Vec<(AccountId, Fault)> {
	ReportedFaults::get().into_iter().map(|it| (it.offender, it.fault)).collect()
}

fn score(who: AccountId) -> Score {
	let number = seat(who).number;
	let scores = Scores::<Test>::get();
	scores.iter().find(|(seat, _)| *seat == number).expect("it has a score").1
}

#[test]
fn a_quiet_session_has_no_faults() {
	chain().build_and_execute(|| {
		rounds_with(120, "60000", |_| Some("60010".into()));
		assert_eq!(score(LAST).votes, 120);
		assert_eq!(score(LAST).missed, 0);
		next_session(&ALL);
		assert_eq!(faults(), []);
		assert!(Scores::<Test>::get().is_empty());
	});
}

#[test]
fn the_scores_of_the_last_session_can_be_asked_for_in_the_next() {
	ExtBuilder::default().build_and_execute(|| assert_eq!(Oracle::api_last_scores(), None));
	chain().build_and_execute(|| {
		rounds_with(10, "60000", |number| (number > 3).then(|| "60010".into()));
		let (session, of_last) = (Session::get(), score(LAST));
		next_session(&ALL);
		rounds_with(1, "60000", |_| None);
		let last = Oracle::api_last_scores().expect("a session is over");
		assert_eq!((last.session, last.scores.len()), (session, ALL.len()));
		assert!(last.scores.contains(&(LAST, of_last)));
	});
}

#[test]
fn who_is_missed_in_a_fifth_of_a_session_is_reported_and_keeps_its_seat() {
	chain().build_and_execute(|| {
		rounds_with(150, "60000", |number| (number >= 45).then(|| "60000".into()));
		assert_eq!(score(LAST).missed, 45);
		let session = Session::get();
		next_session(&ALL);
		assert_eq!(faults(), [(LAST, Fault::Absence)]);
		assert_eq!(ReportedFaults::get()[0].session, session);
		assert!(is_seated(LAST));
		assert!(Chilled::get().is_empty());
	});
}

#[test]
fn who_is_missed_in_half_of_a_session_must_stand_for_election_anew() {
	chain().build_and_execute(|| {
		rounds_with(150, "60000", |number| (number >= 80).then(|| "60000".into()));
		next_session(&ALL);
		assert_eq!(faults(), [(LAST, Fault::LongAbsence)]);
		assert_eq!(Chilled::get(), [LAST]);
		assert!(is_seated(LAST), "its weight still has to be heard");
	});
}

#[test]
fn an_author_who_leaves_out_votes_of_others_makes_nobody_absent() {
	chain().build_and_execute(|| {
		// Every third author carries nothing of the last validator.
		rounds_with(150, "60000", |number| (number % 3 != 2).then(|| "60000".into()));
		assert_eq!(score(LAST).missed, 0);
		next_session(&ALL);
		assert_eq!(faults(), []);
	});
}

#[test]
fn nobody_is_absent_when_more_than_a_third_are() {
	let parameters = crate::FeedParameters { min_reporters: 1, ..quick() };
	chain().feed(BTC, parameters).build_and_execute(|| {
		for _ in 0..150 {
			let votes: Vec<_> = ALL[..4].iter().map(|who| (*who, "60000")).collect();
			bundle_round(&votes);
		}
		next_session(&ALL);
		assert_eq!(faults(), []);
	});
}

#[test]
fn votes_off_in_one_session_are_noted_and_in_three_a_fault() {
	chain().build_and_execute(|| {
		// Half a percent and a little, in one of ten rounds.
		let off = |number: u32| {
			Some(if number.is_multiple_of(10) { "60310".into() } else { "60000".to_string() })
		};
		for session in 1..=2 {
			rounds_with(120, "60000", off);
			assert_eq!(score(LAST).outliers, 12);
			next_session(&ALL);
			assert_eq!((faults(), seat(LAST).record.0.count_ones()), (vec![], session));
		}
		rounds_with(120, "60000", off);
		next_session(&ALL);
		assert_eq!(faults(), [(LAST, Fault::Deviation)]);
		assert!(is_seated(LAST));
	});
}

#[test]
fn a_lie_of_more_than_five_percent_in_ten_rounds_costs_the_seat() {
	chain().build_and_execute(|| {
		rounds_with(9, "60000", |_| Some("66000".into()));
		next_session(&ALL);
		assert_eq!(faults(), []);
		rounds_with(10, "60000", |_| Some("66000".into()));
		next_session(&ALL);
		assert_eq!(faults(), [(LAST, Fault::GrossDeviation)]);
		assert!(!is_seated(LAST));
		for _ in 1..SUSPENSION_SESSIONS {
			next_session(&ALL);
		}
		assert!(is_seated(LAST));
	});
}

#[test]
fn a_lie_that_is_dated_back_costs_the_seat_as_well() {
	chain().build_and_execute(|| {
		rounds_with(4, "60000", |_| None);
		for _ in 0..10 {
			let mut bundles: Vec<_> = ALL[..6].iter().map(|who| vote_of(*who, "60000")).collect();
			let mut lie = bundle(LAST, &[(BTC, "66000")]);
			lie.observed_at_ms -= 7_000;
			bundles.push(signed_by(LAST, lie));
			next_window_with_bundles(bundles).unwrap();
		}
		assert_eq!((score(LAST).votes, score(LAST).gross), (10, 10));
		next_session(&ALL);
		assert_eq!(faults(), [(LAST, Fault::GrossDeviation)]);
	});
}

#[test]
fn who_speaks_seldom_is_judged_by_what_it_says() {
	chain().build_and_execute(|| {
		for session in 1..=3 {
			rounds_with(200, "60000", |number| {
				number.is_multiple_of(5).then(|| "60310".to_string())
			});
			assert_eq!((score(LAST).votes, score(LAST).outliers), (40, 40));
			next_session(&ALL);
			assert_eq!(faults().is_empty(), session < 3, "session {session}");
		}
		assert_eq!(faults(), [(LAST, Fault::Deviation)]);
	});
}

#[test]
fn nobody_is_punished_when_more_than_a_third_is_off_together() {
	chain().build_and_execute(|| {
		for _ in 0..120 {
			let votes: Vec<_> = ALL
				.iter()
				.map(|who| (*who, if *who >= 15 { "66000" } else { "60000" }))
				.collect();
			bundle_round(&votes);
		}
		assert_eq!(score(LAST).outliers, 0);
		next_session(&ALL);
		assert_eq!(faults(), []);
	});
}

#[test]
fn the_loss_of_an_outside_reporter_for_votes_off_waits() {
	let reporters = [(ALICE, 1_000)];
	ExtBuilder::default()
		.reporters(&reporters)
		.validators(&ALL)
		.build_and_execute(|| {
			// What she says first is of a moment about which nobody else has spoken yet.
			for _ in 0..11 {
				assert_ok!(report(ALICE, BTC, "66000"));
				let votes: Vec<_> = ALL.iter().map(|who| (*who, "60000")).collect();
				bundle_round(&votes);
			}
			next_session(&ALL);
			let record = Reporters::<Test>::get(ALICE).unwrap();
			let waiting: Vec<_> = record.penalties.iter().map(|penalty| penalty.amount).collect();
			assert_eq!(waiting, [20]);
			assert_eq!(record.standing, Standing::Removed);
			assert_eq!((Slashed::get(), faults()), (0, vec![]));
			assert!(events().contains(&Event::FaultFound {
				reporter: ALICE,
				fault: Fault::GrossDeviation,
				session: Session::get() - 1
			}));
		});
}

/// What Alice says of Bitcoin by bundle in each of so many rounds, while all validators say 60,000.
fn rounds_with_alice(count: u32, said: impl Fn(u32) -> &'static str) {
	for number in 0..count {
		let mut votes: Vec<_> = ALL.iter().map(|who| (*who, "60000")).collect();
		votes.push((ALICE, said(number)));
		bundle_round(&votes);
	}
}

/// Half a percent and a little, in one of ten rounds.
fn off_at_times(number: u32) -> &'static str {
	if number.is_multiple_of(10) {
		"60310"
	} else {
		"60000"
	}
}

/// Alice is an outside reporter who signs bundles.
fn chain_with_alice(story: impl FnOnce()) {
	ExtBuilder::default()
		.reporters(&[(ALICE, 1_000)])
		.validators(&ALL)
		.build_and_execute(|| {
			assert_ok!(name_key(ALICE, ALICE));
			next_session(&ALL);
			story();
		});
}

/// What Alice will lose, one by one.
fn waiting() -> Vec<Balance> {
	let record = Reporters::<Test>::get(ALICE).unwrap();
	record.penalties.iter().map(|penalty| penalty.amount).collect()
}

#[test]
fn who_leaves_just_before_it_is_judged_loses_what_it_would_have_lost() {
	for leaves in [false, true] {
		chain_with_alice(|| {
			rounds_with_alice(11, |_| "66000");
			if leaves {
				assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
			}
			next_session(&ALL);
			assert_eq!(waiting(), [20]);
			assert_eq!(Reporters::<Test>::get(ALICE).unwrap().standing, Standing::Removed);
			assert_eq!((Slashed::get(), faults()), (0, vec![]));
			assert!(events().contains(&Event::FaultFound {
				reporter: ALICE,
				fault: Fault::GrossDeviation,
				session: Session::get() - 1
			}));
			next_window_after(PENALTY_DELAY_MS);
			next_session(&ALL);
			assert_eq!(Slashed::get(), 20);
			let record = Reporters::<Test>::get(ALICE).unwrap();
			assert_eq!(record.unbonding.unwrap().amount, 980);
		});
	}
}

#[test]
fn who_leaves_is_still_missed() {
	let reporters = [(ALICE, 100_000)];
	ExtBuilder::default()
		.reporters(&reporters)
		.validators(&ALL)
		.build_and_execute(|| {
			rounds_with(120, "60000", |_| Some("60000".into()));
			assert_ok!(Oracle::unbond(signed(ALICE), 100_000));
			next_session(&ALL);
			assert_eq!(Slashed::get(), 100);
			let record = Reporters::<Test>::get(ALICE).unwrap();
			assert_eq!(record.standing, Standing::Removed);
			assert_eq!(record.unbonding.unwrap().amount, 99_900);
		});
}

#[test]
fn who_leaves_and_comes_back_is_remembered_by_the_sessions_in_which_its_votes_were_off() {
	chain_with_alice(|| {
		for _ in 0..2 {
			rounds_with_alice(120, off_at_times);
			next_session(&ALL);
		}
		assert_eq!(seat(ALICE).record.0.count_ones(), 2);
		assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
		next_session(&ALL);
		assert!(!is_seated(ALICE));
		assert_ok!(Oracle::register_reporter(signed(ALICE), 1_000));
		assert_eq!(seat(ALICE).record.0.count_ones(), 2);
		next_session(&ALL);
		assert!(waiting().is_empty());
		rounds_with_alice(120, off_at_times);
		next_session(&ALL);
		// Half a percent of the bond and of what unbonds.
		assert_eq!(waiting(), [10]);
		assert_eq!(seat(ALICE).record.0, 0);
	});
}

#[test]
fn what_was_answered_for_is_not_remembered_by_the_next_seat() {
	chain_with_alice(|| {
		rounds_with_alice(120, off_at_times);
		next_session(&ALL);
		assert_eq!(seat(ALICE).record.0.count_ones(), 1);
		rounds_with_alice(10, |_| "66000");
		next_session(&ALL);
		assert!(!is_seated(ALICE));
		assert_ok!(Oracle::admit_reporter(root(), ALICE));
		assert_ok!(Oracle::register_reporter(signed(ALICE), 1_000));
		assert_eq!(seat(ALICE).record.0, 0);
	});
}

#[test]
fn an_outside_reporter_loses_at_once_for_absence() {
	let reporters = [(ALICE, 100_000)];
	ExtBuilder::default()
		.reporters(&reporters)
		.validators(&ALL)
		.build_and_execute(|| {
			rounds_with(120, "60000", |_| Some("60000".into()));
			next_session(&ALL);
			// A tenth of a percent, and it must be admitted anew.
			assert_eq!(Slashed::get(), 100);
			assert_eq!(Reporters::<Test>::get(ALICE).unwrap().standing, Standing::Removed);
		});
}

#[test]
fn who_only_repeats_the_chain_is_named() {
	chain().build_and_execute(|| {
		let mut shown_last = "60000".to_string();
		for number in 0..130u32 {
			let value = format!("{}", 60_000 + number);
			let mut votes: Vec<(AccountId, &str)> =
				ALL[..6].iter().map(|who| (*who, value.as_str())).collect();
			votes.push((LAST, &shown_last));
			bundle_round(&votes);
			shown_last = value;
		}
		let session = Session::get();
		next_session(&ALL);
		let copying: Vec<_> = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::ReporterCopies { reporter, session } => Some((reporter, session)),
				_ => None,
			})
			.collect();
		assert_eq!(copying, [(LAST, session)]);
		assert_eq!(faults(), []);
	});
}

#[test]
fn a_vote_that_an_author_held_back_is_not_held_against_its_giver() {
	chain().build_and_execute(|| {
		rounds_with(3, "60000", |_| Some("60000".into()));
		let held_back = vote_of(LAST, "60000");
		next_window();
		next_window();
		// The market moved by a percent while the author sat on it.
		let mut bundles: Vec<_> = ALL[..6].iter().map(|who| vote_of(*who, "60600")).collect();
		bundles.push(held_back);
		next_window_with_bundles(bundles).unwrap();
		assert_eq!(score(LAST).outliers, 0);
		assert_eq!(score(ALL[0]).outliers, 0);
	});
}

#[test]
fn a_second_vote_of_a_window_does_not_undo_what_the_one_before_foretold() {
	chain().build_and_execute(|| {
		rounds_with(2, "60000", |_| Some("60000".into()));
		let others = || -> Vec<_> { ALL[..6].iter().map(|who| vote_of(*who, "60000")).collect() };
		// What the last one says is carried a round late, and so far off that it foretells nothing.
		let far_off = vote_of(LAST, "66000");
		next_window_with_bundles(others()).unwrap();
		let right = vote_of(LAST, "60000");
		next_window_with_bundles([others(), vec![far_off]].concat()).unwrap();
		let before = score(LAST);
		// Now that the median is out it says two other things, of which the second takes the place of the first.
		let twice = vec![right, vote_of(LAST, "60000")];
		next_window_with_bundles([others(), twice].concat()).unwrap();
		let after = score(LAST);
		assert_eq!((after.compared, after.foresight), (before.compared + 1, before.foresight));
	});
}

#[test]
fn a_vote_carried_a_round_late_in_a_jump_is_not_held_against_its_giver() {
	chain().build_and_execute(|| {
		rounds_with(3, "60000", |_| Some("60000".into()));
		let late = vote_of(LAST, "60000");
		rounds_with(1, "60000", |_| None);
		// The market jumps by a percent, and the author carries what the last validator said before.
		let mut bundles: Vec<_> = ALL[..6].iter().map(|who| vote_of(*who, "60600")).collect();
		bundles.push(late);
		next_window_with_bundles(bundles).unwrap();
		assert_eq!((score(LAST).votes, score(LAST).outliers), (4, 0));
		// Who says it of a later moment has nobody to blame.
		rounds_with(1, "60600", |_| Some("60000".into()));
		assert_eq!(score(LAST).outliers, 1);
	});
}
