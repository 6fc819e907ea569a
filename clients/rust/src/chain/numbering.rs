// SPDX-License-Identifier: Apache-2.0
//! Which number an account's next transaction carries, and what was sent under the earlier ones.

use std::{
	collections::{BTreeMap, BTreeSet},
	time::{Duration, Instant},
};
use subxt::utils::{AccountId32, H256};
use tokio::sync::Mutex;

/// The transaction numbers of each account that this program sends for.
///
/// An account may send many transactions before the first is in a block, so numbers are counted here.
/// A transaction can be lost on the way, and then all later ones wait for it for ever. So what was sent is
/// kept, and what the node turns out not to have is sent again under its number.
#[derive(Debug, Default)]
pub struct NonceBook(pub(super) Mutex<BTreeMap<AccountId32, Numbering>>);

/// For how many blocks a transaction can be included: three minutes.
pub(super) const LIFETIME_IN_BLOCKS: u64 = 64;
/// How long the node must go on expecting an earlier number before it is believed. Its answer joins the
/// state of one block with the pool's view of another, so it may be too low for a while, above all when the
/// best block was replaced.
const PATIENCE: Duration = Duration::from_secs(6);
/// On how many different best blocks it must do so.
const BLOCKS: usize = 2;

/// A transaction as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
	/// The encoded call, from which it can be signed anew.
	pub(super) call: Vec<u8>,
	/// The whole, as the node got it.
	pub(super) signed: Vec<u8>,
	/// The number of the final block from which its lifetime counts.
	pub(super) anchor: u64,
}

/// How far the numbers of one account have come.
#[derive(Debug)]
pub(super) struct Numbering {
	next: u64,
	sent: BTreeMap<u64, Sent>,
	doubt: Option<Doubt>,
}

/// An earlier number that the node expects.
#[derive(Debug)]
struct Doubt {
	expected: u64,
	since: Instant,
	blocks: BTreeSet<H256>,
}

impl Numbering {
	/// Of an account for which nothing was sent yet.
	pub(super) const fn from(next: u64) -> Self {
		Self { next, sent: BTreeMap::new(), doubt: None }
	}

	/// Takes in the number that the node expects next when its best block is `best`.
	///
	/// Returns it if it is an earlier one and the node has insisted on it for long enough: then the
	/// transaction with that number is lost.
	pub(super) fn missing(&mut self, expected: u64, best: H256, now: Instant) -> Option<u64> {
		let before = self.doubt.take();
		if expected >= self.next {
			self.next = expected;
			return None;
		}
		let mut doubt = before.filter(|doubt| doubt.expected == expected).unwrap_or(Doubt {
			expected,
			since: now,
			blocks: BTreeSet::new(),
		});
		doubt.blocks.insert(best);
		let is_sure =
			doubt.blocks.len() >= BLOCKS && now.saturating_duration_since(doubt.since) >= PATIENCE;
		if is_sure {
			return Some(expected);
		}
		self.doubt = Some(doubt);
		None
	}

	/// The number for something new. It fills the place of a missing one that was not sent from here.
	pub(super) fn number(&mut self, missing: Option<u64>) -> u64 {
		match missing.filter(|missing| !self.sent.contains_key(missing)) {
			Some(missing) => {
				if self.sent.range(missing..).next().is_none() {
					self.next = missing;
				}
				missing
			},
			None => self.next,
		}
	}

	/// Notes what was sent under a number.
	pub(super) fn note(&mut self, number: u64, sent: Sent) {
		self.sent.insert(number, sent);
		self.next = self.next.max(number.saturating_add(1));
	}

	/// What was sent under this number and later ones.
	pub(super) fn sent_from(&mut self, number: u64) -> impl Iterator<Item = (u64, &mut Sent)> {
		self.sent.range_mut(number..).map(|(number, sent)| (*number, sent))
	}

