#!/usr/bin/env bash
# Traffic for a network whose validators report prices: recorded venues, a feeder that hands prices to each node,
# and a watch over what the chain makes of them. Fails unless the price of Bitcoin becomes live by the votes of all
# nodes, and stays in use for so many looks after that, whoever is lost meanwhile.
#
#   scripts/voting.sh FOLDER-WITH-RECORDED-PRICES LOOKS
#
# STRADDLE_URLS says where the nodes are, STRADDLE_BIN where the programs are.
set -euo pipefail
prices=$1 looks=$2
read -ra urls <<<"$STRADDLE_URLS"
straddle=$STRADDLE_BIN/straddle

files=$(mktemp -d)
# Everything that was started ends with this script.
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$files"' EXIT

"$straddle" venues --data "$prices" --speed 20 --write-config "$files/venues.toml" >"$files/venues.log" 2>&1 &
for _ in $(seq 100); do
	[ -s "$files/venues.toml" ] && break
	sleep 0.1
done
[ -s "$files/venues.toml" ] || { cat "$files/venues.log"; exit 1; }

for url in "${urls[@]}"; do
	"$straddle" --url "$url" report --venues "$files/venues.toml" --hand-in \
		--volatility BTC=0.5 --volatility ETH=0.6 >"$files/feeder-${url##*:}.log" 2>&1 &
done

# What the chain says of Bitcoin: status, how many votes count, value.
bitcoin() {
	"$straddle" --url "${urls[0]}" --json status | python3 -c '
import json, sys
for feed in json.load(sys.stdin)["feeds"]:
    if feed["feed"] == {"Index": "BTC"}:
        print(feed["status"], feed["reporters"], feed["value"], feed["concern"] or "")
'
}

fail() {
	echo "$1"
	tail -n 3 "$files"/*.log
	exit 1
}

live=0
for _ in $(seq 60); do
	seen=$(bitcoin)
	echo "$seen"
	case $seen in
	"Live ${#urls[@]} "*) live=1 && break ;;
	esac
	sleep 3
done
[ $live = 1 ] || fail "the price never became live by the votes of all ${#urls[@]} nodes"

fewest=${#urls[@]}
for _ in $(seq "$looks"); do
	sleep 3
	seen=$(bitcoin)
	echo "$seen"
	read -r status votes _ <<<"$seen"
	[ "$votes" -lt "$fewest" ] && fewest=$votes
	# Three of four are three quarters of the weight: more than the two thirds of a live price.
	[ "$status" = Live ] || fail "the price is $status with $votes votes"
done
echo "live for $looks looks, with $fewest votes at the least"
