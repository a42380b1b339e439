// From a chosen file to its first rows, over reading its first 8 MB and painting an empty
// grid: what no page that shows rows can do without.
import { freshPage, freshReview } from "./page.mjs";

const ROUNDS = 7;

/** Samples of both, by turns. */
export async function dropped(browser, server, path) {
  const samples = { ours: [], floor: [] };
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const floor = await once(await freshPage(browser, `${server.address}/floor.html`), path, "!!document.querySelector('[role=grid]')");
    const ours = await once(await freshReview(browser, server), path, "!!document.querySelector('.window > .row:not(.to-come) .cell')");
    if (round === 0) continue; // The file is in the page cache from now on.
    samples.floor.push(floor);
    samples.ours.push(ours);
  }
  return samples;
}

async function once(page, path, stands) {
  await page.waitForTimeout(300);
  await page.evaluate((stands) => {
    const is = new Function(`return ${stands}`);
    addEventListener("change", () => {
      const begin = performance.now();
      globalThis.first = globalThis.bench.seen(is).then((at) => at - begin);
    }, { capture: true, once: true });
  }, stands);
  await page.locator("input[type=file]").first().setInputFiles(path);
  await page.waitForFunction(() => globalThis.first);
  const ms = await page.evaluate(() => globalThis.first);
  await page.context().close();
  return ms;
}
