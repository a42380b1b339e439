// The released Worker and a small one beside it, in one workerd, with the pretend
// Microsoft 365.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Miniflare } from "miniflare";

import { Plain, freePort, root } from "../../../scripts/stack.mjs";

export const CONTOSO = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90";
export const FABRIKAM = "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b";
const CLIENT = "5a1e6b5c-0d3f-4c53-9d0e-2b7f4b9f6c11";
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
    bindings: {
      DEV: "1",
      ENTRA_BASE: m365,
      EXCHANGE_BASE: m365,
      CLIENT_ID: CLIENT,
      CLIENT_SECRET: "pretend-secret",
      API_SCOPE: `${CLIENT}/.default`,
    },
    durableObjects: Object.fromEntries(
      ["Locator", "Tenant", "Pair"].map((name) => [`${name.toUpperCase()}S`, { className: `${name}Object`, useSQLite: true }]),
    ),
    r2Buckets: ["UPLOADS"],
    ...SOCKET,
  };
}

async function startM365(state) {
  const program = join(root, "target/debug/m365");
  if (!existsSync(program)) throw new Plain("The pretend Microsoft 365 is not built. Build it: cargo build -p m365");
  const port = await freePort();
  const child = spawn(program, ["--port", String(port), "--state", state], { stdio: "ignore" });
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 150; tries += 1) {
    try {
      await (await fetch(`${address}/control/faults`)).arrayBuffer();
      return { address, stop: () => child.kill() };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  child.kill();
  throw new Plain("The pretend Microsoft 365 did not answer within 15 seconds.");
}

/** A client of the product's API with the token of an account. */
async function callerOf(m365, base, account) {
  const reply = await fetch(`${m365}/control/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ account }),
  });
  const authorization = `Bearer ${(await reply.json()).access_token}`;
  const call = async (method, path, { body, headers = {} } = {}) => {
    const reply = await fetch(`${base}api/v1${path}`, { method, body, headers: { authorization, ...headers } });
    const text = await reply.text();
    if (!reply.ok) throw new Plain(`${method} ${path} was answered with ${reply.status}: ${text.slice(0, 400)}`);
    return JSON.parse(text);
  };
  return {
    authorization,
    get: (path) => call("GET", path),
    post: (path, value) => call("POST", path, { body: JSON.stringify(value), headers: { "content-type": "application/json" } }),
    call,
    /** Waits until a request has ended. */
    async finished(id) {
      for (;;) {
        const view = await call("GET", `/requests/${id}`);
        if (view.finishedAt) return view;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

/**
 * Runs `work` with both Workers' addresses and the two admins, and ends everything.
 *
 * `small` is a Worker to compare with, in Miniflare's words; `state` a directory for the
 * pretend Microsoft 365 that is not the usual one.
 */
export async function onStage({ small, state }, work) {
  const folder = mkdtempSync(join(tmpdir(), "crosswalk-bench-"));
  const m365 = await startM365(state ?? join(folder, "m365.json"));
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
      m365: m365.address,
      source: await callerOf(m365.address, base, "admin@contoso.example"),
      target: await callerOf(m365.address, base, "admin@fabrikam.example"),
    });
  } finally {
    await workers.dispose();
    m365.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A scope of that name: asked for by the source, accepted by the target, copied. */
export async function copied({ source, target }, name) {
  const scopes = await source.get(`/scopes?target=${FABRIKAM}`);
  const scope = scopes.find((scope) => scope.name === name);
  const asked = await source.post("/copy-requests", { targetTenantId: FABRIKAM, securityGroupId: scope.groupId });
  await target.post("/requests/lookup", { requestId: asked.id, sourceTenantId: CONTOSO });
  const accepted = { sourceTenantId: CONTOSO, overwrite: false, digest: asked.digest };
  await target.post(`/requests/${asked.id}/accept`, accepted);
  return await target.finished(asked.id);
}
