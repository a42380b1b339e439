// The review page for everybody: every view in both themes by the rules of axe, in
// another language, on a narrow page and a magnified one; every command by the keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { siteOfTests } from "./site.mjs";
import { openWindow, picture } from "./stage.mjs";
import { goTo, tour, views } from "./tour.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LONG = { timeout: 900_000 };

const site = siteOfTests();

async function openSample(options, hash = "") {
  const window = await openWindow(site, options);
  await window.page.goto(`${site.address}/review${hash}`);
  await window.page.locator(".door .actions button").first().click();
  await window.page.getByRole("grid").waitFor();
  return window;
}

const EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe has to say about the page as it stands. */
async function complaintsOf(page, runOnly) {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), runOnly);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
}

test("axe finds nothing on any view, in either theme", LONG, async () => {
  const found = [];
  await tour(site, views(), {}, async (page, name) => {
    // Only its colours are others in the dark.
    for (const [colorScheme, rules] of [["light", EVERY_RULE], ["dark", ["color-contrast"]]]) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await complaintsOf(page, rules)).map((what) => `${name}, ${colorScheme}: ${what}`));
    }
  });
  assert.deepEqual(found, []);
});

/** Texts of the page that are not of the catalogue: neither ⟦dressed⟧ nor data. */
const strangersOf = (page) =>
  page.evaluate(() => {
    const strangers = new Set();
    const look = (text, element, where) => {
      // `translate=no` stands at data; keys, codes and commands are called so everywhere.
      if (!text || !element.translate || element.closest("code, kbd, pre, script, style, noscript")) return;
      let rest = text;
      for (let before = ""; before !== rest; ) [before, rest] = [rest, rest.replace(/⟦[^⟦⟧]*⟧/gu, "")];
      if (/\p{L}/u.test(rest)) strangers.add(`${where}: ${rest.trim().slice(0, 80)}`);
    };
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const element = nodes.currentNode.parentElement;
      look(nodes.currentNode.data, element, `<${element.localName} class="${element.className}">`);
    }
    for (const name of ["aria-label", "aria-description", "aria-roledescription", "title", "placeholder", "alt", "label"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) look(element.getAttribute(name), element, name);
    }
    look(document.title.replace("Crosswalk", ""), document.documentElement, "title of the page");
    return [...strangers];
  });

test("every text is of the catalogue, on every view", LONG, async () => {
  const found = new Set();
  await tour(site, views(), {}, async (page, name) => {
    for (const stranger of await strangersOf(page)) found.add(`${name}: ${stranger}`);
  }, "#lang=en-XA");
  assert.deepEqual([...found], []);
});

/** What cannot be seen though the page should show it: it reaches beyond the window. */
const beyondOf = (page) =>
  page.evaluate(() => {
    const { clientWidth } = document.documentElement;
    const beyond = [];
    const page = document.scrollingElement;
    if (page.scrollWidth > clientWidth) beyond.push(`the page is ${page.scrollWidth} wide`);
    for (const element of document.querySelectorAll("button, input, select, summary, a, h1, h2, [role=option]")) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // What scrolls by itself shows it in time; what only readers hear has no place.
      let scroller = element.parentElement;
      while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowX)) scroller = scroller.parentElement;
      if (element.closest(".grid, .visually-hidden") || (scroller && scroller !== document.body)) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 1 && (left < -1 || right > clientWidth + 1)) {
        beyond.push(`${element.localName}.${element.className} "${element.textContent.slice(0, 30)}" ${Math.round(left)}–${Math.round(right)}`);
      }
    }
    return beyond;
  });

const NARROW = { width: 320, height: 640 };
/** 1440 × 900 at 200 %. */
const MAGNIFIED = { width: 720, height: 450 };

test("every view is reached 320 px wide, and seen there and at 200 %", LONG, async () => {
  const found = [];
  await tour(site, views(), { viewport: NARROW }, async (page, name) => {
    for (const viewport of [NARROW, MAGNIFIED]) {
      await page.setViewportSize(viewport);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const where = `${name}, ${viewport.width} wide`;
      found.push(...(await beyondOf(page)).map((what) => `${where}: ${what}`));
      const open = page.locator("dialog[open]");
      if ((await open.count()) > 0) {
        const { y, height } = await open.boundingBox();
        if (y < 0 || y + height > viewport.height) found.push(`${where}: the dialog is ${height} high from ${y}`);
        const [inner, own] = await open.evaluate((dialog) => [dialog.scrollWidth, dialog.clientWidth]);
        if (inner > own) found.push(`${where}: the dialog is ${own} wide, and ${inner} are in it`);
      }
    }
  });
  assert.deepEqual(found, []);
});

