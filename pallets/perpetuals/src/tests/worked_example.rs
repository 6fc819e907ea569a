// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;
use market_maths::units::{Cash, Lots};
use market_primitives::traits::{funding_owed, Instruments};

/// The example of the README, with the same numbers.
#[test]
fn two_hours_of_a_premium_as_the_readme_tells_it() {
	a_btc_market().run(|| {
		book(BTC, "90180", "90185", "90190");
		let opened_at = Perpetuals::cumulative_funding(&perpetual(BTC));
		trade_for_ms(2 * 3_600_000);
		let closed_at = Perpetuals::cumulative_funding(&perpetual(BTC));

		assert_eq!(market(BTC).hourly_rate, number("0.00025"));
		assert_eq!(closed_at - opened_at, 45_000_000_000_000_000);
		let owed = |lots| {
			let decimals = <Perpetuals as Instruments>::FUNDING_DECIMALS;
			funding_owed(Lots::from_inner(lots), opened_at, closed_at, decimals).unwrap()
		};
		assert_eq!(owed(2_000), number::<Cash>("90"));
		assert_eq!(owed(-2_000), number::<Cash>("-90"));
	});
}
