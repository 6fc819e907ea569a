// SPDX-License-Identifier: Apache-2.0
use crate::{calendar::Cadence, mock::*, BoardKey, Boards, Event, ListingCadence, Series};
use frame_support::weights::{Weight, WeightMeter};
use market_primitives::{testing::price_feed::FakePriceFeed, FeedId, FeedStatus, InstrumentId};

fn strikes_of(expiry: u64) -> Vec<String> {
	let board = Boards::<Test>::get(BoardKey { expiry, underlying: BTC });
	let strikes = board.map(|board| board.strikes.into_inner()).unwrap_or_default();
	strikes.iter().map(|strike| strike.price().to_string()).collect()
}

#[test]
fn calls_and_puts_are_listed_around_the_index() {
	listed_options().run(|| {
		assert_eq!(strikes_of(EXPIRY), ["89000", "90000", "91000"]);
		assert_eq!(Series::<Test>::iter().count(), 6);
		assert_eq!(series(call_at(90_000)).terms, terms());
		let listed = Event::SeriesListed { id: put_at(91_000), terms: terms() };
		assert!(take_events().contains(&listed));
	});
}

#[test]
fn more_strikes_are_listed_as_the_index_moves_and_none_is_taken_away() {
	listed_options().run(|| {
		index("90499");
		windows(1);
		assert_eq!(strikes_of(EXPIRY), ["89000", "90000", "91000"]);
		index("92100");
		windows(1);
		assert_eq!(strikes_of(EXPIRY), ["89000", "90000", "91000", "92000", "93000"]);
	});
}

#[test]
fn the_next_expiry_is_listed_when_one_has_passed() {
	listed_options().run(|| {
		set_time(EXPIRY);
		windows(1);
		assert_eq!(strikes_of(EXPIRY + 900), ["89000", "90000", "91000"]);
	});
}

#[test]
fn a_window_lists_so_many_strikes_and_the_next_one_goes_on() {
	let wide = ListingCadence { strikes_each_side: 5, ..every_quarter_of_an_hour() };
	a_chain().with_rule(vec![wide]).run(|| {
		for listed in [4, 8, 11, 11] {
			windows(1);
			assert_eq!(strikes_of(EXPIRY).len(), listed);
		}
	});
}

#[test]
fn nothing_is_listed_unless_the_index_is_live() {
	a_chain().with_rule(vec![every_quarter_of_an_hour()]).run(|| {
		for status in [FeedStatus::Caution, FeedStatus::Halted] {
			FakePriceFeed::set_status(FeedId::Index(BTC), status);
			windows(1);
		}
		FakePriceFeed::silence(FeedId::Index(BTC));
		windows(1);
		assert_eq!(Series::<Test>::iter().count(), 0);
		index("90000");
		windows(1);
		assert_eq!(Series::<Test>::iter().count(), 6);
	});
}

#[test]
fn nothing_is_listed_in_the_last_minute() {
	a_chain().with_rule(vec![every_quarter_of_an_hour()]).run(|| {
		set_time(EXPIRY - 59);
		open_window();
		assert_eq!(Series::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_window_without_weight_lists_nothing() {
	a_chain().with_rule(vec![every_quarter_of_an_hour()]).run(|| {
		open_window_within(&mut WeightMeter::with_limit(Weight::zero()));
		assert_eq!(Series::<Test>::iter().count(), 0);
	});
}

#[test]
fn the_usual_rule_lists_days_weeks_months_and_quarters() {
	let listing = |cadence, expiries_ahead| ListingCadence {
		cadence,
		expiries_ahead,
		strike_step: number("5000"),
		strikes_each_side: 1,
	};
	let usual = vec![
		listing(Cadence::DAILY, 2),
		listing(Cadence::Weekly, 3),
		listing(Cadence::Monthly, 3),
		listing(Cadence::Quarterly, 2),
	];
	a_chain().with_rule(usual).run(|| {
		windows(10);
		let named = |expiry| {
			let id = InstrumentId::option(
				BTC,
				market_primitives::OptionContract {
					expiry,
					strike: market_primitives::Strike::from_inner(100_000_000),
					kind: market_maths::options::OptionKind::Call,
				},
			);
			id.to_string().trim_start_matches("BTC-").trim_end_matches("-1-C").to_owned()
		};
		let expiries: Vec<_> = Options::expiries_of(BTC).into_iter().map(named).collect();
		assert_eq!(
			expiries,
			["21NOV26", "22NOV26", "27NOV26", "4DEC26", "11DEC26", "25DEC26", "29JAN27", "26MAR27"]
		);
	});
}

#[test]
fn there_is_room_for_so_many_expiries_and_the_earliest_come_first() {
	let minutes = |seconds| ListingCadence {
		cadence: Cadence::Every { seconds, offset: 0 },
		expiries_ahead: 8,
		strike_step: number("10000"),
		strikes_each_side: 1,
	};
	a_chain().with_rule(vec![minutes(900), minutes(86_400)]).run(|| {
		windows(20);
		assert_eq!(Options::expiries_of(BTC).len(), 12);
		assert_eq!(Options::expiries_of(BTC)[0], EXPIRY);
	});
}
