// SPDX-License-Identifier: Apache-2.0
//! A chain with nothing but balances and the oracle, and the story-like ways to drive it.
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

use crate::{
	self as pallet_oracle_aggregator, Fault, FeedParameters, PanelRule, ReportedValue,
	SessionIndex, SettlementRule, Validators,
};
use core::time::Duration;
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{
		fungible::Credit, ConstU128, ConstU32, ConstU64, OnUnbalanced, OneSessionHandler, UnixTime,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use market_maths::units::{Cash, Price, Usd};
use market_primitives::{
	testing::volatility_surface::FakeListedExpiries,
	traits::{PriceFeed, RewardPurse, WindowStep},
	FeedError, FeedId, Invariants, Observation, Underlying, WindowClock,
};
use oracle_core::{
	crypto::reporter, key_proof_payload, Bundles, Entries, SignedBundle, VoteBundle, VoteEntry,
};
use sp_core::{Pair as _, H256};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult, Perbill};
use std::collections::BTreeMap;

pub(crate) type AccountId = u64;
pub(crate) type Balance = u128;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Oracle = pallet_oracle_aggregator;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<1>;
}

/// Where the story begins: at the start of an hour.
pub(crate) const START_MS: u64 = 1_800_000_000_000;
/// Time between two windows.
pub(crate) const WINDOW_MS: u64 = 3_000;
pub(crate) const UNBONDING_DELAY_MS: u64 = 7 * 86_400_000;
pub(crate) const MINIMUM_BOND: Balance = 100;
pub(crate) const BTC: FeedId = FeedId::Index(Underlying::BTC);
pub(crate) const ETH: FeedId = FeedId::Index(Underlying::ETH);
pub(crate) const BTC_VOLATILITY: FeedId = FeedId::Volatility(Underlying::BTC);

pub(crate) const ALICE: AccountId = 1;
pub(crate) const BOB: AccountId = 2;
pub(crate) const CAROL: AccountId = 3;
pub(crate) const DAVE: AccountId = 4;
/// Who may pause feeds and smiles.
pub(crate) const COMMITTEE: AccountId = 50;
pub(crate) const LONGEST_PAUSE_MS: u64 = 86_400_000;
/// Nobody admitted them.
pub(crate) const STRANGER: AccountId = 99;

/// The validators of stories: Xenia, Yusuf and Zora.
pub(crate) const XENIA: AccountId = 11;
pub(crate) const YUSUF: AccountId = 12;
pub(crate) const ZORA: AccountId = 13;
/// What each validator has at stake, unless a story says otherwise.
pub(crate) const STAKE: u128 = 1_000;
pub(crate) const PENALTY_DELAY_MS: u64 = 86_400_000;
pub(crate) const SUSPENSION_SESSIONS: u32 = 4;
/// Blocks for which a node's report of an equivocation may wait.
pub(crate) const REPORT_LONGEVITY: u64 = 1_000;
/// Smiles that may be voted on at a time.
pub(crate) const MAX_LISTED_SMILES: u32 = 6;
pub(crate) const GENESIS: H256 = H256([69; 32]);

/// A validator's fault as it was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reported {
	pub(crate) fault: Fault,
	pub(crate) session: SessionIndex,
	pub(crate) moment: u64,
	pub(crate) offender: AccountId,
	pub(crate) informant: Option<AccountId>,
}

ord_parameter_types! {
	pub const Committee: AccountId = COMMITTEE;
}

parameter_types! {
	pub static Session: SessionIndex = 0;
	pub static Stakes: BTreeMap<AccountId, u128> = BTreeMap::new();
	pub(crate) static ReportedFaults: Vec<Reported> = Vec::new();
	pub static Chilled: Vec<AccountId> = Vec::new();
	pub static Slashed: Balance = 0;
	pub static StakePrice: Option<FeedId> = None;
	pub static Fees: i128 = 0;
	pub static SetAside: i128 = 0;
	pub static Paid: Vec<(AccountId, Cash)> = Vec::new();
	pub static PurseIsShut: bool = false;
	pub static NowMs: u64 = START_MS;
	pub static CurrentWindow: u64 = 1;
	pub const WeightCap: Perbill = Perbill::from_percent(40);
}

