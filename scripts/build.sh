#!/usr/bin/env bash
# Builds the programs that are tried here. With `--release`, those that validators and traders run,
# one package at a time: built together, they would share other features of their dependencies than each
# has alone.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh
if [ "${1:-}" = --release ]; then
	without_lints
	cargo build --release --locked -p straddle-node
	cargo build --release --locked -p straddle-client
else
	cargo build "${STRADDLE_BUILD[@]}" --bins
fi
