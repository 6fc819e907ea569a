// SPDX-License-Identifier: Apache-2.0
//! The exam of every source of prices.

use super::{smile_stories::*, *};
use crate::SurfaceRules;
use market_maths::units::{Price, Volatility};
use market_primitives::{
	conformance::{market_security, price_feed, volatility_surface},
	FeedId, SmileId, Underlying,
};

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

struct SurfaceExam;

impl volatility_surface::Examinee for SurfaceExam {
	type Surface = Oracle;

	fn begin(story: impl FnOnce()) {
		with_smiles(story);
	}

	fn smile() -> SmileId {
		in_days(30)
	}

	fn other_smile() -> SmileId {
		in_days(60)
	}

	fn publish(id: SmileId, forward: Price, volatility: Volatility) {
		// Enough rounds to leave caution.
		level_rounds(id, 2, &forward.to_string(), &volatility.to_string());
	}

	fn wait(ms: u64) {
		NowMs::mutate(|now| *now += ms);
	}

	fn max_age_ms() -> u64 {
		SurfaceRules::<Test>::get().counting.max_age_ms
	}
}

#[test]
fn the_oracle_passes_the_exam_of_volatility_surfaces() {
	volatility_surface::all::<SurfaceExam>();
}

struct SecurityExam;

impl market_security::Examinee for SecurityExam {
	type Security = Oracle;

	fn begin(story: impl FnOnce()) {
		ExtBuilder::default().build_and_execute(|| {
			StakePrice::set(Some(ETH));
			rounds_of(ETH, 3, "3000");
			next_session(&[]);
			story();
		});
	}

	fn secured() -> Underlying {
		Underlying::BTC
	}

	fn unpriced() -> Underlying {
		"DOGE".parse().unwrap()
	}

	fn lose_sight() {
		NowMs::mutate(|now| *now += 60_000);
		next_session(&[]);
	}
}

#[test]
fn the_oracle_passes_the_exam_of_market_security() {
	market_security::all::<SecurityExam>();
}
