// uDSV: into arrays of strings, from the whole text or as the text arrives.
import { inferSchema, initParser } from "udsv";
import { serve } from "./serve.js";
import { Validator } from "./validate.js";

const OPTIONS = { col: ",", row: "\r\n", encl: '"' };
let rows; // the result stays alive

async function fromText(file) {
  const text = await file.text();
  rows = initParser(inferSchema(text, OPTIONS)).stringArrs(text);
}

/** `check` hears every row. */
async function fromStream(file, check) {
  let parser;
  const keep = check
    ? (row, all, append) => {
        check(row);
        append(all, row);
      }
    : undefined;
  for await (const text of file.stream().pipeThrough(new TextDecoderStream())) {
    parser ??= initParser(inferSchema(text, OPTIONS));
    parser.chunk(text, parser.stringArrs, keep);
  }
  rows = parser.end();
}

serve({
  async parseText(file) {
    await fromText(file);
    return { rows: rows.length };
  },
  async parseStream(file) {
    await fromStream(file);
    return { rows: rows.length };
  },
  async validateText(file) {
    await fromText(file);
    const validator = new Validator();
    for (const row of rows) validator.row(row);
    return { counts: validator.counts };
  },
  async validateStream(file) {
    const validator = new Validator();
    await fromStream(file, (row) => validator.row(row));
    return { counts: validator.counts };
  },
});
