// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{block_time_ms, check, Ignored};
use sp_inherents::InherentData;

#[test]
fn the_time_of_a_block_is_that_of_its_timestamp() {
	let mut data = InherentData::new();
	assert_eq!(block_time_ms(&data), None);
	data.put_data(*b"timstap0", &NOW_MS).unwrap();
	assert_eq!(block_time_ms(&data), Some(NOW_MS));
	data.replace_data(*b"timstap0", &());
	assert_eq!(block_time_ms(&data), None, "what is no time is none");
}

/// A vote of the end of a slot, in the next block: by the clock of the block before it is from the future.
#[test]
fn the_clock_of_the_block_before_is_the_wrong_one() {
	let start_of = |slot| slot * 3_000;
	let mut vote = bundle();
	vote.observed_at_ms = start_of(SLOT) + 2_300;
	let at = |now_ms| Circumstances { slot: SLOT + 1, now_ms, ..circumstances() };
	let vote = signed(vote);
	assert_eq!(check(&vote, &at(start_of(SLOT + 1))), Ok(()));
	assert_eq!(check(&vote, &at(start_of(SLOT))), Err(Ignored::ObservedInFuture));
}
