// SPDX-License-Identifier: Apache-2.0
//! A chain in memory: real genesis, real blocks, real signatures.

use codec::Encode;
use frame_support::{
	storage::{with_transaction_unchecked, TransactionOutcome},
	traits::StorageInfoTrait,
};
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	AuthorityIndex, Slot, BABE_ENGINE_ID,
};
use sp_core::{sr25519, Pair};
use sp_keyring::Sr25519Keyring;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	traits::Header as _,
	ApplyExtrinsicResult, BuildStorage,
};
use std::collections::{BTreeMap, BTreeSet};
use straddle_runtime::{
	configs::system::transaction_extensions, constants::time::MILLISECONDS_PER_SLOT,
	genesis_config_presets, AccountId, AllPalletsWithSystem, Balance, BlockNumber, Executive, Hash,
	Header, Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig, SignedPayload, System,
	UncheckedExtrinsic,
};

/// The slot of the first block: consensus counts slots since 1970, so it is never near zero.
const FIRST_SLOT: u64 = 590_000_000;

/// A chain that grows block by block.
pub(crate) struct Chain {
	state: sp_io::TestExternalities,
	best: (BlockNumber, Hash),
	slot: u64,
}

impl Chain {
	/// One validator, short epochs, Alice is root.
	pub(crate) fn development() -> Self {
		Self::from_preset("development")
	}

	/// Four validators, no root.
	pub(crate) fn local() -> Self {
		Self::from_preset("local_testnet")
	}

	/// A chain with the state of another one, which ran elsewhere. It can be looked at, not continued.
	#[cfg(feature = "try-runtime")]
	pub(crate) fn resumed(storage: sp_runtime::Storage) -> Self {
		let mut state = in_memory(storage);
		let best = state.execute_with(|| (System::block_number(), System::parent_hash()));
		Self { state, best, slot: FIRST_SLOT }
	}

	fn from_preset(preset: &str) -> Self {
		let mut state =
			in_memory(genesis(preset).build_storage().expect("the preset is a genesis"));
		let genesis_hash = state.execute_with(|| {
			let hash = Header::new(
				0,
				Default::default(),
				Default::default(),
				Default::default(),
				Digest::default(),
			)
			.hash();
			frame_system::BlockHash::<Runtime>::insert(0, hash);
			hash
		});
		Self { state, best: (0, genesis_hash), slot: FIRST_SLOT }
	}

	/// Looks at the state, or changes it behind the back of the rules.
	pub(crate) fn inspect<R>(&mut self, look: impl FnOnce() -> R) -> R {
		self.state.execute_with(look)
	}

	/// Makes the next block with these transactions and says how each went.
	pub(crate) fn next_block(
		&mut self,
		transactions: Vec<UncheckedExtrinsic>,
	) -> Vec<ApplyExtrinsicResult> {
		self.block_by(0, transactions)
	}

	/// Makes the next block as the validator of this index.
	pub(crate) fn block_by(
		&mut self,
		authority_index: AuthorityIndex,
		transactions: Vec<UncheckedExtrinsic>,
	) -> Vec<ApplyExtrinsicResult> {
		self.slot += 1;
		let next = NextBlock { parent: self.best, slot: self.slot, authority_index };
		let (header, results) = self.state.execute_with(|| next.make(transactions));
		// Otherwise every block would hash all that changed since genesis.
		self.state.commit_all().expect("no transaction is open between blocks");
		self.best = (*header.number(), header.hash());
		results
	}

	/// The head of the block that would follow if `change` happened first, and what `look` sees after it.
	/// Nothing stays.
	pub(crate) fn block_after<R>(
		&mut self,
		change: impl FnOnce(),
		look: impl FnOnce() -> R,
	) -> (Header, R) {
		let next = NextBlock { parent: self.best, slot: self.slot + 1, authority_index: 0 };
		self.state.execute_with(|| {
			with_transaction_unchecked(|| {
				change();
				let (header, _) = next.make(Vec::new());
				TransactionOutcome::Rollback((header, look()))
			})
		})
	}

