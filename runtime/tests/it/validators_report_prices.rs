// SPDX-License-Identifier: Apache-2.0
//! Validators sign prices with their session keys; authors carry them; who contradicts itself loses stake.

use crate::harness::Chain;
use frame_support::{hypothetically, inherent::InherentData};
use market_primitives::{FeedId, FeedStatus, Underlying};
use oracle_core::{
	crypto::{reporter, OpaqueKeyOwnershipProof},
	runtime_api::runtime_decl_for_oracle_votes_api::OracleVotesApiV1 as _,
	Bundles, Entries, Fault, SignedBundle, VoteBundle, VoteEntry,
};
use pallet_oracle_aggregator::{
	Call as OracleCall, Class, Event as OracleEvent, KeyOwner, PanelRule, PanelRules, Validators,
};
use sp_block_builder::runtime_decl_for_block_builder::BlockBuilderV6 as _;
use sp_core::{Pair as _, H256};
use sp_keyring::Sr25519Keyring::{AliceStash, BobStash, CharlieStash, DaveStash, Ferdie};
use sp_runtime::{
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity,
		TransactionValidityError::Invalid,
	},
	Perbill,
};
use sp_session::MembershipProof;
use straddle_runtime::{
	configs::oracle::ElectedValidators,
	constants::time::{MILLISECONDS_PER_SLOT, SLOTS_PER_EPOCH},
	AccountId, Executive, OracleAggregator, Runtime, RuntimeCall, RuntimeEvent, SafeMode, Session,
	System, UncheckedExtrinsic,
};

const BTC: FeedId = FeedId::Index(Underlying::BTC);
const NAMES: [&str; 4] = ["Alice", "Bob", "Charlie", "Dave"];

/// Four validators who report, in the session after the rule.
fn reporting() -> Chain {
	let mut chain = Chain::local();
	chain.inspect(|| PanelRules::<Runtime>::put(PanelRule::default()));
	let blocks = u32::try_from(SLOTS_PER_EPOCH).unwrap() + 1;
	chain.empty_blocks(blocks);
	chain
}

fn key(name: &str) -> reporter::Pair {
	reporter::Pair::from_string(&format!("//{name}"), None).unwrap()
}

/// What the runtime tells a node that wants to report whoever signs with this key.
fn ownership_proof(chain: &mut Chain, name: &str) -> OpaqueKeyOwnershipProof {
	let public = key(name).public();
	let proof = chain.inspect(|| Runtime::key_ownership_proof(public));
	proof.expect("it is the key of a validator")
}

fn owner(proof: &OpaqueKeyOwnershipProof) -> KeyOwner<AccountId, MembershipProof> {
	proof.decode().expect("the runtime reads its own proofs")
}

/// What a validator says of Bitcoin in the next block.
fn vote(chain: &mut Chain, name: &str, value: &str) -> SignedBundle {
	let now_ms = chain.now_ms() + MILLISECONDS_PER_SLOT;
	let pair = key(name);
	let panel = chain.inspect(OracleAggregator::voting_panel);
	let seat = panel
		.seats
		.iter()
		.find(|seat| seat.key == pair.public())
		.expect("it has a seat");
	let entry = VoteEntry {
		feed: BTC,
		value: value.parse().unwrap(),
		confidence: "6".parse().unwrap(),
		sources: 1,
	};
	let bundle = VoteBundle::new(
		panel.genesis,
		panel.session,
		now_ms / MILLISECONDS_PER_SLOT,
		seat.seat,
		now_ms - 500,
		Entries::truncate_from(vec![entry]),
	);
	let signature = pair.sign(&bundle.signing_payload());
	SignedBundle { bundle, signature }
}

fn inherent(bundles: Vec<SignedBundle>) -> UncheckedExtrinsic {
	let bundles = Bundles::try_from(bundles).unwrap();
	UncheckedExtrinsic::new_bare(OracleCall::submit_votes { bundles }.into())
}

/// A block in which all four say the same.
fn round(chain: &mut Chain, value: &str) {
	let bundles = NAMES.map(|name| vote(chain, name, value)).to_vec();
	let results = chain.next_block(vec![inherent(bundles)]);
	assert!(matches!(results.as_slice(), [Ok(Ok(()))]), "{results:?}");
}

