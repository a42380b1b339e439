// The built review page alone, served with its own policy: for tests that need no
// sign-in and no edge, and therefore start in a second.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before } from "node:test";
import { root } from "../../scripts/stack.mjs";
import { openBrowser } from "./stage.mjs";

/** The headers that `_headers` gives an address. */
function headersOf(path) {
  const lines = readFileSync(join(root, "build/site/_headers"), "utf8").split("\n");
  const headers = {};
  for (let at = lines.indexOf(path) + 1; at > 0 && lines[at]?.startsWith("  "); at += 1) {
    const [name, ...value] = lines[at].trim().split(": ");
    headers[name] = value.join(": ");
  }
  return headers;
}

/** The review page at `address`/review. */
export async function servePage() {
  const page = readFileSync(join(root, "build/site/review.html"));
  const headers = { ...headersOf("/review"), "content-type": "text/html; charset=utf-8" };
  const server = createServer((request, response) => {
    const isPage = request.url?.split("?")[0] === "/review";
    response.writeHead(isPage ? 200 : 404, isPage ? headers : {}).end(isPage ? page : "");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A browser, and the review page at `address`/review. */
export async function openSite() {
  const page = await servePage();
  const browser = await openBrowser();
  return {
    address: page.address,
    browser,
    async close() {
      await browser.close();
      page.close();
    },
  };
}

/** The same for the tests of a file: there from the first of them until the last is done. */
export function siteOfTests() {
  const site = {};
  before(async () => Object.assign(site, await openSite()));
  after(async () => site.close?.());
  return site;
}
