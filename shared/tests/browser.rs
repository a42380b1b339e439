//! The same engine in a browser: open, check, edit and save give what they give natively.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use shared::{
    checks::{References, check, summarise},
    mapping_file::{Column, MappingFile, Reader, RowId},
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const FILE: &str = "SourceUserPrincipalName,PrimarySmtpAddress,DisplayName,TargetExternalDirectoryObjectId\r\n\
    lena@contoso.example,lena@contoso.example,\"Berg, Jörg \"\"Lena\"\"\",\r\n\
    omar@contoso.example,omar@contoso.example,Omar,55555555-0000-4000-8000-000000000005\r\n";

/// Opened in chunks of `size` bytes, which split CRLF, quotes and characters.
fn opened_in_chunks_of(size: usize) -> MappingFile {
    let mut reader = Reader::new();
    for chunk in FILE.as_bytes().chunks(size) {
        reader.push(chunk);
    }
    reader.finish().unwrap()
}

#[wasm_bindgen_test]
fn a_chunked_file_is_saved_as_it_was() {
    for size in [1, 2, 3, 7, 4096] {
        let file = opened_in_chunks_of(size);
        assert_eq!(file.row_count(), 2);
        assert_eq!(file.cell(RowId(0), 2), "Berg, Jörg \"Lena\"");
        assert_eq!(file.save(), FILE.as_bytes());
    }
}

#[wasm_bindgen_test]
fn the_findings_are_those_of_the_edge() {
    let file = opened_in_chunks_of(5);
    let findings = check(&file, &References::default());
    let codes: Vec<&str> = findings
        .iter()
        .map(|finding| finding.code.as_ref())
        .collect();
    assert_eq!(codes, ["CW-F-013", "CW-M-008"]);
    let summary = summarise(&file, &findings);
    assert_eq!((summary.rows, summary.ready, summary.unmapped), (2, 1, 1));
}

#[wasm_bindgen_test]
fn an_edit_changes_one_field_and_undo_puts_it_back() {
    let mut file = opened_in_chunks_of(4096);
    let target = file
        .column(Column::TargetExternalDirectoryObjectId)
        .unwrap();
    let id = "66666666-0000-4000-8000-000000000006";
    file.set_cell(RowId(0), target, id).unwrap();
    let expected = FILE.replacen("\"\"\",\r\n", &format!("\"\"\",{id}\r\n"), 1);
    assert_eq!(file.save(), expected.as_bytes());
    assert!(file.undo().is_some());
    assert_eq!(file.save(), FILE.as_bytes());
}
