// SPDX-License-Identifier: Apache-2.0
//! All markets of an underlying together are no larger than what the stakes behind its index secure.

use crate::exchange::{act, place, series, take, Exchange};
use frame_support::BoundedVec;
use market_maths::{
	options::OptionKind,
	units::{Price, Quantity, Usd},
};
use market_primitives::{traits::Instruments, FeedId, Side, Underlying};
use pallet_option_writing::Call as OptionCall;
use pallet_oracle_aggregator::{Call as OracleCall, Feeds, ReportedValue};
use sp_keyring::Sr25519Keyring as Who;
use straddle_runtime::{
	configs::trading::AllInstruments, exchange_genesis::reporters, OracleAggregator, Runtime,
	RuntimeCall, Session,
};

const PERPETUAL: &str = "BTC-PERP";
const INDEX: &str = "60000";

/// What a lot of the perpetual, a thousandth of a coin, is at the index.
const USD_PER_LOT: i128 = 60;

fn stake_feed() -> FeedId {
	FeedId::Index("STRD".parse().expect("a ticker"))
}

/// Bitcoin at 60,000, three rich traders, and a feed of what STRD is worth that nobody reports yet.
fn exchange() -> Exchange {
	let mut exchange = Exchange::open(INDEX, "3000");
	for who in [Who::Alice, Who::Bob, Who::Charlie] {
		exchange.deposit(who, 1_000_000);
	}
	let of_bitcoin = || Feeds::<Runtime>::get(FeedId::Index(Underlying::BTC));
	let parameters = exchange.chain.inspect(of_bitcoin).expect("it is set up");
	exchange.root_decides(OracleCall::set_feed { feed: stake_feed(), parameters });
	exchange
}

/// Windows pass until the next session has begun. In each of them reporters say what STRD is worth, if they do.
fn until_next_session(exchange: &mut Exchange, stake: Option<&str>) {
	let session = exchange.chain.inspect(Session::current_index);
	while exchange.chain.inspect(Session::current_index) == session {
		if let Some(price) = stake {
			report_stake(exchange, price);
		}
		exchange.window();
	}
}

fn report_stake(exchange: &mut Exchange, price: &str) {
	let value: Price = price.parse().expect("a price in USD");
	let confidence = Price::from_inner(value.into_inner() / 10_000);
	let values = vec![ReportedValue { feed: stake_feed(), value, confidence }];
	let report = OracleCall::<Runtime>::report {
		observed_at_ms: exchange.chain.now_ms(),
		values: BoundedVec::truncate_from(values),
	};
	let report = RuntimeCall::from(report);
	exchange.chain.inspect(|| {
		for reporter in reporters() {
			act(reporter, report.clone()).expect("the report is taken");
		}
	});
}

/// What may be open in this session, if it is bounded.
fn secured(exchange: &mut Exchange) -> Option<Usd> {
	exchange.chain.inspect(|| {
		let size = OracleAggregator::api_market_size(Underlying::BTC).expect("it has an index");
		size.in_force
	})
}

/// Whole lots of the perpetual in an amount.
fn lots_in(amount: Usd) -> u64 {
	let lots = amount.into_inner() / (USD_PER_LOT * 1_000_000_000_000_000_000);
	u64::try_from(lots).expect("few lots")
}

fn open_quantity(exchange: &mut Exchange) -> Quantity {
	exchange.chain.inspect(|| AllInstruments::open_quantity(Underlying::BTC))
}

/// One buys from the other, at the index, what the next clearing lets them.
fn trade(exchange: &mut Exchange, buyer: Who, seller: Who, size: &str) {
	exchange
		.does(buyer, place(take(PERPETUAL, Side::Buy, size, INDEX)))
		.does(seller, place(take(PERPETUAL, Side::Sell, size, INDEX)))
		.window();
}

#[test]
fn without_a_price_of_stakes_the_caps_of_governance_alone_decide() {
	let mut exchange = exchange();
	until_next_session(&mut exchange, None);
	assert_eq!(secured(&mut exchange), None);
	trade(&mut exchange, Who::Bob, Who::Alice, "10");
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), 10_000);
}

