// SPDX-License-Identifier: Apache-2.0
//! When nobody reports, nothing happens that needs a price, and what needs none still works.

use crate::exchange::{cancel, cash, limit, place, subaccount, Exchange};
use market_primitives::{FeedStatus, Side, Underlying};
use pallet_margin_engine::{
	parameters::default_margin, AccountStatus, Call as MarginCall, Error as MarginError,
	Event as Margin,
};
use pallet_order_book::{CancelReason, Error as BookError, Event as Book, OrderTicket};
use sp_keyring::Sr25519Keyring as Who;
use sp_runtime::DispatchError;
use straddle_runtime::{Runtime, RuntimeCall};

const PERPETUAL: &str = "BTC-PERP";

/// Bob is long a coin, Alice short; Alice's bid at 59,000 rests, and its number is 1.
fn with_positions() -> Exchange {
	let mut exchange = Exchange::open("60000", "3000");
	exchange
		.deposit(Who::Alice, 100_000)
		.deposit(Who::Bob, 7_000)
		.does(Who::Alice, place(limit(PERPETUAL, Side::Sell, "1", "60000")))
		.does(Who::Bob, place(limit(PERPETUAL, Side::Buy, "1", "60000")))
		.window()
		.does(Who::Alice, place(limit(PERPETUAL, Side::Buy, "0.5", "59000")))
		.window();
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), 1_000);
	exchange
}

/// Without reports for longer than a price counts.
fn fallen_silent() -> Exchange {
	let mut exchange = with_positions();
	// The last report was a window old already when its price was made.
	exchange.silent_windows(4);
	assert_eq!(exchange.index_status(Underlying::BTC), FeedStatus::Live, "15 s old is not too old");
	exchange.silent_window();
	assert_eq!(exchange.index_status(Underlying::BTC), FeedStatus::Halted);
	exchange
}

fn withdraw(dollars: u128) -> RuntimeCall {
	MarginCall::withdraw { index: 0, amount: dollars * 1_000_000 }.into()
}

fn reduce(side: Side, size: &str, price: &str) -> RuntimeCall {
	place(OrderTicket { reduce_only: true, ..limit(PERPETUAL, side, size, price) })
}

fn liquidations(exchange: &mut Exchange) -> usize {
	let events = exchange.margin_events().into_iter();
	events
		.filter(|event| matches!(event, Margin::LiquidationStarted { .. }))
		.count()
}

#[test]
fn nobody_takes_new_risk_or_withdraws_at_an_old_price() {
	let mut exchange = fallen_silent();
	let no_price: DispatchError = BookError::<Runtime>::PriceUnavailable.into();
	for (side, price) in [(Side::Buy, "60000"), (Side::Sell, "60100")] {
		let order = place(limit(PERPETUAL, side, "0.1", price));
		assert_eq!(exchange.tries(Who::Alice, order), Err(no_price));
	}
	let no_price: DispatchError = MarginError::<Runtime>::PriceUnavailable.into();
	assert_eq!(exchange.tries(Who::Alice, withdraw(1)), Err(no_price));
	// Who has nothing but cash needs no price.
	exchange.deposit(Who::Charlie, 1_000).does(Who::Charlie, withdraw(1_000));
	// Writing an option is new risk too.
	let mut exchange = with_positions();
	let key = exchange.listed_expiry(Underlying::BTC, "60000", 60);
	exchange.silent_windows(6);
	let id = crate::exchange::series(&key, "60000", market_maths::options::OptionKind::Call);
	let no_price: DispatchError = pallet_option_writing::Error::<Runtime>::PriceUnavailable.into();
	let write = pallet_option_writing::Call::write { subaccount: 0, id, lots: 1 };
	assert_eq!(exchange.tries(Who::Alice, write), Err(no_price));
}

#[test]
fn orders_can_be_cancelled_and_positions_reduced() {
	let mut exchange = fallen_silent();
	// Bob sells what he holds to nobody yet; Alice takes her bid back.
	exchange.does(Who::Alice, cancel(Who::Alice, 1)).silent_window();
	let cancelled = exchange.book_events().into_iter().any(|event| {
		matches!(event, Book::OrderCancelled { order, lots: 500, reason: CancelReason::Requested, .. }
			if order.account == subaccount(Who::Alice))
	});
	assert!(cancelled);
	// Both may close what they have, and meet.
	exchange
		.does(Who::Bob, reduce(Side::Sell, "0.4", "60000"))
		.does(Who::Alice, reduce(Side::Buy, "0.4", "60000"))
		.silent_window();
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), 600);
	assert_eq!(exchange.lots(Who::Alice, PERPETUAL), -600);
}

