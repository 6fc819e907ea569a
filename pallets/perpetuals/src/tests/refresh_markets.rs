// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Event, FundingParameters, WeightInfo};
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};
use market_primitives::{traits::Instruments, FeedStatus, MarketState};

const HOUR_MS: u64 = 3_600_000;
/// 10⁻¹² of the smallest unit of cash, in one USD.
const PER_USD: i128 = 1_000_000_000_000_000_000;

#[test]
fn a_lasting_premium_is_paid_once_in_the_convergence_time() {
	a_btc_market().run(|| {
		// 0.2 % above the index on both sides, so 0.025 % per hour for eight hours.
		book(BTC, "90180", "90180", "90180");
		trade_for_ms(8 * HOUR_MS);
		assert_eq!(market(BTC).hourly_rate, number("0.00025"));
		// 0.2 % of 90,000 USD, for a lot of 0.001 coins.
		assert_eq!(market(BTC).cumulative_funding, 18 * PER_USD / 100);
	});
}

#[test]
fn a_discount_is_paid_by_short_positions() {
	a_btc_market().run(|| {
		book(BTC, "89820", "89820", "89820");
		trade_for_ms(HOUR_MS);
		assert_eq!(market(BTC).hourly_rate, number("-0.00025"));
		assert_eq!(market(BTC).cumulative_funding, -18 * PER_USD / 800);
	});
}

#[test]
fn an_index_between_bid_and_ask_costs_nothing() {
	a_btc_market().run(|| {
		book(BTC, "89000", "90000", "91000");
		trade_for_ms(HOUR_MS);
		assert_eq!(market(BTC).cumulative_funding, 0);
	});
}

#[test]
fn the_rate_stops_at_the_cap_of_the_market() {
	a_btc_market().run(|| {
		book(BTC, "99000", "99000", "99010");
		trade_for_ms(WINDOW_MS);
		assert_eq!(market(BTC).hourly_rate, funding().cap_per_hour);
	});
}

#[test]
fn time_on_a_halted_index_does_not_count() {
	a_btc_market().run(|| {
		book(BTC, "90180", "90180", "90180");
		trade_for_ms(WINDOW_MS);
		let before = market(BTC);
		index_status(BTC, FeedStatus::Halted);
		trade_for_ms(HOUR_MS);
		let halted = market(BTC);
		assert_eq!(halted.cumulative_funding, before.cumulative_funding);
		assert_eq!((halted.mark, halted.premium), (before.mark, before.premium));

		index_status(BTC, FeedStatus::Live);
		trade_for_ms(WINDOW_MS);
		assert_eq!(market(BTC).cumulative_funding, 2 * before.cumulative_funding);
	});
}

#[test]
fn on_an_index_that_calls_for_caution_only_the_interest_is_paid() {
	let interest = FundingParameters { interest_per_hour: number("0.0001"), ..funding() };
	a_chain().with_market(BTC, terms(), interest).run(|| {
		book(BTC, "90180", "90180", "90180");
		trade_for_ms(WINDOW_MS);
		assert_eq!(market(BTC).hourly_rate, number("0.00035"), "the premium and the interest");
		let before = market(BTC);
		index_status(BTC, FeedStatus::Caution);
		trade_for_ms(HOUR_MS);
		assert_eq!(market(BTC).hourly_rate, number("0.0001"));
		// A ten-thousandth of 90,000 USD, for a lot of 0.001 coins.
		let paid = market(BTC).cumulative_funding - before.cumulative_funding;
		assert_eq!(paid, 9 * PER_USD / 1_000);
		assert!(market(BTC).premium > before.premium, "the mark follows the book all the same");
		index_status(BTC, FeedStatus::Live);
		trade_for_ms(WINDOW_MS);
		assert_eq!(market(BTC).hourly_rate, number("0.00035"));
	});
}

#[test]
fn time_in_a_market_that_does_not_clear_does_not_count() {
	a_btc_market().run(|| {
		book(BTC, "90180", "90180", "90180");
		assert_ok!(Perpetuals::set_market_state(as_admin(), BTC, MarketState::Halted));
		trade_for_ms(HOUR_MS);
		assert_eq!(market(BTC).cumulative_funding, 0);
		assert_eq!(market(BTC).hourly_rate, number("0"));
		index(BTC, "90500");
		trade_for_ms(WINDOW_MS);
		assert_eq!(market(BTC).mark, number("90500"), "it is still marked");
	});
}

#[test]
fn quotes_that_nobody_may_trade_with_set_neither_funding_nor_mark() {
	let interest = FundingParameters { interest_per_hour: number("0.0001"), ..funding() };
	for (state, rate) in [
		(MarketState::PostOnly, "0.0001"),
		(MarketState::ReduceOnly, "0.0001"),
		(MarketState::Halted, "0"),
	] {
		a_chain().with_market(BTC, terms(), interest).run(|| {
			assert_ok!(Perpetuals::set_market_state(as_admin(), BTC, state));
			book(BTC, "99000", "99000", "99010");
			trade_for_ms(HOUR_MS);
			let marked = market(BTC);
			assert_eq!(marked.hourly_rate, number(rate), "{state:?}");
			assert_eq!(marked.mark, number("90000"), "{state:?}");
			assert_eq!(marked.premium, number("0"), "{state:?}");
		});
	}
}

