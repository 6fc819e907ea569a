// SPDX-License-Identifier: Apache-2.0
//! What must hold about markets after every block.

use crate::{bounds, mark::MARK_BAND, Config, Listed, Market, Markets, Pallet};
use alloc::{format, string::String, vec::Vec};
use market_maths::perpetuals::clamp_to_band;
use market_primitives::{BrokenInvariant, Invariants, Underlying};

const PARAMETERS_WITHIN_BOUNDS: &str = "perpetuals_parameters_within_bounds";
const MARK_WITHIN_BAND_OF_INDEX: &str = "mark_within_band_of_index";
const FUNDING_RATE_WITHIN_CAP: &str = "funding_rate_within_cap";
const EVERY_MARKET_IS_LISTED_ONCE: &str = "every_market_is_listed_once";

/// Terms and funding parameters lie within [`bounds`].
fn parameters_within_bounds(market: &Market) -> Result<(), String> {
	bounds::check_terms(&market.terms)
		.and_then(|()| bounds::check_funding(&market.funding))
		.map_err(|reason| format!("{reason:?}: {:?} {:?}", market.terms, market.funding))
}

/// The stored mark lies within one hundredth of the index that it was made with.
fn mark_within_band_of_index(market: &Market) -> Result<(), String> {
	if clamp_to_band(market.mark, market.index, MARK_BAND) == Ok(market.mark) {
		return Ok(());
	}
	Err(format!("mark {}, index {}", market.mark, market.index))
}

/// No window's funding rate exceeds the widest cap there can be.
///
/// The cap itself may have been lowered since the rate was applied.
fn funding_rate_within_cap(market: &Market) -> Result<(), String> {
	let [_, widest] = bounds::CAP_PER_HOUR;
	if market.hourly_rate.into_inner().unsigned_abs() <= widest.into_inner().unsigned_abs() {
		return Ok(());
	}
	Err(format!("rate {} per hour, cap {widest}", market.hourly_rate))
}

/// `Listed` names every market exactly once, and no other.
fn every_market_is_listed_once<T: Config>() -> Result<(), String> {
	let mut listed = Listed::<T>::get().into_inner();
	let mut stored: Vec<Underlying> = Markets::<T>::iter_keys().collect();
	listed.sort_unstable();
	stored.sort_unstable();
	if listed == stored {
		return Ok(());
	}
	Err(format!("listed {listed:?}, stored {stored:?}"))
}

impl<T: Config> Invariants for Pallet<T> {
	fn names() -> Vec<&'static str> {
		alloc::vec![
			PARAMETERS_WITHIN_BOUNDS,
			MARK_WITHIN_BAND_OF_INDEX,
			FUNDING_RATE_WITHIN_CAP,
			EVERY_MARKET_IS_LISTED_ONCE,
		]
	}

	fn broken() -> Vec<BrokenInvariant> {
		let mut broken = Vec::new();
		if let Err(found) = every_market_is_listed_once::<T>() {
			broken.push(BrokenInvariant::new(EVERY_MARKET_IS_LISTED_ONCE, found));
		}
		for (underlying, market) in Markets::<T>::iter() {
			for (name, result) in [
				(PARAMETERS_WITHIN_BOUNDS, parameters_within_bounds(&market)),
				(MARK_WITHIN_BAND_OF_INDEX, mark_within_band_of_index(&market)),
				(FUNDING_RATE_WITHIN_CAP, funding_rate_within_cap(&market)),
			] {
				if let Err(found) = result {
					broken.push(BrokenInvariant::new(name, format!("{underlying}: {found}")));
				}
			}
		}
		broken
	}
}