	/// Forgets what the node has counted and no other branch can bring back: the lifetime is over in the
	/// final chain.
	pub(super) fn forget(&mut self, expected: u64, finalized: u64) {
		self.sent.retain(|number, sent| {
			*number >= expected || sent.anchor.saturating_add(LIFETIME_IN_BLOCKS) >= finalized
		});
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const SECOND: Duration = Duration::from_secs(1);

	fn block(number: u8) -> H256 {
		H256::repeat_byte(number)
	}

	fn sent(name: u8, anchor: u64) -> Sent {
		Sent { call: vec![name], signed: vec![name, name], anchor }
	}

	/// An account that sent the numbers 7, 8 and 9.
	fn three_sent() -> Numbering {
		let mut numbering = Numbering::from(7);
		for number in 7..10 {
			assert_eq!(numbering.number(None), number);
			numbering.note(number, sent(u8::try_from(number).unwrap(), 100));
		}
		numbering
	}

	fn numbers_from(numbering: &mut Numbering, number: u64) -> Vec<u64> {
		numbering.sent_from(number).map(|(number, _)| number).collect()
	}

	#[test]
	fn numbers_go_on_while_the_node_has_not_counted_yet() {
		let mut numbering = three_sent();
		let now = Instant::now();
		assert_eq!(numbering.missing(8, block(1), now), None);
		assert_eq!(numbering.number(None), 10);
		assert_eq!(numbering.missing(12, block(1), now), None);
		assert_eq!(numbering.number(None), 12, "somebody else sends for the account too");
	}

	#[test]
	fn a_lost_transaction_is_sent_again_as_it_was_and_nothing_takes_its_number() {
		let mut numbering = three_sent();
		let now = Instant::now();
		assert_eq!(numbering.missing(8, block(1), now), None);
		assert_eq!(numbering.missing(8, block(2), now + 6 * SECOND), Some(8));
		let again: Vec<_> = numbering.sent_from(8).map(|(_, sent)| sent.signed.clone()).collect();
		assert_eq!(again, [vec![8, 8], vec![9, 9]]);
		assert_eq!(numbering.number(Some(8)), 10);
	}

	#[test]
	fn a_burst_of_answers_on_one_block_proves_nothing() {
		let mut numbering = three_sent();
		let now = Instant::now();
		for time in 0..20 {
			assert_eq!(numbering.missing(8, block(1), now + time * SECOND), None);
		}
		let mut numbering = three_sent();
		for number in 0..20 {
			assert_eq!(numbering.missing(8, block(number), now + 5 * SECOND), None);
		}
	}

	#[test]
	fn another_answer_begins_the_doubt_anew() {
		let mut numbering = three_sent();
		let now = Instant::now();
		assert_eq!(numbering.missing(7, block(1), now), None);
		assert_eq!(numbering.missing(8, block(2), now + 6 * SECOND), None);
		assert_eq!(numbering.missing(10, block(3), now + 7 * SECOND), None);
		assert_eq!(numbering.missing(8, block(4), now + 20 * SECOND), None);
		assert_eq!(numbering.missing(8, block(5), now + 26 * SECOND), Some(8));
		// It was sent again; that takes its time too.
		assert_eq!(numbering.missing(8, block(6), now + 27 * SECOND), None);
	}

	#[test]
	fn a_missing_number_that_was_not_sent_from_here_is_filled() {
		let mut numbering = three_sent();
		assert_eq!(numbering.number(Some(6)), 6);
		numbering.note(6, sent(6, 100));
		assert_eq!(numbering.number(None), 10);
		// Nothing that was sent waits behind it: counting begins again there.
		let mut numbering = Numbering::from(50);
		assert_eq!(numbering.number(Some(3)), 3);
		numbering.note(3, sent(3, 100));
		assert_eq!(numbering.number(None), 4);
	}

	#[test]
	fn what_can_come_back_is_kept() {
		let mut numbering = three_sent();
		numbering.forget(9, 100 + LIFETIME_IN_BLOCKS);
		assert_eq!(numbers_from(&mut numbering, 0), [7, 8, 9]);
		numbering.forget(9, 101 + LIFETIME_IN_BLOCKS);
		assert_eq!(numbers_from(&mut numbering, 0), [9], "not counted: it may be missing");
	}
}
