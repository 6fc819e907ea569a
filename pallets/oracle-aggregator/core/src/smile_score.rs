// SPDX-License-Identifier: Apache-2.0
//! How well reporters do on smiles. Votes in, verdict out: no storage.

use crate::{
	counting::{distance, share_of},
	score::{is_two_thirds, FORESIGHT},
	smile_counting::share_at,
	surface::{numbers, NUMBERS},
	SmileBallot, SmileCounting, SmileNodes, Surface, NODES,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	units::{Price, Rate},
	MathsError,
};
use scale_info::TypeInfo;

/// Votes on smiles that were seen within so many milliseconds of each other are about the same market: two slots.
const SAME_MOMENT_MS: u64 = 6_000;

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
pub struct ReplacedSmile {
	/// Its total variance at the money.
	pub at_the_money: Rate,
	/// When it was seen, in milliseconds since 1970.
	pub observed_at_ms: u64,
}

impl ReplacedSmile {
	/// What is kept of these nodes.
	pub const fn of(nodes: &SmileNodes, observed_at_ms: u64) -> Self {
		let [_, _, _, at_the_money, ..] = nodes.totals;
		Self { at_the_money, observed_at_ms }
	}
}

/// What a seat has to show for itself in one counting of one smile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmileShowing {
	/// What the seat weighs.
	pub weight: u128,
	/// Its vote, if it is young enough to count; and whether it arrived since the last counting.
	pub vote: Option<(SmileBallot, bool)>,
	/// The vote that was in the place of a new one when the smile was last counted.
	pub replaced: Option<ReplacedSmile>,
}

/// What a seat did in one counting of one smile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SmileConduct {
	/// It gave a new vote.
	pub voted: bool,
	/// Its new vote was off.
	pub outlier: bool,
	/// How well the vote that it had before this counting foretold its median at the money, in millionths; nothing
	/// without one.
	pub foresight: Option<u32>,
}

/// A vote, brought to now.
struct Present {
	numbers: [Price; NUMBERS],
	observed_at_ms: u64,
	weight: u128,
}

impl SmileCounting<'_> {
	/// What each seat did in the counting that made `made`.
	///
	/// ```text
	/// far       : some number is further than the agreement band from its median, while not more than a third of the
	///             weight heard is
	/// off       : far, and two thirds of all weight contradict it: they saw it within two slots of that moment, and
	///             some number is further than the band from theirs
	/// foresight : 1 − min(1, |variance at the money, as given before this counting − median| / width)
	///             where width is the one beyond which a smile is in caution
	/// ```
	///
	/// Wings differ between venues, so what is off is what would halt the smile if more than a third said it. To have
	/// no vote is no fault: not everybody sees options. It earns nothing.
	pub fn conduct(
		&self,
		showings: &[SmileShowing],
		made: &Surface,
	) -> Result<Vec<SmileConduct>, MathsError> {
		let mut votes = Vec::new();
		for showing in showings {
			votes.push(match &showing.vote {
				Some((ballot, _)) => Some(Present {
					numbers: prices(&self.as_of_now(ballot)?),
					observed_at_ms: ballot.observed_at_ms,
					weight: showing.weight,
				}),
				None => None,
			});
		}
		let heard = || votes.iter().flatten();
		let medians = prices(&made.raw);
		let is_far = |vote: &Present| self.are_apart(&vote.numbers, &medians, &medians);
		let far = weight(heard().filter(|vote| is_far(vote)));
		let far_excused = far.saturating_mul(3) > weight(heard());
		let is_contradicted = |vote: &Present| {
			let contradicts = |other: &&Present| {
				let apart_ms = other.observed_at_ms.abs_diff(vote.observed_at_ms);
				apart_ms <= SAME_MOMENT_MS
					&& self.are_apart(&vote.numbers, &other.numbers, &medians)
			};
			is_two_thirds(weight(heard().filter(contradicts)), self.total_weight)
		};

		let mut conducts = Vec::new();
		for (showing, vote) in showings.iter().zip(&votes) {
			conducts.push(match (vote, &showing.vote) {
				(Some(vote), Some((_, true))) => SmileConduct {
					voted: true,
					outlier: is_far(vote) && !far_excused && is_contradicted(vote),
					foresight: self.foresight_of_replaced(showing.replaced, &made.raw)?,
				},
				(Some(vote), _) => {
					let [_, _, _, _, at_the_money, ..] = vote.numbers;
					let foresight = Some(self.foresight(at_the_money, &made.raw));
					SmileConduct { foresight, ..Default::default() }
				},
				(None, _) => SmileConduct::default(),
			});
		}
		Ok(conducts)
	}

	/// Whether some number of one vote is further from the other's than the agreement band, which is a part of the
	/// median.
	fn are_apart(
		&self,
		one: &[Price; NUMBERS],
		other: &[Price; NUMBERS],
		medians: &[Price; NUMBERS],
	) -> bool {
		let mut pairs = one.iter().zip(other).zip(medians).enumerate();
		pairs.any(|(place, ((one, other), median))| {
			let band = share_of(*median, share_at(place, self.rule.counting.agreement_band));
			distance(*one, *other) > band
		})
	}

	fn foresight_of_replaced(
		&self,
		replaced: Option<ReplacedSmile>,
		medians: &SmileNodes,
	) -> Result<Option<u32>, MathsError> {
		let max_age_ms = self.rule.counting.max_age_ms;
		let young =
			|it: &ReplacedSmile| self.now_ms.saturating_sub(it.observed_at_ms) <= max_age_ms;
		let Some(replaced) = replaced.filter(young) else { return Ok(None) };
		let totals = [replaced.at_the_money; NODES];
		let given = SmileNodes { totals, ..*medians };
		let left = self.left_ms(replaced.observed_at_ms);
		let [_, at_the_money, ..] = prices(&given.over_time(left, self.left_ms(self.now_ms))?);
		Ok(Some(self.foresight(at_the_money, medians)))
	}

	fn foresight(&self, at_the_money: Price, medians: &SmileNodes) -> u32 {
		let [_, _, _, _, median, ..] = prices(medians);
		let width = share_of(median, self.rule.counting.caution_confidence);
		let parts = distance(at_the_money, median)
			.into_inner()
			.saturating_mul(FORESIGHT.into())
			.checked_div(width.into_inner())
			.unwrap_or(u128::MAX);
		FORESIGHT.saturating_sub(u32::try_from(parts).unwrap_or(u32::MAX))
	}
}

/// The forward and the variances, one after the other.
fn prices(nodes: &SmileNodes) -> [Price; NUMBERS] {
	let mut prices = [Price::ZERO; NUMBERS];
	for (price, number) in prices.iter_mut().zip(numbers(nodes)) {
		*price = Price::from_inner(number);
	}
	prices
}

fn weight<'a>(votes: impl Iterator<Item = &'a Present>) -> u128 {
	votes.fold(0, |sum, vote| sum.saturating_add(vote.weight))
}
