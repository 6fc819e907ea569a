// SPDX-License-Identifier: Apache-2.0
//! How well reporters do, and when it is a fault. Votes in, verdict out: no storage.
//!
//! Whoever is judged by the median can be wronged by a false majority, so nothing here counts in a round in
//! which more than a third of the weight is off: that is a market, or a source that many share.

use crate::{Fault, SmileConduct};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	aggregation::deviation_scale,
	arithmetic::{multiply_divide, Rounding},
	units::{Price, Rate},
	MathsError,
};
use scale_info::TypeInfo;
use sp_arithmetic::Perbill;

use crate::counting::{distance, share_of};
use alloc::vec::Vec;

/// A vote is off by so many widths of the votes.
const OUTLIER_WIDTHS: u128 = 6;
/// A vote nearer than this to the median is never off.
const OUTLIER_SHARE: Perbill = Perbill::from_parts(5_000_000);
/// The least width that votes are scored by: two hundredths of a percent, in units of 10^-18.
const LEAST_WIDTH: Rate = Rate::from_inner(200_000_000_000_000);
/// A vote further than this from the median is grossly off,
const GROSS_SHARE: Perbill = Perbill::from_percent(5);
/// if two thirds of the weight are this near to it.
const CLOSE_SHARE: Perbill = Perbill::from_parts(5_000_000);

/// A vote that foretold the next median exactly, in the unit of [`Conduct::foresight`].
pub const FORESIGHT: u32 = 1_000_000;
/// Rounds that a session needs for anybody to be judged by it.
pub const JUDGED_ROUNDS: u32 = 100;
/// Votes grossly off in a session that are a fault.
pub const GROSS_ROUNDS: u32 = 10;
/// The share of rounds that may be missed.
pub const ALLOWED_ABSENCE: Perbill = Perbill::from_percent(20);
/// The share of rounds from which on absence is grave.
pub const GRAVE_ABSENCE: Perbill = Perbill::from_percent(50);
/// The share of votes that may be off.
pub const ALLOWED_OUTLIERS: Perbill = Perbill::from_percent(5);
/// The share of votes in moving rounds that may repeat the chain's last value.
pub const ALLOWED_COPIES: Perbill = Perbill::from_percent(98);
/// Sessions that are looked back on for votes that were off.
pub const SESSIONS_REMEMBERED: u32 = 30;
/// Sessions with too many votes off, among those remembered, that are a fault.
pub const DEVIANT_SESSIONS: u32 = 3;
/// Rounds that something happens in, at least, to be judged by its share: one may be bad luck.
pub const LEAST_JUDGED: u32 = 5;
/// How many of a reporter's last votes are remembered beside the newest: with one in a slot, all that can be of the
/// moment of a vote that has just come in and is as old as may be.
pub const VOTES_REMEMBERED: usize = 4;
/// Votes that were seen within so many milliseconds of each other are about the same market: half a slot.
const SAME_MOMENT_MS: u64 = 1_500;

/// A value, and when its reporter saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
	/// The value.
	pub value: Price,
	/// When it was seen, in milliseconds since 1970.
	pub observed_at_ms: u64,
}

/// What a seat has to show for itself in one counting of one feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Showing {
	/// What the seat weighs.
	pub weight: u128,
	/// Its vote, if it is young enough to count.
	pub vote: Option<Given>,
	/// Whether the vote is new in this counting, however old: who dates a vote back answers for that moment.
	pub is_new: bool,
	/// The votes that were in its place before, the newest first.
	pub earlier: [Option<Given>; VOTES_REMEMBERED],
	/// Its vote that was new in the counting before this one.
	pub before: Option<Price>,
}

impl Showing {
	/// Whether what the seat said about the moment of `other` is nowhere near it.
	fn contradicts(&self, other: &Given, limit: Price) -> bool {
		let is_of_that_moment =
			|given: &&Given| given.observed_at_ms.abs_diff(other.observed_at_ms) <= SAME_MOMENT_MS;
		let mut of_that_moment = core::iter::once(&self.vote)
			.chain(&self.earlier)
			.flatten()
			.filter(is_of_that_moment)
			.peekable();
		of_that_moment.peek().is_some()
			&& of_that_moment.all(|given| distance(given.value, other.value) > limit)
	}
}

/// What a seat did in one counting of one feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conduct {
	/// It had no vote that counted.
	pub missed: bool,
	/// It gave a new vote.
	pub voted: bool,
	/// Its new vote was off.
	pub outlier: bool,
	/// Its new vote was grossly off.
	pub gross: bool,
	/// It gave a new vote and the median moved.
	pub moved: bool,
	/// It gave the chain's last value as its own although the median moved.
	pub copied: bool,
	/// How well its vote of the counting before foretold this median, in millionths; nothing without one.
	pub foresight: Option<u32>,
}

