// Editing beyond one cell: clipboard, find and replace, history. What was saved is
// compared byte by byte.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileOf, guid, openReview, saved } from "./review.mjs";
import { siteOfTests } from "./site.mjs";
import { picture } from "./stage.mjs";

const HEADER = "SourceExternalDirectoryObjectId,PrimarySmtpAddress,TargetExternalDirectoryObjectId,Note";
const row = (n, target = "", note = "") => `${guid("a", n)},person${n}@contoso.example,${target},${note}`;
const textOf = (lines) => fileOf(lines, HEADER);
const lines = (count) => Array.from({ length: count }, (_, n) => row(n + 1));

const site = siteOfTests();

async function openText(text) {
  const window = await openReview(site, text);
  await window.page.getByText(/UTF-8 · comma/).first().waitFor();
  return window;
}

/** Goes to a cell by its row (1 is the first) and its column's name. */
async function goTo(page, row, column) {
  await cellAt(page, row, column).then((cell) => cell.click());
}

async function cellAt(page, row, column) {
  const heading = page.getByRole("columnheader", { name: column });
  const place = await heading.first().getAttribute("aria-colindex");
  return page.locator(`[role=row][aria-rowindex="${row + 1}"] [role=gridcell][aria-colindex="${place}"]`);
}

/** Pastes text, as another program would have put it on the clipboard. */
async function paste(page, text) {
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

const save = async (page) => (await saved(page)).toString();

const TARGET = /^TargetExternal/;

test("cells are copied, pasted with a preview, and taken back", { timeout: 60_000 }, async () => {
  const all = lines(6);
  all[0] = row(1, '"two\r\nlines"');
  all[1] = row(2, '"say ""hi"""');
  const original = textOf(all);
  const { page, complaints } = await openText(original);
  await goTo(page, 1, TARGET);
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+c");
  await page.getByText("2 cells copied.").waitFor();
  // The page gives that command itself; it gives none that writes markup.
  const markup = await page.evaluate(() => {
    try {
      return document.execCommand("insertHTML", false, "<b>x</b>");
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(markup, "SecurityError");

  await goTo(page, 4, TARGET);
  await page.keyboard.press("Control+v");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("2 cells change · 2 rows").waitFor();
  await dialog.getByText("person4@contoso.example").waitFor();
  await picture(page, "paste");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await save(page), original);

  await goTo(page, 4, TARGET);
  await page.keyboard.press("Control+v");
  await dialog.getByText("2 cells change · 2 rows").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("2 cells pasted. Undo with Ctrl Z.").waitFor();
  all[3] = row(4, '"two\r\nlines"');
  all[4] = row(5, '"say ""hi"""');
  assert.equal(await save(page), textOf(all));
  await page.keyboard.press("Control+z");
  await page.getByText("Undone: Paste 2 cells.").waitFor();
  assert.equal(await save(page), original);
  assert.deepEqual(complaints, []);
});

test("cut empties what it copied, and Delete clears", { timeout: 60_000 }, async () => {
  const { page } = await openText(textOf([row(1, "x"), row(2, "y"), row(3)]));
  await goTo(page, 1, TARGET);
  await page.keyboard.press("Control+x");
  await page.getByText("1 cell cut.").waitFor();
  await goTo(page, 3, TARGET);
  await page.keyboard.press("Control+v");
  await page.getByText("1 cell pasted.").waitFor();
  assert.equal(await save(page), textOf([row(1), row(2, "y"), row(3, "x")]));
  await goTo(page, 2, TARGET);
  await page.keyboard.press("Delete");
  await page.getByText("1 cell cleared.").waitFor();
  await goTo(page, 2, /^PrimarySmtp/);
  await page.keyboard.press("Delete");
  await page.getByText(/PrimarySmtpAddress is locked/).first().waitFor();
  assert.equal(await save(page), textOf([row(1), row(2), row(3, "x")]));
});

for (const [name, text, cells] of [
  ["rows with line ends of Windows", "a\r\nb\r\n", ["a", "b"]],
  ["a cell with line breaks and quotes", '"one\ntwo ""2"""\r\nb\r\n', ['"one\ntwo ""2"""', "b"]],
  ["an empty first cell", "\r\nb\r\n", ["", "b"]],
  ["a quote inside a cell", '5" disk\r\nb', ['"5"" disk"', "b"]],
]) {
  test(`pasting what Excel copies: ${name}`, { timeout: 60_000 }, async () => {
    const { page } = await openText(textOf([row(1, "x"), row(2), row(3)]));
    await goTo(page, 1, TARGET);
    await paste(page, text);
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText(/cells? pasted\./).waitFor();
    assert.equal(await save(page), textOf([row(1, cells[0]), row(2, cells[1]), row(3)]));
  });
}

test("a block names what is locked and what has no cell; one value fills the selection", { timeout: 60_000 }, async () => {
  const { page } = await openText(textOf(lines(3)));
  await goTo(page, 3, /^PrimarySmtp/);
  await paste(page, "a\tb\r\nc\td\r\n");
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/cannot change/).waitFor();
  await dialog.getByText(/beyond the last row/).waitFor();
  await page.keyboard.press("Escape");
  await goTo(page, 1, TARGET);
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await paste(page, "same\r\n");
  await dialog.getByText("3 cells change").waitFor();
  await dialog.getByText(/repeated/).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("3 cells pasted.").waitFor();
  assert.equal(await save(page), textOf([row(1, "same"), row(2, "same"), row(3, "same")]));
});

test("find counts, marks and leads; replace with groups is one step", { timeout: 60_000 }, async () => {
  const all = lines(40).map((_, n) => row(n + 1, `b-${n + 1}`));
  const original = textOf(all);
  const { page, complaints } = await openText(original);
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("person3");
  await page.getByText("11 in 11 rows").waitFor();
  await page.locator(".cell mark").first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByText(/Found in row 3, /).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText(/Found in row 30, /).waitFor();
  await page.keyboard.press("Shift+Enter");
  await page.getByText(/Found in row 3, /).waitFor();
  await picture(page, "find");

  await page.keyboard.press("Control+h");
  await page.getByRole("button", { name: "Regular expression" }).click();
  await page.getByPlaceholder("Find", { exact: true }).fill("b-(");
  // The sentence once, and what is wrong.
  await page.getByText("This is no regular expression that can be used: found open group without closing ')'.", { exact: true }).waitFor();
  await page.getByPlaceholder("Find", { exact: true }).fill("^b-(\\d)(\\d)$");
  await page.getByText("31 in 31 rows").waitFor();
  await page.getByPlaceholder("Replace with").fill("$2$1");
  await page.getByRole("button", { name: "Replace all…" }).click();
  await page.getByRole("dialog").getByText("31 cells change").waitFor();
  await picture(page, "replace");
  await page.keyboard.press("Enter");
  await page.getByText("Replaced in 31 cells.").waitFor();
  const replaced = all.map((line) => line.replace(/,b-(\d)(\d),/, ",$2$1,"));
  await page.keyboard.press("Escape");
  assert.equal(await save(page), textOf(replaced));
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+z");
  await page.getByText("Undone: Replace in 31 cells.").waitFor();
  assert.equal(await save(page), original);
  assert.deepEqual(complaints, []);
});

test("history goes to any step; unlocking asks first", { timeout: 60_000 }, async () => {
  const original = textOf(lines(3));
  const { page } = await openText(original);
  await goTo(page, 1, TARGET);
  for (const text of ["a", "b", "c"]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  }
  await page.getByRole("button", { name: "History" }).click();
  const steps = page.getByRole("complementary", { name: "History" });
  await steps.getByRole("button", { name: /^Edit row 3/ }).waitFor();
  await picture(page, "history");
  await steps.getByRole("button", { name: /^File as opened/ }).click();
  await page.getByText("3 steps undone.").waitFor();
  assert.equal(await save(page), original);
  await steps.getByRole("button", { name: /^Edit row 2/ }).click();
  await page.getByText("2 steps done again.").waitFor();
  assert.equal(await save(page), textOf([row(1, "a"), row(2, "b"), row(3)]));

  await page.getByRole("button", { name: "Only the target is open" }).click();
  await page.getByText(/the only change needed/).waitFor();
  await picture(page, "unlock");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Only the target is open" }).click();
  await page.getByRole("button", { name: "Unlock all columns" }).click();
  await page.getByText("All columns can be edited.").waitFor();
});
