// SPDX-License-Identifier: Apache-2.0
//! The same last digits in every build. `make bench-maths` compares the same inputs in WASM.

use market_maths_work::Digest;

fn digest_of(inputs: u64) -> String {
	let mut digest = Digest::new();
	digest.extend(inputs);
	String::from_utf8_lossy(&digest.finish()).into_owned()
}

#[test]
fn the_first_random_inputs_give_the_committed_digest() {
	assert_eq!(digest_of(10_000), include_str!("../digests/ten-thousand.txt").trim());
}

#[test]
fn a_million_random_inputs_give_the_committed_digest() {
	assert_eq!(digest_of(1_000_000), include_str!("../digests/million.txt").trim());
}
