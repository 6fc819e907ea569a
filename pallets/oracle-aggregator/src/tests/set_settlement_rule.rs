// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{SettlementRule, SettlementRules};

#[test]
fn the_rule_changes_within_its_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		let quick = SettlementRule { minutes: 15, ..SettlementRule::default() };
		let old = SettlementRule::default();
		assert_noop!(Oracle::set_settlement_rule(signed(ALICE), quick), BadOrigin);
		let none = SettlementRule { minutes: 0, ..quick };
		assert_noop!(
			Oracle::set_settlement_rule(root(), none),
			Error::<Test>::ParametersOutsideBounds
		);
		let endless = SettlementRule { minutes: 61, ..quick };
		assert_noop!(
			Oracle::set_settlement_rule(root(), endless),
			Error::<Test>::ParametersOutsideBounds
		);
		for far in [
			SettlementRule { minutes: 14, ..quick },
			SettlementRule { longest_gap: 7, ..quick },
			SettlementRule { samples: 2, ..quick },
		] {
			assert_noop!(Oracle::set_settlement_rule(root(), far), Error::<Test>::StepTooLarge);
		}
		let quick = SettlementRule { longest_gap: 2, ..quick };
		assert_ok!(Oracle::set_settlement_rule(root(), quick));
		assert_eq!(SettlementRules::<Test>::get(), quick);
		assert_eq!(events().pop(), Some(Event::SettlementRuleSet { old, new: quick }));
	});
}

#[test]
fn thirty_minutes_need_twenty_four() {
	assert_eq!(SettlementRule::default().required(), 24);
	assert_eq!(SettlementRule { minutes: 2, ..SettlementRule::default() }.required(), 2);
	assert_eq!(SettlementRule { minutes: 1, ..SettlementRule::default() }.required(), 1);
}
