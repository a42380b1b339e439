#!/usr/bin/env bash
# Measures what a release build weighs and how fast a large file is checked.
# Times are of this machine, now: compare runs side by side, not across machines.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
scripts/build.sh release

say "Sizes (bytes, and gzipped)"
for file in edge/build/*.wasm edge/build/index.js build/site/assets/*.wasm build/site/assets/*.js build/site/review.html; do
  printf '%10d %10d  %s\n' "$(wc -c <"$file")" "$(gzip -9c "$file" | wc -c)" "$file"
done

say "Opening and checking 100,000 rows"
cargo build --quiet --release -p shared --example check
rows=$(mktemp --suffix .csv)
trap 'rm -f "$rows"' EXIT
node -e '
const hex = (n, width) => n.toString(16).padStart(width, "0");
const guid = (kind, n) => `${hex(kind, 8)}-0000-4000-8000-${hex(n, 12)}`;
const out = ["SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ArchiveGuid,ExchangeGuid,LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus"];
for (let n = 1; n <= 100000; n++)
  out.push(`${guid(1, n)},user${n}@contoso.example,user${n}@contoso.example,,${guid(2, n)},/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=${hex(n, 32)}-user${n},SMTP:user${n}@contoso.example;x500:/o=Old/cn=${n},${guid(3, n)},Copied`);
process.stdout.write(out.join("\r\n") + "\r\n");' >"$rows"
wc -c <"$rows" | xargs printf '%d bytes\n'
for _ in 1 2 3; do
  # shellcheck disable=SC2016
  TIMEFORMAT='%3R s'
  time target/release/examples/check "$rows" >/dev/null
done
