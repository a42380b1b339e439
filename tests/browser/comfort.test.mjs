// The review page for everybody: every command from the keyboard, in both themes and in
// forced colours; and every rule of axe.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openSite } from "./site.mjs";
import { openWindow, picture } from "./stage.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site?.close();
});

async function openSample(options, hash = "") {
  const window = await openWindow(site, options);
  await window.page.goto(`${site.address}/review${hash}`);
  await window.page.locator(".door .actions button").first().click();
  await window.page.getByRole("grid").waitFor();
  return window;
}

/** What axe has to say about the page as it stands. */
async function complaintsOf(page) {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
}

test("axe finds nothing on door, workbench and palette, in either theme", { timeout: 120_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    const door = await openWindow(site, { colorScheme });
    await door.page.goto(`${site.address}/review`);
    await door.page.locator(".door h1").waitFor();
    assert.deepEqual(await complaintsOf(door.page), [], `the door, ${colorScheme}`);
    await door.context.close();

    const { page, context } = await openSample({ colorScheme });
    assert.deepEqual(await complaintsOf(page), [], `the workbench, ${colorScheme}`);
    await page.getByRole("grid").focus();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await complaintsOf(page), [], `the palette, ${colorScheme}`);
    await context.close();
  }
});

test("every command is found by its name and run from the keyboard", { timeout: 60_000 }, async () => {
  const { page } = await openSample();
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("next find");
  await page.getByRole("option", { name: /Next finding/ }).waitFor();
  await picture(page, "palette");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  const active = await page.getByRole("grid").getAttribute("aria-activedescendant");
  assert.notEqual(active, "cell-0-0");

  await page.getByRole("grid").focus();
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("F8").first().waitFor();
  await picture(page, "keys");
  await page.keyboard.press("Escape");
});

test("the keyboard's place is seen in forced colours", { timeout: 60_000 }, async () => {
  const { page } = await openSample({ forcedColors: "active" });
  await page.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  const outline = await page.locator(".cell.active").evaluate((cell) => getComputedStyle(cell).outlineStyle);
  assert.notEqual(outline, "none");
  await picture(page, "forced-colours");
});
