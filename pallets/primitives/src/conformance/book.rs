// SPDX-License-Identifier: Apache-2.0
//! What every venue and source of book prices must do.

#![allow(clippy::arithmetic_side_effects, reason = "exams are test code")]

use crate::{
	traits::{BookPrices, LiquidationVenue},
	InstrumentId, Side, SubaccountId,
};
use market_maths::units::{Lots, Price, Ticks, Usd};

/// How the exam drives a book.
pub trait Examinee {
	/// Who signs.
	type AccountId;

	/// The book.
	type Book: BookPrices + LiquidationVenue<Self::AccountId>;

	/// Runs `story` on an empty book and checks its invariants at the end.
	fn begin(story: impl FnOnce());

	/// A market that trades.
	fn market() -> InstrumentId;

	/// A market that is not listed.
	fn unknown_market() -> InstrumentId;

	/// The tick of the market.
	fn tick() -> Price;

	/// A price in the middle of the market's band, with at least 50 ticks on each side.
	fn reference_price() -> Ticks;

	/// An account that is long so many lots of the market.
	fn with_long_position(lots: u64) -> SubaccountId<Self::AccountId>;

	/// What an account holds of the market.
	fn position(account: &SubaccountId<Self::AccountId>) -> Lots;

	/// Another account, which can pay for what the exam does.
	fn trader() -> SubaccountId<Self::AccountId>;

	/// Places an order that stays until it is filled or cancelled.
	fn place(account: &SubaccountId<Self::AccountId>, side: Side, lots: u64, limit: Ticks);

	/// Ends the window, which clears it.
	fn end_window();

	/// Stops the market.
	fn stop_market();
}

/// Every part of the exam, one after the other.
pub fn all<E: Examinee>() {
	E::begin(a_market_without_orders_has_no_prices::<E>);
	E::begin(the_top_is_what_rests_and_what_last_traded::<E>);
	E::begin(impact_is_never_better_than_the_top::<E>);
	E::begin(a_liquidation_fills_within_its_limit_and_is_then_gone::<E>);
	E::begin(a_liquidation_never_turns_a_position::<E>);
	E::begin(a_stopped_market_takes_no_liquidation::<E>);
	E::begin(what_is_withdrawn_from_a_liquidation_does_not_trade::<E>);
	E::begin(cancelling_all_leaves_nothing_to_cancel::<E>);
	E::begin(what_trades_counts_as_recent_volume::<E>);
}

fn price<E: Examinee>(offset: i64) -> Ticks {
	let price = E::reference_price().into_inner().checked_add_signed(offset);
	Ticks::from_inner(price.expect("the exam stays near the reference price"))
}

fn usd<E: Examinee>(ticks: Ticks) -> Price {
	ticks.price(E::tick()).expect("fits in a test")
}

fn reduce<E: Examinee>(account: &SubaccountId<E::AccountId>, lots: u64, limit: Ticks) -> bool {
	E::Book::reduce_in_next_clearing(account, &E::market(), Side::Sell, lots, limit)
}

/// Nothing to say about an empty or unknown market: not a zero, nothing.
pub fn a_market_without_orders_has_no_prices<E: Examinee>() {
	for market in [E::market(), E::unknown_market()] {
		assert_eq!(E::Book::top(&market), (None, None, None));
		assert_eq!(E::Book::impact_prices(&market, Usd::from_inner(1)), (None, None));
		assert_eq!(E::Book::recent_volume(&market), 0);
	}
}

/// Best bid, best ask, last price.
pub fn the_top_is_what_rests_and_what_last_traded<E: Examinee>() {
	let (holder, trader) = (E::with_long_position(10), E::trader());
	E::place(&trader, Side::Buy, 5, price::<E>(-10));
	E::place(&trader, Side::Buy, 5, price::<E>(-20));
	E::place(&trader, Side::Sell, 5, price::<E>(10));
	E::end_window();
	E::place(&holder, Side::Sell, 1, price::<E>(-10));
	E::end_window();
	let (bid, ask, last) = E::Book::top(&E::market());
	assert_eq!(bid, Some(usd::<E>(price::<E>(-10))));
	assert_eq!(ask, Some(usd::<E>(price::<E>(10))));
	assert_eq!(last, Some(usd::<E>(price::<E>(-10))));
}

