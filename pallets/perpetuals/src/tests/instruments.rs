// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;
use market_primitives::{
	conformance::instruments as exam, testing::price_feed::FakePriceFeed, traits::Instruments,
	FeedError, FeedId, FeedStatus, InstrumentId, Observation,
};

fn two_markets() -> ExtBuilder {
	a_btc_market().with_market(ETH, terms(), funding())
}

fn an_option() -> InstrumentId {
	"BTC-27NOV26-90000-C".parse().unwrap()
}

#[test]
fn it_passes_the_exam_of_the_trait() {
	two_markets().run(|| {
		exam::a_listed_instrument_has_exact_terms::<Perpetuals>(&perpetual(BTC));
		exam::an_unlisted_instrument_is_left_alone::<Perpetuals>(&"SOL-PERP".parse().unwrap());
		exam::an_unlisted_instrument_is_left_alone::<Perpetuals>(&an_option());
		exam::open_interest_adds_up::<Perpetuals>(&perpetual(BTC));
		exam::open_quantity_follows::<Perpetuals>(&perpetual(BTC), ETH);
		exam::freezing_stops_one_market::<Perpetuals>(&perpetual(BTC), &perpetual(ETH));
		exam::options_pay_no_funding::<Perpetuals>(&an_option());
		exam::perpetuals_have_no_volatility::<Perpetuals>(&perpetual(BTC));
	});
}

#[test]
fn a_mark_carries_index_confidence_and_status_of_now() {
	a_btc_market().run(|| {
		FakePriceFeed::set(
			FeedId::Index(BTC),
			Observation::new(
				number("90100"),
				number("12"),
				now_ms(),
				FeedStatus::Caution,
				number("90050"),
			),
		);
		let mark = Perpetuals::mark(&perpetual(BTC)).unwrap();
		assert_eq!(mark.price, number("90000"), "the mark is that of the last window");
		assert_eq!((mark.index, mark.forward), (number("90100"), number("90100")));
		assert_eq!((mark.confidence, mark.status), (number("12"), FeedStatus::Caution));
		assert!(mark.volatility.is_zero());
	});
}

#[test]
fn a_mark_of_an_old_window_stays_within_the_band_of_the_index_of_now() {
	a_btc_market().run(|| {
		index(BTC, "50000");
		assert_eq!(Perpetuals::mark(&perpetual(BTC)).unwrap().price, number("50500"));
	});
}

#[test]
fn before_the_first_window_the_mark_is_the_index() {
	a_chain().run(|| {
		frame_support::assert_ok!(Perpetuals::list_market(as_admin(), BTC, terms(), funding()));
		assert_eq!(Perpetuals::mark(&perpetual(BTC)).unwrap().price, number("90000"));
		FakePriceFeed::silence(FeedId::Index(BTC));
		assert_eq!(Perpetuals::mark(&perpetual(BTC)), Err(FeedError::Unknown));
	});
}

#[test]
fn a_feed_that_was_taken_away_leaves_a_halted_mark() {
	a_btc_market().run(|| {
		FakePriceFeed::silence(FeedId::Index(BTC));
		let mark = Perpetuals::mark(&perpetual(BTC)).unwrap();
		assert_eq!((mark.price, mark.status), (number("90000"), FeedStatus::Halted));
	});
}
