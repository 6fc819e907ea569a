// SPDX-License-Identifier: Apache-2.0

//! Compiles the runtime to WebAssembly beside the native build.

fn main() {
	#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
	substrate_wasm_builder::WasmBuilder::build_using_defaults();

	// The symbol and the decimals are part of what a hardware wallet shows and proves. They must
	// equal `constants::money::TOKEN_SYMBOL` and `TOKEN_DECIMALS`; a test compares them.
	#[cfg(all(feature = "std", feature = "metadata-hash"))]
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("STRD", 12)
		.build();
}
