// What is measured of the workbench: the built review page in Chromium, as a person has it.
import { copyFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { openBrowser } from "../browser/stage.mjs";
import { dropped } from "./workbench/drop.mjs";
import { firstResults } from "./workbench/first.mjs";
import { keystrokes } from "./workbench/keystroke.mjs";
import { ours, papa } from "./workbench/memory.mjs";
import { freshPage, freshReview, openInReview, serveSite } from "./workbench/page.mjs";
import { AG, OURS, scrolled } from "./workbench/scrolling.mjs";
import { longTasks } from "./workbench/tasks.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * Samples by name. `site` is the built product, `bench` the folder of the bench's own
 * pages, `paths` the files; `needed` names what is to be measured.
 */
export async function measureWorkbench(needed, site, bench, paths, say) {
  for (const page of ["grid.html", "floor.html"]) copyFileSync(join(here, "page", page), join(bench, page));
  const server = await serveSite(site, bench);
  const has = (name) => needed.some((one) => one.startsWith(`${name}/`));
  const samples = {};
  const keep = (group, all) => {
    for (const [name, values] of Object.entries(all)) samples[`${group}/${name}`] = values;
  };
  try {
    if (has("grid")) {
      say("Scrolling 1,000,000 rows, ours and AG Grid");
      keep("grid", await inBrowser(async (browser) => {
        const page = await freshReview(browser, server);
        await openInReview(page, paths["1m"]);
        return await scrolled(page, OURS);
      }));
      keep("grid", prefixed("ag", await inBrowser(async (browser) => {
        const page = await freshPage(browser, `${server.address}/grid.html`);
        await page.locator("#file").setInputFiles(paths["1m"]);
        await page.waitForFunction(() => globalThis.rows === 1_000_000);
        await page.locator(".ag-cell").first().click();
        return await scrolled(page, AG);
      })));
    }
    if (has("keystroke")) {
      say("From a key to the painted finding");
      for (const file of ["10k", "1m"]) {
        const values = await inBrowser(async (browser) => {
          const page = await freshReview(browser, server);
          await openInReview(page, paths[file]);
          return await keystrokes(page);
        });
        samples[`keystroke/${file}`] = values;
      }
    }
    if (has("first")) {
      say("First results in 1,000,000 rows");
      keep("first", await inBrowser(async (browser) => {
        const page = await freshReview(browser, server);
        await openInReview(page, paths["1m"]);
        return await firstResults(page);
      }));
    }
    if (has("drop")) {
      say("First rows of a dropped file");
      keep("drop", await inBrowser((browser) => dropped(browser, server, paths["1m"])));
    }
    if (has("tasks")) {
      say("Long tasks of the page");
      const tasks = await inBrowser((browser) => longTasks(browser, server, paths["1m"], bench));
      samples["tasks/long"] = [Object.values(tasks).flat().length];
      for (const [name, all] of Object.entries(tasks)) if (all.length > 0) say(`  ${name}: ${all.map(Math.round).join(", ")} ms`);
    }
    if (has("memory")) {
      say("Memory of the renderer");
      const mine = await inBrowser((browser) => ours(browser, server, paths["1m"]));
      const other = await inBrowser((browser) => papa(browser, server, paths["1m"]));
      Object.assign(samples, { "memory/ours": [mine.end], "memory/most": [mine.most], "memory/papa": [other.most], "memory/file": [statSync(paths["1m"]).size / 1e6] });
    }
    return samples;
  } finally {
    server.close();
  }
}

const prefixed = (prefix, all) => Object.fromEntries(Object.entries(all).map(([name, values]) => [`${prefix}-${name}`, values]));

async function inBrowser(act) {
  const browser = await openBrowser();
  try {
    return await act(browser);
  } finally {
    await browser.close();
  }
}
