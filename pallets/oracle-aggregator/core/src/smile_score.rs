// SPDX-License-Identifier: Apache-2.0
//! How well reporters do on smiles. Votes in, verdict out: no storage.

use crate::{
	counting::{distance, share_of},
	score::FORESIGHT,
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

/// A vote older than this, in milliseconds, does not make a counting rest on the present.
const PRESENT_MS: u64 = 30_000;

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
	/// Its vote, if it is young enough to count; and whether it is new and fresh enough to be scored.
	pub vote: Option<(SmileBallot, bool)>,
	/// The vote that was in the place of a new one.
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

impl SmileCounting<'_> {
	/// What each seat did in the counting that made `made` out of `last`.
	///
	/// ```text
	/// m, m'     = a number's median, and the one of the counting before, brought to now
	/// off       : some number is further than the agreement band from all that lies between m and m'
	/// excused   : if more than a third of the weight heard is off,
	///             or less than two thirds of all weight was seen in the last half minute
	/// foresight : 1 − min(1, |variance at the money, as given before this counting − m| / band)
	///             where band is the one beyond which a smile is in caution
	/// ```
	///
	/// Wings differ between venues, so what is off is what would halt the smile if more than a third said it. To have
	/// no vote is no fault: not everybody sees options. It earns nothing.
	pub fn conduct(
		&self,
		showings: &[SmileShowing],
		made: &Surface,
		last: Option<&Surface>,
	) -> Result<Vec<SmileConduct>, MathsError> {
		let medians = prices(&made.raw);
		let before = match last {
			Some(last) => {
				let unclamped = Surface { nodes: last.raw, ..*last };
				prices(&unclamped.nodes_at(self.id, self.now_ms, self.index)?)
			},
			None => medians,
		};
		let is_off = |nodes: &SmileNodes| {
			let pairs = medians.iter().zip(&before);
			let mut beside = prices(nodes).into_iter().zip(pairs).enumerate();
			beside.any(|(place, (given, (now, before)))| {
				let band = share_of(*now, share_at(place, self.rule.counting.agreement_band));
				distance(given, given.clamp(*now.min(before), *now.max(before))) > band
			})
		};
		let mut votes = Vec::new();
		for showing in showings {
			votes.push(match showing.vote {
				Some((ballot, is_new)) => Some((self.as_of_now(&ballot)?, is_new)),
				None => None,
			});
		}

		let weight_of = |holds: &dyn Fn(usize, &SmileShowing) -> bool| {
			let those = showings.iter().enumerate().filter(|(at, showing)| holds(*at, showing));
			those.fold(0u128, |sum, (_, showing)| sum.saturating_add(showing.weight))
		};
		let vote_at = |at: usize| votes.get(at).copied().flatten();
		let heard = weight_of(&|_, showing| showing.vote.is_some());
		let off = weight_of(&|at, _| vote_at(at).is_some_and(|(nodes, _)| is_off(&nodes)));
		let present = weight_of(&|_, showing| {
			showing.vote.is_some_and(|(ballot, _)| {
				self.now_ms.saturating_sub(ballot.observed_at_ms) <= PRESENT_MS
			})
		});
		let is_excused = off.saturating_mul(3) > heard
			|| present.saturating_mul(3) < self.total_weight.saturating_mul(2);

		let mut conducts = Vec::new();
		for (showing, vote) in showings.iter().zip(&votes) {
			conducts.push(match vote {
				None => SmileConduct::default(),
				Some((nodes, false)) => {
					let [_, _, _, at_the_money, ..] = nodes.totals;
					let foresight = Some(self.foresight(at_the_money, &made.raw));
					SmileConduct { foresight, ..Default::default() }
				},
				Some((nodes, true)) => SmileConduct {
					voted: true,
					outlier: is_off(nodes) && !is_excused,
					foresight: self.foresight_of_replaced(showing.replaced, &made.raw)?,
				},
			});
		}
		Ok(conducts)
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
		let [at_the_money, ..] = given.over_time(left, self.left_ms(self.now_ms))?.totals;
		Ok(Some(self.foresight(at_the_money, medians)))
	}

	fn foresight(&self, at_the_money: Rate, medians: &SmileNodes) -> u32 {
		let price = |total: Rate| Price::from_inner(total.into_inner().unsigned_abs());
		let [_, _, _, median, ..] = medians.totals;
		let band = share_of(price(median), self.rule.counting.caution_confidence);
		let parts = distance(price(at_the_money), price(median))
			.into_inner()
			.saturating_mul(FORESIGHT.into())
			.checked_div(band.into_inner())
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