/// Selling a notional gives at most the best bid, buying it costs at least the best ask, and more of it
/// never trades better.
pub fn impact_is_never_better_than_the_top<E: Examinee>() {
	let trader = E::trader();
	for step in 1..=3i64 {
		E::place(&trader, Side::Buy, 5, price::<E>(-10 * step));
		E::place(&trader, Side::Sell, 5, price::<E>(10 * step));
	}
	E::end_window();
	let (best_bid, best_ask, _) = E::Book::top(&E::market());
	let (mut worst_bid, mut worst_ask) = (best_bid, best_ask);
	let mut notional = 1_000_000_000_000i128;
	while let (Some(bid), Some(ask)) =
		E::Book::impact_prices(&E::market(), Usd::from_inner(notional))
	{
		assert!(Some(bid) <= worst_bid, "selling more got better at {notional}");
		assert!(Some(ask) >= worst_ask, "buying more got better at {notional}");
		(worst_bid, worst_ask) = (Some(bid), Some(ask));
		notional *= 2;
	}
	assert!(worst_bid < best_bid && worst_ask > best_ask, "no notional reached a second level");
}

/// One clearing, no worse than the limit, then forgotten.
pub fn a_liquidation_fills_within_its_limit_and_is_then_gone<E: Examinee>() {
	let (holder, trader) = (E::with_long_position(10), E::trader());
	E::place(&trader, Side::Buy, 4, price::<E>(-5));
	E::place(&trader, Side::Buy, 4, price::<E>(-15));
	E::end_window();
	assert!(reduce::<E>(&holder, 10, price::<E>(-10)));
	E::end_window();
	assert_eq!(E::position(&holder), Lots::from_inner(6), "the bid beyond the limit was reached");
	E::place(&trader, Side::Buy, 4, price::<E>(-5));
	E::end_window();
	assert_eq!(E::position(&holder), Lots::from_inner(6), "the order outlived its clearing");
}

/// More lots than the position sell the position.
pub fn a_liquidation_never_turns_a_position<E: Examinee>() {
	let (holder, trader) = (E::with_long_position(10), E::trader());
	E::place(&trader, Side::Buy, 50, price::<E>(-5));
	E::end_window();
	assert!(reduce::<E>(&holder, 40, price::<E>(-10)));
	E::end_window();
	assert_eq!(E::position(&holder), Lots::ZERO);
}

/// It says so rather than losing the order.
pub fn a_stopped_market_takes_no_liquidation<E: Examinee>() {
	let holder = E::with_long_position(10);
	E::stop_market();
	assert!(!reduce::<E>(&holder, 5, price::<E>(-10)));
}

/// Once a liquidation is over, nothing of it is left to sell the rest.
pub fn what_is_withdrawn_from_a_liquidation_does_not_trade<E: Examinee>() {
	let (holder, trader) = (E::with_long_position(10), E::trader());
	E::place(&trader, Side::Buy, 10, price::<E>(-5));
	E::end_window();
	assert!(reduce::<E>(&holder, 10, price::<E>(-10)));
	assert_eq!(E::Book::withdraw_liquidation_orders(&trader), 0);
	assert_eq!(E::Book::withdraw_liquidation_orders(&holder), 1);
	assert_eq!(E::Book::withdraw_liquidation_orders(&holder), 0);
	E::end_window();
	assert_eq!(E::position(&holder), Lots::from_inner(10));
}

/// Waiting and resting orders alike, at once.
pub fn cancelling_all_leaves_nothing_to_cancel<E: Examinee>() {
	let trader = E::trader();
	E::place(&trader, Side::Buy, 5, price::<E>(-10));
	E::end_window();
	E::place(&trader, Side::Sell, 5, price::<E>(10));
	assert_eq!(E::Book::cancel_all_for_liquidation(&trader), 2);
	assert_eq!(E::Book::cancel_all_for_liquidation(&trader), 0);
	assert_eq!(E::Book::top(&E::market()), (None, None, None));
	E::end_window();
	assert_eq!(E::Book::top(&E::market()), (None, None, None));
}

/// What traded lately is what the market can take.
pub fn what_trades_counts_as_recent_volume<E: Examinee>() {
	let (holder, trader) = (E::with_long_position(1_000), E::trader());
	E::place(&trader, Side::Buy, 1_000, price::<E>(0));
	E::place(&holder, Side::Sell, 1_000, price::<E>(0));
	E::end_window();
	let volume = E::Book::recent_volume(&E::market());
	assert!((900..=1_000).contains(&volume), "{volume} of 1,000 lots");
}
