# One door for commands. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# What `make demo` replays: empty for the embedded path, or a file of recorded one-minute candles.
PRICES ?=

.PHONY: help setup build check test conformance demo dev specs bench bench-maths fuzz-maths clean

help: ## Shows this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

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

dev: build ## A chain with the demo's cast that keeps running, for polkadot.js and for trying things
	@. scripts/env.sh && "$$STRADDLE_BIN/straddle" demo --node "$$STRADDLE_BIN/straddle-node" --keep

specs: build ## Writes chain-specs/ and the clients' metadata anew
	@scripts/make-specs.sh

bench: setup ## Generates the weights of our pallets from benchmarks and writes a report
	@scripts/bench.sh

bench-maths: setup ## Measures the mathematics native and in WASM beside f64, and writes a report
	@scripts/bench-maths.sh

fuzz-maths: setup ## Fuzzes the mathematics; SECONDS_EACH=60 for every target
	@scripts/fuzz-maths.sh

clean: ## Removes build products
	@. scripts/env.sh && cargo clean
