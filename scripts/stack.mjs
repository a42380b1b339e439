// Starts the pretend Microsoft 365 and the Worker, and ends both together.
//
// Used by `make run` (scripts/run.mjs), by the API flows and by the browser
// tests, so that all of them run the same real parts.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** An error whose message is all that a person needs to read. */
export class Plain extends Error {}

/** Refuses a port that somebody else holds. */
export async function mustBeFree(port, variable) {
  await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const why =
        error.code === "EADDRINUSE"
          ? `Port ${port} is in use by another program. Stop that program, or choose another port: ${variable}=${port + 10} make run`
          : `Port ${port} cannot be opened (${error.code}). Choose another: ${variable}=9${String(port).slice(-3)} make run`;
      reject(new Plain(why));
    });
    probe.listen(port, "127.0.0.1", () => probe.close(resolve));
  });
}

/** A port that nobody holds now. */
export async function freePort() {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function start(name, command, args, options, onExit) {
  // A process group of its own, so that wrangler's children end with it.
  const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const lines = [];
  const keep = (data) => {
    lines.push(data.toString());
    if (lines.length > 400) lines.shift();
    if (process.env.VERBOSE) process.stderr.write(`[${name}] ${data}`);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  child.on("error", (error) => onExit(`${name} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    child.ended = true;
    onExit(`${name} ended by itself (${signal ?? `exit ${code}`}).\n${lines.join("").slice(-4000)}`);
  });
  child.output = () => lines.join("");
  return child;
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

async function end(child) {
  if (!child || child.ended) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), 4000);
  await gone;
  clearTimeout(timer);
  // workerd may outlive wrangler by a moment.
  signalGroup(child, "SIGKILL");
}

async function answers(url, { seconds, failed }) {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    if (failed()) throw new Plain(failed());
    try {
      const reply = await fetch(url, { signal: AbortSignal.timeout(5000) });
      await reply.arrayBuffer();
      if (reply.ok) return;
    } catch {
      // Not up yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Plain(`Nothing answered at ${url} within ${seconds} seconds.`);
}

/** How often a start is tried that others took a port from. */
const TRIES = 4;
const PORT_IS_TAKEN = /runtime failed to start|already in use|EADDRINUSE/i;

/**
 * Starts both programs.
 *
 * A port that is free may be somebody else's a moment later, above all where many start at
 * once: whatever may be any port is then another one.
 *
 * @param {object} settings
 * @param {number} settings.port of the Worker; 0 is any
 * @param {number} settings.m365Port of the pretend Microsoft 365; 0 is any
 * @param {string} settings.state folder for what must survive a restart
 * @param {Record<string, string>} [settings.vars] further settings of the Worker
 * @param {(why: string) => void} [settings.onFailure] called once if one of them ends by itself
 * @returns {Promise<{address: string, m365: string, stop: () => Promise<void>, kill: () => void}>}
 */
export async function startStack({ port, m365Port, ...settings }) {
  for (let tries = 1; ; tries += 1) {
    // A port that was asked for stays taken however often it is tried.
    if (port) await mustBeFree(port, "PORT");
    if (m365Port) await mustBeFree(m365Port, "M365_PORT");
    const ports = { port: port || (await freePort()), m365Port: m365Port || (await freePort()) };
    try {
      return await startOnce({ ...settings, ...ports });
    } catch (error) {
      if (tries === TRIES || !PORT_IS_TAKEN.test(error.message)) throw error;
    }
  }
}

/** What the Worker is told on a development machine: where its pretend cloud is. */
export function developmentSettings(m365) {
  const CLIENT_ID = "5a1e6b5c-0d3f-4c53-9d0e-2b7f4b9f6c11";
  return {
    DEV: "1",
    ENTRA_BASE: m365,
    EXCHANGE_BASE: m365,
    CLIENT_ID,
    CLIENT_SECRET: "pretend-secret",
    API_SCOPE: `${CLIENT_ID}/.default`,
  };
}

/** Starts the pretend Microsoft 365 with its state in a folder; it answers after a moment. */
function spawnM365(port, state, onExit) {
  return start(
    "The pretend Microsoft 365",
    join(root, "target/debug/m365"),
    ["--port", String(port), "--state", join(state, "m365.json")],
    { cwd: root },
    onExit,
  );
}

const m365Answers = (address, failed) => answers(`${address}/control/tenants`, { seconds: 30, failed });

/**
 * Starts the pretend Microsoft 365 alone, on any port.
 *
 * @param {string} state folder for its state
 * @returns {Promise<{address: string, stop: () => Promise<void>}>}
 */
export async function startM365(state) {
  let failure;
  const port = await freePort();
  const program = spawnM365(port, state, (why) => (failure = why));
  const address = `http://127.0.0.1:${port}`;
  try {
    await m365Answers(address, () => failure);
  } catch (error) {
    await end(program);
    throw error;
  }
  return { address, stop: () => end(program) };
}

async function startOnce({ port, m365Port, state, vars = {}, onFailure }) {
  let failure;
  let stopping = false;
  const fail = (why) => {
    if (stopping || failure) return;
    failure = why;
    onFailure?.(why);
  };
  mkdirSync(state, { recursive: true });
  const m365Address = `http://127.0.0.1:${m365Port}`;
  const address = `http://localhost:${port}`;

  const m365 = spawnM365(m365Port, state, fail);
  const settings = { ...developmentSettings(m365Address), ...vars };
  const worker = start(
    "The Worker",
    join(root, "node_modules/.bin/wrangler"),
    [
      "dev",
      "--config", join(root, "edge/wrangler.toml"),
      "--ip", "127.0.0.1",
      "--port", String(port),
      "--inspector-port", String(await freePort()),
      "--persist-to", join(state, "worker"),
      "--log-level", process.env.VERBOSE ? "log" : "warn",
      "--show-interactive-dev-session=false",
      ...Object.entries(settings).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
    ],
    {
      cwd: join(root, "edge"),
      env: {
        ...process.env,
        CLOUDFLARE_CF_FETCH_ENABLED: "false",
        WRANGLER_SEND_METRICS: "false",
        CI: "1",
      },
    },
    fail,
  );
  let watch;
  const stop = async () => {
    stopping = true;
    clearInterval(watch);
    await Promise.all([end(worker), end(m365)]);
  };
  // The Worker and all that belongs to it die at once, in the middle of whatever they do.
  const kill = () => {
    stopping = true;
    signalGroup(worker, "SIGKILL");
  };
  try {
    await Promise.all([
      m365Answers(m365Address, () => failure),
      answers(`${address}/api/v1/config`, { seconds: 60, failed: () => failure }),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  // wrangler lives on when workerd dies, with its port closed: ask, now and then.
  let silences = 0;
  watch = setInterval(async () => {
    try {
      const reply = await fetch(`${address}/api/v1/config`, { signal: AbortSignal.timeout(8000) });
      await reply.arrayBuffer();
      silences = 0;
    } catch {
      silences += 1;
      if (silences === 3) fail("The Worker stopped answering.");
    }
  }, 5000);
  watch.unref();
  return { address, m365: m365Address, stop, kill, workerOutput: () => worker.output() };
}
