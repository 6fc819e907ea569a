// SPDX-License-Identifier: Apache-2.0
//! Stored records. Their methods need no storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use market_maths::units::Price;
use market_primitives::{FeedId, Window};
use oracle_core::{
	crypto::reporter,
	score::{Given, Record, VOTES_REMEMBERED},
	Round, SeatNumber,
};
use scale_info::TypeInfo;

/// Keys that an outside reporter may use one after the other while it is one.
pub const MAX_KEYS: u32 = 4;
/// Losses of an outside reporter that wait apart from each other. Another one joins the last of them.
pub const MAX_PENALTIES: u32 = 8;

/// Someone outside the validators who may report, or once might.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Reporter<Balance> {
	/// What the account may do.
	pub standing: Standing,
	/// What gives its votes their weight. Held.
	pub bond: Balance,
	/// What is on its way back to the account. Still held.
	pub unbonding: Option<Unbonding<Balance>>,
	/// The keys it signs bundles with; the last is the one in use. It answers for what it signed with
	/// any of them.
	pub keys: BoundedVec<reporter::Public, ConstU32<MAX_KEYS>>,
	/// What it will lose unless it is cancelled, in the order in which it is due. Still held.
	pub penalties: BoundedVec<Penalty<Balance>, ConstU32<MAX_PENALTIES>>,
	/// The slot up to which it has answered for bundles that contradict each other; zero if never.
	pub answered_until: Round,
	/// In which of its last sessions its votes were off, while it has no seat. A seat has the record itself, and gives
	/// it back.
	pub record: Record,
}

/// A loss that waits, so that it can be cancelled.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Penalty<Balance> {
	/// How much.
	pub amount: Balance,
	/// From when on it is taken, in milliseconds since 1970.
	pub due_at_ms: u64,
}

/// What an account may do here.
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
)]
pub enum Standing {
	/// Admitted, but without a bond: it may take a seat.
	Admitted,
	/// It reports from this seat.
	Seated(SeatNumber),
	/// It was removed and only waits for its bond.
	Removed,
	/// It gave up its whole bond, and reports from this seat until the session is over and judged.
	Leaving(SeatNumber),
}

impl Standing {
	/// The seat from which the account reports, if it has one.
	pub const fn seat(self) -> Option<SeatNumber> {
		match self {
			Self::Seated(seat) | Self::Leaving(seat) => Some(seat),
			Self::Admitted | Self::Removed => None,
		}
	}
}

/// A part of a bond that waits for its release.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Unbonding<Balance> {
	/// How much.
	pub amount: Balance,
	/// From when on it may be withdrawn, in milliseconds since 1970.
	pub withdrawable_at_ms: u64,
}

/// A taken seat. All seats together are the panel, which every aggregation reads at once.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Seat<AccountId> {
	/// Its number. No two reporters share one.
	pub number: SeatNumber,
	/// Who sits there.
	pub reporter: AccountId,
	/// As what.
	pub class: Class,
	/// The key that signs its bundles; none if it only reports by call, or took the seat during this session.
	pub key: Option<reporter::Public>,
	/// What the reporter had at stake when the session began.
	pub stake: u128,
	/// What its votes weigh in this session. Nothing for who took the seat during it.
	pub weight: u128,
	/// In which of the last sessions its votes were off.
	pub record: Record,
}

/// Why somebody has a seat.
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
pub enum Class {
	/// By duty: it is a validator of this session.
	Validator,
	/// By admission and bond.
	Outside,
}

/// Whose key it was that signed, and how that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum KeyOwner<AccountId, Proof> {
	/// A validator's, which the proof shows, for any session that is still remembered.
	Validator(Proof),
	/// An outside reporter's, which the chain has on record.
	Outside(AccountId),
}

/// A value as a reporter sends it.
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
)]
pub struct ReportedValue {
	/// Of what.
	pub feed: FeedId,
	/// The value: USD for a price, 1 = 100 % a year for a volatility; 18 decimals.
	pub value: Price,
	/// Half the width within which the reporter believes the true value to lie; 18 decimals.
	pub confidence: Price,
}

/// A reporter's latest word on a feed. It counts until it is too old, whether or not it is repeated.
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
)]
pub struct Vote {
	/// Who gave it.
	pub seat: SeatNumber,
	/// The value.
	pub value: Price,
	/// Half the width of the reporter's band.
	pub confidence: Price,
	/// When the reporter saw it, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// The window it arrived in.
	pub window: Window,
	/// The last votes of earlier windows, in whose place it is, the newest first.
	pub earlier: [Option<ReplacedVote>; VOTES_REMEMBERED],
}

/// What is kept of a vote whose place was taken by another.
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
)]
pub struct ReplacedVote {
	/// The value.
	pub value: Price,
	/// When the reporter saw it, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// The window it arrived in.
	pub window: Window,
}

impl Vote {
	/// The vote in the place of the reporter's last one.
	///
	/// A second vote of a window takes the place of one that was never counted, and leaves the one before as it is:
	/// what foretold a median badly is not made undone once the median is known.
	pub const fn in_place_of(self, last: &Self) -> Self {
		let Self { value, observed_at_ms, window, earlier, .. } = *last;
		let [first, second, third, _] = earlier;
		let earlier = if window == self.window {
			earlier
		} else {
			[Some(ReplacedVote { value, observed_at_ms, window }), first, second, third]
		};
		Self { earlier, ..self }
	}

	/// What the reporter gave in a window, as far as its last votes tell.
	pub fn given_in(&self, window: Window) -> Option<Price> {
		if self.window == window {
			return Some(self.value);
		}
		let given = self.earlier.iter().flatten().find(|given| given.window == window)?;
		Some(given.value)
	}

	/// The value, and when it was seen.
	pub const fn given(&self) -> Given {
		Given { value: self.value, observed_at_ms: self.observed_at_ms }
	}

	/// The same of the votes in whose place it is.
	pub fn given_earlier(&self) -> [Option<Given>; VOTES_REMEMBERED] {
		self.earlier.map(|given| {
			let ReplacedVote { value, observed_at_ms, .. } = given?;
			Some(Given { value, observed_at_ms })
		})
	}

	/// Whether the vote still counts at `now_ms`.
	pub const fn counts_at(&self, now_ms: u64, max_age_ms: u64) -> bool {
		now_ms.saturating_sub(self.observed_at_ms) <= max_age_ms
	}
}

/// A finished minute: the median of the values in it.
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
)]
pub struct MinutePoint {
	/// Which minute of its hour, 0 to 59.
	pub minute_of_hour: u8,
	/// The median of the values that were live or in caution in it.
	pub value: Price,
}
