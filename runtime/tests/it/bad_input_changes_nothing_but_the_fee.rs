// SPDX-License-Identifier: Apache-2.0
//! Whatever is wrong with a transaction has its own error, costs its fee, and changes nothing else.
//!
//! Each bad transaction is put into a block, and all that is stored after that block is compared with
//! what would be stored after the same block without it.

use crate::{
	exchange::{account, cancel, instrument, limit, place, series, subaccount, Exchange},
	harness::{differences, free_balance, place_of},
};
use codec::Encode;
use market_maths::options::OptionKind;
use market_primitives::{FeedId, InstrumentId, Side, TimeInForce, Underlying};
use pallet_margin_engine::{Call as MarginCall, Error as Margin};
use pallet_option_writing::{Call as OptionCall, Error as Options};
use pallet_oracle_aggregator::{Call as OracleCall, Error as Oracle};
use pallet_order_book::{BatchMode, Call as BookCall, Error as Book, OrderTicket};
use sp_core::{sr25519, Pair};
use sp_keyring::Sr25519Keyring as Who;
use sp_runtime::DispatchError;
use std::collections::BTreeSet;
use straddle_runtime::{AccountId, OptionTokens, OrderBook, Runtime, RuntimeCall};

const PERPETUAL: &str = "BTC-PERP";

/// What a transaction may change although it is refused: its signer's balance and number, what its fee
/// is shared among, and the records of the block itself.
const PAID_OR_COUNTED: [(&str, &str); 5] = [
	("System", "Account"),
	("System", "Events"),
	("System", "EventCount"),
	("System", "BlockWeight"),
	("TransactionPayment", "NextFeeMultiplier"),
];

/// A chain on which bad things can be tried.
struct Trial {
	exchange: Exchange,
	errors: BTreeSet<Vec<u8>>,
}

impl Trial {
	/// Puts the calls into a block, one transaction each. All but the last must succeed; the last must fail
	/// with this error and leave nothing but its fee.
	fn last_is_refused(
		&mut self,
		pair: &sr25519::Pair,
		calls: &[RuntimeCall],
		error: impl Into<DispatchError>,
	) -> &mut Self {
		let error = error.into();
		let chain = &mut self.exchange.chain;
		let mut transactions: Vec<_> = (0u32..)
			.zip(calls)
			.map(|(earlier, call)| chain.signed_by_pair(pair, earlier, call.clone(), 0))
			.collect();
		let (results, with) = chain.storage_after(transactions.clone());
		let bad = transactions.pop().expect("there is a bad one");
		let (accepted, without) = chain.storage_after(transactions);
		assert!(accepted.iter().all(|result| *result == Ok(Ok(()))), "{accepted:?}");
		let (last, first) = results.split_last().expect("there is a bad one");
		assert_eq!(first, accepted);
		assert_eq!(*last, Ok(Err(error)), "{:?}", bad.function);

		let signer = AccountId::from(pair.public());
		let changed = differences(&with, &without);
		for key in &changed {
			let (pallet, item) = place_of(key);
			let allowed = PAID_OR_COUNTED.contains(&(pallet.as_str(), item.as_str()));
			assert!(allowed, "{error:?} changed {pallet}.{item}");
		}
		// Of all accounts only the signer's and those that receive the fee changed.
		let account_key = frame_system::Account::<Runtime>::hashed_key_for(&signer);
		assert!(changed.contains(&account_key), "{error:?} cost nothing");
		let accounts = changed.iter().filter(|key| place_of(key).1 == "Account").count();
		assert!(accounts <= 3, "signer, author and treasury, but {accounts} accounts changed");

		// And the fee is really paid by the signer.
		let before = chain.inspect(|| free_balance(&signer));
		if calls.len() == 1 {
			assert_eq!(chain.next_block(vec![bad]), [Ok(Err(error))]);
			let after = chain.inspect(|| free_balance(&signer));
			assert!(after < before, "{error:?} cost nothing");
		}
		assert!(
			self.errors.insert(error.encode()),
			"{error:?} was given for something else as well"
		);
		self
	}

	fn refused(
		&mut self,
		who: Who,
		call: impl Into<RuntimeCall>,
		error: impl Into<DispatchError>,
	) -> &mut Self {
		self.exchange.report();
		self.last_is_refused(&who.pair(), &[call.into()], error)
	}
}

/// Alice makes markets, Eve has as many orders as one may, Charlie has ten dollars, Bob is long.
fn trial() -> Trial {
	let mut exchange = Exchange::open("60000", "3000");
	exchange
		.deposit(Who::Alice, 1_000_000)
		.deposit(Who::Bob, 10_000)
		.deposit(Who::Charlie, 10)
		.deposit(Who::Eve, 100_000)
		.does(Who::Alice, place(limit(PERPETUAL, Side::Sell, "1", "60000")))
		.does(Who::Bob, place(limit(PERPETUAL, Side::Buy, "1", "60000")))
		.window()
		.does(
			Who::Alice,
			place(OrderTicket { client_id: Some(7), ..limit(PERPETUAL, Side::Buy, "1", "59000") }),
		);
	// More than one level holds, and more than one owner may send in a window.
	for hundred in 0..2 {
		let price = |place: u32| format!("58{hundred}{:02}", place % 50);
		let orders: Vec<_> = (0..100)
			.map(|place| limit(PERPETUAL, Side::Buy, "0.001", &price(place)))
			.collect();
		let batch = BookCall::place_orders {
			subaccount: 0,
			orders: orders.try_into().expect("a batch"),
			mode: BatchMode::AllOrNothing,
		};
		exchange.does(Who::Eve, batch).window();
	}
	Trial { exchange, errors: BTreeSet::new() }
}

