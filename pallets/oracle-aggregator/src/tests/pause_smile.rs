// SPDX-License-Identifier: Apache-2.0
use super::{smile_stories::*, *};
use crate::{Concern, PausedSmiles, SliceLoss};
use market_maths::{options::Svi, units::Rate};
use market_primitives::{
	testing::volatility_surface::FakeListedExpiries, FeedError, FeedStatus, SmileId, SmileSource,
	Underlying,
};
use sp_runtime::DispatchResult;

/// The smiles of two expiries are live.
fn two_live(story: impl FnOnce(SmileId, SmileId)) {
	with_smiles(|| {
		round_of_both();
		round_of_both();
		let (near, far) = (in_days(7), in_days(30));
		assert_eq!((smile_status(near), smile_status(far)), (Live, Live));
		story(near, far);
	});
}

/// All three report both, and the next window counts.
fn round_of_both() {
	for who in [ALICE, BOB, CAROL] {
		let both = [level(in_days(7), "60000", "0.5"), level(in_days(30), "60100", "0.5")];
		assert_ok!(report_smiles_at(who, NowMs::get(), &both));
	}
	next_window();
}

/// What the smile is in five rounds in which all agree.
fn five_statuses(id: SmileId, round: impl Fn()) -> Vec<FeedStatus> {
	(0..5)
		.map(|_| {
			round();
			smile_status(id)
		})
		.collect()
}

/// Three better rounds end a halt, two more the caution.
const HEALING: [FeedStatus; 5] = [Halted, Halted, Caution, Caution, Live];

fn pause(id: SmileId, for_ms: u64) -> DispatchResult {
	Oracle::pause_smile(signed(COMMITTEE), id.underlying, Some(id.expiry), for_ms)
}

/// Pauses all smiles of Bitcoin.
fn pause_all(for_ms: u64) -> DispatchResult {
	Oracle::pause_smile(signed(COMMITTEE), Underlying::BTC, None, for_ms)
}

fn why(id: SmileId) -> Option<Concern> {
	Oracle::surface_details(id).unwrap().concern
}

/// For how long a smile is paused from now on.
fn paused_for(id: SmileId) -> u64 {
	Oracle::smile_paused_until(id) - NowMs::get()
}

#[test]
fn a_paused_smile_is_halted_at_once_and_until_its_time_whatever_is_voted_and_no_other_is() {
	two_live(|near, far| {
		let until_ms = NowMs::get() + 10 * WINDOW_MS;
		assert_ok!(pause(near, 10 * WINDOW_MS));
		let SmileId { underlying, expiry } = near;
		let paused = Event::SmilePaused { underlying, expiry: Some(expiry), until_ms };
		assert_eq!(events().last(), Some(&paused));
		assert_eq!((smile_status(near), why(near)), (Halted, Some(Concern::Paused)));
		for _ in 0..9 {
			round_of_both();
			assert_eq!((smile_status(near), why(near)), (Halted, Some(Concern::Paused)));
			let details = Oracle::surface_details(near).unwrap();
			assert_eq!((details.paused_until_ms, details.better_rounds), (Some(until_ms), 0));
			assert_eq!((smile_status(far), why(far)), (Live, None));
		}
		let (old, new, concern) = (Live, Halted, Some(Concern::Paused));
		let changed = Event::SmileStatusChanged { smile: near, old, new, concern };
		assert!(events().contains(&changed));
		assert_eq!(five_statuses(near, round_of_both), HEALING);
	});
}

#[test]
fn a_smile_heals_however_short_the_pause_was() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		assert_ok!(pause(id, 1));
		assert_noop!(propose(STRANGER, id, readme_slice()), Error::<Test>::SmilePaused);
		// Nothing was counted while it lasted, and nothing has been since.
		NowMs::mutate(|now| *now += 1);
		assert_eq!((smile_status(id), why(id)), (Halted, Some(Concern::Recovering)));
		assert_noop!(propose(STRANGER, id, readme_slice()), Error::<Test>::SmileHalted);
		let round = || smile_round([readme_nodes("60100"); 3]);
		assert_eq!(five_statuses(id, round), HEALING);
		assert_ok!(propose(STRANGER, id, readme_slice()));
	});
}

