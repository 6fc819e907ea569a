// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;
use market_primitives::{
	testing::{book::FakeVenue, instruments::FakeInstruments},
	traits::{RiskGate, RiskRefusal},
	FeedError, FeedStatus, InstrumentId, Mark, RestingExposure, Side, UniverseId,
};
use sp_runtime::Perbill;

#[test]
fn an_order_is_admitted_up_to_the_initial_margin_and_not_beyond() {
	// A bitcoin at 90,000 requires 9,000.
	a_chain().with(ALICE, 9_000).run(|| {
		assert_eq!(
			admit(ALICE, BTC, Side::Buy, 1_001, "90000"),
			Err(RiskRefusal::InsufficientMargin)
		);
		assert_eq!(state(ALICE).lines.len(), 0, "a refusal leaves no trace");
		assert_eq!(admit(ALICE, BTC, Side::Buy, 1_000, "90000"), Ok(()));
		assert_eq!(admit(ALICE, BTC, Side::Sell, 1_000, "90000"), Ok(()), "only one side is worst");
		assert_eq!(admit(ALICE, BTC, Side::Sell, 1, "90000"), Err(RiskRefusal::InsufficientMargin));
	});
}

#[test]
fn the_loss_of_a_limit_beyond_the_mark_must_be_borne() {
	a_chain().with(ALICE, 10_000).run(|| {
		// 9,000 of margin and 1,000 that would be lost at once.
		assert_eq!(admit(ALICE, BTC, Side::Buy, 1_000, "91000"), Ok(()));
		assert_eq!(admit(ALICE, BTC, Side::Buy, 1, "91000"), Err(RiskRefusal::InsufficientMargin));
		assert_eq!(admit(ALICE, BTC, Side::Sell, 1_000, "89000"), Ok(()), "only one side is worst");
		assert_eq!(admit(ALICE, BTC, Side::Sell, 1, "89000"), Err(RiskRefusal::InsufficientMargin));
	});
}

#[test]
fn what_leaves_the_book_is_no_longer_counted() {
	a_chain().with(ALICE, 9_000).run(|| {
		admit(ALICE, BTC, Side::Buy, 1_000, "90000").unwrap();
		Margin::release_orders(&account(ALICE), &[exposure(BTC, Side::Buy, 400, "90000")]);
		assert_eq!(state(ALICE).line(&BTC).unwrap().orders.buy_lots, 600);
		assert_eq!(state(ALICE).line(&BTC).unwrap().orders.buy_value, cash("54000"));
		Margin::release_orders(&account(ALICE), &[exposure(BTC, Side::Buy, 600, "90000")]);
		assert!(state(ALICE).lines.is_empty());
		Margin::release_orders(&account(ALICE), &[exposure(BTC, Side::Buy, 1, "90000")]);
		assert!(state(ALICE).lines.is_empty(), "what was never counted is not released");
	});
}

fn reduce_only(instrument: InstrumentId, side: Side, lots: u64, limit: &str) -> RestingExposure {
	RestingExposure { reduce_only: true, ..exposure(instrument, side, lots, limit) }
}

#[test]
fn what_reduces_nothing_needs_no_margin_but_an_account() {
	a_chain().with(ALICE, 1).run(|| {
		let order = reduce_only(BTC, Side::Sell, 9_000, "1");
		assert_eq!(admit_order(ALICE, &order), Ok(()));
		assert!(state(ALICE).lines.is_empty());
		assert_eq!(admit_order(BOB, &order), Err(RiskRefusal::UnknownAccount));
	});
}

#[test]
fn a_close_far_from_the_mark_is_not_admitted_and_not_filled_into_debt() {
	a_chain().with(ALICE, 9_000).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		// Twenty percent below the mark would cost 18,000; nine thousand are there.
		let robbed = reduce_only(BTC, Side::Sell, 1_000, "72000");
		assert_eq!(admit_order(ALICE, &robbed), Err(RiskRefusal::InsufficientMargin));
		let share = bearable(ALICE, &[robbed]);
		assert_eq!(share, Perbill::zero(), "each lot would cost 18 and free 9");
		let close = reduce_only(BTC, Side::Sell, 1_000, "81000");
		assert_eq!(admit_order(ALICE, &close), Ok(()), "all that she has");
		assert_eq!(bearable(ALICE, &[close]), Perbill::one());
		let more = RestingExposure { lots: 9_999, ..close };
		assert_eq!(admit_order(ALICE, &more), Ok(()), "cut to the position");
	});
}

