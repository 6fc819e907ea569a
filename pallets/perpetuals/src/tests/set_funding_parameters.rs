// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event, FundingParameters};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

#[test]
fn new_parameters_apply_from_the_next_window_and_leave_what_has_accrued() {
	a_btc_market().run(|| {
		book(BTC, "90180", "90180", "90190");
		trade_for_ms(3_600_000);
		let accrued = market(BTC).cumulative_funding;
		assert!(accrued > 0);
		take_events();

		let new = FundingParameters { convergence_seconds: 14_400, ..funding() };
		assert_ok!(Perpetuals::set_funding_parameters(as_admin(), BTC, new));
		assert_eq!(
			take_events(),
			[Event::FundingParametersChanged { underlying: BTC, old: funding(), new }]
		);
		assert_eq!(market(BTC).cumulative_funding, accrued);
		let slow = market(BTC).hourly_rate.into_inner();
		trade_for_ms(WINDOW_MS);
		assert_eq!(market(BTC).hourly_rate.into_inner(), 2 * slow);
	});
}

#[test]
fn only_the_admin_may_and_only_within_the_bounds() {
	a_btc_market().run(|| {
		let set =
			|origin, underlying, new| Perpetuals::set_funding_parameters(origin, underlying, new);
		assert_noop!(set(as_stranger(), BTC, funding()), BadOrigin);
		assert_noop!(set(as_admin(), ETH, funding()), Error::<Test>::UnknownMarket);
		let never = FundingParameters { convergence_seconds: 1, ..funding() };
		assert_noop!(set(as_admin(), BTC, never), Error::<Test>::ConvergenceOutOfBounds);
	});
}

#[test]
fn one_change_at_most_doubles_or_halves_and_the_next_one_waits() {
	a_btc_market().run(|| {
		let set = |new| Perpetuals::set_funding_parameters(as_admin(), BTC, new);
		for far in [
			FundingParameters { convergence_seconds: 57_601, ..funding() },
			FundingParameters { convergence_seconds: 14_399, ..funding() },
			FundingParameters { cap_per_hour: number("0.0081"), ..funding() },
			FundingParameters { impact_notional: number("1999"), ..funding() },
		] {
			assert_noop!(set(far), Error::<Test>::StepTooLarge);
		}
		let twice = FundingParameters { cap_per_hour: number("0.008"), ..funding() };
		assert_ok!(set(twice));
		assert_noop!(set(funding()), Error::<Test>::ChangedTooRecently);
		pass_ms(CHANGE_INTERVAL_SECONDS * 1_000);
		assert_ok!(set(funding()));
	});
}
