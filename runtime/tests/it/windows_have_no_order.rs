// SPDX-License-Identifier: Apache-2.0
//! What a window does depends on the set of its messages, not on the order in which they came.

use crate::{
	exchange::{
		account, act, cancel, instrument, limit, place, series, subaccount, take, Exchange,
	},
	harness::{differences, place_of},
};
use market_maths::{
	options::OptionKind,
	units::{Price, Quantity},
};
use market_primitives::{
	traits::{Instruments, RiskGate},
	FillRole, InstrumentId, Side, Underlying,
};
use pallet_margin_engine::AccountStatus;
use pallet_option_writing::BoardKey;
use pallet_oracle_aggregator::SecuredOpenInterest;
use pallet_order_book::{CancelReason, Event, OrderTicket};
use proptest::{
	strategy::{Strategy, ValueTree},
	test_runner::TestRunner,
};
use sp_keyring::Sr25519Keyring as Who;
use std::collections::BTreeMap;
use straddle_runtime::{
	configs::trading::AllInstruments, AccountId, Hash, MarginEngine, Perpetuals, Runtime,
	RuntimeCall, RuntimeEvent, System,
};

type Book = Event<Runtime>;

/// What a trader sends, in the trader's own order.
type Messages = (Who, Vec<RuntimeCall>);

/// Traders whose messages are permuted. A trader's own messages keep their order.
const TRADERS: [Who; 6] = [Who::Alice, Who::Bob, Who::Charlie, Who::Dave, Who::Eve, Who::Ferdie];

/// A busy exchange: a book with depth on both sides of two perpetuals.
fn busy() -> Exchange {
	let mut exchange = Exchange::open("60000", "3000");
	for trader in TRADERS {
		exchange.deposit(trader, 100_000);
	}
	exchange.window();
	for step in 1..=5u32 {
		let bid = format!("{}", 60_000 - 10 * step);
		let ask = format!("{}", 60_000 + 10 * step);
		exchange.does(Who::Alice, place(limit("BTC-PERP", Side::Buy, "0.2", &bid)));
		exchange.does(Who::Bob, place(limit("BTC-PERP", Side::Sell, "0.2", &ask)));
		exchange.does(Who::Bob, place(limit("BTC-PERP", Side::Buy, "0.1", &bid)));
		let (bid, ask) = (format!("{}", 3_000 - step), format!("{}", 3_000 + step));
		exchange.does(Who::Alice, place(limit("ETH-PERP", Side::Sell, "1", &ask)));
		exchange.does(Who::Bob, place(limit("ETH-PERP", Side::Buy, "1", &bid)));
	}
	exchange.window();
	exchange
}

/// A window's messages, by trader, in each trader's own order.
fn messages() -> Vec<Messages> {
	let takes = |name, side, size, price| place(take(name, side, size, price));
	let posts = |name, side, size, price| {
		let mut order = limit(name, side, size, price);
		order.post_only = true;
		place(order)
	};
	vec![
		(
			Who::Alice,
			vec![
				cancel(Who::Alice, 0),
				posts("BTC-PERP", Side::Buy, "0.3", "60003"),
				takes("ETH-PERP", Side::Buy, "3", "3004"),
			],
		),
		(
			Who::Bob,
			vec![
				posts("BTC-PERP", Side::Sell, "0.3", "60004"),
				cancel(Who::Bob, 1),
				place(limit("BTC-PERP", Side::Buy, "0.15", "60020")),
			],
		),
		(
			Who::Charlie,
			vec![
				takes("BTC-PERP", Side::Buy, "0.7", "60030"),
				place(limit("ETH-PERP", Side::Buy, "2", "3001")),
			],
		),
		(
			Who::Dave,
			vec![
				takes("BTC-PERP", Side::Buy, "0.7", "60030"),
				takes("BTC-PERP", Side::Sell, "0.25", "59950"),
			],
		),
		(
			Who::Eve,
			vec![
				takes("BTC-PERP", Side::Sell, "1.1", "59960"),
				place(limit("ETH-PERP", Side::Sell, "4", "2998")),
			],
		),
		(
			Who::Ferdie,
			vec![
				place(limit("BTC-PERP", Side::Sell, "0.33", "60000")),
				pallet_order_book::Call::cancel_all { subaccount: 0, instrument: None }.into(),
				place(limit("BTC-PERP", Side::Sell, "0.34", "60000")),
			],
		),
	]
}

