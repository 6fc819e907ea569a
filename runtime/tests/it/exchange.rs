// SPDX-License-Identifier: Apache-2.0
//! What traders and reporters do, in the words they would use.

use crate::harness::Chain;
use frame_support::dispatch::GetDispatchInfo;
use market_maths::units::{Cash, Price};
use market_primitives::{
	FeedId, InstrumentId, Invariants, OrderId, Side, SubaccountId, TimeInForce, Underlying,
};
use pallet_order_book::OrderTicket;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{traits::Dispatchable, DispatchError};
use straddle_runtime::{
	exchange_genesis::reporters, invariants_api::AllInvariants, AccountId, MarginEngine,
	RuntimeCall, RuntimeOrigin,
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

	fn report(&mut self) {
		let observed_at_ms = self.chain.now_ms();
		if observed_at_ms == 0 || self.chain.height() == 0 {
			return;
		}
		let values: Vec<(FeedId, Price)> = vec![
			(FeedId::Index(Underlying::BTC), self.btc.parse().expect("a price")),
			(FeedId::Index(Underlying::ETH), self.eth.parse().expect("a price")),
			(FeedId::Volatility(Underlying::BTC), self.volatility.parse().expect("a volatility")),
			(FeedId::Volatility(Underlying::ETH), self.volatility.parse().expect("a volatility")),
		];
		self.chain.inspect(|| {
			for reporter in reporters() {
				let values = values
					.iter()
					.map(|(feed, value)| pallet_oracle_aggregator::ReportedValue {
						feed: *feed,
						value: *value,
						confidence: Price::from_inner(value.into_inner() / 10_000),
					})
					.collect::<Vec<_>>()
					.try_into()
					.expect("few feeds");
				let call = pallet_oracle_aggregator::Call::report { observed_at_ms, values };
				act(reporter, call).expect("the report is taken");
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
}