/// Alice is long a bitcoin from 90,000 with 9,000, and bitcoin falls to `price`.
fn a_long_short_of_margin(price: &str, test: impl FnOnce()) {
	a_chain().with(ALICE, 9_000).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		set_price(BTC, price);
		test();
	});
}

/// Refused when it comes, and not filled if it came before.
fn assert_not_borne(order: RestingExposure) {
	assert_eq!(admit_order(ALICE, &order), Err(RiskRefusal::InsufficientMargin), "{order:?}");
	assert_eq!(bearable(ALICE, &[order]).mul_floor(order.lots), 0, "{order:?}");
}

fn assert_borne(order: RestingExposure) {
	assert_eq!(admit_order(ALICE, &order), Ok(()), "{order:?}");
	assert_eq!(bearable(ALICE, &[order]), Perbill::one(), "{order:?}");
}

#[test]
fn an_account_short_of_its_initial_margin_does_not_close_into_debt() {
	// Worth 6,000: 2,700 less than the 8,700 to open with, 345 more than the 5,655 to keep.
	a_long_short_of_margin("87000", || {
		let close = |lots, limit| reduce_only(BTC, Side::Sell, lots, limit);
		// It would free 8,700 and cost as much: 2,700 would be owed.
		assert_not_borne(close(1_000, "78300"));
		assert_not_borne(close(1_000, "80999.9"));
		assert_borne(close(1_000, "81000"));
	});
}

#[test]
fn a_part_of_a_position_costs_no_more_than_its_part_of_what_the_account_is_worth() {
	a_long_short_of_margin("87000", || {
		let close = |lots, limit| reduce_only(BTC, Side::Sell, lots, limit);
		// Half of the 6,000: more would leave the other half nearer to bankruptcy, although it frees 4,350.
		assert_not_borne(close(500, "80999.9"));
		assert_borne(close(500, "81000"));
		// Each by itself at its limit, and both.
		let both = [close(500, "81000"), close(500, "80000")];
		assert_eq!(bearable(ALICE, &both), Perbill::zero());
		let both = [close(500, "81000"), close(500, "82000")];
		assert_eq!(bearable(ALICE, &both), Perbill::one());
	});
}

#[test]
fn in_liquidation_an_owner_closes_at_the_mark_or_better() {
	// Worth 4,000, and 5,525 are needed.
	a_long_short_of_margin("85000", || {
		next_window();
		assert!(state(ALICE).is_in_liquidation());
		// The slice may cost all that she is worth: an order of hers beside it nothing more.
		assert_eq!(FakeVenue::take_orders()[0].limit, ticks("81000"));
		for lots in [10, 500, 1_000] {
			assert_not_borne(reduce_only(BTC, Side::Sell, lots, "84999.9"));
			assert_borne(reduce_only(BTC, Side::Sell, lots, "85000"));
		}
	});
}

#[test]
fn an_owners_close_in_one_market_and_a_slice_in_another_leave_no_debt() {
	a_chain().with(ALICE, 9_000).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 500, "90000");
		trade(ALICE, BOB, ETH, 10_000, "3000");
		// Worth 1,800, with half a bitcoin and ten ethers.
		set_price(BTC, "81600");
		set_price(ETH, "2700");
		next_window();
		assert!(state(ALICE).is_in_liquidation());
		let slices = FakeVenue::take_orders();
		assert!(!slices.is_empty());
		// Either position may be sold by the liquidation at the cost of all that stands behind it.
		assert_not_borne(reduce_only(BTC, Side::Sell, 500, "81599.9"));
		assert_not_borne(reduce_only(ETH, Side::Sell, 10_000, "2699.9"));
		assert_borne(reduce_only(BTC, Side::Sell, 500, "81600"));
	});
}

#[test]
fn what_is_worth_less_than_nothing_closes_at_the_mark_or_better() {
	a_long_short_of_margin("80000", || {
		assert_not_borne(reduce_only(BTC, Side::Sell, 1_000, "79999.9"));
		assert_borne(reduce_only(BTC, Side::Sell, 1_000, "80000"));
	});
}

