// SPDX-License-Identifier: Apache-2.0
use crate::{book::Book, mock::*};
use frame_support::assert_ok;
use market_maths::{
	arithmetic::Rounding,
	auction::{impact_price, Level},
	units::{Price, Ticks, Usd},
};
use market_primitives::{
	testing::instruments::FakeInstruments,
	traits::{BookPrices, Instruments},
	InstrumentId, Side, Underlying,
};
use proptest::prelude::*;

fn dollars(whole: i128) -> Usd {
	Usd::from_inner(whole * 10i128.pow(18))
}

#[test]
fn the_top_is_the_best_of_each_side_and_the_last_price() {
	ExtBuilder::default().tell(|| {
		assert_eq!(OrderBook::top(&PERPETUAL), (None, None, None));
		assert_ok!(place(ALICE, bid(5, 990)));
		assert_ok!(place(ALICE, bid(5, 980)));
		assert_ok!(place(BOB, ask(5, 1_020)));
		assert_ok!(place(BOB, ask(1, 980)));
		clear();
		let expected = (Some(usd(990)), Some(usd(1_020)), Some(usd(990)));
		assert_eq!(OrderBook::top(&PERPETUAL), expected);
		let unknown = InstrumentId::perpetual(Underlying::ETH);
		assert_eq!(OrderBook::top(&unknown), (None, None, None));
	});
}

#[test]
fn impact_prices_average_over_the_levels_a_notional_needs() {
	ExtBuilder::default().tell(|| {
		// Lots of a thousandth: 10 lots at 1,000 are 10 USD, 10 at 900 are 9 USD.
		assert_ok!(place(ALICE, bid(10, 1_000)));
		assert_ok!(place(ALICE, bid(10, 900)));
		assert_ok!(place(BOB, ask(10, 1_100)));
		clear();
		let (bid, ask) = OrderBook::impact_prices(&PERPETUAL, dollars(10));
		assert_eq!((bid, ask), (Some(usd(1_000)), Some(usd(1_100))));
		let (bid, ask) = OrderBook::impact_prices(&PERPETUAL, dollars(19));
		// 19 USD for 20 lots; the asks are too thin.
		assert_eq!((bid, ask), (Some(usd(950)), None));
		assert_eq!(OrderBook::impact_prices(&PERPETUAL, dollars(20)), (None, None));
		assert_eq!(OrderBook::impact_prices(&PERPETUAL, dollars(-1)), (None, None));
	});
}

#[test]
fn what_only_reduces_moves_no_price() {
	ExtBuilder::default().tell(|| {
		hold(ALICE, BOB, 90);
		assert_ok!(place(ALICE, ask(40, 1_010).reduce_only()));
		assert_ok!(place(ALICE, ask(40, 1_100).reduce_only()));
		assert_ok!(place(BOB, bid(40, 990).reduce_only()));
		assert_ok!(place(CAROL, ask(10, 1_100)));
		assert_ok!(place(CAROL, bid(10, 900)));
		clear();
		assert_eq!(OrderBook::top(&PERPETUAL), (Some(usd(900)), Some(usd(1_100)), None));
		let impact = (Some(usd(900)), Some(usd(1_100)));
		assert_eq!(OrderBook::impact_prices(&PERPETUAL, dollars(9)), impact);
		// Forty lots at 1,100 would be 44 USD, but they only reduce.
		assert_eq!(OrderBook::impact_prices(&PERPETUAL, dollars(12)), (None, None));
	});
}

/// Bids of a lot each at the eighty prices above 91,800 USD, of four traders.
fn dust() {
	for (trader, first) in [(10, 91_801), (11, 91_821), (12, 91_841), (13, 91_861)] {
		for price in first..first + 20 {
			assert_ok!(place(trader, bid(1, price)));
		}
	}
}

#[test]
fn a_few_dollars_at_many_prices_do_not_hide_what_rests_behind_them() {
	ExtBuilder::default().tell(|| {
		FakeInstruments::set_price(&PERPETUAL, usd(90_000));
		assert_ok!(place(ALICE, bid(5_000, 91_800)));
		assert_ok!(place(BOB, ask(5_000, 91_900)));
		dust();
		clear();
		// Eighty lots are 7,347.24 USD; those after them are sold to Alice.
		let (bid, ask) = OrderBook::impact_prices(&PERPETUAL, dollars(10_000));
		assert_eq!(ask, Some(usd(91_900)));
		assert!(bid > Some(usd(91_800)) && bid < Some(usd(91_840)), "{bid:?}");
		// Nor does the dust stand for what is not there.
		let (bid, _) = OrderBook::impact_prices(&PERPETUAL, dollars(7_348));
		assert!(bid > Some(usd(91_830)), "{bid:?}");
		assert_ok!(cancel(ALICE, id(ALICE, 0)));
		clear();
		let (bid, _) = OrderBook::impact_prices(&PERPETUAL, dollars(7_348));
		assert_eq!(bid, None);
	});
}

