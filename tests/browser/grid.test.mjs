// The grid: every key of the ARIA data grid pattern, what it tells assistive technology,
// the mouse, sorting and filtering, columns, and a file taller than any element.
import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileOf, guid, openFile, person, saved } from "./review.mjs";
import { openSite } from "./site.mjs";
import { openWindow, picture } from "./stage.mjs";

const row = (n, target = guid("b", n)) => person(n, target, target ? "Mapped" : "Copied");
const ROWS = 400;
const lines = Array.from({ length: ROWS }, (_, n) => row(n + 1, n % 50 === 49 ? "" : undefined));
const TIMEOUT = { timeout: 90_000 };

let site;
let window;
let page;
let original;
before(async () => {
  site = await openSite();
  window = await openWindow(site);
  page = window.page;
  original = fileOf(lines);
  await open(page, original);
});
after(async () => {
  await site?.close();
});

async function open(page, text, name = "wave.csv") {
  await page.goto(`${site.address}/review`);
  await openFile(page, text, name);
  // Until all of it is read, the first rows stand there alone.
  await page.locator("[role=grid]:not([aria-busy])").waitFor({ timeout: 120_000 });
  await page.getByText(/\d ready/).first().waitFor();
  await page.getByRole("grid").focus();
}

const press = async (...chords) => {
  for (const chord of chords) await page.keyboard.press(chord);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
};

/** Where the keyboard is, and what is selected of what is drawn. */
const now = (where = page) =>
  where.evaluate(() => {
    const grid = document.querySelector("[role=grid]");
    const cell = document.getElementById(grid.getAttribute("aria-activedescendant"));
    const marked = [...grid.querySelectorAll("[aria-selected=true]")];
    const rows = new Set(marked.map((one) => one.closest("[role=row]").getAttribute("aria-rowindex")));
    const columns = new Set(marked.map((one) => one.getAttribute("aria-colindex")));
    const view = grid.getBoundingClientRect();
    const place = cell?.getBoundingClientRect();
    return {
      // Counted from 0, the header being row -1.
      at: cell && [Number(cell.closest("[role=row]").getAttribute("aria-rowindex")) - 2, Number(cell.getAttribute("aria-colindex")) - 2],
      rows: rows.size,
      columns: columns.size,
      page: Math.floor((grid.clientHeight - 34) / 31),
      isSeen: !!place && place.top >= view.top - 1 && place.bottom <= view.bottom + 1 && place.left >= view.left - 1,
      hasFocus: document.activeElement === grid,
      text: cell?.textContent,
    };
  });

const START = [5, 2];
const LAST = [ROWS - 1, 4];
async function toStart() {
  await press("Control+Home", ...Array(5).fill("ArrowDown"), ...Array(2).fill("ArrowRight"));
}

test("the grid says what it is", TIMEOUT, async () => {
  const grid = page.getByRole("grid");
  for (const [name, value] of [
    ["aria-rowcount", String(ROWS + 1)],
    ["aria-colcount", "6"],
    ["aria-multiselectable", "true"],
    ["tabindex", "0"],
  ]) {
    assert.equal(await grid.getAttribute(name), value, name);
  }
  await toStart();
  const cell = await page.evaluate(() => {
    const grid = document.querySelector("[role=grid]");
    const read = (id) => {
      const cell = document.getElementById(id);
      return [cell.getAttribute("role"), cell.getAttribute("aria-colindex"), cell.getAttribute("aria-readonly"), cell.getAttribute("aria-selected")];
    };
    return {
      target: read("cell-5-2"),
      locked: read("cell-5-1"),
      // One tab stop: nothing else in the grid can be reached with Tab.
      stops: grid.querySelectorAll("[tabindex='0'], input, a, button:not([tabindex='-1'])").length,
      sort: [...grid.querySelectorAll("[aria-sort]")].map((head) => head.getAttribute("aria-sort")),
    };
  });
  assert.deepEqual(cell, {
    target: ["gridcell", "4", null, "true"],
    locked: ["gridcell", "3", "true", "false"],
    stops: 0,
    sort: Array(5).fill("none"),
  });
});

