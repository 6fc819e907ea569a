// SPDX-License-Identifier: Apache-2.0
//! A key for trading, voting or staking does that for its owner, and nothing else.

use crate::{
	exchange::{cancel, instrument, limit, place, subaccount, Exchange},
	harness::{free_balance, Chain},
};
use frame_support::{traits::InstanceFilter, weights::Weight};
use market_primitives::{Side, Underlying};
use pallet_order_book::{BatchMode, OrderTicket};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	DispatchResult,
};
use straddle_runtime::{
	configs::utility::ProxyType, constants::money::STRD, OrderBook, Runtime, RuntimeCall,
	RuntimeEvent, System,
};

fn transfer(to: Sr25519Keyring, value: u128) -> RuntimeCall {
	let dest = to.to_account_id().into();
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive { dest, value })
}

const PROXY_TYPES: [ProxyType; 6] = [
	ProxyType::Any,
	ProxyType::NonTransfer,
	ProxyType::Governance,
	ProxyType::Staking,
	ProxyType::Trade,
	ProxyType::Cancel,
];

fn sample_calls() -> Vec<RuntimeCall> {
	vec![
		transfer(Bob, 1),
		RuntimeCall::Assets(pallet_assets::Call::transfer {
			id: 1.into(),
			target: Bob.to_account_id().into(),
			amount: 1,
		}),
		RuntimeCall::System(frame_system::Call::remark { remark: Vec::new() }),
		RuntimeCall::Staking(pallet_staking::Call::chill {}),
		RuntimeCall::Session(pallet_session::Call::purge_keys {}),
		RuntimeCall::Referenda(pallet_referenda::Call::place_decision_deposit { index: 0 }),
		RuntimeCall::Utility(pallet_utility::Call::batch { calls: Vec::new() }),
		RuntimeCall::Proxy(pallet_proxy::Call::remove_proxies {}),
		RuntimeCall::Sudo(pallet_sudo::Call::remove_key {}),
		RuntimeCall::OracleAggregator(pallet_oracle_aggregator::Call::pause_smile {
			underlying: Underlying::BTC,
			expiry: None,
			for_ms: 1,
		}),
	]
	.into_iter()
	.chain(places_orders())
	.chain(cancels_orders())
	.chain(moves_money())
	.chain(acts_for_others())
	.chain(chooses_proxies())
	.collect()
}

fn order() -> OrderTicket {
	limit("BTC-PERP", Side::Buy, "0.1", "59000")
}

fn places_orders() -> Vec<RuntimeCall> {
	let orders = vec![order()].try_into().expect("one order is few");
	let (subaccount, mode) = (0, BatchMode::BestEffort);
	vec![place(order()), pallet_order_book::Call::place_orders { subaccount, orders, mode }.into()]
}

fn cancels_orders() -> Vec<RuntimeCall> {
	vec![
		cancel(Alice, 1),
		pallet_order_book::Call::cancel_all { subaccount: 0, instrument: None }.into(),
	]
}

/// Whatever can take money or options out of a subaccount, or put a debt into it.
fn moves_money() -> Vec<RuntimeCall> {
	use pallet_margin_engine::Call as Margin;
	use pallet_option_writing::Call as Options;
	let id = instrument("BTC-27NOV26-60000-C");
	let (subaccount, lots) = (0, 100);
	vec![
		Margin::deposit { index: 0, amount: 1 }.into(),
		Margin::withdraw { index: 0, amount: 1 }.into(),
		Margin::transfer_between { from: 0, to: 1, amount: 1_000_000 }.into(),
		Options::write { subaccount, id, lots }.into(),
		Options::wrap { subaccount, id, lots }.into(),
		Options::unwrap { subaccount, id, lots }.into(),
	]
}

/// Whatever dispatches in the name of another account than the signer, or leads to it.
fn acts_for_others() -> Vec<RuntimeCall> {
	use pallet_multisig::Call as Multisig;
	use pallet_proxy::Call as Proxy;
	let call = || Box::new(transfer(Bob, 1));
	let call_hash = BlakeTwo256::hash_of(&transfer(Bob, 1));
	let other_signatories = || vec![Charlie.to_account_id()];
	vec![
		RuntimeCall::Proxy(Proxy::proxy {
			real: Charlie.to_account_id().into(),
			force_proxy_type: None,
			call: call(),
		}),
		RuntimeCall::Proxy(Proxy::proxy_announced {
			delegate: Alice.to_account_id().into(),
			real: Charlie.to_account_id().into(),
			force_proxy_type: None,
			call: call(),
		}),
		RuntimeCall::Proxy(Proxy::announce { real: Charlie.to_account_id().into(), call_hash }),
		RuntimeCall::Multisig(Multisig::as_multi_threshold_1 {
			other_signatories: other_signatories(),
			call: call(),
		}),
		RuntimeCall::Multisig(Multisig::as_multi {
			threshold: 2,
			other_signatories: other_signatories(),
			maybe_timepoint: None,
			call: call(),
			max_weight: Weight::zero(),
		}),
		RuntimeCall::Multisig(Multisig::approve_as_multi {
			threshold: 2,
			other_signatories: other_signatories(),
			maybe_timepoint: None,
			call_hash: call_hash.into(),
			max_weight: Weight::zero(),
		}),
	]
}

