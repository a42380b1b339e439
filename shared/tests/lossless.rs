//! What nobody edited never changes, however the bytes look and arrive.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

#[path = "support/hostile.rs"]
mod hostile;

use std::fmt::Write;

use hostile::hostile_bytes;
use proptest::prelude::*;
use shared::mapping_file::{Column, Encoding, MappingFile, Newline, Reader, RowId, open};

fn in_chunks(bytes: &[u8], cuts: &[usize]) -> Reader {
    let mut reader = Reader::new();
    let mut rest = bytes;
    for cut in cuts {
        let (chunk, after) = rest.split_at((*cut).min(rest.len()));
        reader.push(chunk);
        rest = after;
    }
    reader.push(rest);
    reader
}

fn cells(file: &MappingFile) -> Vec<Vec<String>> {
    file.rows()
        .map(|row| {
            (0..file.field_count(row))
                .map(|at| file.cell(row, at).into_owned())
                .collect()
        })
        .collect()
}

/// Files in every dialect, with the target in the last column.
fn file_in(encoding: Encoding, delimiter: char, newline: &str, names: &[String]) -> Vec<u8> {
    let mut text = format!("DisplayName{delimiter}TargetExternalDirectoryObjectId{newline}");
    for name in names {
        let name = name.replace('"', "\"\"");
        write!(text, "\"{name}\"{delimiter}old{newline}").unwrap();
    }
    match encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        Encoding::Utf16Le => format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        Encoding::Utf16Be => format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_opens_is_saved_as_it_was(bytes in hostile_bytes()) {
        if let Ok(file) = open(bytes.clone()) {
            prop_assert_eq!(file.original(), bytes.as_slice());
            prop_assert_eq!(file.save(), bytes);
            let _ = shared::checks::check(&file, &shared::checks::References::default());
        }
    }

    #[test]
    fn chunks_may_end_anywhere(bytes in hostile_bytes(), cuts in prop::collection::vec(0..9_usize, 0..40)) {
        let whole = open(bytes.clone());
        let reader = in_chunks(&bytes, &cuts);
        prop_assert_eq!(reader.bytes_read(), u64::try_from(bytes.len()).unwrap());
        match (whole, reader.finish()) {
            (Ok(whole), Ok(chunked)) => {
                prop_assert_eq!(whole.header(), chunked.header());
                prop_assert_eq!(whole.dialect(), chunked.dialect());
                prop_assert_eq!(cells(&whole), cells(&chunked));
            }
            (whole, chunked) => prop_assert_eq!(whole.err(), chunked.err()),
        }
    }

    #[test]
    fn fields_are_told_apart_as_the_csv_crate_does(bytes in hostile_bytes()) {
        let Ok(file) = open(bytes.clone()) else { return Ok(()) };
        let dialect = *file.dialect();
        // A line that states the delimiter is no row here, and one to the oracle.
        let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        prop_assume!(dialect.encoding == Encoding::Utf8 && !unmarked.starts_with(b"sep="));
        let mut oracle = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(dialect.delimiter)
            .from_reader(bytes.as_slice());
        let lossy = |field: &[u8]| String::from_utf8_lossy(field).into_owned();
        let mut expected: Vec<Vec<String>> = oracle
            .byte_records()
            .map(|record| record.unwrap().iter().map(lossy).collect())
            .collect();
        prop_assert_eq!(file.header(), expected.remove(0));
        prop_assert_eq!(cells(&file), expected);
    }

    #[test]
    fn an_edit_changes_its_field_and_no_other_byte(
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252]),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
        newline in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        names in prop::collection::vec("[a-zäé,;|\"\r\n]{0,8}", 1..6),
        edits in prop::collection::vec((0..6_u32, "[a-f0-9,;|\"\r\n -]{0,12}"), 1..8),
        undone in 0..8_usize,
    ) {
        // One name that no UTF-8 reader accepts makes the guess certain.
        let names: Vec<String> = names.iter().map(|name| format!("ö{name}")).collect();
        let bytes = file_in(encoding, delimiter, newline, &names);
        let mut file = open(bytes.clone()).unwrap();
        prop_assert_eq!(file.dialect().encoding, encoding);
        let target = file.column(Column::TargetExternalDirectoryObjectId).unwrap();
        let mut steps = 0;
        for (row, text) in &edits {
            let row = RowId(row % file.row_count());
            if file.cell(row, target) != *text {
                steps += 1;
            }
            file.set_cell(row, target, text).unwrap();
            prop_assert_eq!(file.cell(row, target).into_owned(), text.as_str());
        }
        for _ in 0..undone.min(steps) {
            prop_assert!(file.undo().is_some());
        }
        for _ in 0..undone.min(steps) {
            prop_assert!(file.redo().is_some());
        }
        prop_assert!(!file.can_redo());

        let saved = file.save();
        let again = open(saved.clone()).unwrap();
        prop_assert_eq!(cells(&again), cells(&file));
        prop_assert_eq!(again.header(), file.header());

        // Outside of the patches every byte is the original's.
        let mut at = (0, 0);
        for patch in file.patches() {
            let length = patch.range.start - at.0;
            prop_assert_eq!(&bytes[at.0..patch.range.start], &saved[at.1..at.1 + length]);
            at = (patch.range.end, at.1 + length + patch.bytes.len());
        }
        prop_assert_eq!(&bytes[at.0..], &saved[at.1..]);

        for _ in 0..steps {
            prop_assert!(file.undo().is_some());
        }
        prop_assert!(!file.can_undo());
        prop_assert_eq!(file.changed_rows(), 0);
        prop_assert_eq!(file.save(), bytes);
    }
}

