//! Any text as a copied block: nothing panics, and a block written as Excel writes it is
//! read as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::mapping_file::clipboard_cells;

fuzz_target!(|text: &str| {
    let rows = clipboard_cells(text).unwrap();
    let length: usize = rows.iter().flatten().map(String::len).sum();
    assert!(length <= text.len());
    assert!(rows.iter().all(|row| !row.is_empty()));
    assert_eq!(rows.is_empty(), text.is_empty());

    let written: String = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| written(cell))
                .collect::<Vec<_>>()
                .join("\t")
                + "\r\n"
        })
        .collect();
    assert_eq!(clipboard_cells(&written).unwrap(), rows, "{written:?}");
});

fn written(cell: &str) -> String {
    if cell.contains(['\t', '\r', '\n', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
