// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{SurfaceRule, SurfaceRules};

#[test]
fn the_rule_changes_within_its_bounds_step_by_step() {
	ExtBuilder::default().build_and_execute(|| {
		let old = SurfaceRule::default();
		assert_eq!(SurfaceRules::<Test>::get(), old);
		let new = SurfaceRule { slice_max_age_ms: 60_000, ..old };
		assert_noop!(Oracle::set_surface_rule(signed(ALICE), new), BadOrigin);
		let endless = SurfaceRule { slice_max_age_ms: 600_001, ..old };
		assert_noop!(
			Oracle::set_surface_rule(root(), endless),
			Error::<Test>::ParametersOutsideBounds
		);
		let mut crowded = old;
		crowded.counting.min_reporters = 25;
		assert_noop!(
			Oracle::set_surface_rule(root(), crowded),
			Error::<Test>::ParametersOutsideBounds
		);
		let far = SurfaceRule { slice_max_age_ms: 59_999, ..old };
		assert_noop!(Oracle::set_surface_rule(root(), far), Error::<Test>::StepTooLarge);
		assert_ok!(Oracle::set_surface_rule(root(), new));
		assert_eq!(SurfaceRules::<Test>::get(), new);
		assert_eq!(events().pop(), Some(Event::SurfaceRuleSet { old, new }));
	});
}
