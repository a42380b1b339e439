// The files that are measured: generated, seeded, the same on every machine.
//
// Ten columns (the nine of the mapping file and DisplayName), CRLF, UTF-8 names;
// 45 % of the rows have a quoted field (40 % with a comma, 5 % with doubled quotes),
// 0 to 2 secondary SMTP addresses, 15 % an X500 address, 0.1 % no target. All values
// are valid and none is there twice: about 444 bytes a row.
import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { once } from "node:events";
import { dirname, join } from "node:path";

/** Changes when the files do. */
const VERSION = 2;

const COLUMNS = [
  "SourceExternalDirectoryObjectId", "SourceUserPrincipalName", "PrimarySmtpAddress", "ArchiveGuid", "ExchangeGuid",
  "LegacyExchangeDN", "EmailAddresses", "TargetExternalDirectoryObjectId", "MigrationStatus", "DisplayName",
];
const GIVEN = [
  ["Lena", "lena"], ["Jürgen", "juergen"], ["Søren", "soeren"], ["Zoë", "zoe"], ["Łukasz", "lukasz"], ["Mia", "mia"], ["Chloé", "chloe"],
  ["Ingrid", "ingrid"], ["Oluwaseun", "oluwaseun"], ["Priya", "priya"], ["José", "jose"], ["Anna", "anna"], ["Tomáš", "tomas"], ["Noah", "noah"],
];
const FAMILY = [
  ["Berg", "berg"], ["Müller", "mueller"], ["Nowak", "nowak"], ["Østergård", "oestergaard"], ["García", "garcia"], ["O'Brien", "obrien"],
  ["Kowalczyk", "kowalczyk"], ["Schröder", "schroeder"], ["Dvořák", "dvorak"], ["Smith", "smith"], ["Yılmaz", "yilmaz"], ["Lindqvist", "lindqvist"],
];
/** The defects of the damaged file: what the nth of each does to its row. */
const DEFECTS = {
  badGuid: (row, n) => (row[[0, 3, 4, 7][n % 4]] = `not-a-guid-${n}`),
  badPrimary: (row, n) => (row[2] = `nobody${n}.contoso.example`),
  badProxy: (row, n) => (row[6] += `;smtp:a..b${n}@contoso.example`),
  twoPrimaries: (row, n) => (row[6] += `;SMTP:second${n}@contoso.example`),
  noTarget: (row) => ((row[7] = ""), (row[8] = "Copied")),
};
const TWICE = { sourceTwice: 0, targetTwice: 7, primaryTwice: 2 };

/** Random numbers below 2^32 that are the same every time (sfc32). */
function numbers(seed) {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed | 0];
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 16; warm += 1) next();
  return next;
}

const hex = (number, width) => number.toString(16).padStart(width, "0");

function* rows(count) {
  const next = numbers(count);
  const share = (percent) => next() % 1000 < percent * 10;
  /** Another one for each row, and not in their order: n times an odd number. */
  const unique = (n) => hex(Math.imul(n, 0x9e3779b1) >>> 0, 8);
  const guid = (n) => {
    const [a, b, c] = [next(), next(), next()];
    return `${hex(a, 8)}-${hex(b >>> 16, 4)}-4${hex(b & 0xfff, 3)}-${"89ab"[c & 3]}${hex((c >>> 4) & 0xfff, 3)}-${hex(c >>> 16, 4)}${unique(n)}`;
  };
  for (let n = 0; n < count; n += 1) {
    const [given, givenPlain] = GIVEN[next() % GIVEN.length];
    const [family, familyPlain] = FAMILY[next() % FAMILY.length];
    const alias = `${givenPlain}.${familyPlain}${n}`;
    const address = `${alias}@contoso.example`;
    const group = "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=";
    const proxies = [`SMTP:${address}`];
    for (let more = next() % 3; more > 0; more -= 1) proxies.push(`smtp:${alias}@mail${more}.contoso.example`);
    if (share(15)) proxies.push(`X500:${group}${hex(next(), 8)}${unique(n)}`);
    const kind = next() % 100;
    const name =
      kind < 40 ? `${family}, ${given}` : kind < 45 ? `${given} "${familyPlain}" ${family}` : `${given} ${family}`;
    const hasTarget = !share(0.1);
    yield [
      guid(n), address, address, guid(n), guid(n), `${group}${hex(next(), 8)}${unique(n)}`,
      proxies.join(";"), hasTarget ? guid(n) : "", hasTarget ? "Mapped" : "Copied", name,
    ];
  }
}

const field = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (row) => `${row.map(field).join(",")}\r\n`;

/** `count` rows with about 2 % of each defect, for comparing what engines find. */
function* damaged(count) {
  const defects = [...Object.keys(DEFECTS), ...Object.keys(TWICE)];
  let before = [];
  let n = 0;
  for (const row of rows(count)) {
    const defect = n % 6 === 5 ? defects[((n - 5) / 6) % defects.length] : null;
    if (defect in DEFECTS) DEFECTS[defect](row, Math.floor(n / 6 / defects.length));
    // The row before has no defect: each value that is there twice is there exactly twice.
    if (defect in TWICE) row[TWICE[defect]] = before[TWICE[defect]];
    yield (before = row);
    n += 1;
  }
}

async function write(path, all) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.part`;
  const out = createWriteStream(unfinished);
  let batch = `${COLUMNS.join(",")}\r\n`;
  for (const row of all) {
    batch += line(row);
    if (batch.length > 1 << 22) {
      if (!out.write(batch)) await once(out, "drain");
      batch = "";
    }
  }
  out.end(batch);
  await once(out, "finish");
  renameSync(unfinished, path);
}

const FILES = {
  "10k": () => rows(10_000),
  "100k": () => rows(100_000),
  "1m": () => rows(1_000_000),
  damaged: () => damaged(12_000),
};

/** The path of a file, which is written first if it is not there. */
export async function fileOf(name, folder) {
  const path = join(folder, `mapping-${name}-v${VERSION}.csv`);
  if (!existsSync(path)) await write(path, FILES[name]());
  return path;
}
