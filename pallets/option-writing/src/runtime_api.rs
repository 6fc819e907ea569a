// SPDX-License-Identifier: Apache-2.0
//! Questions clients may ask about options.

use crate::{BoardKey, Boards, Config, Expiries, Pallet, Phase, Series};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use market_maths::{
	options::{Greeks, OptionKind},
	units::{Price, Rate, Usd},
};
use market_primitives::{
	traits::Instruments, FeedError, InstrumentId, InstrumentTerms, Mark, MarketState, Strike,
	Underlying,
};
use scale_info::TypeInfo;

/// How the price of one coin's worth of an option reacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct GreeksView {
	/// USD per USD of forward.
	pub delta: Rate,
	/// Delta per USD of forward.
	pub gamma: Rate,
	/// USD per 100 % of volatility.
	pub vega: Usd,
	/// USD per year that passes.
	pub theta: Usd,
	/// USD per 100 % of interest.
	pub rho: Usd,
}

impl From<Greeks> for GreeksView {
	fn from(greeks: Greeks) -> Self {
		let Greeks { delta, gamma, vega, theta, rho } = greeks;
		Self { delta, gamma, vega, theta, rho }
	}
}

/// A series as a trader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SeriesView {
	/// Its instrument.
	pub instrument: InstrumentId,
	/// The terms under which it trades, with the state of now.
	pub terms: InstrumentTerms,
	/// Its mark with the implied volatility behind it, how good that is and how good the index, or why there is none.
	pub mark: Result<Mark, FeedError>,
	/// Its greeks at that mark, until it expires.
	pub greeks: Option<GreeksView>,
	/// Lots open: what accounts are short. Positions and tokens are the long side of it.
	pub open_interest: u64,
	/// Lots of it that are tokens.
	pub tokens: u64,
	/// When it was listed, in milliseconds since 1970.
	pub listed_at_ms: u64,
}

/// Call and put at a strike.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct StrikeView {
	/// The strike.
	pub strike: Strike,
	/// The call.
	pub call: Option<SeriesView>,
	/// The put.
	pub put: Option<SeriesView>,
}

/// How far the options of an expiry have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum ExpiryState {
	/// They trade.
	Trading,
	/// They have expired, and the settlement price is not known yet.
	AwaitingPrice,
	/// The settlement price must be decided by vote.
	Disputed,
	/// They are being paid out.
	Settling,
	/// All are paid.
	Settled,
}

/// The option chain of one expiry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ExpiryView {
	/// What the options are on.
	pub underlying: Underlying,
	/// When they expire, in seconds since 1970.
	pub expiry: u64,
	/// How far they have come.
	pub state: ExpiryState,
	/// The settlement price, once it is known.
	pub settlement_price: Option<Price>,
	/// All strikes, ascending.
	pub strikes: Vec<StrikeView>,
}

sp_api::decl_runtime_apis! {
	/// What options there are, and what they are worth.
	pub trait OptionsApi {
		/// The expiries that are listed on an underlying, the earliest first.
		fn expiries(underlying: Underlying) -> Vec<u64>;

		/// The option chain of one expiry.
		fn option_chain(underlying: Underlying, expiry: u64) -> Option<ExpiryView>;

		/// One series with mark, implied volatility and greeks.
		fn series(id: InstrumentId) -> Option<SeriesView>;
	}
}

impl<T: Config> Pallet<T> {
	/// The expiries that are listed on an underlying, the earliest first.
	pub fn expiries_of(underlying: Underlying) -> Vec<u64> {
		let all = Expiries::<T>::get().into_iter();
		all.filter(|key| key.underlying == underlying).map(|key| key.expiry).collect()
	}

	/// A series as a trader sees it.
	pub fn series_view(id: &InstrumentId) -> Option<SeriesView> {
		let contract = id.as_option()?;
		let series = Series::<T>::get(id)?;
		let now_ms = Self::now_ms();
		let mark = Self::mark_now(id);
		let state = series.state_at(contract, now_ms);
		let expired = matches!(state, MarketState::Settling | MarketState::Settled);
		let greeks = mark
			.ok()
			.filter(|_| !expired)
			.and_then(|mark| Self::model(contract, &mark, now_ms).greeks(contract.kind).ok());
		Some(SeriesView {
			instrument: *id,
			terms: InstrumentTerms { state, ..series.terms },
			mark,
			greeks: greeks.map(Into::into),
			open_interest: <Self as Instruments>::open_interest(id),
			tokens: series.tokens,
			listed_at_ms: series.listed_at_ms,
		})
	}

	/// The option chain of one expiry as a trader sees it.
	pub fn expiry_view(key: &BoardKey) -> Option<ExpiryView> {
		let board = Boards::<T>::get(key)?;
		let strikes = board.strikes.iter().map(|strike| StrikeView {
			strike: *strike,
			call: Self::series_view(&key.series(*strike, OptionKind::Call)),
			put: Self::series_view(&key.series(*strike, OptionKind::Put)),
		});
		Some(ExpiryView {
			underlying: key.underlying,
			expiry: key.expiry,
			state: match board.phase {
				Phase::Trading => ExpiryState::Trading,
				Phase::AwaitingPrice => ExpiryState::AwaitingPrice,
				Phase::Disputed => ExpiryState::Disputed,
				Phase::Settling(_) => ExpiryState::Settling,
				Phase::Settled { .. } => ExpiryState::Settled,
			},
			settlement_price: board.settlement_price(),
			strikes: strikes.collect(),
		})
	}
}
