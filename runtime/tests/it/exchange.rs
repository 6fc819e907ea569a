// SPDX-License-Identifier: Apache-2.0
//! What traders and reporters do, in the words they would use.

use crate::harness::Chain;
use frame_support::dispatch::GetDispatchInfo;
use market_maths::{
	options::OptionKind,
	units::{Cash, Price},
};
use market_primitives::{
	traits::PriceFeed, FeedId, FeedStatus, InstrumentId, Invariants, OrderId, Side, Strike,
	SubaccountId, TimeInForce, Underlying, UniverseId,
};
use pallet_margin_engine::runtime_api::{AccountSummary, UniversePots};
use pallet_option_writing::BoardKey;
use pallet_order_book::OrderTicket;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{traits::Dispatchable, DispatchError};
use straddle_runtime::{
	configs::assets::well_known::USD, exchange_genesis::reporters, invariants_api::AllInvariants,
	AccountId, Assets, MarginEngine, OptionWriting, OracleAggregator, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeOrigin,
};

/// A trader's account.
pub(crate) fn account(trader: Sr25519Keyring) -> AccountId {
	trader.to_account_id()
}

/// A trader's first subaccount.
pub(crate) fn subaccount(trader: Sr25519Keyring) -> SubaccountId<AccountId> {
	SubaccountId::new(account(trader), 0)
}

/// The instrument of this name.
pub(crate) fn instrument(name: &str) -> InstrumentId {
	name.parse().expect("the name of an instrument")
}

/// A limit order that rests until it is filled or cancelled.
pub(crate) fn limit(name: &str, side: Side, size: &str, price: &str) -> OrderTicket {
	OrderTicket {
		instrument: instrument(name),
		side,
		size: size.parse().expect("a size in coins"),
		limit: price.parse().expect("a price in USD"),
		time_in_force: TimeInForce::GoodTillCancelled,
		post_only: false,
		reduce_only: false,
		client_id: None,
	}
}

/// The same, but what the next clearing does not fill is cancelled.
pub(crate) fn take(name: &str, side: Side, size: &str, price: &str) -> OrderTicket {
	let time_in_force = TimeInForce::ImmediateOrCancel;
	OrderTicket { time_in_force, ..limit(name, side, size, price) }
}

/// Whole dollars and their parts, as the chain counts cash.
pub(crate) fn cash(dollars: &str) -> Cash {
	dollars.parse().expect("an amount in USD")
}

/// Dispatches a call as if its transaction had been accepted.
pub(crate) fn act(who: AccountId, call: impl Into<RuntimeCall>) -> Result<(), DispatchError> {
	let call = call.into();
	assert!(call.get_dispatch_info().call_weight.ref_time() > 0, "every call costs something");
	frame_support::storage::with_storage_layer(|| {
		call.dispatch(RuntimeOrigin::signed(who))
			.map(|_| ())
			.map_err(|failed| failed.error)
	})
}

/// The call that places an order from the first subaccount.
pub(crate) fn place(order: OrderTicket) -> RuntimeCall {
	pallet_order_book::Call::place_order { subaccount: 0, order }.into()
}

/// The call that cancels a trader's order of this number.
pub(crate) fn cancel(trader: Sr25519Keyring, sequence: u64) -> RuntimeCall {
	let order = OrderId { account: subaccount(trader), sequence };
	pallet_order_book::Call::cancel_order { order }.into()
}

/// The exchange with prices, on a development chain.
pub(crate) struct Exchange {
	pub(crate) chain: Chain,
	btc: String,
	eth: String,
	volatility: String,
}

impl Exchange {
	/// Trades at these prices as soon as all feeds are live.
	pub(crate) fn open(btc: &str, eth: &str) -> Self {
		let mut exchange = Self {
			chain: Chain::development(),
			btc: btc.into(),
			eth: eth.into(),
			volatility: "0.6".into(),
		};
		exchange.windows(3);
		exchange
	}

	/// From now on reporters see these prices.
	pub(crate) fn prices(&mut self, btc: &str, eth: &str) -> &mut Self {
		self.btc = btc.into();
		self.eth = eth.into();
		self
	}

	/// Reporters report, a block passes, and everything that must hold is checked.
	pub(crate) fn window(&mut self) -> &mut Self {
		self.report();
		self.silent_window()
	}

	/// A block passes without reports, and everything that must hold is checked.
	pub(crate) fn silent_window(&mut self) -> &mut Self {
		self.chain.empty_blocks(1);
		self.chain.inspect(|| assert_eq!(AllInvariants::broken(), vec![]));
		self
	}

	/// So many windows pass with reports.
	pub(crate) fn windows(&mut self, count: u32) -> &mut Self {
		for _ in 0..count {
			self.window();
		}
		self
	}

	/// So many windows pass without reports.
	pub(crate) fn silent_windows(&mut self, count: u32) -> &mut Self {
		for _ in 0..count {
			self.silent_window();
		}
		self
	}

	/// What every reporter would report now.
	pub(crate) fn report_call(&self) -> RuntimeCall {
		let read = |text: &str| text.parse::<Price>().expect("a price or a volatility");
		let values = [
			(FeedId::Index(Underlying::BTC), read(&self.btc)),
			(FeedId::Index(Underlying::ETH), read(&self.eth)),
			(FeedId::Volatility(Underlying::BTC), read(&self.volatility)),
			(FeedId::Volatility(Underlying::ETH), read(&self.volatility)),
		];
		let values = values
			.into_iter()
			.map(|(feed, value)| pallet_oracle_aggregator::ReportedValue {
				feed,
				value,
				confidence: Price::from_inner(value.into_inner() / 10_000),
			})
			.collect::<Vec<_>>()
			.try_into()
			.expect("few feeds");
		let observed_at_ms = self.chain.now_ms();
		pallet_oracle_aggregator::Call::report { observed_at_ms, values }.into()
	}

