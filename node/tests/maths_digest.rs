// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! The mathematics have the same last digits in the node's executor as they have natively, where
//! `market-maths-work` tests them. The stage `digest` of `scripts/test.sh` makes the module and runs this:
//!
//!     STRADDLE_MATHS_GUEST=$(scripts/maths-guest.sh) \
//!         cargo test -p straddle-node --test maths_digest -- --ignored

use sc_executor::{HeapAllocStrategy, WasmExecutor};
use sc_executor_common::runtime_blob::RuntimeBlob;

const INPUTS: u32 = 10_000;

/// Of their results.
const COMMITTED: &str = include_str!("../../benchmarking/maths/work/digests/ten-thousand.txt");

#[test]
#[ignore = "needs the module of scripts/maths-guest.sh"]
fn the_executor_of_the_node_finds_the_committed_digest() {
	let module = std::env::var("STRADDLE_MATHS_GUEST").expect("STRADDLE_MATHS_GUEST names it");
	let module = RuntimeBlob::new(&std::fs::read(module).unwrap()).unwrap();
	// As the node makes one without options, but for the memory: the module brings its own allocator, which takes
	// what it needs.
	let executor = WasmExecutor::<sp_io::SubstrateHostFunctions>::builder()
		.with_onchain_heap_alloc_strategy(HeapAllocStrategy::Dynamic { maximum_pages: None })
		.build();
	let mut state = sp_io::TestExternalities::default();
	let mut state = state.ext();
	let found = executor
		.uncached_call(module, &mut state, false, "digest", &INPUTS.to_le_bytes())
		.unwrap();
	assert_eq!(String::from_utf8(found).unwrap(), COMMITTED.trim());
}
