#!/usr/bin/env bash
# Writes the chain specifications in chain-specs/ and the client's metadata anew, with the node and the
# client that are built. The runtime inside is the one that node carries; scripts/check-specs.sh and the
# client's tests with a node tell when it is time.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

node=${STRADDLE_NODE:-$STRADDLE_BIN/straddle-node}
[ -x "$node" ] || {
	echo "make-specs: $node is not there; run \`make programs\` first" >&2
	exit 1
}
client=$(dirname "$node")/straddle
[ -x "$client" ] || {
	echo "make-specs: $client is not there; run \`make programs\` first" >&2
	exit 1
}

for chain in dev local; do
	"$node" export-chain-spec --chain "$chain" --output "chain-specs/$chain.json"
	# From the plain file, not from the name: both files must be one chain.
	"$node" export-chain-spec --chain "chain-specs/$chain.json" --raw --output "chain-specs/$chain-raw.json"
done

# The client asks for bytes, so one that was built for the runtime before will do. Built anew it fits.
"$client" metadata --node "$node" clients/rust/metadata.scale
