// Every view of the review page, and how a person comes to it. What is true of the page
// must be true of each of these. Reached by places and keys, never by words: so that it
// works in any language.
import { csv, fileOf, guid, person } from "./review.mjs";
import { openWindow } from "./stage.mjs";

const HEADER = "SourceExternalDirectoryObjectId,PrimarySmtpAddress,TargetExternalDirectoryObjectId";
const grid = (page) => page.getByRole("grid");
const dialog = (page) => page.locator("dialog[open]");

async function press(page, ...chords) {
  await grid(page).focus();
  for (const chord of chords) await page.keyboard.press(chord);
}

async function typed(page, target) {
  await press(page, target);
  await page.locator(".cell-input").waitFor();
}

/** An edit of the active cell, which is a target. */
async function edited(page, text = guid("b", 3)) {
  await press(page, "F2");
  await page.locator(".cell-input").fill(text);
  await page.keyboard.press("Enter");
  await page.locator(".file-name .unsaved").waitFor();
}

/** Runs a command by its place in the palette, counted from its end if below 0. */
async function fromPalette(page, place) {
  await press(page, "Control+k");
  await dialog(page).locator("[role=option]").nth(place).click();
  await page.locator("dialog[open]:not(:has(.palette-input))").waitFor();
}

async function columnMenu(page) {
  await press(page, "Alt+ArrowDown");
  await page.locator(".grid-side .menu").waitFor();
}

/** A column's dialog, by its place in the column's menu. */
async function fromColumnMenu(page, place) {
  await columnMenu(page);
  await page.locator(".grid-side .menu button").nth(place).click();
  await dialog(page).waitFor();
}

/** The findings, where they do not stand beside the rows. */
async function findings(page) {
  const button = page.locator(".findings-button");
  if (await button.isVisible()) await button.click();
}

const changes = (page) => page.locator(".changes-button").click();

async function saveMenu(page) {
  await page.locator("[popovertarget=save-menu]").click();
  await page.locator("#save-menu [role=menuitem]").first().waitFor();
}

/** What asks before it makes a file, by its place in the menu. */
async function fromSaveMenu(page, place) {
  await saveMenu(page);
  await page.locator("#save-menu [role=menuitem]").nth(place).click();
  await dialog(page).waitFor();
}

async function paste(page, text) {
  await grid(page).focus();
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  await dialog(page).waitFor();
}

async function drop(page, name, text) {
  await page.evaluate(
    ([name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, text],
  );
}

const choose = (...files) => async (page) => {
  await page.locator(".door input[type=file]").setInputFiles(files);
};

/** Files of other shapes than the sample's. */
const files = {
  refused: csv("picture.csv", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 20, 0, 6, 0])),
  draft: csv("wave.draft.json", JSON.stringify({ crosswalkDraftOf: "wave.csv", version: 1, sha256: "ab".repeat(32), lock: "targetOnly", steps: [], undone: 0 })),
  doubtful: csv("old.csv", Buffer.from(`${HEADER};Name\r\n${guid("a", 1)};p@contoso.example;;J\xf6rg\n`.replaceAll(",", ";"), "latin1")),
  right: csv("right.csv", fileOf([person(1, guid("b", 1), "Mapped"), person(2, guid("b", 2), "Mapped")])),
  formulas: csv("formulas.csv", `${HEADER}\r\n${guid("a", 1)},=cmd()@contoso.example,\r\n${guid("a", 1)},p@contoso.example,x\r\n`),
  headerless: csv("numbers.csv", "a,b\r\n1,2\r\n"),
  rowless: csv("header.csv", `${HEADER}\r\n`),
};

/** Opens the sample by the place of its button. */
const sample = (place) => async (page) => {
  await page.locator(".door .actions button").nth(place).click();
  await page.locator("[role=grid]:not([aria-busy])").waitFor();
  await page.locator(".cell.target").first().waitFor();
};
const plain = sample(0);
const withReferences = async (page) => {
  await sample(1)(page);
  await page.locator(".references .reference").nth(1).waitFor({ state: "attached" });
};
const opened = (file) => async (page) => {
  await choose(file)(page);
  await page.locator("[role=grid]:not([aria-busy])").waitFor();
};

async function matching(page) {
  await press(page, "Control+m");
  await page.locator(".match .match-run button.primary").waitFor();
}

async function matched(page) {
  await matching(page);
  await page.locator(".match .match-run button.primary").click();
  await page.locator(".match-lines li").first().waitFor();
}

async function finding(page) {
  await press(page, "Control+f");
  await page.locator(".find-bar input").first().fill("fischer");
  await page.locator(".cell mark").first().waitFor();
}