#[test]
fn a_market_that_is_listed_again_listens_to_its_book_again() {
	a_btc_market().run(|| {
		book(BTC, "90180", "90180", "90180");
		trade_for_ms(30 * 60_000);
		let before = market(BTC);
		assert_eq!(before.hourly_rate, number("0.00025"));
		assert!(before.mark > number("90179"), "{}", before.mark);

		assert_ok!(Perpetuals::set_market_state(as_committee(), BTC, MarketState::PostOnly));
		trade_for_ms(EMERGENCY_SECONDS * 1_000 - WINDOW_MS);
		let closed = market(BTC);
		assert_eq!(closed.terms.state, MarketState::PostOnly);
		assert_eq!((closed.hourly_rate, closed.mark), (number("0"), number("90000")));
		assert_eq!(closed.cumulative_funding, before.cumulative_funding);

		trade_for_ms(WINDOW_MS);
		let reopened = market(BTC);
		assert_eq!(reopened.terms.state, MarketState::Listed);
		assert_eq!(reopened.hourly_rate, number("0.00025"));
		assert!(reopened.mark > number("90000") && reopened.mark < number("90010"));
		trade_for_ms(30 * 60_000);
		assert!(market(BTC).mark > number("90179"), "{}", market(BTC).mark);
	});
}

#[test]
fn a_pause_of_the_chain_counts_one_minute_at_most() {
	a_btc_market().run(|| {
		book(BTC, "90180", "90180", "90180");
		pass_ms(24 * HOUR_MS);
		open_window();
		assert_eq!(market(BTC).cumulative_funding, 18 * PER_USD / 800 / 60);
	});
}

#[test]
fn nothing_accrues_for_the_time_before_the_first_window() {
	a_chain().run(|| {
		assert_ok!(Perpetuals::list_market(as_admin(), BTC, terms(), funding()));
		book(BTC, "90180", "90180", "90180");
		trade_for_ms(WINDOW_MS);
		assert_eq!(market(BTC).cumulative_funding, 0);
		trade_for_ms(WINDOW_MS);
		assert!(market(BTC).cumulative_funding > 0);
	});
}

#[test]
fn the_mark_follows_the_book_slowly() {
	a_btc_market().run(|| {
		book(BTC, "90449", "90450", "90451");
		trade_for_ms(WINDOW_MS);
		let first = market(BTC).mark;
		assert!(first > number("90000") && first < number("90010"), "{first}");
		trade_for_ms(30 * 60_000);
		let later = market(BTC).mark;
		assert!(later > number("90449") && later < number("90451"), "{later}");
		empty_book(BTC);
		trade_for_ms(WINDOW_MS);
		assert_eq!(market(BTC).mark, number("90000"));
	});
}

#[test]
fn everybody_learns_mark_index_and_funding_in_each_window() {
	a_btc_market().run(|| {
		take_events();
		trade_for_ms(WINDOW_MS);
		assert_eq!(
			take_events(),
			[Event::MarketMarked {
				underlying: BTC,
				index: number("90000"),
				mark: number("90000"),
				hourly_rate: number("0"),
				cumulative_funding: 0,
			}]
		);
	});
}

#[test]
fn what_does_not_fit_the_block_waits_and_another_market_comes_first_next_time() {
	a_btc_market().with_market(ETH, terms(), funding()).run(|| {
		let one_market = Weight::from_parts(25_000_000, 0) + <() as WeightInfo>::refresh_market();
		let mut first_served = Vec::new();
		for _ in 0..2 {
			pass_ms(WINDOW_MS);
			open_window_within(&mut WeightMeter::with_limit(one_market));
			let served: Vec<_> = [BTC, ETH]
				.into_iter()
				.filter(|underlying| market(*underlying).accrued_at_ms == now_ms())
				.collect();
			assert_eq!(served.len(), 1);
			first_served.extend(served);
		}
		assert_ne!(first_served[0], first_served[1]);

		let before = market(BTC);
		pass_ms(WINDOW_MS);
		open_window_within(&mut WeightMeter::with_limit(Weight::zero()));
		assert_eq!(market(BTC), before);
	});
}

#[test]
fn numbers_that_do_not_fit_leave_the_market_as_it_was() {
	a_btc_market().run(|| {
		let before = market(BTC);
		index(BTC, "340282366920938463463");
		book(BTC, "1", "1", "340282366920938463463");
		trade_for_ms(WINDOW_MS);
		assert_eq!(market(BTC).mark, before.mark);
		assert_eq!(market(BTC).cumulative_funding, before.cumulative_funding);
		assert!(Perpetuals::mark(&perpetual(BTC)).is_ok());
	});
}
