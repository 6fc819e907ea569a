// SPDX-License-Identifier: Apache-2.0
//! The life of a series: listed by rule, traded, written, sent as a token, expired, paid, settled.

use crate::exchange::{account, cash, limit, place, series, subaccount, Exchange};
use frame_support::traits::fungibles::Inspect;
use market_maths::{options::OptionKind, units::Cash};
use market_primitives::{traits::Instruments, InstrumentId, MarketState, Side, Underlying};
use pallet_margin_engine::{Event as Margin, Holders, SettlementPool, Subaccounts};
use pallet_option_writing::{BoardKey, Boards, Event as Options, Phase, Series};
use pallet_order_book::OrderTicket;
use sp_keyring::Sr25519Keyring as Who;
use sp_runtime::DispatchError;
use straddle_runtime::{
	OptionTokens, OptionWriting, OrderBook, Runtime, RuntimeCall, RuntimeEvent,
};

const STRIKE: &str = "60000";

/// An order for a series, at a premium in USD per coin.
fn for_premium(id: InstrumentId, side: Side, size: &str, premium: &str) -> RuntimeCall {
	place(OrderTicket { instrument: id, ..limit("BTC-PERP", side, size, premium) })
}

fn send_tokens(id: InstrumentId, to: Who, lots: u128) -> RuntimeCall {
	let target = account(to).into();
	RuntimeCall::OptionTokens(pallet_assets::Call::transfer { id, target, amount: lots })
}

fn option_events(exchange: &mut Exchange) -> Vec<Options<Runtime>> {
	let events = exchange.chain.events().into_iter();
	events
		.filter_map(|event| match event {
			RuntimeEvent::OptionWriting(event) => Some(event),
			_ => None,
		})
		.collect()
}

fn state_of(exchange: &mut Exchange, id: InstrumentId) -> Option<MarketState> {
	exchange.chain.inspect(|| OptionWriting::terms(&id)).map(|terms| terms.state)
}

fn tokens(exchange: &mut Exchange, id: InstrumentId, who: Who) -> u128 {
	exchange.chain.inspect(|| OptionTokens::balance(id, account(who)))
}

/// Four traders with 100,000 dollars each, and an expiry with calls and puts at 60,000.
fn before_expiry() -> (Exchange, BoardKey) {
	let mut exchange = Exchange::open("60000", "3000");
	for who in [Who::Bob, Who::Charlie, Who::Dave, Who::Eve] {
		exchange.deposit(who, 100_000);
	}
	let key = exchange.listed_expiry(Underlying::BTC, STRIKE, 81);
	(exchange, key)
}

/// Windows pass until everything of this expiry is paid; returns what the option pallet said.
fn until_settled(exchange: &mut Exchange, key: &BoardKey) -> Vec<Options<Runtime>> {
	let mut said = Vec::new();
	for _ in 0..60 {
		exchange.window();
		said.extend(option_events(exchange));
		let board = exchange.chain.inspect(|| Boards::<Runtime>::get(key)).expect("it is kept");
		if matches!(board.phase, Phase::Settled { .. }) {
			return said;
		}
	}
	panic!("the expiry is not settled: {said:#?}");
}

#[test]
fn series_are_listed_by_rule_around_the_index() {
	let (mut exchange, key) = before_expiry();
	exchange.windows(10);
	let board = exchange.chain.inspect(|| Boards::<Runtime>::get(key)).expect("it is listed");
	let strikes: Vec<_> = board.strikes.iter().map(|strike| strike.price().to_string()).collect();
	assert_eq!(strikes, ["57000", "58000", "59000", "60000", "61000", "62000", "63000"]);
	assert_eq!(key.expiry % 120, 0);
	let listed = exchange.chain.inspect(OptionWriting::listed);
	for id in key.all_series(&board.strikes) {
		assert!(listed.contains(&id));
	}
	let expiries = exchange.chain.inspect(|| OptionWriting::expiries_of(Underlying::BTC));
	let meaning = "two of every two minutes, and the next daily one";
	assert_eq!(expiries.len(), 3, "{meaning}: {expiries:?}");
}

