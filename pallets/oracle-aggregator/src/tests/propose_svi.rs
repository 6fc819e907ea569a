// SPDX-License-Identifier: Apache-2.0
use super::{smile_stories::*, *};
use crate::{Concern, SliceLoss, SurfaceRules};
use frame_support::dispatch::{GetDispatchInfo, Pays};
use market_maths::{
	options::Svi,
	units::{Rate, Volatility},
};
use market_primitives::SmileSource;

/// The slice of the README, moved up by so many millionths of total variance.
fn moved_up(millionths: i128) -> Svi {
	let a = Rate::from_inner(readme_slice().a.into_inner() + millionths * 1_000_000_000_000);
	Svi { a, ..readme_slice() }
}

#[test]
fn anybody_proposes_a_slice_and_pays_nothing_if_it_is_taken() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		let Svi { a, b, rho, m, sigma } = readme_slice();
		let cost =
			Oracle::propose_svi(signed(STRANGER), id.underlying, id.expiry, a, b, rho, m, sigma)
				.unwrap();
		assert_eq!(cost.pays_fee, Pays::No);
		assert_eq!(source(id), SmileSource::Slice);
		let slice = surface(id).slice.unwrap();
		assert_eq!((slice.svi, slice.accepted_at_ms), (readme_slice(), NowMs::get()));
		assert!(slice.worst_error < "0.0005".parse::<Volatility>().unwrap());
		assert_eq!(
			events().pop(),
			Some(Event::SliceAccepted { smile: id, proposer: STRANGER, slice })
		);
		assert_noop!(
			Oracle::propose_svi(root(), id.underlying, id.expiry, a, b, rho, m, sigma),
			BadOrigin
		);
	});
}

#[test]
fn a_refused_slice_is_paid_for() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		let Svi { b, rho, m, sigma, .. } = readme_slice();
		let a = rate("0.01");
		let refused =
			Oracle::propose_svi(signed(STRANGER), id.underlying, id.expiry, a, b, rho, m, sigma)
				.unwrap_err();
		assert_eq!(refused.error, Error::<Test>::SliceMissesNode.into());
		assert_eq!(refused.post_info.pays_fee, Pays::Yes);
		let (underlying, expiry) = (id.underlying, id.expiry);
		let call = crate::Call::<Test>::propose_svi { underlying, expiry, a, b, rho, m, sigma };
		assert_eq!(call.get_dispatch_info().pays_fee, Pays::Yes);
	});
}

#[test]
fn a_slice_needs_nodes_to_go_through() {
	with_smiles(|| {
		let id = in_days(30);
		let refused = |error: Error<Test>| {
			assert_noop!(propose(STRANGER, id, readme_slice()), error);
		};
		refused(Error::UnknownSmile);
		assert_ok!(report_smile(ALICE, readme_nodes("60100")));
		next_window();
		refused(Error::UnknownSmile);
		readme_smile_is_live();
		NowMs::mutate(|now| *now += 120_001);
		refused(Error::SmileHalted);
		NowMs::set(id.expiry * 1_000);
		refused(Error::UnknownSmile);
	});
}

#[test]
fn each_refusal_has_its_name() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		let refused = |change: fn(&mut Svi), error: Error<Test>| {
			let mut slice = readme_slice();
			change(&mut slice);
			assert_noop!(propose(STRANGER, id, slice), error);
		};
		refused(|it| it.b = rate("-0.01"), Error::SliceMalformed);
		refused(|it| it.rho = rate("1"), Error::SliceMalformed);
		refused(|it| it.sigma = rate("0"), Error::SliceMalformed);
		refused(|it| it.a = rate("-0.05"), Error::SliceVarianceNegative);
		refused(|it| it.b = rate("1.8"), Error::SliceWingTooSteep);
		refused(|it| it.a = rate("0.0045"), Error::SliceMissesNode);
		refused(|it| it.m = rate("16"), Error::SliceBeyondReach);
	});
}

