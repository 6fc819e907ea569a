#!/usr/bin/env bash
# Two lines of polkadot-sdk in one build do not fit together, and the newest crate on the registry
# often belongs to the older line. So there must be exactly one version of each of these.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
for crate in sp-runtime sp-core sp-io sc-service sc-client-api frame-support frame-system; do
	versions=$(awk -v crate="$crate" '
		$1 == "name" { name = $3 }
		$1 == "version" && name == "\"" crate "\"" { gsub(/"/, "", $3); print $3 }' Cargo.lock)
	count=$(printf '%s' "$versions" | grep -c . || true)
	if [ "$count" != 1 ]; then
		echo "versions: Cargo.lock holds $count versions of $crate: $(echo $versions)" >&2
		status=1
	fi
done
[ $status = 0 ] && echo "versions: one polkadot-sdk line"
exit $status
