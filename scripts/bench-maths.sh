#!/usr/bin/env bash
# Measures market-maths native and in the node's WASM engine, beside yardsticks, and writes
# benchmarking/reports/<date>-maths.md, targets and what limits them included. Only a part of it:
#
#     scripts/bench-maths.sh digest               compares the digests of a million random inputs
#     scripts/bench-maths.sh ratios               times ours and its yardsticks in turns
#     scripts/bench-maths.sh count 'N(x)' …       counts the instructions of works by their names in the report, with
#                                                 valgrind
#     scripts/bench-maths.sh plot [FILE.png]      draws the errors of every arithmetic, with Python, matplotlib and
#                                                 mpmath
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh
without_lints

export SKIP_WASM_BUILD=1
cargo build --release --locked -p market-maths-benchmarks
program=$CARGO_TARGET_DIR/release/market-maths-benchmarks

# Our own numeric cases, and those beside the project when they are there.
cases=(pallets/maths/vectors)
shared_vectors=${STRADDLE_VECTORS:-../shared/vectors}
[ ! -d "$shared_vectors" ] || cases+=("$shared_vectors")

if [ "${1:-}" = plot ]; then
	values=$(mktemp)
	trap 'rm -f "$values"' EXIT
	"$program" values "${cases[@]}" >"$values"
	python3 benchmarking/maths/plot_errors.py "$values" \
		"${2:-benchmarking/reports/$(date -u +%Y-%m-%d)-maths-errors.png}"
	exit
fi

guest=$(scripts/maths-guest.sh)

if [ "${1:-}" = digest ] || [ "${1:-}" = ratios ]; then
	exec "$program" "$1" --guest "$guest"
fi

# What valgrind counts for many calls beyond what it counts for few: the samples and the engine's compilation,
# which vary a little, are in both.
if [ "${1:-}" = count ]; then
	counted() {
		valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" repeat "$@" 2>&1 |
			sed -n 's/.*Collected : //p'
	}
	for work in "${@:2}"; do
		for side in native wasm; do
			arguments=("$work")
			[ $side = native ] || arguments+=(--guest "$guest")
			few=$(counted "${arguments[@]}" --times 1000) || true
			many=$(counted "${arguments[@]}" --times 201000) || true
			each=$(((${many:-0} - ${few:-0}) / 200000))
			if [ "$each" -gt 0 ]; then
				echo "$work, $side: $each instructions"
			else
				# The engine reserves more memory than valgrind may have.
				echo "$work, $side: valgrind could not run it"
			fi
		done
	done
	exit
fi

date=$(date -u +%Y-%m-%d)
"$program" measure --guest "$guest" --date "$date" \
	--machine "$(scripts/machine.sh)" \
	--estimates "$CARGO_TARGET_DIR/criterion" "${cases[@]/#/--cases=}" --report "benchmarking/reports/$date-maths.md"
