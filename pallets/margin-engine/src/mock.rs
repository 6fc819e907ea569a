// SPDX-License-Identifier: Apache-2.0
//! A chain with a margin engine only; markets, oracle and book are fakes.

#![allow(clippy::arithmetic_side_effects, reason = "test code")]

use crate::{self as pallet_margin_engine, Subaccount, Subaccounts};
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU128, ConstU64},
	weights::WeightMeter,
	PalletId,
};
use frame_system::EnsureSignedBy;
use market_maths::{
	options::OptionKind,
	units::{Cash, Lots, Price, Ticks, Usd},
};
use market_primitives::{
	testing::{book::FakeVenue, instruments::FakeInstruments, price_feed::FakePriceFeed},
	traits::{Clearing, ClearingError, RiskGate, RiskRefusal, WindowStep},
	FeedId, Fill, FillRole, InstrumentId, Invariants, Mark, OptionContract, OrderId,
	RestingExposure, Side, Strike, SubaccountId, Underlying, UniverseId, WindowClock,
};
use sp_runtime::{BuildStorage, Perbill};
use std::{
	cell::{Cell, RefCell},
	str::FromStr,
};

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
	pub type Dollars = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Margin = pallet_margin_engine;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = u128;
	type ExistentialDeposit = ConstU128<1>;
}

pub(crate) const ADMIN: u64 = 1;
pub(crate) const COMMITTEE: u64 = 2;
pub(crate) const ALICE: u64 = 11;
pub(crate) const BOB: u64 = 12;
pub(crate) const CAROL: u64 = 13;
pub(crate) const DAVE: u64 = 14;
/// Many more, for tests that need a crowd.
pub(crate) const CROWD: std::ops::Range<u64> = 1_000..1_040;
/// And so many that looking at all of them takes a while.
pub(crate) const PASSERS_BY: std::ops::Range<u64> = 2_000..2_400;
/// Everybody has a million dollars outside.
pub(crate) const POCKET: u128 = 1_000_000_000_000;
/// A dollar, in units of the settlement asset.
pub(crate) const DOLLAR: u128 = 1_000_000;

/// In blocks.
pub(crate) const CHANGE_INTERVAL: u64 = 1_000;

ord_parameter_types! {
	pub const Admin: u64 = ADMIN;
	pub const Committee: u64 = COMMITTEE;
}
parameter_types! {
	pub const MarginPalletId: PalletId = PalletId(*b"str/marg");
	pub storage SettlementFeed: Option<FeedId> = None;
}

impl pallet_margin_engine::Config for Test {
	type SettlementAsset = Dollars;
	type SettlementAssetFeed = SettlementFeed;
	type Instruments = FakeInstruments;
	type PriceFeed = FakePriceFeed;
	type LiquidationVenue = FakeVenue;
	type RiskAdminOrigin = EnsureSignedBy<Admin, u64>;
	type EmergencyOrigin = EnsureSignedBy<Committee, u64>;
	type WithdrawalPause = ConstU64<100>;
	type ParameterChangeInterval = ConstU64<CHANGE_INTERVAL>;
	type MinimumFirstDeposit = ConstU128<DOLLAR>;
	type PalletId = MarginPalletId;
	type WeightInfo = ();
}

pub(crate) fn number<N: FromStr>(text: &str) -> N {
	text.parse().unwrap_or_else(|_| panic!("{text} is not such a number"))
}

pub(crate) fn cash(text: &str) -> Cash {
	number(text)
}

pub(crate) fn usd(text: &str) -> Usd {
	number(text)
}

/// Ticks of 0.1 USD.
pub(crate) fn ticks(price: &str) -> Ticks {
	number::<Price>(price).ticks_floor(FakeInstruments::usual_terms().tick).unwrap()
}

pub(crate) const BTC: InstrumentId = InstrumentId::perpetual(Underlying::BTC);
pub(crate) const ETH: InstrumentId = InstrumentId::perpetual(Underlying::ETH);
/// 27 November 2026, 08:00 UTC.
pub(crate) const EXPIRY: u64 = 1_795_766_400;

pub(crate) fn option(strike: &str, kind: OptionKind) -> InstrumentId {
	let strike = Strike::from_price(number(strike)).unwrap();
	InstrumentId::option(Underlying::BTC, OptionContract { expiry: EXPIRY, strike, kind })
}

pub(crate) fn call(strike: &str) -> InstrumentId {
	option(strike, OptionKind::Call)
}

pub(crate) fn put(strike: &str) -> InstrumentId {
	option(strike, OptionKind::Put)
}

/// Lists an option on bitcoin with an index and forward of 90,000.
pub(crate) fn list_option(id: InstrumentId, value: &str) {
	let mark = option_mark("90000", value);
	FakeInstruments::list_with(id, FakeInstruments::usual_terms(), Ok(mark));
}