fn oracle_events(chain: &mut Chain) -> Vec<OracleEvent<Runtime>> {
	let events = chain.events().into_iter();
	events
		.filter_map(|event| match event {
			RuntimeEvent::OracleAggregator(event) => Some(event),
			_ => None,
		})
		.collect()
}

#[test]
fn every_validator_of_a_session_has_a_seat_by_its_stake() {
	let mut chain = reporting();
	chain.inspect(|| {
		let seats = OracleAggregator::api_seats();
		let validators: Vec<_> =
			seats.iter().filter(|seat| seat.class == Class::Validator).collect();
		assert_eq!(validators.len(), 4);
		for validator in &validators {
			assert!(validator.stake > 0 && validator.weight > 0, "{validator:?}");
			assert_eq!(validator.stake, ElectedValidators::stake_of(&validator.reporter));
		}
		let weight_of = |class| -> u128 {
			seats.iter().filter(|seat| seat.class == class).map(|seat| seat.weight).sum()
		};
		assert!(weight_of(Class::Outside) * 2 <= weight_of(Class::Validator));
		let panel = OracleAggregator::voting_panel();
		assert_eq!(panel.session, Session::current_index());
		assert_eq!(panel.genesis, System::block_hash(0));
		assert_ne!(panel.genesis, H256::repeat_byte(69), "the first block names it");
	});
}

#[test]
fn without_the_rule_validators_have_no_seats() {
	let mut chain = Chain::local();
	let seats = chain.inspect(OracleAggregator::api_seats);
	assert!(seats.iter().all(|seat| seat.class == Class::Outside && seat.weight > 0));
}

#[test]
fn votes_of_validators_alone_make_a_price_live() {
	let mut chain = reporting();
	for _ in 0..3 {
		round(&mut chain, "60000");
	}
	chain.inspect(|| {
		let price = OracleAggregator::api_price(BTC).unwrap();
		assert_eq!(price.status, FeedStatus::Live);
		assert_eq!(price.average, "60000".parse().unwrap());
	});
}

#[test]
fn the_runtime_makes_a_call_of_the_votes_that_a_node_offers() {
	let mut chain = reporting();
	let bundles = NAMES.map(|name| vote(&mut chain, name, "60000")).to_vec();
	let now_ms = chain.now_ms() + MILLISECONDS_PER_SLOT;
	let calls = chain.inspect(|| {
		pallet_babe::CurrentSlot::<Runtime>::put(sp_consensus_babe::Slot::from(
			now_ms / MILLISECONDS_PER_SLOT,
		));
		let mut data = InherentData::new();
		data.put_data(*b"timstap0", &now_ms).unwrap();
		data.put_data(oracle_core::INHERENT_IDENTIFIER, &bundles).unwrap();
		Runtime::inherent_extrinsics(data)
	});
	let carried = calls.iter().find_map(|made| match &made.function {
		RuntimeCall::OracleAggregator(OracleCall::submit_votes { bundles }) => Some(bundles.len()),
		_ => None,
	});
	assert_eq!(carried, Some(4), "{calls:?}");
}

#[test]
fn a_brake_on_calls_does_not_make_blocks_with_votes_invalid() {
	let mut chain = reporting();
	chain.inspect(|| {
		pallet_safe_mode::EnteredUntil::<Runtime>::put(1_000_000);
		assert!(SafeMode::is_entered());
	});
	round(&mut chain, "60000");
	assert!(oracle_events(&mut chain)
		.iter()
		.any(|event| matches!(event, OracleEvent::VotesCounted { bundles: 4, .. })));
}

#[test]
fn a_block_of_garbage_from_a_hostile_author_is_a_block() {
	let mut chain = reporting();
	let mut forged = vote(&mut chain, "Alice", "1");
	forged.signature = key("Bob").sign(b"something else");
	let mut stale = vote(&mut chain, "Bob", "1");
	stale.bundle.observed_at_ms = 0;
	let results = chain.next_block(vec![inherent(vec![forged, stale])]);
	assert!(matches!(results.as_slice(), [Ok(Ok(()))]), "{results:?}");
	assert!(oracle_events(&mut chain).iter().any(|event| matches!(
		event,
		OracleEvent::VotesCounted { bundles: 0, ignored, .. } if ignored.len() == 2
	)));
}

