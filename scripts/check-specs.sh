#!/usr/bin/env bash
# Fails when the committed chain specifications are not what the built node would write, apart from
# the code of the runtime: two toolchains compile the same source to different bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

node=${STRADDLE_NODE:-$STRADDLE_BIN/straddle-node}
[ -x "$node" ] || {
	echo "check-specs: $node is not there; run \`make programs\` first" >&2
	exit 1
}

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
for chain in dev local; do
	"$node" export-chain-spec --chain "$chain" --output "$fresh/$chain.json" >/dev/null
	"$node" export-chain-spec --chain "$fresh/$chain.json" --raw --output "$fresh/$chain-raw.json" >/dev/null
done
python3 scripts/compare-specs.py chain-specs "$fresh" dev local
