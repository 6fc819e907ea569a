// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{FeedIds, FeedParameters, Panel, SettlementRules};

#[test]
fn a_chain_begins_with_its_feeds_reporters_and_rule() {
	ExtBuilder::default().settling_over(2, 1).build_and_execute(|| {
		assert_eq!(FeedIds::<Test>::get().into_inner(), vec![BTC, ETH]);
		assert_eq!(Panel::<Test>::get().len(), 3);
		assert_eq!(Balances::free_balance(ALICE), 999_000);
		assert_eq!(SettlementRules::<Test>::get().minutes, 2);
	});
}

#[test]
#[should_panic(expected = "BondTooSmall")]
fn a_specification_with_too_small_a_bond_is_refused() {
	ExtBuilder::default().reporters(&[(ALICE, 1)]).build();
}

#[test]
#[should_panic(expected = "ParametersOutsideBounds")]
fn a_specification_with_parameters_outside_their_bounds_is_refused() {
	let endless = FeedParameters { max_age_ms: u64::MAX, ..quick() };
	ExtBuilder::default().feed(BTC, endless).build();
}
