// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Class, Fault, KeyOwner, Panel, Reporters, Standing};
use frame_support::dispatch::Pays;
use oracle_core::{crypto::reporter, SignedBundle, VoteBundle};

pub(super) type Owner = KeyOwner<AccountId, SaidOwner>;

pub(super) fn chain() -> ExtBuilder {
	ExtBuilder::default().validators(&[XENIA, YUSUF, ZORA])
}

pub(super) fn validator(who: AccountId) -> Owner {
	let (session, key) = (Session::get(), key(who).public());
	KeyOwner::Validator(SaidOwner { session, key, owner: who })
}

/// Two different statements for one round.
fn contradiction_for(who: AccountId, round: u64) -> [SignedBundle; 2] {
	["60000", "61000"].map(|value| {
		let mut bundle = bundle(who, &[(BTC, value)]);
		bundle.round = round;
		signed_by(who, bundle)
	})
}

/// The same for a round that has just begun.
pub(super) fn contradiction(who: AccountId) -> [SignedBundle; 2] {
	let bundles = contradiction_for(who, CurrentWindow::get() + 1);
	next_window();
	bundles
}

fn accuse_with(
	[first, second]: [SignedBundle; 2],
	key: reporter::Public,
	owner: Owner,
) -> sp_runtime::DispatchResult {
	let paid =
		Oracle::report_equivocation(signed(STRANGER), first.into(), second.into(), key, owner);
	paid.map(|info| assert_eq!(info.pays_fee, Pays::No))
		.map_err(|error| error.error)
}

pub(super) fn accuse(
	bundles: [SignedBundle; 2],
	who: AccountId,
	owner: Owner,
) -> sp_runtime::DispatchResult {
	accuse_with(bundles, key(who).public(), owner)
}

#[test]
fn a_validator_that_contradicts_itself_is_reported_and_loses_its_seat() {
	chain().build_and_execute(|| {
		let bundles = contradiction(XENIA);
		let (session, round) = (Session::get(), CurrentWindow::get());
		assert_ok!(accuse(bundles.clone(), XENIA, validator(XENIA)));
		let fault = Fault::Equivocation;
		let informant = Some(STRANGER);
		assert_eq!(
			ReportedFaults::get(),
			[Reported { fault, session, moment: round, offender: XENIA, informant }]
		);
		assert_eq!(Chilled::get(), [XENIA]);
		assert!(!is_seated(XENIA));
		assert!(events().contains(&Event::FaultFound { reporter: XENIA, fault, session }));
		assert!(events().contains(&Event::EquivocationProven {
			reporter: XENIA,
			round,
			informant
		}));
		// It does not come back with the next session, and is not punished twice.
		assert_noop!(accuse(bundles, XENIA, validator(XENIA)), Error::<Test>::KnownEquivocation);
		next_session(&[XENIA, YUSUF, ZORA]);
		assert!(!is_seated(XENIA));
	});
}

#[test]
fn a_validator_that_contradicts_itself_loses_its_seat_as_an_outside_reporter_too() {
	ExtBuilder::default().validators(&[ALICE, XENIA, YUSUF]).build_and_execute(|| {
		let seats = |who: AccountId| -> Vec<_> {
			let panel = Panel::<Test>::get().into_iter();
			panel.filter(|seat| seat.reporter == who).map(|seat| seat.number).collect()
		};
		assert_eq!(seats(ALICE), [0, 3]);
		let bundles = contradiction(ALICE)
			.map(|signed| signed_by(ALICE, VoteBundle { reporter: 3, ..signed.bundle }));
		assert_ok!(accuse(bundles, ALICE, validator(ALICE)));
		assert!(seats(ALICE).is_empty());
		let record = Reporters::<Test>::get(ALICE).unwrap();
		assert_eq!(record.standing, Standing::Removed);
		assert_eq!((record.bond, record.unbonding.unwrap().amount), (0, 1_000));
		assert!(events().contains(&Event::ReporterRemoved { reporter: ALICE }));

		// Somebody else takes the seat, and keeps it.
		assert_ok!(Oracle::admit_reporter(root(), DAVE));
		assert_ok!(Oracle::register_reporter(signed(DAVE), 1_000));
		assert_eq!(seats(DAVE), [0]);
		assert_noop!(report(ALICE, BTC, "60000"), Error::<Test>::NoSeat);
		assert_noop!(Oracle::unbond(signed(ALICE), 1_000), Error::<Test>::NoSeat);
		assert_eq!(seats(DAVE), [0]);
	});
}

#[test]
fn what_an_outside_reporter_answers_for_leaves_it_the_seat_of_a_validator() {
	ExtBuilder::default().validators(&[ALICE, XENIA, YUSUF]).build_and_execute(|| {
		assert_ok!(name_key(ALICE, 77));
		let bundles = contradiction(ALICE).map(|signed| signed_by(77, signed.bundle));
		assert_ok!(accuse(bundles, 77, KeyOwner::Outside(ALICE)));
		assert_eq!(Reporters::<Test>::get(ALICE).unwrap().standing, Standing::Removed);
		assert_eq!(seat(ALICE).class, Class::Validator);
	});
}

