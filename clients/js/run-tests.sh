#!/usr/bin/env bash
# Runs the tests against a live chain: the one at STRADDLE_URL if that is set, else a development
# chain that is started for them from the node at STRADDLE_NODE. With `--check`, only whether it could.
set -euo pipefail
node_binary=$(realpath -m "${STRADDLE_NODE:-${CARGO_TARGET_DIR:-$(dirname "$0")/../../target}/debug/straddle-node}")
cd "$(dirname "$0")"

fail() {
	printf 'clients/js: %s\n' "$*" >&2
	exit 1
}

command -v node >/dev/null && command -v npm >/dev/null || fail "needs Node.js 20 or newer with npm"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' ||
	fail "needs Node.js 20 or newer; this is $(node --version)"
[ "${1:-}" != --check ] || exit 0

# npm leaves a copy of the lock file behind; when ours is newer, what is installed is not what is locked.
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
	echo "clients/js: installing packages"
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
fi

if [ -z "${STRADDLE_URL:-}" ]; then
	[ -x "$node_binary" ] || fail "there is no node at $node_binary; run \`make programs\`, or set STRADDLE_NODE"
	files=$(mktemp -d)
	port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
	"$node_binary" --dev --base-path "$files/database" --port 0 --rpc-port "$port" \
		--no-prometheus --no-telemetry --no-hardware-benchmarks >"$files/node.log" 2>&1 &
	process=$!
	finish() {
		status=$?
		kill "$process" 2>/dev/null || true
		wait "$process" 2>/dev/null || true
		if [ $status = 0 ]; then
			rm -rf "$files"
		else
			tail -n 20 "$files/node.log" >&2
			echo "clients/js: the node's log is $files/node.log" >&2
		fi
		exit $status
	}
	trap finish EXIT
	trap 'exit 130' INT TERM
	export STRADDLE_URL=ws://127.0.0.1:$port
	echo "clients/js: starting a development chain at $STRADDLE_URL"
	tries=0
	until node -e 'fetch(process.argv[1], { method: "POST", headers: { "content-type": "application/json" },
		body: JSON.stringify({ id: 1, jsonrpc: "2.0", method: "system_health", params: [] }) })
		.then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))' "http://127.0.0.1:$port"; do
		kill -0 "$process" 2>/dev/null || fail "the node ended"
		tries=$((tries + 1))
		[ $tries -lt 200 ] || fail "the node does not answer"
		sleep 0.5
	done
fi

npm test
