// Reads CSV with Papa Parse: a JSON object a line in, a JSON array of rows out.
import { createInterface } from "node:readline";
import Papa from "papaparse";

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
for await (const line of lines) {
  const { text, delimiter, newline } = JSON.parse(line);
  const { data, errors } = Papa.parse(text, { delimiter, newline });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  // A line end after the last row begins another one for Papa Parse.
  if (text.endsWith(newline)) data.pop();
  process.stdout.write(JSON.stringify(data) + "\n");
}
