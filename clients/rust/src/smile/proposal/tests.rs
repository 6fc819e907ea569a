// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::smile::{STANDARDISED, TOLERANCE};

const DAY: u64 = 86_400;
const NOW: u64 = 1_000 * DAY * 1_000;
const LANDING: u64 = NOW + 3_000;
const RULES: Rules = Rules {
	tolerance: TOLERANCE,
	improvement: Perbill::from_percent(5),
	slice_max_age_ms: 120_000,
};

/// A round smile about so much volatility at the money, `seconds` before its expiry.
fn smile(seconds: u64, volatility: f64) -> PresentSmile {
	let years = seconds as f64 / 31_536_000.0;
	let nodes = STANDARDISED
		.map(|at| (rate(at), rate(years * (volatility + 0.04 * at * at).powi(2))))
		.to_vec();
	PresentSmile {
		expiry: NOW / 1_000 + seconds,
		status: FeedStatus::Live,
		nodes,
		slice: None,
		rules: RULES,
	}
}

/// The slice that would be proposed for it, as if it had been taken so long ago.
fn with_slice(smile: PresentSmile, taken_ms_ago: u64) -> PresentSmile {
	let (svi, _) = plan(std::slice::from_ref(&smile), NOW, NOW)[0].slice.unwrap();
	let valid_until_ms = NOW - taken_ms_ago + RULES.slice_max_age_ms;
	PresentSmile { slice: Some(PresentSlice { svi, valid_until_ms }), ..smile }
}

fn of_one(smile: PresentSmile) -> Proposal {
	plan(&[smile], NOW, LANDING)[0]
}

#[test]
fn smiles_on_straight_lines_get_slices_that_the_chain_would_take() {
	let smiles = [smile(7 * DAY, 0.5), smile(30 * DAY, 0.5), smile(90 * DAY, 0.5)];
	let proposals = plan(&smiles, NOW, LANDING);
	for proposal in &proposals {
		assert_eq!((proposal.need, proposal.before), (Some(Need::NoSlice), None));
		let (_, worst) = proposal.slice.unwrap();
		assert!(worst < TOLERANCE.volatility, "{proposal:?}");
	}
	let slice = |place: usize| SmileShape::Slice(proposals[place].slice.unwrap().0);
	assert_eq!(slice(0).check_below(&slice(1)), Ok(Ok(())));
	assert_eq!(slice(1).check_below(&slice(2)), Ok(Ok(())));
}

#[test]
fn a_slice_is_made_for_the_moment_at_which_it_is_judged() {
	// Five minutes before its expiry a smile has lost a hundredth of its variance three seconds later.
	let (slice, _) = of_one(smile(300, 0.5)).slice.unwrap();
	let now = variance_of(&slice, 0.0);
	assert!((now / (0.25 * 297.0 / 31_536_000.0) - 1.0).abs() < 0.01, "{now}");
	assert_eq!(of_one(smile(3, 0.5)).slice, Err(NoProposal::TooLate));
}

#[test]
fn a_good_slice_is_left_alone_until_it_ends_soon() {
	let young = of_one(with_slice(smile(30 * DAY, 0.5), 30_000));
	assert_eq!((young.need, young.slice), (None, Err(NoProposal::Holds)));
	assert!(young.before.is_some());
	let ending = of_one(with_slice(smile(30 * DAY, 0.5), 100_000));
	assert_eq!((ending.need, ending.slice), (Some(Need::Ending), Err(NoProposal::NotBetter)));
	// It will have ended before the next one is judged, so that nothing need be better than it.
	let ended = of_one(with_slice(smile(30 * DAY, 0.5), 118_000));
	assert_eq!((ended.need, ended.slice.is_ok()), (Some(Need::NoSlice), true));
}

#[test]
fn a_slice_that_the_nodes_moved_away_from_is_replaced() {
	let old = with_slice(smile(30 * DAY, 0.5), 10_000);
	let moved = PresentSmile { slice: old.slice, ..smile(30 * DAY, 0.504) };
	let proposal = of_one(moved);
	assert_eq!(proposal.need, Some(Need::FarFromNode));
	let (_, after) = proposal.slice.unwrap();
	assert!(after < proposal.before.unwrap(), "{proposal:?}");
}

#[test]
fn a_slice_that_is_better_by_less_than_the_chain_wants_is_not_sent() {
	let after_a_move = |volatility: f64| {
		let old = with_slice(smile(30 * DAY, 0.5), 100_000);
		of_one(PresentSmile { slice: old.slice, ..smile(30 * DAY, 0.5 + volatility) })
	};
	// More than 5 % of the error can be gained, but not a twentieth of a point.
	assert_eq!(after_a_move(0.000_4).slice, Err(NoProposal::NotBetter));
	let far = after_a_move(0.003);
	assert!(far.slice.is_ok(), "{far:?}");
}

#[test]
fn what_the_chain_would_refuse_is_not_sent() {
	let halted = PresentSmile { status: FeedStatus::Halted, ..smile(30 * DAY, 0.5) };
	assert_eq!(of_one(halted).slice, Err(NoProposal::Halted));
	let silent = PresentSmile { nodes: Vec::new(), ..smile(30 * DAY, 0.5) };
	assert_eq!(of_one(silent).slice, Err(NoProposal::NoNodes));
	// Far more variance before than after: no slice through the later nodes lies above the earlier one.
	let crossed = plan(&[smile(30 * DAY, 0.8), smile(40 * DAY, 0.3)], NOW, LANDING);
	assert!(crossed[1].slice.is_err(), "{crossed:?}");
	let words = crossed[1].slice.unwrap_err().to_string();
	assert!(words.starts_with("not proposed: "), "{words}");
}

#[test]
fn a_slice_is_held_against_the_expiry_behind_one_that_is_halted() {
	let halted = PresentSmile { status: FeedStatus::Halted, ..smile(35 * DAY, 0.5) };
	let proposals = plan(&[smile(30 * DAY, 0.8), halted, smile(40 * DAY, 0.3)], NOW, LANDING);
	assert_eq!(proposals[1].slice, Err(NoProposal::Halted));
	assert!(proposals[2].slice.is_err(), "{proposals:?}");
}

#[test]
fn lines_between_nodes_go_straight_on_and_never_fall_outwards() {
	let points = [(-1.0, 4.0), (0.0, 1.0), (1.0, 0.5)];
	let at = |k| straight_through(&points, k);
	assert_eq!((at(-2.0), at(-1.0), at(-0.5)), (7.0, 4.0, 2.5));
	assert_eq!((at(0.5), at(1.0), at(3.0)), (0.75, 0.5, 0.5));
	assert_eq!(straight_through(&[], 1.0), 0.0);
	assert_eq!(straight_through(&[(0.0, 2.0)], 1.0), 2.0);
}
