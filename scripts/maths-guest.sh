#!/usr/bin/env bash
# Compiles the mathematics and their digest to a WASM module, as the runtime is compiled: release, thin LTO. Prints
# where it lies.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

toolchain=${WASM_BUILD_TOOLCHAIN:-}
folder=$CARGO_TARGET_DIR/maths-guest
# Another toolchain may have no lints.
without_lints
# The node's executor asks a module where its heap begins.
env RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=--export=__heap_base" \
	CARGO_PROFILE_RELEASE_LTO=thin CARGO_PROFILE_RELEASE_PANIC=abort ${toolchain:+RUSTUP_TOOLCHAIN="$toolchain"} \
	cargo build --release --locked -p market-maths-guest --target wasm32v1-none --target-dir "$folder" >&2
echo "$folder/wasm32v1-none/release/market_maths_guest.wasm"