#[test]
fn an_account_short_of_its_margin_opens_nothing_at_a_loss() {
	a_long_short_of_margin("87000", || {
		// Two thirds of it would close the position, at a cost of 8,700.
		let sale = |limit| exposure(BTC, Side::Sell, 1_500, limit);
		assert_eq!(bearable(ALICE, &[sale("78300")]), Perbill::zero());
		assert_eq!(bearable(ALICE, &[sale("86999.9")]), Perbill::zero());
		// At the mark it leaves half a bitcoin short, and 6,000 for the 4,350 that requires.
		assert_eq!(bearable(ALICE, &[sale("87000")]), Perbill::one());
	});
}

/// Alice holds 0.9 of a call spread from 95,000 to 100,000, and 7,350 in cash.
fn a_spread() {
	let (near, far) = (call("95000"), call("100000"));
	list_option(near, "3000");
	list_option(far, "1500");
	trade(ALICE, BOB, far, 900, "1500");
	trade(BOB, ALICE, near, 900, "3000");
}

#[test]
fn a_short_is_bought_back_only_for_what_is_there() {
	a_chain().with(ALICE, 6_000).with(BOB, 100_000).run(|| {
		a_spread();
		let close = |limit| reduce_only(call("95000"), Side::Buy, 900, limit);
		// Twenty percent of the index above the mark: 18,900 for what is worth 2,700.
		let dear = close("21000");
		assert_eq!(admit_order(ALICE, &dear), Err(RiskRefusal::InsufficientMargin));
		let share = bearable(ALICE, &[dear]);
		assert!(share > Perbill::zero() && share < Perbill::from_percent(50), "{share:?}");
		let bought = share.mul_floor(900u64);
		assert!(bought * 21 + (900 - bought) * 5 <= 7_350, "{bought}");
		assert_eq!(admit_order(ALICE, &close("3000")), Ok(()));
	});
}

#[test]
fn the_long_leg_of_a_spread_cannot_be_sold_from_under_the_short_one() {
	a_chain().with(ALICE, 6_000).with(BOB, 100_000).run(|| {
		a_spread();
		let sale = reduce_only(call("100000"), Side::Sell, 900, "1500");
		assert_eq!(admit_order(ALICE, &sale), Err(RiskRefusal::InsufficientMargin));
		assert!(bearable(ALICE, &[sale]) < Perbill::from_percent(50));
	});
}

#[test]
fn on_a_halted_price_positions_may_shrink_and_nothing_else() {
	a_chain().with(ALICE, 20_000).with(BOB, 20_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		begin_block();
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		let share = |order| bearable(ALICE, &[order]);
		assert_eq!(share(reduce_only(BTC, Side::Sell, 1_000, "90000")), Perbill::one());
		// A market that only reduces asks about orders that do not say so, cut to the position.
		assert_eq!(share(exposure(BTC, Side::Sell, 1_000, "90000")), Perbill::one());
		assert_eq!(share(exposure(BTC, Side::Sell, 1_001, "90000")), Perbill::zero());
		assert_eq!(share(exposure(BTC, Side::Buy, 1, "90000")), Perbill::zero());
	});
}

#[test]
fn each_refusal_has_its_own_reason() {
	a_chain().with(ALICE, 100_000).run(|| {
		assert_eq!(admit(BOB, BTC, Side::Buy, 1, "90000"), Err(RiskRefusal::UnknownAccount));
		assert_eq!(
			admit(ALICE, call("1000000"), Side::Buy, 1, "1"),
			Err(RiskRefusal::PriceUnavailable),
			"it is not listed"
		);
		FakeInstruments::set_mark(&ETH, Err(FeedError::NeverReported));
		assert_eq!(admit(ALICE, ETH, Side::Buy, 1, "3000"), Err(RiskRefusal::PriceUnavailable));
		set_price(ETH, "3000");
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		assert_eq!(admit(ALICE, ETH, Side::Buy, 1, "3000"), Err(RiskRefusal::PriceUnavailable));
		FakeInstruments::set_status_of_all(FeedStatus::Live);
		assert_eq!(admit(ALICE, ETH, Side::Buy, u64::MAX, "3000"), Err(RiskRefusal::TooLarge));
		let mut elsewhere = FakeInstruments::usual_terms();
		elsewhere.universe = UniverseId(9);
		let mark = FakeInstruments::plain_mark(number("3000"));
		FakeInstruments::list_with(ETH, elsewhere, Ok(mark));
		assert_eq!(admit(ALICE, ETH, Side::Buy, 1, "3000"), Err(RiskRefusal::UnknownAccount));
	});
}

