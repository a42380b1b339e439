//! The column of findings comes off again, and leaves the saved bytes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::borrow::Cow;

use proptest::prelude::*;
use shared::{
    checks::{Finding, Severity},
    exports::{with_error_column, without_error_column},
    mapping_file::{Column, RowId, open},
};

/// Bytes that look like a CSV, with everything in them that could go wrong. A stray quote
/// in the header could change how the delimiter is guessed; the rows have some.
fn hostile_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => "[a-z@.]{0,6}".prop_map(String::into_bytes),
        8 => Just(b",".to_vec()),
        4 => Just(b"\r\n".to_vec()),
        2 => Just(b"\n".to_vec()),
        1 => Just(b"\r".to_vec()),
        3 => Just(b"\"".to_vec()),
        1 => Just(b"\"\"".to_vec()),
        1 => Just(b";".to_vec()),
        1 => Just(b"\0".to_vec()),
        1 => Just("ö€😀".as_bytes().to_vec()),
        1 => Just(vec![0xe4]),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    let header = prop::sample::select(vec![
        "TargetExternalDirectoryObjectId,SourceUserPrincipalName\r\n",
        "SourceUserPrincipalName;TargetExternalDirectoryObjectId\n",
        "sep=:\nx:TargetExternalDirectoryObjectId\n",
        "sep=C\nTargetExternalDirectoryObjectId\n",
        "#TYPE x\r\n\r\nTargetExternalDirectoryObjectId\tb\r",
        "\u{feff}TargetExternalDirectoryObjectId\n",
        "\"a,\"\"b\r\n\"|TargetExternalDirectoryObjectId\n",
        "TargetExternalDirectoryObjectId,CrosswalkFindings",
        "CrosswalkFindings",
        "\"open,TargetExternalDirectoryObjectId\n",
        "",
    ]);
    (header, prop::collection::vec(piece, 0..40))
        .prop_map(|(header, pieces)| [header.as_bytes(), pieces.concat().as_slice()].concat())
}

fn in_encoding(bytes: Vec<u8>, encoding: u8) -> Vec<u8> {
    let text = || String::from_utf8_lossy(&bytes).into_owned();
    let little = |text: String| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big = |text: String| text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    match encoding {
        0 => format!("\u{feff}{}", text())
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .chain([b'x'])
            .collect(),
        1 => little(format!("\u{feff}{}", text())),
        2 => big(format!("\u{feff}{}", text())),
        _ => bytes,
    }
}

fn findings() -> impl Strategy<Value = Vec<Finding>> {
    let message = "[-=+@a-z ,;|\"'ö日\t]{0,20}";
    prop::collection::vec((prop::option::of(1..8_u32), message), 0..6).prop_map(|all| {
        all.into_iter()
            .map(|(row, message)| Finding {
                code: Cow::Borrowed("CW-M-001"),
                severity: Severity::Warning,
                row,
                column: None,
                message,
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn the_column_comes_off_again(
        bytes in hostile_bytes(),
        encoding in 0..8_u8,
        findings in findings(),
        edits in prop::collection::vec((0..8_u32, "[a-f0-9,\"\r\n]{0,6}"), 0..4),
    ) {
        let Ok(mut file) = open(in_encoding(bytes, encoding)) else { return Ok(()) };
        if let Some(target) = file.column(Column::TargetExternalDirectoryObjectId) {
            for (row, text) in &edits {
                // A row that is not there, or too short, cannot be edited.
                let _ = file.set_cell(RowId(*row), target, text);
            }
        }
        let saved = file.save();
        let copy = open(with_error_column(&file, &findings)).unwrap();
        // A guess of the delimiter may be turned by odd quotes in a header, and one of the
        // encoding by a NUL in its first characters.
        prop_assume!(copy.dialect().delimiter == file.dialect().delimiter);
        prop_assume!(copy.dialect().encoding == file.dialect().encoding);
        prop_assert_eq!(copy.row_count(), file.row_count());
        let whole_header = copy.header().len() > file.header().len();
        if whole_header {
            prop_assert!(copy.header().last().unwrap().starts_with("CrosswalkFindings"));
            prop_assert_eq!(without_error_column(&copy), Some(saved));
        } else {
            // The header is an open quote to the end of the file.
            prop_assert_eq!(copy.save(), saved);
        }
        for row in file.rows() {
            let fields = file.field_count(row);
            if copy.field_count(row) > fields {
                let text = copy.cell(row, fields).into_owned();
                let has = findings.iter().any(|finding| finding.row == Some(row.number()));
                prop_assert_eq!(!text.is_empty(), has, "{}", text);
                prop_assert!(!text.starts_with(['=', '+', '-', '@']));
            }
            for at in 0..fields {
                if copy.dialect().encoding == file.dialect().encoding {
                    prop_assert_eq!(copy.cell(row, at), file.cell(row, at));
                }
            }
        }
    }
}
