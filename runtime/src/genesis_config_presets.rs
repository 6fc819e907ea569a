// SPDX-License-Identifier: Apache-2.0

//! What a new chain begins with.
//!
//! `development` is one validator, short epochs, and Alice as root. `local_testnet` is four
//! validators, full epochs, and no root but the voters. Both give money to well-known accounts, whose
//! secrets everybody knows: never start a public network from them.

use crate::{
	configs::{
		assets::well_known::{BTC, ETH, USD},
		consensus::BABE_GENESIS_EPOCH_CONFIG,
		staking::{TreasuryAccount, MAXIMUM_CANDIDATES, MAXIMUM_NOMINATORS},
	},
	constants::{
		money::STRD,
		time::{SLOTS_PER_EPOCH, SLOTS_PER_EPOCH_IN_DEVELOPMENT},
	},
	exchange_genesis, AccountId, AssetsConfig, BabeConfig, Balance, BalancesConfig,
	EpochLengthConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys, StakingConfig, SudoConfig,
	TechnicalCommitteeConfig,
};
use alloc::{format, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_staking::StakerStatus;
use serde_json::Value;
use sp_core::{
	crypto::{get_public_from_string_or_panic, Pair, Public},
	sr25519,
};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;
use sp_runtime::Perbill;

/// What every account of [`Sr25519Keyring::well_known`] begins with.
const ENDOWMENT: Balance = 10_000_000 * STRD;
/// What the treasury begins with.
const TREASURY_ENDOWMENT: Balance = 1_000_000 * STRD;
/// What every reporter begins with, its bond included.
const REPORTER_ENDOWMENT: Balance = 2 * exchange_genesis::REPORTER_BOND;
/// What every validator has bonded.
const STAKE: Balance = 1_000_000 * STRD;
/// The least a nominator may bond.
const MINIMUM_NOMINATOR_BOND: Balance = 100 * STRD;
/// The least a validator may bond.
const MINIMUM_VALIDATOR_BOND: Balance = 10_000 * STRD;

/// A collateral asset, and what every well-known account begins with.
struct GenesisAsset {
	id: u32,
	name: &'static str,
	symbol: &'static str,
	decimals: u8,
	minimum_balance: Balance,
	endowment: Balance,
}

const GENESIS_ASSETS: [GenesisAsset; 3] = [
	GenesisAsset {
		id: USD,
		name: "US Dollar",
		symbol: "USD",
		decimals: 6,
		minimum_balance: 10_000,
		endowment: 10_000_000 * 1_000_000,
	},
	GenesisAsset {
		id: BTC,
		name: "Bitcoin",
		symbol: "BTC",
		decimals: 8,
		minimum_balance: 10,
		endowment: 100 * 100_000_000,
	},
	GenesisAsset {
		id: ETH,
		name: "Ether",
		symbol: "ETH",
		decimals: 18,
		minimum_balance: 1_000_000_000_000,
		endowment: 2_000 * 1_000_000_000_000_000_000,
	},
];

/// A validator whose stash and keys derive from a well-known name.
struct Validator {
	stash: AccountId,
	keys: SessionKeys,
}

impl Validator {
	fn named(name: &str) -> Self {
		Self {
			stash: get_public_from_string_or_panic::<sr25519::Public>(&format!("{name}//stash"))
				.into(),
			keys: SessionKeys {
				babe: public_key(name),
				grandpa: public_key(name),
				authority_discovery: public_key(name),
				seqr: public_key(name),
				orcl: public_key(name),
			},
		}
	}
}

fn public_key<P>(name: &str) -> P
where
	P: Public,
	P::Pair: Pair<Public = P>,
{
	get_public_from_string_or_panic::<P>(name)
}

/// What distinguishes one preset from another.
struct Preset {
	validators: Vec<Validator>,
	root: Option<AccountId>,
	technical_committee: Vec<AccountId>,
	slots_per_epoch: u64,
}

impl Preset {
	fn development() -> Self {
		let alice = Sr25519Keyring::Alice.to_account_id();
		Self {
			validators: ["Alice"].map(Validator::named).into(),
			root: Some(alice.clone()),
			technical_committee: [alice].into(),
			slots_per_epoch: SLOTS_PER_EPOCH_IN_DEVELOPMENT,
		}
	}

	fn local_testnet() -> Self {
		Self {
			validators: ["Alice", "Bob", "Charlie", "Dave"].map(Validator::named).into(),
			root: None,
			technical_committee: [
				Sr25519Keyring::Alice,
				Sr25519Keyring::Bob,
				Sr25519Keyring::Charlie,
			]
			.map(|member| member.to_account_id())
			.into(),
			slots_per_epoch: SLOTS_PER_EPOCH,
		}
	}

	fn into_patch(self) -> Value {
		let endowed =
			Sr25519Keyring::well_known().map(|key| key.to_account_id()).collect::<Vec<_>>();
		// Where nobody is root, nobody alone issues or freezes what accounts are backed by.
		let issuer = self.root.clone().unwrap_or_else(TreasuryAccount::get);
		let validator_count = u32::try_from(self.validators.len()).unwrap_or(u32::MAX);

		build_struct_json_patch!(RuntimeGenesisConfig {
			epoch_length: EpochLengthConfig { slots_per_epoch: self.slots_per_epoch },
			babe: BabeConfig { epoch_config: BABE_GENESIS_EPOCH_CONFIG },
			balances: BalancesConfig {
				balances: endowed
					.iter()
					.cloned()
					.map(|account| (account, ENDOWMENT))
					.chain([(TreasuryAccount::get(), TREASURY_ENDOWMENT)])
					.chain(
						exchange_genesis::reporters()
							.into_iter()
							.map(|reporter| (reporter, REPORTER_ENDOWMENT)),
					)
					.collect::<Vec<_>>(),
			},
			staking: StakingConfig {
				validator_count,
				minimum_validator_count: 1,
				slash_reward_fraction: Perbill::from_percent(10),
				stakers: self
					.validators
					.iter()
					.map(|validator| {
						(
							validator.stash.clone(),
							validator.stash.clone(),
							STAKE,
							StakerStatus::<AccountId>::Validator,
						)
					})
					.collect::<Vec<_>>(),
				min_nominator_bond: MINIMUM_NOMINATOR_BOND,
				min_validator_bond: MINIMUM_VALIDATOR_BOND,
				max_validator_count: Some(MAXIMUM_CANDIDATES),
				max_nominator_count: Some(MAXIMUM_NOMINATORS),
			},
			session: SessionConfig {
				keys: self
					.validators
					.into_iter()
					.map(|validator| (validator.stash.clone(), validator.stash, validator.keys))
					.collect::<Vec<_>>(),
			},
			assets: AssetsConfig {
				assets: GENESIS_ASSETS
					.iter()
					.map(|asset| (asset.id, issuer.clone(), true, asset.minimum_balance))
					.collect::<Vec<_>>(),
				metadata: GENESIS_ASSETS
					.iter()
					.map(|asset| {
						(asset.id, asset.name.into(), asset.symbol.into(), asset.decimals)
					})
					.collect::<Vec<_>>(),
				accounts: GENESIS_ASSETS
					.iter()
					.flat_map(|asset| {
						endowed
							.iter()
							.map(move |account| (asset.id, account.clone(), asset.endowment))
					})
					.chain(GENESIS_ASSETS.iter().filter(|asset| asset.id == USD).map(|asset| {
						(asset.id, exchange_genesis::settlement_account(), asset.minimum_balance)
					}))
					.collect::<Vec<_>>(),
			},
			oracle_aggregator: exchange_genesis::oracle(),
			perpetuals: exchange_genesis::perpetuals(),
			option_writing: exchange_genesis::options(),
			technical_committee: TechnicalCommitteeConfig { members: self.technical_committee },
			sudo: SudoConfig { key: self.root },
		})
	}
}

/// The patch of genesis that a preset stands for, as JSON.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let preset = match id.as_ref() {
		DEV_RUNTIME_PRESET => Preset::development(),
		LOCAL_TESTNET_RUNTIME_PRESET => Preset::local_testnet(),
		_ => return None,
	};
	serde_json::to_vec(&preset.into_patch()).ok()
}

/// The presets there are.
pub fn preset_names() -> Vec<PresetId> {
	[DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET].map(PresetId::from).into()
}
