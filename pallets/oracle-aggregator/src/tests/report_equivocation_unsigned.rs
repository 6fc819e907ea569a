// SPDX-License-Identifier: Apache-2.0
use super::{
	report_equivocation::{accuse, chain, contradiction, validator, Owner},
	*,
};
use crate::{Call, Fault, KeyOwner, Standing};
use frame_support::traits::Authorize;
use oracle_core::SignedBundle;
use sp_runtime::{
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction,
	},
	DispatchResult,
};
use TransactionSource::{External, InBlock, Local};

fn report(who: AccountId, [first, second]: [SignedBundle; 2], owner: Owner) -> Call<Test> {
	let (first, second, key) = (first.into(), second.into(), key(who).public());
	Call::report_equivocation_unsigned { first, second, key, owner }
}

/// What a pool makes of it, or an author.
fn judged(
	call: &Call<Test>,
	source: TransactionSource,
) -> Result<ValidTransaction, TransactionValidityError> {
	let verdict = call.authorize(source).expect("the call says who may send it");
	verdict.map(|(validity, _)| validity)
}

fn refused(reason: InvalidTransaction) -> Result<ValidTransaction, TransactionValidityError> {
	Err(reason.into())
}

/// As a block does that has it.
fn dispatch(who: AccountId, [first, second]: [SignedBundle; 2], owner: Owner) -> DispatchResult {
	let origin = frame_system::Origin::<Test>::Authorized.into();
	let (first, second, key) = (first.into(), second.into(), key(who).public());
	Oracle::report_equivocation_unsigned(origin, first, second, key, owner)
}

#[test]
fn a_node_reports_without_an_account_and_nobody_is_named() {
	chain().build_and_execute(|| {
		let bundles = contradiction(XENIA);
		let (session, round) = (Session::get(), CurrentWindow::get());
		assert!(judged(&report(XENIA, bundles.clone(), validator(XENIA)), InBlock).is_ok());
		assert_ok!(dispatch(XENIA, bundles, validator(XENIA)));
		let fault = Fault::Equivocation;
		let reported = Reported { fault, session, moment: round, offender: XENIA, informant: None };
		assert_eq!(ReportedFaults::get(), [reported]);
		assert!(!is_seated(XENIA));
		assert!(events().contains(&Event::EquivocationProven {
			reporter: XENIA,
			round,
			informant: None
		}));
	});
}

#[test]
fn it_comes_from_the_nodes_own_pool_or_in_a_block_and_is_not_passed_on() {
	chain().build_and_execute(|| {
		let report = report(XENIA, contradiction(XENIA), validator(XENIA));
		assert_eq!(judged(&report, External), refused(InvalidTransaction::Call));
		let validity = judged(&report, Local).unwrap();
		assert_eq!(judged(&report, InBlock).unwrap(), validity);
		assert!(!validity.propagate);
		assert_eq!(validity.longevity, REPORT_LONGEVITY);
		assert_eq!(validity.requires, Vec::<Vec<u8>>::new());
	});
}

#[test]
fn a_pool_keeps_one_report_of_an_offender_and_round() {
	chain().build_and_execute(|| {
		let tags = |who: AccountId, bundles: [SignedBundle; 2]| {
			judged(&report(who, bundles, validator(who)), Local).unwrap().provides
		};
		let [one, other] = contradiction(XENIA);
		let mut third = bundle(XENIA, &[(BTC, "62000")]);
		third.round = one.bundle.round;
		let third = signed_by(XENIA, third);
		let tag = tags(XENIA, [one.clone(), other.clone()]);
		assert_eq!(tag.len(), 1);
		// Other nodes heard other pairs, in another order.
		assert_eq!(tags(XENIA, [other.clone(), one.clone()]), tag);
		assert_eq!(tags(XENIA, [one.clone(), third]), tag);
		assert_ne!(tags(YUSUF, contradiction(YUSUF)), tag);
		let earlier = [one, other].map(|signed| {
			let mut bundle = signed.bundle;
			bundle.round -= 1;
			signed_by(XENIA, bundle)
		});
		assert_ne!(tags(XENIA, earlier), tag);
	});
}

#[test]
fn what_is_known_leaves_the_pool() {
	chain().build_and_execute(|| {
		let bundles = contradiction(XENIA);
		let report = report(XENIA, bundles.clone(), validator(XENIA));
		assert_ok!(accuse(bundles.clone(), XENIA, validator(XENIA)));
		for source in [Local, InBlock] {
			assert_eq!(judged(&report, source), refused(InvalidTransaction::Stale));
		}
		assert_noop!(dispatch(XENIA, bundles, validator(XENIA)), Error::<Test>::KnownEquivocation);
	});
}

#[test]
fn what_proves_nothing_never_enters_the_pool() {
	chain().build_and_execute(|| {
		let bad = refused(InvalidTransaction::BadProof);
		let [one, other] = contradiction(XENIA);
		let twice = report(XENIA, [one.clone(), one.clone()], validator(XENIA));
		let by_another = signed_by(YUSUF, other.bundle.clone());
		let forged = report(XENIA, [one.clone(), by_another], validator(XENIA));
		let of_another = report(XENIA, [one.clone(), other.clone()], validator(YUSUF));
		let of_nobody = report(XENIA, [one, other], KeyOwner::Outside(ALICE));
		for call in [twice, forged, of_another, of_nobody] {
			for source in [Local, InBlock] {
				assert_eq!(judged(&call, source), bad);
			}
		}
	});
}

#[test]
fn an_outside_reporter_is_reported_by_nodes_as_well() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(name_key(ALICE, ALICE));
		next_session(&[]);
		assert_eq!(Oracle::outsider_with_key(&key(ALICE).public()), Some(ALICE));
		let bundles = contradiction(ALICE);
		let owner = KeyOwner::Outside(ALICE);
		let report = report(ALICE, bundles.clone(), owner.clone());
		assert!(judged(&report, Local).is_ok());
		assert_ok!(dispatch(ALICE, bundles, owner));
		let record = crate::Reporters::<Test>::get(ALICE).unwrap();
		assert_eq!(record.standing, Standing::Removed);
		assert_eq!(judged(&report, Local), refused(InvalidTransaction::Stale));
	});
}

#[test]
fn nobody_calls_it_in_another_way() {
	chain().build_and_execute(|| {
		let [first, second] = contradiction(XENIA);
		for origin in [signed(STRANGER), root(), RuntimeOrigin::none()] {
			let report = Oracle::report_equivocation_unsigned(
				origin,
				first.clone().into(),
				second.clone().into(),
				key(XENIA).public(),
				validator(XENIA),
			);
			assert_noop!(report, BadOrigin);
		}
	});
}
