// SPDX-License-Identifier: Apache-2.0
//! What a window does depends on the set of its messages, not on the order in which they came.

use crate::exchange::{account, act, cancel, limit, place, Exchange};
use market_primitives::{Side, TimeInForce};
use proptest::{
	strategy::{Strategy, ValueTree},
	test_runner::TestRunner,
};
use sp_keyring::Sr25519Keyring as Who;
use straddle_runtime::RuntimeCall;

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
fn messages() -> Vec<(Who, Vec<RuntimeCall>)> {
	let takes = |name, side, size, price| {
		let mut order = limit(name, side, size, price);
		order.time_in_force = TimeInForce::ImmediateOrCancel;
		place(order)
	};
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
fn dealt(choices: &[usize]) -> Vec<(Who, RuntimeCall)> {
	let mut waiting = messages();
	let mut dealt = Vec::new();
	for choice in choices {
		waiting.retain(|(_, calls)| !calls.is_empty());
		let Some(count) = std::num::NonZero::new(waiting.len()) else { break };
		let (who, calls) = &mut waiting[*choice % count];
		dealt.push((*who, calls.remove(0)));
	}
	dealt
}

#[test]
fn a_hundred_permutations_of_a_window_give_one_state_root() {
	let mut exchange = busy();
	let count: usize = messages().iter().map(|(_, calls)| calls.len()).sum();
	let root_after = |exchange: &mut Exchange, order: Vec<(Who, RuntimeCall)>| {
		assert_eq!(order.len(), count, "every message is dealt");
		exchange
			.chain
			.block_after(
				|| {
					for (who, call) in order {
						act(account(who), call).expect("every message is taken");
					}
				},
				|| (),
			)
			.0
			.state_root
	};
	let untouched = root_after_nothing(&mut exchange);
	let reference = root_after(&mut exchange, dealt(&vec![0; count]));
	assert_ne!(reference, untouched, "the window does something");

	let mut runner = TestRunner::deterministic();
	let choices = proptest::collection::vec(0..1_000usize, count);
	let mut different_orders = std::collections::BTreeSet::new();
	for _ in 0..100 {
		let choices = choices.new_tree(&mut runner).unwrap().current();
		let order = dealt(&choices);
		different_orders.insert(format!("{order:?}"));
		assert_eq!(root_after(&mut exchange, order), reference, "dealt by {choices:?}");
	}
	assert!(different_orders.len() > 90, "the permutations differ");
}

fn root_after_nothing(exchange: &mut Exchange) -> straddle_runtime::Hash {
	exchange.chain.block_after(|| (), || ()).0.state_root
}

#[test]
fn the_fullest_window_of_a_market_can_be_cleared_in_a_block() {
	use pallet_order_book::OpenWindow;
	use straddle_runtime::{configs::window::budget, OrderBook, Runtime};
	let needed = OrderBook::least_weight_for_progress();
	assert!(needed.all_lte(budget()), "a clearing may take {needed}, a block has {}", budget());

	let mut exchange = busy();
	let before = exchange.chain.inspect(OpenWindow::<Runtime>::get);
	exchange.window();
	assert_eq!(exchange.chain.inspect(OpenWindow::<Runtime>::get), before + 1);
	let waiting = exchange.chain.inspect(|| pallet_order_book::Windows::<Runtime>::iter().count());
	assert_eq!(waiting, 0, "no finished window waits");
}
