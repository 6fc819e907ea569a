// SPDX-License-Identifier: Apache-2.0
//! Stored records.

use crate::calendar::Cadence;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use market_maths::{options::OptionKind, units::Price};
use market_primitives::{
	Emergency, InstrumentId, InstrumentTerms, MarketState, OptionContract, Strike, Underlying,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The most cadences that one rule may have.
pub const MAX_CADENCES: u32 = 8;

/// Which expiries a rule keeps listed, and which strikes of them.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct ListingCadence {
	/// How the expiries follow each other.
	pub cadence: Cadence,
	/// How many of them are listed at a time.
	pub expiries_ahead: u8,
	/// From one strike to the next, in USD.
	pub strike_step: Price,
	/// How many strikes are listed below, and how many above, the one nearest to the forward.
	pub strikes_each_side: u8,
}

/// The cadences of one rule.
pub type Cadences = BoundedVec<ListingCadence, ConstU32<MAX_CADENCES>>;

/// The rule by which the options on one underlying are listed.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ListingRule {
	/// Expiries and strikes.
	pub cadences: Cadences,
	/// The terms that each new series gets.
	pub terms: InstrumentTerms,
}

/// For which forward and until when a rule's work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct ListingDone {
	/// The index that the strikes were chosen around.
	pub index: Price,
	/// How far the index may move before other strikes may be missing.
	pub tolerance: Price,
	/// The earliest expiry that is listed, in seconds since 1970.
	pub earliest_expiry: u64,
}
/// One series: a strike and kind of one expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct SeriesRecord {
	/// The terms it was listed with. What may be done now depends on the time as well.
	pub terms: InstrumentTerms,
	/// When it was listed, in milliseconds since 1970.
	pub listed_at_ms: u64,
	/// Lots open: what accounts are short. Positions and tokens are the long side of it.
	pub open_interest: u64,
	/// Lots that were made into tokens and neither unwrapped nor paid.
	pub tokens: u64,
	/// Holders whose payment is deferred.
	pub claims: u32,
	/// A restriction that ends by itself.
	pub emergency: Option<Emergency>,
}

impl SeriesRecord {
	/// A series without positions.
	pub const fn new(terms: InstrumentTerms, listed_at_ms: u64) -> Self {
		Self { terms, listed_at_ms, open_interest: 0, tokens: 0, claims: 0, emergency: None }
	}

	/// What may be done in it at a time: from its expiry on nothing trades, whatever was said before.
	pub fn state_at(&self, contract: &OptionContract, now_ms: u64) -> MarketState {
		if self.terms.state == MarketState::Settled {
			return MarketState::Settled;
		}
		if now_ms / 1_000 >= contract.expiry {
			return MarketState::Settling;
		}
		match self.emergency {
			Some(emergency) if emergency.until_ms <= now_ms => emergency.previous,
			_ => self.terms.state,
		}
	}
}

/// How far the options of one expiry have come.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Phase<AccountId> {
	/// The expiry lies ahead.
	Trading,
	/// It has passed, and the settlement price is not known yet.
	AwaitingPrice,
	/// The settlement price cannot be computed from what was observed.
	Disputed,
	/// Accounts and holders of tokens are being paid.
	Settling(Settling<AccountId>),
	/// All are paid.
	Settled {
		/// The price at which they were.
		price: Price,
		/// When the last of them was, in milliseconds since 1970.
		at_ms: u64,
	},
}

/// Where the payment of an expiry stands.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Settling<AccountId> {
	/// The price at which they are paid.
	pub price: Price,
	/// Series not paid out yet.
	pub left: u32,
	/// The series at work, counted along the strikes, calls first.
	pub position: u32,
	/// Whether no account holds that series any more.
	pub accounts_done: bool,
	/// The holder of its tokens that was looked at last.
	pub after: Option<AccountId>,
}

impl<AccountId> Settling<AccountId> {
	/// Nothing is paid yet.
	pub const fn start(price: Price, series: u32) -> Self {
		Self { price, left: series, position: 0, accounts_done: false, after: None }
	}

	/// Goes on to the next of `series`.
	pub fn advance(&mut self, series: u32) {
		self.position = self.position.saturating_add(1).checked_rem(series).unwrap_or_default();
		self.accounts_done = false;
		self.after = None;
	}
}

/// All series of one underlying and expiry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(MaxStrikes))]
pub struct Board<AccountId, MaxStrikes: frame_support::traits::Get<u32>> {
	/// Strikes at which a call and a put are listed, ascending.
	pub strikes: BoundedVec<Strike, MaxStrikes>,
	/// How far it has come.
	pub phase: Phase<AccountId>,
	/// The index when trading stopped, if there was one.
	pub index_at_expiry: Option<Price>,
}

impl<AccountId, MaxStrikes: frame_support::traits::Get<u32>> Board<AccountId, MaxStrikes> {
	/// An expiry without strikes.
	pub fn empty() -> Self {
		Self { strikes: BoundedVec::new(), phase: Phase::Trading, index_at_expiry: None }
	}

	/// The price of settlement, once it is known.
	pub const fn settlement_price(&self) -> Option<Price> {
		match &self.phase {
			Phase::Settling(settling) => Some(settling.price),
			Phase::Settled { price, .. } => Some(*price),
			Phase::Trading | Phase::AwaitingPrice | Phase::Disputed => None,
		}
	}
}

/// What a holder of tokens is still owed because it could not be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Claim {
	/// Lots whose tokens are burnt.
	pub lots: u64,
	/// The price at which they are paid.
	pub settlement_price: Price,
}

/// Names an expiry of an underlying. The expiry comes first, so that the earliest is first.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct BoardKey {
	/// In seconds since 1970.
	pub expiry: u64,
	/// What the options are on.
	pub underlying: Underlying,
}

impl BoardKey {
	/// The series of one strike and kind.
	pub const fn series(&self, strike: Strike, kind: OptionKind) -> InstrumentId {
		InstrumentId::option(self.underlying, OptionContract { expiry: self.expiry, strike, kind })
	}

	/// Call and put of each strike.
	pub fn all_series<'a>(
		&'a self,
		strikes: &'a [Strike],
	) -> impl Iterator<Item = InstrumentId> + 'a {
		strikes.iter().flat_map(|strike| {
			[OptionKind::Call, OptionKind::Put].map(|kind| self.series(*strike, kind))
		})
	}
}