pub struct BlockTime;
impl UnixTime for BlockTime {
	fn now() -> Duration {
		Duration::from_millis(NowMs::get())
	}
}

/// Says which key was whose in which session, and is believed: the real proof is the runtime's.
#[derive(
	Clone,
	Debug,
	PartialEq,
	Eq,
	codec::Encode,
	codec::Decode,
	codec::DecodeWithMemTracking,
	scale_info::TypeInfo,
)]
pub struct SaidOwner {
	pub(crate) session: SessionIndex,
	pub(crate) key: reporter::Public,
	pub(crate) owner: AccountId,
}

pub struct MockValidators;
impl Validators<AccountId> for MockValidators {
	type KeyOwnerProof = SaidOwner;

	fn session() -> SessionIndex {
		Session::get()
	}

	fn stake_of(validator: &AccountId) -> u128 {
		Stakes::get().get(validator).copied().unwrap_or(STAKE)
	}

	fn key_owner(key: &reporter::Public, proof: SaidOwner) -> Option<(SessionIndex, AccountId)> {
		(proof.key == *key).then_some((proof.session, proof.owner))
	}

	fn report(
		fault: Fault,
		session: SessionIndex,
		moment: u64,
		offender: &AccountId,
		informants: Vec<AccountId>,
	) -> bool {
		let (offender, informant) = (*offender, informants.first().copied());
		let report = Reported { fault, session, moment, offender, informant };
		ReportedFaults::mutate(|known| {
			let is_new = !known
				.iter()
				.any(|it| (it.fault, it.moment, it.offender) == (fault, moment, offender));
			if is_new {
				known.push(report);
			}
			is_new
		})
	}

	fn is_reported(fault: Fault, moment: u64, offender: &AccountId) -> bool {
		ReportedFaults::get()
			.iter()
			.any(|it| (it.fault, it.moment, it.offender) == (fault, moment, *offender))
	}

