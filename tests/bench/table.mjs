// The table, for people.

const number = (value) => {
  if (value === null) return "–";
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
};

const MET = new Map([[true, "yes"], [false, "NO"], [null, ""]]);

export function table(rows) {
  const cells = [
    ["name", "unit", "ours", "other", "ratio", "must", "met", "runs", "spread"],
    ...rows.map((row) => [
      row.name, row.unit, number(row.ours), number(row.other), number(row.ratio), row.must ?? "", MET.get(row.met),
      String(row.runs), row.spread.map(number).join(" .. "),
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const isText = (column) => [0, 1, 5, 6].includes(column);
  const lines = cells.map((row) =>
    row.map((cell, column) => (isText(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ").trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)).join("  "));
  return lines.join("\n");
}
