// SPDX-License-Identifier: Apache-2.0
//! One price in USD of many venues' quotes.

use crate::feeder::{liquidity::capped_weights, source_bits, Asset, Line, Market, Quote};
use market_maths::{
	aggregation::{aggregate, weighted_lower_median, Vote},
	arithmetic::{multiply_divide, Rounding, ONE},
	units::Price,
	MathsError,
};
use std::collections::{BTreeMap, BTreeSet};

/// The whole, in basis points.
const WHOLE_BPS: u128 = 10_000;

/// How an asset's price in USD is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
	/// The asset.
	pub asset: Asset,
	/// What its markets may be paid in: USD, or an asset that was valued before.
	pub quotes: Vec<Asset>,
	/// Venues a price needs.
	pub minimum_venues: usize,
	/// The most a single venue may weigh, in basis points of all.
	pub venue_weight_cap_bps: u32,
	/// How far a quote may be from the median of all, in basis points of it, before it is left out.
	pub plausible_bps: u32,
	/// Nobody is surer than this, in basis points of the price.
	pub confidence_floor_bps: u32,
}

/// A venue's quote of a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
	/// Where.
	pub line: Line,
	/// What.
	pub quote: Quote,
}

/// A price in USD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valued {
	/// Lower weighted median of the venues' prices.
	pub price: Price,
	/// Half the width of the band in which the price is believed to be.
	pub confidence: Price,
	/// When it was seen: the weighted median of the quotes' times, in milliseconds since 1970.
	pub seen_at_ms: u64,
	/// The lowest price in it.
	pub lowest: Price,
	/// The highest.
	pub highest: Price,
	/// Venues in it.
	pub venues: usize,
	/// Quotes in it. A venue may have several.
	pub quotes: usize,
	/// The venues in it, a bit for each.
	pub sources: u16,
}

/// Why there is no price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoValue {
	/// Too few venues say something usable.
	#[error("{found} of at least {needed} venues have a usable price")]
	TooFewVenues {
		/// How many have one.
		found: usize,
		/// How many are needed.
		needed: usize,
	},
	/// The venues are too far apart to name a price at all.
	#[error("the venues are so far apart that the band is wider than the price")]
	TooUncertain,
	/// The numbers do not fit.
	#[error("the quotes cannot be computed with: {0}")]
	Maths(MathsError),
}

/// Why a quote is not in a price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeftOut {
	/// What it is paid in has no price.
	#[error("{0} has no price in USD")]
	NoRate(Asset),
	/// It contradicts the others.
	#[error("it is {by_bps} basis points from the median of all")]
	FarFromOthers {
		/// How far.
		by_bps: u128,
	},
}

/// What became of the quotes of an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valuation {
	/// The price, or why there is none.
	pub outcome: Result<Valued, NoValue>,
	/// Who has no say, and why.
	pub left_out: Vec<(Line, LeftOut)>,
}

/// The prices in USD of all assets that were valued before.
pub type Rates = BTreeMap<Asset, Valued>;

/// A quote in USD, with its weight before the cap.
struct Candidate<'a> {
	line: &'a Line,
	price: u128,
	confidence: u128,
	volume: u128,
	seen_at_ms: u64,
}

/// Values an asset by all sightings of its markets. The order of the sightings does not matter.
///
/// 1. A quote in a stablecoin is converted at that coin's own price, whose uncertainty it takes over.
/// 2. Each venue weighs as much as is traded there, but at most the cap; its markets share its weight.
/// 3. What is far from the weighted median of all is left out, and the median is taken again.
/// 4. The confidence is the wider distance from the median to the quartiles of all prices, each at its
///    bid, middle and ask: it grows with the venues' spreads and with their disagreement.
pub fn value(rule: &Rule, sightings: &[Sighting], rates: &Rates) -> Valuation {
	let mut left_out = Vec::new();
	let outcome = value_noting(rule, sightings, rates, &mut left_out);
	left_out.sort_by(|(one, _), (other, _)| one.cmp(other));
	Valuation { outcome, left_out }
}

fn value_noting(
	rule: &Rule,
	sightings: &[Sighting],
	rates: &Rates,
	left_out: &mut Vec<(Line, LeftOut)>,
) -> Result<Valued, NoValue> {
	let mut candidates = Vec::new();
	for sighting in sightings {
		if !rule.covers(&sighting.line.market) {
			continue;
		}
		match convert(rule, sighting, rates).map_err(NoValue::Maths)? {
			Some(candidate) => candidates.push(candidate),
			None => {
				let quote = sighting.line.market.quote.clone();
				left_out.push((sighting.line.clone(), LeftOut::NoRate(quote)));
			},
		}
	}
	ensure_venues(rule, &candidates)?;
	let weights = weigh(rule, &candidates).map_err(NoValue::Maths)?;
	let middle =
		median(&candidates, &weights, |candidate| candidate.price).map_err(NoValue::Maths)?;
	candidates.retain(|candidate| {
		let by_bps = distance_bps(middle, candidate.price);
		let plausible = by_bps <= u128::from(rule.plausible_bps);
		if !plausible {
			left_out.push((candidate.line.clone(), LeftOut::FarFromOthers { by_bps }));
		}
		plausible
	});
	ensure_venues(rule, &candidates)?;
	summarise(rule, &candidates)
}

impl Rule {
	fn covers(&self, market: &Market) -> bool {
		market.base == self.asset && self.quotes.contains(&market.quote)
	}
}

