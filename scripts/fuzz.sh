#!/usr/bin/env bash
# Fuzzes the shared crate with libFuzzer. Outside CI: it runs as long as one likes.
#
#   FUZZ_SECONDS=600   how long each target runs
#   TARGET=reader      one target alone (a file in tests/fuzz/targets); all by default
#   INPUT=file         only this input, with TARGET: to see a failure again
#
# Inputs that were found worth keeping stay in target/fuzz/corpus and are taken up by the
# next run; what made a target fail is in target/fuzz/artifacts, with the log beside it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
seconds=${FUZZ_SECONDS:-600}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || stop "FUZZ_SECONDS is '$seconds'; it is a number of seconds."
targets=(${TARGET:-$(basename -s .rs tests/fuzz/targets/*.rs)})
for target in "${targets[@]}"; do
  [ -f "tests/fuzz/targets/$target.rs" ] ||
    stop "there is no fuzz target '$target'. There are: $(basename -s .rs tests/fuzz/targets/*.rs | tr '\n' ' ')"
done

have cargo || stop "there is no Rust. Install it from https://rustup.rs."
have c++ || { is_debian && debian_packages "libFuzzer" g++; } ||
  stop "there is no C++ compiler, which libFuzzer is built with. Install g++ or clang."
PATH=$(cargo_tool cargo-fuzz 0.13.2 2):$PATH
# Without a sanitizer, which safe code has no use for, a stable compiler will do, rustup's
# or a distribution's.
export CARGO_TARGET_DIR=$root/target/fuzz/build
fuzz=(--fuzz-dir tests/fuzz --sanitizer none)
say "Building the fuzz targets (first time about 2 minutes)"
mkdir -p target/fuzz
cargo fuzz build "${fuzz[@]}" >target/fuzz/build.log 2>&1 ||
  { cat target/fuzz/build.log >&2; stop "the fuzz targets did not build (see above)."; }
# Run as built: sources that change in the meantime do not.
built=$CARGO_TARGET_DIR/$(rustc -vV | sed -n 's/^host: //p')/release

if [ -n "${INPUT:-}" ]; then
  [ ${#targets[@]} = 1 ] || stop "INPUT is for one target: name it in TARGET."
  exec "$built/${targets[0]}" "$INPUT"
fi

failed=()
for target in "${targets[@]}"; do
  out=$root/target/fuzz
  mkdir -p "$out/corpus/$target" "$out/artifacts/$target"
  log=$out/$target.log
  say "$target: $seconds s"
  status=0
  # An input that takes longer than 10 seconds is a failure: no rule may take quadratic time.
  "$built/$target" "$out/corpus/$target" "tests/fuzz/seeds/$target" \
    -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$out/artifacts/$target/" -print_final_stats=1 >"$log" 2>&1 || status=$?
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1)
  if [ $status = 0 ]; then
    printf '%s: %s executions in %s s, no failure\n' "$target" "${executions:-?}" "$seconds"
  else
    failed+=("$target")
    printf '%s: FAILED after %s executions; the log is %s\n' "$target" "${executions:-?}" "$log"
  fi
done
[ ${#failed[@]} = 0 ] || stop "failed: ${failed[*]}. The inputs are in target/fuzz/artifacts; see one again with: make fuzz TARGET=name INPUT=file"