#[test]
fn a_stream_longer_than_the_sample_is_the_same_file() {
    let mut text = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\n".to_owned();
    for row in 0..4000 {
        write!(text, "\"jörg{row}, \"\"x\"\"\"@contoso.example,\r\n").unwrap();
    }
    let bytes = text.into_bytes();
    let whole = open(bytes.clone()).unwrap();
    for size in [1, 7, 1000, 65_535, 65_536, 65_537] {
        let mut reader = Reader::with_size(10);
        for chunk in bytes.chunks(size) {
            reader.push(chunk);
        }
        assert!(reader.rows_read() > 3000, "{}", reader.rows_read());
        let chunked = reader.finish().unwrap();
        assert_eq!(chunked.row_count(), 4000);
        assert_eq!(cells(&whole), cells(&chunked), "{size}");
    }
}

#[test]
fn the_dialect_is_recognised() {
    for (bytes, words, newline, final_newline) in [
        (
            &b"a,b\r\n1,2\r\n"[..],
            "UTF-8 · comma · CRLF",
            Newline::Crlf,
            true,
        ),
        (
            b"\xef\xbb\xbfa;b\n1;2",
            "UTF-8 with BOM · semicolon · LF",
            Newline::Lf,
            false,
        ),
        (b"a\tb\r1\t2\r", "UTF-8 · tab · CR", Newline::Cr, true),
        (
            b"a|b\n1|\xe4\r\n",
            "Windows-1252 · pipe · mixed line ends",
            Newline::Mixed,
            true,
        ),
        (b"a,b", "UTF-8 · comma · one line", Newline::None, false),
        (
            b"\xff\xfea\0,\0b\0\n\0",
            "UTF-16 LE · comma · LF",
            Newline::Lf,
            true,
        ),
    ] {
        let dialect = *open(bytes.to_vec()).unwrap().dialect();
        assert_eq!(dialect.to_string(), words);
        assert_eq!(
            (dialect.newline, dialect.final_newline),
            (newline, final_newline),
            "{words}"
        );
    }
}

