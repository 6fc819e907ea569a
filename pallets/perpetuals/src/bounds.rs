// SPDX-License-Identifier: Apache-2.0
//! The range of every parameter, and how far one change may move it. No vote can leave it.

use crate::types::FundingParameters;
use market_maths::units::{Rate, Usd};
use market_primitives::InstrumentTerms;

const ONE: i128 = 1_000_000_000_000_000_000;

/// An order's limit may lie between 0.1 % and 50 % from the mark.
pub const PRICE_BAND: [Rate; 2] = [Rate::from_inner(ONE / 1_000), Rate::from_inner(ONE / 2)];
/// The most lots that any market may allow to be open.
pub const OPEN_INTEREST_CAP_MAX: u64 = 1_000_000_000_000_000;
/// A premium is paid once in one hour to ten days.
pub const CONVERGENCE_SECONDS: [u32; 2] = [3_600, 864_000];
/// Interest lies within ±0.1 % per hour.
pub const INTEREST_PER_HOUR_MAX: Rate = Rate::from_inner(ONE / 1_000);
/// The cap lies between 0.001 % and 1 % per hour.
pub const CAP_PER_HOUR: [Rate; 2] = [Rate::from_inner(ONE / 100_000), Rate::from_inner(ONE / 100)];
/// Premium is measured with a trade of 100 to 10,000,000 USD.
pub const IMPACT_NOTIONAL: [Usd; 2] =
	[Usd::from_inner(ONE.saturating_mul(100)), Usd::from_inner(ONE.saturating_mul(10_000_000))];

/// Why parameters are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutOfBounds {
	CashNotExact,
	NotATradingState,
	PriceBand,
	OpenInterestCap,
	Convergence,
	Interest,
	Cap,
	ImpactNotional,
}

fn within<N: PartialOrd>(value: N, [least, most]: [N; 2]) -> bool {
	least <= value && value <= most
}

fn require(holds: bool, otherwise: OutOfBounds) -> Result<(), OutOfBounds> {
	holds.then_some(()).ok_or(otherwise)
}
pub(crate) fn check_terms(terms: &InstrumentTerms) -> Result<(), OutOfBounds> {
	require(terms.cash_per_tick_and_lot().is_some(), OutOfBounds::CashNotExact)?;
	require(terms.state.is_for_trading(), OutOfBounds::NotATradingState)?;
	require(within(terms.price_band, PRICE_BAND), OutOfBounds::PriceBand)?;
	require(
		within(terms.open_interest_cap, [0, OPEN_INTEREST_CAP_MAX]),
		OutOfBounds::OpenInterestCap,
	)
}

pub(crate) fn check_funding(funding: &FundingParameters) -> Result<(), OutOfBounds> {
	let most = INTEREST_PER_HOUR_MAX;
	let least = Rate::from_inner(most.into_inner().saturating_neg());
	require(within(funding.convergence_seconds, CONVERGENCE_SECONDS), OutOfBounds::Convergence)?;
	require(within(funding.interest_per_hour, [least, most]), OutOfBounds::Interest)?;
	require(within(funding.cap_per_hour, CAP_PER_HOUR), OutOfBounds::Cap)?;
	require(within(funding.impact_notional, IMPACT_NOTIONAL), OutOfBounds::ImpactNotional)
}

/// One change may at most double or halve a number. Interest is bounded narrowly enough already.
pub(crate) fn is_one_step_of_funding(old: &FundingParameters, new: &FundingParameters) -> bool {
	fn step(old: i128, new: i128) -> bool {
		new <= old.saturating_mul(2) && old <= new.saturating_mul(2)
	}
	step(old.convergence_seconds.into(), new.convergence_seconds.into())
		&& step(old.cap_per_hour.into_inner(), new.cap_per_hour.into_inner())
		&& step(old.impact_notional.into_inner(), new.impact_notional.into_inner())
}

/// Whether the change only restricts.
pub(crate) fn only_tightens(old: &InstrumentTerms, new: &InstrumentTerms) -> bool {
	new.price_band <= old.price_band && new.open_interest_cap <= old.open_interest_cap
}
