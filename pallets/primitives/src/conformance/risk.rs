// SPDX-License-Identifier: Apache-2.0
//! What every margin engine must do for the book and for option writing.

#![allow(clippy::arithmetic_side_effects, reason = "exams are test code")]

use crate::{
	traits::{Clearing, ClearingError, OptionPositions, RiskGate, RiskRefusal},
	Fill, FillRole, InstrumentId, OrderId, RestingExposure, Side, SubaccountId,
};
use market_maths::units::{Lots, Price, Ticks};
use sp_runtime::Perbill;

/// How the exam drives a margin engine.
pub trait Examinee {
	/// Who signs.
	type AccountId: Clone + PartialEq + core::fmt::Debug;

	/// The margin engine.
	type Engine: RiskGate<Self::AccountId>
		+ Clearing<Self::AccountId>
		+ OptionPositions<Self::AccountId>;

	/// Runs `story` on a fresh engine and checks its invariants at the end.
	fn begin(story: impl FnOnce());

	/// Something to trade.
	fn market() -> InstrumentId;

	/// An option, with the price at which one lot of it pays out at least one unit of cash.
	fn option() -> (InstrumentId, Price);

	/// Something that is not listed.
	fn unknown_market() -> InstrumentId;

	/// The market's mark.
	fn mark() -> Ticks;

	/// An account, one of two, that can bear a thousand lots of the market and of the option.
	fn rich(which: bool) -> SubaccountId<Self::AccountId>;

	/// An account that can bear nothing.
	fn poor() -> SubaccountId<Self::AccountId>;

	/// An account that was never opened.
	fn nobody() -> SubaccountId<Self::AccountId>;
}

/// Every part of the exam, one after the other.
pub fn all<E: Examinee>() {
	E::begin(an_order_leaves_no_trace_once_it_is_released::<E>);
	E::begin(who_cannot_bear_an_order_is_refused_and_nothing_changes::<E>);
	E::begin(what_reduces_nothing_is_admitted_without_margin::<E>);
	E::begin(a_close_that_would_leave_a_debt_is_neither_admitted_nor_filled::<E>);
	E::begin(all_of_what_an_account_can_bear_may_be_filled::<E>);
	E::begin(nothing_of_what_it_cannot_bear_may_be_filled::<E>);
	E::begin(fills_move_positions_on_both_sides::<E>);
	E::begin(a_filled_order_is_no_longer_counted::<E>);
	E::begin(what_does_not_balance_is_refused_whole::<E>);
	E::begin(options_are_written_wrapped_and_unwrapped::<E>);
	E::begin(what_is_reserved_leaves_no_trace_once_it_is_released::<E>);
	E::begin(settlement_comes_to_an_end::<E>);
}

fn order<E: Examinee>(side: Side, lots: u64) -> RestingExposure {
	RestingExposure { instrument: E::market(), side, lots, limit: E::mark(), reduce_only: false }
}

fn fill<E: Examinee>(
	account: SubaccountId<E::AccountId>,
	side: Side,
	lots: u64,
) -> Fill<E::AccountId> {
	Fill {
		order: OrderId { account, sequence: 1 },
		instrument: E::market(),
		side,
		lots,
		price: E::mark(),
		limit: E::mark(),
		role: if side == Side::Buy { FillRole::Taker } else { FillRole::Maker },
		reduce_only: false,
	}
}

fn admit<E: Examinee>(
	account: &SubaccountId<E::AccountId>,
	order: &RestingExposure,
) -> Result<(), RiskRefusal> {
	E::Engine::admit_order(&mut Default::default(), account, order)
}

fn share<E: Examinee>(account: &SubaccountId<E::AccountId>, orders: &[RestingExposure]) -> Perbill {
	E::Engine::bearable_share(&mut Default::default(), account, orders)
}

/// Admits and books a trade in which the first rich account buys from the second.
fn trade<E: Examinee>(lots: u64) {
	let (buyer, seller) = (E::rich(true), E::rich(false));
	admit::<E>(&buyer, &order::<E>(Side::Buy, lots)).expect("a rich account may buy");
	admit::<E>(&seller, &order::<E>(Side::Sell, lots)).expect("and another may sell");
	let fills = [fill::<E>(buyer, Side::Buy, lots), fill::<E>(seller, Side::Sell, lots)];
	E::Engine::book_fills(&E::market(), &fills).expect("what was admitted can be booked");
}

fn lots<E: Examinee>(account: &SubaccountId<E::AccountId>, id: &InstrumentId) -> i64 {
	E::Engine::position(&mut Default::default(), account, id).into_inner()
}

/// Admitting and releasing the same order any number of times is as if it had never been.
pub fn an_order_leaves_no_trace_once_it_is_released<E: Examinee>() {
	let account = E::rich(true);
	for _ in 0..100 {
		let order = order::<E>(Side::Buy, 1_000);
		admit::<E>(&account, &order).expect("it was released the time before");
		// In parts, as a book does that cancels after a partial fill.
		for part in [1, 399, 600] {
			E::Engine::release_orders(&account, &[RestingExposure { lots: part, ..order }]);
		}
	}
	assert_eq!(lots::<E>(&account, &E::market()), 0);
}

