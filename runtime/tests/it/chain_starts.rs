// SPDX-License-Identifier: Apache-2.0
//! A chain begins from each preset, makes blocks, and hands over from session to session.

use crate::harness::{free_balance, patch, Chain};
use frame_support::traits::{fungibles::metadata, Get, PalletsInfoAccess};
use sp_consensus_babe::runtime_decl_for_babe_api::BabeApi;
use sp_keyring::Sr25519Keyring::{self, Alice, AliceStash, BobStash, CharlieStash, DaveStash};
use std::collections::BTreeSet;
use straddle_runtime::{
	configs::{
		assets::well_known::{BTC, ETH, USD},
		consensus::epoch_length::EpochDuration,
		staking::TreasuryAccount,
	},
	constants::time::{SLOTS_PER_EPOCH, SLOTS_PER_EPOCH_IN_DEVELOPMENT},
	AllPalletsWithSystem, Assets, AuthorityDiscovery, Babe, Block, Grandpa, PalletExecutionOrder,
	Runtime, RuntimeCall, Session, SessionKeys, Staking,
};

#[test]
fn a_local_chain_begins_with_four_validators_and_no_root() {
	Chain::local().inspect(|| {
		let stashes =
			[AliceStash, BobStash, CharlieStash, DaveStash].map(|stash| stash.to_account_id());
		let validators = Session::validators().into_iter().collect::<BTreeSet<_>>();
		assert_eq!(validators, stashes.into_iter().collect());
		assert_eq!(Babe::authorities().len(), 4);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		assert_eq!(AuthorityDiscovery::authorities().len(), 4);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
		assert_eq!(EpochDuration::get(), SLOTS_PER_EPOCH);
	});
}

#[test]
fn a_development_chain_begins_with_alice_as_validator_and_root_and_with_short_epochs() {
	Chain::development().inspect(|| {
		assert_eq!(Session::validators(), [AliceStash.to_account_id()]);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(Alice.to_account_id()));
		assert_eq!(EpochDuration::get(), SLOTS_PER_EPOCH_IN_DEVELOPMENT);
		let told_to_nodes = <Runtime as BabeApi<Block>>::configuration().epoch_length;
		assert_eq!(told_to_nodes, SLOTS_PER_EPOCH_IN_DEVELOPMENT);
	});
}

#[test]
fn everybody_well_known_begins_with_native_tokens_and_every_collateral() {
	for mut chain in [Chain::development(), Chain::local()] {
		chain.inspect(|| {
			for key in Sr25519Keyring::well_known() {
				let account = key.to_account_id();
				assert!(free_balance(&account) > 0, "{key}");
				for asset in [USD, BTC, ETH] {
					assert!(Assets::balance(asset, &account) > 0, "{key} has no asset {asset}");
				}
			}
			assert!(free_balance(&TreasuryAccount::get()) > 0);
			let decimals = [USD, BTC, ETH].map(<Assets as metadata::Inspect<_>>::decimals);
			assert_eq!(decimals, [6, 8, 18]);
		});
	}
}

#[test]
fn an_account_without_native_tokens_can_hold_dollars() {
	let mut chain = Chain::development();
	let newcomer = Sr25519Keyring::One.to_account_id();
	chain.submit(
		Alice,
		RuntimeCall::Assets(pallet_assets::Call::transfer {
			id: USD.into(),
			target: newcomer.clone().into(),
			amount: 25_000_000,
		}),
	);
	chain.inspect(|| {
		assert_eq!(free_balance(&newcomer), 0);
		assert_eq!(Assets::balance(USD, &newcomer), 25_000_000);
	});
}

