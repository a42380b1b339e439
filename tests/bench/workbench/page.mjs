// The built review page with a file in it, as every measurement here needs it.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const SIZE = { width: 1440, height: 900 };

/** Serves the built review page with its own policy, and the pages of the bench. */
export async function serveSite(site, bench) {
  const review = readFileSync(join(site, "review.html"));
  const policy = /Content-Security-Policy: (.*)/.exec(readFileSync(join(site, "_headers"), "utf8"))[1];
  const server = createServer((request, response) => {
    const name = request.url.slice(1);
    if (name === "review") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy }).end(review);
    } else if (/^\w+\.(html|js)$/.test(name)) {
      const type = name.endsWith("js") ? "text/javascript" : "text/html; charset=utf-8";
      response.writeHead(200, { "content-type": type }).end(readFileSync(join(bench, name)));
    } else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://localhost:${server.address().port}`, close: () => server.close() };
}

/** A fresh page at an address, in a window of its own. */
export async function freshPage(browser, address) {
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.addInitScript(inPage);
  await page.goto(address);
  return page;
}

/** The review page, with its engine up. */
export async function freshReview(browser, server) {
  const page = await freshPage(browser, `${server.address}/review`);
  await page.waitForFunction(() => performance.getEntriesByName("engine-ready").length > 0);
  await page.waitForTimeout(300);
  return page;
}

/** Chooses a file and waits until all of it is open and checked. */
export async function openInReview(page, path) {
  await page.locator("input[type=file]").first().setInputFiles(path);
  await page.locator("[role=grid]:not([aria-busy])").waitFor();
  await page.getByText(/\d ready/).first().waitFor();
  await page.getByRole("grid").focus();
  await page.waitForTimeout(500);
}

/** What the measurements need in every page. */
function inPage() {
  /** The moment after the next frame is painted. */
  const painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      }),
    );
  /** The moment at which a frame in which `is` holds is painted. It is asked before each. */
  const seen = async (is) => {
    for (let frame = 0; frame < 60 * 120; frame += 1) {
      const isThere = await new Promise((resolve) =>
        requestAnimationFrame(() => {
          if (!is()) return resolve(null);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now());
          return port2.postMessage(0);
        }),
      );
      if (isThere) return isThere;
    }
    throw new Error(`not seen: ${is}`);
  };
  const bench = { painted, seen, long: [], said: [], chosen: 0 };
  globalThis.bench = bench;
  if (typeof document === "undefined" || globalThis !== globalThis.top) return;
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) bench.long.push({ duration, startTime });
  }).observe({ type: "longtask", buffered: true });
  addEventListener("change", (event) => event.target.type === "file" && (bench.chosen = performance.now()), true);
  // When the engine said what: the number of the event, and of what it is about.
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data: { body } }) => {
        bench.said.push({ at: performance.now(), what: `${body[0]}.${body[1]}` });
      });
    }
  };
}