#[test]
fn what_rests_when_the_price_stops_enlarges_nobody() {
	let mut exchange = with_positions();
	// Charlie's order came while there was a price and waits for its window; then nobody reports.
	exchange.deposit(Who::Charlie, 100_000);
	exchange
		.does(Who::Charlie, place(limit(PERPETUAL, Side::Sell, "0.2", "60500")))
		.window();
	exchange.silent_windows(6);
	// Alice buys back 0.2 of what she is short; Charlie would become short.
	exchange.does(Who::Alice, reduce(Side::Buy, "0.2", "60500")).silent_window();
	assert_eq!(exchange.lots(Who::Charlie, PERPETUAL), 0);
	assert_eq!(exchange.lots(Who::Alice, PERPETUAL), -1_000);
}

#[test]
fn nobody_is_liquidated_at_an_old_price_but_at_the_next_good_one() {
	let mut exchange = fallen_silent();
	// The risk admin asks for more margin than Bob has: 12 % of 60,000 are 7,200 dollars.
	let mut parameters = default_margin();
	parameters.perpetuals.maintenance = "0.12".parse().unwrap();
	parameters.perpetuals.initial = "0.15".parse().unwrap();
	exchange.root_decides(MarginCall::set_margin_parameters {
		underlying: Underlying::BTC,
		parameters: Box::new(parameters),
	});
	let poke = MarginCall::poke { account: subaccount(Who::Bob) };
	for _ in 0..10 {
		exchange.silent_window();
		let summary = exchange.summary(Who::Bob);
		assert!(summary.maintenance_margin.is_negative());
		assert_eq!((summary.status, summary.prices), (AccountStatus::Healthy, FeedStatus::Halted));
		assert_eq!(liquidations(&mut exchange), 0);
		assert!(
			exchange.tries(Who::Eve, poke.clone()).is_err(),
			"nor because somebody points at it"
		);
	}
	// Reports are back. While the feed is not trusted yet, nothing happens.
	let mut windows = 0;
	while exchange.index_status(Underlying::BTC) == FeedStatus::Halted {
		exchange.window();
		windows += 1;
		if exchange.index_status(Underlying::BTC) == FeedStatus::Halted {
			assert_eq!(liquidations(&mut exchange), 0);
			let order = place(limit(PERPETUAL, Side::Sell, "0.1", "60000"));
			assert!(exchange.tries(Who::Alice, order).is_err());
		}
		assert!(windows < 10, "trust returns");
	}
	assert!(windows > 1, "one good round is not enough");
	let mut found = liquidations(&mut exchange);
	for _ in 0..2 {
		found += liquidations(exchange.window());
	}
	assert_eq!(found, 1, "found within two windows of a price that counts");
}

#[test]
fn trading_resumes_when_reports_return() {
	let mut exchange = fallen_silent();
	exchange.windows(6);
	assert_eq!(exchange.index_status(Underlying::BTC), FeedStatus::Live);
	exchange
		.does(Who::Alice, place(limit(PERPETUAL, Side::Buy, "0.3", "60000")))
		.does(Who::Bob, place(limit(PERPETUAL, Side::Sell, "0.3", "60000")))
		.window();
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), 700);
	let before = exchange.cash(Who::Alice);
	exchange.does(Who::Alice, withdraw(100));
	let after = exchange.cash(Who::Alice);
	// Withdrawing also settles the funding that is due, which is far below a dollar.
	assert!(before.checked_sub(after).unwrap() < cash("101"));
	assert!(before.checked_sub(after).unwrap() > cash("99"));
}

#[test]
fn funding_does_not_run_while_there_is_no_price() {
	let mut exchange = with_positions();
	let accrued = |exchange: &mut Exchange| {
		exchange
			.chain
			.inspect(|| pallet_perpetuals::Markets::<Runtime>::get(Underlying::BTC))
			.expect("it is listed")
			.cumulative_funding
	};
	exchange.silent_windows(6);
	let before = accrued(&mut exchange);
	exchange.silent_windows(10);
	assert_eq!(accrued(&mut exchange), before);
	exchange.windows(6);
	let counted = accrued(&mut exchange) - before;
	assert!(counted > 0, "it runs again");
	// Not for the time without a price: six windows at the interest, and no more.
	let six_windows = 12_500_000_000_000i128 * 60_000 * 18 / 3_600 / 1_000;
	assert!(counted <= six_windows, "{counted} accrued, six windows are {six_windows}");
}