pub(crate) fn option_mark(index: &str, value: &str) -> Mark {
	let mark = FakeInstruments::plain_mark(number(index));
	Mark { price: number(value), volatility: number("0.5"), ..mark }
}

pub(crate) fn account(owner: u64) -> SubaccountId<u64> {
	SubaccountId::new(owner, 0)
}

/// A chain on which BTC-PERP stands at 90,000 and ETH-PERP at 3,000, and everybody has money outside.
///
/// Trades cost nothing unless the test says otherwise.
pub(crate) struct ExtBuilder {
	deposits: Vec<(u64, u128)>,
	fees: crate::FeeRates,
	insurance: u128,
}

pub(crate) fn a_chain() -> ExtBuilder {
	let none = Default::default();
	let fees = crate::FeeRates {
		perpetual_maker: none,
		perpetual_taker: none,
		option_maker: none,
		option_taker: none,
		option_cap_of_premium: none,
		liquidation: none,
	};
	ExtBuilder { deposits: Vec::new(), fees, insurance: 0 }
}

#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn empty_chain() -> sp_io::TestExternalities {
	a_chain().build()
}

impl ExtBuilder {
	/// Somebody has deposited so many dollars.
	pub(crate) fn with(mut self, who: u64, dollars: u128) -> Self {
		self.deposits.push((who, dollars));
		self
	}

	pub(crate) fn with_usual_fees(mut self) -> Self {
		self.fees = Default::default();
		self
	}

	pub(crate) fn with_insurance(mut self, dollars: u128) -> Self {
		self.insurance = dollars;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		FakeInstruments::reset();
		FakePriceFeed::reset();
		FakeVenue::reset();
		WINDOW.set(1_000);
		EARLIER.take();
		fake_price(BTC, "90000");
		fake_price(ETH, "3000");
		let mut balances: Vec<(u64, u128)> =
			[ADMIN, ALICE, BOB, CAROL, DAVE].map(|who| (who, POCKET)).to_vec();
		balances.extend(CROWD.chain(PASSERS_BY).map(|who| (who, POCKET)));
		balances.push((Margin::account_id(), 1));
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
			.assimilate_storage(&mut storage)
			.unwrap();
		pallet_margin_engine::GenesisConfig::<Test> { fees: self.fees, ..Default::default() }
			.assimilate_storage(&mut storage)
			.unwrap();
		let mut chain = sp_io::TestExternalities::new(storage);
		chain.execute_with(|| {
			System::set_block_number(1);
			for (who, dollars) in self.deposits {
				Margin::deposit(signed(who), 0, dollars * DOLLAR).unwrap();
			}
			if self.insurance != 0 {
				let amount = self.insurance * DOLLAR;
				Margin::add_insurance(signed(ADMIN), UniverseId::default(), amount).unwrap();
			}
			System::reset_events();
		});
		chain
	}

	/// Runs `test` and then every invariant.
	pub(crate) fn run(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Margin::ensure_unbroken().unwrap();
			assert_eq!(surplus(), 0, "nobody sent anything unasked, so all that is held is owed");
		});
	}
}

