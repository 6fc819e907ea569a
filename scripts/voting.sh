#!/usr/bin/env bash
# Traffic for a network whose validators report prices: recorded venues, a feeder that hands prices to each node,
# and a watch over what the chain makes of them. Fails unless the price of Bitcoin becomes live by the votes of all
# nodes, and stays in use for so many looks after that, whoever is lost meanwhile. A chain that made no block for
# longer than a price may age has none to use afterwards, and must have one again as soon as its rules allow.
#
# With recorded option chains the feeders hand smiles in, too, and slices are proposed for them: it then also fails
# unless, at some look, a smile of Bitcoin rests on the votes of all nodes and is priced on a slice.
#
#   scripts/voting.sh FOLDER-WITH-RECORDED-PRICES LOOKS [FOLDER-OR-FILE-WITH-RECORDED-OPTION-CHAINS]
#
# STRADDLE_URLS says where the nodes are, STRADDLE_BIN where the programs are.
set -euo pipefail
prices=$1 looks=$2 chains=${3:-}
read -ra urls <<<"$STRADDLE_URLS"
straddle=$STRADDLE_BIN/straddle

files=$(mktemp -d)
# Everything that was started ends with this script.
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$files"' EXIT

if [ -n "$chains" ]; then
	# Prices and chains are served from one folder; neither need be ours to write to.
	mkdir "$files/data"
	find "$(realpath "$prices")" -maxdepth 1 -type f \( -name '*.csv' -o -name '*.csv.gz' \) \
		-exec ln -s {} "$files/data" \;
	prices=$files/data
	find "$(realpath "$chains")" -maxdepth 1 -type f \( -name '*chain*.csv' -o -name '*chain*.csv.gz' \) \
		-exec ln -sf {} "$files/data" \;
	find "$files/data" -name '*chain*' | grep -q . || { echo "there are no option chains in $chains"; exit 1; }
else
	echo "smiles: SKIPPED, no recorded option chains were given"
fi

"$straddle" venues --data "$prices" --speed 20 --write-config "$files/venues.toml" >"$files/venues.log" 2>&1 &
for _ in $(seq 300); do
	[ -s "$files/venues.toml" ] && break
	sleep 0.1
done
[ -s "$files/venues.toml" ] || { cat "$files/venues.log"; exit 1; }

for url in "${urls[@]}"; do
	"$straddle" --url "$url" report --venues "$files/venues.toml" --hand-in \
		--volatility BTC=0.5 --volatility ETH=0.6 >"$files/feeder-${url##*:}.log" 2>&1 &
done
if [ -n "$chains" ]; then
	"$straddle" --url "${urls[0]}" --account alice fit --propose --underlying BTC --every 6 \
		>"$files/proposals.log" 2>&1 &
fi

# What the chain says of Bitcoin: status, how many votes count, block and its slot, value.
bitcoin() {
	"$straddle" --url "${urls[0]}" --json status | python3 -c '
import json, sys
status = json.load(sys.stdin)
for feed in status["feeds"]:
    if feed["feed"] == {"Index": "BTC"}:
        now = [status["block"], status["slot"]]
        print(feed["status"], feed["reporters"], *now, feed["value"], feed["concern"] or "")
'
}

# The first smile of Bitcoin that rests on the votes of so many nodes and is priced on a slice; nothing if none is.
sliced() {
	"$straddle" --url "${urls[0]}" --json surface BTC | python3 -c '
import json, sys
for smile in json.load(sys.stdin):
    if smile["source"] == "Slice" and smile["votes"] == int(sys.argv[1]):
        print(smile["expiry"], smile["status"], smile["forward"], smile["at_the_money"])
        break
' "${#urls[@]}"
}

fail() {
	echo "$1"
	tail -n 3 "$files"/*.log
	exit 1
}

# Remembers the first smile that is as it should be.
smile=
look_for_smile() {
	[ -n "$chains" ] && [ -z "$smile" ] || return 0
	smile=$(sliced)
	[ -z "$smile" ] || echo "smile $smile, by the votes of all ${#urls[@]} nodes and on a slice"
}

live=0
for _ in $(seq 60); do
	seen=$(bitcoin)
	echo "$seen"
	look_for_smile
	case $seen in
	"Live ${#urls[@]} "*) live=1 && break ;;
	esac
	sleep 3
done
[ $live = 1 ] || fail "the price never became live by the votes of all ${#urls[@]} nodes"

fewest=${#urls[@]}
read -r _ _ last_block last_slot _ <<<"$seen"
# Up to which block the price need not be live.
excused=0
looked=0
while [ "$looked" -lt "$looks" ]; do
	sleep 3
	seen=$(bitcoin)
	echo "$seen"
	look_for_smile
	read -r status votes block slot _ <<<"$seen"
	[ "$votes" -lt "$fewest" ] && fewest=$votes
	# Four slots without a block are 15 seconds without a vote, which halts a price. Of lost validators' slots that
	# happens by chance.
	empty=$((slot - last_slot - (block - last_block)))
	if [ "$empty" -ge 4 ]; then
		# Three rounds lead out of a halt, two more out of caution.
		excused=$((block + 5))
		echo "no block in $empty slots before block $block"
	fi
	last_block=$block last_slot=$slot
	if [ "$status" = Live ]; then
		looked=$((looked + 1))
	elif [ "$block" -gt "$excused" ]; then
		# Three of four are three quarters of the weight: more than the two thirds of a live price.
		fail "the price is $status with $votes votes"
	fi
done
if [ -n "$chains" ] && [ -z "$smile" ]; then
	"$straddle" --url "${urls[0]}" surface BTC || true
	fail "no smile of Bitcoin was ever priced on a slice by the votes of all ${#urls[@]} nodes"
fi
echo "live for $looks looks, with $fewest votes at the least"
