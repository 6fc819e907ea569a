// SPDX-License-Identifier: Apache-2.0
//! A chain with options and their tokens; feeds, positions and perpetuals are fakes.

#![allow(clippy::arithmetic_side_effects, reason = "test code")]

use crate::{self as pallet_option_writing, calendar::Cadence, ListingCadence, SeriesRecord};
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64, UnixTime},
	weights::WeightMeter,
	PalletId,
};
use frame_system::{EnsureNever, EnsureRoot, EnsureSignedBy};
use market_primitives::{
	testing::{
		instruments::FakeInstruments, market_security::FakeMarketSecurity,
		price_feed::FakePriceFeed, risk::FakeOptionPositions,
		volatility_surface::FakeVolatilitySurface,
	},
	traits::{ByKind, SettlementPrice, TwoCaps, WindowStep},
	FeedId, InstrumentId, InstrumentTerms, Invariants, MarketState, SubaccountId, Underlying,
	UniverseId, WindowClock,
};
use sp_runtime::{BuildStorage, DispatchResult};
use std::{cell::Cell, str::FromStr, time::Duration};

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
	pub type OptionTokens = pallet_assets;
	#[runtime::pallet_index(3)]
	pub type Options = pallet_option_writing;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = u128;
	type AssetId = InstrumentId;
	type AssetIdParameter = InstrumentId;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<u64>>;
	type ForceOrigin = EnsureRoot<u64>;
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = ConstU128<1>;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ConstU128<1>;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = ();
	type CallbackHandle = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = AssetNames;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct AssetNames;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_assets::BenchmarkHelper<InstrumentId, ()> for AssetNames {
	fn create_asset_id_parameter(id: u32) -> InstrumentId {
		call_at(u64::from(id) + 1)
	}
	fn create_reserve_id_parameter(_: u32) {}
}

pub(crate) const ADMIN: u64 = 1;
pub(crate) const COMMITTEE: u64 = 2;
pub(crate) const JUDGE: u64 = 3;
pub(crate) const WRITER: u64 = 10;
pub(crate) const HOLDER: u64 = 11;
pub(crate) const STRANGER: u64 = 12;

pub(crate) const WINDOW_MS: u64 = 3_000;
pub(crate) const EMERGENCY_SECONDS: u64 = 600;
pub(crate) const RETENTION_SECONDS: u64 = 900;
pub(crate) const CHANGE_INTERVAL_SECONDS: u64 = 300;
pub(crate) const BATCH: u32 = 2;
pub(crate) const WRITERS: u32 = 8;
pub(crate) const WRITERS_OF_ONE_OWNER: u8 = 2;
/// 20 November 2026, 12:00 UTC: a Friday.
pub(crate) const START: u64 = 1_795_176_000;

ord_parameter_types! {
	pub const Admin: u64 = ADMIN;
	pub const Committee: u64 = COMMITTEE;
	pub const Judge: u64 = JUDGE;
}

parameter_types! {
	pub const OptionsPalletId: PalletId = PalletId(*b"strd/opt");
}

thread_local! {
	static NOW_MS: Cell<u64> = const { Cell::new(0) };
	static STEPS: Cell<u32> = const { Cell::new(0) };
}

pub struct Clock;

impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(NOW_MS.get())
	}
}

/// How many steps settlement may take in a window; a test may make it small.
pub struct SettlementSteps;

impl frame_support::traits::Get<u32> for SettlementSteps {
	fn get() -> u32 {
		STEPS.get().max(1)
	}
}

/// Reads the holders where the tokens are kept, as the runtime does.
pub struct Holders;

impl crate::TokenHolders<u64> for Holders {
	fn holders(id: &InstrumentId, after: Option<&u64>, limit: u32) -> Vec<(u64, u64)> {
		type Accounts = pallet_assets::Account<Test>;
		let accounts = match after {
			None => Accounts::iter_prefix(id),
			Some(after) => Accounts::iter_prefix_from(id, Accounts::hashed_key_for(id, after)),
		};
		accounts
			.take(limit as usize)
			.map(|(holder, account)| (holder, u64::try_from(account.balance).unwrap()))
			.collect()
	}
}

