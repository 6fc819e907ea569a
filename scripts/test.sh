#!/usr/bin/env bash
# All checks of the project, in the order in which they fail fastest.
# With arguments, only the named stages, one after another.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

shared_vectors=../shared/vectors
shared_prices=../shared/data/prices
shared_chain=../shared/data/options/deribit-chain.btc.quiet-2026-05-28_05-29.csv.gz
shared_crash=../shared/data/prices/btc-usdt.binance-perp.1m.2020-03-12T1040.csv

# One version of every polkadot-sdk crate.
versions() { scripts/check-versions.sh; }

format() { cargo fmt --all --check; }

# Lints without compiling, for `make check`.
lint() { SKIP_WASM_BUILD=1 cargo clippy "${STRADDLE_BUILD[@]}" --all-targets -- -D warnings; }

# The runtime for WASM, every program, every test and benchmark; linted by the way.
build() { cargo test "${STRADDLE_BUILD[@]}" --no-run; }

# Units, properties, the model of the oracle, whole-chain stories, the node's tools; invariants run inside every test.
tests() { cargo test "${STRADDLE_BUILD[@]}"; }

# Numeric cases: our own, and those beside the project when they are there.
conformance() {
	"$STRADDLE_BIN/conformance"
	if [ -d "$shared_vectors" ]; then
		STRADDLE_VECTORS=$shared_vectors "$STRADDLE_BIN/conformance"
	else
		echo "conformance: SKIPPED the shared cases, $shared_vectors is not here"
	fi
}

# The tables of the kernel and the numeric cases are what their programs write, with Python's mpmath.
generated() {
	local python
	for python in python3 /usr/bin/python3; do
		"$python" -c 'import mpmath' 2>/dev/null || continue
		"$python" pallets/maths/tables/generate.py --check
		"$python" pallets/maths/vectors/generate.py --check
		echo "generated: tables and cases are what their programs write"
		return
	done
	echo "generated: SKIPPED tables and cases, no Python here has mpmath; make setup brings it"
}

# The same last digits in every build: of a million inputs natively, and of the first ten thousand in the executor
# of the node. The benchmarks compare the million there.
digest() {
	local guest
	cargo test --locked -p market-maths-work
	guest=$(scripts/maths-guest.sh)
	STRADDLE_MATHS_GUEST=$guest cargo test "${STRADDLE_BUILD[@]}" --test maths_digest -- --ignored
}

# The chain computes nothing in floating point: not one function of ours does, nor of anybody else but those
# who read and write the JSON that a genesis is made of, which no block does.
floats() {
	cargo build "${STRADDLE_BUILD[@]}" --bin market-maths-floats
	"$STRADDLE_BIN/market-maths-floats" "$CARGO_TARGET_DIR/debug/wbuild/straddle-runtime/straddle_runtime.wasm" \
		--allow serde_json --allow serde_core --allow zmij --allow core::fmt
}

# What is committed for others to load must be what the code makes: specifications and metadata.
drift() {
	STRADDLE_NODE=$STRADDLE_BIN/straddle-node scripts/check-specs.sh
	STRADDLE_NODE=$STRADDLE_BIN/straddle-node cargo test "${STRADDLE_BUILD[@]}" --test with_a_node -- --ignored
}

# What reporters would have said of recorded markets, by the oracle's pallet: ten hours in which USDC lost its peg, with a
# liar; and of options the first snapshots of a day, a slice through each smile, and floating point over those that are
# accepted.
recorded() {
	if ls "$shared_prices"/btc-usd.*.2023-03.csv.gz >/dev/null 2>&1; then
		STRADDLE_PRICES=$PWD/$shared_prices STRADDLE_ONLY=2023-03 STRADDLE_FROM=2023-03-11T00:00:00Z \
			STRADDLE_MINUTES=600 STRADDLE_LIARS=1 cargo test "${STRADDLE_BUILD[@]}" --test recorded -- --ignored minute
	else
		echo "recorded: SKIPPED prices, $shared_prices has none"
	fi
	if [ -f "$shared_chain" ]; then
		STRADDLE_CHAINS=$PWD/$shared_chain STRADDLE_SNAPSHOTS=2 \
			cargo test "${STRADDLE_BUILD[@]}" --test recorded -- --ignored smile
	else
		echo "recorded: SKIPPED options, $shared_chain is not here"
	fi
}

