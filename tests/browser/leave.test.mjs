// Leaving the review page: every file it makes, drafts, changes, and the question before
// unsaved work goes.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/stack.mjs";
import { csv as file, downloaded as downloadedBytes, fileOf, guid, person } from "./review.mjs";
import { siteOfTests } from "./site.mjs";
import { CONTOSO, openWindow, picture } from "./stage.mjs";

const row = (n, target = guid("b", n)) => person(n, target);
const FILE = fileOf([row(1), row(2, "nobody"), row(3, ""), row(4).replace("person4@", "=cmd()@")]);
const MAIL_USERS =
  "ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress\r\n" +
  `${guid("b", 1)},Person One,one@fabrikam.example,one@fabrikam.example,SMTP:person1@contoso.example\r\n`;

const site = siteOfTests();

async function openReview(...files) {
  const window = await openWindow(site);
  await window.page.goto(`${site.address}/review`);
  if (files.length > 0) {
    await window.page.getByLabel(/Choose a file/).setInputFiles(files);
    await window.page.getByRole("grid").waitFor();
  }
  return window;
}

async function downloaded(page, act) {
  const { name, bytes } = await downloadedBytes(page, act);
  return { name, text: bytes.toString() };
}

async function choose(page, name) {
  await page.getByRole("button", { name: "More ways to save" }).click();
  await page.getByRole("menuitem", { name }).click();
}

async function setTarget(page, rowNumber, text) {
  await page.locator(`[role=row][aria-rowindex="${rowNumber + 1}"] .cell.target`).dblclick();
  await page.getByLabel("New value").fill(text);
  await page.keyboard.press("Enter");
}

test("the menu is led through by keyboard, and every file has its name and bytes", { timeout: 90_000 }, async () => {
  const { page, complaints } = await openReview(file("wave.csv", FILE));
  const more = page.getByRole("button", { name: "More ways to save" });
  await more.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menu").waitFor();
  await picture(page, "leave-menu");
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "menuitem");
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  assert.match(await focused(), /^Save/);
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(), /^Spreadsheet-safe copy/);
  await page.keyboard.press("End");
  assert.match(await focused(), /^Open another/);
  // What lacks something says so and does nothing.
  const map = page.getByRole("menuitem", { name: /SharePoint identity map/ });
  assert.equal(await map.getAttribute("aria-disabled"), "true");
  assert.match(await map.textContent(), /MailUsers/);
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "More ways to save");

  for (const [item, name, part] of [
    [/Spreadsheet-safe copy/, "wave.review.csv", /^Crosswalk review copy of .*'=cmd\(\)@/s],
    [/findings column/, "wave.with-findings.csv", /CrosswalkFindings\r\n.*CW-M-001 error/s],
    [/Findings as CSV/, "wave.findings.csv", /^Code,Severity,Row/],
    [/Findings as JSON/, "wave.findings.json", /^\[/],
  ]) {
    const made = await downloaded(page, () => choose(page, item));
    assert.equal(made.name, name);
    assert.match(made.text, part);
  }
  const report = await downloaded(page, async () => {
    await choose(page, /Report to sign/);
    await page.getByLabel(/Your name/).fill("Yuki Tanaka");
    await page.getByRole("button", { name: "Save the file" }).click();
  });
  assert.equal(report.name, "wave.report.html");
  assert.match(report.text, /Yuki Tanaka/);
  const saved = await downloaded(page, () => page.keyboard.press("Control+s"));
  assert.deepEqual(saved, { name: "wave.csv", text: FILE });
  assert.deepEqual(complaints, []);
});

test("files dropped together are sorted, and who is not in a map is named", { timeout: 60_000 }, async () => {
  const { page } = await openReview(file("mailusers.csv", MAIL_USERS), file("wave.csv", FILE));
  await page.getByText("mailusers.csv").first().waitFor();
  await choose(page, /SharePoint identity map/);
  await page.getByLabel("Tenant id of the source").fill("contoso");
  await page.getByRole("button", { name: "Save the file" }).click();
  await page.getByText(/This is not a tenant id/).waitFor();
  const map = await downloaded(page, async () => {
    await page.getByLabel("Tenant id of the source").fill(CONTOSO);
    await page.keyboard.press("Enter");
  });
  assert.equal(map.name, "wave.sharepoint-identity-map.csv");
  assert.equal(map.text, `User,${CONTOSO},person1@contoso.example,one@fabrikam.example,one@fabrikam.example,RegularUser\r\n`);
  await page.getByRole("heading", { name: /3 rows are not in/ }).waitFor();
  await picture(page, "leave-left-out");
  const list = await downloaded(page, () => page.getByRole("button", { name: "Save this list as CSV" }).click());
  assert.match(list.text, /^Row,Source,Reason\r\n2,/);
});