#[test]
fn a_slice_is_not_held_against_a_neighbour_that_is_paused() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		// More variance than any of the readme's nodes.
		level_rounds(in_days(29), 2, "60000", "0.60");
		assert_noop!(propose(STRANGER, id, readme_slice()), Error::<Test>::SliceBelowEarlierExpiry);
		assert_ok!(pause(in_days(29), 10_000));
		assert_ok!(propose(STRANGER, id, readme_slice()));
	});
}

#[test]
fn a_slice_that_others_were_not_held_against_does_not_come_back() {
	with_smiles(|| {
		let (near, id) = (in_days(29), in_days(30));
		level_rounds(near, 2, "60000", "0.60");
		let total = surface(near).nodes.totals[0];
		let flat = Svi { a: total, b: Rate::ZERO, rho: Rate::ZERO, m: Rate::ZERO, sigma: total };
		assert_ok!(propose(STRANGER, near, flat));
		for _ in 0..2 {
			smile_round([readme_nodes("60100"); 3]);
		}
		assert_noop!(propose(STRANGER, id, readme_slice()), Error::<Test>::SliceBelowEarlierExpiry);
		assert_ok!(pause(near, 1));
		assert_ok!(propose(STRANGER, id, readme_slice()));
		// The pause is over before anybody counts, and either slice would still hold.
		level_rounds(near, 1, "60000", "0.60");
		assert_eq!((smile_status(near), source(near)), (Halted, SmileSource::Interpolated));
		assert_eq!(source(id), SmileSource::Slice);
		assert!(events().contains(&Event::SliceLost { smile: near, reason: SliceLoss::Halted }));
		level_rounds(near, 2, "60000", "0.60");
		assert_eq!((smile_status(near), source(near)), (Caution, SmileSource::Interpolated));
		assert_noop!(propose(STRANGER, near, flat), Error::<Test>::SliceAboveLaterExpiry);
	});
}

#[test]
fn without_an_expiry_all_smiles_of_the_underlying_are_paused_and_those_to_come() {
	two_live(|near, far| {
		assert_ok!(pause_all(10 * WINDOW_MS));
		for id in [near, far] {
			assert_eq!((smile_status(id), why(id)), (Halted, Some(Concern::Paused)));
		}
		let new = in_days(60);
		assert_eq!(smile(new), Err(FeedError::Halted));
		level_rounds(new, 3, "60200", "0.5");
		assert_eq!((smile_status(new), why(new)), (Halted, Some(Concern::Paused)));
		let of_ether = SmileId::new(Underlying::ETH, new.expiry);
		assert_eq!(smile(of_ether), Err(FeedError::Unknown));
	});
}

#[test]
fn an_expiry_that_nobody_votes_on_is_paused_all_the_same() {
	with_smiles(|| {
		let id = in_days(30);
		assert_eq!(smile(id), Err(FeedError::Unknown));
		assert_ok!(pause(id, 2 * WINDOW_MS));
		assert_eq!(smile(id), Err(FeedError::Halted));
		assert_noop!(propose(STRANGER, id, readme_slice()), Error::<Test>::SmilePaused);
		let shown: Vec<_> = Oracle::api_surfaces(id.underlying)
			.into_iter()
			.map(|it| (it.smile, it.status, it.concern))
			.collect();
		assert_eq!(shown, [(id, Halted, Some(Concern::Paused))]);
		// Then whoever has something simpler to go by goes by that again.
		next_window_after(2 * WINDOW_MS);
		assert_eq!(smile(id), Err(FeedError::Unknown));
		assert_eq!(Oracle::api_surfaces(id.underlying), vec![]);
	});
}