# PAPI and polkadot.js against a development chain.
javascript() { STRADDLE_NODE=$STRADDLE_BIN/straddle-node clients/js/run-tests.sh; }

# The chain's main job on one node, on the embedded price path; then the state it ends in, examined by
# `try_state` of every pallet.
demo() {
	local files
	files=$(mktemp -d)
	"$STRADDLE_BIN/straddle" demo --node "$STRADDLE_BIN/straddle-node" \
		--folder "$files" --state "$files/state.json"
	STRADDLE_STATE=$files/state.json cargo test "${STRADDLE_BUILD[@]}" --test it -- --ignored live_state
	rm -rf "$files"
}

# The same job on four validators, of which one is lost and returns: on the prices of a recorded crash
# if they lie beside the project.
network() {
	local traffic="'$STRADDLE_BIN/straddle' demo"
	if [ -f "$shared_crash" ]; then
		traffic+=" --prices '$PWD/$shared_crash'"
	else
		echo "network: SKIPPED the recorded crash, $shared_crash is not here; playing the embedded path"
	fi
	# Late enough that the demo is trading, which prepares first, and long before it ends.
	"$STRADDLE_BIN/straddle-network" lose-one --node "$STRADDLE_BIN/straddle-node" \
		--lose-at 40 --without 25 --blocks 70 --traffic "$traffic"
}

# Validators' nodes vote on recorded prices and smiles that feeders hand to them, somebody proposes slices, and the
# price stays live while one of four is lost.
votes() {
	local folder chains=
	folder=$(mktemp -d)
	[ ! -f "$shared_chain" ] || chains=$shared_chain
	if ls "$shared_prices"/btc-usd.*.2023-03.csv.gz >/dev/null 2>&1; then
		cp "$shared_prices"/btc-usd.*.2023-03.csv.gz "$folder"
	else
		echo "votes: SKIPPED recorded prices, $shared_prices has none; playing made ones"
		for venue in here there elsewhere; do
			awk 'BEGIN { print "time_utc_seconds,open,high,low,close,volume"
				for (minute = 0; minute < 240; minute++) {
					price = 60000 + 60 * sin(minute / 9)
					print 1700000040 + 60 * minute "," price "," price "," price "," price ",3"
				} }' >"$folder/btc-usd.$venue.1m.made.csv"
		done
	fi
	"$STRADDLE_BIN/straddle-network" lose-one --validators-report \
		--node "$STRADDLE_BIN/straddle-node" --lose-at 8 --without 8 --blocks 24 \
		--traffic "scripts/voting.sh '$folder' 25 '$chains'"
	rm -rf "$folder"
}

# Stages one after another, each with its time.
in_turn() {
	local stage began
	for stage in "$@"; do
		printf '\n== %s\n' "$stage"
		began=$SECONDS
		"$stage"
		printf '== %s took %s s\n' "$stage" $((SECONDS - began))
	done
}

# Half an hour later would be a bad moment to hear of it.
[ $# -gt 0 ] && [[ " $* " != *" javascript "* ]] || clients/js/run-tests.sh --check
if [ $# -gt 0 ]; then
	in_turn "$@"
	exit
fi

in_turn versions format build
# What computes runs beside what waits for blocks, and gives way to it: a chain that misses its slots would
# be another test. All are waited for; what ran beside is printed when it is done. The validators on whose time
# blocks are judged start when the other chains are gone.
beside=$(mktemp -d)
trap 'rm -rf "$beside"' EXIT
nice -n 19 scripts/test.sh tests conformance generated digest floats recorded >"$beside/computed" 2>&1 &
computing=$!
scripts/test.sh javascript drift votes >"$beside/clients" 2>&1 &
clients=$!
failed=0
scripts/test.sh demo || failed=1
wait "$clients" || failed=1
cat "$beside/clients"
[ $failed = 1 ] || scripts/test.sh network || failed=1
wait "$computing" || failed=1
cat "$beside/computed"
[ $failed = 0 ] || {
	printf '\nFailed: see above.\n'
	exit 1
}
printf '\nEvery stage passed, in %s s.\n' "$SECONDS"
