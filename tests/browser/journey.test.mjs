// The whole flow in a browser, as both admins, in two private windows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { CONTOSO, FABRIKAM, directoryOf, openStage, openWindow, picture, signIn } from "./stage.mjs";

const NIL = "00000000-0000-0000-0000-000000000000";
let stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

/** Waits until the request that is shown is finished, and answers its state. */
async function finished(page) {
  const end = page.getByText(/^Completed( with warnings)?$/).first();
  await end.waitFor({ timeout: 60_000 });
  return (await end.textContent()).trim();
}


test("a scope goes from Contoso's mailboxes to Fabrikam's MailUsers", { timeout: 240_000 }, async () => {
  const source = await openWindow(stage);
  const target = await openWindow(stage);

  // Contoso asks.
  await source.page.goto(stage.address);
  await source.page.getByRole("heading", { level: 1 }).waitFor();
  await picture(source.page, "start");
  await signIn(source.page, stage, "admin@contoso.example");
  await source.page.getByRole("link", { name: "Requests" }).first().click();
  await source.page.getByLabel(/Target tenant id/).fill(FABRIKAM);
  await source.page.getByRole("button", { name: "Show what is published to it" }).click();
  await source.page.getByLabel(/Migration wave 1/).check();
  await picture(source.page, "ask");
  await source.page.getByRole("button", { name: /^Ask to copy / }).click();
  await source.page.waitForURL(/\/requests\/[0-9a-f-]{36}$/);
  const requestId = source.page.url().split("/").at(-1);
  await source.page.getByText("Nothing has been copied").first().waitFor();
  await picture(source.page, "request-source");

  // Fabrikam looks, with the wrong source first: nothing is shown.
  await signIn(target.page, stage, "admin@fabrikam.example");
  await target.page.getByRole("link", { name: "Requests" }).first().click();
  await target.page.getByLabel("RequestID", { exact: true }).fill(requestId);
  const expected = target.page.getByLabel(/Source tenant id/);
  await expected.fill("0d9e8f7a-6b5c-4d3e-a2b1-c0d9e8f7a6b5");
  await target.page.getByRole("button", { name: "Look at the request" }).click();
  await target.page.getByRole("alert").filter({ hasText: /\S/ }).first().waitFor();
  assert.ok(target.page.url().endsWith("/requests"), "a wrong pair of ids opened something");
  await expected.fill(CONTOSO);
  await target.page.getByRole("button", { name: "Look at the request" }).click();
  await target.page.waitForURL(`**/requests/${requestId}`);

  // It decides, typing the source tenant id again.
  const accept = target.page.getByRole("button", { name: /^Accept and copy 40 / });
  await accept.waitFor();
  assert.equal(await accept.isEnabled(), false, "accepting must wait for the typed tenant id");
  await target.page.getByLabel("Source tenant id", { exact: true }).fill(CONTOSO);
  await picture(target.page, "decide");
  await accept.click();
  await finished(target.page);
  await finished(source.page);
  await picture(source.page, "report-source");

  // It maps by address.
  await target.page.getByRole("link", { name: /pair/i }).first().click();
  await target.page.getByRole("button", { name: "Map automatically" }).click();
  await target.page.waitForURL(/\/requests\//);
  assert.equal(await finished(target.page), "Completed with warnings");
  await picture(target.page, "mapped");

  // The rest by file: down, edited, up with AutoProgress.
  await target.page.getByRole("link", { name: /pair/i }).first().click();
  const [download] = await Promise.all([
    target.page.waitForEvent("download"),
    target.page.getByRole("button", { name: "Download mapping file" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^crosswalk-.*\.csv$/);
  const lines = readFileSync(await download.path(), "utf8").split("\r\n");
  const place = lines.findIndex((line) => line.includes("omar.farouk@contoso.example"));
  const fabrikam = await directoryOf(stage, FABRIKAM);
  const free = fabrikam.mailUsers.find(
    (user) =>
      !user.IsDirSynced &&
      !/contoso/i.test(JSON.stringify([user.EmailAddresses, user.ExternalEmailAddress])),
  ).ExternalDirectoryObjectId;
  assert.match(lines[place], /,,Unmapped$/);
  lines[place] = lines[place].replace(/,,Unmapped$/, `,${free},Unmapped`);
  await target.page.getByLabel(/Choose a mapping file/).setInputFiles({
    name: "wave-1.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(lines.join("\r\n")),
  });
  const upload = target.page.getByRole("button", { name: "Upload wave-1.csv" });
  await upload.waitFor();
  await picture(target.page, "upload");
  await target.page.getByLabel(/Map with it as soon as it is in/).check();
  await upload.click();
  await target.page.waitForURL(/\/requests\//);
  await finished(target.page);

  // It writes and verifies.
  await target.page.getByRole("link", { name: /pair/i }).first().click();
  await target.page.getByRole("row").filter({ hasText: "omar.farouk@contoso.example" }).getByText("Mapped").waitFor();
  await picture(target.page, "pair");
  await target.page.getByRole("button", { name: /^Write to \d+ MailUsers…$/ }).click();
  await picture(target.page, "write-dialog");
  await target.page.getByRole("dialog").getByRole("button", { name: /^Write to \d+ MailUsers$/ }).click();
  await target.page.waitForURL(/\/requests\//);
  await finished(target.page);
  await picture(target.page, "written");
  await target.page.getByRole("link", { name: /pair/i }).first().click();
  await target.page.getByRole("button", { name: "Verify" }).click();
  await target.page.waitForURL(/\/requests\//);
  await finished(target.page);

  // What Fabrikam's directory then holds, for everybody that was written.
  const contoso = await directoryOf(stage, CONTOSO);
  const written = (await directoryOf(stage, FABRIKAM)).mailUsers.filter((user) => user.ExchangeGuid !== NIL);
  assert.ok(written.length > 25, `only ${written.length} MailUsers were written`);
  assert.ok(written.some((user) => user.ExternalDirectoryObjectId === free), "the one mapped by file is not among them");
  assert.ok(written.some((user) => user.ArchiveGuid !== NIL), "no archive was written");
  for (const user of written) {
    const mailbox = contoso.mailboxes.find((one) => one.ExchangeGuid === user.ExchangeGuid);
    const who = mailbox.PrimarySmtpAddress;
    assert.equal(user.ArchiveGuid, mailbox.ArchiveGuid, who);
    const theirs = mailbox.EmailAddresses.map((address) => address.toLowerCase());
    assert.ok(theirs.includes(user.ExternalEmailAddress.toLowerCase()), `${who}: ${user.ExternalEmailAddress}`);
    const has = user.EmailAddresses.map((address) => address.toLowerCase());
    for (const x500 of [...theirs.filter((address) => address.startsWith("x500:")), `x500:${mailbox.LegacyExchangeDN}`]) {
      assert.ok(has.includes(x500.toLowerCase()), `${who}: ${x500} is missing`);
    }
    assert.ok(!has.some((address) => /^smtp:.*@contoso\./.test(address)), `${who}: a source address is on the MailUser`);
  }

  // Both reports.
  await target.page.getByRole("row").filter({ hasText: "omar.farouk@contoso.example" }).getByText("Completed").waitFor();
  await source.page.getByRole("row").filter({ hasText: "omar.farouk@contoso.example" }).first().waitFor();
  for (const { page } of [source, target]) {
    const [report] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /CSV/ }).click(),
    ]);
    assert.ok(readFileSync(await report.path(), "utf8").includes("omar.farouk@contoso.example"));
  }

  // Nothing was refused by a policy or broke on the way, but the one wrong look.
  const unexpected = [...source.complaints, ...target.complaints].filter((line) => !/404/.test(line));
  assert.deepEqual(unexpected, []);
});

test("a person without a role is told what they need", { timeout: 60_000 }, async () => {
  const { page } = await openWindow(stage);
  await signIn(page, stage, "nobody@contoso.example");
  await page.getByText(/Global Reader|Exchange Administrator/).first().waitFor();
  await picture(page, "nobody");
});
