#!/usr/bin/env bash
# All checks of the project, in the order in which they fail fastest.
# With arguments, only the named stages.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

recorded_crash=../shared/data/prices/btc-usdt.binance-perp.1m.2020-03-12T1040.csv
shared_vectors=../shared/vectors

# One version of every polkadot-sdk crate.
versions() { scripts/check-versions.sh; }

format() { cargo fmt --all --check; }

lint() { SKIP_WASM_BUILD=1 cargo clippy --workspace --all-targets --locked -- -D warnings; }

# The code that only benchmarks and upgrade tests compile.
features() {
	SKIP_WASM_BUILD=1 cargo check --locked -p straddle-runtime --features runtime-benchmarks,try-runtime
}

# Units, properties and whole-chain stories; invariants run inside every test.
# The node's tests need the runtime inside, so they come with the release build.
tests() { SKIP_WASM_BUILD=1 cargo test --workspace --exclude straddle-node --locked; }

# Numeric cases: our own, and those beside the project when they are there.
conformance() {
	cargo run --quiet --locked -p market-maths --bin conformance
	if [ -d "$shared_vectors" ]; then
		STRADDLE_VECTORS=$shared_vectors cargo run --quiet --locked -p market-maths --bin conformance
	else
		echo "conformance: SKIPPED the shared cases, $shared_vectors is not here"
	fi
}

# The runtime for WASM and the programs a user runs.
release() {
	scripts/build.sh
	cargo build --release --locked -p straddle-network-harness
	cargo test --release --locked -p straddle-node
}

# What is committed for others to load must be what the code makes: specifications and metadata.
drift() {
	scripts/check-specs.sh
	STRADDLE_NODE=$STRADDLE_BIN/straddle-node SKIP_WASM_BUILD=1 \
		cargo test --workspace --exclude straddle-node --locked --test with_a_node -- --ignored
}

# The chain's main job on one node, on the embedded price path.
demo() { "$STRADDLE_BIN/straddle" demo --node "$STRADDLE_BIN/straddle-node"; }

# Four validators under the demo's traffic, on a recorded crash where it is there; one is lost and returns.
network() {
	local traffic="$STRADDLE_BIN/straddle demo"
	if [ -f "$recorded_crash" ]; then
		traffic="$traffic --prices $recorded_crash"
	else
		echo "network: SKIPPED the recorded crash, $recorded_crash is not here; using the embedded path"
	fi
	"$STRADDLE_BIN/straddle-network" lose-one --node "$STRADDLE_BIN/straddle-node" --blocks 20 --traffic "$traffic"
}

# polkadot.js and PAPI against a live node.
javascript() { STRADDLE_NODE=$STRADDLE_BIN/straddle-node clients/js/run-tests.sh; }

stages=(versions format lint tests conformance features release drift javascript network demo)
[ $# -gt 0 ] && stages=("$@")
for stage in "${stages[@]}"; do
	printf '\n== %s\n' "$stage"
	began=$SECONDS
	"$stage"
	printf '== %s took %s s\n' "$stage" $((SECONDS - began))
done
printf '\nAll %s stages passed in %s s.\n' "${#stages[@]}" "$SECONDS"