#[test]
fn an_outside_reporter_that_leaves_answers_like_one_that_stays() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(name_key(ALICE, ALICE));
		next_session(&[]);
		assert_ok!(Oracle::unbond(signed(ALICE), 1_000));
		assert_ok!(accuse(contradiction(ALICE), ALICE, KeyOwner::Outside(ALICE)));
		assert_eq!(Slashed::get(), 50);
		let record = Reporters::<Test>::get(ALICE).unwrap();
		assert_eq!(record.standing, Standing::Removed);
		assert_eq!(record.unbonding.unwrap().amount, 950);
		assert!(!is_seated(ALICE));
	});
}

#[test]
fn after_a_seat_is_lost_outsiders_still_weigh_a_third_at_most() {
	chain().build_and_execute(|| {
		assert_ok!(accuse(contradiction(XENIA), XENIA, validator(XENIA)));
		assert_eq!(seat(YUSUF).weight, 1_000);
		assert_eq!(seat(ALICE).weight, 333);
	});
}

#[test]
fn an_old_session_is_answered_for_with_a_proof_of_that_session() {
	chain().build_and_execute(|| {
		let bundles = contradiction(XENIA);
		let then = validator(XENIA);
		next_session(&[YUSUF, ZORA]);
		assert_noop!(
			accuse(bundles.clone(), XENIA, validator(XENIA)),
			Error::<Test>::NotTheKeyOwner
		);
		assert_ok!(accuse(bundles, XENIA, then));
	});
}

#[test]
fn an_outside_reporter_loses_a_twentieth_at_once_and_its_admission() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(name_key(ALICE, ALICE));
		next_session(&[]);
		let bundles = contradiction(ALICE);
		assert_ok!(accuse(bundles.clone(), ALICE, KeyOwner::Outside(ALICE)));
		assert_eq!(Slashed::get(), 50);
		let record = Reporters::<Test>::get(ALICE).unwrap();
		assert_eq!(record.standing, Standing::Removed);
		assert_eq!(record.unbonding.unwrap().amount, 950);
		assert!(!is_seated(ALICE));
		let again = accuse(bundles, ALICE, KeyOwner::Outside(ALICE));
		assert_eq!(again, Err(Error::<Test>::KnownEquivocation.into()));
		assert_eq!(Slashed::get(), 50);
	});
}

#[test]
fn an_outside_reporter_answers_for_a_key_it_no_longer_uses() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(name_key(ALICE, ALICE));
		next_session(&[]);
		let bundles = contradiction(ALICE);
		assert_ok!(name_key(ALICE, 77));
		next_session(&[]);
		assert_ok!(accuse(bundles, ALICE, KeyOwner::Outside(ALICE)));
	});
}

#[test]
fn what_is_no_contradiction_is_refused() {
	chain().build_and_execute(|| {
		let [one, other] = contradiction(XENIA);
		let refused = |pair: [SignedBundle; 2]| {
			assert_noop!(accuse(pair, XENIA, validator(XENIA)), Error::<Test>::NotAnEquivocation);
		};
		refused([one.clone(), one.clone()]);
		// The same statement signed twice has two signatures and one content.
		refused([one.clone(), signed_by(XENIA, one.bundle.clone())]);
		let mut later = other.bundle.clone();
		later.round += 1;
		refused([one.clone(), signed_by(XENIA, later)]);
		let mut elsewhere = [one.bundle.clone(), other.bundle.clone()];
		for bundle in &mut elsewhere {
			bundle.genesis = Default::default();
		}
		refused(elsewhere.map(|bundle| signed_by(XENIA, bundle)));
		// Signed by somebody else: anyone could write that.
		refused([one.clone(), signed_by(YUSUF, other.bundle.clone())]);
		refused([signed_by(YUSUF, one.bundle), signed_by(YUSUF, other.bundle)]);
		assert_eq!(ReportedFaults::get(), []);
	});
}

#[test]
fn nobody_answers_for_a_key_that_is_not_shown_to_be_its_own() {
	chain().build_and_execute(|| {
		let wrong_key = KeyOwner::Validator(SaidOwner {
			session: Session::get(),
			key: key(YUSUF).public(),
			owner: YUSUF,
		});
		let bundles = contradiction(XENIA);
		for owner in [wrong_key, KeyOwner::Outside(ALICE), KeyOwner::Outside(XENIA)] {
			assert_noop!(accuse(bundles.clone(), XENIA, owner), Error::<Test>::NotTheKeyOwner);
		}
	});
}

#[test]
fn a_round_to_come_is_answered_for_when_it_has_begun_and_spares_nobody_the_rounds_before() {
	chain().build_and_execute(|| {
		assert_ok!(name_key(ALICE, ALICE));
		next_session(&[XENIA, YUSUF, ZORA]);
		for (who, owner) in [(XENIA, validator(XENIA)), (ALICE, KeyOwner::Outside(ALICE))] {
			for round in [CurrentWindow::get() + 1, u64::MAX] {
				assert_noop!(
					accuse(contradiction_for(who, round), who, owner.clone()),
					Error::<Test>::RoundInFuture
				);
			}
			assert_ok!(accuse(contradiction(who), who, owner));
			assert!(!is_seated(who));
		}
		assert_eq!(ReportedFaults::get().len(), 1);
		assert_eq!(Slashed::get(), 50);
	});
}