#[test]
fn what_has_no_rows_at_all_is_refused_with_place_and_reason() {
    for (bytes, expected) in [
        (&b""[..], "the file is empty (0 bytes)"),
        (
            b"\xef\xbb\xbf",
            "byte 3: the file ends before a header line",
        ),
        (b"\r\n\r\n", "byte 4: the file ends before a header line"),
        (b"sep=;\r\n", "byte 7: the file ends before a header line"),
        (b"PK\x03\x04", "this is an Excel workbook"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n", "this is a web page"),
        (b"<HTML lang=en>", "this is a web page"),
    ] {
        let message = open(bytes.to_vec()).unwrap_err().to_string();
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn an_edit_is_quoted_only_where_it_must_be_or_was() {
    let text = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\n\"a\",\"\"\nb,\n";
    for (row, value, expected) in [
        (0, "x", "\"a\",\"x\"\nb,\n"),
        (1, "x", "\"a\",\"\"\nb,x\n"),
        (1, "x,\"y\"", "\"a\",\"\"\nb,\"x,\"\"y\"\"\"\n"),
    ] {
        let mut file = open(text.as_bytes().to_vec()).unwrap();
        file.set_cell(RowId(row), 1, value).unwrap();
        let saved = String::from_utf8(file.save()).unwrap();
        assert_eq!(saved.split_once('\n').unwrap().1, expected);
        assert!(file.is_changed_cell(RowId(row), 1));
        file.set_cell(RowId(row), 1, "").unwrap();
        assert!(!file.is_changed_cell(RowId(row), 1));
        assert_eq!(file.save(), text.as_bytes());
    }
}

#[test]
fn a_row_that_would_become_a_blank_line_keeps_being_a_row() {
    let mut file = open(b"TargetExternalDirectoryObjectId\nold\n".to_vec()).unwrap();
    file.set_cell(RowId(0), 0, "").unwrap();
    assert_eq!(open(file.save()).unwrap().row_count(), 1);
}

#[test]
fn only_the_target_may_be_edited_and_only_where_it_is() {
    let text = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\na,\nb\nz\xe4,\n";
    let mut file = open(text.to_vec()).unwrap();
    for (row, column, value, expected) in [
        (0, 0, "x", "SourceUserPrincipalName is locked"),
        (0, 7, "x", "field 8 is locked"),
        (
            1,
            1,
            "x",
            "row 2 has no field for TargetExternalDirectoryObjectId",
        ),
        (9, 1, "x", "there is no row 10: the file has 3 rows"),
        (
            0,
            1,
            "日",
            "'日' cannot be written in this file, which is in Windows-1252",
        ),
    ] {
        let message = file
            .set_cell(RowId(row), column, value)
            .unwrap_err()
            .to_string();
        assert!(message.starts_with(expected), "{message}");
    }
    assert!(!file.can_undo());
    assert_eq!(file.save(), text);
}

#[test]
fn several_cells_are_one_step_or_none() {
    let text = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\na,\nb,\n";
    let mut file = open(text.as_bytes().to_vec()).unwrap();
    assert!(
        file.set_cells("Paste", &[(RowId(0), 1, "x"), (RowId(5), 1, "y")])
            .is_err()
    );
    assert!(!file.can_undo());
    file.set_cells("Paste", &[(RowId(0), 1, "x"), (RowId(1), 1, "y")])
        .unwrap();
    assert_eq!(file.changed_rows(), 2);
    assert_eq!(file.undo().map(|step| step.name).as_deref(), Some("Paste"));
    assert_eq!(file.save(), text.as_bytes());
    assert_eq!(file.redo().map(|step| step.name).as_deref(), Some("Paste"));
    assert_eq!(file.changed_rows(), 2);
}

#[test]
fn a_header_wider_than_any_spreadsheet_is_refused() {
    let message = open(vec![b','; 20_000]).unwrap_err().to_string();
    assert!(
        message.starts_with("the header has 20001 columns"),
        "{message}"
    );
}

#[test]
fn a_size_that_is_only_claimed_takes_no_memory() {
    let mut reader = Reader::with_size(u64::MAX);
    reader.push(b"a,b\n");
    assert_eq!(reader.finish().unwrap().row_count(), 0);
}

#[test]
fn neither_a_reader_nor_a_file_shows_contents_for_debugging() {
    let mut reader = Reader::new();
    reader.push(b"SourceUserPrincipalName\nlena@contoso.example\n");
    assert!(!format!("{reader:?}").contains("lena"));
    assert!(!format!("{:?}", reader.finish().unwrap()).contains("lena"));
}

#[test]
fn an_edit_after_an_undo_ends_what_could_be_redone() {
    let text = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\na,\nb,\n";
    let mut file = open(text.as_bytes().to_vec()).unwrap();
    file.set_cell(RowId(0), 1, "x").unwrap();
    assert_eq!(
        file.undo().map(|step| step.name).as_deref(),
        Some("Edit row 1")
    );
    assert!(file.can_redo());
    file.set_cell(RowId(1), 1, "").unwrap();
    assert!(file.can_redo(), "an edit that changes nothing is no step");
    file.set_cell(RowId(1), 1, "y").unwrap();
    assert!(!file.can_redo() && file.redo().is_none());
}

#[test]
fn a_step_that_sets_a_cell_twice_is_undone_as_a_whole() {
    let text = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\na,old\n";
    let mut file = open(text.as_bytes().to_vec()).unwrap();
    let twice = [(RowId(0), 1, "x"), (RowId(0), 1, "y")];
    file.set_cells("Paste", &twice).unwrap();
    assert_eq!(file.cell(RowId(0), 1), "y");
    assert_eq!(file.original_cell(RowId(0), 1), "old");
    file.undo();
    assert_eq!(file.save(), text.as_bytes());
    file.redo();
    assert_eq!(file.cell(RowId(0), 1), "y");
}

#[test]
fn columns_are_found_whatever_their_case_order_and_number() {
    let text = " targetExternalDirectoryObjectID ,Extra,PRIMARYSMTPADDRESS,extra\nt,1,p\n";
    let file = open(text.as_bytes().to_vec()).unwrap();
    assert_eq!(
        file.column(Column::TargetExternalDirectoryObjectId),
        Some(0)
    );
    assert_eq!(file.column(Column::PrimarySmtpAddress), Some(2));
    assert_eq!(file.column(Column::ExchangeGuid), None);
    assert_eq!(file.column_named("EXTRA"), Some(1));
    assert_eq!(file.value(RowId(0), Column::PrimarySmtpAddress), "p");
    assert_eq!(file.value(RowId(0), Column::ExchangeGuid), "");
    assert_eq!(file.cell(RowId(0), 3), "");
    assert_eq!(file.cell(RowId(7), 0), "");
    assert_eq!(file.field_count(RowId(0)), 3);
    assert!(file.is_editable(0) && !file.is_editable(1));
}

#[test]
fn an_encoding_is_guessed_from_most_of_the_bytes() {
    for (bytes, encoding, cell) in [
        (
            &b"a\nJ\xc3\xb6rg \xe4\xe4\n"[..],
            Encoding::Windows1252,
            "JÃ¶rg ää",
        ),
        (b"a\n\xc3\xb6\xc3\xb6 \xe4\n", Encoding::Utf8, "öö \u{fffd}"),
        (
            b"\xef\xbb\xbfa\n\xe4\xe4 x\n",
            Encoding::Utf8,
            "\u{fffd}\u{fffd} x",
        ),
        (b"a\n\xe4\n", Encoding::Windows1252, "ä"),
    ] {
        let file = open(bytes.to_vec()).unwrap();
        assert_eq!(file.dialect().encoding, encoding, "{cell}");
        assert_eq!(file.cell(RowId(0), 0), cell);
        assert_eq!(file.save(), bytes);
    }
}
