// Without a network: the app's shell and a whole review from what the service worker
// kept, with the policy they came with; with one, always the newest.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { openRecorder } from "./listeners.mjs";
import { editFirstTarget, openFile, smallFile } from "./review.mjs";
import { openStage, openWindow, signIn } from "./stage.mjs";

let stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

/** Opens the app and waits until its service worker has all that it keeps. */
async function openKept(address) {
  const window = await openWindow(stage);
  await window.page.goto(address);
  await window.page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active.state !== "activated") await new Promise((done) => setTimeout(done, 20));
  });
  // The first load began without it.
  await window.page.reload();
  await window.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return window;
}

test("the app and a whole review work without a network", { timeout: 90_000 }, async () => {
  const recorder = await openRecorder(stage.address);
  const { page } = await openKept(recorder.address);
  recorder.close();
  await assert.rejects(fetch(recorder.address), "the server still answers");

  await page.goto(`${recorder.address}/`);
  await page.getByRole("link", { name: "Open the review page" }).waitFor();
  await page.goto(`${recorder.address}/requests`);
  await page.getByRole("banner").waitFor();

  await page.goto(`${recorder.address}/review`);
  await openFile(page, smallFile());
  await editFirstTarget(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+s")]);
  assert.match(readFileSync(await download.path(), "utf8"), /bbbbbbbb-0000-4000-8000-000000000001/);
});

test("the kept review page has the policy that it came with", { timeout: 90_000 }, async () => {
  const recorder = await openRecorder(stage.address);
  const { page } = await openKept(recorder.address);
  recorder.close();
  const reply = await page.goto(`${recorder.address}/review`);
  assert.ok(reply.fromServiceWorker());
  assert.match(reply.headers()["content-security-policy"], /connect-src 'none';.*sandbox allow-scripts/);
  const outcome = await page.evaluate(async () => ({
    origin: globalThis.origin,
    fetch: await fetch("/").then(() => "SENT", () => "refused"),
    popup: open("/") === null ? "refused" : "OPENED",
  }));
  assert.deepEqual(outcome, { origin: "null", fetch: "refused", popup: "refused" });
});

test("with a network the newest page is shown, not the kept one", { timeout: 90_000 }, async () => {
  const recorder = await openRecorder(stage.address);
  const { page } = await openKept(recorder.address);
  recorder.instead.set("/", "<!doctype html><title>Newer</title><p>A newer build");
  await page.goto(`${recorder.address}/`);
  await page.getByText("A newer build").waitFor();
  recorder.close();
});

test("no answer of the API and nothing of somebody signed in is kept", { timeout: 90_000 }, async () => {
  const { page } = await openKept(stage.address);
  await signIn(page, stage, "admin@contoso.example");
  await page.goto(`${stage.address}/requests`);
  const kept = await page.evaluate(async () => {
    const urls = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) urls.push(new URL(request.url));
    }
    return urls.map((url) => `${url.pathname}${url.search}${url.hash}`);
  });
  assert.ok(kept.includes("/review") && kept.includes("/"), `kept: ${kept}`);
  for (const path of kept) assert.match(path, /^\/(review|assets\/[\w.-]+|[\w-]+\.(png|svg|webmanifest))?$/);
});
