#!/usr/bin/env bash
# Runs one step under a name and says how long it took.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
name=$1
shift
say "$name"
begin=$SECONDS
status=0
"$@" || status=$?
took=$((SECONDS - begin))
[ $status = 0 ] || stop "$name failed after $took s (see above)."
say "$name: $took s"