/// A quote in USD; `None` if what it is paid in has no price. Rounded down by less than 10⁻¹⁸ USD, to
/// nobody's gain; its uncertainty is rounded up.
fn convert<'a>(
	rule: &Rule,
	sighting: &'a Sighting,
	rates: &Rates,
) -> Result<Option<Candidate<'a>>, MathsError> {
	let Sighting { line, quote } = sighting;
	let raw = quote.price.into_inner();
	let (price, spread, doubt, seen_at_ms) = if line.market.quote == Asset::usd() {
		(raw, quote.half_spread.into_inner(), 0, quote.seen_at_ms)
	} else {
		let Some(rate) = rates.get(&line.market.quote) else { return Ok(None) };
		let by = rate.price.into_inner();
		(
			multiply_divide(raw, by, ONE, Rounding::Down)?,
			multiply_divide(quote.half_spread.into_inner(), by, ONE, Rounding::Up)?,
			multiply_divide(raw, rate.confidence.into_inner(), ONE, Rounding::Up)?,
			quote.seen_at_ms.min(rate.seen_at_ms),
		)
	};
	let floor = multiply_divide(price, rule.confidence_floor_bps.into(), WHOLE_BPS, Rounding::Up)?;
	let confidence = spread.max(floor).checked_add(doubt).ok_or(MathsError::Overflow)?;
	let volume = u128::try_from(quote.volume.into_inner()).unwrap_or_default();
	Ok(Some(Candidate { line, price, confidence, volume, seen_at_ms }))
}

fn ensure_venues(rule: &Rule, candidates: &[Candidate<'_>]) -> Result<(), NoValue> {
	let found = venues(candidates);
	let needed = rule.minimum_venues.max(1);
	match found >= needed {
		true => Ok(()),
		false => Err(NoValue::TooFewVenues { found, needed }),
	}
}

fn venues(candidates: &[Candidate<'_>]) -> usize {
	candidates
		.iter()
		.map(|it| it.line.venue.as_str())
		.collect::<BTreeSet<_>>()
		.len()
}

/// The weight of each quote: its share of its venue's weight, which is capped.
fn weigh(rule: &Rule, candidates: &[Candidate<'_>]) -> Result<Vec<u128>, MathsError> {
	let mut by_venue: BTreeMap<&str, u128> = BTreeMap::new();
	for candidate in candidates {
		let volume = by_venue.entry(&candidate.line.venue).or_default();
		*volume = volume.checked_add(candidate.volume).ok_or(MathsError::Overflow)?;
	}
	let volumes: Vec<u128> = by_venue.values().copied().collect();
	let capped = capped_weights(&volumes, rule.venue_weight_cap_bps)?;
	let capped: BTreeMap<&str, u128> = by_venue.keys().copied().zip(capped).collect();
	candidates
		.iter()
		.map(|candidate| {
			let venue = candidate.line.venue.as_str();
			let (Some(whole), Some(most)) = (by_venue.get(venue), capped.get(venue)) else {
				return Ok(0);
			};
			if candidate.volume == 0 {
				return Ok(0);
			}
			// Whoever traded at all weighs something.
			Ok(multiply_divide(candidate.volume, *most, *whole, Rounding::Down)?.max(1))
		})
		.collect()
}

fn median(
	candidates: &[Candidate<'_>],
	weights: &[u128],
	of: impl Fn(&Candidate<'_>) -> u128,
) -> Result<u128, MathsError> {
	let mut votes: Vec<(u128, u128)> =
		candidates.iter().map(of).zip(weights.iter().copied()).collect();
	weighted_lower_median(&mut votes)
}

/// How far `price` is from `middle`, in basis points of `middle`, rounded up.
fn distance_bps(middle: u128, price: u128) -> u128 {
	multiply_divide(middle.abs_diff(price), WHOLE_BPS, middle.max(1), Rounding::Up)
		.unwrap_or(u128::MAX)
}

fn summarise(rule: &Rule, candidates: &[Candidate<'_>]) -> Result<Valued, NoValue> {
	let weights = weigh(rule, candidates).map_err(NoValue::Maths)?;
	let votes: Vec<Vote> = candidates
		.iter()
		.zip(&weights)
		.map(|(candidate, weight)| Vote {
			price: Price::from_inner(candidate.price),
			confidence: Price::from_inner(candidate.confidence),
			weight: *weight,
		})
		.collect();
	let result = aggregate(&votes).map_err(NoValue::Maths)?;
	let seen_at =
		median(candidates, &weights, |it| it.seen_at_ms.into()).map_err(NoValue::Maths)?;
	let floor = multiply_divide(
		result.price.into_inner(),
		rule.confidence_floor_bps.into(),
		WHOLE_BPS,
		Rounding::Up,
	)
	.map_err(NoValue::Maths)?;
	let confidence = result.confidence.max(Price::from_inner(floor));
	if confidence > result.price {
		return Err(NoValue::TooUncertain);
	}
	let prices = || candidates.iter().map(|candidate| Price::from_inner(candidate.price));
	Ok(Valued {
		price: result.price,
		confidence,
		seen_at_ms: u64::try_from(seen_at).unwrap_or(u64::MAX),
		lowest: prices().min().unwrap_or_default(),
		highest: prices().max().unwrap_or_default(),
		venues: venues(candidates),
		quotes: candidates.len(),
		sources: source_bits(candidates.iter().map(|it| it.line.venue.as_str())),
	})
}

#[cfg(test)]
mod tests;