#[test]
fn a_call_is_traded_written_sent_as_a_token_and_paid_to_whoever_holds_it() {
	let (mut exchange, key) = before_expiry();
	let call = series(&key, STRIKE, OptionKind::Call);
	let put = series(&key, STRIKE, OptionKind::Put);

	// Bob buys half a coin's calls from Charlie in the book, at 30 dollars a coin.
	exchange
		.does(Who::Bob, for_premium(call, Side::Buy, "0.5", "30"))
		.does(Who::Charlie, for_premium(call, Side::Sell, "0.5", "30"))
		.window();
	assert_eq!(exchange.lots_of(Who::Bob, call), 50);
	assert_eq!(exchange.lots_of(Who::Charlie, call), -50);
	// The premium is 15 dollars; the fee is 3 / 10,000 of the underlying, but no more than 12.5 % of it.
	assert_eq!(exchange.cash(Who::Bob), cash("99983.125"));
	assert_eq!(exchange.cash(Who::Charlie), cash("100013.125"));

	// Dave writes a coin's calls without a counterparty and sends 40 lots to One, who has no account.
	exchange
		.does(Who::Dave, pallet_option_writing::Call::write { subaccount: 0, id: call, lots: 100 })
		.window()
		.does(Who::Dave, send_tokens(call, Who::One, 40));
	assert_eq!(exchange.lots_of(Who::Dave, call), -100);
	assert_eq!(tokens(&mut exchange, call, Who::Dave), 60);
	assert_eq!(tokens(&mut exchange, call, Who::One), 40);
	// Eve writes puts and keeps the tokens: they will be worth nothing.
	exchange
		.does(Who::Eve, pallet_option_writing::Call::write { subaccount: 0, id: put, lots: 7 })
		// A bid that nobody takes rests until the series expires.
		.does(Who::Eve, for_premium(call, Side::Buy, "0.2", "1"))
		.window();
	let open = exchange.chain.inspect(|| OptionWriting::open_interest(&call));
	assert_eq!(open, 150, "what accounts are short, tokens included");

	let wallets_before = [Who::Dave, Who::One, Who::Eve].map(|who| exchange.wallet(who));
	let cash_before = [Who::Bob, Who::Charlie, Who::Dave, Who::Eve].map(|who| exchange.cash(who));
	// In the last minute the index is at 61,000; that minute decides.
	exchange.prices("61000", "3000");
	while exchange.chain.now_ms() / 1_000 + 3 < key.expiry {
		exchange.window();
	}
	assert_eq!(state_of(&mut exchange, call), Some(MarketState::Listed));
	// After it the price does not matter any more.
	exchange.window().prices("59000", "3000");
	let too_late = exchange.tries(Who::Bob, for_premium(call, Side::Buy, "0.5", "30"));
	let expired: DispatchError = pallet_order_book::Error::<Runtime>::MarketExpired.into();
	assert_eq!(too_late, Err(expired));

	let mut said = option_events(&mut exchange);
	said.extend(until_settled(&mut exchange, &key));
	assert!(said.iter().any(|event| matches!(event,
		Options::SettlementPriceSet { underlying, expiry, price, decided: false }
			if *underlying == key.underlying && *expiry == key.expiry
				&& *price == "61000".parse().unwrap())));

	// A coin's call pays 1,000 dollars, to accounts and to holders of tokens alike.
	let gained = |before: Cash, after: Cash| after.checked_sub(before).unwrap();
	let cash_after = [Who::Bob, Who::Charlie, Who::Dave, Who::Eve].map(|who| exchange.cash(who));
	let gains: Vec<_> = cash_before
		.into_iter()
		.zip(cash_after)
		.map(|(one, other)| gained(one, other))
		.collect();
	assert_eq!(gains, ["500", "-500", "-1000", "0"].map(cash), "accounts: holder, seller, writers");
	let wallets_after = [Who::Dave, Who::One, Who::Eve].map(|who| exchange.wallet(who));
	let paid: Vec<_> = wallets_before
		.into_iter()
		.zip(wallets_after)
		.map(|(one, other)| other - one)
		.collect();
	assert_eq!(paid, [600_000_000, 400_000_000, 0], "holders of tokens, in their own wallets");
	let one_has_an_account = exchange
		.chain
		.inspect(|| Subaccounts::<Runtime>::contains_key(subaccount(Who::One)));
	assert!(!one_has_an_account);

	let open = exchange.chain.inspect(|| OrderBook::open_orders(subaccount(Who::Eve)));
	assert_eq!(open, vec![], "what rested in the series is cancelled");
	assert_eq!(exchange.summary(Who::Eve).lines, vec![], "and counts for nothing");
	for id in [call, put] {
		assert_eq!(state_of(&mut exchange, id), Some(MarketState::Settled));
		exchange.chain.inspect(|| {
			assert_eq!(SettlementPool::<Runtime>::get(id), Cash::ZERO, "the pool ends at zero");
			assert_eq!(OptionTokens::total_issuance(id), 0, "every token is paid and gone");
			assert!(Holders::<Runtime>::iter_key_prefix(id).next().is_none());
			assert_eq!(OptionWriting::open_interest(&id), 0);
		});
	}
	assert_eq!(exchange.pots().deficit, Cash::ZERO);
}

