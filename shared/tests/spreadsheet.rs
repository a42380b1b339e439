//! The spreadsheet-safe copy runs nothing, and leads back to the very bytes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use proptest::prelude::*;
use shared::mapping_file::{Encoding, RowId, open, open_unguarded};

#[path = "support/lines.rs"]
mod lines;
use lines::lines;

/// Bytes that look like a CSV, rich in what a guard touches.
fn hostile_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        5 => "[a-z@.]{0,4}".prop_map(String::into_bytes),
        6 => Just(b",".to_vec()),
        5 => prop::sample::select(vec!["=", "+", "-", "@", "'", "''", " ", "\u{a0}", "＝", "＠"])
            .prop_map(|text| text.as_bytes().to_vec()),
        3 => Just(b"\r\n".to_vec()),
        2 => Just(b"\n".to_vec()),
        1 => Just(b"\r".to_vec()),
        4 => Just(b"\"".to_vec()),
        2 => Just(b";".to_vec()),
        1 => Just(b"\t".to_vec()),
        1 => Just(b"|".to_vec()),
        1 => Just(b"\0".to_vec()),
        1 => Just("ö€😀".as_bytes().to_vec()),
        1 => Just(vec![0xe4]),
        1 => Just(vec![0xef, 0xbc]),
        1 => Just(b"TargetExternalDirectoryObjectId".to_vec()),
        1 => Just(b"Crosswalk review copy of ".to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    let beginning = prop_oneof![
        6 => Just(&b""[..]),
        1 => Just(&b"\xef\xbb\xbf"[..]),
        1 => Just(&b"sep=;\r\n"[..]),
        1 => Just(&b"sep='\r\n"[..]),
        1 => Just(&b"sep==\n"[..]),
        1 => Just(&b"#TYPE a;=b\r\n"[..]),
        1 => Just(&b"SourceUserPrincipalName;a,b,c\n"[..]),
    ];
    (beginning, prop::collection::vec(piece, 0..40))
        .prop_map(|(beginning, pieces)| [beginning, pieces.concat().as_slice()].concat())
}

fn in_encoding(bytes: Vec<u8>, encoding: Encoding) -> Vec<u8> {
    let text = || String::from_utf8_lossy(&bytes).into_owned();
    match encoding {
        Encoding::Utf8 | Encoding::Windows1252 => bytes,
        Encoding::Utf16Le => format!("\u{feff}{}", text())
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        Encoding::Utf16Be => format!("\u{feff}{}", text())
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect(),
    }
}

/// Whether some spreadsheet would run the text or a part of it, judged apart from the
/// code under test.
fn runs(text: &str) -> bool {
    let starts_formula = |part: &str| {
        let part = part.trim_start_matches(|c: char| {
            c == ' ' || c == '"' || c == '\u{a0}' || c.is_ascii_control()
        });
        part.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
    };
    text.starts_with(['\t', '\r', '\n'])
        || text
            .split([',', ';', '\t', '|', '\r', '\n'])
            .any(starts_formula)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn the_guard_comes_off_exactly(
        bytes in hostile_bytes(),
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be]),
    ) {
        let bytes = in_encoding(bytes, encoding);
        let Ok(file) = open(bytes.clone()) else { return Ok(()) };
        let copy = open(file.spreadsheet_safe().unwrap()).unwrap();
        prop_assert!(copy.is_spreadsheet_safe());
        prop_assert_eq!(copy.dialect(), file.dialect());
        prop_assert_eq!(copy.without_guard(), bytes.as_slice());
        // The same fields, and apart from mark and apostrophes with the same text.
        let (before, after) = (lines(&file), lines(&copy));
        prop_assert_eq!(before.len(), after.len());
        for (at, (before, after)) in before.iter().zip(&after).enumerate() {
            prop_assert_eq!(before.len(), after.len());
            for (before, after) in before.iter().zip(after) {
                prop_assert!(!runs(after), "{:?} became {:?}", before, after);
                if at > 0 {
                    prop_assert_eq!(before.replace('\'', ""), after.replace('\'', ""));
                }
            }
        }
    }

    #[test]
    fn a_copy_that_a_spreadsheet_saved_leads_back_to_the_same_values(
        cells in prop::collection::vec(prop::collection::vec("[a-z=+@' ;,\t\n\"-]{0,6}", 3), 1..6),
    ) {
        let mut rows = vec![vec!["SourceUserPrincipalName".to_owned(), "B".to_owned(), "TargetExternalDirectoryObjectId".to_owned()]];
        rows.extend(cells);
        let copy = open(open(written(&rows)).unwrap().spreadsheet_safe().unwrap()).unwrap();
        // Every field quoted anew, as another program would.
        let (file, was_copy) = open_unguarded(written(&lines(&copy))).unwrap();
        prop_assert!(was_copy);
        prop_assert_eq!(lines(&file), rows);
    }
}

fn written(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn only_what_could_run_is_guarded() {
    for (cell, guarded) in [
        ("lena@contoso.example", "lena@contoso.example"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2", "'-2"),
        ("\"\t=1\"", "\"'\t'=1\""),
        ("'=1", "''=1"),
        ("'t Hooft", "'t Hooft"),
        (" =1", "' =1"),
        ("\"\"\"=1\"", "\"'\"\"=1\""),
        ("SMTP:a@b.example;=cmd", "SMTP:a@b.example;'=cmd"),
        ("\u{ff1d}1", "'\u{ff1d}1"),
        ("a-b=c", "a-b=c"),
    ] {
        let bytes = format!("A,TargetExternalDirectoryObjectId\n{cell},\n").into_bytes();
        let copy = open(bytes.clone()).unwrap().spreadsheet_safe().unwrap();
        assert_eq!(
            String::from_utf8(copy.clone()).unwrap(),
            format!("Crosswalk review copy of A,TargetExternalDirectoryObjectId\n{guarded},\n")
        );
        assert_eq!(open_unguarded(copy).unwrap().0.save(), bytes);
    }
}

#[test]
fn a_copy_holds_the_edits() {
    let mut file = open(b"A,TargetExternalDirectoryObjectId\n=1,old\n".to_vec()).unwrap();
    file.set_cell(RowId(0), 1, "=new").unwrap();
    let copy = file.spreadsheet_safe().unwrap();
    assert!(copy.ends_with(b"\n'=1,'=new\n"));
    assert_eq!(open_unguarded(copy).unwrap().0.save(), file.save());
}

#[test]
fn a_file_that_is_no_copy_opens_as_it_is() {
    let bytes = b"A,TargetExternalDirectoryObjectId\n'=1,\n".to_vec();
    let (file, was_copy) = open_unguarded(bytes.clone()).unwrap();
    assert!(!was_copy);
    assert_eq!(file.save(), bytes);
    assert_eq!(file.without_guard(), bytes);
}
