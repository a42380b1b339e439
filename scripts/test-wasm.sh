#!/usr/bin/env bash
# Runs the wasm-bindgen tests in a headless Chromium.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
. build/env.sh
[ -z "$WASM_HOME" ] || export PATH="$WASM_HOME:$PATH"
export PATH="$(dirname "$WASM_BINDGEN_TEST_RUNNER"):$PATH" CHROMEDRIVER
export CARGO_TARGET_DIR=$root/target/wasm WASM_BINDGEN_TEST_TIMEOUT=120
# The browser's own background traffic is off: it is no part of the test, and
# on a closed network it is refused many times a second.
WASM_BINDGEN_TEST_WEBDRIVER_JSON=$(mktemp)
export WASM_BINDGEN_TEST_WEBDRIVER_JSON
trap 'rm -f "$WASM_BINDGEN_TEST_WEBDRIVER_JSON"' EXIT
cat >"$WASM_BINDGEN_TEST_WEBDRIVER_JSON" <<JSON
{
  "goog:chromeOptions": {
    "binary": "$CHROMIUM",
    "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]
  }
}
JSON
cargo test --profile demo --target wasm32-unknown-unknown -p shared --test browser
cargo test --profile demo --target wasm32-unknown-unknown -p frontend --tests