#[test]
fn tokens_become_a_position_that_trades_and_a_position_becomes_tokens() {
	let (mut exchange, key) = before_expiry();
	let call = series(&key, STRIKE, OptionKind::Call);
	exchange
		.does(Who::Dave, pallet_option_writing::Call::write { subaccount: 0, id: call, lots: 30 })
		.window()
		.does(Who::Dave, send_tokens(call, Who::Eve, 30))
		.does(Who::Eve, pallet_option_writing::Call::unwrap { subaccount: 0, id: call, lots: 30 })
		.window();
	assert_eq!(exchange.lots_of(Who::Eve, call), 30);
	assert_eq!(tokens(&mut exchange, call, Who::Eve), 0);
	exchange
		.does(Who::Eve, for_premium(call, Side::Sell, "0.3", "40"))
		.does(Who::Bob, for_premium(call, Side::Buy, "0.3", "40"))
		.window();
	assert_eq!(exchange.lots_of(Who::Eve, call), 0);
	exchange
		.does(Who::Bob, pallet_option_writing::Call::wrap { subaccount: 0, id: call, lots: 10 })
		.does(Who::Bob, send_tokens(call, Who::Two, 10))
		.window();
	assert_eq!(exchange.lots_of(Who::Bob, call), 20);
	assert_eq!(tokens(&mut exchange, call, Who::Two), 10);

	exchange.prices("60500", "3000");
	let bob_before = exchange.cash(Who::Bob);
	until_settled(&mut exchange, &key);
	assert_eq!(exchange.wallet(Who::Two), 50_000_000, "500 dollars a coin for a tenth of it");
	assert_eq!(exchange.cash(Who::Bob).checked_sub(bob_before), Ok(cash("100")));
}

#[test]
fn an_expiry_without_prices_waits_for_a_decision() {
	let (mut exchange, key) = before_expiry();
	let call = series(&key, STRIKE, OptionKind::Call);
	exchange
		.does(Who::Dave, pallet_option_writing::Call::write { subaccount: 0, id: call, lots: 10 })
		.window()
		.does(Who::Dave, send_tokens(call, Who::One, 10));
	while exchange.chain.now_ms() / 1_000 + 78 < key.expiry {
		exchange.window();
	}
	// A price counts for 15 seconds. The minute that decides passes without one, and so does the one that
	// could take its place.
	let mut disputed = false;
	for _ in 0..60 {
		exchange.silent_window();
		disputed |= option_events(&mut exchange).iter().any(
			|event| matches!(event, Options::SettlementDisputed { expiry, .. } if *expiry == key.expiry),
		);
		let paid = exchange.margin_events().iter().any(|event| {
			matches!(event, Margin::PositionSettled { .. } | Margin::TokensSettled { .. })
		});
		assert!(!paid, "nobody is paid at a price that nobody knows");
	}
	assert!(disputed);
	assert_eq!(state_of(&mut exchange, call), Some(MarketState::Settling));

	let price = "60200".parse().unwrap();
	let BoardKey { expiry, underlying } = key;
	exchange.root_decides(pallet_option_writing::Call::resolve_settlement {
		underlying,
		expiry,
		price,
	});
	until_settled(&mut exchange, &key);
	assert_eq!(exchange.wallet(Who::One), 20_000_000);
}

#[test]
fn money_that_is_moved_on_asks_to_write_only_once() {
	let (mut exchange, key) = before_expiry();
	let call = series(&key, STRIKE, OptionKind::Call);
	exchange.chain.inspect(|| {
		Series::<Runtime>::mutate_extant(call, |series| series.terms.open_interest_cap = 900);
	});
	let write = |subaccount| pallet_option_writing::Call::write { subaccount, id: call, lots: 900 };
	// Nine bitcoins require some 81,000 dollars.
	exchange.does(Who::Eve, write(0)).does(Who::Dave, write(0));
	for to in 1..=5 {
		let amount = 95_000_000_000;
		let moves = pallet_margin_engine::Call::transfer_between { from: to - 1, to, amount };
		let moved = exchange.tries(Who::Dave, moves);
		let asked = exchange.tries(Who::Dave, write(to));
		assert!(moved.is_err() && asked.is_err(), "{moved:?}, {asked:?}");
	}
	assert_eq!(exchange.lots_of(Who::Dave, call), 0, "it is not written yet");
	exchange.window();
	let written = [Who::Eve, Who::Dave].map(|who| exchange.lots_of(who, call));
	assert_eq!(written, [-450, -450], "each gets half");
}
