// SPDX-License-Identifier: Apache-2.0
//! The exam of every source of prices.

use super::*;
use market_maths::units::Price;
use market_primitives::{conformance::price_feed, FeedId};

struct OracleExam;

impl price_feed::Examinee for OracleExam {
	type Feed = Oracle;

	fn begin(story: impl FnOnce()) {
		ExtBuilder::default().build_and_execute(story);
	}

	fn feed() -> FeedId {
		BTC
	}

	fn unknown_feed() -> FeedId {
		BTC_VOLATILITY
	}

	fn publish(value: Price) {
		// Enough rounds to leave a halt and caution, and to walk there within the step limit.
		rounds_of(BTC, 8, &value.to_string());
	}

	fn wait(ms: u64) {
		NowMs::mutate(|now| *now += ms);
	}

	fn max_age_ms() -> u64 {
		quick().max_age_ms
	}
}

#[test]
fn the_oracle_passes_the_exam_of_price_feeds() {
	price_feed::all::<OracleExam>();
}
