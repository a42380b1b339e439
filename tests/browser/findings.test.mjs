// Findings, fixes, repairs, recognised facts and references, as a reviewer uses them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HEADER, csv, guid, openReview, person, saved } from "./review.mjs";
import { siteOfTests } from "./site.mjs";
import { openWindow, picture } from "./stage.mjs";

const row = (n, target = guid("b", n)) => person(n, target);
const MAIL_USERS = [
  "ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,EmailAddresses",
  ...[1, 2, 3, 4].map((n) =>
    `${guid("b", n)},Person ${n},p${n}@fabrikam.example,p${n}@fabrikam.example,SMTP:person${n}@contoso.example,SMTP:p${n}@fabrikam.example`),
  "none,Nobody,n@fabrikam.example,n@fabrikam.example,SMTP:n@contoso.example,SMTP:n@fabrikam.example",
].join("\r\n");

const site = siteOfTests();

const savedByButton = (page) => saved(page, () => page.getByRole("button", { name: /^Save/ }).first().click());

const group = (page, code) => page.locator("details.rule", { hasText: code });

test("what can be fixed is shown, fixed at once, and undone in one step", { timeout: 90_000 }, async () => {
  const lines = [HEADER, row(1, "p1@fabrikam.example"), row(2, guid("b", 2).replaceAll("-", "")), row(3, "who"), row(4)];
  const text = lines.join("\r\n") + "\r\n";
  const { page, complaints } = await openReview(site, text);
  const wrong = group(page, "CW-M-001");
  await wrong.getByText("Fix this one").waitFor();

  // A reference makes more of them certain.
  await page.getByRole("button", { name: "+ MailUsers" }).click();
  await page.locator(".adds input[type=file]").setInputFiles(csv("MailUsers.csv", MAIL_USERS));
  await page.getByRole("button", { name: "Check without MailUsers" }).waitFor();
  await page.getByText("1 place could not be used").waitFor();
  await wrong.getByText("1 needs you").waitFor();
  await picture(page, "findings");
  await wrong.getByRole("button", { name: "Fix all 2 like this…" }).click();
  const dialog = page.getByRole("dialog", { name: "Write 2 targets as ids" });
  await dialog.getByText("2 cells in 2 rows will change.").waitFor();
  await dialog.getByText("p1@fabrikam.example").waitFor();
  await picture(page, "findings-fix");
  await dialog.getByRole("button", { name: "Change 2 cells" }).click();
  await wrong.getByText("None of these can be fixed").waitFor();
  assert.match((await savedByButton(page)).toString(), new RegExp(guid("b", 1)));
  await page.keyboard.press("Control+z");
  await wrong.getByText("1 needs you").waitFor();
  assert.equal((await savedByButton(page)).toString(), text);

  // One by the keyboard, at the active cell.
  await wrong.locator("button.place").nth(1).click();
  await page.keyboard.press("Control+.");
  await wrong.getByText("Fix this one").waitFor();
  assert.equal((await savedByButton(page)).toString(), [...lines.slice(0, 2), row(2), ...lines.slice(3)].join("\r\n") + "\r\n");

  // Only the rows of a rule.
  await wrong.getByRole("button", { name: "Show only these rows" }).click();
  await page.getByRole("button", { name: /^Only:/ }).waitFor();
  assert.equal(await page.getByRole("grid").getAttribute("aria-rowcount"), "3");
  await page.getByRole("button", { name: /^Only:/ }).click();

  await page.getByRole("button", { name: "Check without MailUsers" }).click();
  await page.getByRole("button", { name: "+ MailUsers" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("a guess is asked about, and how the file is written is repaired from its facts", { timeout: 90_000 }, async () => {
  const bytes = Buffer.from(`${HEADER.replaceAll(",", ";")};Name\r\n${row(1).replaceAll(",", ";")};J\xf6rg\n`, "latin1");
  const { page, complaints } = await openReview(site, bytes);
  const question = page.getByRole("region", { name: /Do these read right/ });
  await question.getByText("Jörg").waitFor();
  await picture(page, "findings-doubt");
  await question.getByRole("button", { name: "Right: Windows-1252" }).click();
  await question.waitFor({ state: "detached" });

  const facts = page.getByRole("group", { name: "What was recognised" });
  for (const [fact, offer, after] of [
    ["Windows-1252", "Convert to UTF-8…", "UTF-8"],
    ["semicolon", "Separate by commas…", "comma"],
    ["mixed line ends", "End every line with CRLF…", "CRLF"],
  ]) {
    await facts.getByRole("button", { name: fact, exact: true }).click();
    await page.getByRole("button", { name: offer }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Do it" }).waitFor();
    if (after === "comma") await picture(page, "findings-repair");
    await dialog.getByRole("button", { name: "Do it" }).click();
    await facts.getByRole("button", { name: after, exact: true }).waitFor();
  }
  assert.equal((await savedByButton(page)).toString(), `${HEADER},Name\r\n${row(1)},Jörg\r\n`);
  for (let step = 0; step < 3; step += 1) await page.getByRole("button", { name: "Undo" }).first().click();
  await facts.getByRole("button", { name: "Windows-1252", exact: true }).waitFor();
  assert.deepEqual(await savedByButton(page), bytes);
  assert.deepEqual(complaints, []);
});

test("files dropped together are told apart, and a second mapping file is asked about", { timeout: 90_000 }, async () => {
  const { page, complaints } = await openWindow(site);
  await page.goto(`${site.address}/review`);
  await page.getByLabel(/Choose a file/).waitFor({ state: "attached" });
  const drop = (files) =>
    page.evaluate((given) => {
      const transfer = new DataTransfer();
      for (const [name, text] of given) transfer.items.add(new File([text], name));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, files);
  const domains = JSON.stringify([{ DomainName: "fabrikam.example", DomainType: "Authoritative", Default: true }]);
  const mapping = [HEADER, row(1), row(2)].join("\r\n") + "\r\n";
  await drop([["domains.json", domains], ["users.csv", MAIL_USERS], ["wave.csv", mapping]]);
  await page.getByRole("grid").waitFor();
  await page.getByRole("button", { name: "Check without MailUsers" }).waitFor();
  await page.getByRole("button", { name: "Check without Accepted domains" }).waitFor();
  await drop([["original.csv", mapping.replace("person1@", "person9@")]]);
  await page.getByRole("dialog", { name: "What is original.csv?" }).waitFor();
  await page.getByRole("button", { name: "Compare with it as the original" }).click();
  await page.getByRole("button", { name: "Check without Original file" }).waitFor();
  await group(page, "CW-M-011").waitFor();
  assert.deepEqual(complaints, []);
});
