// How much a renderer grows by a file: its process, with the worker in it.
import { readFileSync } from "node:fs";
import { freshPage, freshReview, openInReview } from "./page.mjs";

const EVERY_MS = 100;

/** MB by which opening grows the renderer of the review page. */
export const ours = (browser, server, path) => grown(browser, () => freshReview(browser, server), (page) => openInReview(page, path));

/** The same for Papa Parse with our validation in JavaScript, in a worker. */
export const papa = (browser, server, path) =>
  grown(browser, () => freshPage(browser, `${server.address}/index.html`), async (page) => {
    await page.locator("#files").setInputFiles(path);
    const { error } = await page.evaluate(() => globalThis.run({ script: "papa", task: "validateFile", file: 0, keep: true }));
    if (error) throw new Error(`Papa Parse: ${error}`);
  });

/**
 * What it has more when all is done, and the most that it had more meanwhile. A browser
 * keeps a renderer in reserve: the page's is the one that grows.
 */
async function grown(browser, start, act) {
  const before = await renderers(browser);
  const page = await start();
  await page.waitForTimeout(1_000);
  const seen = [...(await renderers(browser))].filter((pid) => !before.has(pid)).map((pid) => ({ pid, empty: resident(pid), most: 0, end: 0 }));
  const look = () => {
    for (const one of seen) {
      one.end = resident(one.pid) - one.empty;
      one.most = Math.max(one.most, one.end);
    }
  };
  const watch = setInterval(look, EVERY_MS);
  await act(page);
  await page.waitForTimeout(2_000);
  clearInterval(watch);
  look();
  await page.context().close();
  const [first] = seen.sort((a, b) => b.most - a.most);
  if (!first) throw new Error("the page has no renderer of its own");
  return { end: first.end, most: first.most };
}

async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return new Set(processInfo.filter((one) => one.type === "renderer").map((one) => one.id));
}

/** Resident memory of a process, in MB of a million bytes. */
function resident(pid) {
  const [, kib] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return (Number(kib) * 1024) / 1e6;
}
