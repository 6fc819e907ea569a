// SPDX-License-Identifier: Apache-2.0
//! Which ticks of a page are used, one bit each, and what is committed at them, added up.

use codec::{Decode, Encode, MaxEncodedLen};
use market_maths::units::Ticks;
use scale_info::TypeInfo;

/// Ticks of a page that are added up together.
pub(crate) const TICKS_PER_WORD: u64 = 64;
const WORDS: usize = 16;
/// Ticks on one page.
pub const TICKS_PER_PAGE: u64 = 1_024;

/// One bit for each tick of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct TickSet([u64; WORDS]);

/// Orders at some prices of one side that do more than reduce: somebody has put up margin for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Committed {
	/// Their lots.
	pub lots: u64,
	/// Each lot times its limit in ticks, added up.
	pub value: u128,
}

/// What one side of a book has on a page of ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct TickPage {
	/// The ticks at which orders rest.
	pub used: TickSet,
	/// Those of them at which not all orders only reduce.
	pub committed: TickSet,
	/// What is committed at each 64 ticks, by rising price.
	pub sums: [Committed; WORDS],
}

/// The page of a tick.
pub(crate) const fn page_of(tick: Ticks) -> u64 {
	tick.into_inner() / TICKS_PER_PAGE
}

/// The place of a tick on its page.
pub(crate) const fn place_of(tick: Ticks) -> u64 {
	tick.into_inner() % TICKS_PER_PAGE
}

/// The tick at `place` of `page`.
pub(crate) fn tick_at(page: u64, place: u64) -> Ticks {
	Ticks::from_inner(page.saturating_mul(TICKS_PER_PAGE).saturating_add(place))
}

fn word_and_mask(place: u64) -> (usize, u64) {
	let word = usize::try_from(place / TICKS_PER_WORD).unwrap_or(WORDS);
	let bit = u32::try_from(place % TICKS_PER_WORD).unwrap_or(0);
	(word, 1u64.wrapping_shl(bit))
}

impl Committed {
	/// So many lots at one price.
	pub(crate) fn at(tick: Ticks, lots: u64) -> Self {
		Self { lots, value: u128::from(lots).saturating_mul(tick.into_inner().into()) }
	}

	/// Both together.
	pub(crate) const fn plus(self, other: Self) -> Self {
		Self {
			lots: self.lots.saturating_add(other.lots),
			value: self.value.saturating_add(other.value),
		}
	}

	/// This without the other.
	pub(crate) const fn minus(self, other: Self) -> Self {
		Self {
			lots: self.lots.saturating_sub(other.lots),
			value: self.value.saturating_sub(other.value),
		}
	}

	/// Adds the parts that a trade worth `value` uses up, the best first. Returns the key of the part in which it ends;
	/// `None` if it uses up all.
	pub(crate) fn pass<Key>(
		&mut self,
		parts: impl Iterator<Item = (Key, Self)>,
		value: u128,
	) -> Option<Key> {
		for (key, part) in parts {
			let with_it = self.plus(part);
			if with_it.value >= value {
				return Some(key);
			}
			*self = with_it;
		}
		None
	}
}

impl TickPage {
	/// Notes what is committed at `place` now, where something else was before.
	pub(crate) fn set_committed(&mut self, place: u64, before: Committed, now: Committed) {
		self.committed.set(place, now.lots > 0);
		let (word, _) = word_and_mask(place);
		if let Some(sum) = self.sums.get_mut(word) {
			*sum = sum.minus(before).plus(now);
		}
	}
}

impl TickSet {
	/// Marks the tick at `place` as used or not.
	pub(crate) fn set(&mut self, place: u64, used: bool) {
		let (word, mask) = word_and_mask(place);
		if let Some(word) = self.0.get_mut(word) {
			*word = if used { *word | mask } else { *word & !mask };
		}
	}

	/// Whether no tick is used.
	pub(crate) fn is_empty(&self) -> bool {
		self.0.iter().all(|word| *word == 0)
	}

	/// The used places of one word, rising.
	pub(crate) fn in_word(&self, word: usize) -> impl Iterator<Item = u64> {
		let bits = self.0.get(word).copied().unwrap_or_default();
		(0..u64::BITS)
			.filter(move |bit| bits.wrapping_shr(*bit) & 1 == 1)
			.filter_map(move |bit| place_in_word(word, bit))
	}

	/// The first used place at or above `place`.
	pub(crate) fn at_or_above(&self, place: u64) -> Option<u64> {
		let (first, mask) = word_and_mask(place);
		// All bits from the mask's upwards.
		let mut allowed = !mask.wrapping_sub(1);
		for (index, word) in self.0.iter().enumerate().skip(first) {
			let found = word & allowed;
			if found != 0 {
				return place_in_word(index, found.trailing_zeros());
			}
			allowed = u64::MAX;
		}
		None
	}

	/// The first used place at or below `place`.
	pub(crate) fn at_or_below(&self, place: u64) -> Option<u64> {
		let (first, mask) = word_and_mask(place);
		// All bits up to the mask's.
		let mut allowed = mask | mask.wrapping_sub(1);
		for (index, word) in self.0.iter().enumerate().take(first.saturating_add(1)).rev() {
			let found = word & allowed;
			if found != 0 {
				return place_in_word(
					index,
					u64::BITS.saturating_sub(1).checked_sub(found.leading_zeros())?,
				);
			}
			allowed = u64::MAX;
		}
		None
	}
}

fn place_in_word(word: usize, bit: u32) -> Option<u64> {
	u64::try_from(word)
		.ok()?
		.checked_mul(TICKS_PER_WORD)?
		.checked_add(u64::from(bit))
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use std::collections::BTreeSet;

	proptest! {
		#[test]
		fn a_page_finds_what_a_sorted_set_finds(
			used in prop::collection::btree_set(0..TICKS_PER_PAGE, 0..40),
			unused in prop::collection::btree_set(0..TICKS_PER_PAGE, 0..20),
			from in 0..TICKS_PER_PAGE,
		) {
			let mut page = TickSet::default();
			used.iter().for_each(|place| page.set(*place, true));
			unused.iter().for_each(|place| page.set(*place, false));
			let left: BTreeSet<u64> = used.difference(&unused).copied().collect();
			prop_assert_eq!(page.is_empty(), left.is_empty());
			prop_assert_eq!(page.at_or_above(from), left.range(from..).next().copied());
			prop_assert_eq!(page.at_or_below(from), left.range(..=from).next_back().copied());
			let in_words: Vec<u64> = (0..=WORDS).flat_map(|word| page.in_word(word)).collect();
			prop_assert_eq!(in_words, left.into_iter().collect::<Vec<_>>());
		}
	}

	#[test]
	fn a_trade_ends_in_the_first_part_that_it_does_not_use_up() {
		let parts = [(10, 3), (9, 0), (9, 2)].map(|(tick, lots)| {
			let part = Committed::at(Ticks::from_inner(tick), lots);
			(tick, part)
		});
		let ends_in = |value| {
			let mut used_up = Committed::default();
			(used_up.pass(parts.into_iter(), value), used_up.lots, used_up.value)
		};
		assert_eq!(ends_in(1), (Some(10), 0, 0));
		assert_eq!(ends_in(30), (Some(10), 0, 0));
		assert_eq!(ends_in(31), (Some(9), 3, 30));
		assert_eq!(ends_in(48), (Some(9), 3, 30));
		assert_eq!(ends_in(49), (None, 5, 48));
	}
}
