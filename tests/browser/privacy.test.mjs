// Nothing leaves the review page: every way out is tried against listening servers,
// from page and worker, and none of them hears anything. The same ways from a page
// without the policy are heard.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/stack.mjs";
import { openListeners, openRecorder } from "./listeners.mjs";
import { editFirstTarget, openFile, smallFile } from "./review.mjs";
import { launchProfile, openStage, openWindow } from "./stage.mjs";
import { fromPage, fromWorker } from "./ways-out.mjs";

const SECRET = "s3cr3t";
const NAME = "crosswalk-test.invalid";
/** Ways that nobody hears in a headless Chromium even where all is allowed. */
const NEVER_HEARD = ["attribution", "manifest", "dns-anchor", "svg-use", "speculation", "webtransport", "worker-webtransport", "worker-rtc", "service-worker", "service-worker-message", "turn"];
/** Ways that a resolver hears of, not a listener. */
const BY_NAME = ["preconnect-name", "dns-prefetch", "link-markup", "link-parsed", "link-attribute", "link-in-frame"];
/** Ways that are heard by somebody without a path. */
const BY_OTHERS = ["preconnect", "channel", "worker-channel"];

let stage;
let folder;
before(async () => {
  stage = await openStage();
  folder = mkdtempSync(join(tmpdir(), "crosswalk-privacy-"));
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A browser of its own, which writes down whatever its network stack does. */
async function openWatched(name) {
  const log = join(folder, `${name}.json`);
  const context = await launchProfile(join(folder, name), [`--log-net-log=${log}`]);
  return {
    context,
    /** Ends the browser: the names below ours that its network stack had in its hands. */
    async closeAndListNames() {
      await context.close();
      const parts = readFileSync(log, "utf8").split(`.${SECRET}.${NAME}`).slice(0, -1);
      return [...new Set(parts.map((text) => /[\w-]*$/.exec(text.slice(-40))[0]))].sort();
    },
  };
}

/** Tries every way from the page and its workers, at each of the targets. */
async function tryAll(page, targets) {
  const outcomes = {};
  for (const target of targets) {
    Object.assign(outcomes, await page.evaluate(fromPage, target));
    for (const worker of page.workers()) Object.assign(outcomes, await worker.evaluate(fromWorker, target));
    await page.waitForTimeout(1_500);
  }
  return outcomes;
}

const succeeded = (outcomes) =>
  Object.entries(outcomes).filter(([, what]) => /SENT|OPENED|STORED|REGISTERED/.test(String(what)));

test("no way out of the served page is open, from page and worker", { timeout: 120_000 }, async () => {
  const listeners = await openListeners();
  const recorder = await openRecorder(stage.address);
  const watched = await openWatched("served");
  const { context } = watched;
  // A tab of the app at the same origin, which would hear a channel.
  const app = await context.newPage();
  await app.goto(recorder.address);
  await app.evaluate(() => {
    globalThis.heard = [];
    new BroadcastChannel("out").onmessage = (message) => globalThis.heard.push(message.data);
  });
  const page = await context.newPage();
  await page.goto(`${recorder.address}/review`);
  await openFile(page, smallFile());
  assert.ok(page.workers().length > 0, "there is no worker to try");
  const windows = context.pages().length;
  recorder.asked.length = 0;

  const common = { name: NAME, tcp: listeners.tcp, udp: listeners.udp, secret: SECRET };
  const outcomes = await tryAll(page, [{ ...common, http: listeners.http }, { ...common, http: recorder.address }]);

  assert.deepEqual(listeners.heard, [], "a listener heard something");
  assert.deepEqual(recorder.asked.filter((path) => path.includes(SECRET)), [], "the page's own origin was asked");
  assert.deepEqual(succeeded(outcomes), [], "something was allowed");
  assert.deepEqual(await app.evaluate(() => globalThis.heard), [], "a tab of the app heard the channel");
  assert.equal(context.pages().length, windows, "a window was opened");
  assert.equal(page.url(), `${recorder.address}/review`.concat(new URL(page.url()).hash));
  recorder.close();
  listeners.close();
  assert.deepEqual(await watched.closeAndListNames(), [], "a resolver was asked");
});

test("the same ways are heard from a page without the policy", { timeout: 120_000 }, async () => {
  const listeners = await openListeners();
  const own = await openListeners();
  const watched = await openWatched("free");
  const { context } = watched;
  const hearing = await context.newPage();
  await hearing.goto(own.http);
  await hearing.evaluate(() => {
    globalThis.heard = [];
    new BroadcastChannel("out").onmessage = (message) => globalThis.heard.push(message.data);
  });
  const page = await context.newPage();
  await page.goto(own.http);
  await page.evaluate(() => new Worker(URL.createObjectURL(new Blob([""], { type: "text/javascript" }))));
  await page.waitForTimeout(300);
  const common = { name: NAME, tcp: listeners.tcp, udp: listeners.udp, secret: SECRET };
  const outcomes = await tryAll(page, [{ ...common, http: listeners.http }, { ...common, http: own.http }]);

  const heard = [...listeners.heard, ...own.heard];
  const allowed = new Set(succeeded(outcomes).map(([way]) => way));
  const isHeard = (way) => heard.some((what) => what.includes(`/${way}?`)) || allowed.has(way);
  const unknown = [...NEVER_HEARD, ...BY_NAME, ...BY_OTHERS];
  const silent = Object.keys(outcomes).filter((way) => !isHeard(way) && !unknown.includes(way));
  assert.deepEqual(silent, [], "these attacks reach nobody even where everything is allowed");
  assert.ok(listeners.heard.includes("tcp"), "no connection was heard");
  assert.ok(listeners.heard.includes("udp"), "no datagram was heard");
  assert.ok((await hearing.evaluate(() => globalThis.heard)).length > 0, "no channel was heard");
  own.close();
  listeners.close();
  assert.deepEqual(await watched.closeAndListNames(), BY_NAME.map((way) => way.replace("-name", "")).sort(), "not every name was looked up");
});

test("a whole review asks for nothing", { timeout: 60_000 }, async () => {
  const recorder = await openRecorder(stage.address);
  const { page, context, complaints } = await openWindow(stage);
  await page.goto(`${recorder.address}/review`);
  const requests = [];
  context.on("request", (request) => requests.push(request.url()));
  recorder.asked.length = 0;
  await openFile(page, smallFile());
  await editFirstTarget(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+s")]);
  assert.ok(readFileSync(await download.path(), "utf8").length > 0);
  assert.deepEqual(recorder.asked, []);
  assert.deepEqual(requests.filter((url) => !url.startsWith("blob:")), []);
  assert.deepEqual(complaints, []);
  recorder.close();
});

/**
 * What the policy inside the file cannot close where no server sends it: browsers take
 * no sandbox from a page itself.
 */
const OPEN_ON_DISK = /^(popup|blank-link|channel|local-storage|session-storage|indexed-db|caches|opfs|cookie|worker-channel|worker-indexed-db|worker-caches|worker-opfs)$/;

test("from a disk the page loads and connects to nothing", { timeout: 120_000 }, async () => {
  const listeners = await openListeners();
  const watched = await openWatched("disk");
  copyFileSync(join(root, "build/site/review.html"), join(folder, "review.html"));
  const page = await watched.context.newPage();
  await page.goto(pathToFileURL(join(folder, "review.html")).href);
  await openFile(page, smallFile());
  const target = { http: listeners.http, name: NAME, tcp: listeners.tcp, udp: listeners.udp, secret: SECRET };
  const outcomes = await tryAll(page, [target]);
  const heard = listeners.heard.filter((what) => !/\/((popup|blank-link)\?|favicon)/.test(what));
  assert.deepEqual(heard, []);
  assert.deepEqual(succeeded(outcomes).filter(([way]) => !OPEN_ON_DISK.test(way)), []);
  listeners.close();
  assert.deepEqual(await watched.closeAndListNames(), [], "a resolver was asked");
});
