// Measures what the rows of the table need, and nothing else.
import { gzipSync } from "node:zlib";
import { join } from "node:path";

import { measureInBrowser } from "./browser.mjs";
import { root } from "../../scripts/stack.mjs";
import { buildNative, buildPage, buildRelease, out } from "./build.mjs";
import { measureGet } from "./edge/get.mjs";
import { fileOf } from "./files.mjs";
import { measureReview } from "./review.mjs";
import { measureWorkbench } from "./workbench.mjs";

const files = async (...names) => {
  const paths = {};
  for (const name of names) paths[name] = await fileOf(name, join(out, "files"));
  return paths;
};

/** What is measured of the workbench, on the release. */
const WORKBENCH = ["grid", "keystroke", "first", "drop", "tasks", "memory"];

/** Samples by name, for every name in `needed`. */
export async function measure(needed, say) {
  const has = (...groups) => needed.some((name) => groups.includes(name.split("/")[0]));
  const samples = {};
  const product = join(root, "build/site");
  if (has("size", "review", "get", ...WORKBENCH)) Object.assign(samples, measureSizes(say));
  if (has("review")) Object.assign(samples, await measureReview(product, say));
  if (has("get")) Object.assign(samples, await measureGet(say));
  let site;
  if (has("100k", "1m", "warm", ...WORKBENCH)) {
    say("Building the engine for Chromium");
    site = await buildPage();
  }
  if (has(...WORKBENCH)) {
    const paths = await files("10k", "1m");
    Object.assign(samples, await measureWorkbench(needed, product, site, paths, say));
  }
  if (has("100k", "1m", "warm")) {
    const paths = await files("damaged", "100k", ...(has("1m") ? ["1m"] : []));
    Object.assign(samples, await measureInBrowser(needed, site, paths, say));
  }
  if (has("edit", "save", "match", "stream")) Object.assign(samples, await measureNatively(has, say));
  return samples;
}

function measureSizes(say) {
  say("Building the release, for its sizes");
  const samples = {};
  for (const [part, parts] of buildRelease()) {
    const sum = (size) => parts.reduce((sum, bytes) => sum + size(bytes) / 1000, 0);
    samples[`size/${part}`] = [sum((bytes) => bytes.length)];
    samples[`size/${part}-gz`] = [sum((bytes) => gzipSync(bytes, { level: 9 }).length)];
  }
  samples["size/worker-gz"] = [samples["size/worker-wasm-gz"][0] + samples["size/worker-js-gz"][0]];
  return samples;
}

async function measureNatively(has, say) {
  say("Building the native programs");
  const native = buildNative();
  const samples = {};
  if (has("edit")) {
    say("Edits in 10,000 and 1,000,000 rows");
    const paths = await files("10k", "1m");
    const { small, large, smallRows, largeRows } = native("speed", ["edit", paths["10k"], paths["1m"]]);
    Object.assign(samples, { "edit/10k": small, "edit/1m": large, "edit/10k-rows": smallRows, "edit/1m-rows": largeRows });
  }
  if (has("save")) {
    say("Saving edits of 10,000 and 1,000,000 rows");
    const paths = await files("10k", "1m");
    const { small, large, manyInLarge } = native("speed", ["save", paths["10k"], paths["1m"]]);
    Object.assign(samples, { "save/10k": small, "save/1m": large, "save/1m-10x": manyInLarge });
  }
  if (has("match")) {
    say("Matching 100,000 mailboxes");
    const paths = await files("100k");
    const { open, match } = native("speed", ["match", paths["100k"]]);
    Object.assign(samples, { "match/open": open, "match/match": match });
  }
  if (has("stream")) {
    say("Checking a stream that is not kept");
    for (const [name, path] of Object.entries(await files("100k", "1m"))) {
      const [{ bytes, rows }] = native("memory", [path]);
      samples[`stream/${name}`] = [bytes / rows];
    }
  }
  return samples;
}