fn add_proxy(delegate: Sr25519Keyring, proxy_type: ProxyType) -> RuntimeCall {
	let delegate = delegate.to_account_id().into();
	RuntimeCall::Proxy(pallet_proxy::Call::add_proxy { delegate, proxy_type, delay: 0 })
}

/// Whatever changes who acts for an account, or takes back what somebody began.
fn chooses_proxies() -> Vec<RuntimeCall> {
	use pallet_proxy::Call as Proxy;
	let call_hash = BlakeTwo256::hash_of(&transfer(Bob, 1));
	let other = || Charlie.to_account_id();
	vec![
		add_proxy(Charlie, ProxyType::Trade),
		RuntimeCall::Proxy(Proxy::remove_proxy {
			delegate: other().into(),
			proxy_type: ProxyType::Trade,
			delay: 0,
		}),
		RuntimeCall::Proxy(Proxy::remove_announcement { real: other().into(), call_hash }),
		RuntimeCall::Proxy(Proxy::reject_announcement { delegate: other().into(), call_hash }),
		RuntimeCall::Multisig(pallet_multisig::Call::cancel_as_multi {
			threshold: 2,
			other_signatories: vec![other()],
			timepoint: pallet_multisig::Timepoint { height: 1, index: 0 },
			call_hash: call_hash.into(),
		}),
	]
}

#[test]
fn a_wider_proxy_may_do_whatever_a_narrower_one_may() {
	for wide in PROXY_TYPES {
		for narrow in PROXY_TYPES.into_iter().filter(|narrow| wide.is_superset(narrow)) {
			for call in sample_calls() {
				assert!(
					!narrow.filter(&call) || wide.filter(&call),
					"{wide:?} contains {narrow:?} but refuses {call:?}"
				);
			}
		}
		assert!(ProxyType::Any.is_superset(&wide));
		assert_eq!(wide.is_superset(&ProxyType::Any), wide == ProxyType::Any);
	}
}

#[test]
fn no_proxy_but_any_moves_tokens_or_the_money_of_a_subaccount() {
	for kind in PROXY_TYPES.into_iter().filter(|kind| *kind != ProxyType::Any) {
		let transfers = sample_calls().into_iter().take(2);
		for call in transfers.chain(moves_money()) {
			assert!(!kind.filter(&call), "{kind:?} may call {call:?}");
		}
	}
}

#[test]
fn no_proxy_but_any_acts_for_accounts_that_its_owner_acts_for() {
	for kind in PROXY_TYPES.into_iter().filter(|kind| *kind != ProxyType::Any) {
		for call in acts_for_others() {
			assert!(!kind.filter(&call), "{kind:?} may call {call:?}");
		}
		for call in chooses_proxies() {
			assert_eq!(kind.filter(&call), kind == ProxyType::NonTransfer, "{kind:?}: {call:?}");
		}
	}
}

#[test]
fn one_for_trading_places_and_cancels_and_one_for_cancelling_only_cancels() {
	let allowed = |kind: ProxyType| {
		let calls = sample_calls().into_iter().filter(move |call| kind.filter(call));
		calls
			.filter(|call| !matches!(call, RuntimeCall::Utility(_)))
			.collect::<Vec<_>>()
	};
	let all = places_orders().into_iter().chain(cancels_orders()).collect::<Vec<_>>();
	assert_eq!(allowed(ProxyType::Trade), all);
	assert_eq!(allowed(ProxyType::Cancel), cancels_orders());
}

/// What the proxy of Alice does in her name.
fn in_the_name_of_alice(call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Proxy(pallet_proxy::Call::proxy {
		real: Alice.to_account_id().into(),
		force_proxy_type: None,
		call: Box::new(call),
	})
}

/// What came of it.
fn outcome(exchange: &mut Exchange, proxy: Sr25519Keyring, call: RuntimeCall) -> DispatchResult {
	exchange.chain.inspect(System::reset_events);
	exchange.does(proxy, in_the_name_of_alice(call));
	let executed = exchange.chain.events().into_iter().find_map(|event| match event {
		RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => Some(result),
		_ => None,
	});
	executed.expect("the proxy acted")
}

