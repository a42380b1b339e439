// The review page as one file: the same bytes however they travel, a shell that takes
// a file before the engine is there, and a copy on a disk.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as requestFrom } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { packed, unpacked } from "../../frontend/build/packing.mjs";
import { root } from "../../scripts/stack.mjs";
import { editFirstTarget, guid, openFile, smallFile } from "./review.mjs";
import { openStage, openWindow } from "./stage.mjs";

let stage;
let folder;
before(async () => {
  stage = await openStage();
  folder = mkdtempSync(join(tmpdir(), "crosswalk-shell-"));
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

const built = () => readFileSync(join(root, "build/site/review.html"));

/** An answer as it travels, before anybody unpacks it. */
async function ask(path, headers = {}, method = "GET") {
  const request = requestFrom(`${stage.address}${path}`, { headers, method }).end();
  const [response] = await once(request, "response");
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(await response.toArray()) };
}

const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync, none: (bytes) => bytes };

test("the page, its download and the published SHA-256 are of the same bytes", { timeout: 60_000 }, async () => {
  const page = built();
  for (const [accepted, coding] of [["gzip, deflate, br, zstd", "br"], ["gzip", "gzip"], ["identity", "none"]]) {
    for (const path of ["/review", "/review/download"]) {
      const { status, headers, body } = await ask(path, { "accept-encoding": accepted });
      assert.equal(status, 200);
      assert.equal(headers["content-encoding"] ?? "none", coding, `${path}, ${accepted}`);
      assert.ok(UNPACK[coding](body).equals(page), `${path}, ${accepted}: other bytes`);
      assert.match(headers["content-security-policy"], /^default-src 'none';.*; sandbox allow-scripts allow-downloads allow-modals$/);
      assert.match(headers["content-type"], /^text\/html/);
      const attachment = path.endsWith("download") ? 'attachment; filename="crosswalk-review.html"' : undefined;
      assert.equal(headers["content-disposition"], attachment);
    }
  }
  const { body } = await ask("/review/sha256");
  assert.equal(body.toString(), `${createHash("sha256").update(page).digest("hex")}  crosswalk-review.html\n`);
});

test("who has the page already is not sent it again", { timeout: 60_000 }, async () => {
  const { headers } = await ask("/review", { "accept-encoding": "br" }, "HEAD");
  const again = await ask("/review", { "accept-encoding": "br", "if-none-match": headers.etag });
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
  assert.match(again.headers["content-security-policy"], /sandbox/);
});

test("any bytes survive being packed, however the text is cut", () => {
  const all = Uint8Array.from({ length: 256 * 8 }, (_, n) => (n * 7 + (n >> 8)) & 255);
  const barred = Uint8Array.from({ length: 4_000 }, (_, n) => [0, 13, 60, 13, 10, 0, 33, 47][n % 8]);
  for (const bytes of [all, barred, new Uint8Array(), Uint8Array.of(0)]) {
    const { text, swaps } = packed(bytes);
    assert.doesNotMatch(text, /[\0\r<]/);
    for (const cut of [1, 2, 3, 1_000, 1 << 20]) {
      const pieces = [];
      let rest = "";
      for (let at = 0; at < text.length; at += cut) {
        const piece = unpacked(rest + text.slice(at, at + cut), swaps);
        pieces.push(Buffer.from(piece.bytes));
        rest = piece.rest;
      }
      assert.equal(rest, "");
      assert.ok(Buffer.concat(pieces).equals(Buffer.from(bytes)), `cut ${cut}`);
    }
  }
});

test("the shell takes a file while the engine is still on its way", { timeout: 60_000 }, async () => {
  const page = built();
  const shell = page.indexOf("<script>function crosswalkProgram");
  assert.ok(shell > 0 && shell <= 60_000, `the shell has ${shell} bytes`);
  let release;
  const held = new Promise((done) => (release = done));
  const server = createServer(async (_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.write(page.subarray(0, shell));
    await held;
    response.write(page.subarray(shell, shell + (page.length >> 1)));
    setTimeout(() => response.end(page.subarray(shell + (page.length >> 1))), 300);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { page: window, complaints } = await openWindow(stage);
  await window.goto(`http://localhost:${server.address().port}/`, { waitUntil: "commit" });
  await window.getByText("The engine is on its way").waitFor();
  await window.getByLabel(/Choose a file/).setInputFiles({ name: "early.csv", mimeType: "text/csv", buffer: Buffer.from(smallFile()) });
  await window.getByText("early.csv: opens as soon as the engine is here.").waitFor();
  release();
  await window.getByRole("grid").waitFor();
  assert.deepEqual(complaints, []);
  server.close();
});

test("a copy on a disk opens, mends and saves a file", { timeout: 60_000 }, async () => {
  const copy = join(folder, "crosswalk-review.html");
  writeFileSync(copy, (await ask("/review/download", { "accept-encoding": "identity" })).body);
  const { page, complaints } = await openWindow(stage);
  await page.goto(pathToFileURL(copy).href);
  await openFile(page, smallFile());
  await editFirstTarget(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+s")]);
  const expected = smallFile().replace(",,Copied", `,${guid("b", 1)},Copied`);
  assert.equal(readFileSync(await download.path(), "utf8"), expected);
  assert.deepEqual(complaints, []);
});

test("a copy that is cut off says so", { timeout: 60_000 }, async () => {
  const copy = join(folder, "cut.html");
  const page = built();
  writeFileSync(copy, page.subarray(0, page.length - 5_000));
  const { page: window } = await openWindow(stage);
  await window.goto(pathToFileURL(copy).href);
  await window.getByText(/did not start .*a whole copy of this page/).waitFor();
});
