#!/usr/bin/env bash
# Builds what a user runs. One package at a time: built together, they would share other features of
# their dependencies than each has alone, and everything would be compiled a second time.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh
cargo build --release --locked -p straddle-node
cargo build --release --locked -p straddle-client