impl pallet_option_writing::Config for Test {
	type PriceFeed = FakePriceFeed;
	type VolatilitySurface = FakeVolatilitySurface;
	type Headroom = TwoCaps<ByKind<FakeInstruments, Options>, FakeMarketSecurity>;
	type OptionPositions = FakeOptionPositions;
	type Tokens = OptionTokens;
	type TokenHolders = Holders;
	type Time = Clock;
	type MarketAdminOrigin = EnsureSignedBy<Admin, u64>;
	type EmergencyOrigin = EnsureSignedBy<Committee, u64>;
	type SettlementOrigin = EnsureSignedBy<Judge, u64>;
	type PalletId = OptionsPalletId;
	type EmergencyDuration = ConstU64<EMERGENCY_SECONDS>;
	type ParameterChangeInterval = ConstU64<CHANGE_INTERVAL_SECONDS>;
	type Retention = ConstU64<RETENTION_SECONDS>;
	type MaxUnderlyings = ConstU32<2>;
	type MaxExpiries = ConstU32<12>;
	type MaxStrikesPerExpiry = ConstU32<65>;
	type MaxListingsPerWindow = ConstU32<4>;
	type MaxSettlementSteps = SettlementSteps;
	type SettlementBatch = ConstU32<BATCH>;
	type MaxWritersPerWindow = ConstU32<WRITERS>;
	type MaxWritersPerOwner = ConstU32<{ WRITERS_OF_ONE_OWNER as u32 }>;
	type WeightInfo = ();
}

pub(crate) const BTC: Underlying = Underlying::BTC;

pub(crate) fn number<N: FromStr>(text: &str) -> N {
	text.parse().unwrap_or_else(|_| panic!("{text} is not such a number"))
}

/// Steps of 1 USD and 0.01 coins.
pub(crate) fn terms() -> InstrumentTerms {
	InstrumentTerms {
		universe: UniverseId::default(),
		tick: number("1"),
		lot: number("0.01"),
		price_band: number("0.1"),
		open_interest_cap: 10_000,
		state: MarketState::Listed,
	}
}

/// Asks to write in the next window.
pub(crate) fn ask(who: u64, subaccount: u8, id: InstrumentId, lots: u64) -> DispatchResult {
	let asked = Options::write(signed(who), subaccount, id, lots);
	asked.map(|_| ()).map_err(|refused| refused.error)
}

/// Asks to write, and lets it be written.
pub(crate) fn write(who: u64, subaccount: u8, id: InstrumentId, lots: u64) {
	frame_support::assert_ok!(ask(who, subaccount, id, lots));
	Options::execute_writes(&mut WeightMeter::new());
}

/// The next expiry that ends a quarter of an hour, with three strikes.
pub(crate) fn every_quarter_of_an_hour() -> ListingCadence {
	ListingCadence {
		cadence: Cadence::Every { seconds: 900, offset: 0 },
		expiries_ahead: 1,
		strike_step: number("1000"),
		strikes_each_side: 1,
	}
}

/// When the first options expire that [`every_quarter_of_an_hour`] lists: a quarter past twelve.
pub(crate) const EXPIRY: u64 = START + 900;

fn series_at(strike: u64, kind: char) -> InstrumentId {
	number(&format!("BTC-20NOV26T1215-{strike}-{kind}"))
}

pub(crate) fn call_at(strike: u64) -> InstrumentId {
	series_at(strike, 'C')
}

pub(crate) fn put_at(strike: u64) -> InstrumentId {
	series_at(strike, 'P')
}

pub(crate) struct ExtBuilder {
	rules: Vec<(Underlying, Vec<ListingCadence>, InstrumentTerms)>,
	windows: u32,
}

