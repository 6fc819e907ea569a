// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event, LiquidationParameters, LiquidationRules};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

#[test]
fn new_rules_are_kept_and_told() {
	a_chain().run(|| {
		let old = LiquidationParameters::default();
		let new = LiquidationParameters { patience_windows: 10, ..old };
		assert_ok!(Margin::set_liquidation_parameters(as_admin(), new));
		assert_eq!(take_events(), [Event::LiquidationParametersChanged { old, new }]);
		assert_eq!(LiquidationRules::<Test>::get(), new);
	});
}

#[test]
fn rules_outside_their_bounds_and_strangers_are_refused() {
	a_chain().run(|| {
		let usual = LiquidationParameters::default();
		for wrong in [
			LiquidationParameters { buffer: number("0.51"), ..usual },
			LiquidationParameters { share_of_volume: number("0"), ..usual },
			LiquidationParameters { least_slice: number("99"), ..usual },
			LiquidationParameters { greatest_distance: number("0.6"), ..usual },
			LiquidationParameters { slices_per_window: 0, ..usual },
			LiquidationParameters { patience_windows: 0, ..usual },
		] {
			assert_noop!(
				Margin::set_liquidation_parameters(as_admin(), wrong),
				Error::<Test>::LiquidationParametersOutOfBounds
			);
		}
		assert_noop!(Margin::set_liquidation_parameters(signed(ALICE), usual), BadOrigin);
	});
}

#[test]
fn a_rule_at_most_doubles_or_halves_in_one_change() {
	a_chain().run(|| {
		let usual = LiquidationParameters::default();
		for wrong in [
			LiquidationParameters { buffer: number("0.31"), ..usual },
			LiquidationParameters { least_slice: number("12000"), ..usual },
			LiquidationParameters { slices_per_window: 9, ..usual },
			LiquidationParameters { patience_windows: 9, ..usual },
		] {
			assert_noop!(
				Margin::set_liquidation_parameters(as_admin(), wrong),
				Error::<Test>::StepTooLarge
			);
		}
	});
}

#[test]
fn rules_change_once_in_an_interval() {
	a_chain().run(|| {
		let set = |patience_windows| {
			let usual = LiquidationParameters::default();
			let rules = LiquidationParameters { patience_windows, ..usual };
			Margin::set_liquidation_parameters(as_admin(), rules)
		};
		assert_ok!(set(10));
		pass_blocks(CHANGE_INTERVAL - 1);
		for patience in [5, 20] {
			assert_noop!(set(patience), Error::<Test>::ChangedTooRecently);
		}
		pass_blocks(1);
		assert_ok!(set(5));
	});
}