/// Deals the messages out in an order that `choices` decides, keeping each trader's own order.
fn dealt(messages: &[Messages], choices: &[usize]) -> Vec<(Who, RuntimeCall)> {
	let mut waiting = messages.to_vec();
	let mut dealt = Vec::new();
	for choice in choices {
		waiting.retain(|(_, calls)| !calls.is_empty());
		let Some(count) = std::num::NonZero::new(waiting.len()) else { break };
		let (who, calls) = &mut waiting[*choice % count];
		dealt.push((*who, calls.remove(0)));
	}
	dealt
}

/// The state root of the block that clears these messages, and what `look` sees after it.
fn after<R>(
	exchange: &mut Exchange,
	order: Vec<(Who, RuntimeCall)>,
	look: impl FnOnce() -> R,
) -> (Hash, R) {
	let send_all = || {
		for (who, call) in order {
			act(account(who), call).expect("every message is taken");
		}
	};
	let (head, seen) = exchange.chain.block_after(send_all, look);
	(head.state_root, seen)
}

/// What the book announced in the block.
fn announced() -> Vec<Book> {
	let events = System::events().into_iter().map(|record| record.event);
	events
		.filter_map(|event| match event {
			RuntimeEvent::OrderBook(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// Sends the messages in so many random orders and expects the same state root each time. Returns what
/// the book announced in each of these windows.
fn every_order_does_the_same(
	exchange: &mut Exchange,
	messages: &[Messages],
	permutations: usize,
) -> Vec<Book> {
	let count: usize = messages.iter().map(|(_, calls)| calls.len()).sum();
	let (untouched, _) = after(exchange, Vec::new(), || ());
	let in_turn = dealt(messages, &vec![0; count]);
	assert_eq!(in_turn.len(), count, "every message is dealt");
	let (reference, said) = after(exchange, in_turn, announced);
	assert_ne!(reference, untouched, "the window does something");
	assert!(!said.iter().any(|event| matches!(event, Book::MarketFrozen { .. })));

	let mut runner = TestRunner::deterministic();
	let choices = proptest::collection::vec(0..1_000usize, count);
	let mut different_orders = std::collections::BTreeSet::new();
	for _ in 0..permutations {
		let choices = choices.new_tree(&mut runner).unwrap().current();
		let order = dealt(messages, &choices);
		different_orders.insert(format!("{order:?}"));
		let (root, events) = after(exchange, order, announced);
		assert_eq!(root, reference, "dealt by {choices:?}");
		assert_eq!(events, said, "dealt by {choices:?}");
	}
	assert!(different_orders.len() * 10 > permutations * 9, "the permutations differ");
	said
}

/// How many lots of an instrument each account bought (positive) or sold in a window.
fn traded(said: &[Book], name: InstrumentId) -> BTreeMap<AccountId, i64> {
	let mut lots = BTreeMap::new();
	for event in said {
		if let Book::OrderFilled { order, instrument, side, lots: filled, .. } = event {
			if *instrument == name {
				let signed = side.signed(*filled).expect("few lots").into_inner();
				*lots.entry(order.account.owner.clone()).or_default() += signed;
			}
		}
	}
	lots
}

/// Lots of a trader that were cut for this reason.
fn cut(said: &[Book], who: Who, why: CancelReason) -> u64 {
	let cuts = said.iter().filter_map(|event| match event {
		Book::OrderCancelled { order, lots, reason, .. }
			if *reason == why && order.account.owner == account(who) =>
		{
			Some(*lots)
		},
		_ => None,
	});
	cuts.sum()
}

#[test]
fn a_hundred_permutations_of_a_window_give_one_state_root() {
	let mut exchange = busy();
	let said = every_order_does_the_same(&mut exchange, &messages(), 100);
	for name in ["BTC-PERP", "ETH-PERP"] {
		let traded = traded(&said, instrument(name));
		assert_eq!(traded.values().sum::<i64>(), 0);
		assert!(traded.len() >= 3, "several trade {name}: {traded:?}");
	}
	// And what was traded is what people then have.
	let order = dealt(&messages(), &[0; 100]);
	let before = TRADERS.map(|who| exchange.lots(who, "BTC-PERP"));
	let (_, lots) = after(&mut exchange, order, || {
		TRADERS.map(|who| {
			MarginEngine::position(
				&mut Default::default(),
				&subaccount(who),
				&instrument("BTC-PERP"),
			)
			.into_inner()
		})
	});
	let traded = traded(&said, instrument("BTC-PERP"));
	for ((who, before), now) in TRADERS.into_iter().zip(before).zip(lots) {
		let change = traded.get(&account(who)).copied().unwrap_or_default();
		assert_eq!(now - before, change, "{who:?}");
	}
}

/// A falling market. Ferdie's long is being liquidated; open interest may grow by 200 lots and no more;
/// the next price, reported already, is lower than the one at which orders are admitted now.
fn falling() -> (Exchange, BoardKey) {
	let mut exchange = Exchange::open("60000", "3000");
	for who in [Who::Alice, Who::Bob, Who::Charlie, Who::Eve, Who::AliceStash, Who::BobStash] {
		exchange.deposit(who, 1_000_000);
	}
	exchange
		.deposit(Who::Dave, 700)
		.deposit(Who::Ferdie, 19_000)
		.does(Who::Alice, place(limit("BTC-PERP", Side::Sell, "3", "60000")))
		.does(Who::Ferdie, place(limit("BTC-PERP", Side::Buy, "3", "60000")))
		.window();
	let key = exchange.listed_expiry(Underlying::BTC, "57000", 60);
	exchange
		.does(Who::Bob, place(limit("BTC-PERP", Side::Buy, "0.5", "56900")))
		.does(Who::Bob, place(limit("BTC-PERP", Side::Buy, "0.3", "56000")));
	exchange.prices("57000", "3000").window();
	let status = exchange.summary(Who::Ferdie).status;
	assert!(matches!(status, AccountStatus::InLiquidation(_)), "{status:?}");
	assert!(exchange.lots(Who::Ferdie, "BTC-PERP") > 2_000, "and far from done");

	let open_interest_cap = open_interest(&mut exchange) + 200;
	exchange
		.root_decides(pallet_perpetuals::Call::set_terms {
			underlying: Underlying::BTC,
			price_band: "0.2".parse().unwrap(),
			open_interest_cap,
		})
		.prices("54500", "3000")
		.report();
	(exchange, key)
}

fn open_interest(exchange: &mut Exchange) -> u64 {
	exchange.chain.inspect(|| Perpetuals::open_interest(&instrument("BTC-PERP")))
}

/// What everybody sends while the market falls.
fn in_a_falling_market(put: InstrumentId) -> Vec<Messages> {
	let perpetual = |side, size, price| place(limit("BTC-PERP", side, size, price));
	let option = |side, size, premium| {
		place(OrderTicket { instrument: put, ..limit("BTC-PERP", side, size, premium) })
	};
	vec![
		(
			Who::Charlie,
			vec![
				perpetual(Side::Buy, "0.7", "56000"),
				option(Side::Buy, "0.5", "2600"),
				perpetual(Side::Buy, "0.4", "55500"),
			],
		),
		(
			Who::Eve,
			vec![
				perpetual(Side::Buy, "0.9", "56000"),
				option(Side::Sell, "0.3", "2400"),
				pallet_option_writing::Call::write { subaccount: 0, id: put, lots: 5 }.into(),
			],
		),
		// Enough for now, and too little at the price of the clearing.
		(
			Who::Dave,
			vec![perpetual(Side::Buy, "0.06", "57000"), perpetual(Side::Buy, "0.04", "57000")],
		),
		(
			Who::AliceStash,
			vec![perpetual(Side::Sell, "0.9", "54000"), option(Side::Sell, "0.4", "2500")],
		),
		(Who::BobStash, vec![perpetual(Side::Sell, "0.6", "54000")]),
		(
			Who::Bob,
			vec![
				cancel(Who::Bob, 1),
				option(Side::Buy, "0.1", "2450"),
				pallet_option_writing::Call::write { subaccount: 0, id: put, lots: 3 }.into(),
			],
		),
		(
			Who::Alice,
			vec![
				pallet_margin_engine::Call::withdraw { index: 0, amount: 5_000_000 }.into(),
				perpetual(Side::Buy, "0.2", "54000"),
			],
		),
	]
}

#[test]
fn permutations_agree_on_options_liquidations_cuts_for_margin_and_a_shared_cap() {
	let (mut exchange, key) = falling();
	let put = series(&key, "57000", OptionKind::Put);
	let perpetual = instrument("BTC-PERP");
	let said = every_order_does_the_same(&mut exchange, &in_a_falling_market(put), 100);

	let liquidated: u64 = said
		.iter()
		.filter_map(|event| match event {
			Book::OrderFilled { order, lots, role: FillRole::Liquidation, .. } => {
				assert_eq!(order.account, subaccount(Who::Ferdie));
				Some(*lots)
			},
			_ => None,
		})
		.sum();
	assert!(liquidated > 0, "the liquidation goes on: {said:#?}");

	let options = traded(&said, put);
	assert_eq!(options.values().sum::<i64>(), 0);
	assert!(options.get(&account(Who::Charlie)).is_some_and(|lots| *lots > 0), "{options:?}");

	let perpetuals = traded(&said, perpetual);
	let lots_of = |who: Who| perpetuals.get(&account(who)).copied().unwrap_or_default();
	let cut_for_margin = cut(&said, Who::Dave, CancelReason::InsufficientMargin);
	assert!(
		(1..100).contains(&cut_for_margin),
		"cut to what he can bear, not to nothing: {said:#?}"
	);
	assert_eq!(lots_of(Who::Dave), 100 - i64::try_from(cut_for_margin).unwrap());

	// Sellers who open share what the cap leaves in proportion to what they would have sold.
	let (more, less) = (-lots_of(Who::AliceStash), -lots_of(Who::BobStash));
	assert!(0 < less && less < more && more < 900, "{perpetuals:?}");
	assert!((2 * more - 3 * less).abs() <= 3, "900 and 600 lots share as 3 to 2: {more}, {less}");
	assert!(cut(&said, Who::AliceStash, CancelReason::OpenInterestCap) > 0, "{said:#?}");
	let cap = open_interest(&mut exchange) + 200;
	let order = dealt(&in_a_falling_market(put), &[0; 100]);
	let (_, open) = after(&mut exchange, order, || Perpetuals::open_interest(&perpetual));
	assert!(open <= cap && open + 10 >= cap, "{open} lots are open, the cap is {cap}");
}

#[test]
fn permutations_agree_on_what_is_secured_for_all_markets_of_an_underlying_together() {
	let (mut exchange, key) = falling();
	let (put, perpetual) = (series(&key, "57000", OptionKind::Put), instrument("BTC-PERP"));
	let dollars =
		|coins: Quantity, index: &str| index.parse::<Price>().unwrap().value_ceil(coins).unwrap();
	let open_coins = || AllInstruments::open_quantity(Underlying::BTC);
	// As orders come in there is room for a tenth of a coin; at the price of the clearing for about two tenths. Eight
	// hundredths of them are written, and the perpetual, whose own cap has room for two tenths, gets the rest.
	let secured = exchange.chain.inspect(|| {
		let coins = open_coins().checked_add("0.1".parse().unwrap()).unwrap();
		let secured = dollars(coins, "57000");
		SecuredOpenInterest::<Runtime>::insert(Underlying::BTC, secured);
		secured
	});
	let messages = in_a_falling_market(put);
	every_order_does_the_same(&mut exchange, &messages, 50);

	let before = open_interest(&mut exchange);
	let order = dealt(&messages, &[0; 100]);
	let (_, (open, coins)) =
		after(&mut exchange, order, || (Perpetuals::open_interest(&perpetual), open_coins()));
	assert!((50..190).contains(&(open - before)), "{} lots were opened", open - before);
	let worth = dollars(coins, "54500");
	assert!(worth <= secured, "{worth} USD are open, {secured} are secured");
}

#[test]
fn signed_transactions_of_a_block_may_come_in_any_order() {
	let (mut exchange, key) = falling();
	let messages = in_a_falling_market(series(&key, "57000", OptionKind::Put));
	let count: usize = messages.iter().map(|(_, calls)| calls.len()).sum();
	let mut stored_after = |choices: &[usize]| {
		let mut sent = BTreeMap::<AccountId, u32>::new();
		let transactions = dealt(&messages, choices)
			.into_iter()
			.map(|(who, call)| {
				let earlier = sent.entry(account(who)).or_default();
				*earlier += 1;
				exchange.chain.signed_by_pair(&who.pair(), *earlier - 1, call, 0)
			})
			.collect();
		let (results, stored) = exchange.chain.storage_a_block_later(transactions);
		let mut results: Vec<_> = results.iter().map(|result| format!("{result:?}")).collect();
		results.sort();
		(results, stored)
	};
	let (results, reference) = stored_after(&vec![0; count]);
	// The price falls in this very block, so Dave is refused one order, and what Bob would cancel is sold.
	let refused: Vec<_> = results.iter().filter(|result| *result != "Ok(Ok(()))").collect();
	assert_eq!((results.len(), refused.len()), (count, 2), "{refused:?}");
	let mut runner = TestRunner::deterministic();
	let choices = proptest::collection::vec(0..1_000usize, count);
	for _ in 0..20 {
		let choices = choices.new_tree(&mut runner).unwrap().current();
		let (same_results, stored) = stored_after(&choices);
		assert_eq!(same_results, results, "dealt by {choices:?}");
		let different = differences(&reference, &stored);
		let places: Vec<_> = different.iter().map(|key| place_of(key)).collect();
		// A block with its transactions in another order has another hash. Nothing else differs.
		let hashes = [("System", "BlockHash"), ("System", "ParentHash")];
		for (pallet, item) in &places {
			assert!(hashes.contains(&(pallet, item)), "{pallet}.{item}, dealt by {choices:?}");
		}
	}
}

#[test]
fn a_cancellation_in_every_market_takes_no_more_than_other_steps_leave_of_two_blocks() {
	use pallet_order_book::{weights::SubstrateWeight, WeightInfo};
	use straddle_runtime::configs::window::left_to_the_book;
	// More than the listing rule keeps of two underlyings.
	const MARKETS: u64 = 700;
	let needed = SubstrateWeight::<Runtime>::cancel_in_market(1, 1).saturating_mul(MARKETS);
	let left = left_to_the_book().saturating_mul(2);
	assert!(needed.all_lte(left), "they may take {needed}, the other steps leave {left}");
}

#[test]
fn the_fullest_window_of_a_market_can_be_cleared_with_what_other_steps_leave_of_a_block() {
	use pallet_order_book::OpenWindow;
	use straddle_runtime::{configs::window::left_to_the_book, OrderBook};
	let (needed, left) = (OrderBook::least_weight_for_progress(), left_to_the_book());
	assert!(needed.all_lte(left), "a clearing may take {needed}, the other steps leave {left}");

	let mut exchange = busy();
	let before = exchange.chain.inspect(OpenWindow::<Runtime>::get);
	exchange.window();
	assert_eq!(exchange.chain.inspect(OpenWindow::<Runtime>::get), before + 1);
	let waiting = exchange.chain.inspect(|| pallet_order_book::Windows::<Runtime>::iter().count());
	assert_eq!(waiting, 0, "no finished window waits");
}

#[test]
fn the_fullest_series_is_written_and_accounts_are_paid_with_what_other_steps_leave_to_options() {
	use frame_support::traits::Get;
	use pallet_option_writing::{Config, WeightInfo};
	use straddle_runtime::configs::window::left_to_options;
	type Weights = <Runtime as Config>::WeightInfo;
	let half = left_to_options().saturating_div(2);
	let writers = <<Runtime as Config>::MaxWritersPerWindow as Get<u32>>::get();
	let written = Weights::execute_writes(writers);
	assert!(written.all_lte(half), "{written} to write one series, of {half}");
	let batch = <<Runtime as Config>::SettlementBatch as Get<u32>>::get();
	let paid = Weights::settle_accounts(batch).max(Weights::settle_holders(batch));
	let paid = paid.saturating_add(Weights::check_expiry());
	assert!(paid.all_lte(half), "{paid} to pay {batch}, of {half}");
}
