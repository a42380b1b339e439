// Papa Parse: into arrays of strings.
import Papa from "papaparse";
import { serve } from "./serve.js";
import { Validator } from "./validate.js";

const OPTIONS = { delimiter: ",", newline: "\r\n" };
let rows; // the result stays alive

serve({
  async validateText(file) {
    rows = Papa.parse(await file.text(), OPTIONS).data;
    const validator = new Validator();
    // The first row is the header; the last one stands for the end of the last line.
    for (let n = 1; n < rows.length - 1; n += 1) validator.row(rows[n]);
    return { counts: validator.counts };
  },
  async validateFile(file) {
    const validator = new Validator();
    let isHeader = true;
    rows = [];
    await new Promise((complete, error) => {
      const chunk = ({ data }) => {
        for (const row of data) {
          if (!isHeader) validator.row(row);
          isHeader = false;
          rows.push(row);
        }
      };
      Papa.parse(file, { ...OPTIONS, skipEmptyLines: true, chunk, complete, error });
    });
    return { counts: validator.counts };
  },
});
