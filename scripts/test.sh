#!/usr/bin/env bash
# All checks of the project, in the order in which they fail fastest.
# With arguments, only the named stages.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

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

# Four validators under the traffic of polkadot.js and PAPI; one is lost and returns.
network() {
	"$STRADDLE_BIN/straddle-network" lose-one --node "$STRADDLE_BIN/straddle-node" --blocks 20 \
		--traffic clients/js/run-tests.sh
}

stages=(versions format lint tests conformance features release drift network demo)
[ $# -gt 0 ] && stages=("$@")
for stage in "${stages[@]}"; do
	printf '\n== %s\n' "$stage"
	began=$SECONDS
	"$stage"
	printf '== %s took %s s\n' "$stage" $((SECONDS - began))
done
printf '\nAll %s stages passed in %s s.\n' "${#stages[@]}" "$SECONDS"
