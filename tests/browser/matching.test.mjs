// The match assistant, by keyboard: preview, untick, apply, decide, undo; and MailUsers by
// a few letters in the target's cell. What is saved is compared byte by byte.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, fileOf, guid, openReview, person, saved } from "./review.mjs";
import { siteOfTests } from "./site.mjs";
import { picture } from "./stage.mjs";

const row = (n, target = "") => person(n, target);

const PEOPLE = 30;
const NAMES = ["Lena Fischer", "Omar Haddad", "Yuki Tanaka", "Zoë Martens", "Björn Dahl", "Pat Reyes"];
const nameOf = (n) => `${NAMES[n % NAMES.length]} ${n}`;
const mailUser = (n, { external = `person${n}@contoso.example`, id = n, name = nameOf(n), department = "Sales" } = {}) =>
  `${guid("b", id)},${name},p${id},p${id}@fabrikam.example,p${id}@fabrikam.example,SMTP:${external},SMTP:p${id}@fabrikam.example,${department},${1000 + n}`;
const MAIL_USERS = [
  "ExternalDirectoryObjectId,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,EmailAddresses,Department,EmployeeId",
  ...Array.from({ length: PEOPLE }, (_, n) => mailUser(n + 1)),
  // Another one for mailbox 7: a conflict.
  mailUser(7, { id: 707, name: "Omar Haddad-Cole", department: "Legal" }),
  mailUser(99, { external: "nobody@elsewhere.example", id: 900, name: "Sigrún Ólafsdóttir", department: "Legal" }),
].join("\r\n");
const MAILBOXES = [
  "ExternalDirectoryObjectId,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,EmailAddresses,LegacyExchangeDN,RecipientTypeDetails,Department,EmployeeId",
  ...Array.from({ length: PEOPLE }, (_, n) => n + 1).map((n) =>
    `${guid("a", n)},${nameOf(n)},person${n},person${n}@contoso.example,person${n}@contoso.example,SMTP:person${n}@contoso.example,/o=Contoso/cn=person${n},UserMailbox,Sales,${1000 + n}`),
].join("\r\n");

const site = siteOfTests();

/** Presses a button without a mouse. */
async function press(page, name, key = "Enter") {
  const button = page.getByRole("button", { name });
  await button.focus();
  await page.keyboard.press(key);
}

test("rows are matched by keyboard: previewed, unticked, applied, decided, undone", { timeout: 90_000 }, async () => {
  const rows = Array.from({ length: PEOPLE + 1 }, (_, n) => n + 1);
  const original = fileOf(rows.map((n) => row(n)));
  const { page, complaints } = await openReview(site, original);
  const panel = page.getByRole("complementary", { name: "Match" });

  // Without MailUsers the assistant says what to drop.
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+m");
  // The plain export comes first: what has names is longer.
  await panel.getByText(/Get-MailUser/).nth(1).waitFor();
  const [plain, withNames] = await panel.getByText(/Get-MailUser/).allTextContents();
  assert.ok(!plain.includes("Get-MgUser") && withNames.includes("Get-MgUser"));
  await picture(page, "match-empty");
  await panel.getByLabel(/Choose MailUsers.csv/).setInputFiles(csv("MailUsers.csv", MAIL_USERS));
  await panel.getByText("32 MailUsers").waitFor();

  // Microsoft's rule is on alone; a rule is moved without a mouse.
  await panel.getByRole("checkbox", { name: "Primary address" }).waitFor();
  assert.equal(await panel.getByRole("checkbox", { checked: true }).count(), 1);
  await press(page, "Move Mail nickname up");
  await page.getByText("Mail nickname is number 1 now.").waitFor();
  await press(page, "Move Mail nickname down");

  // A preview changes nothing.
  await press(page, "Preview matches");
  await panel.getByRole("button", { name: "Found 29" }).waitFor();
  await panel.getByRole("button", { name: "Conflicts 1" }).waitFor();
  await panel.getByText(/nothing has been changed yet/).waitFor();
  // The rules have folded away, and say which of them are on.
  await panel.getByRole("heading", { name: "Rules", exact: true }).waitFor();
  assert.equal(await panel.locator("details.match-rules").getAttribute("open"), null);
  await panel.locator("details.match-rules summary", { hasText: "Primary address" }).waitFor();
  assert.equal(await panel.locator(".match-line").getByText("Certain").count(), 0);
  assert.equal((await saved(page)).toString(), original);

  // One is unticked, the rest is one step.
  const box = panel.getByRole("checkbox", { name: "Apply the match of person3@contoso.example" });
  await box.focus();
  await page.keyboard.press("Space");
  await panel.getByRole("button", { name: "Apply 28 matches" }).waitFor();
  assert.ok(await box.evaluate((element) => element === document.activeElement), "the keyboard left the box");
  await picture(page, "match-preview");
  await press(page, "Apply 28 matches");
  await panel.getByRole("button", { name: "Mapped 28" }).waitFor();
  await panel.getByText("28 of 29 matches applied; 1 left.").waitFor();
  await page.getByText(/28 rows matched/).waitFor();
  const applied = fileOf(rows.map((n) => row(n, n === 3 || n === 7 || n === 31 ? "" : guid("b", n))));
  assert.equal((await saved(page)).toString(), applied);

  // The conflict, by digits and Enter.
  await press(page, /Decide 1 conflict/);
  const dialog = page.getByRole("dialog", { name: "Conflict 1 of 1" });
  await dialog.getByRole("radio", { name: /Omar Haddad-Cole/ }).waitFor();
  assert.ok(await dialog.getByRole("button", { name: "Choose a MailUser" }).isDisabled());
  await page.keyboard.press("2");
  await dialog.getByRole("button", { name: "Lead to Omar Haddad-Cole" }).waitFor();
  await picture(page, "match-conflict");
  await page.keyboard.press("Enter");
  await page.getByText("No conflict is left.").waitFor();
  await dialog.waitFor({ state: "hidden" });
  assert.equal((await saved(page)).toString(), applied.replace(row(7), row(7, guid("b", 707))));

  // Two steps back: the file as it was.
  await page.keyboard.press("Control+z");
  await panel.getByRole("button", { name: "Conflicts 1" }).waitFor();
  await page.keyboard.press("Control+z");
  await panel.getByRole("button", { name: "Found 29" }).waitFor();
  assert.equal((await saved(page)).toString(), original);
  assert.deepEqual(complaints, []);
});