/// A refusal names its reason and leaves the account as it was.
pub fn who_cannot_bear_an_order_is_refused_and_nothing_changes<E: Examinee>() {
	let large = order::<E>(Side::Sell, 1_000);
	let admit_large = |account: SubaccountId<E::AccountId>| admit::<E>(&account, &large);
	assert_eq!(admit_large(E::poor()), Err(RiskRefusal::InsufficientMargin));
	assert_eq!(admit_large(E::nobody()), Err(RiskRefusal::UnknownAccount));
	let unlisted = RestingExposure { instrument: E::unknown_market(), ..large };
	assert_eq!(admit::<E>(&E::rich(true), &unlisted), Err(RiskRefusal::PriceUnavailable));
	assert_eq!(lots::<E>(&E::poor(), &E::market()), 0);
	assert_eq!(lots::<E>(&E::nobody(), &E::market()), 0);
}

/// What finds no position to shrink needs no margin; the book cuts it to the position.
pub fn what_reduces_nothing_is_admitted_without_margin<E: Examinee>() {
	let order = RestingExposure { reduce_only: true, ..order::<E>(Side::Sell, 1_000) };
	assert_eq!(admit::<E>(&E::poor(), &order), Ok(()));
	assert_eq!(share::<E>(&E::poor(), &[order]), Perbill::one());
	E::Engine::release_orders(&E::poor(), &[order]);
}

/// Reduce-only at the mark is borne; a hundred times as dear it costs more than the account has.
pub fn a_close_that_would_leave_a_debt_is_neither_admitted_nor_filled<E: Examinee>() {
	trade::<E>(1_000);
	let short = E::rich(false);
	let close = RestingExposure { reduce_only: true, ..order::<E>(Side::Buy, 1_000) };
	assert_eq!(admit::<E>(&short, &close), Ok(()));
	assert_eq!(share::<E>(&short, &[close]), Perbill::one());
	E::Engine::release_orders(&short, &[close]);
	let limit = Ticks::from_inner(E::mark().into_inner() * 100);
	let ruinous = RestingExposure { limit, ..close };
	assert_eq!(admit::<E>(&short, &ruinous), Err(RiskRefusal::InsufficientMargin));
	assert!(share::<E>(&short, &[ruinous]) < Perbill::one());
}

/// An account that meets its margin with everything filled gets everything.
pub fn all_of_what_an_account_can_bear_may_be_filled<E: Examinee>() {
	let orders = [order::<E>(Side::Buy, 400), order::<E>(Side::Sell, 600)];
	assert_eq!(share::<E>(&E::rich(true), &orders), Perbill::one());
	assert_eq!(share::<E>(&E::rich(true), &[]), Perbill::one());
}

/// The share shrinks as orders grow, to nothing.
pub fn nothing_of_what_it_cannot_bear_may_be_filled<E: Examinee>() {
	let share_of = |lots| share::<E>(&E::rich(true), &[order::<E>(Side::Buy, lots)]);
	assert!(share_of(1_000_000) < Perbill::one());
	assert!(share_of(10_000_000) <= share_of(1_000_000));
	assert_eq!(share::<E>(&E::poor(), &[order::<E>(Side::Buy, 1_000)]), Perbill::zero());
}

/// What one side gains in lots the other loses, and trading back leaves nothing.
pub fn fills_move_positions_on_both_sides<E: Examinee>() {
	trade::<E>(700);
	assert_eq!(lots::<E>(&E::rich(true), &E::market()), 700);
	assert_eq!(lots::<E>(&E::rich(false), &E::market()), -700);
	let back = [
		Fill { reduce_only: true, ..fill::<E>(E::rich(true), Side::Sell, 700) },
		Fill { reduce_only: true, ..fill::<E>(E::rich(false), Side::Buy, 700) },
	];
	E::Engine::book_fills(&E::market(), &back).expect("reduce-only fills need no admission");
	assert_eq!(lots::<E>(&E::rich(true), &E::market()), 0);
	assert_eq!(lots::<E>(&E::rich(false), &E::market()), 0);
}

/// Booking a fill releases the exposure of the lots filled: the same order can be admitted again and again.
pub fn a_filled_order_is_no_longer_counted<E: Examinee>() {
	for _ in 0..20 {
		trade::<E>(500);
		let back = [
			Fill { reduce_only: true, ..fill::<E>(E::rich(true), Side::Sell, 500) },
			Fill { reduce_only: true, ..fill::<E>(E::rich(false), Side::Buy, 500) },
		];
		E::Engine::book_fills(&E::market(), &back).expect("it closes what was opened");
	}
}