// From the sixth row's target: where the key leads. P stands for a page.
for (const [chord, at] of [
  ["ArrowUp", [4, 2]],
  ["ArrowDown", [6, 2]],
  ["ArrowLeft", [5, 1]],
  ["ArrowRight", [5, 3]],
  ["Home", [5, 0]],
  ["End", [5, 4]],
  ["Control+Home", [0, 0]],
  ["Control+End", LAST],
  ["Control+ArrowUp", [0, 2]],
  ["Control+ArrowDown", [ROWS - 1, 2]],
  ["Control+ArrowLeft", [5, 0]],
  ["Control+ArrowRight", [5, 4]],
  ["PageDown", ["P", 2]],
  ["PageUp", [0, 2]],
]) {
  test(`${chord} leads where the pattern says`, TIMEOUT, async () => {
    await toStart();
    const { page: rows } = await now();
    await press(chord);
    const to = at[0] === "P" ? [START[0] + rows, at[1]] : at;
    const moved = await now();
    assert.deepEqual([moved.at, moved.rows, moved.columns, moved.isSeen], [to, 1, 1, true]);

    // With Shift the selection reaches as far, and the keyboard is at its end.
    await toStart();
    await press(`Shift+${chord}`);
    const extended = await now();
    assert.deepEqual([extended.at, extended.columns, extended.isSeen], [to, Math.abs(to[1] - START[1]) + 1, true]);
    assert.ok(extended.rows >= Math.min(Math.abs(to[0] - START[0]) + 1, 20), `${extended.rows} rows`);
    await press("Escape");
    assert.deepEqual([(await now()).rows, (await now()).columns], [1, 1]);
  });
}

test("the keyboard stops at the edges", TIMEOUT, async () => {
  await press("Control+End", "ArrowDown", "ArrowRight", "PageDown");
  assert.deepEqual((await now()).at, LAST);
  await press("Control+Home", "ArrowLeft");
  assert.deepEqual((await now()).at, [0, 0]);
});

for (const [chord, rows, columns] of [
  ["Shift+Space", 1, 5],
  ["Control+Space", "all", 1],
  ["Control+a", "all", 5],
]) {
  test(`${chord} selects`, TIMEOUT, async () => {
    await toStart();
    await press(chord);
    const drawn = await page.locator(".window > [role=row]").count();
    const selected = await now();
    assert.deepEqual([selected.rows, selected.columns], [rows === "all" ? drawn : rows, columns]);
    assert.deepEqual(selected.at, START);
    const said = { 1: "1 × 5", all: `${ROWS} × ${columns}` }[rows];
    await page.getByText(`${said} selected`).waitFor();
    await press("Escape");
  });
}

for (const [chord, text] of [
  ["Enter", guid("b", 6)],
  ["F2", guid("b", 6)],
  ["x", "x"],
  ["Backspace", ""],
]) {
  test(`${chord} edits, and Escape restores`, TIMEOUT, async () => {
    await toStart();
    await press(chord);
    const input = page.locator(".cell-input");
    assert.equal(await input.inputValue(), text);
    await input.press("End");
    await input.pressSequentially("zz");
    await input.press("Escape");
    await input.waitFor({ state: "detached" });
    const restored = await now();
    assert.deepEqual([restored.hasFocus, restored.at, restored.text], [true, START, guid("b", 6)]);
  });
}

test("the header is above the first row, sorts, and opens its menu", TIMEOUT, async () => {
  await press("Control+Home", "ArrowRight", "ArrowUp");
  assert.deepEqual((await now()).at, [-1, 1]);
  const head = page.locator("#head-0");
  await press("ArrowLeft");
  for (const [key, order, first] of [
    ["Enter", "ascending", "person100@"],
    ["Space", "descending", "person9@"],
    ["Enter", "none", "person1@"],
  ]) {
    await press(key);
    await page.locator(`#head-0[aria-sort=${order}]`).waitFor();
    await page.locator("#cell-0-0", { hasText: first }).waitFor();
    assert.deepEqual((await now()).at, [-1, 0], "the keyboard stays on the header");
  }
  for (const chord of ["Alt+ArrowDown", "Shift+F10"]) {
    await press(chord);
    await page.getByRole("menu").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "menuitem");
    await press("ArrowDown", "ArrowUp", "End", "Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    assert.ok((await now()).hasFocus, "the grid has the keyboard again");
  }
  const width = (await head.boundingBox()).width;
  await press("Alt+ArrowRight", "Alt+ArrowRight");
  assert.equal((await head.boundingBox()).width, width + 32);
  assert.equal((await page.locator("#cell-0-0").boundingBox()).width, width + 32);
  await press("Alt+ArrowLeft", "Alt+ArrowLeft", "ArrowDown");
  assert.deepEqual((await now()).at, [0, 0]);
});

