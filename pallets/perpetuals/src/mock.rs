// SPDX-License-Identifier: Apache-2.0
//! A chain with perpetuals only; everything else is a fake.

#![allow(clippy::arithmetic_side_effects, reason = "test code")]

use crate::{self as pallet_perpetuals, FundingParameters, Market, Markets};
use frame_support::{
	derive_impl, ord_parameter_types,
	traits::{ConstU32, ConstU64, UnixTime},
	weights::WeightMeter,
};
use frame_system::EnsureSignedBy;
use market_primitives::{
	testing::{
		book::{FakeBookPrices, FakeQuotes},
		price_feed::FakePriceFeed,
	},
	traits::WindowStep,
	FeedId, FeedStatus, InstrumentId, InstrumentTerms, Invariants, MarketState, Underlying,
	UniverseId, WindowClock,
};
use sp_runtime::BuildStorage;
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
	pub type Perpetuals = pallet_perpetuals;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

pub(crate) const ADMIN: u64 = 1;
pub(crate) const COMMITTEE: u64 = 2;
pub(crate) const STRANGER: u64 = 3;
/// One hour, in seconds.
pub(crate) const EMERGENCY_SECONDS: u64 = 3_600;
/// One day, in seconds.
pub(crate) const CHANGE_INTERVAL_SECONDS: u64 = 86_400;
pub(crate) const WINDOW_MS: u64 = 3_000;
pub(crate) const START_MS: u64 = 1_795_000_000_000;

ord_parameter_types! {
	pub const Admin: u64 = ADMIN;
	pub const Committee: u64 = COMMITTEE;
}

thread_local! {
	static NOW_MS: Cell<u64> = const { Cell::new(START_MS) };
}

pub struct Clock;

impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(NOW_MS.get())
	}
}

impl pallet_perpetuals::Config for Test {
	type PriceFeed = FakePriceFeed;
	type BookPrices = FakeBookPrices;
	type Time = Clock;
	type MarketAdminOrigin = EnsureSignedBy<Admin, u64>;
	type EmergencyOrigin = EnsureSignedBy<Committee, u64>;
	type EmergencyDuration = ConstU64<EMERGENCY_SECONDS>;
	type ParameterChangeInterval = ConstU64<CHANGE_INTERVAL_SECONDS>;
	type MaxMarkets = ConstU32<4>;
	type WeightInfo = ();
}

pub(crate) const BTC: Underlying = Underlying::BTC;
pub(crate) const ETH: Underlying = Underlying::ETH;

pub(crate) fn number<N: FromStr>(text: &str) -> N {
	text.parse().unwrap_or_else(|_| panic!("{text} is not such a number"))
}

/// Steps of 0.1 USD and 0.001 coins.
pub(crate) fn terms() -> InstrumentTerms {
	InstrumentTerms {
		universe: UniverseId::default(),
		tick: number("0.1"),
		lot: number("0.001"),
		price_band: number("0.1"),
		open_interest_cap: 1_000_000,
		state: MarketState::Listed,
	}
}

/// Eight hours of convergence, no interest, at most 0.4 % per hour.
pub(crate) fn funding() -> FundingParameters {
	FundingParameters {
		convergence_seconds: 28_800,
		interest_per_hour: number("0"),
		cap_per_hour: number("0.004"),
		impact_notional: number("4000"),
	}
}

pub(crate) struct ExtBuilder {
	markets: Vec<(Underlying, InstrumentTerms, FundingParameters)>,
}

/// A chain on which BTC and ETH have an index, 90,000 and 3,000, but no market.
pub(crate) fn a_chain() -> ExtBuilder {
	ExtBuilder { markets: Vec::new() }
}

/// [`a_chain`] with a BTC market that has been marked once.
pub(crate) fn a_btc_market() -> ExtBuilder {
	a_chain().with_market(BTC, terms(), funding())
}

#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn empty_chain() -> sp_io::TestExternalities {
	a_chain().build()
}

impl ExtBuilder {
	pub(crate) fn with_market(
		mut self,
		underlying: Underlying,
		terms: InstrumentTerms,
		funding: FundingParameters,
	) -> Self {
		self.markets.push((underlying, terms, funding));
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		FakePriceFeed::reset();
		FakeBookPrices::reset();
		NOW_MS.set(START_MS);
		index(BTC, "90000");
		index(ETH, "3000");
		let storage = RuntimeGenesisConfig {
			perpetuals: pallet_perpetuals::GenesisConfig {
				markets: self.markets,
				_runtime: Default::default(),
			},
			..Default::default()
		}
		.build_storage()
		.unwrap();
		let mut chain = sp_io::TestExternalities::new(storage);
		chain.execute_with(|| {
			System::set_block_number(1);
			open_window();
		});
		chain
	}

	/// Runs `test` and then every invariant.
	pub(crate) fn run(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Perpetuals::ensure_unbroken().unwrap();
		});
	}
}

pub(crate) fn now_ms() -> u64 {
	NOW_MS.get()
}

/// Lets time pass without a window.
pub(crate) fn pass_ms(elapsed_ms: u64) {
	NOW_MS.set(now_ms() + elapsed_ms);
}

pub(crate) fn open_window() {
	open_window_within(&mut WeightMeter::new());
}

pub(crate) fn open_window_within(meter: &mut WeightMeter) {
	let clock = WindowClock { window: now_ms() / WINDOW_MS, now_ms: now_ms() };
	Perpetuals::on_window(&clock, meter);
}

/// Lets windows go by, one after the other, until `elapsed_ms` have passed.
pub(crate) fn trade_for_ms(elapsed_ms: u64) {
	for _ in 0..elapsed_ms / WINDOW_MS {
		pass_ms(WINDOW_MS);
		open_window();
	}
}

pub(crate) fn index(underlying: Underlying, price: &str) {
	FakePriceFeed::set_index(underlying, number(price));
}

pub(crate) fn index_status(underlying: Underlying, status: FeedStatus) {
	FakePriceFeed::set_status(FeedId::Index(underlying), status);
}

/// Best prices that are also the impact prices; the last clearing was at their middle.
pub(crate) fn book(underlying: Underlying, bid: &str, last: &str, ask: &str) {
	let id = InstrumentId::perpetual(underlying);
	FakeBookPrices::quote(id, number(bid), number(last), number(ask));
}

pub(crate) fn empty_book(underlying: Underlying) {
	FakeBookPrices::set(InstrumentId::perpetual(underlying), FakeQuotes::default());
}

pub(crate) fn market(underlying: Underlying) -> Market {
	Markets::<Test>::get(underlying).unwrap()
}

pub(crate) fn perpetual(underlying: Underlying) -> InstrumentId {
	InstrumentId::perpetual(underlying)
}

pub(crate) fn as_admin() -> RuntimeOrigin {
	RuntimeOrigin::signed(ADMIN)
}

pub(crate) fn as_committee() -> RuntimeOrigin {
	RuntimeOrigin::signed(COMMITTEE)
}

pub(crate) fn as_stranger() -> RuntimeOrigin {
	RuntimeOrigin::signed(STRANGER)
}

/// The events of this pallet since the last time somebody asked.
pub(crate) fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::read_events_for_pallet::<crate::Event<Test>>();
	System::reset_events();
	events
}