test("a copy from here is opened as the file that it was made from", { timeout: 60_000 }, async () => {
  const { page } = await openReview(file("wave.csv", FILE));
  const copy = await downloaded(page, () => choose(page, /Spreadsheet-safe copy/));
  const again = await openReview(file(copy.name, copy.text));
  await again.page.getByText(/Its guard was taken off/).waitFor();
  await again.page.getByRole("heading", { name: "wave.csv" }).waitFor();
  const saved = await downloaded(again.page, () => again.page.keyboard.press("Control+s"));
  assert.equal(saved.text, FILE);
});

test("a draft goes onto its file in any order and onto no other", { timeout: 90_000 }, async () => {
  const { page } = await openReview(file("wave.csv", FILE));
  await setTarget(page, 2, guid("b", 2));
  await page.getByText("Not saved").waitFor();
  const draft = await downloaded(page, () => choose(page, /^Draft/));
  assert.equal(draft.name, "wave.draft.json");
  await page.getByText("Not saved").waitFor({ state: "hidden" });

  const first = await openReview();
  await first.page.getByLabel(/Choose a file/).setInputFiles([file(draft.name, draft.text)]);
  await first.page.getByText(/drop wave.csv too/).waitFor();
  await picture(first.page, "leave-draft-waits");
  await first.page.getByLabel(/Choose a file/).setInputFiles([file("wave.csv", FILE)]);
  await first.page.getByText(/is on this file/).first().waitFor();
  const saved = await downloaded(first.page, () => first.page.keyboard.press("Control+s"));
  assert.equal(saved.text, FILE.replace("nobody", guid("b", 2)));
  await first.page.keyboard.press("Control+z");
  await first.page.getByText("nobody").first().waitFor();

  const other = await openReview(file("other.csv", fileOf([row(9)])), file(draft.name, draft.text));
  await other.page.getByText(/made from wave.csv/).first().waitFor();
});

