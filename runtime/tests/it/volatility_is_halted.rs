// SPDX-License-Identifier: Apache-2.0
//! While the volatility of an underlying is halted nothing new is opened in its options, and everything else goes on.

use crate::exchange::{limit, place, series, Exchange};
use market_maths::options::OptionKind;
use market_primitives::{FeedId, FeedStatus, InstrumentId, Side, Underlying};
use pallet_margin_engine::{Call as MarginCall, Event as Margin};
use pallet_order_book::{Error as BookError, OrderTicket};
use sp_keyring::Sr25519Keyring as Who;
use sp_runtime::DispatchError;
use straddle_runtime::{Runtime, RuntimeCall};

const PERPETUAL: &str = "BTC-PERP";

/// An order for a series, at a premium in USD per coin.
fn for_premium(id: InstrumentId, side: Side, size: &str, premium: &str) -> OrderTicket {
	OrderTicket { instrument: id, ..limit(PERPETUAL, side, size, premium) }
}

fn reduce(id: InstrumentId, side: Side, size: &str, premium: &str) -> RuntimeCall {
	place(OrderTicket { reduce_only: true, ..for_premium(id, side, size, premium) })
}

fn liquidations(exchange: &mut Exchange) -> usize {
	let events = exchange.margin_events().into_iter();
	events
		.filter(|event| matches!(event, Margin::LiquidationStarted { .. }))
		.count()
}

/// Bob is long one coin from 60,000 with 7,000 dollars, and one lot of a call; Alice is short of both. Then
/// the volatility of Bitcoin is paused.
fn paused() -> (Exchange, InstrumentId) {
	let mut exchange = Exchange::open("60000", "3000");
	exchange.deposit(Who::Alice, 1_000_000).deposit(Who::Bob, 7_000);
	let key = exchange.listed_expiry(Underlying::BTC, "60000", 90);
	let call = series(&key, "60000", OptionKind::Call);
	exchange
		.does(Who::Alice, place(limit(PERPETUAL, Side::Sell, "1", "60000")))
		.does(Who::Alice, place(for_premium(call, Side::Sell, "0.01", "30")))
		.window()
		.does(Who::Bob, place(limit(PERPETUAL, Side::Buy, "1", "60000")))
		.does(Who::Bob, place(for_premium(call, Side::Buy, "0.01", "30")))
		.window();
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), 1_000);
	assert_eq!(exchange.lots_of(Who::Bob, call), 1);
	let feed = FeedId::Volatility(Underlying::BTC);
	let pause = pallet_oracle_aggregator::Call::pause_feed { feed, for_ms: 600_000 };
	exchange.root_decides(pause);
	(exchange, call)
}

#[test]
fn one_lot_of_an_option_shields_nobody_from_liquidation() {
	let (mut exchange, _) = paused();
	for price in ["59000", "58000", "57000"] {
		exchange.prices(price, "3000").window();
		assert_eq!(liquidations(&mut exchange), 0, "nothing happens at {price}");
	}
	let summary = exchange.summary(Who::Bob);
	assert_eq!((summary.prices, summary.volatilities), (FeedStatus::Live, FeedStatus::Halted));
	// Short of 6.5 % of the price below 56,717.
	exchange.prices("56700", "3000");
	let mut found = 0;
	for _ in 0..2 {
		found += liquidations(exchange.window());
	}
	assert_eq!(found, 1);
}

#[test]
fn nothing_new_is_opened_in_its_options_and_everything_else_goes_on() {
	let (mut exchange, call) = paused();
	let halted: DispatchError = BookError::<Runtime>::VolatilityUnavailable.into();
	let order = place(for_premium(call, Side::Sell, "0.01", "30"));
	assert_eq!(exchange.tries(Who::Alice, order), Err(halted));
	let halted: DispatchError =
		pallet_option_writing::Error::<Runtime>::VolatilityUnavailable.into();
	let write = pallet_option_writing::Call::write { subaccount: 0, id: call, lots: 1 };
	assert_eq!(exchange.tries(Who::Alice, write), Err(halted));

	// What there is can be closed; the perpetual trades, and money leaves.
	exchange
		.deposit(Who::Charlie, 100_000)
		.does(Who::Bob, reduce(call, Side::Sell, "0.01", "30"))
		.does(Who::Alice, reduce(call, Side::Buy, "0.01", "30"))
		.does(Who::Alice, MarginCall::withdraw { index: 0, amount: 1_000_000_000 })
		.does(Who::Alice, place(limit(PERPETUAL, Side::Sell, "0.1", "60000")))
		.does(Who::Charlie, place(limit(PERPETUAL, Side::Buy, "0.1", "60000")))
		.window();
	assert_eq!([Who::Alice, Who::Bob].map(|who| exchange.lots_of(who, call)), [0, 0]);
	assert_eq!(exchange.lots(Who::Charlie, PERPETUAL), 100);
}