#[test]
fn bundles_do_not_come_through_the_pool() {
	let mut chain = reporting();
	let transaction = inherent(vec![vote(&mut chain, "Alice", "60000")]);
	chain.inspect(|| {
		let parent = System::parent_hash();
		for source in [TransactionSource::External, TransactionSource::Local] {
			assert!(Executive::validate_transaction(source, transaction.clone(), parent).is_err());
		}
	});
}

/// The last block made `who` answer for two prices of one round.
fn answered_for(chain: &mut Chain, who: &AccountId) {
	let session = chain.inspect(Session::current_index);
	assert!(oracle_events(chain).contains(&OracleEvent::FaultFound {
		reporter: who.clone(),
		fault: Fault::Equivocation,
		session,
	}));
	let reported = chain.events().into_iter().any(|event| {
		matches!(event, RuntimeEvent::Staking(pallet_staking::Event::SlashReported {
			validator, fraction, ..
		}) if validator == *who && fraction == Perbill::from_percent(5))
	});
	assert!(reported, "staking knows what is lost");
	chain.inspect(|| {
		let seats = OracleAggregator::api_seats();
		assert!(seats.iter().all(|seat| seat.reporter != *who));
		assert!(!pallet_staking::Validators::<Runtime>::contains_key(who), "it is chilled");
		assert_eq!(Session::disabled_validators().len(), 1);
	});
}

/// What a node that makes blocks hands to its own pool, as the runtime makes it.
fn report_by_node(
	chain: &mut Chain,
	name: &str,
	proof: &OpaqueKeyOwnershipProof,
) -> UncheckedExtrinsic {
	let (first, second) = (vote(chain, name, "60000"), vote(chain, name, "70000"));
	// Their round begins.
	chain.empty_blocks(1);
	let (public, proof) = (key(name).public(), proof.clone());
	let report = chain.inspect(|| Runtime::equivocation_report(first, second, public, proof));
	report.expect("the runtime reads its own proofs")
}

/// What a node's pool makes of a transaction on top of the last block.
fn judged(
	chain: &mut Chain,
	transaction: &UncheckedExtrinsic,
	source: TransactionSource,
) -> TransactionValidity {
	let transaction = transaction.clone();
	chain.inspect(|| {
		let parent = System::parent_hash();
		// It begins a block.
		hypothetically!(Executive::validate_transaction(source, transaction, parent))
	})
}

#[test]
fn a_node_that_hears_two_prices_for_a_round_reports_them_without_an_account() {
	let mut chain = reporting();
	let dave = DaveStash.to_account_id();
	let proof = ownership_proof(&mut chain, "Dave");
	let report = report_by_node(&mut chain, "Dave", &proof);
	let validity = judged(&mut chain, &report, TransactionSource::Local);
	let validity = validity.expect("it may be in this node's pool");
	assert!(!validity.propagate, "other nodes would refuse it");
	assert_eq!(validity.provides.len(), 1);
	let from_afar = judged(&mut chain, &report, TransactionSource::External);
	assert_eq!(from_afar, Err(Invalid(InvalidTransaction::Call)));
	let results = chain.next_block(vec![report.clone()]);
	assert!(matches!(results.as_slice(), [Ok(Ok(()))]), "{results:?}");
	answered_for(&mut chain, &dave);
	assert!(oracle_events(&mut chain).iter().any(|event| matches!(
		event,
		OracleEvent::EquivocationProven { reporter, informant: None, .. } if *reporter == dave
	)));
	// The other nodes have theirs in their pools, too: it leaves them, and no block can have it again.
	let again = judged(&mut chain, &report, TransactionSource::Local);
	assert_eq!(again, Err(Invalid(InvalidTransaction::Stale)));
	let results = chain.next_block(vec![report]);
	assert_eq!(results, [Err(Invalid(InvalidTransaction::Stale))]);
}

#[test]
fn a_brake_on_calls_does_not_stop_a_nodes_report() {
	let mut chain = reporting();
	let proof = ownership_proof(&mut chain, "Dave");
	let report = report_by_node(&mut chain, "Dave", &proof);
	chain.inspect(|| pallet_safe_mode::EnteredUntil::<Runtime>::put(1_000_000));
	let results = chain.next_block(vec![report]);
	assert!(matches!(results.as_slice(), [Ok(Ok(()))]), "{results:?}");
}

