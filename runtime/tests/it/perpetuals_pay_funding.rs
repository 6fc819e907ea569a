// SPDX-License-Identifier: Apache-2.0
//! While a perpetual trades above its index longs pay shorts, and below it shorts pay longs.

use crate::exchange::{cash, instrument, limit, place, subaccount, Exchange};
use market_maths::units::{Cash, Lots, Rate};
use market_primitives::{traits::Instruments, Side};
use pallet_margin_engine::{Event as Margin, FundingRoundings, Subaccounts};
use sp_keyring::Sr25519Keyring as Who;
use straddle_runtime::{Perpetuals, Runtime, RuntimeEvent};

const PERPETUAL: &str = "BTC-PERP";
/// Three numbers of lots that no payment divides evenly, long and short in balance.
const LONG: [(Who, &str, i64); 2] = [(Who::Alice, "0.333", 333), (Who::Bob, "0.334", 334)];
const SHORT: (Who, &str, i64) = (Who::Charlie, "0.667", -667);

/// Alice and Bob are long what Charlie is short; Dave quotes the prices.
fn open_interest() -> Exchange {
	let mut exchange = Exchange::open("60000", "3000");
	for who in [Who::Alice, Who::Bob, Who::Charlie, Who::Dave] {
		exchange.deposit(who, 1_000_000);
	}
	for (who, size, _) in LONG {
		exchange.does(who, place(limit(PERPETUAL, Side::Buy, size, "60000")));
	}
	exchange
		.does(SHORT.0, place(limit(PERPETUAL, Side::Sell, SHORT.1, "60000")))
		.window();
	for (who, _, lots) in [LONG[0], LONG[1], SHORT] {
		assert_eq!(exchange.lots(who, PERPETUAL), lots);
	}
	exchange
}

fn cumulative_funding(exchange: &mut Exchange) -> i128 {
	exchange
		.chain
		.inspect(|| Perpetuals::cumulative_funding(&instrument(PERPETUAL)))
}

fn hourly_rate(exchange: &mut Exchange) -> Rate {
	let marked = exchange.chain.events().into_iter().find_map(|event| match event {
		RuntimeEvent::Perpetuals(pallet_perpetuals::Event::MarketMarked {
			underlying,
			hourly_rate,
			..
		}) if underlying == instrument(PERPETUAL).underlying => Some(hourly_rate),
		_ => None,
	});
	marked.expect("the market is marked in every window")
}

/// Dave quotes these prices, 20 windows pass at the rate that follows, and everybody closes.
/// Returns what each has paid.
fn after_a_minute_of(bid: &str, ask: &str, rate: &str) -> (Exchange, Vec<(Who, Cash)>) {
	let mut exchange = open_interest();
	exchange
		.does(Who::Dave, place(limit(PERPETUAL, Side::Buy, "1", bid)))
		.does(Who::Dave, place(limit(PERPETUAL, Side::Sell, "1", ask)))
		// These prices count from the window after the one in which they begin to rest.
		.window();
	let before = cumulative_funding(&mut exchange);
	for _ in 0..20 {
		exchange.window();
		assert_eq!(hourly_rate(&mut exchange), rate.parse().unwrap());
	}
	// A minute of it on 60,000 dollars, per coin and then per lot, in 10⁻¹⁸ dollars.
	let per_lot = cumulative_funding(&mut exchange) - before;
	let rate: Rate = rate.parse().unwrap();
	assert_eq!(per_lot, rate.into_inner() * 60_000 / 60 / 1_000);

	exchange
		.does(Who::Dave, pallet_order_book::Call::cancel_all { subaccount: 0, instrument: None });
	for (who, size, _) in LONG {
		exchange.does(who, place(limit(PERPETUAL, Side::Sell, size, "60000")));
	}
	exchange
		.does(SHORT.0, place(limit(PERPETUAL, Side::Buy, SHORT.1, "60000")))
		.window();
	let paid: Vec<_> = [LONG[0].0, LONG[1].0, SHORT.0]
		.into_iter()
		.map(|who| {
			let paid = exchange.margin_events().into_iter().find_map(|event| match event {
				Margin::PositionChanged { account, funding, lots, .. }
					if account == subaccount(who) =>
				{
					assert_eq!(lots, Lots::ZERO, "everybody closes");
					Some(funding)
				},
				_ => None,
			});
			(who, paid.expect("everybody trades"))
		})
		.collect();

	// Zero-sum to the last unit: what was paid and not received lies in the pot, and it is less than a
	// unit for each payment that was rounded.
	let sum = paid
		.iter()
		.try_fold(Cash::ZERO, |sum, (_, paid)| sum.checked_add(*paid))
		.unwrap();
	let pots = exchange.pots();
	assert_eq!(pots.funding, sum);
	let roundings = exchange
		.chain
		.inspect(|| FundingRoundings::<Runtime>::iter_values().sum::<u64>());
	assert!(
		(0..i128::from(roundings.max(1))).contains(&sum.into_inner()),
		"{sum} after {roundings}"
	);
	let everything = exchange.chain.inspect(|| {
		Subaccounts::<Runtime>::iter_values()
			.map(|account| account.cash)
			.chain([pots.funding, pots.fees, pots.insurance])
			.try_fold(Cash::ZERO, Cash::checked_add)
	});
	assert_eq!(everything, Ok(cash("4000000")), "no unit was made or lost");
	(exchange, paid)
}

#[test]
fn a_premium_in_the_book_makes_longs_pay_shorts() {
	// 0.5 % above the index, paid once in eight hours, and the interest.
	let (_, paid) = after_a_minute_of("60300", "60400", "0.0006375");
	assert!(paid[0].1 > Cash::ZERO && paid[1].1 > Cash::ZERO);
	assert!(paid[1].1 > paid[0].1, "who holds more pays more");
	assert!(paid[2].1 < Cash::ZERO);
}

#[test]
fn a_discount_in_the_book_makes_shorts_pay_longs() {
	let (_, paid) = after_a_minute_of("59600", "59700", "-0.0006125");
	assert!(paid[0].1 < Cash::ZERO && paid[1].1 < Cash::ZERO);
	assert!(paid[2].1 > Cash::ZERO);
}

#[test]
fn without_a_premium_longs_pay_the_interest_only() {
	let (_, paid) = after_a_minute_of("59900", "60100", "0.0000125");
	assert!(paid[0].1 > Cash::ZERO && paid[2].1 < Cash::ZERO);
}
