// SPDX-License-Identifier: Apache-2.0
//! The range of every parameter. No vote can leave it.

use crate::{
	calendar::Cadence,
	types::{ListingCadence, ListingRule},
};
use market_maths::units::{Price, Rate};
use market_primitives::{InstrumentTerms, Strike};

const ONE: i128 = 1_000_000_000_000_000_000;

/// An order's limit may lie 0.1 % to 100 % of the index from the mark.
pub const PRICE_BAND: [Rate; 2] = [Rate::from_inner(ONE / 1_000), Rate::from_inner(ONE)];
/// The most lots that any series may allow to be open.
pub const OPEN_INTEREST_CAP_MAX: u64 = 1_000_000_000_000_000;
/// Expiries follow each other after one minute to one year.
pub const CADENCE_SECONDS: [u32; 2] = [60, 31_536_000];
/// One to eight expiries of a cadence are listed at a time.
pub const EXPIRIES_AHEAD: [u8; 2] = [1, 8];
/// One to 32 strikes are listed on each side of the forward.
pub const STRIKES_EACH_SIDE: [u8; 2] = [1, 32];
/// A disputed settlement price of which nothing was seen may be decided within 30 % of the index at expiry.
pub const RESOLUTION_BAND: Rate = Rate::from_inner(ONE / 10 * 3);

/// Why parameters are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutOfBounds {
	CashNotExact,
	NotATradingState,
	PriceBand,
	OpenInterestCap,
	Cadence,
	ExpiriesAhead,
	StrikeStep,
	StrikesEachSide,
}

fn within<N: PartialOrd>(value: N, [least, most]: [N; 2]) -> bool {
	least <= value && value <= most
}

fn require(holds: bool, otherwise: OutOfBounds) -> Result<(), OutOfBounds> {
	holds.then_some(()).ok_or(otherwise)
}
pub(crate) fn check_terms(terms: &InstrumentTerms) -> Result<(), OutOfBounds> {
	require(terms.cash_per_tick_and_lot().is_some(), OutOfBounds::CashNotExact)?;
	require(within(terms.price_band, PRICE_BAND), OutOfBounds::PriceBand)?;
	require(
		within(terms.open_interest_cap, [0, OPEN_INTEREST_CAP_MAX]),
		OutOfBounds::OpenInterestCap,
	)
}

/// Whether the change only restricts.
pub(crate) fn only_tightens(old: &InstrumentTerms, new: &InstrumentTerms) -> bool {
	new.price_band <= old.price_band && new.open_interest_cap <= old.open_interest_cap
}

fn check_cadence(listing: &ListingCadence) -> Result<(), OutOfBounds> {
	if let Cadence::Every { seconds, .. } = listing.cadence {
		require(within(seconds, CADENCE_SECONDS), OutOfBounds::Cadence)?;
	}
	require(within(listing.expiries_ahead, EXPIRIES_AHEAD), OutOfBounds::ExpiriesAhead)?;
	require(within(listing.strikes_each_side, STRIKES_EACH_SIDE), OutOfBounds::StrikesEachSide)?;
	let is_strike = Strike::from_price(listing.strike_step).is_ok();
	require(listing.strike_step > Price::ZERO && is_strike, OutOfBounds::StrikeStep)
}

pub(crate) fn check_rule(rule: &ListingRule) -> Result<(), OutOfBounds> {
	check_terms(&rule.terms)?;
	require(rule.terms.state.is_for_trading(), OutOfBounds::NotATradingState)?;
	rule.cadences.iter().try_for_each(check_cadence)
}
