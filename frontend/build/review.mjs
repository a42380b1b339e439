// Puts the review page into one HTML file: script, wasm, worker and style inside,
// and computes the hashes that its policy allows.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { build, transform } from "esbuild";

import { reviewPolicy, servedOnly } from "./headers.mjs";

const hashOf = (text) => `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;

/** Answers the page and the policy that it must be served with. */
export async function buildReview({ glue, wasm }, web, minify) {
  const read = (...parts) => readFileSync(join(web, ...parts), "utf8");
  const script = await scriptOf(glue, wasm, read, web, minify);
  const style = await styleOf(read, minify);
  const policy = reviewPolicy(hashOf(script), hashOf(style));
  const parts = {
    policy: policy.join("; "),
    icon: encodeURIComponent(read("app", "icon.svg").trim()),
    style,
    script,
  };
  // A function as replacement: a string would have its dollars interpreted.
  const html = read("review", "review.html").replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
  return { html, policy: [...policy, ...servedOnly].join("; ") };
}

async function scriptOf(glue, wasm, read, web, minify) {
  const program = await build({
    entryPoints: [join(web, "review", "program.js")],
    alias: { "@pkg/review.js": glue },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "program",
    minify,
    target: "es2022",
    // Only the address of a wasm file beside the script uses it; ours is inside.
    logOverride: { "empty-import-meta": "silent" },
  });
  const guard = read("review", "guard.js").trim();
  const packed = gzipSync(readFileSync(wasm), { level: 9 }).toString("base64");
  const { code: frames } = await transform(read("review", "frames.js"), { minify });
  const shell = read("review", "shell.js");
  const script = [
    guard,
    frames,
    "(() => {",
    `const guard = ${JSON.stringify(guard)};`,
    `const load = () => { ${program.outputFiles[0].text} return program; };`,
    `const wasm = "${packed}";`,
    minify ? (await transform(shell, { minify: true })).code : shell,
    "})();",
  ].join("\n");
  if (/<\/script|<!--/i.test(script)) {
    throw new Error("The review script holds text that would end its element; escape it.");
  }
  return script;
}

async function styleOf(read, minify) {
  const sheets = ["tokens.css", "base.css", "workbench.css", "grid.css", "edit.css", "match.css", "findings.css"].map((name) => read("styles", name));
  const { code } = await transform(sheets.join("\n"), { loader: "css", minify });
  if (/<\/style/i.test(code)) {
    throw new Error("The review style holds text that would end its element.");
  }
  return code;
}