test("there is room to work in on a narrow page and a magnified one", { timeout: 60_000 }, async () => {
  for (const [viewport, least] of [[NARROW, 5], [MAGNIFIED, 3]]) {
    const { page } = await goTo(site, "workbench", { viewport });
    const rows = await page.locator(".grid").evaluate((grid) => Math.floor((grid.clientHeight - 34) / 31));
    assert.ok(rows >= least, `${rows} rows are seen`);
  }
});

test("counts of a million stand in one line", { timeout: 60_000 }, async () => {
  const { page } = await openSample();
  const heightOf = () => page.locator(".rows-side > .filters").evaluate((line) => line.clientHeight);
  const before = await heightOf();
  await page.locator(".filters .figure").evaluateAll((figures) => {
    for (const figure of figures) figure.textContent = "1,000,000";
  });
  assert.equal(await heightOf(), before);
  const { left, right } = await page.locator(".find-open").evaluate((button) => {
    const { left, right } = button.getBoundingClientRect();
    return { left, right: right - button.parentElement.getBoundingClientRect().right };
  });
  assert.ok(left > 0 && right <= 0, "Find is seen");
});

test("the MailUsers under a target are seen whole wherever it is", { timeout: 60_000 }, async () => {
  for (const viewport of [NARROW, MAGNIFIED]) {
    const { page } = await goTo(site, "typeahead", { viewport });
    const { left, top, right, bottom } = await page.locator(".typeahead").evaluate((list) => list.getBoundingClientRect().toJSON());
    const where = `${left}–${right}, ${top}–${bottom}`;
    assert.ok(left >= 0 && top >= 0 && right <= viewport.width && bottom <= viewport.height, where);
  }
});

test("on a narrow page the panels take the rows' place and give it back", { timeout: 60_000 }, async () => {
  const { page } = await openSample({ viewport: { width: 320, height: 640 } });
  const findings = page.locator(".findings-button");
  await findings.click();
  await page.getByRole("complementary", { name: "Findings" }).waitFor();
  assert.ok(await page.locator(".to-rows").evaluate((button) => button === document.activeElement));
  await page.keyboard.press("Escape");
  await page.getByRole("complementary").waitFor({ state: "hidden" });
  await page.waitForFunction(() => document.activeElement?.matches(".grid"));

  // Going to a place shows it.
  await findings.click();
  await page.locator("button.place").first().click();
  await page.getByRole("complementary").waitFor({ state: "hidden" });
  await page.locator(".cell.active.error").waitFor();

  for (const [button, name] of [[/^Match/, "Match"], [/^Changes/, "Changes"], ["History", "History"]]) {
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("complementary", { name }).waitFor();
    await page.getByRole("button", { name: "Back to the rows" }).click();
    await page.getByRole("complementary").waitFor({ state: "hidden" });
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
  // It is closed without a key, too, and the cell was not typed into.
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(await page.locator(".cell-input, .file-name .unsaved").count(), 0);
});

test("why nothing leaves the page is said at the workbench, too", { timeout: 60_000 }, async () => {
  const { page } = await openSample();
  await page.getByRole("button", { name: /Nothing leaves this page/ }).click();
  await page.getByText(/What remains is/).waitFor();
  await page.keyboard.press("Escape");
  await page.getByText(/What remains is/).waitFor({ state: "hidden" });
});

test("the keyboard's place is seen in forced colours", { timeout: 60_000 }, async () => {
  const { page } = await openSample({ forcedColors: "active" });
  await page.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  const outline = await page.locator(".cell.active").evaluate((cell) => getComputedStyle(cell).outlineStyle);
  assert.notEqual(outline, "none");
  await picture(page, "forced-colours");
});

test("what is pressed and what is selected is seen in forced colours", { timeout: 60_000 }, async () => {
  const { page } = await goTo(site, "workbench-selection", { forcedColors: "active" });
  const looksOf = (selector) => page.locator(selector).evaluateAll((all) => [
    ...new Set(all.map((one) => `${getComputedStyle(one).backgroundColor} ${getComputedStyle(one).color}`)),
  ]);
  // In the row of the keyboard as in any other.
  const selected = await looksOf(".cell.selected:not(.active)");
  assert.equal(selected.length, 1, selected.join(", "));
  const [pressed] = await looksOf(".filters [aria-pressed=true]");
  const [loose] = await looksOf(".filters [aria-pressed=false]");
  assert.notEqual(pressed, loose);
});