fn order(change: impl FnOnce(&mut OrderTicket)) -> RuntimeCall {
	let mut ticket = limit(PERPETUAL, Side::Buy, "0.1", "59500");
	change(&mut ticket);
	place(ticket)
}

fn withdraw(units: u128) -> RuntimeCall {
	MarginCall::withdraw { index: 0, amount: units }.into()
}

#[test]
fn each_bad_order_has_its_own_error() {
	type Error = Book<Runtime>;
	let mut trial = trial();
	let open = trial
		.exchange
		.chain
		.inspect(|| OrderBook::open_orders(subaccount(Who::Eve)).len());
	assert_eq!(open, 200, "as many as one may have");
	trial
		.refused(
			Who::Alice,
			order(|order| order.instrument = instrument("DOGE-PERP")),
			Error::UnknownInstrument,
		)
		.refused(
			Who::Alice,
			order(|order| order.limit = "59500.05".parse().unwrap()),
			Error::PriceNotOnTick,
		)
		.refused(
			Who::Alice,
			order(|order| order.size = "0.0005".parse().unwrap()),
			Error::SizeNotOnLot,
		)
		.refused(
			Who::Alice,
			order(|order| order.size = "0".parse().unwrap()),
			Error::SizeNotPositive,
		)
		.refused(
			Who::Alice,
			order(|order| order.size = "1000001".parse().unwrap()),
			Error::SizeTooLarge,
		)
		.refused(
			Who::Alice,
			order(|order| order.limit = "0".parse().unwrap()),
			Error::PriceNotPositive,
		)
		.refused(
			Who::Alice,
			order(|order| order.limit = "40000".parse().unwrap()),
			Error::PriceOutOfBand,
		)
		.refused(
			Who::Alice,
			order(|order| {
				order.post_only = true;
				order.time_in_force = TimeInForce::ImmediateOrCancel;
			}),
			Error::PostOnlyCannotBeImmediate,
		)
		.refused(Who::Bob, order(|order| order.reduce_only = true), Error::NothingToReduce)
		.refused(
			Who::Alice,
			order(|order| order.client_id = Some(7)),
			Error::DuplicateClientOrderId,
		)
		.refused(Who::Eve, order(|_| ()), Error::TooManyOrders)
		.refused(Who::Charlie, order(|_| ()), Error::InsufficientMargin)
		.refused(Who::Ferdie, order(|_| ()), Error::UnknownAccount);
	// A batch that is refused is refused as a whole, its good orders too.
	let mut orders = vec![limit(PERPETUAL, Side::Buy, "0.1", "59500"); 3];
	orders[2].client_id = Some(7);
	let mut trial = Trial { errors: BTreeSet::new(), ..trial };
	trial.refused(
		Who::Alice,
		BookCall::place_orders {
			subaccount: 0,
			orders: orders.try_into().unwrap(),
			mode: BatchMode::AllOrNothing,
		},
		Error::DuplicateClientOrderId,
	);
}

#[test]
fn each_bad_cancellation_has_its_own_error() {
	type Error = Book<Runtime>;
	let mut trial = trial();
	trial
		.refused(Who::Bob, cancel(Who::Alice, 1), Error::NotOrderOwner)
		.refused(Who::Alice, cancel(Who::Alice, 99), Error::UnknownOrder)
		.last_is_refused(
			&Who::Alice.pair(),
			&[cancel(Who::Alice, 1), cancel(Who::Alice, 1)],
			Error::AlreadyCancelling,
		);
}

#[test]
fn each_bad_movement_of_money_has_its_own_error() {
	type Error = Margin<Runtime>;
	let mut trial = trial();
	trial
		// Bob holds 10,000 dollars less a fee against 6,000 of initial margin.
		.refused(Who::Bob, withdraw(5_000_000_000), Error::WithdrawalBelowInitialMargin)
		.refused(Who::Bob, withdraw(20_000_000_000), Error::NotEnoughCash)
		.refused(Who::Bob, withdraw(0), Error::NothingToMove)
		.refused(Who::Ferdie, withdraw(1), Error::UnknownAccount)
		.refused(
			Who::Ferdie,
			MarginCall::deposit { index: 3, amount: 9_999_999 },
			Error::FirstDepositTooSmall,
		)
		.refused(
			Who::Bob,
			MarginCall::transfer_between { from: 0, to: 0, amount: 1 },
			Error::SameSubaccount,
		)
		.refused(
			Who::Eve,
			MarginCall::poke { account: subaccount(Who::Bob) },
			Error::AccountMeetsMargin,
		)
		.refused(Who::Bob, MarginCall::pause_withdrawals {}, DispatchError::BadOrigin);
}

