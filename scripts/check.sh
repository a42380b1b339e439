#!/usr/bin/env bash
# What must hold before a change lands: format, lints as errors, generated
# files up to date, no registry host in a lockfile, scripts without mistakes.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
have cargo || stop "there is no Rust. Install it from https://rustup.rs."

scripts/step.sh "Format" cargo fmt --all --check
scripts/step.sh "Format of the fuzz targets" rustfmt --check --edition 2024 tests/fuzz/targets/*.rs
scripts/step.sh "Clippy, warnings as errors" \
  cargo clippy --quiet --workspace --all-targets -- -D warnings
scripts/step.sh "Clippy of the fuzz targets" env CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}/fuzz/check" \
  cargo clippy --quiet --manifest-path tests/fuzz/Cargo.toml --no-default-features -- -D warnings
generated() {
  local fresh
  fresh=$(mktemp)
  cargo run --quiet -p edge --example openapi >"$fresh"
  cmp -s "$fresh" edge/openapi.json || {
    diff "$fresh" edge/openapi.json | head -20 >&2
    stop "edge/openapi.json is not what the routes say. Run \`make generate\` and commit it."
  }
  rm -f "$fresh"
}
# The catalogue is read by people who decide by it: every word of it is in the
# dictionary or in docs/words.txt.
spelling() {
  local unknown
  unknown=$(sed -e 's/`[^`]*`//g' docs/checks.md | aspell list --lang=en_GB --encoding=utf-8 | sort -u | LC_ALL=C.UTF-8 grep -vxF -f docs/words.txt || true)
  [ -z "$unknown" ] || stop "words of the catalogue of checks that no dictionary knows: $(echo $unknown). Correct them in shared/src/checks/catalogue.rs, or add a term to docs/words.txt."
}
lockfiles() {
  ! grep -nE '"resolved"' package-lock.json || stop "package-lock.json names a registry (see above). Remove the file's \"resolved\" lines."
  cargo metadata --locked --format-version 1 >/dev/null || stop "Cargo.lock does not fit Cargo.toml. Run any cargo build and commit Cargo.lock."
}
scripts_parse() {
  local file
  for file in scripts/*.sh .ci/run; do bash -n "$file"; done
  for file in scripts/*.mjs; do node --check "$file"; done
}
if ! have aspell || ! aspell dicts | grep -qx en_GB; then
  is_debian || stop "the spelling check needs aspell with its English dictionary. Install them."
  debian_packages "The spelling check" aspell aspell-en
fi
export -f generated spelling lockfiles scripts_parse stop
scripts/step.sh "Generated files" bash -euo pipefail -c generated
scripts/step.sh "Spelling of the catalogue" bash -euo pipefail -c spelling
scripts/step.sh "Lockfiles" bash -euo pipefail -c lockfiles
scripts/step.sh "Scripts" bash -euo pipefail -c scripts_parse
