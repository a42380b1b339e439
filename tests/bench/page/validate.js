// The same validation in JavaScript, for the peers: GUIDs of four columns, source,
// target and primary address that stand twice, syntax of SMTP addresses, exactly one
// `SMTP:`, whether there is an x500, the number of columns.
const GUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const ATOM = "[\\w!#$%&'*+\\-/=?^`{|}~]+";
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const SMTP = new RegExp(`^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$`, "i");

export const COLUMNS = [
  "SourceExternalDirectoryObjectId", "SourceUserPrincipalName", "PrimarySmtpAddress", "ArchiveGuid", "ExchangeGuid",
  "LegacyExchangeDN", "EmailAddresses", "TargetExternalDirectoryObjectId", "MigrationStatus", "DisplayName",
];
const [SOURCE, , PRIMARY, ARCHIVE, EXCHANGE, , ADDRESSES, TARGET] = COLUMNS.keys();

export class Validator {
  counts = {
    rows: 0, wrongWidth: 0, badGuid: 0, badPrimary: 0, badProxy: 0, noPrimary: 0, twoPrimaries: 0,
    withX500: 0, noTarget: 0, sourceTwice: 0, targetTwice: 0, primaryTwice: 0,
  };
  #sources = new Set();
  #targets = new Set();
  #primaries = new Set();

  row(fields) {
    const { counts } = this;
    counts.rows += 1;
    if (fields.length !== COLUMNS.length) {
      counts.wrongWidth += 1;
      return;
    }
    this.#guids(fields);
    this.#addresses(fields);
  }

  #guids(fields) {
    const { counts } = this;
    const source = fields[SOURCE];
    if (!GUID.test(source)) counts.badGuid += 1;
    else if (isTwice(this.#sources, source.toLowerCase())) counts.sourceTwice += 1;
    const target = fields[TARGET];
    if (target === "" || target === null) counts.noTarget += 1;
    else if (!GUID.test(target)) counts.badGuid += 1;
    else if (isTwice(this.#targets, target.toLowerCase())) counts.targetTwice += 1;
    if (!GUID.test(fields[ARCHIVE])) counts.badGuid += 1;
    if (!GUID.test(fields[EXCHANGE])) counts.badGuid += 1;
  }

  #addresses(fields) {
    const { counts } = this;
    const primary = fields[PRIMARY];
    if (!SMTP.test(primary)) counts.badPrimary += 1;
    else if (isTwice(this.#primaries, primary.toLowerCase())) counts.primaryTwice += 1;
    let primaries = 0;
    let damaged = false;
    let hasX500 = false;
    for (const entry of fields[ADDRESSES].split(";")) {
      if (entry.startsWith("SMTP:")) primaries += 1;
      else if (!entry.startsWith("smtp:")) {
        hasX500 ||= /^x500:/i.test(entry);
        continue;
      }
      damaged ||= !SMTP.test(entry.slice(5));
    }
    if (damaged) counts.badProxy += 1;
    if (primaries === 0) counts.noPrimary += 1;
    if (primaries > 1) counts.twoPrimaries += 1;
    if (hasX500) counts.withX500 += 1;
  }
}

function isTwice(seen, key) {
  const before = seen.size;
  return seen.add(key).size === before;
}
