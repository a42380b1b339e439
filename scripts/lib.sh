# Shared by the install steps: where things are kept, and how to speak.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# One folder per user, keyed by version, so that a second clone reuses it.
cache=${CROSSWALK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/crosswalk}

say() { printf '\033[1m→\033[0m %s\n' "$*" >&2; }
stop() {
  printf '\nCannot go on: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
is_debian() { have apt-get && have dpkg-query; }
is_root() { [ "$(id -u)" = 0 ]; }
is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Installs Debian packages as root; asks for them plainly otherwise.
debian_packages() {
  local why=$1 missing=() package
  shift
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  is_root || stop "$why needs system packages. Please run:
  sudo apt-get install ${missing[*]}
and then the same command again."
  say "$why: installing ${missing[*]} from Debian (about a minute)"
  if [ -z "${crosswalk_apt_updated:-}" ]; then
    apt-get update -qq >&2 || stop "apt-get update failed (see above). Is there a network?"
    crosswalk_apt_updated=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null || stop "apt-get could not install: ${missing[*]} (see above). Is there a network?"
}

# Cargo tools, built once. Without --locked: it would insist on dependency
# versions that a mirror may no longer carry. Lighter settings than a release
# of the tool itself: they run for seconds.
cargo_tool() { # crate version minutes
  local home=$cache/$1-$2
  if [ ! -f "$home/complete" ]; then
    say "Building $1 $2 (once, about $3 minutes)"
    CARGO_TARGET_DIR=$cache/tools-target CARGO_PROFILE_RELEASE_LTO=off \
      CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
      cargo install --quiet "$1" --version "$2" --root "$home" >&2 ||
      stop "$1 $2 did not build (see above). Is there a network?"
    touch "$home/complete"
  fi
  printf '%s\n' "$home/bin"
}