/// A chain at noon of 20 November 2026 with BTC at 90,000 USD and 50 % volatility, and no options.
pub(crate) fn a_chain() -> ExtBuilder {
	ExtBuilder { rules: Vec::new(), windows: 0 }
}

/// [`a_chain`] on which calls and puts at 89,000, 90,000 and 91,000 are listed for a quarter past noon.
pub(crate) fn listed_options() -> ExtBuilder {
	ExtBuilder { windows: 1, ..a_chain() }.with_rule(vec![every_quarter_of_an_hour()])
}

#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn empty_chain() -> sp_io::TestExternalities {
	a_chain().build()
}

impl ExtBuilder {
	pub(crate) fn with_rule(mut self, cadences: Vec<ListingCadence>) -> Self {
		self.rules.push((BTC, cadences, terms()));
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		FakePriceFeed::reset();
		FakeVolatilitySurface::reset();
		FakeMarketSecurity::reset();
		FakeInstruments::reset();
		FakeOptionPositions::reset(terms().lot);
		NOW_MS.set(START * 1_000);
		STEPS.set(1_000);
		index("90000");
		FakePriceFeed::report(FeedId::Volatility(BTC), number("0.5"));
		let storage = RuntimeGenesisConfig {
			options: pallet_option_writing::GenesisConfig {
				rules: self.rules,
				_runtime: Default::default(),
			},
			balances: pallet_balances::GenesisConfig {
				balances: vec![(HOLDER, 1_000)],
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.unwrap();
		let mut chain = sp_io::TestExternalities::new(storage);
		chain.execute_with(|| {
			System::set_block_number(1);
			for _ in 0..self.windows {
				open_window();
			}
		});
		chain
	}

	/// Runs `test` and then every invariant.
	pub(crate) fn run(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Every invariant holds.
pub(crate) fn check() {
	Options::ensure_unbroken().unwrap();
}

pub(crate) fn now() -> u64 {
	NOW_MS.get() / 1_000
}

/// Sets the clock; no window is opened.
pub(crate) fn set_time(seconds: u64) {
	NOW_MS.set(seconds * 1_000);
}

pub(crate) fn settle_in_steps_of(steps: u32) {
	STEPS.set(steps);
}

pub(crate) fn open_window() {
	open_window_within(&mut WeightMeter::new());
}

pub(crate) fn open_window_within(meter: &mut WeightMeter) {
	let now_ms = NOW_MS.get();
	Options::on_window(&WindowClock { window: now_ms / WINDOW_MS, now_ms }, meter);
}

/// Lets windows go by, and checks every invariant after each.
pub(crate) fn windows(count: u32) {
	for _ in 0..count {
		NOW_MS.set(NOW_MS.get() + WINDOW_MS);
		open_window();
		check();
	}
}

/// The options of a quarter past noon expire, and their settlement price is known.
pub(crate) fn expire_at(price: &str) {
	set_time(EXPIRY);
	settle_at(price);
}

pub(crate) fn settle_at(price: &str) {
	FakePriceFeed::set_settlement(BTC, EXPIRY, SettlementPrice::Final(number(price)));
}

pub(crate) fn index(price: &str) {
	FakePriceFeed::set_index(BTC, number(price));
}

pub(crate) fn series(id: InstrumentId) -> SeriesRecord {
	crate::Series::<Test>::get(id).unwrap()
}

pub(crate) fn tokens_of(holder: u64, id: InstrumentId) -> u128 {
	OptionTokens::balance(id, holder)
}

/// The first subaccount of somebody.
pub(crate) fn account(owner: u64) -> SubaccountId<u64> {
	SubaccountId::new(owner, 0)
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn give_tokens(from: u64, to: u64, id: InstrumentId, lots: u128) {
	frame_support::assert_ok!(OptionTokens::transfer(signed(from), id, to, lots));
}

/// The events of this pallet since the last time somebody asked.
pub(crate) fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::read_events_for_pallet::<crate::Event<Test>>();
	System::reset_events();
	events
}