/// What each seat did in a round whose median is `median` and before which the chain showed `shown`.
///
/// ```text
/// s       = max(1.4826 · median |vote − m|, 2 bps · m)
/// far     : |vote − m| > max(6 s, 50 bps · m), while not more than a third of the weight heard is
/// off     : far, and two thirds of all weight contradict it: they spoke of the same moment, give or take
///           half a slot, and are further from it than that
/// gross   : contradicted so by more than 5 % · m  while two thirds of the weight are within 0.5 % of m
/// missed  : no vote young enough to count; excused if more than a third of all weight is missing
/// foresight : 1 − min(1, |vote of the counting before − m| / 6 s)
/// ```
///
/// An author may carry few new votes, or some of them late, so that in a market that jumps the median is where old
/// ones hold it, and whoever tells the truth is far from it. But what is contradicted by two thirds is contradicted
/// by somebody honest, as long as less than a third of all weight is hostile; and honest reporters see one market at
/// one moment. So no choice of an author makes an honest vote off. It can make a false one pass, by leaving
/// others out.
///
/// A vote that is only repeated by its stickiness is not scored again. One that comes in late is held against what
/// others said of its own moment: nobody can tell who held it back, its giver or an author, and neither gains by it.
pub fn conduct_of(
	showings: &[Showing],
	median: Price,
	shown: Option<Price>,
) -> Result<Vec<Conduct>, MathsError> {
	let heard: Vec<(Price, u128)> = showings
		.iter()
		.filter_map(|showing| Some((showing.vote?.value, showing.weight)))
		.collect();
	let weight_heard = weight(heard.iter().map(|(_, weight)| *weight));
	let weight_total = weight(showings.iter().map(|showing| showing.weight));
	let scale = deviation_scale(&heard, median, LEAST_WIDTH)?;

	let widths = scale.into_inner().saturating_mul(OUTLIER_WIDTHS);
	let limit = Price::from_inner(widths).max(share_of(median, OUTLIER_SHARE));
	let gross_limit = share_of(median, GROSS_SHARE);
	let close_limit = share_of(median, CLOSE_SHARE);
	let weight_where = |holds: &dyn Fn(Price) -> bool| {
		weight(heard.iter().filter(|(price, _)| holds(*price)).map(|(_, weight)| *weight))
	};
	let is_far = |price: Price| distance(price, median) > limit;
	let far_excused = is_more_than_a_third(weight_where(&is_far), weight_heard);
	let is_contradicted = |given: &Given, limit: Price| {
		let those = showings.iter().filter(|showing| showing.contradicts(given, limit));
		is_two_thirds(weight(those.map(|showing| showing.weight)), weight_total)
	};
	let close = weight_where(&|price| distance(price, median) <= close_limit);
	let agreed = is_two_thirds(close, weight_heard);
	let missed_excused =
		is_more_than_a_third(weight_total.saturating_sub(weight_heard), weight_total);
	let moved = shown.is_some_and(|shown| shown != median);

	let foresight = |before: Price| {
		let parts = distance(before, median)
			.into_inner()
			.saturating_mul(FORESIGHT.into())
			.checked_div(widths)
			.unwrap_or(u128::MAX);
		FORESIGHT.saturating_sub(u32::try_from(parts).unwrap_or(u32::MAX))
	};

	Ok(showings
		.iter()
		.map(|showing| {
			let conduct = match showing.vote {
				None => Conduct { missed: !missed_excused, ..Default::default() },
				Some(_) if !showing.is_new => Conduct::default(),
				Some(given) => {
					let is_suspect = is_far(given.value) && !far_excused;
					Conduct {
						voted: true,
						outlier: is_suspect && is_contradicted(&given, limit),
						gross: is_suspect && agreed && is_contradicted(&given, gross_limit),
						moved,
						copied: moved && shown == Some(given.value),
						..Default::default()
					}
				},
			};
			Conduct { foresight: showing.before.map(foresight), ..conduct }
		})
		.collect())
}

fn weight(weights: impl Iterator<Item = u128>) -> u128 {
	weights.fold(0, u128::saturating_add)
}

const fn is_more_than_a_third(part: u128, whole: u128) -> bool {
	part.saturating_mul(3) > whole
}

pub(crate) const fn is_two_thirds(part: u128, whole: u128) -> bool {
	part.saturating_mul(3) >= whole.saturating_mul(2)
}

/// What a seat did in a session so far. Every feed counts on its own.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Score {
	/// Countings.
	pub rounds: u32,
	/// Those in which it had no vote that counted.
	pub missed: u32,
	/// New votes that were scored.
	pub votes: u32,
	/// Those that were off.
	pub outliers: u32,
	/// Those that were grossly off.
	pub gross: u32,
	/// New votes in rounds in which the median moved.
	pub moving: u32,
	/// Those that repeated the chain's last value.
	pub copies: u32,
	/// Votes that were held against the median of the counting after them.
	pub compared: u32,
	/// The sum of how well they foretold it, in millionths each.
	pub foresight: u64,
	/// Countings of smiles. Every expiry counts on its own.
	pub smile_rounds: u32,
	/// New votes on smiles that were scored.
	pub smile_votes: u32,
	/// Those that were off.
	pub smile_outliers: u32,
	/// The sum of how well votes on smiles foretold the next counting, in millionths each.
	pub smile_foresight: u64,
}

