// Builds both browser programs into one folder.
//
//   node frontend/build.mjs --profile demo|release [--out build/site]
//
// cargo → wasm-bindgen → (release) wasm-opt → Vite for the app, esbuild and one
// HTML file for the review. CARGO and WASM_BINDGEN name the tools. With nothing
// changed it ends after cargo has said so.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { brotli, gzipped } from "./build/compress.mjs";
import { headersFile } from "./build/headers.mjs";
import { offlineScript } from "./build/offline.mjs";
import { buildReview } from "./build/review.mjs";
import { smallerWasm } from "./build/wasm-opt.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const { values } = parseArgs({
  options: {
    profile: { type: "string", default: "demo" },
    out: { type: "string", default: "build/site" },
  },
});
const { profile } = values;
if (!["demo", "release"].includes(profile)) {
  console.error(`--profile is demo or release, not ${profile}`);
  process.exit(2);
}
const out = resolve(root, values.out);
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target", "wasm");
const packages = join(root, "build", "pkg", profile);
const bins = ["app", "review"];

function run(tool, args, options = {}) {
  try {
    execFileSync(tool, args, { stdio: "inherit", cwd: root, ...options });
  } catch (error) {
    const why = error.code === "ENOENT" ? "it is not installed" : `exit ${error.status}`;
    console.error(`${tool} ${args[0] ?? ""} failed: ${why}.`);
    process.exit(1);
  }
}

function cargo() {
  run(
    process.env.CARGO ?? "cargo",
    [
      "build", "--quiet", "--profile", profile, "--target", "wasm32-unknown-unknown",
      "-p", "frontend", ...bins.flatMap((bin) => ["--bin", bin]),
    ],
    { env: { ...process.env, CARGO_TARGET_DIR: target } },
  );
}

const wasmOf = (bin) => join(target, "wasm32-unknown-unknown", profile, `${bin}.wasm`);

/** Every file that the result depends on. */
function inputs() {
  const files = (folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
    );
  return [
    ...bins.map(wasmOf),
    ...files(join(here, "web")),
    ...files(join(here, "build")),
    join(here, "build.mjs"),
    join(root, "package-lock.json"),
  ];
}

function fingerprint() {
  const hash = createHash("sha256").update(`${profile}\n${out}\n`);
  for (const file of inputs().sort()) {
    hash.update(file).update("\0").update(readFileSync(file));
  }
  return hash.digest("hex");
}

function bind(bin) {
  const folder = join(packages, bin);
  mkdirSync(folder, { recursive: true });
  run(process.env.WASM_BINDGEN ?? "wasm-bindgen", [
    wasmOf(bin), "--target", "web", "--no-typescript", "--out-dir", folder, "--out-name", bin,
    // The review's engine is in its page, at no address.
    ...(bin === "review" ? ["--omit-default-module-path"] : []),
    ...(profile === "release" ? ["--remove-name-section", "--remove-producers-section"] : []),
  ]);
  const wasm = join(folder, `${bin}_bg.wasm`);
  if (profile === "release") optimise(wasm);
  return { glue: join(folder, `${bin}.js`), wasm };
}

function optimise(wasm) {
  run(join(root, "node_modules", ".bin", "wasm-opt"), smallerWasm(wasm));
}

async function buildApp({ glue }) {
  const { build } = await import("vite");
  const plain = {
    assetsInlineLimit: 0,
    target: "esnext",
    minify: profile === "release",
  };
  await build({
    configFile: false,
    root: join(here, "web", "app"),
    logLevel: "warn",
    resolve: { alias: { "@pkg/app.js": glue } },
    worker: { format: "es" },
    build: { ...plain, outDir: out, emptyOutDir: true, modulePreload: { polyfill: false } },
  });
}

/** The page, the same bytes as they travel, and what proves that they are the same. */
async function writeReview({ html, shellLength, policy }) {
  const bytes = Buffer.from(html, "utf8");
  const shell = Buffer.byteLength(html.slice(0, shellLength));
  // The last grades of quality take half a minute of a demo's larger wasm.
  const small = await brotli(bytes, shell, profile === "release" ? 11 : 5);
  writeFileSync(join(out, "review.html"), bytes);
  writeFileSync(join(out, "review.br"), small);
  writeFileSync(join(out, "review.gz"), await gzipped(bytes));
  const sum = createHash("sha256").update(bytes).digest("hex");
  writeFileSync(join(out, "review.sha256"), `${sum}  crosswalk-review.html\n`);
  writeFileSync(join(out, "_headers"), headersFile(policy));
}

const size = (file) => `${(statSync(file).size / 1024).toFixed(0)} kB`;

cargo();
// One stamp for both profiles: the folder holds what was built last, whichever it was.
const stamp = join(root, "build", "pkg", "stamp");
const state = fingerprint();
const isCurrent =
  existsSync(stamp) && readFileSync(stamp, "utf8") === state && existsSync(join(out, "_headers"));
if (isCurrent) {
  console.log("The pages are up to date.");
} else {
  rmSync(stamp, { force: true });
  await buildApp(bind("app"));
  await writeReview(await buildReview(bind("review"), join(here, "web"), profile === "release"));
  writeFileSync(join(out, "sw.js"), offlineScript(join(here, "web", "app", "sw.js"), out));
  writeFileSync(stamp, state);
  const wasm = join(packages, "app", "app_bg.wasm");
  console.log(`The pages are built: app ${size(wasm)} of wasm, review ${size(join(out, "review.br"))} on the wire.`);
}
