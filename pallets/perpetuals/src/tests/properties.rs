// SPDX-License-Identifier: Apache-2.0
use crate::{
	funding::{hourly_rate, payment_per_lot},
	mark::{average_premium, compute_mark, MARK_BAND},
	mock::{funding, number, terms},
};
use market_maths::{
	perpetuals::clamp_to_band,
	units::{Cash, Lots, Price, Usd},
};
use market_primitives::traits::funding_owed;
use proptest::prelude::*;

/// Prices from one hundredth of a cent to a hundred million USD.
fn a_price() -> impl Strategy<Value = Price> {
	(100_000_000_000_000u128..100_000_000_000_000_000_000_000_000).prop_map(Price::from_inner)
}

fn band(index: Price) -> [Price; 2] {
	[Price::ZERO, Price::MAX].map(|end| clamp_to_band(end, index, MARK_BAND).unwrap())
}

fn perhaps_a_price() -> impl Strategy<Value = Option<Price>> {
	proptest::option::of(a_price())
}

/// After a clearing no bid is above an ask.
fn not_crossed(bid: Option<Price>, ask: Option<Price>) -> (Option<Price>, Option<Price>) {
	match (bid, ask) {
		(Some(bid), Some(ask)) => (Some(bid.min(ask)), Some(bid.max(ask))),
		one_sided => one_sided,
	}
}

fn a_premium() -> impl Strategy<Value = Usd> {
	any::<i64>().prop_map(|premium| Usd::from_inner(i128::from(premium) * 1_000_000_000))
}

proptest! {
	#[test]
	fn whatever_the_book_says_the_mark_stays_in_its_band(
		index in a_price(),
		premium in a_premium(),
		bid in perhaps_a_price(),
		ask in perhaps_a_price(),
		last in perhaps_a_price(),
	) {
		let mark = compute_mark(index, premium, (bid, ask, last)).unwrap();
		let [lowest, highest] = band(index);
		prop_assert!(lowest <= mark && mark <= highest);
	}

	#[test]
	fn the_average_moves_towards_what_it_sees_and_never_past_it(
		index in a_price(),
		bid in a_price(),
		ask in a_price(),
		elapsed_ms in 0u64..1_000_000,
	) {
		let top = (Some(bid), Some(ask), None);
		let [lowest, highest] = band(index).map(|price| price.into_inner() as i128);
		let after = average_premium(Usd::ZERO, index, top, elapsed_ms).unwrap().into_inner();
		let index = index.into_inner() as i128;
		prop_assert!(lowest - index - 1 <= after && after <= highest - index);
	}

	#[test]
	fn the_rate_never_exceeds_its_cap(
		index in a_price(),
		bid in perhaps_a_price(),
		ask in perhaps_a_price(),
	) {
		let (bid, ask) = not_crossed(bid, ask);
		let rate = hourly_rate(&funding(), index, bid, ask).unwrap();
		let cap = funding().cap_per_hour.into_inner();
		prop_assert!(-cap <= rate.into_inner() && rate.into_inner() <= cap);
	}

	/// Whatever is paid by one side is received by the other, but for the unit that the protocol books.
	#[test]
	fn long_and_short_positions_pay_each_other(
		index in a_price(),
		bid in perhaps_a_price(),
		ask in perhaps_a_price(),
		elapsed_ms in 0u64..60_000,
		lots in 1i64..1_000_000_000,
	) {
		let (bid, ask) = not_crossed(bid, ask);
		let rate = hourly_rate(&funding(), index, bid, ask).unwrap();
		let paid = payment_per_lot(index, terms().lot, rate, elapsed_ms).unwrap();
		let owed = |lots| funding_owed(Lots::from_inner(lots), 0, paid, 12).unwrap();
		let left = owed(lots).checked_add(owed(-lots)).unwrap();
		prop_assert!(left == Cash::ZERO || left == Cash::from_inner(1));
	}

	/// A higher premium never means less funding.
	#[test]
	fn funding_grows_with_the_premium(index in a_price(), low in a_price(), more in a_price()) {
		let high = low.checked_add(more).unwrap();
		let at = |bid| hourly_rate(&funding(), index, Some(bid), None).unwrap();
		prop_assert!(at(low) <= at(high));
		let at = |ask| hourly_rate(&funding(), index, None, Some(ask)).unwrap();
		prop_assert!(at(low) <= at(high));
	}
}

#[test]
fn the_default_parameters_are_within_bounds() {
	assert_eq!(crate::bounds::check_terms(&terms()), Ok(()));
	assert_eq!(crate::bounds::check_funding(&funding()), Ok(()));
	assert_eq!(terms().cash_per_tick_and_lot(), Some(number("0.0001")));
}
