// SPDX-License-Identifier: Apache-2.0
//! What a series is worth, computed when somebody asks, so that it is never older than the feeds.

use crate::{BoardKey, Boards, Config, Pallet, Series};
use market_maths::{
	options::{payoff, Black76},
	units::{Price, Rate, Volatility},
};
use market_primitives::{
	traits::PriceFeed, FeedError, FeedId, FeedStatus, InstrumentId, Mark, OptionContract, Purpose,
};

/// The forward is the index, until expiries have forwards of their own; nothing is discounted.
pub(crate) const DISCOUNT_RATE: Rate = Rate::ZERO;

impl<T: Config> Pallet<T> {
	/// The mark of a listed series: Black-76 on the index with the volatility of the underlying; its
	/// payoff once the settlement price is known.
	pub(crate) fn mark_at(id: &InstrumentId, now_ms: u64) -> Result<Mark, FeedError> {
		let contract = id.as_option().filter(|_| Series::<T>::contains_key(id));
		let contract = contract.ok_or(FeedError::Unknown)?;
		let index = T::PriceFeed::observe(FeedId::Index(id.underlying))?;
		let price = index.value_for(Purpose::Show)?;
		let mut mark = Mark {
			price,
			index: price,
			forward: price,
			volatility: Volatility::ZERO,
			confidence: index.confidence,
			status: index.status,
		};
		if now_ms / 1_000 >= contract.expiry {
			if let Some(settled) = Self::settlement_price_of(id, contract) {
				mark.forward = settled;
				mark.confidence = Price::ZERO;
				mark.status = FeedStatus::Live;
			}
			mark.price = payoff(contract.kind, contract.strike.price(), mark.forward);
			return Ok(mark);
		}
		let volatility = T::PriceFeed::observe(FeedId::Volatility(id.underlying))?;
		// A feed's value has 18 decimals whatever it measures.
		mark.volatility = Volatility::from_inner(volatility.value_for(Purpose::Show)?.into_inner());
		mark.status = mark.status.max(volatility.status);
		match Self::model(contract, &mark, now_ms).price(contract.kind) {
			Ok(price) => mark.price = price,
			// A volatility or price beyond all reason: what the option pays now is what is left, and
			// nobody may take new risk on it.
			Err(_) => {
				mark.price = payoff(contract.kind, contract.strike.price(), mark.forward);
				mark.status = FeedStatus::Halted;
			},
		}
		Ok(mark)
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

	pub(crate) fn settlement_price_of(
		id: &InstrumentId,
		contract: &OptionContract,
	) -> Option<Price> {
		let key = BoardKey { expiry: contract.expiry, underlying: id.underlying };
		Boards::<T>::get(key)?.settlement_price()
	}
}