impl Score {
	/// The score after one more counting.
	pub fn with(self, conduct: Conduct) -> Self {
		let plus = |count: u32, holds: bool| count.saturating_add(holds.into());
		Self {
			rounds: plus(self.rounds, true),
			missed: plus(self.missed, conduct.missed),
			votes: plus(self.votes, conduct.voted),
			outliers: plus(self.outliers, conduct.outlier),
			gross: plus(self.gross, conduct.gross),
			moving: plus(self.moving, conduct.moved),
			copies: plus(self.copies, conduct.copied),
			compared: plus(self.compared, conduct.foresight.is_some()),
			foresight: self.foresight.saturating_add(conduct.foresight.unwrap_or_default().into()),
			..self
		}
	}

	/// The score after one more counting of a smile.
	pub fn with_smile(self, conduct: SmileConduct) -> Self {
		let plus = |count: u32, holds: bool| count.saturating_add(holds.into());
		let foresight = conduct.foresight.unwrap_or_default().into();
		Self {
			smile_rounds: plus(self.smile_rounds, true),
			smile_votes: plus(self.smile_votes, conduct.voted),
			smile_outliers: plus(self.smile_outliers, conduct.outlier),
			smile_foresight: self.smile_foresight.saturating_add(foresight),
			..self
		}
	}

	/// What the session earns a seat of this weight, to be compared with what it earns others. Rounded down.
	///
	/// ```text
	/// merit = weight · new votes / countings · mean foresight
	///       + weight · sum of the foresight of smiles / countings of smiles
	/// ```
	///
	/// A vote is held against the median of the *next* counting, which nobody can know: whoever gives the last
	/// value back earns less whenever the market moves. Smiles are half of what can be earned where there are any.
	pub fn merit(&self, weight: u128) -> Result<u128, MathsError> {
		let of_smiles = self.merit_of_smiles(weight)?;
		Ok(self.merit_of_feeds(weight)?.saturating_add(of_smiles))
	}

	fn merit_of_feeds(&self, weight: u128) -> Result<u128, MathsError> {
		if self.rounds == 0 || self.compared == 0 {
			return Ok(0);
		}
		let votes = u128::from(self.votes.min(self.rounds));
		let for_votes = multiply_divide(weight, votes, self.rounds.into(), Rounding::Down)?;
		let most = u128::from(self.compared).saturating_mul(FORESIGHT.into());
		multiply_divide(for_votes, self.foresight.into(), most, Rounding::Down)
	}

	fn merit_of_smiles(&self, weight: u128) -> Result<u128, MathsError> {
		if self.smile_rounds == 0 {
			return Ok(0);
		}
		let most = u128::from(self.smile_rounds).saturating_mul(FORESIGHT.into());
		multiply_divide(weight, self.smile_foresight.into(), most, Rounding::Down)
	}

	/// What the session amounts to.
	pub fn verdict(&self) -> Verdict {
		// By the rounds that there were, and not by the votes that it gave: who speaks seldom is judged as well.
		let more_than = |part: u32, share: Perbill, whole: u32, rounds: u32| {
			rounds >= JUDGED_ROUNDS && part >= LEAST_JUDGED && part > share.mul_floor(whole)
		};
		let is_away = |share: Perbill| more_than(self.missed, share, self.rounds, self.rounds);
		let absence = if is_away(GRAVE_ABSENCE) {
			Some(Fault::LongAbsence)
		} else if is_away(ALLOWED_ABSENCE) {
			Some(Fault::Absence)
		} else {
			None
		};
		Verdict {
			absence,
			is_gross: self.gross >= GROSS_ROUNDS,
			is_deviant: more_than(self.outliers, ALLOWED_OUTLIERS, self.votes, self.rounds)
				|| more_than(
					self.smile_outliers,
					ALLOWED_OUTLIERS,
					self.smile_votes,
					self.smile_rounds,
				),
			is_copying: more_than(self.copies, ALLOWED_COPIES, self.moving, self.rounds),
		}
	}
}

/// What a session amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
	/// It was away too often.
	pub absence: Option<Fault>,
	/// Its votes were grossly off while the others agreed.
	pub is_gross: bool,
	/// Too many of its votes on feeds were off, or on smiles. A fault only with other such sessions.
	pub is_deviant: bool,
	/// It gave the chain's own value back. Not a fault, but nothing to be paid for.
	pub is_copying: bool,
}

/// In which of the last sessions votes were off: a bit for each, the newest lowest.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Record(pub u32);

impl Record {
	/// The record after a session, and whether it has become a fault. After a fault it begins anew.
	pub const fn after_session(self, is_deviant: bool) -> (Self, bool) {
		const REMEMBERED: u32 = u32::MAX >> (u32::BITS - SESSIONS_REMEMBERED);
		let record = ((self.0 << 1) & REMEMBERED) | if is_deviant { 1 } else { 0 };
		if is_deviant && record.count_ones() >= DEVIANT_SESSIONS {
			(Self(0), true)
		} else {
			(Self(record), false)
		}
	}
}
