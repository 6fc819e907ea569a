#!/usr/bin/env bash
# Runs fuzz targets from their committed seeds, each for SECONDS_EACH seconds (60): all of the mathematics or of
# the oracle, or only the named ones.
#
#   scripts/fuzz.sh maths [target…]
#   scripts/fuzz.sh oracle [target…]
#
# Needs `cargo install cargo-fuzz --locked`, and no nightly toolchain: the pinned one is allowed the flags. The
# address sanitizer watches where the toolchain has it; SANITIZER=none does without. A crash fails. Its input
# belongs into seeds/<target>, by a name that says what it is.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh
without_lints

case "${1:-}" in
	maths) folder=pallets/maths/fuzz most_bytes=2048 ;;
	# The longest bundle has 5,018 bytes.
	oracle) folder=pallets/oracle-aggregator/fuzz most_bytes=6144 ;;
	*)
		echo "fuzz: say what: scripts/fuzz.sh maths|oracle [target…]" >&2
		exit 2
		;;
esac
shift
command -v cargo-fuzz >/dev/null || {
	echo "fuzz: cargo-fuzz is missing; cargo install cargo-fuzz --locked" >&2
	exit 1
}
cd "$folder"
export RUSTC_BOOTSTRAP=1
if [ -z "${SANITIZER:-}" ]; then
	libraries=$(rustc --print target-libdir)
	SANITIZER=none
	compgen -G "$libraries/librustc-*_rt.asan.a" >/dev/null && SANITIZER=address
fi
# Without versions of its own a folder takes those that the chain is built from.
[ -e Cargo.lock ] || cp "$STRADDLE_ROOT/Cargo.lock" .

targets=("$@")
if [ ${#targets[@]} = 0 ]; then
	for file in fuzz_targets/*.rs; do
		targets+=("$(basename "$file" .rs)")
	done
fi
for target in "${targets[@]}"; do
	printf '\n== %s\n' "$target"
	mkdir -p "corpus/$target" "seeds/$target"
	cargo fuzz run --sanitizer "$SANITIZER" --target-dir "$CARGO_TARGET_DIR/fuzz" \
		"$target" "corpus/$target" "seeds/$target" -- \
		-max_total_time="${SECONDS_EACH:-60}" -len_control=0 -max_len="$most_bytes" -print_final_stats=1
done