	/// How these transactions would go in the next block, and all that is stored after it. Nothing stays.
	pub(crate) fn storage_after(
		&mut self,
		transactions: Vec<UncheckedExtrinsic>,
	) -> (Vec<ApplyExtrinsicResult>, Storage) {
		let next = NextBlock { parent: self.best, slot: self.slot + 1, authority_index: 0 };
		self.state.execute_with(|| {
			with_transaction_unchecked(|| {
				let (_, results) = next.make(transactions);
				TransactionOutcome::Rollback((results, all_storage()))
			})
		})
	}

	/// All that is stored after a block with these transactions, and one more that clears its window; and
	/// how each went. Nothing stays.
	pub(crate) fn storage_a_block_later(
		&mut self,
		transactions: Vec<UncheckedExtrinsic>,
	) -> (Vec<ApplyExtrinsicResult>, Storage) {
		let (parent, slot) = (self.best, self.slot + 1);
		self.state.execute_with(|| {
			with_transaction_unchecked(|| {
				let (head, results) =
					NextBlock { parent, slot, authority_index: 0 }.make(transactions);
				let parent = (*head.number(), head.hash());
				NextBlock { parent, slot: slot + 1, authority_index: 0 }.make(Vec::new());
				TransactionOutcome::Rollback((results, all_storage()))
			})
		})
	}

	/// The time of the last block, in milliseconds since 1970.
	pub(crate) fn now_ms(&self) -> u64 {
		self.slot * MILLISECONDS_PER_SLOT
	}

	/// Makes so many blocks without transactions.
	pub(crate) fn empty_blocks(&mut self, count: u32) {
		for _ in 0..count {
			self.next_block(Vec::new());
		}
	}

	/// Signs a call, with the account's next number and without a tip.
	pub(crate) fn signed(
		&mut self,
		signer: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
	) -> UncheckedExtrinsic {
		self.signed_with_tip(signer, call, 0)
	}

	/// Signs a call, with the account's next number.
	pub(crate) fn signed_with_tip(
		&mut self,
		signer: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
		tip: Balance,
	) -> UncheckedExtrinsic {
		self.signed_by_pair(&signer.pair(), 0, call, tip)
	}

	/// Signs a call with any key. `earlier` transactions of the same key come before it.
	pub(crate) fn signed_by_pair(
		&mut self,
		pair: &sr25519::Pair,
		earlier: u32,
		call: impl Into<RuntimeCall>,
		tip: Balance,
	) -> UncheckedExtrinsic {
		let call = call.into();
		self.state.execute_with(|| {
			let account = AccountId::from(pair.public());
			let nonce = System::account_nonce(&account) + earlier;
			let extensions = transaction_extensions(Era::Immortal, nonce, tip);
			let payload = SignedPayload::new(call, extensions).expect("the payload is complete");
			let signature = payload.using_encoded(|bytes| pair.sign(bytes));
			let (call, extensions, _) = payload.deconstruct();
			UncheckedExtrinsic::new_signed(call, account.into(), signature.into(), extensions)
		})
	}

	/// Signs a call, puts it alone into the next block and expects it to succeed.
	pub(crate) fn submit(&mut self, signer: Sr25519Keyring, call: impl Into<RuntimeCall>) {
		let transaction = self.signed(signer, call);
		let result = self.next_block(vec![transaction]);
		assert!(matches!(result.as_slice(), [Ok(Ok(()))]), "the call failed: {result:?}");
	}

	/// What the last block announced.
	pub(crate) fn events(&mut self) -> Vec<RuntimeEvent> {
		self.inspect(|| System::events().into_iter().map(|record| record.event).collect())
	}

	/// The number of the last block.
	pub(crate) fn height(&self) -> BlockNumber {
		self.best.0
	}