#[test]
fn a_slice_through_the_nodes_that_gives_butterflies_away_is_refused() {
	with_smiles(|| {
		let id = in_days(30);
		// A sharp smile: where its nodes are it may be, but between them a butterfly costs less than nothing.
		let sharp = svi(["0.0005", "0.25", "-0.75", "0.06", "0.02"]);
		let mut entry = readme_nodes("60100");
		let places = entry.nodes.nodes(id.seconds_left(NowMs::get())).unwrap();
		for (total, place) in entry.nodes.totals.iter_mut().zip(places) {
			*total = sharp.total_variance(place.k).unwrap();
		}
		for _ in 0..2 {
			smile_round([entry; 3]);
		}
		assert_noop!(propose(STRANGER, id, sharp), Error::<Test>::SliceHasButterfly);
	});
}

#[test]
fn a_slice_that_crosses_the_expiry_beside_it_is_refused() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		// More variance than any of the readme's nodes after 29 days, and less after 31.
		for _ in 0..2 {
			smile_round([level(in_days(29), "60000", "0.60"); 3]);
		}
		assert_noop!(propose(STRANGER, id, readme_slice()), Error::<Test>::SliceBelowEarlierExpiry);
		next_window_after(120_001);
		for _ in 0..4 {
			for who in [ALICE, BOB, CAROL] {
				let both = [readme_nodes("60100"), level(in_days(31), "60000", "0.40")];
				assert_ok!(report_smiles_at(who, NowMs::get(), &both));
			}
			next_window();
		}
		assert_noop!(propose(STRANGER, id, readme_slice()), Error::<Test>::SliceAboveLaterExpiry);
	});
}

#[test]
fn a_neighbour_that_cannot_be_relied_on_refuses_nobody() {
	with_smiles(|| {
		let id = in_days(30);
		for _ in 0..2 {
			smile_round([level(in_days(29), "60000", "0.60"); 3]);
		}
		next_window_after(120_001);
		for _ in 0..4 {
			smile_round([readme_nodes("60100"); 3]);
		}
		assert_eq!(smile_status(in_days(29)), Halted);
		assert_ok!(propose(STRANGER, id, readme_slice()));
	});
}

#[test]
fn a_slice_is_held_against_the_expiry_behind_one_that_is_halted() {
	with_smiles(|| {
		readme_smile_is_live();
		let (id, halted, later) = (in_days(30), in_days(31), in_days(32));
		// Of the expiry beside it everybody says something else; the one behind that has less variance.
		for _ in 0..2 {
			for (who, volatility) in [(ALICE, "0.5"), (BOB, "0.7"), (CAROL, "0.9")] {
				let smiles = [
					readme_nodes("60100"),
					level(halted, "60000", volatility),
					level(later, "60000", "0.40"),
				];
				assert_ok!(report_smiles_at(who, NowMs::get(), &smiles));
			}
			next_window();
		}
		assert_eq!(smile_status(halted), Halted);
		assert_ne!(smile_status(later), Halted);
		assert_noop!(propose(STRANGER, id, readme_slice()), Error::<Test>::SliceAboveLaterExpiry);
		// The same with an expiry before it.
		let earlier = in_days(28);
		next_window_after(120_001);
		for _ in 0..4 {
			for (who, volatility) in [(ALICE, "0.5"), (BOB, "0.7"), (CAROL, "0.9")] {
				let smiles = [
					level(earlier, "60000", "0.60"),
					level(in_days(29), "60000", volatility),
					readme_nodes("60100"),
				];
				assert_ok!(report_smiles_at(who, NowMs::get(), &smiles));
			}
			next_window();
		}
		assert_eq!(smile_status(in_days(29)), Halted);
		assert_ne!(smile_status(earlier), Halted);
		assert_noop!(propose(STRANGER, id, readme_slice()), Error::<Test>::SliceBelowEarlierExpiry);
	});
}

#[test]
fn a_slice_is_held_against_slices_behind_the_lines_of_the_expiry_beside_it() {
	with_smiles(|| {
		readme_smile_is_live();
		let (first, between, id) = (in_days(30), in_days(31), in_days(32));
		assert_ok!(propose(STRANGER, first, readme_slice()));
		// What lies between comes to be below the wings of the slice, and lets pass what is below them, too.
		for _ in 0..2 {
			for who in [ALICE, BOB, CAROL] {
				let smiles = [
					readme_nodes("60100"),
					level(between, "60000", "0.45"),
					level(id, "60000", "0.46"),
				];
				assert_ok!(report_smiles_at(who, NowMs::get(), &smiles));
			}
			next_window();
		}
		assert_eq!(source(first), SmileSource::Slice);
		assert_ne!(smile_status(between), Halted);
		let total = surface(id).nodes.totals[0];
		let flat = Svi { a: total, b: Rate::ZERO, rho: Rate::ZERO, m: Rate::ZERO, sigma: total };
		assert_noop!(propose(STRANGER, id, flat), Error::<Test>::SliceBelowEarlierExpiry);
	});
}

