// The review page: opened, mended by keyboard, saved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HEADER, fileOf, guid, openReview, person, saved } from "./review.mjs";
import { siteOfTests } from "./site.mjs";
import { openWindow, picture } from "./stage.mjs";

const row = (n, target = guid("b", n)) => person(n, target);

const site = siteOfTests();

test("a file is mended by keyboard and saved with only that field changed", { timeout: 60_000 }, async () => {
  const lines = [HEADER, ...Array.from({ length: 300 }, (_, n) => row(n + 1))];
  lines[150] = row(150, "mia@fabrikam.example");
  const { page, complaints } = await openReview(site, lines.join("\r\n") + "\r\n");
  await page.getByText(/UTF-8 · comma · CRLF/).first().waitFor();
  assert.equal(await page.getByRole("grid").getAttribute("aria-rowcount"), "301");

  // The first finding, from the keyboard.
  await page.getByRole("grid").focus();
  await page.keyboard.press("F8");
  await page.getByRole("gridcell", { name: /mia@fabrikam.example/ }).waitFor();
  await picture(page, "review");
  await page.keyboard.press("Enter");
  await page.getByLabel("New value").fill(guid("b", 150));
  await page.keyboard.press("Enter");
  await page.getByText(/300 ready/).waitFor();

  // Undo and redo.
  await page.keyboard.press("Control+z");
  await page.getByText(/299 ready/).waitFor();
  await page.keyboard.press("Control+y");
  await page.getByText(/300 ready/).waitFor();

  const bytes = await saved(page, () => page.getByRole("button", { name: /^Save/ }).click());
  lines[150] = row(150);
  assert.equal(bytes.toString(), lines.join("\r\n") + "\r\n");
  assert.deepEqual(complaints, []);
});

test("two rows that lead to one MailUser are both errors", { timeout: 60_000 }, async () => {
  const { page } = await openReview(site, fileOf([row(1), row(2, guid("b", 1)), row(3)]));
  await page.getByText(/1 ready/).first().waitFor();
  await page.getByText("CW-M-").first().waitFor();
});

test("a file that is no mapping file is refused with what to do, and nothing is lost", { timeout: 60_000 }, async () => {
  const window = await openWindow(site);
  await window.page.goto(`${site.address}/review`);
  await window.page.getByLabel(/Choose a file/).setInputFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) });
  await window.page.getByText(/empty/i).first().waitFor();
  await window.page.getByLabel(/Choose a file/).waitFor({ state: "attached" });
});

test("the sample shows what the page does", { timeout: 60_000 }, async () => {
  const { page } = await openWindow(site);
  await page.goto(`${site.address}/review`);
  await picture(page, "review-door");
  await page.getByRole("button", { name: "Try a sample" }).click();
  await page.getByRole("grid").waitFor();
  await page.getByText(/\d+ errors?/).filter({ visible: true }).first().waitFor();
  await picture(page, "sample");
});