#[test]
fn an_emergency_can_lengthen_a_pause_but_not_shorten_it() {
	with_smiles(|| {
		let (one, other) = (in_days(30), in_days(60));
		assert_ok!(pause(one, 10_000));
		assert_noop!(pause(one, 10_000), Error::<Test>::AlreadyPaused);
		assert_ok!(pause(one, 20_000));
		assert_ok!(pause_all(15_000));
		assert_noop!(pause_all(15_000), Error::<Test>::AlreadyPaused);
		assert_noop!(pause(other, 15_000), Error::<Test>::AlreadyPaused);
		assert_ok!(pause(other, 16_000));
		let lengths = [one, other, in_days(90)].map(paused_for);
		assert_eq!(lengths, [20_000, 16_000, 15_000]);
		// One that lasts longer takes the place of all that it covers.
		assert_ok!(pause_all(30_000));
		assert_eq!(PausedSmiles::<Test>::get().len(), 1);
		assert_eq!(paused_for(one), 30_000);
	});
}

#[test]
fn a_pause_needs_the_committee_options_and_an_end_within_a_day() {
	with_smiles(|| {
		let id = in_days(30);
		let (underlying, expiry) = (id.underlying, Some(id.expiry));
		assert_noop!(Oracle::pause_smile(signed(ALICE), underlying, expiry, 1), BadOrigin);
		assert_noop!(pause(id, 0), Error::<Test>::NothingToDo);
		assert_noop!(pause(id, LONGEST_PAUSE_MS + 1), Error::<Test>::PauseTooLong);
		assert_noop!(pause(in_days(0), 1), Error::<Test>::ExpiryNotListed);
		let doge: Underlying = "DOGE".parse().unwrap();
		let of_doge = || Oracle::pause_smile(signed(COMMITTEE), doge, None, 1);
		assert_noop!(of_doge(), Error::<Test>::UnknownFeed);
		assert_ok!(pause(id, LONGEST_PAUSE_MS));
	});
}

#[test]
fn what_is_off_the_list_is_paused_if_it_is_still_voted_on() {
	with_smiles(|| {
		readme_smile_is_live();
		for id in [in_days(30), in_days(60)] {
			FakeListedExpiries::unlist(id);
		}
		assert_ok!(pause(in_days(30), 1));
		assert_noop!(pause(in_days(60), 1), Error::<Test>::ExpiryNotListed);
	});
}

#[test]
fn of_too_many_pauses_one_of_all_smiles_makes_room() {
	with_smiles(|| {
		for days in 1..=u64::from(MAX_LISTED_SMILES) {
			assert_ok!(pause(in_days(days), 10_000));
		}
		assert_noop!(pause(in_days(90), 10_000), Error::<Test>::TooManyPauses);
		assert_ok!(pause_all(10_000));
		assert_eq!(PausedSmiles::<Test>::get().len(), 1);
	});
}

#[test]
fn pauses_that_make_no_difference_any_more_are_forgotten_when_a_session_begins() {
	with_smiles(|| {
		let mut soon = in_days(0);
		soon.expiry += 60;
		assert_ok!(pause(soon, LONGEST_PAUSE_MS));
		assert_ok!(pause(in_days(30), 1_000));
		let kept_after = |ms| {
			next_window_after(ms);
			next_session(&[]);
			let pauses = PausedSmiles::<Test>::get();
			pauses.iter().map(|pause| pause.expiry.unwrap()).collect::<Vec<_>>()
		};
		assert_eq!(kept_after(WINDOW_MS), [soon.expiry, in_days(30).expiry]);
		// The options of the one have expired; what was counted before the other's end may be young enough.
		assert_eq!(kept_after(60_000), [in_days(30).expiry]);
		assert_eq!(kept_after(600_000), Vec::<u64>::new());
	});
}

#[test]
fn what_was_not_counted_since_its_pause_stays_halted_when_the_pause_is_forgotten() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		assert_ok!(pause(id, 1_000));
		NowMs::mutate(|now| *now += 601_001);
		next_session(&[]);
		assert!(PausedSmiles::<Test>::get().is_empty());
		assert_eq!((smile_status(id), why(id)), (Halted, Some(Concern::TooOld)));
		let round = || smile_round([readme_nodes("60100"); 3]);
		assert_eq!(five_statuses(id, round), HEALING);
	});
}
