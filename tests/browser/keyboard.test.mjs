// A whole review without a mouse: open, fix, undo, match, save. Nothing is clicked and
// nothing focused by the test: only keys are pressed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, fileOf, guid, person, saved } from "./review.mjs";
import { siteOfTests } from "./site.mjs";
import { openWindow } from "./stage.mjs";

const row = (n, target) => person(n, target);
const FILE = fileOf([row(1, guid("b", 1)), row(2, guid("b", 2).replaceAll("-", "")), row(3, ""), row(4, "who")]);
const MAIL_USERS = [
  "ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress",
  ...[1, 2, 3, 4].map((n) => `${guid("b", n)},Person ${n},p${n}@fabrikam.example,p${n}@fabrikam.example,SMTP:person${n}@contoso.example`),
].join("\r\n");

const site = siteOfTests();

/** Presses Tab until what has the keyboard is called that. */
async function tabTo(page, name, key = "Tab") {
  for (let n = 0; n < 80; n += 1) {
    await page.keyboard.press(key);
    const now = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element?.closest("label") ?? element;
      return element?.getAttribute("aria-label") ?? label?.textContent?.trim() ?? "";
    });
    if (name.test(now)) return;
  }
  assert.fail(`Tab does not lead to ${name}`);
}

async function chooseBy(page, key, file) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press(key)]);
  await chooser.setFiles(file);
}

test("a file is opened, fixed, undone, matched and saved by keys alone", { timeout: 90_000 }, async () => {
  const { page, complaints } = await openWindow(site);
  // Choosers are caught while anything listens. Whoever begins to listen together with the
  // key that opens one may be too late: the key reaches the page on a way of its own.
  page.on("filechooser", () => {});
  await page.goto(`${site.address}/review`);
  await page.getByRole("button", { name: "Try a sample" }).waitFor();
  await tabTo(page, /^Choose a file/);
  await chooseBy(page, "Enter", csv("wave.csv", FILE));
  await page.getByText(/1 ready/).first().waitFor();

  // What was pressed is gone, and the keyboard is in the grid.
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "grid");

  // Fix at once after going there: what is pressed too early waits.
  await page.keyboard.press("F8");
  await page.keyboard.press("Control+.");
  await page.getByText(/2 ready/).first().waitFor();
  const fixed = FILE.replace(guid("b", 2).replaceAll("-", ""), guid("b", 2));
  assert.equal((await saved(page)).toString(), fixed);
  await page.keyboard.press("Control+z");
  await page.getByText(/1 ready/).first().waitFor();
  assert.equal((await saved(page)).toString(), FILE);
  await page.keyboard.press("Control+y");
  await page.getByText(/2 ready/).first().waitFor();

  // What no fix can know is typed.
  await page.keyboard.press("F8");
  await page.keyboard.press("F8");
  await page.keyboard.press("Shift+F8");
  await page.keyboard.press("F8");
  await page.getByRole("gridcell", { name: /who/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(guid("b", 4));
  await page.keyboard.press("Enter");
  await page.getByText(/3 ready/).first().waitFor();

  // Match the last one.
  await page.keyboard.press("Control+m");
  await tabTo(page, /^Choose MailUsers/);
  await chooseBy(page, "Enter", csv("MailUsers.csv", MAIL_USERS));
  await page.getByText("4 MailUsers").first().waitFor();
  await tabTo(page, /^Preview matches/);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Apply 1 match" }).waitFor();
  await tabTo(page, /^Apply 1 match/);
  await page.keyboard.press("Enter");
  await page.getByText(/4 ready/).first().waitFor();

  const done = fileOf([1, 2, 3, 4].map((n) => row(n, guid("b", n))));
  assert.equal((await saved(page)).toString(), done);
  assert.deepEqual(complaints, []);
});