	/// All reporters report, before the next block.
	pub(crate) fn report(&mut self) {
		if self.chain.height() == 0 {
			return;
		}
		let call = self.report_call();
		self.chain.inspect(|| {
			for reporter in reporters() {
				act(reporter, call.clone()).expect("the report is taken");
			}
		});
	}

	/// Deposits whole dollars into a trader's first subaccount.
	pub(crate) fn deposit(&mut self, trader: Sr25519Keyring, dollars: u128) -> &mut Self {
		let amount = dollars * 1_000_000;
		let call = pallet_margin_engine::Call::deposit { index: 0, amount };
		self.chain.inspect(|| act(account(trader), call)).expect("the deposit is taken");
		self
	}

	/// Acts now and says what came of it.
	pub(crate) fn tries(
		&mut self,
		trader: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
	) -> Result<(), DispatchError> {
		self.chain.inspect(|| act(account(trader), call))
	}

	/// Acts now, and must succeed.
	pub(crate) fn does(
		&mut self,
		trader: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
	) -> &mut Self {
		let done = self.tries(trader, call);
		assert_eq!(done, Ok(()));
		self
	}

	/// Signed lots of an instrument in a trader's first subaccount.
	pub(crate) fn lots(&mut self, trader: Sr25519Keyring, name: &str) -> i64 {
		let id = instrument(name);
		self.lots_of(trader, id)
	}

	/// The same for an instrument that is known already.
	pub(crate) fn lots_of(&mut self, trader: Sr25519Keyring, id: InstrumentId) -> i64 {
		self.chain.inspect(|| {
			let summary = MarginEngine::account_summary(&subaccount(trader));
			let lines = summary.map(|summary| summary.lines).unwrap_or_default();
			let line = lines.iter().find(|line| line.instrument == id);
			line.map_or(0, |line| line.lots.into_inner())
		})
	}

	/// Settled cash of a trader's first subaccount.
	pub(crate) fn cash(&mut self, trader: Sr25519Keyring) -> Cash {
		self.chain.inspect(|| {
			let summary = MarginEngine::account_summary(&subaccount(trader));
			summary.map_or(Cash::ZERO, |summary| summary.cash)
		})
	}

	/// Root decides now, and must succeed.
	pub(crate) fn root_decides(&mut self, call: impl Into<RuntimeCall>) -> &mut Self {
		let decided = self.chain.inspect(|| call.into().dispatch(RuntimeOrigin::root()));
		assert!(decided.is_ok(), "root could not decide: {decided:?}");
		self
	}

	/// A trader's first subaccount as its owner sees it.
	pub(crate) fn summary(&mut self, trader: Sr25519Keyring) -> AccountSummary {
		self.chain
			.inspect(|| MarginEngine::account_summary(&subaccount(trader)))
			.expect("the subaccount is open")
	}

	/// Insurance, fees, funding and deficit.
	pub(crate) fn pots(&mut self) -> UniversePots {
		self.chain.inspect(|| MarginEngine::universe_pots(UniverseId::default()))
	}

	/// Dollars that a trader holds outside the exchange, in its smallest unit.
	pub(crate) fn wallet(&mut self, trader: Sr25519Keyring) -> u128 {
		self.chain.inspect(|| Assets::balance(USD, account(trader)))
	}

	/// How good the index of an underlying is now.
	pub(crate) fn index_status(&mut self, underlying: Underlying) -> FeedStatus {
		self.chain
			.inspect(|| OracleAggregator::observe(FeedId::Index(underlying)))
			.map_or(FeedStatus::Halted, |observation| observation.status)
	}

	/// Time passes until the calls and puts at this strike are listed. Returns the key of those that
	/// expire first, at least so many seconds from then.
	pub(crate) fn listed_expiry(
		&mut self,
		underlying: Underlying,
		strike: &str,
		seconds: u64,
	) -> BoardKey {
		for _ in 0..20 {
			let earliest = self.chain.now_ms() / 1_000 + seconds;
			let found = self.chain.inspect(|| {
				let keys = OptionWriting::expiries_of(underlying).into_iter();
				let mut keys = keys
					.filter(|expiry| *expiry >= earliest)
					.map(|expiry| BoardKey { expiry, underlying });
				keys.find(|key| {
					let call = series(key, strike, OptionKind::Call);
					pallet_option_writing::Series::<Runtime>::contains_key(call)
				})
			});
			if let Some(key) = found {
				return key;
			}
			self.window();
		}
		panic!("no series at {strike} was listed");
	}

	/// What the margin engine announced in the last block.
	pub(crate) fn margin_events(&mut self) -> Vec<pallet_margin_engine::Event<Runtime>> {
		let events = self.chain.events().into_iter();
		events
			.filter_map(|event| match event {
				RuntimeEvent::MarginEngine(event) => Some(event),
				_ => None,
			})
			.collect()
	}

	/// What the order book announced in the last block.
	pub(crate) fn book_events(&mut self) -> Vec<pallet_order_book::Event<Runtime>> {
		let events = self.chain.events().into_iter();
		events
			.filter_map(|event| match event {
				RuntimeEvent::OrderBook(event) => Some(event),
				_ => None,
			})
			.collect()
	}
}

/// The series of an expiry at a strike.
pub(crate) fn series(key: &BoardKey, strike: &str, kind: OptionKind) -> InstrumentId {
	let strike = strike.parse().expect("a price in USD");
	key.series(Strike::from_price(strike).expect("a strike"), kind)
}
