// SPDX-License-Identifier: Apache-2.0
//! How reporters are judged by their votes on smiles.

use super::*;
use crate::{
	Neighbours, ReplacedSmile, SmileBallot, SmileConduct, SmileCounting, SmileOutcome,
	SmileShowing, Surface, SurfaceRule,
};
use alloc::vec::Vec;
use market_maths::units::Rate;
use proptest::prelude::*;

/// What three reporters and a fourth say of a smile, one window after `last` was counted.
struct Scene {
	/// At the money and everywhere else, of all but the last.
	others: &'static str,
	last_one: SmileNodes,
	/// When the others saw it, in milliseconds before now.
	age_ms: u64,
	is_new: bool,
	replaced: Option<ReplacedSmile>,
	before: Option<Surface>,
}

fn scene(others: &'static str, last_one: &str) -> Scene {
	let last_one = nodes("64100", last_one);
	Scene { others, last_one, age_ms: 0, is_new: true, replaced: None, before: None }
}

fn rate(text: &str) -> Rate {
	text.parse().unwrap()
}

/// The surface that ballots make, and what those did who show themselves.
fn count(
	ballots: &[SmileBallot],
	showings: &[SmileShowing],
	last: Option<&Surface>,
) -> (Surface, Vec<SmileConduct>) {
	let (rule, neighbours) = (SurfaceRule::default(), Neighbours::default());
	let counting = SmileCounting {
		id: smile(Underlying::BTC),
		ballots,
		total_weight: 4,
		rule: &rule,
		neighbours: &neighbours,
		index: None,
		now_ms: NOW_MS,
	};
	let SmileOutcome::Renewed(made, _) = counting.count(last).unwrap() else {
		panic!("there is a quorum");
	};
	let conducts = counting.conduct(showings, &made).unwrap();
	(made, conducts)
}

impl Scene {
	fn ballots(&self) -> [SmileBallot; 4] {
		let nodes_of = |at: usize| if at < 3 { nodes("64100", self.others) } else { self.last_one };
		core::array::from_fn(|at| {
			let age_ms = if at < 3 { self.age_ms } else { 0 };
			let observed_at_ms = NOW_MS - age_ms;
			SmileBallot { nodes: nodes_of(at), observed_at_ms, index: None, weight: 1 }
		})
	}

	/// The surface that is made, and what the last one did.
	fn play(&self) -> (Surface, SmileConduct) {
		let ballots = self.ballots();
		let showings = ballots.map(|ballot| SmileShowing {
			weight: 1,
			vote: Some((ballot, self.is_new)),
			replaced: self.replaced,
		});
		let (made, conducts) = count(&ballots, &showings, self.before.as_ref());
		(made, conducts[3])
	}

	fn last_is_off(&self) -> bool {
		self.play().1.outlier
	}
}

#[test]
fn a_vote_is_off_beyond_the_agreement_band_at_any_node() {
	assert!(!scene("0.04", "0.052").last_is_off());
	assert!(scene("0.04", "0.0520001").last_is_off());
	assert!(scene("0.04", "0.0279999").last_is_off());
	let mut wing = scene("0.04", "0.04");
	wing.last_one.totals[6] = rate("0.06");
	assert!(wing.last_is_off());
	// The forward is allowed a tenth of it: 3 %.
	let mut far = scene("0.04", "0.04");
	far.last_one.forward = "66022".parse().unwrap();
	assert!(!far.last_is_off());
	far.last_one.forward = "66024".parse().unwrap();
	assert!(far.last_is_off());
}

#[test]
fn nobody_is_off_whom_less_than_two_thirds_contradict_about_the_same_moment() {
	let off = |age_ms| Scene { age_ms, ..scene("0.04", "0.09") }.last_is_off();
	assert!(off(6_000));
	assert!(!off(6_001), "the market may have been there when they looked");
}

#[test]
fn a_vote_that_only_sticks_is_not_off_again_and_shows_its_foresight() {
	let (_, conduct) = Scene { is_new: false, ..scene("0.04", "0.09") }.play();
	let foresight = Some(0);
	assert_eq!(conduct, SmileConduct { voted: false, outlier: false, foresight });
	// 15 % is the width of foresight: 0.0403 is five hundredths of it away from 0.04.
	let (_, conduct) = Scene { is_new: false, ..scene("0.04", "0.0403") }.play();
	assert_eq!(conduct.foresight, Some(950_000));
}

#[test]
fn of_a_new_vote_the_one_before_it_shows_the_foresight() {
	let ago = |observed_at_ms, at_the_money| ReplacedSmile {
		at_the_money: rate(at_the_money),
		observed_at_ms,
	};
	let foresight = |replaced| {
		let scene = Scene { replaced, ..scene("0.04", "0.04") };
		scene.play().1.foresight
	};
	assert_eq!(foresight(None), None);
	assert_eq!(foresight(Some(ago(NOW_MS, "0.04"))), Some(1_000_000));
	assert_eq!(foresight(Some(ago(NOW_MS, "0.043"))), Some(500_000));
	assert_eq!(foresight(Some(ago(NOW_MS - 120_001, "0.04"))), None, "it counted no more");
	// With time a variance grows less: 0.04 of a minute ago is a little less now.
	let of_a_minute_ago = foresight(Some(ago(NOW_MS - 60_000, "0.04"))).unwrap();
	assert!((999_800..1_000_000).contains(&of_a_minute_ago), "{of_a_minute_ago}");
}

#[test]
fn who_has_no_vote_did_nothing_wrong_and_earns_nothing() {
	let ballots = scene("0.04", "0.04").ballots();
	let absent = SmileShowing { weight: 1, vote: None, replaced: None };
	let (_, conducts) = count(&ballots, &[absent], None);
	assert_eq!(conducts, [SmileConduct::default()]);
}

proptest! {
	/// Whatever the fourth of four says, nobody whose variances are within a seventh of each other is off.
	#[test]
	fn honest_reporters_who_see_about_the_same_are_never_off(
		honest in prop::array::uniform3(40_000_000u64..46_000_000),
		lie in 1u64..4_000_000_000,
		before in proptest::option::of(30_000_000u64..60_000_000),
	) {
		let total = |units: u64| Rate::from_inner(i128::from(units) * 1_000_000_000);
		let said = |units: u64| SmileNodes { totals: [total(units); 7], ..nodes("64100", "0.04") };
		let before = before.map(|units| {
			let mut scene = scene("0.04", "0.04");
			scene.last_one = said(units);
			Surface { raw: said(units), ..scene.play().0 }
		});
		let ballots = [honest[0], honest[1], honest[2], lie].map(|units| SmileBallot {
			nodes: said(units),
			observed_at_ms: NOW_MS,
			index: None,
			weight: 1,
		});
		let showings = ballots.map(|ballot| SmileShowing {
			weight: 1,
			vote: Some((ballot, true)),
			replaced: None,
		});
		let (_, conducts) = count(&ballots, &showings, before.as_ref());
		prop_assert!(conducts[..3].iter().all(|conduct| !conduct.outlier));
	}
}
