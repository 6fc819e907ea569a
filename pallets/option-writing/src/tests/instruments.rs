// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;
use market_primitives::{
	conformance::instruments as exam, testing::price_feed::FakePriceFeed, traits::Instruments,
	FeedError, FeedId, FeedStatus, Observation, Purpose, Underlying,
};

#[test]
fn it_passes_the_exam_of_the_trait() {
	listed_options().run(|| {
		exam::a_listed_instrument_has_exact_terms::<Options>(&call_at(90_000));
		exam::an_unlisted_instrument_is_left_alone::<Options>(&call_at(95_000));
		exam::an_unlisted_instrument_is_left_alone::<Options>(&number("BTC-PERP"));
		exam::open_interest_adds_up::<Options>(&call_at(90_000));
		exam::open_quantity_follows::<Options>(&call_at(90_000), Underlying::ETH);
		exam::freezing_stops_one_market::<Options>(&call_at(90_000), &put_at(90_000));
		exam::options_pay_no_funding::<Options>(&call_at(90_000));
	});
}

#[test]
fn an_option_is_marked_with_the_index_and_the_volatility_of_now() {
	listed_options().run(|| {
		let call = call_at(90_000);
		let mark = Options::mark(&call).unwrap();
		// A quarter of an hour at 50 %: 0.4 · 90,000 · 0.5 · √(900 / 31,536,000) is about 96 USD.
		assert!(mark.price > number("95") && mark.price < number("97"), "{}", mark.price);
		assert_eq!((mark.index, mark.forward), (number("90000"), number("90000")));
		assert_eq!(mark.volatility, number("0.5"));
		assert_eq!((mark.status, mark.volatility_status), (FeedStatus::Live, FeedStatus::Live));
		assert_eq!(Options::mark(&put_at(90_000)).unwrap().price, mark.price);

		FakePriceFeed::report(FeedId::Volatility(BTC), number("1"));
		assert!(Options::mark(&call).unwrap().price > number("190"));
	});
}

#[test]
fn a_mark_has_the_status_of_each_of_its_feeds_and_the_confidence_of_the_index() {
	listed_options().run(|| {
		let call = call_at(90_000);
		FakePriceFeed::set(
			FeedId::Index(BTC),
			Observation::new(
				number("90000"),
				number("12"),
				0,
				FeedStatus::Caution,
				number("90000"),
			),
		);
		let mark = Options::mark(&call).unwrap();
		assert_eq!((mark.status, mark.confidence), (FeedStatus::Caution, number("12")));
		FakePriceFeed::set_status(FeedId::Volatility(BTC), FeedStatus::Halted);
		let mark = Options::mark(&call).unwrap();
		assert_eq!(mark.status, FeedStatus::Caution);
		assert_eq!(mark.volatility_status, FeedStatus::Halted);
	});
}

#[test]
fn without_an_index_there_is_no_mark() {
	listed_options().run(|| {
		FakePriceFeed::silence(FeedId::Index(BTC));
		assert_eq!(Options::mark(&call_at(90_000)), Err(FeedError::Unknown));
	});
}

#[test]
fn without_any_volatility_an_option_is_worth_what_it_pays_and_nobody_takes_new_risk() {
	listed_options().run(|| {
		FakePriceFeed::silence(FeedId::Volatility(BTC));
		index("90500");
		let mark = Options::mark(&call_at(90_000)).unwrap();
		assert_eq!((mark.price, mark.status), (number("500"), FeedStatus::Live));
		assert_eq!(mark.volatility_status, FeedStatus::Halted);
		assert!(!mark.allows(Purpose::NewRisk) && mark.allows(Purpose::Liquidate));
	});
}

#[test]
fn a_volatility_beyond_all_reason_leaves_what_the_option_pays_and_no_new_risk() {
	listed_options().run(|| {
		FakePriceFeed::report(FeedId::Volatility(BTC), market_maths::units::Price::MAX);
		index("90500");
		let mark = Options::mark(&call_at(90_000)).unwrap();
		let model_gave_a_price = mark.volatility_status == FeedStatus::Live;
		assert!(
			model_gave_a_price && mark.price <= number("90500")
				|| mark.volatility_status == FeedStatus::Halted && mark.price == number("500")
		);
	});
}
