#!/usr/bin/env bash
# Measures the calls and hooks of our pallets in WASM and writes each pallet's weights.rs.
# With arguments, only the named pallets (folder names below pallets/).
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

steps=${STEPS:-20}
repeat=${REPEAT:-10}

echo "bench: building the node and the runtime with their benchmarks"
# Its own folder: this feature set would otherwise replace the products of every other build.
export CARGO_TARGET_DIR=$CARGO_TARGET_DIR/benchmarks
cargo build --release --locked -p straddle-node --features runtime-benchmarks
node=$CARGO_TARGET_DIR/release/straddle-node
wasm=$CARGO_TARGET_DIR/release/wbuild/straddle-runtime/straddle_runtime.compact.compressed.wasm

pallets=("$@")
if [ ${#pallets[@]} = 0 ]; then
	for folder in pallets/*/; do
		[ -f "${folder}src/benchmarking.rs" ] && pallets+=("$(basename "$folder")")
	done
fi
for pallet in "${pallets[@]}"; do
	"$node" benchmark pallet \
		--runtime "$wasm" --genesis-builder runtime --genesis-builder-preset development \
		--pallet "pallet_${pallet//-/_}" --extrinsic '*' --steps "$steps" --repeat "$repeat" \
		--template benchmarking/weight-template.hbs --output "pallets/$pallet/src/weights.rs" >/dev/null
	echo "bench: wrote pallets/$pallet/src/weights.rs"
done
