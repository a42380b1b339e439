#!/usr/bin/env bash
# Changes the checks, the matcher and what both sort with in one place at a time and runs
# their tests: a change that no test notices is missed. Outside CI: it takes hours, and
# goes on where it was stopped.
#
#   FILE=shared/src/checks/duplicates.rs   one file alone
#   SHARD=1/4                              a quarter of them (0/4 to 3/4)
#   FRESH=1                                from the beginning
#
# What was caught, missed, timed out or could not be compiled stands in
# target/mutants/mutants.out, a list each.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
have cargo || stop "there is no Rust. Install it from https://rustup.rs."
PATH=$(cargo_tool cargo-mutants 27.1.0 4):$PATH
out=target/mutants
[ -z "${FRESH:-}" ] || rm -rf "$out"
mkdir -p "$out"

# Tests that say nothing about checks and matching, measure time, or run a program that
# was built before the change.
others='addresses|browser|bulk_edit|check_example|diff|error_column|lossless|matching_speed|powershell|repairs|rows|speed|spreadsheet|undo'
# To cargo, not to its tests alone: what is not run is not built either.
tests=(--cargo-arg=--lib)
for test in $(cd shared/tests && ls -d -- *.rs */main.rs | sed 's/\.rs$//; s/\/main$//' | grep -vxE "$others"); do
  tests+=("--cargo-arg=--test=$test")
done
# The patterns below are cargo-mutants' to read, not the shell's.
set -f

options=(--package shared --jobs 1 --iterate --output "$out" --no-shuffle)
for file in ${FILE:-"shared/src/checks.rs" "shared/src/checks/**" "shared/src/matching.rs" "shared/src/matching/**" "shared/src/order.rs"}; do
  options+=(--file "$file")
done
[ -z "${SHARD:-}" ] || options+=(--shard "$SHARD")
unset CARGO_TARGET_DIR
export PROPTEST_CASES=${PROPTEST_CASES:-32}
status=0
cargo mutants "${options[@]}" "${tests[@]}" || status=$?
for list in missed timeout; do
  if [ -s "$out/mutants.out/$list.txt" ]; then
    printf '\n%s:\n' "$list"
    cat "$out/mutants.out/$list.txt"
  fi
done
# 2 is a missed mutant and 3 one that took too long: both are listed.
[ $status = 0 ] || stop "cargo-mutants ended with $status (2: some were missed, 3: some took too long, 4: the tests fail as they are)."
