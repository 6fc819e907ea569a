// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{Settlement, Settlements};
use market_primitives::{
	traits::{PriceFeed, SettlementPrice},
	Underlying,
};

const EXPIRY: u64 = START_MS / 1_000;

fn dispute(range: Option<(&str, &str)>) {
	let range = range.map(|(low, high)| (price(low), price(high)));
	Settlements::<Test>::insert(Underlying::BTC, EXPIRY, Settlement::Disputed { range });
}

fn resolve(value: &str) -> sp_runtime::DispatchResult {
	Oracle::resolve_settlement(root(), Underlying::BTC, EXPIRY, price(value))
}

#[test]
fn governance_decides_within_what_was_seen_and_only_once() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(resolve("60000"), Error::<Test>::NotDisputed);
		dispute(Some(("59000", "61000")));
		assert_noop!(
			Oracle::resolve_settlement(signed(ALICE), Underlying::BTC, EXPIRY, price("60000")),
			BadOrigin
		);
		assert_noop!(resolve("58999.9"), Error::<Test>::OutsideSeenRange);
		assert_noop!(resolve("61000.1"), Error::<Test>::OutsideSeenRange);
		assert_ok!(resolve("60000"));
		assert_eq!(
			<Oracle as PriceFeed>::settlement_price(Underlying::BTC, EXPIRY),
			SettlementPrice::Final(price("60000"))
		);
		assert_noop!(resolve("60001"), Error::<Test>::NotDisputed);
	});
}

#[test]
fn what_was_seen_of_a_dispute_is_told_until_it_is_decided() {
	ExtBuilder::default().build_and_execute(|| {
		let range = || <Oracle as PriceFeed>::disputed_range(Underlying::BTC, EXPIRY);
		assert_eq!(range(), None);
		dispute(Some(("59000", "61000")));
		assert_eq!(range(), Some((price("59000"), price("61000"))));
		assert_ok!(resolve("60000"));
		assert_eq!(range(), None);
	});
}

#[test]
fn when_nothing_was_seen_the_oracle_decides_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		dispute(None);
		for value in ["0", "60000", "1000000000001"] {
			assert_noop!(resolve(value), Error::<Test>::NothingSeen);
		}
		// The dispute stays one for whoever lists the options.
		assert_eq!(
			<Oracle as PriceFeed>::settlement_price(Underlying::BTC, EXPIRY),
			SettlementPrice::Disputed
		);
		assert_eq!(<Oracle as PriceFeed>::disputed_range(Underlying::BTC, EXPIRY), None);
	});
}