#[test]
fn a_trading_key_trades_for_an_account_that_it_cannot_empty() {
	let filtered = Err(frame_system::Error::<Runtime>::CallFiltered.into());
	let mut exchange = Exchange::open("60000", "3000");
	exchange.deposit(Alice, 10_000);
	for (delegate, proxy_type) in [(Bob, ProxyType::Trade), (Charlie, ProxyType::Cancel)] {
		let delegate = delegate.to_account_id().into();
		exchange.does(Alice, pallet_proxy::Call::add_proxy { delegate, proxy_type, delay: 0 });
	}
	let held = exchange.cash(Alice);

	assert_eq!(outcome(&mut exchange, Charlie, place(order())), filtered);
	assert_eq!(outcome(&mut exchange, Bob, place(order())), Ok(()));
	exchange.window();
	let open = |exchange: &mut Exchange| {
		exchange.chain.inspect(|| OrderBook::open_orders(subaccount(Alice)).len())
	};
	assert_eq!(open(&mut exchange), 1, "Bob's order rests in the name of Alice");

	for call in moves_money() {
		for delegate in [Bob, Charlie] {
			assert_eq!(outcome(&mut exchange, delegate, call.clone()), filtered, "{call:?}");
		}
	}
	let cancel_all = cancels_orders().remove(1);
	assert_eq!(outcome(&mut exchange, Charlie, cancel_all), Ok(()));
	exchange.window();
	assert_eq!((open(&mut exchange), exchange.cash(Alice)), (0, held));
	assert!(exchange.tries(Dave, in_the_name_of_alice(place(order()))).is_err(), "a stranger");
}

#[test]
fn a_proxy_that_moves_no_tokens_moves_none_of_accounts_its_owner_acts_for() {
	let filtered = Err(frame_system::Error::<Runtime>::CallFiltered.into());
	let mut exchange = Exchange::open("60000", "3000");
	// Alice may do everything for Charlie, and shares an account with Dave of which one signature disposes.
	exchange
		.does(Charlie, add_proxy(Alice, ProxyType::Any))
		.does(Alice, add_proxy(Bob, ProxyType::NonTransfer));
	let mut signatories = [Alice.to_account_id(), Dave.to_account_id()];
	signatories.sort();
	let shared = pallet_multisig::Pallet::<Runtime>::multi_account_id(&signatories, 1);
	let (dest, value) = (shared.clone().into(), 10 * STRD);
	exchange.does(
		Dave,
		RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive { dest, value }),
	);

	let all_to_bob = || {
		let (dest, keep_alive) = (Bob.to_account_id().into(), false);
		Box::new(RuntimeCall::Balances(pallet_balances::Call::transfer_all { dest, keep_alive }))
	};
	let of_charlie = RuntimeCall::Proxy(pallet_proxy::Call::proxy {
		real: Charlie.to_account_id().into(),
		force_proxy_type: None,
		call: all_to_bob(),
	});
	let of_the_shared = RuntimeCall::Multisig(pallet_multisig::Call::as_multi_threshold_1 {
		other_signatories: vec![Dave.to_account_id()],
		call: all_to_bob(),
	});
	let balances = |exchange: &mut Exchange| {
		let owners = [Charlie.to_account_id(), shared.clone()];
		exchange.chain.inspect(|| owners.map(|owner| free_balance(&owner)))
	};
	let before = balances(&mut exchange);
	for theft in [of_charlie, of_the_shared] {
		assert_eq!(outcome(&mut exchange, Bob, theft.clone()), filtered, "{theft:?}");
		let batch = RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![theft] });
		assert!(outcome(&mut exchange, Bob, batch).is_err());
	}
	assert_eq!(balances(&mut exchange), before);

	// Bob makes nobody more powerful than himself, but may choose who trades.
	assert_eq!(outcome(&mut exchange, Bob, add_proxy(Bob, ProxyType::Any)), filtered);
	assert_eq!(outcome(&mut exchange, Bob, add_proxy(Dave, ProxyType::Trade)), Ok(()));
}

#[test]
fn a_proxy_that_may_vote_cannot_transfer_even_in_a_batch() {
	let mut chain = Chain::development();
	chain.submit(
		Alice,
		RuntimeCall::Proxy(pallet_proxy::Call::add_proxy {
			delegate: Bob.to_account_id().into(),
			proxy_type: ProxyType::Governance,
			delay: 0,
		}),
	);
	let before = chain.inspect(|| free_balance(&Charlie.to_account_id()));
	let steal =
		RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![transfer(Charlie, STRD)] });
	chain.submit(
		Bob,
		RuntimeCall::Proxy(pallet_proxy::Call::proxy {
			real: Alice.to_account_id().into(),
			force_proxy_type: None,
			call: Box::new(steal),
		}),
	);
	chain.inspect(|| assert_eq!(free_balance(&Charlie.to_account_id()), before));
}
