// Puts the review page into one HTML file: script, wasm, worker and style inside,
// the small shell first, and computes the hashes that its policy allows.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { build, transform } from "esbuild";

import { reviewPolicy, servedOnly } from "./headers.mjs";
import { packed, unpacked } from "./packing.mjs";

/** What a reader waits for before anything is painted and taken. */
const MOST_OF_SHELL = 60_000;

/** The texts of a file of the catalogue, by name; those with a count are not among them. */
function textsOf(name) {
  const source = readFileSync(new URL(`../src/texts/${name}.rs`, import.meta.url), "utf8");
  const found = source.matchAll(/^ {4}(\w+)(?:\([\w, ]+\))? = ("(?:[^"\\]|\\.)*");$/gm);
  return Object.fromEntries([...found].map(([, id, text]) => [id, JSON.parse(text)]));
}

/** The kinds of files that a picker offers, as the program says them. */
function acceptedFiles() {
  const source = readFileSync(new URL("../src/workbench/door/card.rs", import.meta.url), "utf8");
  const [, kinds] = source.match(/const ACCEPT: &str = "([^"]*)";/) ?? [];
  if (!kinds) throw new Error("workbench/door/card.rs does not say which files are accepted.");
  return kinds;
}

const hashOf = (text) => `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;

/**
 * Answers the page, how many of its characters are the shell, and the policy that it
 * must be served with.
 */
export async function buildReview({ glue, wasm }, web, minify) {
  const read = (...parts) => readFileSync(join(web, ...parts), "utf8");
  const shell = await shellOf(read, minify);
  const program = await programOf(glue, web, minify);
  const style = await styleOf(read);
  const policy = reviewPolicy([hashOf(shell), hashOf(program)], hashOf(style));
  const { text, swaps } = packed(readFileSync(wasm));
  const parts = {
    policy: policy.join("; "),
    icon: encodeURIComponent(read("app", "public", "icon.svg").trim()),
    style,
    shell,
    program,
    length: text.length,
    swaps: swaps.join(","),
    engine: text,
    accept: acceptedFiles(),
    ...textsOf("door"),
    ...textsOf("page"),
  };
  // A function as replacement: a string would have its dollars interpreted.
  const fill = (template) =>
    template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
      if (parts[name] === undefined) throw new Error(`review.html asks for ${name}, which there is not.`);
      return parts[name];
    });
  const [first, rest] = read("review", "review.html").split(/(?=<script>\{\{program\}\}<\/script>)/).map(fill);
  if (first.length > MOST_OF_SHELL) {
    throw new Error(`The review page's shell has ${first.length} characters, more than ${MOST_OF_SHELL}.`);
  }
  return { html: first + rest, shellLength: first.length, policy: [...policy, ...servedOnly].join("; ") };
}

async function shellOf(read, minify) {
  const { opens_soon, engine_failed } = textsOf("door");
  const define = { TEXTS: JSON.stringify({ opens_soon, engine_failed }) };
  const small = async (name) => (await transform(read("review", name), { minify, define })).code.trim();
  const guard = read("review", "guard.js").trim();
  return inElement([
    guard,
    await small("openings.js"),
    "(() => {",
    `const guard = ${JSON.stringify(guard)};`,
    (await transform(`${unpacked}`, { minify: false })).code,
    await small("shell.js"),
    "})();",
  ].join("\n"));
}

/** The glue, as a function: page and worker run it, the worker from its source. */
async function programOf(glue, web, minify) {
  const bundle = await build({
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
  return inElement(`function crosswalkProgram() { ${bundle.outputFiles[0].text} return program; }`);
}

function inElement(script) {
  if (/<\/script|<!--/i.test(script)) {
    throw new Error("The review script holds text that would end its element; escape it.");
  }
  return script;
}

/** Small in a demo too: the shell's limit holds for both. */
async function styleOf(read) {
  const names = ["tokens", "base", "workbench", "grid", "edit", "match", "findings", "leave", "privacy", "comfort", "narrow"];
  const sheets = names.map((name) => read("styles", `${name}.css`));
  const { code } = await transform(sheets.join("\n"), { loader: "css", minify: true });
  if (/<\/style/i.test(code)) {
    throw new Error("The review style holds text that would end its element.");
  }
  return code;
}
