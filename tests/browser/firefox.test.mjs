// The review page in Firefox, served and from a disk: opened, fixed, undone, saved.
// Skipped where there is no Firefox: FIREFOX names it.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/stack.mjs";
import { fileOf, guid, person } from "./review.mjs";
import { servePage } from "./site.mjs";

const FIREFOX = process.env.FIREFOX;
const skip = FIREFOX ? false : "there is no Firefox";
const bare = guid("b", 2).replaceAll("-", "");
const FILE = fileOf([person(1, guid("b", 1)), person(2, bare)]);
const IDLE = 30_000;

let served;
let browser;
let folder;
before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), "crosswalk-firefox-"));
  writeFileSync(join(folder, "wave.csv"), FILE);
  served = await servePage();
  const { default: puppeteer } = await import("puppeteer-core");
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: { "browser.download.folderList": 2, "browser.download.dir": folder },
  });
});
after(async () => {
  await browser?.close();
  served?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function chord(page, key) {
  await page.keyboard.down("Control");
  await page.keyboard.press(key);
  await page.keyboard.up("Control");
}

const says = (page, text) =>
  page.waitForFunction((text) => document.querySelector(".status-line")?.textContent.includes(text), { timeout: IDLE }, text);

for (const from of ["a server", "a disk"]) {
  test(`Firefox opens, fixes, undoes and saves, with the page from ${from}`, { timeout: 120_000, skip }, async () => {
    const page = await browser.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(from === "a disk" ? pathToFileURL(join(root, "build/site/review.html")).href : `${served.address}/review`);
    const input = await page.waitForSelector("input[type=file]:not(#shell-file)", { timeout: IDLE });
    await input.uploadFile(join(folder, "wave.csv"));
    await page.waitForSelector("[role=grid]:not([aria-busy])", { timeout: IDLE });
    await says(page, "1 ready");
    await page.focus("[role=grid]");
    await page.keyboard.press("F8");
    await chord(page, ".");
    await says(page, "2 ready");
    await chord(page, "z");
    await says(page, "1 ready");
    await chord(page, "y");
    await says(page, "2 ready");
    await chord(page, "s");
    const saved = join(folder, "wave(1).csv");
    for (let n = 0; n < 100 && !existsSync(saved); n += 1) await new Promise((done) => setTimeout(done, 100));
    assert.equal(readFileSync(saved, "utf8"), FILE.replace(bare, guid("b", 2)));
    rmSync(saved);
    assert.deepEqual(complaints, []);
    await page.close();
  });
}
