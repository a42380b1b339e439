// The released Worker and a small one beside it, in one workerd, with the pretend
// Microsoft 365.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Miniflare } from "miniflare";

import { Plain, developmentSettings, root, startM365 } from "../../../scripts/stack.mjs";

export const FABRIKAM = "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b";
const COMPATIBLE = "2026-04-01";
const SOCKET = { unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] };

/** The Worker as it was built, with the settings of a development machine. */
function product(m365) {
  const build = join(root, "edge", "build");
  return {
    name: "product",
    rootPath: build,
    modulesRoot: build,
    modules: true,
    scriptPath: join(build, "index.js"),
    modulesRules: [
      { type: "CompiledWasm", include: ["**/*.wasm"] },
      { type: "ESModule", include: ["**/*.js", "**/*.mjs"] },
    ],
    compatibilityDate: COMPATIBLE,
    bindings: developmentSettings(m365),
    durableObjects: Object.fromEntries(
      ["Locator", "Tenant", "Pair"].map((name) => [`${name.toUpperCase()}S`, { className: `${name}Object`, useSQLite: true }]),
    ),
    r2Buckets: ["UPLOADS"],
    ...SOCKET,
  };
}

/** A client of the product's API with the token of an account. */
async function callerOf(m365, base, account) {
  const reply = await fetch(`${m365}/control/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ account }),
  });
  const authorization = `Bearer ${(await reply.json()).access_token}`;
  const call = async (method, path, value) => {
    const headers = { authorization, "content-type": "application/json" };
    const reply = await fetch(`${base}api/v1${path}`, { method, headers, body: JSON.stringify(value) });
    const text = await reply.text();
    if (!reply.ok) throw new Plain(`${method} ${path} was answered with ${reply.status}: ${text.slice(0, 400)}`);
    return JSON.parse(text);
  };
  return {
    authorization,
    get: (path) => call("GET", path),
    post: (path, value) => call("POST", path, value),
  };
}

/**
 * Runs `work` with both Workers' addresses and the source's admin, and ends everything.
 *
 * `small` is a Worker to compare with, in Miniflare's words.
 */
export async function onStage({ small }, work) {
  const folder = mkdtempSync(join(tmpdir(), "crosswalk-bench-"));
  const m365 = await startM365(folder);
  const workers = new Miniflare({
    log: undefined,
    handleRuntimeStdio: (out, err) => (out.resume(), err.resume()),
    workers: [product(m365.address), { name: "small", modules: true, compatibilityDate: COMPATIBLE, ...small, ...SOCKET }],
  });
  try {
    await workers.ready;
    const base = String(await workers.unsafeGetDirectURL("product"));
    return await work({
      base,
      small: String(await workers.unsafeGetDirectURL("small")),
      source: await callerOf(m365.address, base, "admin@contoso.example"),
    });
  } finally {
    await workers.dispose();
    await m365.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
