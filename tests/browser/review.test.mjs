// The review page: opened, mended by keyboard, saved; and unable to send.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openStage, openWindow, picture } from "./stage.mjs";

const HEADER = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,TargetExternalDirectoryObjectId,MigrationStatus";
const guid = (kind, n) => `${kind.repeat(8)}-0000-4000-8000-${String(n).padStart(12, "0")}`;
const row = (n, target = guid("b", n)) =>
  `${guid("a", n)},person${n}@contoso.example,person${n}@contoso.example,${target},Copied`;

let stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

async function openReview(lines, name = "wave.csv") {
  const window = await openWindow(stage);
  await window.page.goto(`${stage.address}/review`);
  await window.page.getByLabel(/Choose a file/).setInputFiles({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(lines.join("\r\n") + "\r\n"),
  });
  await window.page.getByRole("grid").waitFor();
  return window;
}

test("a file is mended by keyboard and saved with only that field changed", { timeout: 60_000 }, async () => {
  const lines = [HEADER, ...Array.from({ length: 300 }, (_, n) => row(n + 1))];
  lines[150] = row(150, "mia@fabrikam.example");
  const { page, complaints } = await openReview(lines);
  await page.getByText(/UTF-8 · comma · CRLF/).first().waitFor();
  assert.equal(await page.getByRole("grid").getAttribute("aria-rowcount"), "301");

  // The first finding, from the keyboard.
  await page.getByRole("grid").focus();
  await page.keyboard.press("F8");
  await page.getByRole("gridcell", { name: /mia@fabrikam.example/ }).waitFor();
  await picture(page, "review");
  await page.keyboard.press("Enter");
  await page.getByLabel("New value").fill(guid("b", 150));
  await page.keyboard.press("Enter");
  await page.getByText(/300 ready/).waitFor();

  // Undo and redo.
  await page.keyboard.press("Control+z");
  await page.getByText(/299 ready/).waitFor();
  await page.keyboard.press("Control+y");
  await page.getByText(/300 ready/).waitFor();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /^Save/ }).click(),
  ]);
  lines[150] = row(150);
  assert.equal(readFileSync(await download.path(), "utf8"), lines.join("\r\n") + "\r\n");
  assert.deepEqual(complaints, []);
});

test("two rows that lead to one MailUser are both errors", { timeout: 60_000 }, async () => {
  const { page } = await openReview([HEADER, row(1), row(2, guid("b", 1)), row(3)]);
  await page.getByText(/1 ready/).first().waitFor();
  await page.getByText("CW-M-").first().waitFor();
});

test("a file that is no mapping file is refused with what to do, and nothing is lost", { timeout: 60_000 }, async () => {
  const window = await openWindow(stage);
  await window.page.goto(`${stage.address}/review`);
  await window.page.getByLabel(/Choose a file/).setInputFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) });
  await window.page.getByText(/empty/i).first().waitFor();
  await window.page.getByLabel(/Choose a file/).waitFor({ state: "attached" });
});

test("the sample shows what the page does", { timeout: 60_000 }, async () => {
  const { page } = await openWindow(stage);
  await page.goto(`${stage.address}/review`);
  await picture(page, "review-door");
  await page.getByRole("button", { name: "Try a sample" }).click();
  await page.getByRole("grid").waitFor();
  await page.getByText(/\d+ errors?/).first().waitFor();
  await picture(page, "sample");
});

test("the review page cannot send anything anywhere", { timeout: 60_000 }, async () => {
  // What counts is what arrives: at a listener of somebody else, and as an answer
  // of the page's own origin.
  const sent = [];
  const listener = createServer((request, response) => {
    sent.push(`listener ${request.url}`);
    response.setHeader("access-control-allow-origin", "*").end();
  });
  await new Promise((ready) => listener.listen(0, "127.0.0.1", ready));
  const { page, context } = await openReview([HEADER, row(1)]);
  context.on("response", (response) => {
    if (/^https?:/.test(response.url())) sent.push(`answered ${response.url()}`);
  });
  const attack = async (origin) => {
    const attempt = async (name, way) => {
      try {
        return [name, await Promise.race([way(), new Promise((done) => setTimeout(() => done("waiting"), 1500))])];
      } catch (error) {
        return [name, `refused: ${error.name}`];
      }
    };
    const loads = (element, attributes) =>
      new Promise((done) => {
        const node = Object.assign(document.createElement(element), attributes);
        node.onload = () => done("LOADED");
        node.onerror = () => done("refused");
        document.body.append(node);
      });
    return Object.fromEntries([
      await attempt("fetch", () => fetch(`${origin}/api/v1/config?fetch`).then(() => "SENT")),
      await attempt("no-cors fetch", () => fetch(`${origin}/?nocors`, { mode: "no-cors" }).then(() => "SENT")),
      await attempt("image", () => loads("img", { src: `${origin}/?image` })),
      await attempt("script", () => loads("script", { src: `${origin}/?script` })),
      await attempt("style", () => loads("link", { rel: "stylesheet", href: `${origin}/?style` })),
      await attempt("frame", () => loads("iframe", { src: `${origin}/?frame` }).then((what) => (what === "LOADED" ? "frame element" : what))),
      await attempt("prefetch", () => loads("link", { rel: "prefetch", href: `${origin}/?prefetch` })),
      await attempt("beacon", async () => (navigator.sendBeacon(`${origin}/?beacon`), "tried")),
      await attempt("websocket", () => new Promise((done) => {
        const socket = new WebSocket(origin.replace("http", "ws") + "/?socket");
        socket.onopen = () => done("OPEN");
        socket.onerror = () => done("refused");
      })),
      await attempt("popup", async () => (window.open(`${origin}/?popup`) === null ? "refused" : "OPENED")),
      await attempt("storage", async () => (localStorage.setItem("x", "y"), "STORED")),
      await attempt("form", async () => {
        const form = Object.assign(document.createElement("form"), { action: `${origin}/?form`, method: "post", target: "_blank" });
        document.body.append(form);
        form.submit();
        return "tried";
      }),
      ["webrtc", typeof RTCPeerConnection],
    ]);
  };
  for (const origin of [stage.address, `http://127.0.0.1:${listener.address().port}`]) {
    const outcome = await page.evaluate(attack, origin);
    await page.waitForTimeout(500);
    assert.deepEqual(sent, [], "something left the page");
    for (const [way, what] of Object.entries(outcome)) {
      assert.doesNotMatch(String(what), /SENT|LOADED|OPEN|STORED/, `${way}: ${what}`);
    }
    assert.equal(outcome.webrtc, "undefined");
  }

  // The listener does hear a page without that policy: the attack is a real one.
  const free = await openWindow(stage);
  await free.page.goto(`${stage.m365}/control`);
  await free.page.evaluate(attack, `http://127.0.0.1:${listener.address().port}`);
  assert.ok(sent.some((what) => what.includes("listener /?")), "the attack reached nobody even without a policy");
  listener.closeAllConnections();
  listener.close();
});