#[test]
fn another_slice_must_be_a_twentieth_of_a_point_closer() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		assert_ok!(propose(ALICE, id, moved_up(300)));
		assert_noop!(propose(BOB, id, moved_up(300)), Error::<Test>::SliceNotBetter);
		assert_noop!(propose(BOB, id, moved_up(301)), Error::<Test>::SliceNotBetter);
		// From 0.340 points to 0.297: that is an eighth, but no twentieth of a point.
		assert_noop!(propose(BOB, id, moved_up(265)), Error::<Test>::SliceNotBetter);
		// To 0.285.
		assert_ok!(propose(BOB, id, moved_up(255)));
		assert_eq!(surface(id).slice.unwrap().svi, moved_up(255));
		let lost = Event::SliceLost { smile: id, reason: SliceLoss::Replaced };
		assert!(events().contains(&lost));
		assert_noop!(propose(ALICE, id, moved_up(300)), Error::<Test>::SliceNotBetter);
		// To 0.029, and the best that there is is not a twentieth of a point better.
		assert_ok!(propose(ALICE, id, readme_slice()));
		assert_noop!(propose(BOB, id, moved_up(20)), Error::<Test>::SliceNotBetter);
	});
}

#[test]
fn another_slice_must_be_five_percent_closer_where_that_is_more() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		SurfaceRules::<Test>::mutate(|rule| rule.tolerance.volatility = "0.0005".parse().unwrap());
		// 0.218 points: 5 % are 0.011, and a tenth of the tolerance is 0.005.
		assert_ok!(propose(ALICE, id, moved_up(200)));
		assert_noop!(propose(BOB, id, moved_up(192)), Error::<Test>::SliceNotBetter);
		assert_ok!(propose(BOB, id, moved_up(190)));
	});
}

/// Each is a little closer than the one before it, and would be free if a part of the last error were enough.
#[test]
fn a_sequence_of_ever_smaller_steps_is_free_for_a_dozen_slices_at_most() {
	with_smiles(|| {
		let id = in_days(30);
		let mut on_it = readme_nodes("60100");
		let places = on_it.nodes.nodes(id.seconds_left(NowMs::get())).unwrap();
		for (total, place) in on_it.nodes.totals.iter_mut().zip(places) {
			*total = readme_slice().total_variance(place.k).unwrap();
		}
		for _ in 0..2 {
			smile_round([on_it; 3]);
		}
		let (mut free, mut lift) = (0, 350_000_000_000_000i128);
		for _ in 0..60 {
			let Svi { a, b, rho, m, sigma } = readme_slice();
			let a = Rate::from_inner(a.into_inner() + lift);
			let taken =
				Oracle::propose_svi(signed(BOB), id.underlying, id.expiry, a, b, rho, m, sigma);
			free += u32::from(taken.is_ok_and(|cost| cost.pays_fee == Pays::No));
			lift = lift * 949 / 1_000;
		}
		assert!((2..=12).contains(&free), "{free}");
	});
}

#[test]
fn a_slice_that_is_too_old_gives_way_to_the_nodes() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		assert_ok!(propose(ALICE, id, readme_slice()));
		let accepted_at = NowMs::get();
		for _ in 0..39 {
			smile_round([readme_nodes("60100"); 3]);
			assert_eq!((source(id), smile_status(id)), (SmileSource::Slice, Live));
		}
		NowMs::set(accepted_at + 120_000);
		assert_eq!(source(id), SmileSource::Slice);
		NowMs::set(accepted_at + 120_001);
		assert_eq!(source(id), SmileSource::Interpolated);
		smile_round([readme_nodes("60100"); 3]);
		assert!(events().contains(&Event::SliceLost { smile: id, reason: SliceLoss::TooOld }));
		assert_eq!((surface(id).slice, smile_status(id)), (None, Live));
		assert_ok!(propose(ALICE, id, readme_slice()));
	});
}

