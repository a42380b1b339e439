// The review page for everybody: without mouse, in other languages, in both themes, on a
// narrow screen; and every rule of axe on every view.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openStage, openWindow, picture } from "./stage.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

async function openSample(options, hash = "") {
  const window = await openWindow(stage, options);
  await window.page.goto(`${stage.address}/review${hash}`);
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

test("axe finds nothing on any view, in either theme", { timeout: 120_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    const door = await openWindow(stage, { colorScheme });
    await door.page.goto(`${stage.address}/review`);
    await door.page.locator(".door h1").waitFor();
    assert.deepEqual(await complaintsOf(door.page), [], `the door, ${colorScheme}`);
    await door.context.close();

    const { page, context } = await openSample({ colorScheme });
    assert.deepEqual(await complaintsOf(page), [], `the workbench, ${colorScheme}`);
    for (const [keys, name] of [["Control+k", "the palette"], ["?", "the keys"]]) {
      await page.getByRole("grid").focus();
      await page.keyboard.press(keys);
      await page.getByRole("dialog").waitFor();
      assert.deepEqual(await complaintsOf(page), [], `${name}, ${colorScheme}`);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
    }
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

test("no text is outside the catalogue", { timeout: 60_000 }, async () => {
  const { page } = await openSample({}, "#lang=en-XA");
  // The findings are worded by the checks, and cells, columns and file names are data.
  const outside = await page.evaluate(() => {
    const isData = (node) =>
      node.parentElement.closest(".cell, .file-name, code, kbd, .figure, .findings-list, .logo, script, style, noscript, .count") !== null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent.trim();
      if (/\p{L}{2}/u.test(text) && !isData(node) && !/[⟦⟧]/.test(node.parentElement.textContent)) found.push(text);
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
      for (const name of ["aria-label", "title", "placeholder"]) {
        const text = element.getAttribute(name);
        if (text && /\p{L}{2}/u.test(text) && !element.closest(".cell, .findings-list") && !/[⟦⟧]/.test(text)) {
          found.push(`${name}: ${text}`);
        }
      }
    }
    return found;
  });
  assert.deepEqual(outside, []);
});

test("a narrow screen and large text lose nothing", { timeout: 60_000 }, async () => {
  // 320 CSS pixels are also 1280 pixels at 400 %.
  const { page } = await openSample({ viewport: { width: 320, height: 640 } });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `the page is ${wide} pixels wide`);
  for (const name of [/^Save/, /Undo/]) {
    const box = await page.getByRole("button", { name }).first().boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 321, `${name} is not on the screen`);
  }
  await page.getByRole("grid").waitFor();
  await page.getByText(/Findings/).first().waitFor();
  await picture(page, "narrow");
});

test("the keyboard's place is seen in forced colours", { timeout: 60_000 }, async () => {
  const { page } = await openSample({ forcedColors: "active" });
  await page.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  const outline = await page.locator(".cell.active").evaluate((cell) => getComputedStyle(cell).outlineStyle);
  assert.notEqual(outline, "none");
  await picture(page, "forced-colours");
});