test("changes are listed, gone to and put back, each as one step", { timeout: 60_000 }, async () => {
  const { page, complaints } = await openReview(file("wave.csv", FILE));
  await setTarget(page, 2, guid("b", 2));
  await setTarget(page, 3, guid("b", 3));
  await page.getByRole("button", { name: /^Changes ?, 2 rows$/ }).click();
  const panel = page.getByRole("complementary", { name: "Changes" });
  await panel.getByText("2 cells", { exact: true }).waitFor();
  await picture(page, "leave-changes");
  await panel.getByRole("button", { name: /^Revert Target.* in row 2$/ }).click();
  await panel.getByText("1 cell", { exact: true }).waitFor();
  await page.getByText("nobody").first().waitFor();
  const made = await downloaded(page, () => panel.getByRole("button", { name: "Save as CSV" }).click());
  assert.match(made.text, /^Change,Row.*\r\ncell,3,3,/);
  await panel.getByRole("button", { name: /^Revert 1 cell/ }).click();
  await panel.getByText(/No cell, row or column differs/).waitFor();
  await page.keyboard.press("Control+z");
  await panel.getByText("1 cell", { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

test("what was all taken back needs no saving, until something else was saved", { timeout: 60_000 }, async () => {
  const { page } = await openReview(file("wave.csv", FILE));
  const unsaved = page.locator(".file-name .unsaved");
  await setTarget(page, 2, guid("b", 2));
  await unsaved.waitFor();
  await page.keyboard.press("Control+z");
  await unsaved.waitFor({ state: "hidden" });
  await page.keyboard.press("Control+y");
  await unsaved.waitFor();
  await downloaded(page, () => page.keyboard.press("Control+s"));
  await unsaved.waitFor({ state: "hidden" });
  // On disk is the edit now.
  await page.keyboard.press("Control+z");
  await unsaved.waitFor();
  await downloaded(page, () => page.keyboard.press("Control+s"));
  await unsaved.waitFor({ state: "hidden" });
});

test("unsaved work is asked about before another file takes its place", { timeout: 60_000 }, async () => {
  const { page } = await openReview(file("wave.csv", FILE));
  await setTarget(page, 2, guid("b", 2));
  const another = () => page.locator("#choose-another").setInputFiles(file("other.csv", fileOf([row(7)])));
  await another();
  await page.getByRole("heading", { name: "You have edits that are not saved" }).waitFor();
  await picture(page, "leave-unsaved");
  await page.getByRole("button", { name: "Keep working" }).click();
  await page.getByRole("heading", { name: /wave.csv/ }).waitFor();
  await another();
  const saved = await downloaded(page, () => page.getByRole("button", { name: "Save, then open" }).click());
  assert.equal(saved.text, FILE.replace("nobody", guid("b", 2)));
  await page.getByRole("heading", { name: "other.csv" }).waitFor();
});

test("a file that another program changed meanwhile is said so on saving", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "crosswalk-leave-"));
  const path = join(folder, "wave.csv");
  try {
    writeFileSync(path, FILE);
    const { page } = await openWindow(site);
    await page.goto(`${site.address}/review`);
    await page.getByLabel(/Choose a file/).setInputFiles(path);
    await page.getByRole("grid").waitFor();
    writeFileSync(path, `${FILE}more`);
    await downloaded(page, () => page.keyboard.press("Control+s"));
    await page.getByText(/was changed, moved or locked by another program/).waitFor();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a refusal says what to do, and an open file stays with its edits", { timeout: 60_000 }, async () => {
  const window = await openReview();
  const { page } = window;
  await picture(page, "leave-door");
  await page.getByLabel(/Choose a file/).setInputFiles([file("empty.csv", "")]);
  await page.getByText("empty.csv cannot be opened").waitFor();
  await picture(page, "leave-refusal");
  await page.getByLabel(/Choose a file/).setInputFiles([file("wave.csv", FILE)]);
  await page.getByRole("grid").waitFor();
  await setTarget(page, 2, guid("b", 2));
  await page.locator("#choose-another").setInputFiles([file("empty.csv", "")]);
  await page.getByRole("button", { name: "Open without saving" }).click();
  await page.getByRole("heading", { name: /wave.csv/ }).waitFor();
  await page.getByText("Not saved").waitFor();
});

test("the copy on a disk saves in place, and not over what another program wrote", { timeout: 60_000 }, async () => {
  const { page, complaints } = await openWindow(site);
  // The browser hands a file's handle only to a person's own drop: this one stands for it.
  await page.addInitScript((text) => {
    const disk = { file: new File([text], "wave.csv", { lastModified: 1000 }) };
    const writer = {
      async write(bytes) {
        disk.next = bytes.slice();
      },
      async close() {
        disk.file = new File([disk.next], "wave.csv", { lastModified: 2000 });
      },
    };
    const handle = {
      kind: "file",
      getFile: async () => disk.file,
      requestPermission: async () => "granted",
      createWritable: async () => (disk.isLocked ? Promise.reject(new Error("locked")) : writer),
    };
    DataTransferItem.prototype.getAsFileSystemHandle = async () => handle;
    globalThis.disk = disk;
  }, FILE);
  await page.goto(pathToFileURL(join(root, "build/site/review.html")).href);
  await page.getByRole("button", { name: "Try a sample" }).waitFor();
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(disk.file);
    window.dispatchEvent(new DragEvent("drop", { dataTransfer }));
  });
  await page.getByRole("grid").waitFor();
  const onDisk = () => page.evaluate(() => disk.file.text());
  await setTarget(page, 2, guid("b", 2));
  await page.keyboard.press("Control+s");
  await page.getByText("Saved in wave.csv").waitFor();
  assert.equal(await onDisk(), FILE.replace("nobody", guid("b", 2)));

  await page.evaluate(() => {
    disk.file = new File(["theirs"], "wave.csv", { lastModified: 3000 });
  });
  await page.keyboard.press("Control+s");
  await page.getByRole("heading", { name: /was changed by another program/ }).waitFor();
  await picture(page, "leave-conflict");
  const copy = await downloaded(page, () => page.getByRole("button", { name: "Save a copy" }).click());
  assert.equal(copy.text, FILE.replace("nobody", guid("b", 2)));
  assert.equal(await onDisk(), "theirs");
  await page.keyboard.press("Control+s");
  await page.getByRole("button", { name: "Overwrite it" }).click();
  await page.getByText("Saved in wave.csv").waitFor();
  assert.equal(await onDisk(), copy.text);

  await page.evaluate(() => {
    disk.isLocked = true;
  });
  const instead = await downloaded(page, () => page.keyboard.press("Control+s"));
  assert.equal(instead.text, copy.text);
  await page.getByText(/could not be written \(locked\)/).waitFor();
  assert.deepEqual(complaints, []);
});