#[test]
fn where_a_slice_ends_lines_that_give_butterflies_away_are_a_reason_for_caution_at_once() {
	with_smiles(|| {
		// A bulge that a slice within the tolerance does not have.
		let id = in_days(30);
		let mut bulge = readme_nodes("60100");
		bulge.nodes.totals[2] = rate("0.0185");
		bulge.nodes.totals[3] = rate("0.0177");
		bulge.nodes.totals[4] = rate("0.0178");
		bulge.nodes.totals[5] = rate("0.0200");
		bulge.nodes.totals[6] = rate("0.0219");
		for _ in 0..2 {
			smile_round([bulge; 3]);
		}
		assert_eq!(Oracle::surface_details(id).unwrap().concern, Some(Concern::Butterfly));
		assert_ok!(propose(ALICE, id, moved_up(20)));
		let accepted_at = NowMs::get();
		for _ in 0..39 {
			smile_round([bulge; 3]);
		}
		assert_eq!((source(id), smile_status(id)), (SmileSource::Slice, Live));
		// Nothing runs between the last counting and the end of the slice.
		NowMs::set(accepted_at + 120_001);
		assert_eq!((source(id), smile_status(id)), (SmileSource::Interpolated, Caution));
		assert_eq!(Oracle::surface_details(id).unwrap().concern, Some(Concern::Butterfly));
	});
}

#[test]
fn a_slice_that_the_nodes_move_away_from_gives_way_to_them() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		assert_ok!(propose(ALICE, id, readme_slice()));
		let mut away = readme_nodes("60100");
		for total in &mut away.nodes.totals {
			*total = Rate::from_inner(total.into_inner() * 104 / 100);
		}
		for _ in 0..10 {
			smile_round([away; 3]);
		}
		assert_eq!((source(id), smile_status(id)), (SmileSource::Interpolated, Live));
		let lost = Event::SliceLost { smile: id, reason: SliceLoss::MissesNodes };
		assert!(events().contains(&lost));
	});
}

#[test]
fn a_slice_does_not_outlive_a_halt() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		assert_ok!(propose(ALICE, id, readme_slice()));
		smile_round(["0.5", "0.7", "0.9"].map(|volatility| level(id, "60100", volatility)));
		assert_eq!((smile_status(id), surface(id).slice), (Halted, None));
		assert!(events().contains(&Event::SliceLost { smile: id, reason: SliceLoss::Halted }));
		// It would have held for longer than it takes to heal.
		for _ in 0..4 {
			smile_round([readme_nodes("60100"); 3]);
		}
		assert_eq!((smile_status(id), source(id)), (Caution, SmileSource::Interpolated));
		assert_ok!(propose(ALICE, id, readme_slice()));
	});
}

#[test]
fn a_slice_is_lost_with_nodes_that_are_too_old() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		let seen_until_ms = surface(id).fresh_until_ms;
		// The nodes age before the slice does.
		NowMs::set(seen_until_ms - 10_000);
		assert_ok!(propose(ALICE, id, readme_slice()));
		next_window_after(10_001);
		assert_eq!((smile_status(id), source(id)), (Halted, SmileSource::Interpolated));
		assert!(events().contains(&Event::SliceLost { smile: id, reason: SliceLoss::Halted }));
	});
}

#[test]
fn the_tolerance_is_governances() {
	with_smiles(|| {
		readme_smile_is_live();
		let id = in_days(30);
		let high = moved_up(300);
		assert_ok!(propose(ALICE, id, high));
		SurfaceRules::<Test>::mutate(|rule| {
			rule.tolerance.of_variance = rate("0.0075");
			rule.tolerance.volatility = "0.0025".parse().unwrap();
		});
		smile_round([readme_nodes("60100"); 3]);
		assert_eq!(source(id), SmileSource::Interpolated);
		assert_noop!(propose(ALICE, id, high), Error::<Test>::SliceMissesNode);
		assert_ok!(propose(ALICE, id, moved_up(20)));
	});
}
