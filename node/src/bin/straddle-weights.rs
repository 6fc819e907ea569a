// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! Measures the benchmarks inside a runtime's WASM and writes weights: `benchmark pallet` without a
//! node around it. The runtime comes from a file, so that this program is compiled from what the
//! node is compiled from. `scripts/bench.sh` calls it; `--help` lists the options.

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sp_runtime::traits::BlakeTwo256;

fn main() -> sc_cli::Result<()> {
	PalletCmd::parse().run_with_spec::<BlakeTwo256, ()>(None)
}
