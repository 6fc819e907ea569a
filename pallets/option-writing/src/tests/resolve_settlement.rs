// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use market_maths::units::Cash;
use market_primitives::{
	testing::{price_feed::FakePriceFeed, risk::FakeOptionPositions},
	traits::SettlementPrice,
	FeedId,
};
use sp_runtime::traits::BadOrigin;

fn a_dispute() {
	write(WRITER, 0, call_at(90_000), 100);
	set_time(EXPIRY);
	FakePriceFeed::set_settlement(BTC, EXPIRY, SettlementPrice::Disputed);
	take_events();
	windows(2);
}

#[test]
fn a_disputed_price_waits_for_a_decision() {
	listed_options().run(|| {
		a_dispute();
		let dispute = Event::SettlementDisputed { underlying: BTC, expiry: EXPIRY };
		let said = take_events().into_iter().filter(|event| *event == dispute).count();
		assert_eq!(said, 1);
		assert_eq!(tokens_of(WRITER, call_at(90_000)), 100);

		assert_ok!(Options::resolve_settlement(signed(JUDGE), BTC, EXPIRY, number("91000")));
		assert_eq!(
			take_events(),
			[Event::SettlementPriceSet {
				underlying: BTC,
				expiry: EXPIRY,
				price: number("91000"),
				decided: true
			}]
		);
		windows(1);
		assert_eq!(FakeOptionPositions::paid(WRITER), number::<Cash>("1000"));
		assert_noop!(
			Options::resolve_settlement(signed(JUDGE), BTC, EXPIRY, number("90000")),
			Error::<Test>::NotDisputed
		);
	});
}

#[test]
fn a_dispute_ends_by_itself_when_the_price_becomes_final() {
	listed_options().run(|| {
		a_dispute();
		settle_at("90500");
		windows(1);
		assert_eq!(FakeOptionPositions::paid(WRITER), number::<Cash>("500"));
	});
}

#[test]
fn only_the_settlement_origin_decides_and_only_what_is_disputed() {
	listed_options().run(|| {
		let resolve =
			|who, expiry| Options::resolve_settlement(signed(who), BTC, expiry, number("90000"));
		assert_noop!(resolve(ADMIN, EXPIRY), BadOrigin);
		assert_noop!(resolve(JUDGE, EXPIRY), Error::<Test>::NotDisputed);
		assert_noop!(resolve(JUDGE, EXPIRY + 1), Error::<Test>::UnknownExpiry);
	});
}

#[test]
fn the_decision_lies_near_the_index_at_expiry() {
	listed_options().run(|| {
		a_dispute();
		// What the index does later does not matter.
		index("10");
		let resolve =
			|price: &str| Options::resolve_settlement(signed(JUDGE), BTC, EXPIRY, number(price));
		assert_noop!(resolve("62999"), Error::<Test>::PriceOutOfBounds);
		assert_noop!(resolve("117001"), Error::<Test>::PriceOutOfBounds);
		assert_ok!(resolve("117000"));
	});
}

#[test]
fn the_decision_lies_within_what_the_oracle_saw_if_it_saw_anything() {
	listed_options().run(|| {
		a_dispute();
		FakePriceFeed::set_disputed_range(number("89900"), number("90200"));
		let resolve =
			|price: &str| Options::resolve_settlement(signed(JUDGE), BTC, EXPIRY, number(price));
		assert_noop!(resolve("89899.9"), Error::<Test>::PriceOutOfBounds);
		assert_noop!(resolve("90200.1"), Error::<Test>::PriceOutOfBounds);
		assert_ok!(resolve("90200"));
	});
}

#[test]
fn without_any_index_there_is_no_decision() {
	listed_options().run(|| {
		FakePriceFeed::silence(FeedId::Index(BTC));
		a_chain_without_index();
		assert_noop!(
			Options::resolve_settlement(signed(JUDGE), BTC, EXPIRY, number("90000")),
			Error::<Test>::PriceUnavailable
		);
	});
}

fn a_chain_without_index() {
	set_time(EXPIRY);
	FakePriceFeed::set_settlement(BTC, EXPIRY, SettlementPrice::Disputed);
	windows(1);
}
