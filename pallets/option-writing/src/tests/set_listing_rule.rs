// SPDX-License-Identifier: Apache-2.0
use crate::{
	calendar::Cadence, mock::*, Cadences, Error, Event, ListingCadence, ListingRule, ListingRules,
	RuledUnderlyings, Series,
};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{InstrumentTerms, MarketState};
use sp_runtime::traits::BadOrigin;

fn cadences(listing: ListingCadence) -> Cadences {
	vec![listing].try_into().unwrap()
}

#[test]
fn the_admin_sets_replaces_and_removes_a_rule() {
	a_chain().run(|| {
		let rule = |listing| ListingRule { cadences: cadences(listing), terms: terms() };
		let first = rule(every_quarter_of_an_hour());
		let second = rule(ListingCadence { expiries_ahead: 2, ..every_quarter_of_an_hour() });
		let mut old = None;
		for new in [Some(first), Some(second), None] {
			let cadences = new.clone().map(|rule| rule.cadences).unwrap_or_default();
			assert_ok!(Options::set_listing_rule(signed(ADMIN), BTC, cadences, terms()));
			let listed = ListingRules::<Test>::get(BTC).filter(|rule| !rule.cadences.is_empty());
			assert_eq!(listed, new);
			let event = Event::ListingRuleChanged { underlying: BTC, old, new: new.clone() };
			assert_eq!(take_events(), [event]);
			old = new;
		}
		assert!(RuledUnderlyings::<Test>::get().is_empty());
	});
}

#[test]
fn a_new_rule_is_followed_at_once_and_a_removed_one_lists_nothing_more() {
	listed_options().run(|| {
		let wider = ListingCadence { strikes_each_side: 2, ..every_quarter_of_an_hour() };
		assert_ok!(Options::set_listing_rule(signed(ADMIN), BTC, cadences(wider), terms()));
		windows(1);
		assert!(Series::<Test>::contains_key(put_at(88_000)));
		let none = Cadences::default();
		assert_ok!(Options::set_listing_rule(signed(ADMIN), BTC, none, terms()));
		index("95000");
		windows(2);
		assert!(!Series::<Test>::contains_key(call_at(95_000)));
		assert!(Series::<Test>::contains_key(call_at(90_000)), "what is listed stays");
	});
}

#[test]
fn only_the_admin_may() {
	a_chain().run(|| {
		for who in [COMMITTEE, JUDGE, STRANGER] {
			let rule = cadences(every_quarter_of_an_hour());
			assert_noop!(Options::set_listing_rule(signed(who), BTC, rule, terms()), BadOrigin);
		}
	});
}

#[test]
fn each_parameter_out_of_its_bounds_is_refused_by_name() {
	a_chain().run(|| {
		let usual = every_quarter_of_an_hour();
		let every = |seconds| ListingCadence {
			cadence: Cadence::Every { seconds, offset: 0 },
			..every_quarter_of_an_hour()
		};
		let set = |listing, terms| {
			Options::set_listing_rule(signed(ADMIN), BTC, cadences(listing), terms)
		};
		assert_noop!(set(every(0), terms()), Error::<Test>::CadenceOutOfBounds);
		assert_noop!(set(every(u32::MAX), terms()), Error::<Test>::CadenceOutOfBounds);
		assert_noop!(
			set(ListingCadence { expiries_ahead: 9, ..usual }, terms()),
			Error::<Test>::ExpiriesAheadOutOfBounds
		);
		assert_noop!(
			set(ListingCadence { strikes_each_side: 33, ..usual }, terms()),
			Error::<Test>::StrikesEachSideOutOfBounds
		);
		for step in ["0", "0.000000001"] {
			assert_noop!(
				set(ListingCadence { strike_step: number(step), ..usual }, terms()),
				Error::<Test>::StrikeStepOutOfBounds
			);
		}
		assert_noop!(
			set(usual, InstrumentTerms { tick: number("0.00001"), ..terms() }),
			Error::<Test>::CashNotExact
		);
		assert_noop!(
			set(usual, InstrumentTerms { price_band: number("1.1"), ..terms() }),
			Error::<Test>::PriceBandOutOfBounds
		);
		assert_noop!(
			set(usual, InstrumentTerms { open_interest_cap: u64::MAX, ..terms() }),
			Error::<Test>::OpenInterestCapOutOfBounds
		);
		assert_noop!(
			set(usual, InstrumentTerms { state: MarketState::Settled, ..terms() }),
			Error::<Test>::NotATradingState
		);
	});
}