	fn chill(validator: &AccountId) {
		Chilled::mutate(|chilled| chilled.push(*validator));
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_key_owner(key: &reporter::Public) -> Option<SaidOwner> {
		Some(SaidOwner { session: Session::get(), key: key.clone(), owner: XENIA })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_slot(slot: u64) {
		CurrentWindow::set(slot);
	}
}

/// Fees as a story wants them, and who was paid.
pub struct Purse;
impl RewardPurse<AccountId> for Purse {
	fn fees() -> Cash {
		Cash::from_inner(Fees::get())
	}

	fn set_aside() -> Cash {
		Cash::from_inner(SetAside::get())
	}

	fn put_aside(amount: Cash) -> DispatchResult {
		if PurseIsShut::get() || amount > Self::fees() {
			return Err(DispatchError::Unavailable);
		}
		Fees::mutate(|fees| *fees -= amount.into_inner());
		SetAside::mutate(|all| *all += amount.into_inner());
		Ok(())
	}

	fn pay(to: &AccountId, amount: Cash) -> DispatchResult {
		if PurseIsShut::get() || amount > Self::set_aside() {
			return Err(DispatchError::Unavailable);
		}
		SetAside::mutate(|all| *all -= amount.into_inner());
		Paid::mutate(|paid| paid.push((*to, amount)));
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(amount: Cash) {
		Fees::set(amount.into_inner());
	}
}

/// Burns what reporters lose, and counts it.
pub struct CountSlashes;
impl OnUnbalanced<Credit<AccountId, Balances>> for CountSlashes {
	fn on_nonzero_unbalanced(lost: Credit<AccountId, Balances>) {
		Slashed::mutate(|slashed| *slashed += frame_support::traits::Imbalance::peek(&lost));
	}
}

impl pallet_oracle_aggregator::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OracleAdminOrigin = EnsureRoot<AccountId>;
	type EmergencyOrigin = EnsureSignedBy<Committee, AccountId>;
	type LongestPauseMs = ConstU64<LONGEST_PAUSE_MS>;
	type Time = BlockTime;
	type Slot = CurrentWindow;
	type Validators = MockValidators;
	type MaxReporters = ConstU32<24>;
	type MaxOutsideReporters = ConstU32<8>;
	type MaxFeeds = ConstU32<4>;
	type MinimumBond = ConstU128<MINIMUM_BOND>;
	type UnbondingDelayMs = ConstU64<UNBONDING_DELAY_MS>;
	type PenaltyDelayMs = ConstU64<PENALTY_DELAY_MS>;
	type OnSlash = CountSlashes;
	type SuspensionSessions = ConstU32<SUSPENSION_SESSIONS>;
	type StakeFeed = StakePrice;
	type StakeUnit = ConstU128<10>;
	type WeightCap = WeightCap;
	type RewardPurse = Purse;
	type MaxReportAgeMs = ConstU64<10_000>;
	type MaxReportLeadMs = ConstU64<1_000>;
	type ListedExpiries = FakeListedExpiries;
	type ReportLongevity = ConstU64<REPORT_LONGEVITY>;
	type MaxSmiles = ConstU32<MAX_LISTED_SMILES>;
	type MaxSmilesPerWindow = ConstU32<4>;
	type WeightInfo = ();
}

/// A chain as a story begins.
pub(crate) struct ExtBuilder {
	feeds: Vec<(FeedId, FeedParameters)>,
	reporters: Vec<(AccountId, Balance)>,
	settlement_rule: SettlementRule,
	validators: Vec<AccountId>,
}

impl Default for ExtBuilder {
	/// Alice, Bob and Carol report Bitcoin and Ether with bonds of 1,000 each. No validator reports.
	fn default() -> Self {
		Self {
			feeds: vec![(BTC, quick()), (ETH, quick())],
			reporters: vec![(ALICE, 1_000), (BOB, 1_000), (CAROL, 1_000)],
			settlement_rule: SettlementRule::default(),
			validators: Vec::new(),
		}
	}
}

/// The parameters of a major, with two rounds to leave caution and three to leave a halt.
pub(crate) fn quick() -> FeedParameters {
	FeedParameters {
		rounds_to_leave_caution: 2,
		rounds_to_leave_halt: 3,
		..FeedParameters::major()
	}
}

impl ExtBuilder {
	pub(crate) fn feed(mut self, feed: FeedId, parameters: FeedParameters) -> Self {
		self.feeds.retain(|(known, _)| *known != feed);
		self.feeds.push((feed, parameters));
		self
	}

	pub(crate) fn reporters(mut self, reporters: &[(AccountId, Balance)]) -> Self {
		self.reporters = reporters.to_vec();
		self
	}

	/// These validators report in the first session.
	pub(crate) fn validators(mut self, validators: &[AccountId]) -> Self {
		self.validators = validators.to_vec();
		self
	}

	pub(crate) fn settling_over(mut self, minutes: u32, samples: u32) -> Self {
		self.settlement_rule = SettlementRule { minutes, samples, ..Default::default() };
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig {
				balances: (1..=20).chain([STRANGER]).map(|who| (who, 1_000_000)).collect(),
				..Default::default()
			},
			oracle: pallet_oracle_aggregator::GenesisConfig {
				feeds: self.feeds,
				reporters: self.reporters,
				settlement_rule: self.settlement_rule,
				panel_rule: PanelRule {
					validators_report: !self.validators.is_empty(),
					..Default::default()
				},
			},
		}
		.build_storage()
		.unwrap();
		NowMs::set(START_MS);
		CurrentWindow::set(1);
		Session::set(0);
		Stakes::set(BTreeMap::new());
		ReportedFaults::set(Vec::new());
		Chilled::set(Vec::new());
		Slashed::set(0);
		Fees::set(0);
		SetAside::set(0);
		Paid::set(Vec::new());
		PurseIsShut::set(false);
		StakePrice::set(None);
		FakeListedExpiries::reset();
		let mut externalities = sp_io::TestExternalities::new(storage);
		externalities.register_extension(KeystoreExt::new(MemoryKeystore::new()));
		externalities.execute_with(|| {
			System::set_block_number(1);
			if !self.validators.is_empty() {
				next_session(&self.validators);
			}
			on_window();
		});
		externalities
	}

	/// Runs the story and checks at its end that everything holds that must.
	pub(crate) fn build_and_execute(self, story: impl FnOnce()) {
		self.build().execute_with(|| {
			story();
			assert_all_invariants_hold();
		});
	}
}

pub(crate) fn assert_all_invariants_hold() {
	assert_eq!(<Oracle as Invariants>::broken(), vec![]);
}

/// The names of the invariants that are broken now.
pub(crate) fn broken_invariants() -> Vec<String> {
	let mut names: Vec<String> =
		<Oracle as Invariants>::broken().into_iter().map(|broken| broken.name).collect();
	names.dedup();
	names
}

fn on_window() {
	let clock = WindowClock { window: CurrentWindow::get(), now_ms: NowMs::get() };
	Oracle::on_window(&clock, &mut WeightMeter::new());
}

/// The next window begins, the usual time after the last one.
pub(crate) fn next_window() {
	next_window_after(WINDOW_MS);
}

/// The next window begins this much later.
pub(crate) fn next_window_after(ms: u64) {
	let mut meter = WeightMeter::new();
	next_window_with(ms, &mut meter);
}

/// The next window begins, with only what the meter has.
pub(crate) fn next_window_with(ms: u64, meter: &mut WeightMeter) {
	NowMs::mutate(|now| *now += ms);
	CurrentWindow::mutate(|window| *window += 1);
	System::set_block_number(CurrentWindow::get());
	let clock = WindowClock { window: CurrentWindow::get(), now_ms: NowMs::get() };
	Oracle::on_window(&clock, meter);
}

pub(crate) fn price(text: &str) -> Price {
	text.parse().unwrap()
}

pub(crate) fn usd(text: &str) -> Usd {
	text.parse().unwrap()
}

pub(crate) fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub(crate) fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// One value, one ten-thousandth unsure.
pub(crate) fn valued(feed: FeedId, value: &str) -> ReportedValue {
	let value = price(value);
	ReportedValue { feed, value, confidence: Price::from_inner(value.into_inner() / 10_000) }
}

pub(crate) fn report_at(
	who: AccountId,
	observed_at_ms: u64,
	values: &[ReportedValue],
) -> DispatchResult {
	let values = BoundedVec::try_from(values.to_vec())
		.map_err(|_| DispatchError::Other("the story reports too many values"))?;
	Oracle::report(signed(who), observed_at_ms, values)
		.map(|_| ())
		.map_err(|error| error.error)
}

/// A report of what is seen right now.
pub(crate) fn report(who: AccountId, feed: FeedId, value: &str) -> DispatchResult {
	report_at(who, NowMs::get(), &[valued(feed, value)])
}

/// Alice, Bob and Carol report now; the next window counts.
pub(crate) fn round(feed: FeedId, values: [&str; 3]) {
	for (who, value) in [ALICE, BOB, CAROL].into_iter().zip(values) {
		report(who, feed, value).unwrap();
	}
	next_window();
}

/// As many rounds in which all three agree.
pub(crate) fn rounds_of(feed: FeedId, count: u32, value: &str) {
	for _ in 0..count {
		round(feed, [value; 3]);
	}
}

pub(crate) fn observe(feed: FeedId) -> Result<Observation, FeedError> {
	<Oracle as PriceFeed>::observe(feed)
}

/// The value shown to people, whatever its status.
pub(crate) fn shown(feed: FeedId) -> Price {
	observe(feed).unwrap().value_for(market_primitives::Purpose::Show).unwrap()
}

pub(crate) fn status(feed: FeedId) -> market_primitives::FeedStatus {
	observe(feed).unwrap().status
}

pub(crate) fn events() -> Vec<pallet_oracle_aggregator::Event<Test>> {
	System::read_events_for_pallet()
}

/// The key of an account: the same in all stories.
pub(crate) fn key(who: AccountId) -> reporter::Pair {
	let mut seed = [0; 32];
	seed[..8].copy_from_slice(&who.to_le_bytes());
	reporter::Pair::from_seed(&seed)
}

/// An account names the key of another, or its own, with which that is proven.
pub(crate) fn name_key(who: AccountId, owner: AccountId) -> DispatchResult {
	let key = key(owner);
	let proof = key.sign(&key_proof_payload(&GENESIS.0, &who));
	Oracle::set_reporter_key(signed(who), key.public(), proof)
}

/// A session ends, and one with these validators begins.
pub(crate) fn next_session(validators: &[AccountId]) {
	<Oracle as OneSessionHandler<AccountId>>::on_before_session_ending();
	Session::mutate(|session| *session += 1);
	let keys = || validators.iter().map(|who| (who, key(*who).public()));
	Oracle::on_new_session(true, keys(), keys());
}

/// The seat of an account.
pub(crate) fn seat(who: AccountId) -> crate::Seat<AccountId> {
	let panel = crate::Panel::<Test>::get();
	panel
		.into_iter()
		.find(|seat| seat.reporter == who)
		.expect("the account has a seat")
}

/// Whether an account has a seat.
pub(crate) fn is_seated(who: AccountId) -> bool {
	crate::Panel::<Test>::get().iter().any(|seat| seat.reporter == who)
}

/// What the account says in the next window, seen half a second before it.
pub(crate) fn bundle(who: AccountId, values: &[(FeedId, &str)]) -> VoteBundle {
	let mut entries: Vec<VoteEntry> = values
		.iter()
		.map(|(feed, value)| {
			let ReportedValue { feed, value, confidence } = valued(*feed, value);
			VoteEntry { feed, value, confidence, sources: 1 }
		})
		.collect();
	entries.sort_by_key(|entry| entry.feed);
	VoteBundle::new(
		GENESIS,
		Session::get(),
		CurrentWindow::get() + 1,
		seat(who).number,
		NowMs::get() + WINDOW_MS - 500,
		Entries::try_from(entries).unwrap(),
	)
}

pub(crate) fn signed_by(who: AccountId, bundle: VoteBundle) -> SignedBundle {
	let signature = key(who).sign(&bundle.signing_payload());
	SignedBundle { bundle, signature }
}

/// What the account says of Bitcoin in the next window, signed.
pub(crate) fn vote_of(who: AccountId, value: &str) -> SignedBundle {
	signed_by(who, bundle(who, &[(BTC, value)]))
}

/// The next window begins with a block that carries these bundles.
pub(crate) fn next_window_with_bundles(bundles: Vec<SignedBundle>) -> DispatchResult {
	NowMs::mutate(|now| *now += WINDOW_MS);
	CurrentWindow::mutate(|window| *window += 1);
	System::set_block_number(CurrentWindow::get());
	let submitted =
		Oracle::submit_votes(RuntimeOrigin::none(), Bundles::try_from(bundles).unwrap());
	on_window();
	submitted
}

/// The accounts say this of Bitcoin by bundles, and the next window counts it.
pub(crate) fn bundle_round(values: &[(AccountId, &str)]) {
	let bundles = values.iter().map(|(who, value)| vote_of(*who, value)).collect();
	next_window_with_bundles(bundles).unwrap();
}
