// The rows of the table: what is compared with what, and what must be reached.
//
// `needs` names the measurements (see measure.mjs); `row` makes of their samples what
// is printed. A ratio is always the one that `must` speaks of.
import { median, p95, spread, spreadOfRatio } from "./samples.mjs";

/** `ours` over `other`; of several others the best counts. */
function over(name, unit, ours, others, must) {
  return {
    name,
    needs: [ours, ...others],
    row(samples) {
      const best = bestOf(samples, others);
      return line(name, unit, must, samples[ours], best, median(samples[ours]) / median(best), spreadOfRatio(samples[ours], best));
    },
  };
}

/** How many times as fast as the best of `others`. */
function faster(name, ours, others, must) {
  return {
    name,
    needs: [ours, ...others],
    row(samples) {
      const best = bestOf(samples, others);
      return line(name, "ms", must, samples[ours], best, median(best) / median(samples[ours]), spreadOfRatio(best, samples[ours]));
    },
  };
}

/** The 95th of a hundred, beside another's. */
function slowest(name, ours, other, must) {
  return {
    name,
    needs: other ? [ours, other] : [ours],
    row: (samples) => {
      const [mine, others] = [p95(samples[ours]), other ? p95(samples[other]) : null];
      const row = { name, unit: "ms", ours: mine, other: others, ratio: others && mine / others, must, met: null };
      return { ...row, met: must ? isMet(must, mine) : null, runs: samples[ours].length, spread: spread(samples[ours]) };
    },
  };
}

/** The 95th of a hundred over another's. */
function slowestOver(name, ours, other, must) {
  const { needs, row } = slowest(name, ours, other, null);
  return { name, needs, row: (samples) => ((row) => ({ ...row, must, met: isMet(must, row.ratio) }))(row(samples)) };
}

/** How often in all. */
function total(name, unit, ours, other, must) {
  return {
    name,
    needs: other ? [ours, other] : [ours],
    row: (samples) => {
      const sum = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
      const row = { name, unit, ours: sum(samples[ours]), other: other ? sum(samples[other]) : null, ratio: null, must };
      return { ...row, met: isMet(must, row.ours), runs: samples[ours].length, spread: spread(samples[ours]) };
    },
  };
}

/** A number by itself. */
function alone(name, unit, ours, must = null) {
  return {
    name,
    needs: [ours],
    row: (samples) => line(name, unit, must, samples[ours], null, null, spread(samples[ours])),
  };
}

function bestOf(samples, names) {
  return names.map((name) => samples[name]).reduce((best, next) => (median(next) < median(best) ? next : best));
}

function line(name, unit, must, ours, other, ratio, spread) {
  const row = { name, unit, ours: median(ours), other: other && median(other), ratio, must, met: null, runs: ours.length, spread };
  if (must) row.met = isMet(must, ratio ?? row.ours);
  return row;
}

function isMet(must, value) {
  const [, sign, limit] = /^(<=|>=) ([\d.]+)$/.exec(must);
  return sign === "<=" ? value <= Number(limit) : value >= Number(limit);
}

export const ROWS = [
  over("open-100k-over-floor", "ms", "100k/ours", ["100k/floor"], "<= 3.0"),
  faster("open-100k-udsv-checked", "100k/ours", ["100k/udsv-validate-text", "100k/udsv-validate-stream"], ">= 6"),
  faster("open-100k-papa-checked", "100k/ours", ["100k/papa-validate-text", "100k/papa-validate-file"], ">= 6"),
  faster("open-100k-udsv-parse", "100k/ours", ["100k/udsv-parse-text", "100k/udsv-parse-stream"], ">= 2.5"),
  over("open-100k-memory", "MB", "100k/ours-memory", ["100k/file"], "<= 1.35"),
  over("open-100k-with-start", "ms", "100k/ours-from-start", ["100k/floor-from-start"], null),
  over("open-1m-over-floor", "ms", "1m/ours", ["1m/floor"], "<= 4"),
  faster("open-1m-udsv-checked", "1m/ours", ["1m/udsv-validate-text", "1m/udsv-validate-stream"], ">= 6"),
  over("open-1m-memory", "MB", "1m/ours-memory", ["1m/file"], "<= 1.35"),
  over("warm-compute", "MB/s", "warm/ours", ["warm/csv-core"], ">= 0.75"),
  over("warm-compute-stream", "MB/s", "warm/ours-stream", ["warm/csv-core"], null),
  over("edit-time-1m-over-10k", "ms", "edit/1m", ["edit/10k"], "<= 2"),
  over("edit-checked-rows-1m-over-10k", "rows", "edit/1m-rows", ["edit/10k-rows"], "<= 2"),
  over("save-1m-over-10k", "ms", "save/1m", ["save/10k"], "<= 2"),
  over("save-10000-edits-over-1000", "ms", "save/1m-10x", ["save/1m"], null),
  over("match-100k-over-open", "ms", "match/match", ["match/open"], "<= 2"),
  alone("stream-memory-100k", "B/row", "stream/100k", "<= 64"),
  alone("stream-memory-1m", "B/row", "stream/1m", "<= 64"),
  alone("review-size", "kB", "review/wire", "<= 400"),
  alone("review-shell", "kB", "review/shell", "<= 60"),
  alone("review-paint", "ms", "review/paint", "<= 1000"),
  alone("review-drop-taken", "ms", "review/taken", "<= 1000"),
  alone("review-start", "ms", "review/engine", "<= 3000"),
  alone("review-first-rows", "ms", "review/rows"),
  slowest("grid-frame", "grid/frame", "grid/ag-frame", "<= 3"),
  total("grid-dropped", "frames", "grid/dropped", "grid/ag-dropped", "<= 0"),
  slowest("grid-page", "grid/page", "grid/ag-page", "<= 16"),
  slowest("grid-jump", "grid/far", "grid/ag-far", "<= 16"),
  slowest("grid-jump-seen", "grid/seen", "grid/ag-seen", null),
  slowest("keystroke-1m", "keystroke/1m", null, "<= 50"),
  slowestOver("keystroke-1m-over-10k", "keystroke/1m", "keystroke/10k", "<= 1.5"),
  slowest("filter-first", "first/filter", null, "<= 100"),
  slowest("sort-first", "first/sort", null, "<= 100"),
  slowest("find-first", "first/find", null, "<= 100"),
  over("drop-first-rows", "ms", "drop/ours", ["drop/floor"], "<= 1.5"),
  total("long-tasks", "tasks", "tasks/long", null, "<= 0"),
  over("renderer-memory", "MB", "memory/ours", ["memory/file"], "<= 1.35"),
  over("renderer-memory-most", "MB", "memory/most", ["memory/file"], null),
  over("renderer-memory-papa", "MB", "memory/papa", ["memory/file"], null),
  over("edge-get", "1/s", "get/ours", ["get/empty"], ">= 0.5"),
  alone("worker-size", "kB", "size/worker-gz", "<= 1000"),
  ...["worker-wasm", "worker-js", "app-wasm", "app-js", "review-html"].flatMap((part) => [
    alone(`size-${part}`, "kB", `size/${part}`),
    alone(`size-${part}-gz`, "kB", `size/${part}-gz`),
  ]),
];
