// SPDX-License-Identifier: Apache-2.0

//! Compiles the runtime to WebAssembly beside the native build.

/// Set: the chain's code is compiled without `try-runtime` and `runtime-benchmarks` even where the native
/// build has them, so that tests can examine a state natively, run the benchmarks once, and start the plain
/// chain from one and the same build.
#[cfg(feature = "std")]
const PLAIN_WASM: &str = "STRADDLE_PLAIN_WASM";

fn main() {
	#[cfg(feature = "std")]
	{
		println!("cargo:rerun-if-env-changed={PLAIN_WASM}");
		if std::env::var_os(PLAIN_WASM).is_some() {
			// Where the builder looks for what to compile in.
			std::env::remove_var("CARGO_FEATURE_TRY_RUNTIME");
			std::env::remove_var("CARGO_FEATURE_RUNTIME_BENCHMARKS");
		}
	}

	#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
	substrate_wasm_builder::WasmBuilder::build_using_defaults();

	// The symbol and the decimals are part of what a hardware wallet shows and proves. They must
	// equal `constants::money::TOKEN_SYMBOL` and `TOKEN_DECIMALS`; a test compares them.
	#[cfg(all(feature = "std", feature = "metadata-hash"))]
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("STRD", 12)
		.build();
}
