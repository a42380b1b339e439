// `make bench`: measures, prints one table and writes target/bench/results.json.
//
//   node tests/bench/run.mjs [NAME]    all rows, or those whose name begins with NAME
//
// Ends with 0 also when something is missed: it reports. Not with 0 if something
// could not be measured.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

import { Plain, root } from "../../scripts/stack.mjs";
import { out } from "./build.mjs";
import { measure } from "./measure.mjs";
import { ROWS } from "./rows.mjs";
import { table } from "./table.mjs";

const say = (text) => console.error(`→ ${text}`);

function chosen(only) {
  const exact = ROWS.filter((row) => row.name === only);
  const rows = exact.length > 0 ? exact : ROWS.filter((row) => row.name.startsWith(only));
  if (rows.length > 0) return rows;
  throw new Plain(`There is no ${only} to measure. There are:\n${ROWS.map((row) => `  ${row.name}`).join("\n")}`);
}

try {
  const rows = chosen(process.argv[2] ?? "");
  const samples = await measure([...new Set(rows.flatMap((row) => row.needs))], say);
  const results = rows.map((row) => row.row(samples));
  mkdirSync(out, { recursive: true });
  const path = join(out, "results.json");
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\n${table(results)}\n`);
  const missed = results.filter((row) => row.met === false).length;
  const judged = results.filter((row) => row.met !== null).length;
  console.log(`${judged - missed} of ${judged} reached. Also in ${relative(root, path)}.`);
} catch (error) {
  console.error(error instanceof Plain ? `\nCannot go on: ${error.message}` : error);
  process.exit(1);
}
