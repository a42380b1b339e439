// Long work that is stopped half-way: a match run, a repair, a large paste, a
// reference. Each says how far it is, and leaves everything as it was.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { guid, HEADER, openFile, person, saved } from "./review.mjs";
import { openSite } from "./site.mjs";
import { openWindow } from "./stage.mjs";

const ROWS = 300_000;
const TIMEOUT = { timeout: 240_000 };

let site;
let page;
let folder;
let mailUsers;
let original;

/** A file on the disk: so large a one cannot be handed over. */
async function written(name, lines) {
  const path = join(folder, name);
  const stream = createWriteStream(path);
  let part = [];
  for (const line of lines) {
    part.push(line);
    if (part.length === 5_000) {
      if (!stream.write(part.join("\r\n") + "\r\n")) await once(stream, "drain");
      part = [];
    }
  }
  stream.end(part.length ? part.join("\r\n") + "\r\n" : "");
  await once(stream, "close");
  return path;
}

function* rows() {
  yield `${HEADER},DisplayName`;
  for (let n = 1; n <= ROWS; n += 1) yield `${person(n, n % 4 ? "" : guid("b", n))},x${n}`;
}

function* users() {
  yield "ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,EmailAddresses";
  for (let n = 1; n <= ROWS; n += 1) {
    yield `${guid("b", n)},Person ${n},p${n}@fabrikam.example,p${n}@fabrikam.example,SMTP:person${n}@contoso.example,SMTP:p${n}@fabrikam.example`;
  }
}

const hash = async () => createHash("sha256").update(await saved(page)).digest("hex");

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosswalk-stopped-"));
  const file = await written("wave.csv", rows());
  mailUsers = await written("MailUsers.csv", users());
  site = await openSite();
  ({ page } = await openWindow(site));
  await page.goto(`${site.address}/review`);
  await openFile(page, { path: file });
  await page.locator("[role=grid]:not([aria-busy])").waitFor({ timeout: 120_000 });
  await page.getByText(/\d ready/).first().waitFor();
  original = await hash();
});
after(async () => {
  await site?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Watches the bar above the grid from now on, and presses its *Cancel* once it is past a part. */
const cancelPast = (page, part) =>
  page.evaluate(
    (part) =>
      new Promise((done, fail) => {
        const seen = [];
        const started = performance.now();
        const look = () => {
          const bar = document.querySelector(".view-line progress");
          if (bar?.hasAttribute("value")) {
            seen.push([Number(bar.value), Number(bar.max)]);
            if (bar.value / bar.max >= part) {
              bar.parentElement.querySelector("button").click();
              return done(seen);
            }
          }
          if (performance.now() - started > 60_000) return fail(new Error(`no bar past ${part}: ${seen.at(-1)}`));
          requestAnimationFrame(look);
        };
        look();
      }),
    part,
  );

const idle = (page) => page.locator(".view-line progress").waitFor({ state: "detached" });

/** Starts something, stops it past a part, and tells what its bar said: it only grows. */
async function stopped(start, part = 0.3) {
  const [seen] = await Promise.all([cancelPast(page, part), start()]);
  await idle(page);
  const done = seen.map(([value, max]) => value / max);
  assert.ok(done.every((value, at) => at === 0 || value >= done[at - 1]), `the bar went back: ${done}`);
  assert.ok(done.at(-1) < 1, "it was done before it was stopped");
  return seen;
}

test("a repair that is stopped leaves the file, and can be made and undone", TIMEOUT, async () => {
  const rule = page.locator("details.rule", { hasText: "CW-F-013" });
  await rule.waitFor();
  if ((await rule.getAttribute("open")) === null) await rule.locator("summary").click();
  // What is found is listed a moment later, and the button with it.
  await rule.getByText("→ Remove the column").waitFor();
  const fix = rule.getByRole("button", { name: /^Fix/ });
  await fix.last().press("Enter");
  const make = page.getByRole("dialog").locator(".button.primary");
  await make.waitFor({ timeout: 60_000 });
  await stopped(() => make.click());
  assert.equal(await hash(), original);
  assert.equal(await page.getByRole("columnheader", { name: "DisplayName" }).count(), 1);
  // Made, and undone.
  await fix.last().press("Enter");
  await make.click();
  await page.getByRole("columnheader", { name: "DisplayName" }).waitFor({ state: "detached", timeout: 60_000 });
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+z");
  await page.getByRole("columnheader", { name: "DisplayName" }).waitFor({ timeout: 60_000 });
  assert.equal(await hash(), original);
});

test("a large paste that is stopped plans nothing", TIMEOUT, async () => {
  await page.getByRole("grid").focus();
  await stopped(
    () =>
      page.evaluate((rows) => {
        const data = new DataTransfer();
        data.setData("text/plain", `${"x".repeat(15)}\t${"y".repeat(15)}\r\n`.repeat(rows));
        document.querySelector("[role=grid]").focus();
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      }, 1_000_000),
    0.05,
  );
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.equal(await hash(), original);
});

test("a reference that is being read tells its bytes, and is not there when it is stopped", TIMEOUT, async () => {
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+m");
  const panel = page.getByRole("complementary", { name: "Match" });
  const choose = panel.getByLabel(/Choose MailUsers.csv/);
  await stopped(() => choose.setInputFiles(mailUsers), 0.1);
  await choose.waitFor({ state: "attached" });
  assert.equal(await panel.getByText("300,000 MailUsers").count(), 0);
  // It can be read again, to its end.
  await choose.setInputFiles(mailUsers);
  await panel.getByText("300,000 MailUsers").waitFor({ timeout: 60_000 });
  assert.equal(await hash(), original);
});

test("a match run tells its rows, and leaves the former run when it is stopped", TIMEOUT, async () => {
  const panel = page.getByRole("complementary", { name: "Match" });
  const preview = panel.getByRole("button", { name: "Preview matches" });
  const seen = await stopped(() => preview.click());
  assert.ok(seen.every(([, max]) => max === ROWS), "the bar counts rows");
  // Nothing was found, and it can be run again.
  assert.equal(await panel.getByRole("button", { name: /^Found/ }).count(), 0);
  await preview.click();
  await panel.getByRole("button", { name: "Found 225,000" }).waitFor({ timeout: 60_000 });
  // Another run that is stopped leaves that one.
  await panel.locator("details.match-rules:not([open]) > summary").click();
  await stopped(() => panel.getByRole("button", { name: /^Preview/ }).press("Enter"));
  await panel.getByRole("button", { name: "Found 225,000" }).waitFor();
  assert.equal(await hash(), original);
});
