// A file is read into one buffer, used again and again, and chunk by chunk where the browser
// has no such reader for files: the bytes are the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileOf, guid, openFile, person, saved } from "./review.mjs";
import { siteOfTests } from "./site.mjs";
import { openWindow } from "./stage.mjs";

/** More than one buffer, the last of which is not full. */
const FILE = fileOf(Array.from({ length: 30_000 }, (_, n) => person(n + 1, guid("b", n + 1), "Mapped")));

const site = siteOfTests();

/** In the page: the worker tells how it reads, and reads only so. */
function inWorker(hasOneBuffer) {
  const first = `{
    const get = ReadableStream.prototype.getReader;
    ReadableStream.prototype.getReader = function (options) {
      if (options && !${hasOneBuffer}) throw new TypeError("no such reader");
      postMessage({ reads: options ? "one" : "each" });
      return get.apply(this, arguments);
    };
  }`;
  globalThis.Blob = new Proxy(Blob, {
    construct(Blob, [parts, options]) {
      return new Blob(options?.type === "text/javascript" ? [first, ...parts] : parts, options);
    },
  });
  globalThis.reads = [];
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => data.reads && globalThis.reads.push(data.reads));
    }
  };
}

for (const [hasOneBuffer, reads] of [[true, "one"], [false, "each"]]) {
  test(`a file is read with ${reads === "one" ? "one buffer" : "a buffer for each chunk"}`, { timeout: 90_000 }, async () => {
    const { page, complaints } = await openWindow(site);
    await page.addInitScript(inWorker, hasOneBuffer);
    await page.goto(`${site.address}/review`);
    await openFile(page, FILE, "wave.csv");
    await page.getByText("30,000 ready").first().waitFor();
    assert.deepEqual(await page.evaluate(() => globalThis.reads), [reads]);
    assert.equal((await saved(page)).toString(), FILE);
    assert.deepEqual(complaints, []);
  });
}

test("nothing is called right before all of it was read", { timeout: 90_000 }, async () => {
  const { page } = await openWindow(site);
  await page.addInitScript(() => {
    globalThis.seen = new Set();
    new MutationObserver(() => {
      for (const name of ["all-clear", "being-read"]) {
        if (document.querySelector(`.findings .${name}`)) globalThis.seen.add(name);
      }
      const figures = [...document.querySelectorAll(".filters .figure")].map((figure) => figure.textContent);
      if (document.querySelector("[role=grid][aria-busy]") && figures.some(Boolean)) globalThis.seen.add(`counts ${figures}`);
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.goto(`${site.address}/review`);
  // Every row stands there twice, which only the second half tells.
  await openFile(page, FILE + FILE.slice(FILE.indexOf("\n") + 1), "wave.csv");
  await page.getByText("0 ready · 60,000 errors").first().waitFor();
  assert.deepEqual(await page.evaluate(() => [...globalThis.seen]), ["being-read"]);
});