	/// Checks every invariant of every pallet.
	#[cfg(feature = "try-runtime")]
	pub(crate) fn check_invariants(&mut self) {
		use frame_support::traits::TryState;
		let height = self.height();
		self.inspect(|| {
			straddle_runtime::PalletExecutionOrder::try_state(
				height,
				frame_support::traits::TryStateSelect::All,
			)
		})
		.expect("every invariant holds");
	}
}

/// What a test leaves behind must be a state that a chain may be in.
#[cfg(feature = "try-runtime")]
impl Drop for Chain {
	fn drop(&mut self) {
		if !std::thread::panicking() {
			self.check_invariants();
		}
	}
}

fn in_memory(storage: sp_runtime::Storage) -> sp_io::TestExternalities {
	let mut state = sp_io::TestExternalities::new(storage);
	state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	state
}

/// Everything that is stored, by key.
pub(crate) type Storage = BTreeMap<Vec<u8>, Vec<u8>>;

fn all_storage() -> Storage {
	let mut all = Storage::new();
	let mut next = sp_io::storage::next_key(&[]);
	while let Some(key) = next {
		next = sp_io::storage::next_key(&key);
		let value = sp_io::storage::get(&key).expect("the key was found").to_vec();
		all.insert(key, value);
	}
	all
}

/// Pallet and item under which a key is stored.
pub(crate) fn place_of(key: &[u8]) -> (String, String) {
	let info = AllPalletsWithSystem::storage_info().into_iter();
	let found = info
		.filter(|info| key.starts_with(&info.prefix))
		.max_by_key(|info| info.prefix.len());
	found.map_or_else(
		|| (String::new(), format!("{key:?}")),
		|info| {
			let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("pallets have names");
			(text(info.pallet_name), text(info.storage_name))
		},
	)
}

/// Where two states differ.
pub(crate) fn differences(one: &Storage, other: &Storage) -> BTreeSet<Vec<u8>> {
	let keys = one.keys().chain(other.keys());
	keys.filter(|key| one.get(*key) != other.get(*key)).cloned().collect()
}

/// What a block is made from.
struct NextBlock {
	parent: (BlockNumber, Hash),
	slot: u64,
	authority_index: AuthorityIndex,
}

impl NextBlock {
	fn make(self, transactions: Vec<UncheckedExtrinsic>) -> (Header, Vec<ApplyExtrinsicResult>) {
		let Self { parent: (parent_number, parent), slot, authority_index } = self;
		let claim = SecondaryPlainPreDigest { authority_index, slot: Slot::from(slot) };
		let claim = PreDigest::SecondaryPlain(claim);
		let digest = Digest { logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, claim.encode())] };
		let empty = Default::default();
		Executive::initialize_block(&Header::new(parent_number + 1, empty, empty, parent, digest));
		let now = slot * MILLISECONDS_PER_SLOT;
		let time = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now });
		Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(time))
			.expect("the time is valid")
			.expect("the time is set");
		let results = transactions.into_iter().map(Executive::apply_extrinsic).collect();
		(Executive::finalize_block(), results)
	}
}

/// The whole genesis that a preset stands for: the defaults, changed by its patch.
pub(crate) fn genesis(preset: &str) -> RuntimeGenesisConfig {
	let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("it serialises");
	merge(&mut config, patch(preset));
	serde_json::from_value(config).expect("the preset fits the genesis of the runtime")
}

/// The patch of genesis that a preset stands for.
pub(crate) fn patch(preset: &str) -> serde_json::Value {
	let json = genesis_config_presets::get_preset(&preset.into()).expect("the preset exists");
	serde_json::from_slice(&json).expect("it is JSON")
}

fn merge(config: &mut serde_json::Value, patch: serde_json::Value) {
	match (config, patch) {
		(serde_json::Value::Object(config), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				merge(config.entry(key).or_insert(serde_json::Value::Null), value);
			}
		},
		(config, patch) => *config = patch,
	}
}

/// The native tokens that an account can spend.
pub(crate) fn free_balance(account: &AccountId) -> Balance {
	straddle_runtime::Balances::free_balance(account)
}
