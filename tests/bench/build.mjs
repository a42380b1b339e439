// Builds what is measured: the engine to wasm with its page, the native programs, and
// the release of the product.
import { copyFileSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { smallerWasm } from "../../frontend/build/wasm-opt.mjs";
import { Plain, root } from "../../scripts/stack.mjs";

const here = dirname(fileURLToPath(import.meta.url));
/** Everything that is written, nothing of it committed. */
export const out = join(root, "target", "bench");
const PROFILE = "speed";

function run(tool, args, env = {}) {
  try {
    execFileSync(tool, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
  } catch (error) {
    throw new Plain(`${tool} ${args[0]} failed: ${error.code === "ENOENT" ? "it is not installed" : `exit ${error.status}`}.`);
  }
}

/** The folder of the page and its workers. */
export async function buildPage() {
  const target = join(root, "target", "wasm");
  run(
    process.env.CARGO_WASM ?? "cargo",
    ["build", "--quiet", "--profile", PROFILE, "--target", "wasm32-unknown-unknown", "-p", "bench", "--lib"],
    { CARGO_TARGET_DIR: target },
  );
  const pkg = join(out, "pkg");
  const wasm = join(target, "wasm32-unknown-unknown", PROFILE, "bench.wasm");
  run(process.env.WASM_BINDGEN ?? "wasm-bindgen", [wasm, "--target", "web", "--no-typescript", "--out-dir", pkg, "--out-name", "bench"]);
  // As a release is made, so that what is measured is what is shipped.
  run(join(root, "node_modules", ".bin", "wasm-opt"), smallerWasm(join(pkg, "bench_bg.wasm")));
  const site = join(out, "site");
  mkdirSync(site, { recursive: true });
  const { build } = await import("esbuild");
  await build({
    entryPoints: ["page", "floor", "ours", "udsv", "papa", "grid"].map((name) => join(here, "page", `${name}.js`)),
    outdir: site,
    bundle: true,
    format: "esm",
    target: "esnext",
    alias: { "@pkg/bench.js": join(pkg, "bench.js") },
    logLevel: "warning",
  });
  copyFileSync(join(here, "page", "index.html"), join(site, "index.html"));
  copyFileSync(join(pkg, "bench_bg.wasm"), join(site, "bench_bg.wasm"));
  return site;
}

/** The native programs: what to call with a name and arguments, for its JSON. */
export function buildNative() {
  run("cargo", ["build", "--quiet", "--profile", PROFILE, "-p", "bench", "--bins"]);
  const folder = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), PROFILE);
  return (name, args) => JSON.parse(execFileSync(join(folder, name), args, { encoding: "utf8", maxBuffer: 1 << 28 }));
}

/** The parts of a release: a folder, and how the names of a part's files end. */
const PARTS = {
  "worker-wasm": ["edge/build", ".wasm"],
  "worker-js": ["edge/build", "index.js"],
  "app-wasm": ["build/site/assets", ".wasm"],
  "app-js": ["build/site/assets", ".js"],
  "review-html": ["build/site", "review.html"],
};

/** Builds the release: the bytes of each part's files. */
export function buildRelease() {
  run("scripts/build.sh", ["release"]);
  return Object.entries(PARTS).map(([part, [folder, ending]]) => {
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(ending));
    return [part, names.map((name) => readFileSync(join(root, folder, name)))];
  });
}
