#!/usr/bin/env bash
# Installs what is missing and writes build/env.sh, which names every tool.
#
#   scripts/install.sh run      what building and running need
#   scripts/install.sh test     and what the tests need: Chromium, ChromeDriver, Python;
#                               Firefox where it can be had, else its test is skipped
#
# Does nothing, quickly, when nothing is missing. System packages are installed
# as root on Debian and asked for plainly otherwise; all else goes to
# node_modules and to one cache folder per user, keyed by version.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
what=${1:-run}
cd "$root"

version_of() { # crate, from Cargo.lock: the tool must match the crate exactly
  sed -n "/^name = \"$1\"\$/{n;s/^version = \"\(.*\)\"/\1/p;q}" Cargo.lock
}

need_basics() {
  have cargo || stop "there is no Rust. Install it from https://rustup.rs, then run the same command again."
  have node || stop "there is no Node.js. Install version 20.19 or newer (https://nodejs.org), then run the same command again."
  have npm || stop "there is no npm. It comes with Node.js (https://nodejs.org) or the package npm."
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    stop "Node.js is $(node --version); version 20.19 or newer is needed (https://nodejs.org)."
  have cc || { is_debian && debian_packages "The Rust linker" gcc libc6-dev; } ||
    stop "there is no C compiler, which Rust links with. Install gcc or clang."
}

npm_packages() {
  local stamp=node_modules/.crosswalk-lock
  if ! cmp -s package-lock.json "$stamp"; then
    say "Installing the JavaScript tools: Vite, esbuild, binaryen, wrangler, Playwright (about 20 seconds)"
    npm ci --loglevel=error >&2 || stop "npm could not install the JavaScript tools (see above). Is there a network?"
    cp package-lock.json "$stamp"
  fi
}

find_chromium() {
  local browser=${CHROMIUM:-} driver=${CHROMEDRIVER:-} name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$browser" ] || browser=$(command -v "$name" || true)
  done
  [ -n "$driver" ] || driver=$(command -v chromedriver || true)
  if [ -z "$browser" ] || [ -z "$driver" ]; then
    is_debian || stop "the tests need Chromium and ChromeDriver of the same version. Install them, or name them in CHROMIUM and CHROMEDRIVER."
    debian_packages "The browser tests" chromium chromium-driver
    browser=$(command -v chromium)
    driver=$(command -v chromedriver)
  fi
  printf 'export CHROMIUM=%q CHROMEDRIVER=%q\n' "$browser" "$driver"
}

find_firefox() {
  local browser=${FIREFOX:-}
  if [ -z "$browser" ] && ! have firefox-esr && ! have firefox && is_debian && is_root; then
    debian_packages "The test in Firefox" firefox-esr
  fi
  [ -n "$browser" ] || browser=$(command -v firefox-esr || command -v firefox || true)
  printf 'export FIREFOX=%q\n' "$browser"
}

# The tests compare our reader of CSV with Python's.
need_python() {
  python3 -c "import csv, json" 2>/dev/null || { is_debian && debian_packages "The comparison with other readers of CSV" python3; } ||
    stop "the tests need Python 3 with its standard library. Install it (https://www.python.org)."
}

need_basics
mkdir -p build "$cache"
bindgen=$(version_of wasm-bindgen)
npm_packages
wasm=$("$root/scripts/wasm-toolchain.sh")
bindgen_bin=$(cargo_tool wasm-bindgen-cli "$bindgen" 3)
worker_build_bin=$(cargo_tool worker-build "$(version_of worker)" 2)
rm -rf "$cache/tools-target"
{
  echo "# Written by scripts/install.sh; do not edit."
  printf 'export WASM_HOME=%q\n' "$wasm"
  printf 'export CARGO_WASM=%q\n' "${wasm:+$wasm/}cargo"
  printf 'export WASM_BINDGEN=%q WASM_BINDGEN_BIN=%q\n' "$bindgen_bin/wasm-bindgen" "$bindgen_bin/wasm-bindgen"
  printf 'export WASM_BINDGEN_TEST_RUNNER=%q\n' "$bindgen_bin/wasm-bindgen-test-runner"
  printf 'export WORKER_BUILD=%q\n' "$worker_build_bin/worker-build"
  printf 'export ESBUILD_BIN=%q WASM_OPT_BIN=%q\n' "$root/node_modules/.bin/esbuild" "$root/node_modules/.bin/wasm-opt"
  if [ "$what" = test ]; then
    need_python
    find_chromium
    find_firefox
  elif [ -f build/env.sh ]; then
    # A run after a test keeps what the test found.
    grep -E '^export (CHROMIUM|FIREFOX)=' build/env.sh || true
  fi
} >build/env.sh.new
mv build/env.sh.new build/env.sh
