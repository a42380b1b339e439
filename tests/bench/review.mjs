// How long the review page takes on Lighthouse's mobile phone, and what it weighs on
// the wire: served as the Worker serves it, in a Chromium that is slowed down.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { openBrowser } from "../browser/stage.mjs";

const ROUNDS = 5;

/**
 * Lighthouse's "slow 4G" mobile: 1.6 Mbps, 150 ms a round trip, a processor four times
 * as slow. These are the figures that it applies itself when it slows a browser down
 * instead of computing: less throughput, and a latency that stands for all round trips
 * of a new connection.
 */
const PHONE = { latency: 150 * 3.75, throughput: (1.6 * 1024 * 1024 * 0.9) / 8, cpu: 4 };

/**
 * Samples by name: milliseconds to the first paint, until a dropped file is taken, until
 * the engine is there, and until the rows of that file are; kB of the shell, and of all
 * on the wire.
 */
export async function measureReview(site, say) {
  say("The review page on a slow phone");
  const server = await serve(site);
  const browser = await openBrowser();
  try {
    const samples = { "review/shell": [shellOf(site)] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const seen = await load(browser, `http://localhost:${server.address().port}/review`);
      for (const [name, value] of Object.entries(seen)) (samples[`review/${name}`] ??= []).push(value);
    }
    return samples;
  } finally {
    await browser.close();
    server.close();
  }
}

/** What comes before the glue and the engine. */
const shellOf = (site) => readFileSync(join(site, "review.html")).indexOf("<script>function crosswalkProgram") / 1000;

async function load(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: PHONE.latency,
    downloadThroughput: PHONE.throughput,
    uploadThroughput: PHONE.throughput,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: PHONE.cpu });
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  // Somebody who does not wait: a file is dropped as soon as the page takes one.
  await page.addInitScript(dropEarly);
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName("engine-ready").length > 0);
  await page.getByRole("grid").waitFor();
  const seen = await page.evaluate(() => {
    const at = (name) => performance.getEntriesByName(name)[0].startTime;
    return { paint: at("first-contentful-paint"), taken: at("taken"), engine: at("engine-ready"), rows: performance.now() };
  });
  await context.close();
  return { ...seen, wire: bytes / 1000 };
}

/** Drops a small file when the shell is painted, and says whether the page took it. */
function dropEarly() {
  const guid = (kind) => `${kind.repeat(8)}-0000-4000-8000-000000000001`;
  const text = `SourceExternalDirectoryObjectId,TargetExternalDirectoryObjectId\r\n${guid("a")},${guid("b")}\r\n`;
  const drop = () => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "early.csv", { type: "text/csv" }));
    const event = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer });
    // Who takes it prevents what the browser would do: leave the page for the file.
    if (!document.body.dispatchEvent(event)) performance.mark("taken");
  };
  new PerformanceObserver((_, observer) => {
    observer.disconnect();
    drop();
  }).observe({ type: "paint", buffered: true });
}

/** Sends the page as the Worker does; the compressed bytes are the same. */
async function serve(site) {
  const page = readFileSync(join(site, "review.br"));
  const policy = /Content-Security-Policy: (.*)/.exec(readFileSync(join(site, "_headers"), "utf8"))[1];
  const server = createServer((request, response) => {
    if (request.url !== "/review") return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-encoding": "br",
      "content-length": page.length,
      "content-security-policy": policy,
    });
    return response.end(page);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