test("Tab leaves the grid and Shift Tab comes back to where it was", TIMEOUT, async () => {
  await toStart();
  await press("Tab");
  assert.equal((await now()).hasFocus, false);
  await press("Shift+Tab");
  const back = await now();
  assert.deepEqual([back.hasFocus, back.at], [true, START]);
});

test("the mouse selects cells, rows and columns", TIMEOUT, async () => {
  await press("Control+Home");
  await page.locator("#cell-2-0").click();
  assert.deepEqual((await now()).at, [2, 0]);
  await page.locator("#cell-4-1").click({ modifiers: ["Shift"] });
  let { rows, columns, at } = await now();
  assert.deepEqual([rows, columns, at], [3, 2, [4, 1]]);

  const from = await page.locator("#cell-1-0").boundingBox();
  const to = await page.locator("#cell-3-2").boundingBox();
  await page.mouse.move(from.x + 9, from.y + 9);
  await page.mouse.down();
  await page.mouse.move(to.x + 5, to.y + 5, { steps: 4 });
  await page.mouse.up();
  ({ rows, columns, at } = await now());
  assert.deepEqual([rows, columns, at], [3, 3, [3, 2]]);
  await picture(page, "grid-selected");

  await page.locator(".window > [aria-rowindex='4'] .number").click();
  ({ rows, columns } = await now());
  assert.deepEqual([rows, columns], [1, 5]);
  await page.locator("#head-1 .name").click();
  assert.equal((await now()).columns, 1);
  await page.locator("#cell-2-2").dblclick();
  await page.locator(".cell-input").press("Escape");

  // The edge of a header resizes; its menu has a width for who cannot drag.
  const grip = await page.locator("#head-1 .grip").boundingBox();
  await page.mouse.move(grip.x + 4, grip.y + 9);
  await page.mouse.down();
  await page.mouse.move(grip.x + 54, grip.y + 9, { steps: 3 });
  await page.mouse.up();
  await press("Escape");
  assert.equal(Math.round((await page.locator("#head-1").boundingBox()).width), 198);
  await page.getByRole("button", { name: "Reset the view" }).click();
  assert.equal(Math.round((await page.locator("#head-1").boundingBox()).width), 148);
});

async function choose(column, item) {
  await page.locator(`#head-${column}`).click({ button: "right" });
  await page.getByRole("menuitem", { name: item }).click();
}

test("a column is filtered, and an empty view leads back", TIMEOUT, async () => {
  await choose(0, "Filter by this column…");
  await page.getByLabel("Text, in any case of letters").fill("PERSON39");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByText(`11 of ${ROWS} rows`).waitFor();
  assert.equal(await page.getByRole("grid").getAttribute("aria-rowcount"), "12");
  assert.match(await page.locator("#cell-1-0").textContent(), /person390@/);
  assert.equal(await page.locator(".window > [aria-rowindex='3'] .number").textContent(), "390");

  // A row that the filter hides is named, and shown when asked for.
  await page.getByRole("grid").focus();
  await press("Control+g");
  await page.getByLabel(/^Row, 1 to/).fill("7");
  await page.keyboard.press("Enter");
  await page.getByText("Row 7 is in the file, but the filter hides it.").waitFor();
  await page.keyboard.press("Escape");

  await choose(2, "Filter by this column…");
  await page.getByLabel("Cells that are empty", { exact: true }).check();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByText("No row matches this filter.").waitFor();
  await picture(page, "grid-nothing");
  await page.getByRole("button", { name: "Show all rows" }).click();
  await page.locator(".view-line", { hasText: `${ROWS} rows` }).waitFor();
});

test("a jump goes to a row by its number", TIMEOUT, async () => {
  await page.getByRole("grid").focus();
  await press("Control+g");
  await page.getByLabel(/^Row, 1 to/).fill("321");
  await page.keyboard.press("Enter");
  await page.locator("#cell-320-0").waitFor();
  const there = await now();
  assert.deepEqual([there.at[0], there.isSeen], [320, true]);
});

