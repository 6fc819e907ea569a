// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{PanelRule, PanelRules};
use sp_runtime::Perbill;

#[test]
fn validators_report_from_the_session_after_the_rule() {
	ExtBuilder::default().build_and_execute(|| {
		next_session(&[XENIA]);
		assert!(!is_seated(XENIA));
		let old = PanelRules::<Test>::get();
		let new = PanelRule::default();
		assert_ok!(Oracle::set_panel_rule(root(), new));
		assert_eq!(events().pop(), Some(Event::PanelRuleSet { old, new }));
		assert!(!is_seated(XENIA));
		next_session(&[XENIA]);
		assert!(is_seated(XENIA));
		assert_ok!(Oracle::set_panel_rule(root(), old));
		next_session(&[XENIA]);
		assert!(!is_seated(XENIA));
	});
}

#[test]
fn outsiders_never_count_more_than_a_third_by_any_rule() {
	ExtBuilder::default().build_and_execute(|| {
		let generous =
			PanelRule { outside_share: Perbill::from_percent(34), ..PanelRule::default() };
		assert_noop!(
			Oracle::set_panel_rule(root(), generous),
			Error::<Test>::ParametersOutsideBounds
		);
		assert_noop!(Oracle::set_panel_rule(signed(ALICE), PanelRule::default()), BadOrigin);
	});
}
