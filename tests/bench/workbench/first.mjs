// How soon the first results of work over all rows are painted.
//
// A filter and a search tell what they found so far, so that the clock runs from the
// press; the first row of the file is among the results, which the scan reaches at once.
// A sort knows its first row when it has seen the last: there the clock runs from the
// worker's word that the order is there.

const ROUNDS = 7;
/** What the first row has in the columns that are seen. */
const TEXTS = ["contoso", "example", "toso", "xamp", "ntos", "ample", "cont"];

/** Milliseconds of each round: of a filter, a sort, a search. */
export async function firstResults(page) {
  const samples = { filter: [], sort: [], find: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each time something else, or it would be known already.
    samples.filter.push(await filter(page, `${round % 10}`));
    samples.sort.push(await sort(page));
    samples.find.push(await find(page, TEXTS[round]));
  }
  return samples;
}

async function filter(page, digit) {
  await page.locator("#head-1").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Filter by this column…" }).click();
  await page.getByLabel("Text, in any case of letters").fill(digit);
  await page.evaluate(armFilter);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const ms = await page.evaluate(() => globalThis.first);
  await page.getByRole("button", { name: "Reset the view" }).click();
  await page.locator("[role=grid][aria-rowcount='" + (await rowsOf(page)) + "']").waitFor();
  await page.waitForTimeout(300);
  return ms;
}

async function sort(page) {
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowUp");
  await page.evaluate(armSort);
  await page.keyboard.press("Enter");
  const ms = await page.evaluate(() => globalThis.first);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
  await page.locator("#head-0[aria-sort=descending]").waitFor();
  await page.keyboard.press("Enter");
  await page.locator("#head-0[aria-sort=none]").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.waitForTimeout(300);
  return ms;
}

async function find(page, text) {
  await page.keyboard.press("Control+f");
  const input = page.locator(".find-field input");
  await input.waitFor();
  await page.evaluate(armFind);
  // As from the clipboard: one change.
  await input.fill(text);
  const ms = await page.evaluate(() => globalThis.first);
  await input.press("Escape");
  await page.waitForTimeout(300);
  return ms;
}

const rowsOf = (page) => page.evaluate(() => globalThis.allRows);

function armFilter() {
  globalThis.allRows ??= document.querySelector("[role=grid]").getAttribute("aria-rowcount");
  addEventListener("click", ({ timeStamp }) => {
    const count = () => document.querySelector("[role=grid]").getAttribute("aria-rowcount");
    const stands = () => document.querySelector(".window > .row[aria-rowindex='2']:not(.to-come) .cell");
    globalThis.first = globalThis.bench.seen(() => count() !== globalThis.allRows && stands()).then((at) => at - timeStamp);
  }, { capture: true, once: true });
}

function armSort() {
  // Event::View(ViewEvent::Shown(…)) in the protocol of the page and its worker.
  const VIEW_SHOWN = "10.0";
  addEventListener("keydown", () => {
    const { said } = globalThis.bench;
    const from = said.length;
    const name = document.querySelector("#cell-0-0").textContent;
    const stands = () => document.querySelector(".window > .row[aria-rowindex='2']:not(.to-come) .cell");
    const is = () => document.querySelector("#head-0").getAttribute("aria-sort") !== "none" && stands() && document.querySelector("#cell-0-0").textContent !== name;
    globalThis.first = globalThis.bench.seen(is).then((at) => {
      const told = said.slice(from).find(({ what }) => what === VIEW_SHOWN);
      return at - told.at;
    });
  }, { capture: true, once: true });
}

function armFind() {
  addEventListener("input", ({ timeStamp }) => {
    globalThis.first = globalThis.bench.seen(() => document.querySelector(".window mark")).then((at) => at - timeStamp);
  }, { capture: true, once: true });
}
