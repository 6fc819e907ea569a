// SPDX-License-Identifier: Apache-2.0
//! Which ticks of a page are used, one bit each.

use codec::{Decode, Encode, MaxEncodedLen};
use market_maths::units::Ticks;
use scale_info::TypeInfo;

const BITS: u64 = 64;
const WORDS: usize = 16;
/// Ticks on one page.
pub const TICKS_PER_PAGE: u64 = 1_024;

/// One bit for each tick of a page, set where orders rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct TickPage([u64; WORDS]);

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
	let word = usize::try_from(place / BITS).unwrap_or(WORDS);
	let bit = u32::try_from(place % BITS).unwrap_or(0);
	(word, 1u64.wrapping_shl(bit))
}

impl TickPage {
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
	u64::try_from(word).ok()?.checked_mul(BITS)?.checked_add(u64::from(bit))
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
			let mut page = TickPage::default();
			used.iter().for_each(|place| page.set(*place, true));
			unused.iter().for_each(|place| page.set(*place, false));
			let left: BTreeSet<u64> = used.difference(&unused).copied().collect();
			prop_assert_eq!(page.is_empty(), left.is_empty());
			prop_assert_eq!(page.at_or_above(from), left.range(from..).next().copied());
			prop_assert_eq!(page.at_or_below(from), left.range(..=from).next_back().copied());
		}
	}
}