#[test]
fn there_is_room_for_so_many_underlyings_and_no_more() {
	a_chain().run(|| {
		let set = |name: &str| {
			let rule = cadences(every_quarter_of_an_hour());
			Options::set_listing_rule(signed(ADMIN), name.parse().unwrap(), rule, terms())
		};
		assert_ok!(set("AAA"));
		assert_ok!(set("BBB"));
		assert_ok!(set("AAA"));
		assert_noop!(set("CCC"), Error::<Test>::TooManyUnderlyings);
	});
}

#[test]
fn one_change_at_most_doubles_the_band_and_the_cap() {
	listed_options().run(|| {
		let set = |terms| {
			let rule = cadences(every_quarter_of_an_hour());
			Options::set_listing_rule(signed(ADMIN), BTC, rule, terms)
		};
		let wide = InstrumentTerms { price_band: number("0.201"), ..terms() };
		assert_noop!(set(wide), Error::<Test>::StepTooLarge);
		let much = InstrumentTerms { open_interest_cap: 20_001, ..terms() };
		assert_noop!(set(much), Error::<Test>::StepTooLarge);
		let none = InstrumentTerms { open_interest_cap: 0, ..terms() };
		assert_ok!(set(none));
		// From nothing it may go to ten thousand lots.
		assert_ok!(set(terms()));
		set_time(now() + CHANGE_INTERVAL_SECONDS);
		let both =
			InstrumentTerms { price_band: number("0.2"), open_interest_cap: 20_000, ..terms() };
		assert_ok!(set(both));
	});
}

#[test]
fn a_rule_that_was_removed_still_limits_the_step_of_the_next() {
	listed_options().run(|| {
		let set = |rule, terms| Options::set_listing_rule(signed(ADMIN), BTC, rule, terms);
		assert_ok!(set(Cadences::default(), terms()));
		assert_ok!(set(Cadences::default(), terms()));
		let wide = InstrumentTerms { price_band: number("0.201"), ..terms() };
		assert_noop!(set(cadences(every_quarter_of_an_hour()), wide), Error::<Test>::StepTooLarge);
		take_events();
		assert_ok!(set(cadences(every_quarter_of_an_hour()), terms()));
		let event = take_events().into_iter().next();
		assert!(matches!(event, Some(Event::ListingRuleChanged { old: None, new: Some(_), .. })));
		assert_eq!(RuledUnderlyings::<Test>::get().to_vec(), [BTC]);
	});
}

#[test]
fn loosening_waits_for_the_interval_and_tightening_does_not() {
	listed_options().run(|| {
		let set = |terms| {
			let rule = cadences(every_quarter_of_an_hour());
			Options::set_listing_rule(signed(ADMIN), BTC, rule, terms)
		};
		let cap = |open_interest_cap| InstrumentTerms { open_interest_cap, ..terms() };
		let wider = InstrumentTerms { price_band: number("0.11"), ..terms() };
		assert_ok!(set(cap(20_000)));
		set_time(now() + CHANGE_INTERVAL_SECONDS - 1);
		assert_noop!(set(cap(20_001)), Error::<Test>::ChangedTooRecently);
		assert_noop!(set(wider), Error::<Test>::ChangedTooRecently);
		assert_ok!(set(cap(10_000)));
		// Nor does a rule that is removed and set again.
		let none = Options::set_listing_rule(signed(ADMIN), BTC, Cadences::default(), terms());
		assert_ok!(none);
		assert_noop!(set(cap(20_000)), Error::<Test>::ChangedTooRecently);
		assert_ok!(set(cap(10_000)));
		set_time(now() + 1);
		assert_ok!(set(wider));
	});
}