test("names of the source make conflicts readable, and a row says who fits it", { timeout: 90_000 }, async () => {
  const original = fileOf([6, 7, 8].map((n) => row(n)));
  const { page, complaints } = await openReview(site, original);
  await page.keyboard.press("Control+m");
  const panel = page.getByRole("complementary", { name: "Match" });
  await panel.getByLabel(/Choose MailUsers.csv/).setInputFiles(csv("MailUsers.csv", MAIL_USERS));
  await panel.getByText("32 MailUsers").waitFor();
  await panel.getByLabel(/Choose Mailboxes.csv/).setInputFiles(csv("Mailboxes.csv", MAILBOXES));
  await panel.getByLabel(/Choose Mailboxes.csv/).waitFor({ state: "detached" });

  const here = page.getByRole("region", { name: "Who fits this row" });
  await here.getByText(`Row 1: ${nameOf(6)}`).waitFor();
  await press(page, /^Preview matches/);
  await panel.locator(".match-line-head", { hasText: nameOf(6) }).waitFor();
  await press(page, /Decide 1 conflict/);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("cell", { name: /Sales ?, same/ }).waitFor();
  await dialog.getByRole("cell", { name: /Legal ?, differs/ }).waitFor();
  await page.keyboard.press("ArrowRight");
  await picture(page, "match-conflict-names");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal((await saved(page)).toString(), original);

  await press(page, `Use ${nameOf(6)} for this row`);
  await here.getByText("You chose it.").waitFor();
  await picture(page, "match-this-row");
  assert.equal((await saved(page)).toString(), fileOf([row(6, guid("b", 6)), row(7), row(8)]));
  assert.deepEqual(complaints, []);
});

test("a MailUser is found by a few letters in the target's cell", { timeout: 90_000 }, async () => {
  const { page, complaints } = await openReview(site, fileOf([row(1, guid("b", 1)), row(2), row(3)]));
  await page.keyboard.press("Control+m");
  const panel = page.getByRole("complementary", { name: "Match" });
  await panel.getByLabel(/Choose MailUsers.csv/).setInputFiles(csv("MailUsers.csv", MAIL_USERS));
  await panel.getByText("32 MailUsers").waitFor();

  await page.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("sigr");
  const input = page.getByRole("combobox", { name: /new value/ });
  const option = page.getByRole("option", { name: /Sigrún Ólafsdóttir/ });
  await option.waitFor();
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  assert.equal(await input.getAttribute("aria-activedescendant"), await option.getAttribute("id"));
  assert.equal(await option.getAttribute("aria-selected"), "true");
  await picture(page, "match-typeahead");
  await page.keyboard.press("Enter");
  await input.waitFor({ state: "hidden" });

  // Whoever is taken says so; Escape closes the list, then the cell.
  await page.keyboard.type("p1@");
  await page.getByRole("option", { name: /Taken by row 1/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("listbox").waitFor({ state: "hidden" });
  await page.keyboard.press("Escape");
  await input.waitFor({ state: "hidden" });
  assert.equal((await saved(page)).toString(), fileOf([row(1, guid("b", 1)), row(2, guid("b", 900)), row(3)]));
  assert.deepEqual(complaints, []);
});