#[test]
fn each_bad_option_call_has_its_own_error() {
	type Error = Options<Runtime>;
	let mut trial = trial();
	let key = trial.exchange.listed_expiry(Underlying::BTC, "60000", 60);
	let call = series(&key, "60000", OptionKind::Call);
	let write = |id: InstrumentId, lots: u64| OptionCall::write { subaccount: 0, id, lots };
	let unlisted = series(&key, "12345", OptionKind::Call);
	trial
		.refused(Who::Bob, write(unlisted, 1), Error::UnknownSeries)
		.refused(Who::Bob, write(call, 0), Error::ZeroLots)
		.refused(Who::Charlie, write(call, 100), Margin::<Runtime>::InsufficientMargin)
		.refused(
			Who::Bob,
			OptionCall::wrap { subaccount: 0, id: call, lots: 1 },
			Margin::<Runtime>::NotEnoughLots,
		)
		.refused(Who::Bob, OptionCall::claim { id: call }, Error::NothingToClaim);
	trial.exchange.does(Who::Bob, write(call, 1));
	// Tokens are moved by their holder only.
	let target = account(Who::Eve).into();
	trial.refused(
		Who::Charlie,
		RuntimeCall::OptionTokens(pallet_assets::Call::transfer { id: call, target, amount: 1 }),
		pallet_assets::Error::<Runtime, pallet_assets::Instance2>::NoAccount,
	);
	let held = trial.exchange.chain.inspect(|| OptionTokens::balance(call, account(Who::Bob)));
	assert_eq!(held, 1);
}

#[test]
fn each_bad_report_has_its_own_error() {
	type Error = Oracle<Runtime>;
	let mut trial = trial();
	let reporter = sr25519::Pair::from_string("//Reporter//1", None).unwrap();
	let good = trial.exchange.report_call();
	let change = |change: &dyn Fn(&mut u64, &mut pallet_oracle_aggregator::ReportedValue)| {
		let RuntimeCall::OracleAggregator(OracleCall::report { mut observed_at_ms, mut values }) =
			good.clone()
		else {
			unreachable!("it is a report");
		};
		change(&mut observed_at_ms, &mut values[0]);
		RuntimeCall::from(OracleCall::report { observed_at_ms, values })
	};
	let empty = OracleCall::report { observed_at_ms: 0, values: Default::default() };
	let nobody = Who::Bob.pair();
	trial
		.last_is_refused(&reporter, &[good.clone(), good.clone()], Error::DuplicateReport)
		.last_is_refused(&nobody, std::slice::from_ref(&good), Error::NotAdmitted)
		.last_is_refused(&reporter, &[empty.into()], Error::EmptyReport)
		.last_is_refused(&reporter, &[change(&|at, _| *at += 60_000)], Error::ObservedInFuture)
		.last_is_refused(&reporter, &[change(&|at, _| *at -= 60_000)], Error::ObservedTooLongAgo)
		.last_is_refused(
			&reporter,
			&[change(&|at, value| {
				// Time goes on with each block that was tried.
				*at += 6_000;
				value.feed = FeedId::Index("DOGE".parse().unwrap());
			})],
			Error::UnknownFeed,
		);
}

#[test]
fn a_stale_oracle_has_its_own_error_in_each_pallet() {
	let mut trial = trial();
	let key = trial.exchange.listed_expiry(Underlying::BTC, "60000", 60);
	let id = series(&key, "60000", OptionKind::Call);
	trial.exchange.silent_windows(6);
	let pair = Who::Alice.pair();
	trial
		.last_is_refused(&pair, &[order(|_| ())], Book::<Runtime>::PriceUnavailable)
		.last_is_refused(&pair, &[withdraw(1)], Margin::<Runtime>::PriceUnavailable)
		.last_is_refused(
			&pair,
			&[OptionCall::write { subaccount: 0, id, lots: 1 }.into()],
			Options::<Runtime>::PriceUnavailable,
		);
}

#[test]
fn a_comparison_of_states_notices_what_a_good_transaction_changes() {
	let mut trial = trial();
	let good = trial.exchange.chain.signed(Who::Alice, order(|_| ()));
	let (results, with) = trial.exchange.chain.storage_after(vec![good]);
	assert_eq!(results, [Ok(Ok(()))]);
	let (_, without) = trial.exchange.chain.storage_after(vec![]);
	let places: BTreeSet<_> =
		differences(&with, &without).iter().map(|key| place_of(key)).collect();
	for (pallet, item) in [
		("OrderBook", "OrderLists"),
		("OrderBook", "Waiting"),
		("OrderBook", "Backlog"),
		("OrderBook", "Windows"),
		("MarginEngine", "Subaccounts"),
	] {
		assert!(places.contains(&(pallet.into(), item.into())), "{pallet}.{item} in {places:?}");
	}
	let (_, again) = trial.exchange.chain.storage_after(vec![]);
	assert_eq!(differences(&without, &again), BTreeSet::new());
}
