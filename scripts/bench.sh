#!/usr/bin/env bash
# Measures the calls and hooks of our pallets in WASM and writes each pallet's weights.rs.
# With arguments, only the named pallets (folder names below pallets/).
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh
without_lints

# How thorough it is: values of each component, runs of each value, and seconds at least.
seconds=${SECONDS_EACH:-1}

echo "bench: building the program that measures"
# It measures a runtime that lies in a file, and carries none.
SKIP_WASM_BUILD=1 cargo build --release --locked -p straddle-node --bin straddle-weights \
	--features weights,runtime-benchmarks

echo "bench: building the runtime with its benchmarks"
# Checking is enough to have the WASM built. Elsewhere, since there is one place for it in each folder of
# products, and other builds embed what lies there.
unset STRADDLE_PLAIN_WASM
cargo check --locked --target-dir "$CARGO_TARGET_DIR/weights" -p straddle-runtime --features runtime-benchmarks
wasm=$CARGO_TARGET_DIR/weights/debug/wbuild/straddle-runtime/straddle_runtime.compact.compressed.wasm

pallets=("$@")
if [ ${#pallets[@]} = 0 ]; then
	for folder in pallets/*/; do
		[ -f "${folder}src/benchmarking.rs" ] && pallets+=("$(basename "$folder")")
	done
fi
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
for pallet in "${pallets[@]}"; do
	steps=${STEPS:-20}
	repeat=${REPEAT:-5}
	if [ "$pallet" = order-book ]; then
		# Each run begins with thousands of orders, which takes seconds to prepare.
		steps=${STEPS:-5}
		repeat=${REPEAT:-3}
	fi
	"$CARGO_TARGET_DIR/release/straddle-weights" \
		--runtime "$wasm" --genesis-builder runtime --genesis-builder-preset development \
		--pallet "pallet_${pallet//-/_}" --extrinsic '*' \
		--steps "$steps" --repeat "$repeat" --min-duration "$seconds" \
		--template benchmarking/weight-template.hbs --output "$fresh/weights.rs" >"$fresh/log" 2>&1 || {
		tail -n 40 "$fresh/log" >&2
		echo "bench: $pallet failed" >&2
		exit 1
	}
	mv "$fresh/weights.rs" "pallets/$pallet/src/weights.rs"
	[ "$pallet" != order-book ] ||
		echo "bench: write clear_market from the measured points, see benchmarking/README.md"
	echo "bench: wrote pallets/$pallet/src/weights.rs"
done
