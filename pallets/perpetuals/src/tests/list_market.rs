// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event, Listed};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{InstrumentTerms, MarketState};
use sp_runtime::traits::BadOrigin;

#[test]
fn the_admin_lists_a_market_and_everybody_learns_its_terms() {
	a_chain().run(|| {
		assert_ok!(Perpetuals::list_market(as_admin(), BTC, terms(), funding()));
		assert_eq!(market(BTC).terms, terms());
		assert_eq!(
			take_events(),
			[Event::MarketListed { underlying: BTC, terms: terms(), funding: funding() }]
		);
	});
}

#[test]
fn nobody_else_may_list_a_market() {
	a_chain().run(|| {
		for origin in [as_stranger(), as_committee()] {
			let refused = Perpetuals::list_market(origin, BTC, terms(), funding());
			assert_noop!(refused, BadOrigin);
		}
	});
}

#[test]
fn an_underlying_has_one_perpetual() {
	a_btc_market().run(|| {
		assert_noop!(
			Perpetuals::list_market(as_admin(), BTC, terms(), funding()),
			Error::<Test>::AlreadyListed
		);
	});
}

#[test]
fn an_underlying_without_an_index_or_a_proper_name_has_none() {
	a_chain().run(|| {
		let sol = "SOL".parse().unwrap();
		assert_noop!(
			Perpetuals::list_market(as_admin(), sol, terms(), funding()),
			Error::<Test>::UnknownIndex
		);
		let nameless = codec::Decode::decode(&mut &[0u8; 6][..]).unwrap();
		market_primitives::testing::price_feed::FakePriceFeed::set_index(nameless, number("1"));
		assert_noop!(
			Perpetuals::list_market(as_admin(), nameless, terms(), funding()),
			Error::<Test>::UnderlyingNotWellFormed
		);
	});
}

#[test]
fn terms_whose_cash_is_not_exact_are_refused() {
	a_chain().run(|| {
		let inexact = InstrumentTerms { tick: number("0.0001"), ..terms() };
		assert_noop!(
			Perpetuals::list_market(as_admin(), BTC, inexact, funding()),
			Error::<Test>::CashNotExact
		);
		let without_lot = InstrumentTerms { lot: number("0"), ..terms() };
		assert_noop!(
			Perpetuals::list_market(as_admin(), BTC, without_lot, funding()),
			Error::<Test>::CashNotExact
		);
	});
}

#[test]
fn each_parameter_out_of_its_bounds_is_refused_by_name() {
	a_chain().run(|| {
		let with_terms = |terms| Perpetuals::list_market(as_admin(), BTC, terms, funding());
		let settled = InstrumentTerms { state: MarketState::Settled, ..terms() };
		assert_noop!(with_terms(settled), Error::<Test>::NotATradingState);
		for band in ["0.0009", "0.51"] {
			let banded = InstrumentTerms { price_band: number(band), ..terms() };
			assert_noop!(with_terms(banded), Error::<Test>::PriceBandOutOfBounds);
		}
		let uncapped = InstrumentTerms { open_interest_cap: u64::MAX, ..terms() };
		assert_noop!(with_terms(uncapped), Error::<Test>::OpenInterestCapOutOfBounds);

		let with = |change: fn(&mut crate::FundingParameters)| {
			let mut funding = funding();
			change(&mut funding);
			Perpetuals::list_market(as_admin(), BTC, terms(), funding)
		};
		assert_noop!(with(|f| f.convergence_seconds = 0), Error::<Test>::ConvergenceOutOfBounds);
		assert_noop!(
			with(|f| f.interest_per_hour = number("-0.0011")),
			Error::<Test>::InterestOutOfBounds
		);
		assert_noop!(
			with(|f| f.cap_per_hour = number("0.02")),
			Error::<Test>::FundingCapOutOfBounds
		);
		assert_noop!(with(|f| f.cap_per_hour = number("-1")), Error::<Test>::FundingCapOutOfBounds);
		assert_noop!(
			with(|f| f.impact_notional = number("99")),
			Error::<Test>::ImpactNotionalOutOfBounds
		);
	});
}

#[test]
fn there_is_room_for_so_many_markets_and_no_more() {
	a_chain().run(|| {
		for name in ["AAA", "BBB", "CCC", "DDD", "EEE"] {
			index(name.parse().unwrap(), "10");
		}
		for name in ["AAA", "BBB", "CCC", "DDD"] {
			let underlying = name.parse().unwrap();
			assert_ok!(Perpetuals::list_market(as_admin(), underlying, terms(), funding()));
		}
		assert_noop!(
			Perpetuals::list_market(as_admin(), "EEE".parse().unwrap(), terms(), funding()),
			Error::<Test>::TooManyMarkets
		);
		assert_eq!(Listed::<Test>::get().len(), 4);
	});
}

#[test]
#[should_panic(expected = "genesis market BTC")]
fn a_genesis_with_impossible_terms_does_not_start() {
	let impossible = InstrumentTerms { price_band: number("2"), ..terms() };
	a_chain().with_market(BTC, impossible, funding()).build();
}
