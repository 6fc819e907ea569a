// SPDX-License-Identifier: Apache-2.0
//! Whether blocks came on time: which slots stayed empty, and whose they were.

use crate::chain::{Epoch, SlotClaim};
use std::collections::BTreeMap;

/// The slots of the blocks that were judged.
#[derive(Default)]
pub(super) struct Slots {
	last: Option<(u64, Epoch)>,
	filled: u64,
	/// Empty slots by the validator that should have filled them.
	empty: BTreeMap<[u8; 32], u64>,
	/// Blocks whose authors had no right to their slots, by slot.
	usurped: Vec<u64>,
}

impl Slots {
	/// Takes in the next block's slot and the epoch it is in.
	pub(super) fn note(&mut self, claim: SlotClaim, epoch: Epoch) {
		if !claim.by_lot && epoch.understudy(claim.slot) != Some(claim.author) {
			self.usurped.push(claim.slot);
		}
		self.filled += 1;
		if let Some((slot, before)) = &self.last {
			for empty in slot + 1..claim.slot {
				let of = if empty < epoch.first_slot { before } else { &epoch };
				let missing = of.understudy(empty).and_then(|place| of.key(place));
				*self.empty.entry(missing.unwrap_or_default()).or_default() += 1;
			}
		}
		self.last = Some((claim.slot, epoch));
	}

	/// How many validators may be away without stopping a chain of so many: less than a third.
	fn may_be_away(&self) -> usize {
		let validators = self.last.as_ref().map_or(0, |(_, epoch)| epoch.validators.len());
		validators.saturating_sub(1) / 3
	}

	/// Empty slots of the validators that missed most, as many of them as may be away; and of all others.
	fn empty(&self) -> (u64, u64) {
		let mut missed: Vec<u64> = self.empty.values().copied().collect();
		missed.sort_unstable_by(|one, other| other.cmp(one));
		let (away, others) = missed.split_at(self.may_be_away().min(missed.len()));
		(away.iter().sum(), others.iter().sum())
	}

	/// Whether blocks came on time, and what was seen.
	///
	/// Of the validators that were there one slot in ten may be missed, and three more: the machine that
	/// runs the chain also plays the whole cast.
	pub(super) fn verdict(&self) -> (bool, String) {
		let (of_those_away, of_others) = self.empty();
		let on_time = of_others <= self.filled / 10 + 3;
		let mut text = format!("{} slots with blocks, {of_others} empty", self.filled);
		if of_those_away > 0 {
			let away = match self.may_be_away() {
				1 => "one validator that may be away".into(),
				many => format!("{many} validators that may be away"),
			};
			text.push_str(&format!(", {of_those_away} more of {away}"));
		}
		if let Some(slot) = self.usurped.first() {
			text.push_str(&format!(", slot {slot} taken by one with no right to it"));
		}
		(on_time && self.filled > 0 && self.usurped.is_empty(), text)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn epoch(validators: u8, first_slot: u64) -> Epoch {
		Epoch {
			first_slot,
			validators: (0..validators).map(|number| [number; 32]).collect(),
			randomness: [u8::try_from(first_slot % 251).unwrap(); 32],
		}
	}

	/// Two epochs of fifty slots, in which each validator of `missing` leaves its slots empty.
	fn played(validators: u8, missing: impl Fn(u64, u32) -> bool) -> Slots {
		let mut slots = Slots::default();
		for slot in 100..200_u64 {
			let epoch = epoch(validators, slot / 50 * 50);
			let author = epoch.understudy(slot).unwrap();
			if !missing(slot, author) {
				slots.note(SlotClaim { slot, author, by_lot: false }, epoch);
			}
		}
		slots
	}

	#[test]
	fn one_of_four_may_be_away_all_the_time() {
		let slots = played(4, |_, author| author == 2);
		let (of_those_away, of_others) = slots.empty();
		assert!(of_those_away > slots.filled / 10 + 3, "more than anybody else may miss");
		assert_eq!(of_others, 0);
		assert!(slots.verdict().0, "{}", slots.verdict().1);
	}

	#[test]
	fn two_of_four_may_not() {
		let slots = played(4, |_, author| author >= 2);
		assert!(!slots.verdict().0, "{}", slots.verdict().1);
	}

	#[test]
	fn a_validator_alone_may_miss_one_slot_in_ten_and_three_more() {
		let slots = played(1, |slot, _| slot % 9 == 0);
		assert!(slots.verdict().0, "{}", slots.verdict().1);
		let slots = played(1, |slot, _| slot % 6 == 0);
		assert!(!slots.verdict().0, "{}", slots.verdict().1);
	}

	#[test]
	fn slots_missed_by_all_are_not_excused_by_one() {
		let slots = played(4, |slot, _| slot % 3 == 0);
		assert!(!slots.verdict().0, "{}", slots.verdict().1);
	}

	#[test]
	fn a_block_of_an_author_without_a_right_to_its_slot_is_seen() {
		let mut slots = played(4, |_, _| false);
		let epoch = epoch(4, 200);
		let other = (epoch.understudy(200).unwrap() + 1) % 4;
		slots.note(SlotClaim { slot: 200, author: other, by_lot: true }, epoch.clone());
		assert!(slots.verdict().0, "the lot may fall on anybody");
		let other = (epoch.understudy(201).unwrap() + 1) % 4;
		slots.note(SlotClaim { slot: 201, author: other, by_lot: false }, epoch);
		assert!(!slots.verdict().0);
		assert!(slots.verdict().1.ends_with("slot 201 taken by one with no right to it"));
	}

	#[test]
	fn no_block_is_not_on_time() {
		assert!(!Slots::default().verdict().0);
	}
}