#[test]
fn there_is_room_for_so_many_markets_and_no_more() {
	a_chain().with(ALICE, 900_000).run(|| {
		for strike in 0..64 {
			let id = call(&format!("{}", 100_000 + strike));
			list_option(id, "10");
			admit(ALICE, id, Side::Buy, 1, "10").unwrap();
		}
		assert_eq!(admit(ALICE, BTC, Side::Buy, 1, "90000"), Err(RiskRefusal::TooManyPositions));
		assert_eq!(admit(ALICE, call("100000"), Side::Sell, 1, "10"), Ok(()), "no new market");
	});
}

#[test]
fn a_doubtful_price_raises_the_initial_margin_by_its_width() {
	a_chain().with(ALICE, 9_000).run(|| {
		let mark = FakeInstruments::plain_mark(number("90000"));
		// One percent of width: a hundredth of 90,000 on top.
		let doubtful = Mark { confidence: number("900"), status: FeedStatus::Caution, ..mark };
		FakeInstruments::set_mark(&BTC, Ok(doubtful));
		assert_eq!(
			admit(ALICE, BTC, Side::Buy, 910, "90000"),
			Err(RiskRefusal::InsufficientMargin)
		);
		assert_eq!(admit(ALICE, BTC, Side::Buy, 909, "90000"), Ok(()));
	});
}

#[test]
fn the_bearable_share_is_what_still_meets_the_margin_rounded_down() {
	a_chain().with(ALICE, 9_000).run(|| {
		let share = |lots| bearable(ALICE, &[exposure(BTC, Side::Buy, lots, "90000")]);
		assert_eq!(share(1_000), Perbill::one());
		let half = share(2_000);
		assert!(
			half <= Perbill::from_percent(50) && half >= Perbill::from_rational(99u32, 200),
			"{half:?}"
		);
		assert_eq!(share(1_000_000_000), Perbill::zero());
	});
}

#[test]
fn an_account_short_of_margin_may_still_reduce() {
	a_chain().with(ALICE, 9_000).with(BOB, 20_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		set_price(BTC, "88000");
		let share = |side, limit| bearable(ALICE, &[exposure(BTC, side, 500, limit)]);
		assert_eq!(share(Side::Sell, "88000"), Perbill::one());
		assert_eq!(share(Side::Buy, "88000"), Perbill::zero());
	});
}

#[test]
fn a_spread_requires_what_it_can_lose() {
	a_chain().with(ALICE, 6_000).with(BOB, 100_000).run(|| {
		let (near, far) = (call("95000"), call("100000"));
		list_option(near, "3000");
		list_option(far, "1500");
		trade(ALICE, BOB, far, 1_000, "1500");
		// Nine thousand dollars short of a naked call, but the spread can lose five thousand at most, of
		// which 4,500 are there while the premium is not.
		let written = admit(ALICE, near, Side::Sell, 1_000, "3000");
		assert_eq!(written, Err(RiskRefusal::InsufficientMargin));
		assert_eq!(admit(ALICE, near, Side::Sell, 900, "3000"), Ok(()));
	});
}

#[test]
fn what_a_trade_costs_in_fees_must_be_there_too() {
	a_chain()
		.with_usual_fees()
		.with(ALICE, 9_044)
		.with(BOB, 100)
		.with(CAROL, 113)
		.run(|| {
			// A bitcoin at 90,000 requires 9,000, and a taker pays 45.
			assert_eq!(
				admit(ALICE, BTC, Side::Buy, 1_000, "90000"),
				Err(RiskRefusal::InsufficientMargin)
			);
			assert_eq!(
				admit(ALICE, BTC, Side::Sell, 1_000, "90000"),
				Err(RiskRefusal::InsufficientMargin)
			);
			assert_eq!(admit(ALICE, BTC, Side::Buy, 999, "90000"), Ok(()));
			// An option bought for 100 dollars, and an eighth of that: three hundredths of a percent of the
			// underlying would be 27.
			list_option(call("100000"), "100");
			let buy = |who| admit(who, call("100000"), Side::Buy, 1_000, "100");
			assert_eq!(buy(BOB), Err(RiskRefusal::InsufficientMargin));
			assert_eq!(buy(CAROL), Ok(()));
		});
}

#[test]
fn an_option_bought_with_all_that_an_account_has_leaves_no_debt() {
	a_chain().with_usual_fees().with(ALICE, 9_000).with(BOB, 100_000).run(|| {
		list_option(call("100000"), "1500");
		let most = Margin::largest_order(&account(ALICE), call("100000"), Side::Buy, ticks("1500"));
		trade(ALICE, BOB, call("100000"), most, "1500");
		assert!(!cash_of(ALICE).is_negative() && cash_of(ALICE) < cash("2"), "{}", cash_of(ALICE));
	});
}