/// All or nothing: a clearing with one wrong fill changes no account.
pub fn what_does_not_balance_is_refused_whole<E: Examinee>() {
	let (buyer, seller) = (E::rich(true), E::rich(false));
	admit::<E>(&buyer, &order::<E>(Side::Buy, 10)).expect("a rich account may buy");
	admit::<E>(&seller, &order::<E>(Side::Sell, 10)).expect("and another may sell");
	let buy = || fill::<E>(buyer.clone(), Side::Buy, 10);
	let book = |fills: &[Fill<E::AccountId>]| E::Engine::book_fills(&E::market(), fills);
	let less = fill::<E>(seller.clone(), Side::Sell, 9);
	assert_eq!(book(&[buy(), less]), Err(ClearingError::Unbalanced));
	let stranger = fill::<E>(E::nobody(), Side::Sell, 10);
	assert_eq!(book(&[buy(), stranger]), Err(ClearingError::UnknownAccount));
	assert_eq!(lots::<E>(&buyer, &E::market()), 0);
	assert_eq!(lots::<E>(&seller, &E::market()), 0);
	assert_eq!(book(&[]), Ok(()));
	assert_eq!(book(&[buy(), fill::<E>(seller, Side::Sell, 10)]), Ok(()));
}

/// Written lots and lots taken out are the tokens outside; put back in, they close what is short first.
pub fn options_are_written_wrapped_and_unwrapped<E: Examinee>() {
	let (id, _) = E::option();
	let (writer, holder) = (E::rich(true), E::rich(false));
	let net = || E::Engine::net_lots(&id).into_inner();
	E::Engine::write(&writer, &id, 100).expect("a rich account may write");
	assert_eq!((lots::<E>(&writer, &id), net()), (-100, -100));
	E::Engine::put_long(&holder, &id, 60).expect("sixty tokens become a position");
	assert_eq!((lots::<E>(&holder, &id), net()), (60, -40));
	assert!(E::Engine::take_long(&holder, &id, 61).is_err(), "more than is held");
	E::Engine::take_long(&holder, &id, 10).expect("ten become tokens again");
	assert_eq!((lots::<E>(&holder, &id), net()), (50, -50));
	E::Engine::put_long(&writer, &id, 30).expect("the writer closes with tokens");
	assert_eq!((lots::<E>(&writer, &id), net()), (-70, -20));
	assert!(E::Engine::write(&E::poor(), &id, 1_000).is_err(), "the poor cannot write");
	assert!(E::Engine::write(&E::nobody(), &id, 1).is_err());
	assert_eq!(net(), -20);
}

/// Reserving and releasing any number of times is as if it had never been, and only who can write can reserve.
pub fn what_is_reserved_leaves_no_trace_once_it_is_released<E: Examinee>() {
	let (id, _) = E::option();
	let writer = E::rich(true);
	for _ in 0..100 {
		E::Engine::reserve_write(&writer, &id, 1_000).expect("it was released the time before");
		assert_eq!(E::Engine::reserved_writes(), [(id, writer.clone(), 1_000u64)]);
		// In parts, as requests come.
		for part in [1, 399, 600] {
			E::Engine::release_write(&writer, &id, part);
		}
	}
	assert!(E::Engine::reserve_write(&E::poor(), &id, 1_000).is_err(), "the poor cannot write");
	assert!(E::Engine::reserve_write(&E::nobody(), &id, 1).is_err());
	assert_eq!(E::Engine::reserved_writes(), []);
	assert_eq!((lots::<E>(&writer, &id), E::Engine::net_lots(&id)), (0, Lots::ZERO));
	E::Engine::write(&writer, &id, 1_000).expect("all of its margin is free again");
}

/// Settlement goes on in bounded steps until nobody holds the series, tokens included.
pub fn settlement_comes_to_an_end<E: Examinee>() {
	let (id, price) = E::option();
	E::Engine::write(&E::rich(true), &id, 100).expect("a rich account may write");
	E::Engine::put_long(&E::rich(false), &id, 60).expect("sixty tokens become a position");
	let first = E::Engine::settle_accounts(&id, price, 1);
	assert_eq!((first.settled, first.finished), (1, false));
	let second = E::Engine::settle_accounts(&id, price, 10);
	assert_eq!((second.settled, second.finished), (1, true));
	assert_eq!(E::Engine::net_lots(&id), Lots::ZERO);
	assert!(E::Engine::settlement_pool(&id).into_inner() > 0, "the tokens are not paid yet");
	let paid = E::Engine::settle_token(&id, price, &E::nobody().owner, 30);
	let paid = paid.expect("tokens are paid too");
	assert!(paid.into_inner() > 0);
	let forfeited = E::Engine::forfeit_tokens(&id, price, 10).expect("ten tokens are gone");
	assert_eq!(forfeited.into_inner() * 3, paid.into_inner(), "what ten would have been paid");
	assert_eq!(E::Engine::settlement_pool(&id).into_inner(), 0);
	assert!(E::Engine::forfeit_tokens(&id, price, 1).is_err(), "the pool is empty");
	assert!(E::Engine::settle_accounts(&id, price, 10).finished);
}
