// SPDX-License-Identifier: Apache-2.0
//! A chain with nothing but balances and the oracle, and the story-like ways to drive it.
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

use crate::{self as pallet_oracle_aggregator, FeedParameters, ReportedValue, SettlementRule};
use core::time::Duration;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, UnixTime},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::EnsureRoot;
use market_maths::units::Price;
use market_primitives::{
	traits::{PriceFeed, WindowStep},
	FeedError, FeedId, Invariants, Observation, Underlying, WindowClock,
};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult, Perbill};

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
/// Nobody admitted them.
pub(crate) const STRANGER: AccountId = 99;

parameter_types! {
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

impl pallet_oracle_aggregator::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OracleAdminOrigin = EnsureRoot<AccountId>;
	type Time = BlockTime;
	type MaxReporters = ConstU32<8>;
	type MaxFeeds = ConstU32<4>;
	type MinimumBond = ConstU128<MINIMUM_BOND>;
	type UnbondingDelayMs = ConstU64<UNBONDING_DELAY_MS>;
	type WeightCap = WeightCap;
	type MaxReportAgeMs = ConstU64<10_000>;
	type MaxReportLeadMs = ConstU64<1_000>;
	type WeightInfo = ();
}

/// A chain as a story begins.
pub(crate) struct ExtBuilder {
	feeds: Vec<(FeedId, FeedParameters)>,
	reporters: Vec<(AccountId, Balance)>,
	settlement_rule: SettlementRule,
}

impl Default for ExtBuilder {
	/// Alice, Bob and Carol report Bitcoin and Ether with bonds of 1,000 each.
	fn default() -> Self {
		Self {
			feeds: vec![(BTC, quick()), (ETH, quick())],
			reporters: vec![(ALICE, 1_000), (BOB, 1_000), (CAROL, 1_000)],
			settlement_rule: SettlementRule::default(),
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
			},
		}
		.build_storage()
		.unwrap();
		NowMs::set(START_MS);
		CurrentWindow::set(1);
		let mut externalities = sp_io::TestExternalities::new(storage);
		externalities.execute_with(|| {
			System::set_block_number(1);
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