#[test]
fn what_only_reduces_hides_no_better_price_however_much_there_is_of_it() {
	ExtBuilder::default().tell(|| {
		for (long, short) in [(10, 20), (11, 21), (12, 22), (13, 23)] {
			hold(long, short, 20);
		}
		for (place_in_line, step) in (0..80u64).zip(1..) {
			let trader = place_in_line % 4;
			assert_ok!(place(10 + trader, ask(1, 1_000 + step).reduce_only()));
			assert_ok!(place(20 + trader, bid(1, 1_000 - step).reduce_only()));
			if place_in_line % 20 == 19 {
				clear();
			}
		}
		assert_ok!(place(ALICE, bid(10, 900)));
		assert_ok!(place(BOB, ask(10, 1_100)));
		clear();
		assert_eq!((resting(Side::Buy).len(), resting(Side::Sell).len()), (81, 81));
		let expected = (Some(usd(900)), Some(usd(1_100)));
		let (bid, ask, _) = OrderBook::top(&PERPETUAL);
		assert_eq!((bid, ask), expected);
		assert_eq!(OrderBook::impact_prices(&PERPETUAL, dollars(9)), expected);
	});
}

/// The committed levels of a side, one after the other.
fn committed_levels(side: Side) -> Vec<Level> {
	let mut book = Book::<Test>::open(PERPETUAL);
	let mut at = None;
	let levels = std::iter::from_fn(|| {
		at = Some(book.next(side, at)?);
		at.map(|price: Ticks| Level { price, lots: book.committed_lots(side, price) })
	});
	levels.filter(|level| level.lots > 0).collect()
}

fn impact_over(levels: &[Level], notional: Usd, rounding: Rounding) -> Option<Price> {
	let terms = FakeInstruments::terms(&PERPETUAL).unwrap();
	let per = terms.cash_per_tick_and_lot().unwrap();
	impact_price(levels.iter().copied(), notional.to_cash_floor(), terms.tick, per, rounding)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(100))]

	/// The sums of pages and words spare most of the reading. It must come out as if every level had been read.
	#[test]
	fn prices_of_a_book_are_those_of_all_its_levels(
		windows in prop::collection::vec(
			prop::collection::vec(
				(10u64..18, 1i64..60, 8_500u128..11_500, any::<bool>(), 0u8..4),
				0..30,
			),
			1..4,
		),
		notionals in prop::collection::vec(1i128..20_000, 1..6),
	) {
		ExtBuilder::default().build().execute_with(|| {
			FakeInstruments::set_price(&PERPETUAL, usd(10_000));
			for (long, short) in [(10, 11), (12, 13), (14, 15)] {
				hold(long, short, 100);
			}
			for orders in windows {
				for (who, lots, limit, buys, kind) in orders {
					// Most rest on their side; a quarter reaches for the other.
					let near = if buys { limit.min(9_999) } else { limit.max(10_001) };
					let limit = if kind == 0 { limit } else { near };
					let order = if buys { bid(lots, limit) } else { ask(lots, limit) };
					let _ = place(who, if kind == 1 { order.reduce_only() } else { order });
				}
				clear();
				ensure_invariants();
				let bids = committed_levels(Side::Buy);
				let asks = committed_levels(Side::Sell);
				let best = |levels: &[Level]| {
					levels.first().map(|level| level.price.price(usd(1)).unwrap())
				};
				let (bid, ask, _) = OrderBook::top(&PERPETUAL);
				assert_eq!((bid, ask), (best(&bids), best(&asks)));
				for notional in &notionals {
					let notional = dollars(*notional);
					let expected = (
						impact_over(&bids, notional, Rounding::Down),
						impact_over(&asks, notional, Rounding::Up),
					);
					assert_eq!(OrderBook::impact_prices(&PERPETUAL, notional), expected);
				}
			}
		});
	}
}
