// SPDX-License-Identifier: Apache-2.0
//! What a series is worth, computed when somebody asks, so that it is never older than the feeds.
//!
//! Forward and volatilities come from the expiry's smile. Where nobody votes on smiles, the forward is the index and
//! one volatility stands for all strikes and expiries of the underlying. Where there is no volatility either, an option
//! is worth what it pays.
//!
//! A mark says how good its index is and how good its volatility, each for itself: [`Mark::allows`] tells which of them
//! a purpose asks about.

use crate::{BoardKey, Boards, Config, Pallet, Series};
use alloc::collections::BTreeMap;
use core::marker::PhantomData;
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	options::{payoff, Black76, Expiry, Level, OptionKind, Strike},
	units::{Price, Rate, Volatility},
};
use market_primitives::{
	traits::{PriceFeed, Quote, VolatilitySurface},
	FeedError, FeedId, FeedStatus, InstrumentId, InstrumentTerms, Mark, OptionContract, Purpose,
	SmileId, SmileObservation, Underlying,
};

/// Nothing is discounted.
pub(crate) const DISCOUNT_RATE: Rate = Rate::ZERO;

/// A volatility that calls for caution may be off by one of so many parts of it at least, however sure its reporters
/// are: a tenth, which is about where their disagreement alone is a reason for caution.
const PARTS_IN_CAUTION: u128 = 10;

/// A halted one by one of so many parts: half, the widest that the oracle's hard bounds let votes be before they halt.
const PARTS_WHEN_HALTED: u128 = 2;

/// What all series of one expiry share.
#[derive(Clone, Debug)]
struct Shared {
	/// The mark of any of them but for its price, and how that is found.
	mark: Result<(Mark, Pricing), FeedError>,
	/// The price at which they are paid, once that is known.
	settlement_price: Option<Price>,
}

/// How a strike's price follows from what its expiry shares.
#[derive(Clone, Debug)]
enum Pricing {
	/// Black-76 on the forward, each strike at its own volatility.
	Smile(Expiry, SmileObservation),
	/// Black-76 on the index, all strikes at one volatility.
	Model(Expiry, Level),
	/// What it pays at the forward, because it has expired.
	Payoff,
	/// What it pays at the forward, because there is no volatility, or none that a model has an answer for.
	PayoffForWantOfModel,
}

/// Quotes series, and remembers what they share: each expiry's feeds are asked for once.
pub struct SeriesQuotes<T> {
	now_ms: Option<u64>,
	expiries: BTreeMap<(Underlying, u64), Shared>,
	_config: PhantomData<T>,
}

impl<T> Default for SeriesQuotes<T> {
	fn default() -> Self {
		Self { now_ms: None, expiries: BTreeMap::new(), _config: PhantomData }
	}
}

impl<T: Config> SeriesQuotes<T> {
	/// All about a series; `None` if it is not listed.
	pub(crate) fn quote(&mut self, id: &InstrumentId) -> Option<Quote> {
		let contract = id.as_option()?;
		let series = Series::<T>::get(id)?;
		let now_ms = *self.now_ms.get_or_insert_with(Pallet::<T>::now_ms);
		let shared = self.shared(id.underlying, contract.expiry, now_ms);
		Some(Quote {
			terms: InstrumentTerms { state: series.state_at(contract, now_ms), ..series.terms },
			mark: match &shared.mark {
				Ok((mark, pricing)) => Ok(pricing.mark_of(contract, *mark)),
				Err(error) => Err(*error),
			},
			cumulative_funding: 0,
			settlement_price: shared.settlement_price,
		})
	}

	fn shared(&mut self, underlying: Underlying, expiry: u64, now_ms: u64) -> &Shared {
		self.expiries.entry((underlying, expiry)).or_insert_with(|| {
			let settlement_price = has_expired(expiry, now_ms)
				.then(|| Pallet::<T>::settlement_price_of(underlying, expiry))
				.flatten();
			let mark = find::<T>(underlying, expiry, settlement_price, now_ms);
			Shared { mark, settlement_price }
		})
	}
}

/// The mark of any series of an expiry, priced at the index, and how its price and volatility are found.
fn find<T: Config>(
	underlying: Underlying,
	expiry: u64,
	settlement_price: Option<Price>,
	now_ms: u64,
) -> Result<(Mark, Pricing), FeedError> {
	let index = T::PriceFeed::observe(FeedId::Index(underlying))?;
	let price = index.value_for(Purpose::Show)?;
	let mut mark = Mark {
		price,
		index: price,
		forward: price,
		volatility: Volatility::ZERO,
		confidence: index.confidence,
		status: index.status,
		volatility_confidence: Volatility::ZERO,
		price_confidence: Price::ZERO,
		volatility_status: FeedStatus::Live,
	};
	if has_expired(expiry, now_ms) {
		if let Some(settled) = settlement_price {
			mark.forward = settled;
			mark.confidence = Price::ZERO;
			mark.status = FeedStatus::Live;
		}
		return Ok((mark, Pricing::Payoff));
	}
	let seconds = expiry.saturating_sub(now_ms / 1_000);
	let is_halted = match T::VolatilitySurface::smile(SmileId::new(underlying, expiry)) {
		Ok(smile) => {
			mark.forward = smile.forward_for(Purpose::Show)?;
			mark.volatility_status = smile.status;
			let pricing = Expiry::new(mark.forward, seconds, DISCOUNT_RATE)
				.map_or(Pricing::PayoffForWantOfModel, |expiry| Pricing::Smile(expiry, smile));
			return Ok((mark, pricing));
		},
		// Nobody votes on it, or too few: there never was a smile to go by.
		Err(FeedError::Unknown | FeedError::NeverReported) => false,
		// People have paused it before there was one to go by, or it has no shape.
		Err(FeedError::Halted) => true,
	};
	let Ok(flat) = T::PriceFeed::observe(FeedId::Volatility(underlying)) else {
		return Ok((mark, Pricing::PayoffForWantOfModel));
	};
	// A feed's value has 18 decimals whatever it measures.
	mark.volatility = Volatility::from_inner(flat.value_for(Purpose::Show)?.into_inner());
	mark.volatility_confidence = Volatility::from_inner(flat.confidence.into_inner());
	mark.volatility_status = if is_halted { FeedStatus::Halted } else { flat.status };
	let pricing = Expiry::new(mark.forward, seconds, DISCOUNT_RATE)
		.and_then(|expiry| Ok(Pricing::Model(expiry, expiry.level(mark.volatility)?)))
		.unwrap_or(Pricing::PayoffForWantOfModel);
	Ok((mark, pricing))
}

