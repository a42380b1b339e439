//! Rows are the same rows, whoever asks for them: one by one, all in order, or while the
//! file is read.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/hostile.rs"]
mod hostile;

use hostile::hostile_bytes;
use proptest::prelude::*;
use shared::mapping_file::{
    Column, Dialect, Header, MappingFile, Reader, Row, RowId, RowSink, open,
};

/// What a row says of itself.
#[derive(Debug, PartialEq)]
struct Said {
    id: RowId,
    raw: Vec<Vec<u8>>,
    text: Vec<String>,
    plain: Vec<Option<Vec<u8>>>,
    bytes: Vec<u8>,
    has_stray_quote: bool,
    is_edited: bool,
}

fn said(row: &Row<'_>) -> Said {
    let fields = 0..row.len();
    Said {
        id: row.id(),
        raw: fields.clone().map(|at| row.raw(at).to_vec()).collect(),
        text: fields.clone().map(|at| row.text(at).into_owned()).collect(),
        plain: fields.map(|at| Some(row.plain(at)?.to_vec())).collect(),
        bytes: row.bytes().to_vec(),
        has_stray_quote: row.has_stray_quote(),
        is_edited: row.is_edited(),
    }
}

/// Keeps all that it is given.
#[derive(Debug, Default, PartialEq)]
struct Kept {
    header: Option<(Vec<String>, String)>,
    rows: Vec<Said>,
}

impl RowSink for Kept {
    fn header(&mut self, header: &Header, dialect: &Dialect) {
        let assumed = format!("{} {}", dialect.encoding, dialect.delimiter_name());
        self.header = Some((header.names().to_vec(), assumed));
        self.rows.clear();
    }

    fn row(&mut self, row: &Row<'_>) {
        self.rows.push(said(row));
    }
}

fn one_by_one(file: &MappingFile) -> Vec<Said> {
    file.rows()
        .map(|row| said(&file.row(row).unwrap()))
        .collect()
}

fn fed_by(file: &MappingFile) -> Kept {
    let mut kept = Kept::default();
    file.feed(&mut kept);
    kept
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn rows_are_the_same_while_reading_and_after(bytes in hostile_bytes(), cuts in prop::collection::vec(0..9_usize, 0..40)) {
        let mut reader = Reader::new();
        let mut kept = Kept::default();
        let mut rest = bytes.as_slice();
        for (at, cut) in cuts.iter().enumerate() {
            let (chunk, after) = rest.split_at((*cut).min(rest.len()));
            if at % 2 == 0 {
                reader.push_rows(chunk, &mut kept);
            } else {
                reader.push_rows_with(chunk.len(), |room| room.copy_from_slice(chunk), &mut kept);
            }
            rest = after;
        }
        reader.push_rows(rest, &mut kept);
        let Ok(file) = reader.finish_rows(&mut kept) else { return Ok(()) };
        prop_assert_eq!(file.original(), bytes.as_slice());
        prop_assert_eq!(&kept.rows, &one_by_one(&file));
        prop_assert_eq!(kept, fed_by(&file));
    }

    #[test]
    fn a_row_says_what_its_cells_say(bytes in hostile_bytes()) {
        let Ok(file) = open(bytes) else { return Ok(()) };
        for id in file.rows() {
            let row = file.row(id).unwrap();
            prop_assert_eq!(row.len(), file.field_count(id));
            for at in 0..=row.len() {
                prop_assert_eq!(row.text(at), file.cell(id, at));
                if let Some(plain) = row.plain(at) {
                    prop_assert!(plain == row.text(at).as_bytes());
                }
            }
        }
        prop_assert!(file.row(RowId(file.row_count())).is_none());
    }
}

#[test]
fn an_edit_is_seen_in_its_row_and_no_other() {
    let text = "SourceUserPrincipalName,TargetExternalDirectoryObjectId\n\"a\",\"o\"\"ld\"\nb,\n";
    let mut file = open(text.as_bytes().to_vec()).unwrap();
    let target = file.head().column(Column::TargetExternalDirectoryObjectId);
    assert_eq!(target, Some(1));
    assert_eq!(file.row(RowId(0)).unwrap().plain(1), None);
    file.set_cell(RowId(0), 1, "n\"ew").unwrap();
    let row = file.row(RowId(0)).unwrap();
    assert_eq!(
        (&*row.text(1), row.plain(1)),
        ("n\"ew", Some(&b"n\"ew"[..]))
    );
    assert_eq!(row.raw(1), b"\"o\"\"ld\"");
    assert!(row.is_edited() && !file.row(RowId(1)).unwrap().is_edited());
    let rows = fed_by(&file).rows;
    assert_eq!(rows[0].text, ["a", "n\"ew"]);
    assert_eq!(rows, one_by_one(&file));
}

#[test]
fn neither_a_row_nor_a_header_shows_contents_for_debugging() {
    let file = open(b"lena@contoso.example,b\nomar@contoso.example,\n".to_vec()).unwrap();
    assert!(!format!("{:?}", file.row(RowId(0)).unwrap()).contains("omar"));
    assert!(!format!("{:?}", file.head()).contains("lena"));
}
