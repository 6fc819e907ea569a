// SPDX-License-Identifier: Apache-2.0
use crate::{
	mock::*,
	parameters::{default_margin, margin_within_bounds},
	Error, Event, MarginParameters,
};
use frame_support::{assert_noop, assert_ok};
use market_maths::margin::StandardParameters;
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
		let set = |origin, change: fn(&mut StandardParameters)| {
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

/// Changes the usual margin of an underlying.
fn set(
	underlying: Underlying,
	change: impl FnOnce(&mut StandardParameters),
) -> sp_runtime::DispatchResult {
	let mut parameters = default_margin();
	change(&mut parameters);
	Margin::set_margin_parameters(as_admin(), underlying, Box::new(parameters))
}

#[test]
fn loosening_waits_for_the_interval_and_tightening_does_not() {
	a_chain().run(|| {
		let initial = |underlying, text: &str| {
			set(underlying, |parameters| parameters.perpetuals.initial = number(text))
		};
		assert_ok!(initial(Underlying::BTC, "0.09"));
		pass_blocks(CHANGE_INTERVAL - 1);
		assert_noop!(initial(Underlying::BTC, "0.08"), Error::<Test>::ChangedTooRecently);
		assert_ok!(initial(Underlying::BTC, "0.18"));
		assert_noop!(initial(Underlying::BTC, "0.17"), Error::<Test>::ChangedTooRecently);
		// Every underlying has a margin of its own.
		assert_ok!(initial(Underlying::ETH, "0.09"));
		pass_blocks(1);
		assert_ok!(initial(Underlying::BTC, "0.17"));
		assert_noop!(initial(Underlying::BTC, "0.16"), Error::<Test>::ChangedTooRecently);
	});
}

#[test]
fn whatever_requires_less_is_a_loosening() {
	let looser: [fn(&mut StandardParameters); 18] = [
		|it| it.options.initial_at_the_money = number("0.149"),
		|it| it.options.initial_floor = number("0.129"),
		|it| it.options.maintenance_call = number("0.089"),
		|it| it.options.maintenance_put = number("0.089"),
		|it| it.options.maintenance_put_of_value = number("0.089"),
		|it| it.options.unpaired_initial = number("1.199"),
		|it| it.options.unpaired_maintenance = number("1.099"),
		|it| it.options.put_initial_over_maintenance = number("1.049"),
		|it| it.perpetuals.initial = number("0.099"),
		|it| it.perpetuals.maintenance = number("0.064"),
		|it| it.perpetuals.growth = number("0.049"),
		|it| it.perpetuals.large = usd("5000001"),
		|it| it.oracle.perpetual_threshold = number("0.998"),
		|it| it.oracle.option_threshold = number("0.998"),
		|it| it.oracle.collateral_threshold = number("0.998"),
		|it| it.oracle.factor = number("0.999"),
		|it| it.depeg.threshold = number("0.989"),
		|it| it.depeg.factor = number("1.999"),
	];
	a_chain().run(|| {
		// A loosening that another change takes back.
		assert_ok!(set(Underlying::BTC, |it| it.perpetuals.initial = number("0.09")));
		assert_ok!(set(Underlying::BTC, |_| ()));
		for (place, change) in looser.into_iter().enumerate() {
			let mut parameters = default_margin();
			change(&mut parameters);
			assert!(margin_within_bounds(&parameters), "{place}");
			let refused = set(Underlying::BTC, change);
			assert_eq!(refused, Err(Error::<Test>::ChangedTooRecently.into()), "{place}");
		}
		assert_ok!(set(Underlying::BTC, |it| it.perpetuals.large = usd("4999999")));
	});
}