#[test]
fn sessions_follow_epochs_and_validators_are_elected_again() {
	let mut chain = Chain::development();
	chain.inspect(|| assert_eq!(Session::current_index(), 0));

	// The first block begins the first epoch; an epoch has twenty slots, each with its block here.
	chain.empty_blocks(20);
	chain.inspect(|| {
		assert_eq!((Babe::current_epoch().epoch_index, Session::current_index()), (0, 0));
	});
	chain.empty_blocks(1);
	chain.inspect(|| {
		assert_eq!((Babe::current_epoch().epoch_index, Session::current_index()), (1, 1));
	});
	chain.empty_blocks(40);
	chain.inspect(|| {
		assert_eq!((Babe::current_epoch().epoch_index, Session::current_index()), (3, 3));
		assert_eq!(Session::validators(), [AliceStash.to_account_id()]);
	});
}

#[test]
fn an_era_ends_after_thirty_six_sessions_and_pays_for_it() {
	let mut chain = Chain::development();
	chain.empty_blocks(36 * 20 + 21);
	chain.inspect(|| {
		let era = pallet_staking::ActiveEra::<Runtime>::get().map(|era| era.index);
		assert_eq!(era, Some(1));
		assert!(pallet_staking::ErasValidatorReward::<Runtime>::get(0) > Some(0));
		assert_eq!(Staking::validator_count(), 1);
	});
}

#[test]
fn keys_change_together_and_only_with_a_proof_that_they_are_ours() {
	let mut chain = Chain::development();
	let (keys, proof) = chain.inspect(|| {
		use codec::Encode;
		let generated = SessionKeys::generate(&AliceStash.to_account_id().encode(), None);
		(generated.keys, generated.proof.encode())
	});

	let without_proof = pallet_session::Call::set_keys { keys: keys.clone(), proof: vec![0] };
	let transaction = chain.signed(AliceStash, RuntimeCall::Session(without_proof));
	let refused = chain.next_block(vec![transaction]);
	assert!(
		matches!(refused.as_slice(), [Ok(Err(error))]
			if *error == pallet_session::Error::<Runtime>::InvalidProof.into()),
		"{refused:?}"
	);

	let with_proof = pallet_session::Call::set_keys { keys: keys.clone(), proof };
	chain.submit(AliceStash, RuntimeCall::Session(with_proof));
	// The session after the next works with them.
	chain.empty_blocks(60);
	chain.inspect(|| {
		assert_eq!(Babe::authorities().first().map(|it| it.0.clone()), Some(keys.babe.clone()));
		let authorities = AuthorityDiscovery::authorities();
		assert_eq!(authorities, std::slice::from_ref(&keys.authority_discovery));
		let queued = Session::load_keys(&AliceStash.to_account_id()).unwrap();
		assert_eq!((queued.seqr, queued.orcl), (keys.seqr, keys.orcl));
	});
}

#[test]
fn every_numbered_pallet_has_its_place_in_the_order_of_execution() {
	let names = |infos: Vec<frame_support::traits::PalletInfoData>| {
		infos.into_iter().map(|info| (info.index, info.name)).collect::<BTreeSet<_>>()
	};
	let numbered = AllPalletsWithSystem::infos();
	let ordered = PalletExecutionOrder::infos();
	assert_eq!(numbered.len(), ordered.len(), "a pallet is ordered twice or not at all");
	assert_eq!(names(numbered), names(ordered));
}

#[test]
fn plain_genesis_names_what_test_networks_rewrite() {
	for preset in ["development", "local_testnet"] {
		let patch = patch(preset);
		for path in ["/session/keys", "/balances/balances", "/staking/stakers"] {
			let list = patch.pointer(path).and_then(|list| list.as_array());
			assert!(list.is_some_and(|list| !list.is_empty()), "{preset} lacks {path}");
		}
		assert!(patch.pointer("/staking/validatorCount").is_some());
	}
}

#[cfg(feature = "try-runtime")]
#[test]
fn every_invariant_holds_at_genesis_and_after_three_sessions() {
	for mut chain in [Chain::development(), Chain::local()] {
		chain.check_invariants();
		chain.empty_blocks(65);
		chain.check_invariants();
	}
}
