// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;
use market_maths::units::Cash;
use market_primitives::testing::risk::FakeOptionPositions;

/// The example of the README, with the same numbers.
#[test]
fn a_call_is_written_sold_elsewhere_and_paid_to_whoever_holds_it() {
	listed_options().run(|| {
		let call = call_at(90_000);
		write(WRITER, 0, call, 100);
		assert_eq!(FakeOptionPositions::position(account(WRITER), call), -100);
		assert_eq!(tokens_of(WRITER, call), 100);

		// The holder needs no native balance to receive them.
		give_tokens(WRITER, STRANGER, call, 100);

		expire_at("91500");
		windows(1);
		assert_eq!(tokens_of(STRANGER, call), 0);
		assert_eq!(FakeOptionPositions::paid(STRANGER), number::<Cash>("1500"));
		assert_eq!(FakeOptionPositions::settled_cash(account(WRITER)), number::<Cash>("-1500"));
		assert!(FakeOptionPositions::pool().is_zero());
	});
}
