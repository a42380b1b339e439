#!/usr/bin/env bash
# Measures the product side by side with its peers: one table, and
# target/bench/results.json. Times are of this machine, now: only ratios say anything.
#
#   scripts/bench.sh [NAME]   all rows, or those whose name begins with NAME
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
. build/env.sh
node tests/bench/run.mjs "${1:-}"