/// What the pallet's account holds beyond what it owes.
pub(crate) fn surplus() -> i128 {
	use crate::{Deficit, Fees, FundingPot, InsuranceFund, Rewards, SettlementPool};
	let inner = |cash: Cash| cash.into_inner();
	let mut owed = 0;
	for account in Subaccounts::<Test>::iter_values() {
		owed += inner(account.cash);
		for line in account.lines.iter().filter(|line| line.instrument.is_perpetual()) {
			owed -= inner(line.position.entry_value);
		}
	}
	owed += InsuranceFund::<Test>::iter_values().map(inner).sum::<i128>();
	owed += Fees::<Test>::iter_values().map(inner).sum::<i128>();
	owed += Rewards::<Test>::iter_values().map(inner).sum::<i128>();
	owed += FundingPot::<Test>::iter_values().map(inner).sum::<i128>();
	owed += SettlementPool::<Test>::iter_values().map(inner).sum::<i128>();
	owed -= Deficit::<Test>::iter_values().map(inner).sum::<i128>();
	i128::try_from(Margin::held()).unwrap() - owed
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn as_admin() -> RuntimeOrigin {
	signed(ADMIN)
}

pub(crate) fn as_committee() -> RuntimeOrigin {
	signed(COMMITTEE)
}

pub(crate) fn state(owner: u64) -> Subaccount {
	Subaccounts::<Test>::get(account(owner)).unwrap()
}

pub(crate) fn cash_of(owner: u64) -> Cash {
	state(owner).cash
}

pub(crate) fn lots_of(owner: u64, instrument: &InstrumentId) -> i64 {
	Margin::position(&mut Default::default(), &account(owner), instrument).into_inner()
}

/// Sets a plain mark, listing the instrument if need be, and the index behind it.
pub(crate) fn set_price(instrument: InstrumentId, price: &str) {
	begin_block();
	fake_price(instrument, price);
}

fn fake_price(instrument: InstrumentId, price: &str) {
	use market_primitives::traits::Instruments;
	if FakeInstruments::terms(&instrument).is_none() {
		FakeInstruments::list(instrument, number(price));
	}
	FakeInstruments::set_price(&instrument, number(price));
	FakePriceFeed::set_index(instrument.underlying, number(price));
}

pub(crate) fn exposure(
	instrument: InstrumentId,
	side: Side,
	lots: u64,
	limit: &str,
) -> RestingExposure {
	RestingExposure { instrument, side, lots, limit: ticks(limit), reduce_only: false }
}

/// Asks for an order of `owner` to be counted.
pub(crate) fn admit_order(owner: u64, order: &RestingExposure) -> Result<(), RiskRefusal> {
	Margin::admit_order(&mut Default::default(), &account(owner), order)
}

/// The share of these orders of `owner` that may be filled.
pub(crate) fn bearable(owner: u64, orders: &[RestingExposure]) -> Perbill {
	Margin::bearable_share(&mut Default::default(), &account(owner), orders)
}

pub(crate) fn admit(
	owner: u64,
	instrument: InstrumentId,
	side: Side,
	lots: u64,
	limit: &str,
) -> Result<(), RiskRefusal> {
	admit_order(owner, &exposure(instrument, side, lots, limit))
}

pub(crate) fn fill(
	owner: u64,
	instrument: InstrumentId,
	side: Side,
	lots: u64,
	price: &str,
	role: FillRole,
) -> Fill<u64> {
	Fill {
		order: OrderId { account: account(owner), sequence: 0 },
		instrument,
		side,
		lots,
		price: ticks(price),
		limit: ticks(price),
		role,
		reduce_only: false,
	}
}

/// A buyer takes what a seller has resting. Both orders are admitted first.
pub(crate) fn trade(buyer: u64, seller: u64, instrument: InstrumentId, lots: u64, price: &str) {
	admit(seller, instrument, Side::Sell, lots, price).unwrap();
	admit(buyer, instrument, Side::Buy, lots, price).unwrap();
	clear(buyer, seller, instrument, lots, price).unwrap();
}

/// The clearing of [`trade`] alone.
pub(crate) fn clear(
	buyer: u64,
	seller: u64,
	instrument: InstrumentId,
	lots: u64,
	price: &str,
) -> Result<(), ClearingError> {
	let fills = [
		fill(buyer, instrument, Side::Buy, lots, price, FillRole::Taker),
		fill(seller, instrument, Side::Sell, lots, price, FillRole::Maker),
	];
	Margin::book_fills(&instrument, &fills)
}

thread_local! {
	static WINDOW: Cell<u64> = const { Cell::new(1_000) };
	/// The events of earlier blocks that nobody has asked for yet.
	static EARLIER: RefCell<Vec<crate::Event<Test>>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn pass_blocks(count: u64) {
	System::set_block_number(System::block_number() + count);
}

/// Prices and windows change with a block, and a block begins without events.
pub(crate) fn begin_block() {
	let events = System::read_events_for_pallet::<crate::Event<Test>>();
	EARLIER.with_borrow_mut(|earlier| earlier.extend(events));
	System::reset_events();
}

/// The next window's margin watch, with all the room it wants.
pub(crate) fn next_window() {
	next_window_within(&mut WeightMeter::new());
}

pub(crate) fn next_window_within(meter: &mut WeightMeter) {
	begin_block();
	WINDOW.set(WINDOW.get() + 1);
	let clock = WindowClock { window: WINDOW.get(), now_ms: WINDOW.get() * 3_000 };
	Margin::on_window(&clock, meter);
}

/// Fills the liquidation orders that the last window placed, at `price`, against `other`.
pub(crate) fn fill_liquidation_orders(other: u64, price: &str) {
	for order in FakeVenue::take_orders() {
		let id = codec::Decode::decode(&mut &order.account[..]).unwrap();
		let mut own =
			fill(0, order.instrument, order.side, order.lots, price, FillRole::Liquidation);
		own.order.account = id;
		own.limit = order.limit;
		own.reduce_only = true;
		let side = order.side.opposite();
		admit(other, order.instrument, side, order.lots, price).unwrap();
		let their = fill(other, order.instrument, side, order.lots, price, FillRole::Maker);
		Margin::book_fills(&order.instrument, &[own, their]).unwrap();
	}
}

pub(crate) fn lots(lots: i64) -> Lots {
	Lots::from_inner(lots)
}

/// The events of this pallet since the last time somebody asked.
pub(crate) fn take_events() -> Vec<crate::Event<Test>> {
	begin_block();
	EARLIER.take()
}