#[test]
fn what_stakes_secure_is_shared_by_perpetuals_and_options_and_closing_makes_room() {
	let mut exchange = exchange();
	until_next_session(&mut exchange, Some("1000"));
	let most = lots_in(secured(&mut exchange).expect("STRD has a price"));
	assert!((500..9_000).contains(&most), "{most} lots are secured");

	// Ten coins are more than that.
	trade(&mut exchange, Who::Bob, Who::Alice, "10");
	let lots = exchange.lots(Who::Bob, PERPETUAL);
	assert_eq!(u64::try_from(lots), Ok(most));

	// There is no room for an option either, until somebody closes.
	let key = exchange.listed_expiry(Underlying::BTC, INDEX, 120);
	let call = series(&key, INDEX, OptionKind::Call);
	let write = |lots| OptionCall::write { subaccount: 0, id: call, lots };
	exchange.does(Who::Charlie, write(1)).window();
	assert_eq!(exchange.lots_of(Who::Charlie, call), 0);
	trade(&mut exchange, Who::Alice, Who::Bob, "0.2");
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), lots - 200);
	exchange.does(Who::Charlie, write(21)).window();
	assert_eq!(exchange.lots_of(Who::Charlie, call), -20);
	exchange.does(Who::Charlie, write(1)).window();
	assert_eq!(exchange.lots_of(Who::Charlie, call), -20);
	let lot: Quantity = "0.001".parse().expect("a size in coins");
	let coins = lot.into_inner() * i128::from(lots);
	assert_eq!(open_quantity(&mut exchange), Quantity::from_inner(coins));
}

#[test]
fn options_cannot_take_the_half_that_is_left_to_the_perpetual() {
	let mut exchange = exchange();
	until_next_session(&mut exchange, Some("1000"));
	let most = lots_in(secured(&mut exchange).expect("STRD has a price"));
	let key = exchange.listed_expiry(Underlying::BTC, INDEX, 120);
	let call = series(&key, INDEX, OptionKind::Call);
	// A lot of it is on as much as ten of the perpetual.
	let options = most / 20;
	let write = OptionCall::write { subaccount: 0, id: call, lots: options + 1 };
	exchange.does(Who::Charlie, write).window();
	assert_eq!(u64::try_from(-exchange.lots_of(Who::Charlie, call)), Ok(options));
	trade(&mut exchange, Who::Bob, Who::Alice, "10");
	let lots = exchange.lots(Who::Bob, PERPETUAL);
	assert_eq!(u64::try_from(lots), Ok(most - 10 * options));
}

#[test]
fn stakes_that_are_worth_less_close_nothing_and_a_silent_feed_frees_nobody() {
	let mut exchange = exchange();
	until_next_session(&mut exchange, Some("1000"));
	let before = secured(&mut exchange).expect("STRD has a price");
	trade(&mut exchange, Who::Bob, Who::Alice, "10");
	let lots = exchange.lots(Who::Bob, PERPETUAL);

	until_next_session(&mut exchange, Some("950"));
	let less = secured(&mut exchange).expect("it is known");
	assert!(less < before, "{less} of {before}");
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), lots, "nobody's position is touched");
	trade(&mut exchange, Who::Charlie, Who::Alice, "1");
	assert_eq!(exchange.lots(Who::Charlie, PERPETUAL), 0, "and nothing is opened");
	trade(&mut exchange, Who::Charlie, Who::Bob, "0.1");
	assert_eq!(exchange.lots(Who::Charlie, PERPETUAL), 100, "but taken over");
	trade(&mut exchange, Who::Alice, Who::Bob, "0.1");
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), lots - 200, "and closed");

	until_next_session(&mut exchange, None);
	let size = || OracleAggregator::api_market_size(Underlying::BTC).expect("it has an index");
	let size = exchange.chain.inspect(size);
	assert_eq!((size.open_interest_cap, size.in_force), (None, Some(less)));
}