impl Pricing {
	/// The mark of one of the series.
	fn mark_of(&self, contract: &OptionContract, mark: Mark) -> Mark {
		let (kind, strike) = (contract.kind, contract.strike.price());
		let pays = payoff(kind, strike, mark.forward);
		let priced = match self {
			Self::Smile(expiry, smile) => {
				of_smile(expiry, smile, strike, kind).map(|(price, volatility)| {
					let volatility_confidence = smile.half_width(volatility);
					doubted(expiry, Mark { price, volatility, volatility_confidence, ..mark })
				})
			},
			Self::Model(expiry, level) => of_model(expiry, level, strike, kind)
				.map(|price| doubted(expiry, Mark { price, ..mark })),
			Self::Payoff => Some(Mark { price: pays, ..mark }),
			Self::PayoffForWantOfModel => None,
		};
		// No volatility, or one beyond all reason: what the option pays now is what is left, and nobody may take
		// new risk on it. Whatever it is worth, it is no more than that and the forward.
		priced.unwrap_or_else(|| Mark {
			price: pays,
			volatility_confidence: width(
				mark.volatility,
				mark.volatility_confidence,
				FeedStatus::Halted,
			),
			price_confidence: mark.forward,
			volatility_status: FeedStatus::Halted,
			..mark
		})
	}
}

/// How far a volatility of this status may be off, if its reporters say that it is off by `reported`. Rounded up,
/// against whoever is short.
fn width(volatility: Volatility, reported: Volatility, status: FeedStatus) -> Volatility {
	let one_of = |parts: u128| Volatility::from_inner(volatility.into_inner().div_ceil(parts));
	reported.max(match status {
		FeedStatus::Live => Volatility::ZERO,
		FeedStatus::Caution => one_of(PARTS_IN_CAUTION),
		FeedStatus::Halted => one_of(PARTS_WHEN_HALTED),
	})
}

/// The mark with its volatility's confidence as its status has it, and with how far that may move its price: as far as
/// that of any option of the expiry. Rounded up, against whoever is short.
fn doubted(expiry: &Expiry, mark: Mark) -> Mark {
	let off = width(mark.volatility, mark.volatility_confidence, mark.volatility_status);
	let moved = expiry
		.greatest_vega()
		.and_then(|vega| multiply_divide(vega.into_inner(), off.into_inner(), ONE, Rounding::Up));
	// No volatility makes an option worth more than what it pays and the forward.
	let moved = moved.map_or(mark.forward, |moved| Price::from_inner(moved).min(mark.forward));
	Mark { volatility_confidence: off, price_confidence: moved, ..mark }
}

fn of_model(expiry: &Expiry, level: &Level, strike: Price, kind: OptionKind) -> Option<Price> {
	let (call, put) = expiry.prices_at(&Strike::new(strike), level).ok()?;
	Some(match kind {
		OptionKind::Call => call,
		OptionKind::Put => put,
	})
}

/// The price of a strike at its own volatility, and that volatility.
fn of_smile(
	expiry: &Expiry,
	smile: &SmileObservation,
	strike: Price,
	kind: OptionKind,
) -> Option<(Price, Volatility)> {
	let volatility = smile.volatility_for(strike, Purpose::Show).ok()??;
	let level = expiry.level(volatility).ok()?;
	Some((of_model(expiry, &level, strike, kind)?, volatility))
}

/// Whether a series of this expiry, in seconds, has expired.
pub(crate) const fn has_expired(expiry: u64, now_ms: u64) -> bool {
	now_ms / 1_000 >= expiry
}

impl<T: Config> Pallet<T> {
	/// The mark of a listed series: Black-76 on the forward of its expiry with the volatility of its strike, or on the
	/// index with the volatility of the underlying; its payoff once the settlement price is known.
	pub(crate) fn mark_now(id: &InstrumentId) -> Result<Mark, FeedError> {
		SeriesQuotes::<T>::default().quote(id).ok_or(FeedError::Unknown)?.mark
	}

	pub(crate) fn model(contract: &OptionContract, mark: &Mark, now_ms: u64) -> Black76 {
		Black76 {
			forward: mark.forward,
			strike: contract.strike.price(),
			volatility: mark.volatility,
			seconds_to_expiry: contract.expiry.saturating_sub(now_ms / 1_000),
			rate: DISCOUNT_RATE,
		}
	}

	pub(crate) fn settlement_price_of(underlying: Underlying, expiry: u64) -> Option<Price> {
		Boards::<T>::get(BoardKey { expiry, underlying })?.settlement_price()
	}
}
