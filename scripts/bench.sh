#!/usr/bin/env bash
# Measures the calls and hooks of our pallets in WASM and writes each pallet's weights.rs.
# With arguments, only the named pallets (folder names below pallets/).
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

bencher_version=0.28.0 # in step with polkadot-sdk 2609
tools=${STRADDLE_TOOLS:-$HOME/.cache/straddle/tools}
steps=${STEPS:-20}
repeat=${REPEAT:-10}

if ! [ -x "$tools/bin/frame-omni-bencher" ]; then
	echo "bench: installing frame-omni-bencher $bencher_version; once, about as long as building the node"
	CARGO_TARGET_DIR=$tools/target cargo install --quiet --locked --root "$tools" \
		frame-omni-bencher --version "$bencher_version"
	rm -rf "$tools/target"
fi

echo "bench: building the runtime with its benchmarks"
# Its own folder: this feature set would otherwise replace the products of every other build.
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/benchmarks cargo build --release --locked -p straddle-runtime \
	--features runtime-benchmarks
wasm=$CARGO_TARGET_DIR/benchmarks/release/wbuild/straddle-runtime/straddle_runtime.compact.compressed.wasm

pallets=("$@")
if [ ${#pallets[@]} = 0 ]; then
	for folder in pallets/*/; do
		[ -f "${folder}src/benchmarking.rs" ] && pallets+=("$(basename "$folder")")
	done
fi
for pallet in "${pallets[@]}"; do
	"$tools/bin/frame-omni-bencher" v1 benchmark pallet \
		--runtime "$wasm" --genesis-builder runtime --genesis-builder-preset development \
		--pallet "pallet_${pallet//-/_}" --extrinsic '*' --steps "$steps" --repeat "$repeat" \
		--template benchmarking/weight-template.hbs --output "pallets/$pallet/src/weights.rs" >/dev/null
	echo "bench: wrote pallets/$pallet/src/weights.rs"
done
