// SPDX-License-Identifier: Apache-2.0
//! Variance as it happened, and the market that the oracle can carry.

use super::*;
use market_primitives::Underlying;

#[test]
fn minutes_of_an_index_make_its_realised_variance() {
	ExtBuilder::default().build_and_execute(|| {
		let variance = || Oracle::api_realised_variance(Underlying::BTC);
		assert_eq!(variance(), None);
		// Minutes of 20 windows: 60,000 and 60,060 by turns, a tenth of a percent.
		rounds_of(BTC, 19, "60000");
		for minute in 0..6 {
			rounds_of(BTC, 20, if minute % 2 == 0 { "60060" } else { "60000" });
		}
		let found = variance().unwrap();
		// ln(1.001)² · 525,600, as in the test of the mathematics.
		for average in [found.hour, found.day] {
			assert_eq!(average.unwrap().to_string().get(..6), Some("0.5250"));
		}
	});
}

#[test]
fn volatilities_have_no_variance_of_their_own() {
	ExtBuilder::default().feed(BTC_VOLATILITY, quick()).build_and_execute(|| {
		rounds_of(BTC_VOLATILITY, 45, "0.6");
		assert!(crate::RealisedVariances::<Test>::get(BTC_VOLATILITY).is_none());
	});
}

#[test]
fn a_market_is_sized_by_what_a_third_of_the_weight_would_lose() {
	ExtBuilder::default().build_and_execute(|| {
		let size = || Oracle::api_market_size(Underlying::BTC).unwrap();
		// A third and one of 3,000 is 1,001; two percent of it 20; ten times that.
		assert_eq!((size().in_stake.cost, size().in_stake.open_interest_cap), (20, 200));
		assert_eq!((size().cost, size().open_interest_cap), (None, None));
		assert!(Oracle::api_market_size("DOGE".parse().unwrap()).is_none());

		// Ten units of stake are worth 3,000 USD.
		StakePrice::set(Some(ETH));
		rounds_of(ETH, 3, "3000");
		assert_eq!(size().cost, "6000".parse().ok());
		assert_eq!(size().open_interest_cap, "60000".parse().ok());
		// At a price that nobody may take risk at, nothing is worth anything.
		NowMs::mutate(|now| *now += 60_000);
		assert_eq!(size().cost, None);
	});
}

#[test]
fn a_feed_that_is_not_renewed_gets_less_sure() {
	ExtBuilder::default().build_and_execute(|| {
		rounds_of(BTC, 3, "60000");
		let fresh = observe(BTC).unwrap().confidence;
		NowMs::mutate(|now| *now += 12_000);
		let old = observe(BTC).unwrap().confidence;
		let twice = fresh.checked_add(fresh).unwrap();
		assert!(old >= twice && old.into_inner() < twice.into_inner() + 1_000_000, "{fresh} {old}");
	});
}
