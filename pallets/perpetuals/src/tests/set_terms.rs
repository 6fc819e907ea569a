// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use market_primitives::InstrumentTerms;
use sp_runtime::traits::BadOrigin;

#[test]
fn the_admin_changes_band_and_cap_and_nothing_else() {
	a_btc_market().run(|| {
		take_events();
		assert_ok!(Perpetuals::set_terms(as_admin(), BTC, number("0.2"), 2_000_000));
		let new =
			InstrumentTerms { price_band: number("0.2"), open_interest_cap: 2_000_000, ..terms() };
		assert_eq!(market(BTC).terms, new);
		assert_eq!(take_events(), [Event::TermsChanged { underlying: BTC, old: terms(), new }]);
	});
}

#[test]
fn only_the_admin_may_and_only_within_the_bounds() {
	a_btc_market().run(|| {
		let band = terms().price_band;
		assert_noop!(Perpetuals::set_terms(as_committee(), BTC, band, 5), BadOrigin);
		assert_noop!(Perpetuals::set_terms(as_admin(), ETH, band, 5), Error::<Test>::UnknownMarket);
		assert_noop!(
			Perpetuals::set_terms(as_admin(), BTC, number("0.6"), 5),
			Error::<Test>::PriceBandOutOfBounds
		);
		assert_noop!(
			Perpetuals::set_terms(as_admin(), BTC, band, u64::MAX),
			Error::<Test>::OpenInterestCapOutOfBounds
		);
	});
}

#[test]
fn one_change_at_most_doubles() {
	a_btc_market().run(|| {
		let band = terms().price_band;
		assert_noop!(
			Perpetuals::set_terms(as_admin(), BTC, band, 2_000_001),
			Error::<Test>::StepTooLarge
		);
		assert_noop!(
			Perpetuals::set_terms(as_admin(), BTC, number("0.21"), 1_000_000),
			Error::<Test>::StepTooLarge
		);
	});
}

#[test]
fn loosening_waits_for_the_interval_and_tightening_does_not() {
	a_btc_market().run(|| {
		let band = terms().price_band;
		assert_ok!(Perpetuals::set_terms(as_admin(), BTC, band, 2_000_000));
		pass_ms(CHANGE_INTERVAL_SECONDS * 1_000 - 1);
		assert_noop!(
			Perpetuals::set_terms(as_admin(), BTC, band, 4_000_000),
			Error::<Test>::ChangedTooRecently
		);
		assert_ok!(Perpetuals::set_terms(as_admin(), BTC, number("0.05"), 0));
		pass_ms(1);
		assert_ok!(Perpetuals::set_terms(as_admin(), BTC, number("0.05"), 10_000));
		assert_eq!(market(BTC).terms.open_interest_cap, 10_000);
	});
}