#[test]
fn the_fee_of_a_close_must_be_there_too() {
	a_chain().with_usual_fees().with(ALICE, 9_045).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		let close = |limit| admit_order(ALICE, &reduce_only(BTC, Side::Sell, 1_000, limit));
		// Nine thousand are there; 40.5 of them are the fee.
		assert_eq!(close("81000"), Err(RiskRefusal::InsufficientMargin));
		assert_eq!(close("81041"), Ok(()));
	});
}

#[test]
fn the_gain_of_one_order_hides_no_loss_of_another_that_is_filled_alone() {
	a_chain().with(ALICE, 20_000).run(|| {
		let share = |orders: &[RestingExposure]| bearable(ALICE, orders);
		let order = |side, limit| exposure(BTC, side, 1_000, limit);
		// 18,000 would be lost by one of them and as much be gained by the other, if it were filled too.
		for (side, losing, gaining) in
			[(Side::Buy, "108000", "72000"), (Side::Sell, "72000", "108000")]
		{
			let borne = share(&[order(side, losing), order(side, gaining)]);
			// Each lot of the first loses 18, and each of both requires 9.
			assert!(borne <= Perbill::from_rational(20u32, 36), "{borne:?}");
			assert!(borne >= Perbill::from_percent(54), "{borne:?}");
			assert_eq!(share(&[order(side, gaining), order(side, gaining)]), Perbill::one());
			assert_eq!(share(&[order(side, gaining)]), Perbill::one());
		}
	});
}

#[test]
fn a_bid_for_an_option_costs_what_it_bids_and_no_more() {
	a_chain().with(ALICE, 1_500).run(|| {
		list_option(call("100000"), "1500");
		let bid = |lots, limit| exposure(call("100000"), Side::Buy, lots, limit);
		let orders = [bid(1_000, "1000"), bid(5_000, "100")];
		assert_eq!(bearable(ALICE, &orders), Perbill::one());
	});
}

#[test]
fn orders_in_a_market_that_is_gone_are_no_longer_counted() {
	a_chain().with(ALICE, 20_000).run(|| {
		list_option(call("100000"), "1500");
		admit(ALICE, call("100000"), Side::Buy, 100, "1500").unwrap();
		admit(ALICE, call("100000"), Side::Buy, 10, "1400").unwrap();
		FakeInstruments::unlist(&call("100000"));
		let order = |lots, limit| exposure(call("100000"), Side::Buy, lots, limit);
		Margin::release_orders(&account(ALICE), &[order(100, "1500")]);
		assert!(state(ALICE).lines.is_empty());
		Margin::release_orders(&account(ALICE), &[order(10, "1400")]);
		assert_eq!(admit(ALICE, BTC, Side::Buy, 1_000, "90000"), Ok(()), "it can be valued");
	});
}

#[test]
fn an_order_that_only_closes_is_judged_as_a_close_whether_it_says_so_or_not() {
	a_chain().with(ALICE, 6_000).with(BOB, 100_000).run(|| {
		a_spread();
		// 3,600 of 7,350, after which there is no spread left that could lose another 4,500.
		let close = exposure(call("95000"), Side::Buy, 900, "4000");
		assert_eq!(bearable(ALICE, &[close]), Perbill::one());
	});
}

#[test]
fn a_close_that_gains_hides_no_loss_of_one_that_is_filled_without_it() {
	a_chain().with(ALICE, 9_000).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		let close = |lots, limit| reduce_only(BTC, Side::Sell, lots, limit);
		let share = |orders: &[RestingExposure]| bearable(ALICE, orders);
		// Together they would cost nothing; the first alone costs 9,000 and frees 4,500.
		assert_eq!(share(&[close(500, "108000"), close(500, "72000")]), Perbill::zero());
		// What costs less than it frees keeps nobody else from closing.
		assert_eq!(share(&[close(500, "108000"), close(500, "85000")]), Perbill::one());
		let ladder: Vec<_> = (0..20)
			.map(|step| reduce_only(BTC, Side::Sell, 50, &format!("{}", 82_000 + step * 1_000)))
			.collect();
		assert_eq!(share(&ladder), Perbill::one());
	});
}
