// SPDX-License-Identifier: Apache-2.0
//! Corrupts the state on purpose; each invariant must notice.

use crate::{mock::*, Listed, Market, Markets};
use market_primitives::Invariants;

fn broken_after(corrupt: impl FnOnce()) -> Vec<String> {
	a_btc_market().build().execute_with(|| {
		assert!(Perpetuals::broken().is_empty());
		corrupt();
		assert!(Perpetuals::ensure_unbroken().is_err());
		Perpetuals::broken().into_iter().map(|broken| broken.name).collect()
	})
}

fn corrupt_market(change: impl FnOnce(&mut Market)) -> Vec<String> {
	broken_after(|| Markets::<Test>::mutate_extant(BTC, change))
}

#[test]
fn parameters_out_of_bounds_are_noticed() {
	let name = ["perpetuals_parameters_within_bounds"];
	assert_eq!(corrupt_market(|market| market.terms.price_band = number("0.9")), name);
	assert_eq!(corrupt_market(|market| market.terms.lot = number("0")), name);
	assert_eq!(corrupt_market(|market| market.funding.convergence_seconds = 0), name);
}

#[test]
fn a_mark_outside_its_band_is_noticed() {
	let broken = corrupt_market(|market| market.mark = number("90901"));
	assert_eq!(broken, ["mark_within_band_of_index"]);
}

#[test]
fn a_rate_beyond_every_cap_is_noticed() {
	let broken = corrupt_market(|market| market.hourly_rate = number("-0.011"));
	assert_eq!(broken, ["funding_rate_within_cap"]);
}

#[test]
fn a_market_that_is_not_listed_is_noticed() {
	assert_eq!(broken_after(Listed::<Test>::kill), ["every_market_is_listed_once"]);
}

#[test]
fn every_name_is_listed() {
	assert_eq!(Perpetuals::names().len(), 4);
}
