// What is measured in Chromium: a real file from disk, every run in a fresh worker,
// what is compared by turns.
import assert from "node:assert/strict";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

import { Plain } from "../../scripts/stack.mjs";
import { openBrowser } from "../browser/stage.mjs";

const MB = 1e6;

/** What a worker does, by the name of its samples. */
const TASKS = {
  floor: { script: "floor", task: "read" },
  ours: { script: "ours", task: "open" },
  "udsv-parse-text": { script: "udsv", task: "parseText" },
  "udsv-parse-stream": { script: "udsv", task: "parseStream" },
  "udsv-validate-text": { script: "udsv", task: "validateText" },
  "udsv-validate-stream": { script: "udsv", task: "validateStream" },
  "papa-validate-text": { script: "papa", task: "validateText" },
  "papa-validate-file": { script: "papa", task: "validateFile" },
};
/** Which files are measured, how often, and how long the worker before may take to go. */
const ROUNDS = { "100k": { rounds: 9, pause: 150 }, "1m": { rounds: 3, pause: 1500 } };
const WARM_ROUNDS = 11;
const WARM_UPS = 3;

/** Measures what `needed` names, such as `100k/ours`; `paths` are the files. */
export async function measureInBrowser(needed, site, paths, say) {
  const server = await serve(site);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/index.html`);
    const names = Object.keys(paths);
    await page.locator("#files").setInputFiles(names.map((name) => paths[name]));
    const bench = new Bench(page, names, paths);
    const samples = {};
    await agree(bench, needed);
    for (const file of Object.keys(ROUNDS)) {
      const tasks = tasksFor(file, needed);
      if (tasks.length === 0) continue;
      say(`Opening in Chromium: ${file} rows, ${tasks.length} ways by turns`);
      Object.assign(samples, await byTurns(bench, file, tasks));
    }
    if (needed.some((name) => name.startsWith("warm/"))) {
      say("Computing in Chromium, warm");
      Object.assign(samples, await warm(bench));
    }
    return samples;
  } finally {
    await browser.close();
    server.close();
  }
}

class Bench {
  constructor(page, names, paths) {
    Object.assign(this, { page, names, paths });
  }

  async run({ script, task }, file, keep = false) {
    const ask = { script, task, file: this.names.indexOf(file), keep };
    const result = await this.page.evaluate((ask) => globalThis.run(ask), ask);
    if (result.error) throw new Plain(`In Chromium, ${script} ${task} of ${file}: ${result.error}`);
    return result;
  }

  bytes(file) {
    return statSync(this.paths[file]).size;
  }
}

const tasksFor = (file, needed) =>
  Object.keys(TASKS).filter((task) => needed.some((name) => name === `${file}/${task}` || name.startsWith(`${file}/${task}-`)));

async function byTurns(bench, file, tasks) {
  const { rounds, pause } = ROUNDS[file];
  const samples = {};
  const keep = (name, value) => (samples[`${file}/${name}`] ??= []).push(value);
  await bench.run(TASKS.floor, file); // from now on the file is in the page cache
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < tasks.length; n += 1) {
      // Each round begins with another task, so that none always follows the same one.
      const task = tasks[(n + round) % tasks.length];
      await bench.page.waitForTimeout(pause);
      const result = await bench.run(TASKS[task], file);
      mustBeWhole(task, result, file);
      keep(task, result.ms);
      keep(`${task}-from-start`, result.fromStart);
      if (result.memory) keep(`${task}-memory`, result.memory / MB);
    }
    keep("file", bench.bytes(file) / MB);
  }
  return samples;
}

async function warm(bench) {
  const file = "100k";
  const tasks = { ours: "check", "ours-stream": "checkStream", "csv-core": "countFields" };
  const speeds = {};
  await bench.run({ script: "ours", task: "load" }, file, true);
  for (let round = 0; round < WARM_UPS + WARM_ROUNDS; round += 1) {
    for (const [name, task] of Object.entries(tasks)) {
      const result = await bench.run({ script: "ours", task }, file, true);
      if (result.outcome) mustBeWhole(name, result, file);
      else assert.equal(result.fields, (ROWS_OF[file] + 1) * 10, "csv-core sees another number of fields");
      if (round >= WARM_UPS) (speeds[`warm/${name}`] ??= []).push(bench.bytes(file) / MB / (result.ms / 1000));
    }
  }
  await bench.page.evaluate(() => globalThis.endKept());
  return speeds;
}

const ROWS_OF = { "100k": 100_000, "1m": 1_000_000 };

/** Nobody is quick by leaving something out: rows, and nothing found that is not there. */
function mustBeWhole(task, { outcome, counts, rows }, file) {
  const found = outcome ? ours(outcome) : counts;
  if (rows ?? found) assert.equal(rows ?? found.rows, ROWS_OF[file], `${task}: rows of ${file}`);
  if (!found) return;
  const { rows: _, noTarget, withX500, ...wrong } = found;
  assert.ok(noTarget > 0 && noTarget < ROWS_OF[file] / 500, `${task}: ${noTarget} rows without a target`);
  for (const [defect, count] of Object.entries(wrong)) assert.equal(count, 0, `${task}: ${defect} in ${file}`);
}

/**
 * All find the same in a damaged file, or the comparison means nothing. Our checks
 * report both rows of a value that stands twice, the others only the second.
 */
async function agree(bench, needed) {
  const expected = ours((await bench.run(TASKS.ours, "damaged")).outcome);
  for (const defect of Object.keys(expected)) assert.ok(expected[defect] > 0 || defect === "wrongWidth", `no ${defect} was found`);
  for (const name of Object.keys(TASKS).filter((name) => name.includes("-validate-"))) {
    if (!needed.some((need) => need.endsWith(name))) continue;
    const { counts } = await bench.run(TASKS[name], "damaged");
    const { sourceTwice, primaryTwice, withX500, noPrimary, ...same } = counts;
    assert.equal(noPrimary, 0, `${name}: rows without SMTP:`);
    assert.ok(withX500 > 0, `${name} finds no x500 address`);
    assert.deepEqual({ ...same, sourceTwice: sourceTwice + primaryTwice }, expected, `${name} and our checks disagree`);
  }
}

/** Our findings in the peers' terms. */
function ours({ summary, codes }) {
  const count = (...rules) => rules.reduce((sum, rule) => sum + (codes[rule] ?? 0), 0);
  return {
    rows: summary.rows,
    wrongWidth: count("CW-F-006"),
    badGuid: count("CW-M-001", "CW-M-003", "CW-M-019"),
    badPrimary: count("CW-A-001"),
    badProxy: count("CW-A-003"),
    twoPrimaries: count("CW-A-002"),
    noTarget: count("CW-M-008"),
    sourceTwice: count("CW-M-005") / 2,
    targetTwice: count("CW-M-006") / 2,
  };
}

const TYPES = { html: "text/html", js: "text/javascript", wasm: "application/wasm" };

async function serve(folder) {
  const server = createServer((request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1);
    const path = join(folder, name);
    if (!/^[\w.]+$/.test(name) || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[name.split(".").pop()] });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
