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
	# With a test among them, a small one: without any, cargo leaves out what tests ask of dependencies, and most of them
	# would be compiled once more for `make test`.
	cargo build "${STRADDLE_BUILD[@]}" --bins --test sources
fi
