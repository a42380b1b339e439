// Every fix that the page offers: pressed, shown first where it changes more than a cell,
// its finding gone, and undone to the last byte.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, guid, openReview, saved } from "./review.mjs";
import { siteOfTests } from "./site.mjs";

const LENA_TARGET = guid("b", 1);
const HEADER =
  "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ArchiveGuid,ExchangeGuid,LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus";
/** Two rows without anything to say about them. */
const RIGHT = [
  HEADER,
  `${guid("a", 1)},lena@contoso.example,lena@contoso.example,00000000-0000-0000-0000-000000000000,${guid("e", 1)},/o=ExchangeLabs/cn=Lena,SMTP:lena@contoso.example;smtp:l@contoso.example,${LENA_TARGET},Copied`,
  `${guid("a", 2)},omar@contoso.example,omar@contoso.example,${guid("c", 2)},${guid("e", 2)},/o=ExchangeLabs/cn=Omar,SMTP:omar@contoso.example,${guid("b", 2)},Written`,
  "",
].join("\r\n");
const MAIL_USERS =
  "ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress\r\n" +
  `${LENA_TARGET},Lena,lena@fabrikam.example,lena@fabrikam.example,SMTP:lena@contoso.example\r\n` +
  `${guid("b", 2)},Omar,omar@fabrikam.example,omar@fabrikam.example,SMTP:omar@contoso.example\r\n`;

function edited(from, to) {
  assert.ok(RIGHT.includes(from), `${from} is not in the file`);
  return RIGHT.replace(from, to);
}

const semicolons = RIGHT.replaceAll(";", "/").replaceAll(",", ";");
const twice = RIGHT.split("\r\n").map((line, n) => (line === "" ? line : `${line},${n === 0 ? "migrationstatus" : line.split(",").pop()}`)).join("\r\n");

/** Rule, file, and what is beside it: [label of the button, file]. */
const CASES = [
  ["CW-F-001", semicolons],
  ["CW-F-002", Buffer.from(`\ufeff${RIGHT}`, "utf16le")],
  ["CW-F-003", Buffer.from(edited("cn=Lena", "cn=L\u00e4na"), "latin1")],
  ["CW-F-004", `\ufeff${RIGHT}`],
  ["CW-F-005", edited("MigrationStatus\r\n", "MigrationStatus\n")],
  ["CW-F-007", edited("MigrationStatus\r\n", "MigrationStatus\r\n\r\n")],
  ["CW-F-010", twice],
  ["CW-F-013", edited("MigrationStatus", "DisplayName")],
  ["CW-F-014", edited("MigrationStatus", "Comment"), ["+ Original file", csv("downloaded.csv", RIGHT)]],
  ["CW-F-016", edited("PrimarySmtpAddress", "Primary SMTP Adress")],
  ["CW-F-017", edited("cn=Lena", 'cn="Lena"')],
  ["CW-F-019", RIGHT.trimEnd()],
  ["CW-F-020", `#TYPE Selected.Thing\r\n${RIGHT}`],
  ["CW-F-020", `sep=;\r\n${semicolons}`],
  ["CW-F-021", `${RIGHT},,,,,,,,\r\n`],
  ["CW-F-023", edited(",ExchangeGuid", ", ExchangeGuid")],
  ["CW-M-001", edited(LENA_TARGET, LENA_TARGET.replaceAll("-", ""))],
  ["CW-M-001", edited(LENA_TARGET, "LENA@fabrikam.example"), ["+ MailUsers", csv("MailUsers.csv", MAIL_USERS)]],
  ["CW-M-002", edited(LENA_TARGET, "00000000-0000-0000-0000-000000000000")],
  ["CW-M-011", edited("cn=Lena", "cn=Lina"), ["+ Original file", csv("downloaded.csv", RIGHT)]],
  ["CW-M-016", edited(LENA_TARGET, `\u00a0${LENA_TARGET} `)],
  ["CW-M-018", edited(guid("b", 2), guid("d", 3)), ["+ Original file", csv("downloaded.csv", RIGHT)]],
];

const site = siteOfTests();

test("two clicks on a fix do one: the next finding stands under the second", { timeout: 60_000 }, async () => {
  const nil = "00000000-0000-0000-0000-000000000000";
  const { page } = await openReview(site, edited(LENA_TARGET, nil).replace(guid("b", 2), nil));
  await page.getByText(/0 ready · 2 errors/).waitFor();
  await page.getByRole("button", { name: /^Fix row 1:/ }).dblclick();
  await page.getByText(/1 error · 1 unmapped/).waitFor();
  await page.getByRole("button", { name: /^Fix row 2:/ }).waitFor();
});

for (const [code, content, reference] of CASES) {
  const bytes = Buffer.from(content);
  const name = `${code} ${JSON.stringify(bytes.subarray(0, 12).toString("latin1"))}`;
  test(`${name} is fixed, and its fix undone`, { timeout: 60_000 }, async () => {
    const { context, page, complaints } = await openReview(site, bytes);
    const group = page.locator("details.rule", { hasText: code });
    if (reference) {
      const [button, file] = reference;
      await page.getByRole("button", { name: button }).click();
      await page.locator(".adds input[type=file]").setInputFiles(file);
    }
    await group.waitFor();
    if ((await group.getAttribute("open")) === null) await group.locator("summary").click();
    await group.getByRole("button", { name: /^Fix/ }).last().click();
    const dialog = page.getByRole("dialog");
    await Promise.race([dialog.waitFor(), group.waitFor({ state: "detached" })]);
    if (await dialog.isVisible()) await dialog.locator(".button.primary").click();
    await group.waitFor({ state: "detached" });
    assert.notDeepEqual(await saved(page), bytes);
    await page.keyboard.press("Control+z");
    await group.waitFor();
    assert.deepEqual(await saved(page), bytes);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}
