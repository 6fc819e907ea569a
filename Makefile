# One door for commands. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# What `make demo` replays: empty for the embedded path, or a file of recorded one-minute candles.
PRICES ?=

# What `make oracle-replay` replays: a folder of recorded candles, which of its files, from when, for how long.
DATA ?=
ONLY ?= 2023-03
FROM ?= 2023-03-11T05:00:00Z
MINUTES ?= 240

.PHONY: help setup build check test conformance demo oracle-replay dev specs bench clean

help: ## Shows this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

setup: ## Installs what is missing; quick when nothing is
	@scripts/setup.sh

build: setup ## Builds the node and the command-line client in release mode
	@scripts/build.sh

check: setup ## Formatting, lints and versions
	@scripts/test.sh versions format lint

test: setup ## Everything: lints, all tests, the WASM runtime, four validators, both clients, the demo
	@scripts/test.sh

conformance: setup ## Runs the numeric cases of the folder STRADDLE_VECTORS, or our own
	@. scripts/env.sh && cargo run --quiet --locked -p market-maths --bin conformance

demo: build ## The chain's main job, start to end; PRICES=file.csv replays recorded candles
	@. scripts/env.sh && "$$STRADDLE_BIN/straddle" demo --node "$$STRADDLE_BIN/straddle-node" $(if $(PRICES),--prices "$(PRICES)")

.PHONY: data-is-named
data-is-named:
	@test -n "$(DATA)" || { echo "say where the recorded candles are: make oracle-replay DATA=folder"; exit 2; }

oracle-replay: data-is-named build ## Recorded venues through seven feeders to a chain; DATA=folder [ONLY= FROM= MINUTES=]
	@. scripts/env.sh && "$$STRADDLE_BIN/straddle" oracle-replay --node "$$STRADDLE_BIN/straddle-node" --data "$(DATA)" \
		--minutes $(MINUTES) $(if $(ONLY),--only "$(ONLY)") $(if $(FROM),--from "$(FROM)")

dev: build ## A chain with the demo's cast that keeps running, for polkadot.js and for trying things
	@. scripts/env.sh && "$$STRADDLE_BIN/straddle" demo --node "$$STRADDLE_BIN/straddle-node" --keep

specs: build ## Writes chain-specs/ and the clients' metadata anew
	@scripts/make-specs.sh

bench: setup ## Generates the weights of our pallets from benchmarks and writes a report
	@scripts/bench.sh

clean: ## Removes build products
	@. scripts/env.sh && cargo clean
