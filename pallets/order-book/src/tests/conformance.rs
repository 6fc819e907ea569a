// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;
use frame_support::assert_ok;
use market_maths::units::{Lots, Price, Ticks};
use market_primitives::{
	conformance::book::{self, Examinee},
	testing::{instruments::FakeInstruments, risk::FakeRiskGate},
	traits::RiskGate,
	InstrumentId, MarketState, Side, SubaccountId, Underlying,
};

struct Book;

impl Examinee for Book {
	type AccountId = AccountId;
	type Book = OrderBook;

	fn begin(story: impl FnOnce()) {
		ExtBuilder::default().tell(story);
	}

	fn market() -> InstrumentId {
		PERPETUAL
	}

	fn unknown_market() -> InstrumentId {
		InstrumentId::perpetual(Underlying::ETH)
	}

	fn tick() -> Price {
		usd(1)
	}

	fn reference_price() -> Ticks {
		Ticks::from_inner(1_000)
	}

	fn with_long_position(lots: u64) -> SubaccountId<AccountId> {
		hold(ALICE, BOB, i64::try_from(lots).unwrap());
		sub(ALICE)
	}

	fn position(account: &SubaccountId<AccountId>) -> Lots {
		FakeRiskGate::position(&mut Default::default(), account, &PERPETUAL)
	}

	fn place(account: &SubaccountId<AccountId>, side: Side, lots: u64, limit: Ticks) {
		let lots = i64::try_from(lots).unwrap();
		let limit = u128::from(limit.into_inner());
		let order = if side == Side::Buy { bid(lots, limit) } else { ask(lots, limit) };
		assert_ok!(place_for(account.owner, account.index, order));
	}

	fn trader() -> SubaccountId<AccountId> {
		sub(CAROL)
	}

	fn end_window() {
		clear();
	}

	fn stop_market() {
		FakeInstruments::set_state(&PERPETUAL, MarketState::Halted);
	}
}

#[test]
fn the_order_book_passes_the_exam_of_books() {
	book::all::<Book>();
}
