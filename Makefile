# The commands of Crosswalk. Each installs what it needs and is missing.
#
#   make run     build, start everything, print the address   (PORT, M365_PORT)
#   make test    every test: native, wasm in Chromium, API on workerd, browser
#   make check   format, clippy, generated files up to date
#   make build   release build: edge/build and build/site
#   make bench   measured speed, memory and sizes   (ONLY=name for one row)
#   make simulate 100,000 whole flows and 1,000,000 lifetimes of uploads, everything failing   (SEED, FLOWS, UPLOADS, ONLY)
#   make soak    the whole flow on workerd, killed at 200 random moments   (KILLS, SEED)
#   make fuzz    any bytes at the readers, 10 minutes each   (FUZZ_SECONDS, TARGET, INPUT)
#   make mutants whether a test notices every change to checks and matching; hours, goes on where it stopped   (FILE, SHARD)
#   make deploy  build and deploy to your Cloudflare account
#   make reset   forget the state of `make run`

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Programs are started from target/: a target folder from outside would hide them.
unexport CARGO_TARGET_DIR

# Steps build on each other and share two cores.
.NOTPARALLEL:

.PHONY: help run test check build bench simulate soak fuzz mutants deploy reset \
        install install-test ports demo test-native test-peers test-wasm test-flows test-browser generate

help:
	@sed -n 's/^#   //p' Makefile

run: install ports demo
	@node scripts/run.mjs

test: install-test demo test-native test-peers test-wasm test-flows test-browser
	@echo "All tests passed."

check:
	@scripts/check.sh

build: install
	@scripts/build.sh release

bench: install-test
	@scripts/bench.sh $(ONLY)

# The brokers under a virtual clock; says the seed, which repeats the run.
simulate: install
	@scripts/step.sh "Simulation" cargo run --quiet -p simulation --profile simulation

# Five of them are part of `make test`.
soak: export KILLS ?= 200
soak: install demo
	@scripts/step.sh "Flows that are killed" cargo test --quiet -p flows --test api soak -- --nocapture

fuzz:
	@scripts/fuzz.sh

mutants:
	@scripts/mutants.sh

deploy: build
	@cd edge && ../node_modules/.bin/wrangler deploy

reset:
	@rm -rf .state && echo "The state of make run is cleared."

install:
	@scripts/install.sh run

install-test:
	@scripts/install.sh test

# A busy port is said before the build, not after it.
ports: install
	@node scripts/run.mjs --only-check-ports

# Everything that `make run` starts, quickly built.
demo: install
	@scripts/build.sh demo

test-native: install
	@scripts/step.sh "Native tests" cargo test --quiet --workspace --exclude flows --exclude differential

# The reader against the csv crate, Python's csv module and Papa Parse.
test-peers: install-test
	@scripts/step.sh "Comparison with other readers" cargo test --quiet -p differential

test-wasm: install-test
	@scripts/step.sh "Tests of wasm in Chromium" scripts/test-wasm.sh

test-flows: install demo
	@scripts/step.sh "API flows on workerd" cargo test --quiet -p flows

test-browser: install-test demo
	@. build/env.sh; scripts/step.sh "Journeys in Chromium" node --test --test-concurrency=1 --test-reporter=spec tests/browser/*.test.mjs

# Writes the files that are generated and committed: the OpenAPI description.
generate:
	@cargo run --quiet -p edge --example openapi > edge/openapi.json
