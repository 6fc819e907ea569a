// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, parameters::default_margin, Error, Event, MarginParameters};
use frame_support::{assert_noop, assert_ok};
use market_primitives::{traits::RiskRefusal, Side, Underlying};
use sp_runtime::traits::BadOrigin;

#[test]
fn new_parameters_hold_from_the_next_check_on() {
	a_chain().with(ALICE, 9_000).run(|| {
		let old = default_margin();
		let mut new = old;
		new.perpetuals.initial = number("0.2");
		assert_ok!(Margin::set_margin_parameters(as_admin(), Underlying::BTC, Box::new(new)));
		assert_eq!(
			take_events(),
			[Event::MarginParametersChanged {
				underlying: Underlying::BTC,
				old: Box::new(old),
				new: Box::new(new),
			}]
		);
		assert_eq!(
			admit(ALICE, BTC, Side::Buy, 501, "90000"),
			Err(RiskRefusal::InsufficientMargin)
		);
		assert_eq!(admit(ALICE, BTC, Side::Buy, 500, "90000"), Ok(()));
	});
}

#[test]
fn parameters_outside_their_bounds_and_strangers_are_refused() {
	a_chain().run(|| {
		let set = |origin, change: fn(&mut market_maths::margin::StandardParameters)| {
			let mut parameters = default_margin();
			change(&mut parameters);
			Margin::set_margin_parameters(origin, Underlying::ETH, Box::new(parameters))
		};
		let refused = Error::<Test>::MarginParametersOutOfBounds;
		assert_noop!(set(as_admin(), |p| p.perpetuals.initial = number("0.065")), refused);
		let refused = Error::<Test>::MarginParametersOutOfBounds;
		assert_noop!(set(as_admin(), |p| p.options.initial_floor = number("0.01")), refused);
		let refused = Error::<Test>::MarginParametersOutOfBounds;
		assert_noop!(set(as_admin(), |p| p.options.unpaired_initial = number("0.9")), refused);
		let refused = Error::<Test>::MarginParametersOutOfBounds;
		assert_noop!(set(as_admin(), |p| p.collateral.factor = number("0.8")), refused);
		assert_noop!(set(signed(ALICE), |_| ()), BadOrigin);
		assert_eq!(MarginParameters::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_margin_at_most_doubles_or_halves_in_one_change() {
	a_chain().run(|| {
		let set = |initial: &str, maintenance: &str| {
			let mut parameters = default_margin();
			parameters.perpetuals.initial = number(initial);
			parameters.perpetuals.maintenance = number(maintenance);
			Margin::set_margin_parameters(as_admin(), Underlying::BTC, Box::new(parameters))
		};
		assert_noop!(set("0.201", "0.1"), Error::<Test>::StepTooLarge);
		assert_noop!(set("0.1", "0.03"), Error::<Test>::StepTooLarge);
		assert_ok!(set("0.2", "0.0325"));
		assert_ok!(set("0.4", "0.065"));
	});
}

#[test]
fn fractions_that_never_grew_may_begin_to_at_a_large_notional_only() {
	a_chain().run(|| {
		let mut parameters = default_margin();
		parameters.perpetuals.large = usd("0");
		crate::MarginParameters::<Test>::insert(Underlying::BTC, parameters);
		let mut set = |large: &str| {
			parameters.perpetuals.large = usd(large);
			Margin::set_margin_parameters(as_admin(), Underlying::BTC, Box::new(parameters))
		};
		assert_noop!(set("999999"), Error::<Test>::StepTooLarge);
		assert_ok!(set("1000000"));
		assert_ok!(set("500000"));
	});
}
