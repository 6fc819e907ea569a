# One door for commands. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# What `make demo` replays: empty for the embedded path, or a file of recorded one-minute candles.
PRICES ?=

# What `make oracle-replay` replays: a folder of recorded candles, which of its files, from when, for how long, and how
# many times as fast as it happened: a minute in three seconds, the time of a block.
DATA ?=
ONLY ?= 2023-03
FROM ?= 2023-03-11T03:00:00Z
MINUTES ?= 300
SPEED ?= 20

# The file that `make oracle-replay`, `make oracle-history` and `make oracle-smiles` write what they found to, if one is
# wanted.
REPORT ?=

.PHONY: help setup programs build check test conformance demo oracle-replay oracle-history oracle-smiles oracle-attacks dev specs bench bench-maths fuzz-maths fuzz-oracle real-chains clean

help: ## Shows this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

setup: ## Installs what is missing; quick when nothing is
	@scripts/setup.sh

programs: setup ## Builds the programs that are tried and tested here
	@scripts/build.sh

build: setup ## Builds the node and the client as validators and traders run them; takes its time
	@scripts/build.sh --release

check: setup ## Formatting, lints and versions
	@scripts/test.sh versions format lint

test: ## Everything: lints, all tests, the WASM runtime, four validators, both clients, the demo
	@scripts/setup.sh tests
	@scripts/test.sh

conformance: setup ## Runs the numeric cases of the folder STRADDLE_VECTORS, or our own
	@. scripts/env.sh && cargo run --quiet --locked -p market-maths --bin conformance

demo: programs ## The chain's main job, start to end; PRICES=file.csv replays recorded candles
	@. scripts/env.sh && "$$STRADDLE_BIN/straddle" demo --node "$$STRADDLE_BIN/straddle-node" $(if $(PRICES),--prices "$(PRICES)")

.PHONY: data-is-named
data-is-named:
	@test -n "$(DATA)" || { echo "say where the recorded data is: make $(MAKECMDGOALS) DATA=folder"; exit 2; }

oracle-replay: data-is-named programs ## Recorded venues through seven feeders to a chain; DATA=folder [FROM= MINUTES= SPEED= REPORT=]
	@. scripts/env.sh && "$$STRADDLE_BIN/straddle" oracle-replay --node "$$STRADDLE_BIN/straddle-node" --data "$(DATA)" \
		--minutes $(MINUTES) --speed $(SPEED) $(if $(ONLY),--only "$(ONLY)") $(if $(FROM),--from "$(FROM)") \
		$(if $(REPORT),--report "$(REPORT)" --machine "$$(scripts/machine.sh)")

# All there is, unless it is said otherwise.
oracle-history: FROM =
oracle-history: MINUTES =
oracle-history: LIARS =
oracle-history: data-is-named setup ## The same to the oracle's pallet alone, without waiting: every minute there is; DATA=folder [FROM= MINUTES= LIARS= REPORT=]
	@. scripts/env.sh && STRADDLE_PRICES="$$(realpath "$(DATA)")" STRADDLE_ONLY="$(ONLY)" STRADDLE_FROM="$(FROM)" \
		STRADDLE_MINUTES="$(MINUTES)" STRADDLE_LIARS="$(LIARS)" \
		$(if $(REPORT),STRADDLE_REPORT="$$(realpath -m "$(REPORT)")" STRADDLE_MACHINE="$$(scripts/machine.sh)") \
		cargo test "$${STRADDLE_BUILD[@]}" --quiet --test recorded -- --ignored --nocapture minute

oracle-smiles: data-is-named setup ## Recorded option chains as votes on smiles, slices through them, free money looked for; DATA=folder [REPORT=]
	@. scripts/env.sh && STRADDLE_CHAINS="$$(realpath "$(DATA)")" \
		$(if $(REPORT),STRADDLE_REPORT="$$(realpath -m "$(REPORT)")" STRADDLE_MACHINE="$$(scripts/machine.sh)") \
		cargo test "$${STRADDLE_BUILD[@]}" --quiet --test recorded -- --ignored --nocapture smile

oracle-attacks: setup ## Hostile reporters and authors against the oracle, seeded: prints a table, fails when a target is missed
	@. scripts/env.sh && cargo test "$${STRADDLE_BUILD[@]}" --quiet --lib attacks -- --ignored --nocapture

dev: programs ## A chain with the demo's cast that keeps running, for polkadot.js and for trying things
	@. scripts/env.sh && "$$STRADDLE_BIN/straddle" demo --node "$$STRADDLE_BIN/straddle-node" --keep

specs: programs ## Writes chain-specs/ and the client's metadata anew; `make programs` then makes the client fit
	@scripts/make-specs.sh

bench: setup ## Generates the weights of our pallets from benchmarks
	@scripts/bench.sh

real-chains: setup ## Runs recorded option chains of the folder DATA through the mathematics and writes a report
	@. scripts/env.sh && python3 benchmarking/real-chains/report.py "$(DATA)"

bench-maths: setup ## Measures the mathematics native and in WASM beside f64, and writes a report
	@scripts/bench-maths.sh

fuzz-maths: setup ## Fuzzes the mathematics; SECONDS_EACH=60 for every target
	@scripts/fuzz.sh maths

fuzz-oracle: setup ## Fuzzes bundles and the counting of votes; SECONDS_EACH=60 for every target
	@scripts/fuzz.sh oracle

clean: ## Removes build products
	@. scripts/env.sh && cargo clean