test("columns are hidden, pinned and found again", TIMEOUT, async () => {
  await choose(1, "Hide this column");
  assert.equal(await page.getByRole("grid").getAttribute("aria-colcount"), "5");
  await choose(3, "Pin to the left edge");
  assert.match(await page.locator("#head-0").textContent(), /SourceUserPrincipalName/);
  await page.setViewportSize({ width: 900, height: 700 });
  await press("Control+Home", "End");
  await picture(page, "grid-pinned");
  const pinned = await page.locator("#cell-0-0").boundingBox();
  await press("Home", "ArrowRight");
  const second = await page.locator("#cell-0-1").boundingBox();
  assert.ok(second.x >= pinned.x + pinned.width - 1, "the pinned column hides where the keyboard is");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("button", { name: "Columns…" }).click();
  await page.getByLabel("SourceExternalDirectoryObjectId").check();
  await page.getByRole("button", { name: "Close" }).last().click();
  assert.equal(await page.getByRole("grid").getAttribute("aria-colcount"), "6");
  await page.getByRole("button", { name: "Reset the view" }).click();
});

test("after all that the file is what it was", TIMEOUT, async () => {
  assert.equal((await saved(page)).toString(), original);
  assert.deepEqual(window.complaints, []);
});

test("twelve thousand columns are drawn as far as they are seen", TIMEOUT, async () => {
  const { page } = await openWindow(site);
  const names = Array.from({ length: 12_000 }, (_, n) => `C${n}`);
  const wide = [["PrimarySmtpAddress", "TargetExternalDirectoryObjectId", ...names]];
  for (let n = 0; n < 40; n += 1) wide.push([`p${n}@x.example`, guid("b", n), ...names.map((name) => `${name}r${n}`)]);
  await open(page, wide.map((cells) => cells.join(",")).join("\r\n"));
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("End");
  await page.locator("#cell-0-12001", { hasText: "C11999r0" }).waitFor();
  const drawn = await page.locator("[role=gridcell]").count();
  assert.ok(drawn < 40 * 30, `${drawn} cells are drawn`);
  await page.keyboard.press("Control+End");
  await page.locator("#cell-39-12001", { hasText: "C11999r39" }).waitFor();
});

test("a file taller than any element is reached to its last row", { timeout: 240_000 }, async () => {
  const count = 1_100_000;
  const folder = mkdtempSync(join(tmpdir(), "crosswalk-tall-"));
  const path = join(folder, "tall.csv");
  try {
    const out = createWriteStream(path);
    let batch = "PrimarySmtpAddress,TargetExternalDirectoryObjectId\n";
    for (let n = 1; n <= count; n += 1) {
      batch += `p${n}@x.example,${guid("b", n)}\n`;
      if (batch.length > 1 << 22) {
        if (!out.write(batch)) await once(out, "drain");
        batch = "";
      }
    }
    out.end(batch);
    await once(out, "finish");
    const { page } = await openWindow(site);
    await open(page, { path });
    await page.keyboard.press("Control+End");
    await page.locator(`#cell-${count - 1}-0`, { hasText: `p${count}@` }).waitFor();
    assert.ok((await now(page)).isSeen, "the last row is in view");
    assert.ok((await page.locator(".rows").boundingBox()).height < 33_554_428);
    for (const [key, at] of [["Home", count - 1], ["ArrowUp", count - 2], ["PageUp", null], ["ArrowDown", null], ["Control+Home", 0]]) {
      await page.keyboard.press(key);
      await page.waitForTimeout(100);
      const there = await now(page);
      if (at !== null) assert.equal(there.at[0], at, key);
      assert.ok(there.isSeen, key);
      const n = there.at[0] + 1;
      assert.equal(there.text, [`p${n}@x.example`, guid("b", n)][there.at[1]]);
    }
    // A turn of the wheel moves as far as in a small file.
    const first = () => page.evaluate(() => {
      const edge = document.querySelector(".head-group").getBoundingClientRect().bottom;
      const rows = [...document.querySelectorAll(".window > [role=row]")];
      const row = rows.find((one) => one.getBoundingClientRect().bottom > edge);
      return Number(row.getAttribute("aria-rowindex")) - 2 + (edge - row.getBoundingClientRect().top) / 31;
    });
    await page.mouse.move(500, 500);
    await page.mouse.wheel(0, 620);
    await page.waitForTimeout(200);
    assert.ok(Math.abs((await first()) - 20) < 0.5, `${await first()} rows instead of 20`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