/** [name, where it begins, how one gets there] */
const VIEWS = [
  ["door"],
  ["door-reasons", (page) => page.locator(".door .privacy summary").click()],
  ["door-kinds", (page) => page.locator(".door .formats summary").click()],
  ["door-refused", choose(files.refused), (page) => page.locator(".refused").waitFor()],
  ["door-draft-waits", choose(files.draft), (page) => page.locator(".waiting").waitFor()],

  ["workbench", plain],
  ["workbench-references", withReferences],
  ["workbench-doubt", opened(files.doubtful), (page) => page.locator(".doubt").waitFor()],
  ["workbench-right", opened(files.right), findings, (page) => page.locator(".all-clear").waitFor()],
  ["workbench-banners", opened(files.formulas), (page) => page.locator(".banner").first().waitFor()],
  ["workbench-unknown", opened(files.headerless)],
  ["workbench-no-rows", opened(files.rowless)],
  ["workbench-no-match", plain, (page) => page.locator(".filters .chip.filter").nth(2).click()],
  ["workbench-selection", plain, (page) => press(page, "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowLeft")],
  ["findings", withReferences, findings],
  ["rule-about", plain, findings, (page) => page.locator(".rule .about summary").first().click()],
  ["reference-adds", plain, findings, (page) => page.locator(".chip.add").first().click(), (page) => page.locator(".adds").scrollIntoViewIfNeeded()],
  ["fact", plain, (page) => page.locator(".fact").first().click()],
  ["status-reasons", plain, (page) => page.locator(".status-line [popovertarget]").click()],
  ["unlock", plain, (page) => page.locator(".lock-switch").click(), (page) => dialog(page).waitFor()],
  ["editing", plain, (page) => typed(page, "F2")],
  ["typeahead", withReferences, (page) => typed(page, "l"), (page) => page.keyboard.type("ena"), (page) => page.locator(".typeahead-option").first().waitFor()],

  ["match-empty", plain, (page) => press(page, "Control+m"), (page) => page.locator(".match-empty").waitFor()],
  ["match-rules", withReferences, matching],
  ["match-results", withReferences, matched],
  ["match-conflict", withReferences, matched, async (page) => {
    await page.locator(".match-apply .button:not(.primary)").click();
    await page.locator(".conflict").waitFor();
  }],

  ["changes-none", plain, changes, (page) => page.locator(".changes .all-clear").waitFor()],
  ["changes", plain, edited, changes, (page) => page.locator(".change-list li").first().waitFor()],
  ["history", plain, edited, (page) => page.locator(".steps [aria-pressed]").click(), (page) => page.locator(".point").nth(1).waitFor()],

  ["find", plain, finding],
  ["find-none", plain, finding, (page) => page.locator(".find-bar input").first().fill("nobody at all")],
  ["replace", plain, finding, (page) => page.keyboard.press("Control+h"), (page) => page.locator(".find-line").nth(1).waitFor()],
  ["find-wrong", plain, finding, (page) => page.locator(".find-line .toggle").nth(2).click(), (page) => page.locator(".find-bar input").first().fill("a("), (page) => page.locator(".find-bar .bad").waitFor()],
  ["paste", plain, (page) => paste(page, `${guid("b", 8)}\t1\r\n${guid("b", 9)}\t2\r\n`)],
  ["fix", withReferences, findings, (page) => page.locator(".doing .button").first().click(), (page) => dialog(page).locator("table").waitFor()],

  ["palette", plain, (page) => press(page, "Control+k"), (page) => dialog(page).waitFor()],
  ["palette-none", plain, (page) => press(page, "Control+k"), (page) => dialog(page).locator("input").fill("xyzzy")],
  ["keys", plain, (page) => press(page, "?"), (page) => dialog(page).waitFor()],
  ["column-menu", plain, columnMenu],
  ["filter", plain, (page) => fromColumnMenu(page, 2)],
  ["width", plain, (page) => fromColumnMenu(page, 5)],
  ["columns", plain, (page) => fromPalette(page, -2)],
  ["jump", plain, (page) => press(page, "Control+g"), (page) => dialog(page).waitFor()],
  ["save-menu", plain, saveMenu],
  ["report", plain, (page) => fromSaveMenu(page, 4)],
  ["identity-map", withReferences, (page) => fromSaveMenu(page, 7)],
  ["batch", withReferences, (page) => fromSaveMenu(page, 8)],
  ["left-out", withReferences, (page) => fromSaveMenu(page, 8), (page) => dialog(page).locator(".primary").click(), (page) => page.locator(".left-out").waitFor()],
  ["unsaved", plain, edited, (page) => page.locator("#choose-another").setInputFiles(files.right), (page) => dialog(page).waitFor()],
  ["second-file", plain, (page) => drop(page, "original.csv", fileOf([person(1, "")])), (page) => dialog(page).waitFor()],
];

/** The names of all views, or of those that one of the words begins. */
export const views = (...words) =>
  VIEWS.map(([name]) => name).filter((name) => words.length === 0 || words.some((word) => name.startsWith(word)));

/** Goes to a view in a window of its own. */
export async function goTo(site, name, options = {}, hash = "") {
  const [, ...steps] = VIEWS.find(([known]) => known === name);
  // Colours stand at once where nothing may move.
  const window = await openWindow(site, { reducedMotion: "reduce", ...options });
  await window.page.goto(`${site.address}/review${hash}`);
  await window.page.locator(".door .actions button").first().waitFor();
  for (const step of steps) await step(window.page);
  // What was opened moves in; what is announced a moment later has been.
  await window.page.waitForTimeout(150);
  return window;
}

/** Does something at each view; what is not reached is said at the end. */
export async function tour(site, names, options, act, hash) {
  const unreached = [];
  for (const name of names) {
    const window = await goTo(site, name, options, hash).catch((error) => {
      unreached.push(`${name} is not reached: ${error.message}`);
    });
    if (!window) continue;
    await act(window.page, name);
    await window.context.close();
  }
  if (unreached.length > 0) throw new Error(unreached.join("\n"));
}
