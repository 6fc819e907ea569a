// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Claim, Claims, Error, Event, Series};
use frame_support::{assert_noop, assert_ok};
use market_maths::units::Cash;
use market_primitives::{testing::risk::FakeOptionPositions, traits::Instruments, MarketState};
use sp_runtime::DispatchError;

const CANNOT: DispatchError = DispatchError::Other("the holder cannot receive so little");

/// The holder's tokens are burnt and worth 60 USD, which it could not be paid.
fn an_unpaid_holder() {
	let call = call_at(90_000);
	write(WRITER, 0, call, 10);
	give_tokens(WRITER, HOLDER, call, 4);
	FakeOptionPositions::make_unpayable(HOLDER, true);
	expire_at("91500");
	windows(1);
}

#[test]
fn who_cannot_be_paid_holds_up_nobody_and_claims_later() {
	listed_options().run(|| {
		an_unpaid_holder();
		let id = call_at(90_000);
		assert_eq!(FakeOptionPositions::paid(WRITER), number::<Cash>("90"));
		assert_eq!(tokens_of(HOLDER, id), 0);
		let owed = Claim { lots: 4, settlement_price: number("91500") };
		assert_eq!(Claims::<Test>::get(id, HOLDER), Some(owed));
		// Storage keeps no text of an error.
		let reason = DispatchError::Other("");
		assert!(take_events().contains(&Event::PaymentDeferred {
			id,
			holder: HOLDER,
			lots: 4,
			reason
		}));

		assert_noop!(Options::claim(signed(HOLDER), id), CANNOT);
		FakeOptionPositions::make_unpayable(HOLDER, false);
		assert_ok!(Options::claim(signed(HOLDER), id));
		assert_eq!(FakeOptionPositions::paid(HOLDER), number::<Cash>("60"));
		assert_eq!(
			take_events(),
			[Event::ClaimPaid { id, holder: HOLDER, lots: 4, paid: number("60") }]
		);
	});
}

#[test]
fn a_claim_is_paid_once_and_to_nobody_else() {
	listed_options().run(|| {
		an_unpaid_holder();
		FakeOptionPositions::make_unpayable(HOLDER, false);
		let call = call_at(90_000);
		assert_noop!(Options::claim(signed(STRANGER), call), Error::<Test>::NothingToClaim);
		assert_ok!(Options::claim(signed(HOLDER), call));
		assert_noop!(Options::claim(signed(HOLDER), call), Error::<Test>::NothingToClaim);
	});
}

#[test]
fn a_claim_outlives_its_series() {
	listed_options().run(|| {
		an_unpaid_holder();
		set_time(EXPIRY + RETENTION_SECONDS + 60);
		windows(10);
		let call = call_at(90_000);
		assert!(!Options::listed().contains(&call));
		assert_eq!(Options::terms(&call).unwrap().state, MarketState::Settled);
		FakeOptionPositions::make_unpayable(HOLDER, false);
		assert_ok!(Options::claim(signed(HOLDER), call));
		assert_eq!(FakeOptionPositions::paid(HOLDER), number::<Cash>("60"));
		assert!(FakeOptionPositions::pool().is_zero());
		assert!(!Series::<Test>::contains_key(call), "nothing is left of it");
	});
}