#[test]
fn a_proof_of_the_session_of_the_bundles_is_good_in_the_next_one() {
	let mut chain = reporting();
	let proof = ownership_proof(&mut chain, "Dave");
	let report = report_by_node(&mut chain, "Dave", &proof);
	let session = chain.inspect(Session::current_index);
	chain.empty_blocks(u32::try_from(SLOTS_PER_EPOCH).unwrap());
	assert!(chain.inspect(Session::current_index) > session);
	// The key is the same in the new session; the proof is of another.
	let late = ownership_proof(&mut chain, "Dave");
	assert_ne!(late, proof);
	let results = chain.next_block(vec![report]);
	assert!(matches!(results.as_slice(), [Ok(Ok(()))]), "{results:?}");
	let offence = OracleEvent::FaultFound {
		reporter: DaveStash.to_account_id(),
		fault: Fault::Equivocation,
		session,
	};
	assert!(oracle_events(&mut chain).contains(&offence));
}

#[test]
fn nobody_is_shown_to_own_a_key_that_nobody_has() {
	let mut chain = reporting();
	let nobodys = chain.inspect(|| Runtime::key_ownership_proof(key("Nobody").public()));
	assert_eq!(nobodys, None);
	let garbage = OpaqueKeyOwnershipProof::new(vec![9; 9]);
	let (first, second) = (vote(&mut chain, "Dave", "60000"), vote(&mut chain, "Dave", "70000"));
	let public = key("Dave").public();
	let report = chain.inspect(|| Runtime::equivocation_report(first, second, public, garbage));
	assert!(report.is_none());
}

#[test]
fn who_signs_two_prices_for_a_round_loses_stake_and_seat() {
	let mut chain = reporting();
	let dave = DaveStash.to_account_id();
	let (first, second) = (vote(&mut chain, "Dave", "60000"), vote(&mut chain, "Dave", "70000"));
	let public = key("Dave").public();
	let proof = ownership_proof(&mut chain, "Dave");
	let report = || {
		RuntimeCall::from(OracleCall::report_equivocation {
			first: first.clone().into(),
			second: second.clone().into(),
			key: public.clone(),
			owner: owner(&proof),
		})
	};
	chain.submit(Ferdie, report());
	answered_for(&mut chain, &dave);
	// The same evidence is worth nothing twice.
	let again = chain.signed(Ferdie, report());
	let results = chain.next_block(vec![again]);
	assert!(matches!(results.as_slice(), [Ok(Err(_))]), "{results:?}");
}

#[test]
fn a_key_is_not_taken_for_another_validators() {
	let mut chain = reporting();
	let (first, second) = (vote(&mut chain, "Dave", "60000"), vote(&mut chain, "Dave", "70000"));
	let proof = ownership_proof(&mut chain, "Bob");
	let report = OracleCall::report_equivocation {
		first: first.into(),
		second: second.into(),
		key: key("Dave").public(),
		owner: owner(&proof),
	};
	let transaction = chain.signed(Ferdie, report);
	let results = chain.next_block(vec![transaction]);
	assert!(matches!(results.as_slice(), [Ok(Err(_))]), "{results:?}");
}

#[test]
fn each_fault_costs_its_share_of_the_stake() {
	let mut chain = reporting();
	let offenders: [AccountId; 4] =
		[AliceStash, BobStash, CharlieStash, DaveStash].map(|who| who.to_account_id());
	for (fault, offender) in Fault::ALL.into_iter().zip(offenders.iter().cycle()) {
		chain.inspect(|| {
			System::reset_events();
			let session = Session::current_index();
			let report = || ElectedValidators::report(fault, session, 1, offender, vec![]);
			assert!(report(), "{fault:?}");
			assert!(!report(), "{fault:?} is known already");
			let fractions: Vec<Perbill> = System::events()
				.into_iter()
				.filter_map(|record| match record.event {
					RuntimeEvent::Staking(pallet_staking::Event::SlashReported {
						validator,
						fraction,
						..
					}) if validator == *offender => Some(fraction),
					_ => None,
				})
				.collect();
			assert_eq!(fractions, [fault.fraction()], "{fault:?}");
		});
	}
}
