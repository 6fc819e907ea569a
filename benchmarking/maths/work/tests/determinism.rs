// SPDX-License-Identifier: Apache-2.0
//! The same last digits in every build. `make bench-maths` compares a million inputs, native and in WASM.

use market_maths_work::Digest;

#[test]
fn the_first_random_inputs_give_the_committed_digest() {
	let mut digest = Digest::new();
	digest.extend(10_000);
	let found = digest.finish();
	let expected = include_str!("../digests/ten-thousand.txt").trim();
	assert_eq!(core::str::from_utf8(&found), Ok(expected));
}
