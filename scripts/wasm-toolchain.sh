#!/usr/bin/env bash
# Finds or makes a Rust compiler with a standard library for wasm32, and prints
# the folder whose `cargo` and `rustc` to use for wasm builds; prints nothing
# where the usual ones will do.
#
#   WASM_TOOLCHAIN=rustup   `rustup target add wasm32-unknown-unknown`
#   WASM_TOOLCHAIN=distro   Debian's rustc-web, with a standard library built
#                           from rust-web-src into the cache folder
#   (unset)                 what is there; else distro on Debian as root; else rustup
set -euo pipefail
. "$(dirname "$0")/lib.sh"
target=wasm32-unknown-unknown

has_std() { # rustc-command
  local dir
  dir=$("$1" --print target-libdir --target "$target" 2>/dev/null) || return 1
  compgen -G "$dir/libstd-*.rlib" >/dev/null
}

with_rustup() {
  have rustup || stop "WASM_TOOLCHAIN=rustup, but there is no rustup. Install it from https://rustup.rs, or use WASM_TOOLCHAIN=distro on Debian."
  say "Adding the wasm32 standard library with rustup (under a minute)"
  rustup target add "$target" >&2 ||
    stop "rustup could not download the wasm32 standard library (see above). On Debian, as root, WASM_TOOLCHAIN=distro builds it from Debian's sources instead."
}

with_distro() {
  is_debian || stop "WASM_TOOLCHAIN=distro needs Debian or a system with its packages. Use WASM_TOOLCHAIN=rustup here."
  debian_packages "The wasm32 compiler" rustc-web cargo-web rust-web-src gcc libc6-dev
  local version llvm key home
  version=$(dpkg-query -W -f '${Version}' rustc-web)
  llvm=$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  debian_packages "The wasm32 linker" "lld-$llvm"
  key=$(printf %s "$version" | tr -c 'A-Za-z0-9.\n' '-')
  home=$cache/wasm32-$key
  if [ ! -f "$home/complete" ]; then build_sysroot "$home" "$llvm"; fi
  printf '%s\n' "$home/bin"
}

# A sysroot of links to Debian's own files, with the built wasm32 library beside
# them: nothing is written under /usr.
build_sysroot() {
  local home=$1 llvm=$2 work lib host
  host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
  say "Building the standard library for wasm32 from Debian's sources (once, about 90 seconds)"
  rm -rf "$home"
  lib=$home/sysroot/lib/rustlib
  mkdir -p "$home/bin" "$lib/$host/bin" "$lib/$target/lib"
  ln -s /usr/lib/rustlib/etc "$lib/etc"
  ln -s "/usr/lib/rustlib/$host/lib" "$lib/$host/lib"
  ln -s "/usr/lib/llvm-$llvm/bin/lld" "$lib/$host/bin/rust-lld"
  printf '#!/bin/sh\nexec /usr/bin/rustc --sysroot %q "$@"\n' "$home/sysroot" >"$home/bin/rustc"
  printf '#!/bin/sh\nexport RUSTC=%q\nexec /usr/bin/cargo "$@"\n' "$home/bin/rustc" >"$home/bin/cargo"
  chmod +x "$home/bin/rustc" "$home/bin/cargo"

  work=$(mktemp -d)
  mkdir -p "$work/src"
  printf '[package]\nname = "std-for-wasm32"\nversion = "0.0.0"\nedition = "2021"\n[lib]\npath = "src/lib.rs"\n' >"$work/Cargo.toml"
  : >"$work/src/lib.rs"
  # Bitcode, or linking with LTO fails; `test`, or wasm-bindgen-test cannot link.
  (
    cd "$work"
    unset RUSTC RUSTFLAGS CARGO_TARGET_DIR CARGO_BUILD_TARGET
    RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Cembed-bitcode=yes" \
      /usr/bin/cargo build -q --release --target "$target" \
      -Zbuild-std=std,panic_abort,panic_unwind,test >&2
  ) || { rm -rf "$work"; stop "the standard library for wasm32 did not build (see above)."; }
  cp "$work/target/$target/release/deps/"lib*.rlib "$lib/$target/lib/"
  rm -f "$lib/$target/lib/"libstd_for_wasm32*.rlib
  rm -rf "$work"
  has_std "$home/bin/rustc" || stop "the new sysroot in $home has no standard library for wasm32. Remove the folder and try again."
  touch "$home/complete"
}

case "${WASM_TOOLCHAIN:-}" in
  rustup) with_rustup ;;
  distro) with_distro ;;
  "")
    if have rustc && has_std rustc; then
      :
    elif is_debian && { is_root || is_installed rustc-web; }; then
      with_distro
    else
      with_rustup
    fi
    ;;
  *) stop "WASM_TOOLCHAIN is '$WASM_TOOLCHAIN'; it can be rustup or distro." ;;
esac
