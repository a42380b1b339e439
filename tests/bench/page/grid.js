// AG Grid Community on the same data: its client-side model, rows of our height, no
// animation, which is how it scrolls fastest.
import { AllCommunityModule, ModuleRegistry, createGrid } from "ag-grid-community";
import { inferSchema, initParser } from "udsv";

ModuleRegistry.registerModules([AllCommunityModule]);

document.getElementById("file").onchange = async ({ target }) => {
  const options = { col: ",", row: "\r\n", encl: '"' };
  let parser;
  let names;
  for await (const text of target.files[0].stream().pipeThrough(new TextDecoderStream())) {
    if (!parser) {
      const schema = inferSchema(text, options);
      names = schema.cols.map((column) => column.name);
      parser = initParser(schema);
    }
    parser.chunk(text, parser.stringArrs);
  }
  const rowData = parser.end();
  createGrid(document.getElementById("grid"), {
    columnDefs: names.map((headerName, n) => ({ headerName, colId: `${n}`, valueGetter: ({ data }) => data[n], width: 230 })),
    rowData,
    rowHeight: 31,
    headerHeight: 34,
    animateRows: false,
    onFirstDataRendered: () => {
      globalThis.rows = rowData.length;
    },
  });
};
