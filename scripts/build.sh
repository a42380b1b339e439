#!/usr/bin/env bash
# Builds everything that runs, in one profile:
#
#   demo      quick to compile, for `make run` and the tests
#   release   small and fast, for `make build`, `make bench` and deployment
#
# The Worker goes to edge/build, the pages to build/site.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
. build/env.sh
profile=$1

worker() {
  [ -z "$WASM_HOME" ] || export PATH="$WASM_HOME:$PATH"
  export CARGO_TARGET_DIR=$root/target/wasm
  local flags=(--profile "$profile")
  [ "$profile" = demo ] && flags+=(--no-opt)
  (cd edge && "$WORKER_BUILD" "${flags[@]}" >"$root/build/worker.log" 2>&1) ||
    { cat build/worker.log >&2; stop "the Worker did not build (see above)."; }
}

pages() {
  CARGO=$CARGO_WASM CARGO_TARGET_DIR=$root/target/wasm \
    node frontend/build.mjs --profile "$profile" --out build/site
}

if [ "$profile" = demo ]; then
  scripts/step.sh "The pretend Microsoft 365 (first time about a minute)" cargo build --quiet -p m365
fi
export -f worker pages stop
export root profile
scripts/step.sh "The Worker (first time about 3 minutes)" bash -c worker
scripts/step.sh "The pages (first time about 5 minutes)" bash -c pages
