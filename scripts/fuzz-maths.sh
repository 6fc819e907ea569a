#!/usr/bin/env bash
# Runs every fuzz target of market-maths for SECONDS_EACH seconds from the committed seeds; with arguments,
# only the named ones. Needs `cargo install cargo-fuzz` and a nightly toolchain. A crash fails, and its input
# belongs into pallets/maths/fuzz/seeds/<target> and, by name, into a test.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

command -v cargo-fuzz >/dev/null || {
	echo "fuzz-maths: cargo-fuzz is missing; cargo install cargo-fuzz" >&2
	exit 1
}
cd pallets/maths/fuzz
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
	for file in fuzz_targets/*.rs; do
		targets+=("$(basename "$file" .rs)")
	done
fi
for target in "${targets[@]}"; do
	mkdir -p "corpus/$target" "seeds/$target"
	cargo +nightly fuzz run --target-dir "$CARGO_TARGET_DIR/fuzz" "$target" "corpus/$target" "seeds/$target" -- \
		-max_total_time="${SECONDS_EACH:-60}" -len_control=0 -max_len=2048
done
