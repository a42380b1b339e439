//! Rows are the same rows, whoever asks for them: one by one, all in order, or while the
//! file is read.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/hostile.rs"]
mod hostile;

use hostile::hostile_bytes;
use proptest::prelude::*;
use shared::mapping_file::{
    Column, Dialect, Encoding, Header, MappingFile, OpenError, Reader, Row, RowId, RowSink,
    RowStream, StreamEnd, StreamError, open, open_as,
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

fn streamed(
    bytes: &[u8],
    cuts: &[usize],
    mut stream: RowStream,
) -> Result<(Kept, StreamEnd), StreamError> {
    let mut kept = Kept::default();
    let mut rest = bytes;
    for cut in cuts {
        let (chunk, after) = rest.split_at((*cut).min(rest.len()));
        stream.push(chunk, &mut kept);
        rest = after;
    }
    stream.push(rest, &mut kept);
    let end = stream.finish(&mut kept)?;
    Ok((kept, end))
}

/// The rows of a stream are those of the open file, and so is what it says at its end.
fn assert_stream_is_file(bytes: &[u8], cuts: &[usize]) {
    let file = open(bytes.to_vec());
    let end = match streamed(bytes, cuts, RowStream::new()) {
        Err(StreamError::Refused(error)) => {
            assert_eq!(Some(error), file.err().map(|refused| refused.error));
            return;
        }
        Err(StreamError::ReadAgain(encoding)) => {
            assert_eq!(file.as_ref().unwrap().dialect().encoding, encoding);
            streamed(bytes, cuts, RowStream::new().in_encoding(encoding)).unwrap()
        }
        Ok(end) => end,
    };
    let file = file.unwrap();
    assert_eq!(end.0, fed_by(&file));
    let (dialect, rows) = (end.1.dialect, end.1.rows);
    assert_eq!((&dialect, rows), (file.dialect(), file.row_count()));
    assert_eq!(end.1.bytes, u64::try_from(bytes.len()).unwrap());
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
    fn rows_are_the_same_without_a_store(bytes in hostile_bytes(), cuts in prop::collection::vec(0..9_usize, 0..40)) {
        assert_stream_is_file(&bytes, &cuts);
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Longer than what is judged at the beginning, so that rows are let go on the way.
    #[test]
    fn long_streams_are_the_same_without_a_store(
        bytes in hostile_bytes(), times in 1..40_usize, cuts in prop::collection::vec(0..70_000_usize, 0..4),
    ) {
        let tidy = b"lena@contoso.example,\"x, \xc3\xa4\",y\r\n".repeat(900);
        let bytes = [bytes.as_slice(), &tidy, &bytes].concat().repeat(times.div_ceil(8));
        assert_stream_is_file(&bytes, &cuts);
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

/// Small files of every kind that is easily got wrong.
fn odd_files() -> Vec<Vec<u8>> {
    let utf16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let swapped =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let nasty = "\u{feff}A,\"B\"\r\n\"x\r\ny\",\"\"\"q\"\"\"\r\n\r\né€😀,jo\"hn\r\n\"a\"b,,\r\"\"\n\"open,1";
    vec![
        Vec::new(),
        b"A,B".to_vec(),
        b"A,B\r\n".to_vec(),
        b"sep=;\r\nA;B\r\n1;2".to_vec(),
        b"#TYPE Selected.User\r\nA,B\r\n1,2\r\n".to_vec(),
        b"A\tB\r1\t2\r".to_vec(),
        b"A|B\n1|\xe4\r\n\xf6|\xfc\r".to_vec(),
        b"A,B\n\n\r\n1\n1,2,3\n\r\r\n,\n".to_vec(),
        b"A,B\0\n\0,\"\0\"\n".to_vec(),
        nasty.as_bytes().to_vec(),
        utf16(nasty),
        swapped(nasty),
        utf16("A,B\n1,\u{e4}\n"),
        swapped("A,B\n1,\u{e4}\n"),
        [utf16("A,B\n1,2"), b"\x00\xd8\n\0x".to_vec()].concat(),
    ]
}

#[test]
fn odd_files_are_the_same_wherever_they_are_cut() {
    for bytes in odd_files() {
        for cut in 0..=bytes.len() {
            assert_stream_is_file(&bytes, &[cut]);
            let mut kept = Kept::default();
            let mut reader = Reader::new();
            reader.push_rows(&bytes[..cut], &mut kept);
            reader.push_rows(&bytes[cut..], &mut kept);
            match (open(bytes.clone()), reader.finish_rows(&mut kept)) {
                (Ok(whole), Ok(file)) => {
                    assert_eq!(whole.dialect(), file.dialect());
                    assert_eq!(kept, fed_by(&whole));
                    assert_eq!(file.save(), bytes);
                }
                (whole, file) => assert_eq!(whole.err(), file.err()),
            }
        }
    }
}

#[test]
fn a_sink_that_comes_late_gets_all_rows() {
    let bytes = b"A,B\n1,2\n".repeat(20_000);
    let mut kept = Kept::default();
    let mut reader = Reader::new();
    reader.push(&bytes[..100_000]);
    reader.push_rows(&bytes[100_000..], &mut kept);
    let file = reader.finish_rows(&mut kept).unwrap();
    assert_eq!(kept.rows.len(), 39_999);
    assert_eq!(kept, fed_by(&file));
}

#[test]
fn a_field_of_five_megabytes_is_a_field() {
    let field = "ä\r\n,".repeat(1_000_000);
    let bytes = format!("A,B\n\"{field}\",x\nlast,y").into_bytes();
    let file = open(bytes.clone()).unwrap();
    assert_eq!(file.row(RowId(0)).unwrap().text(0), field);
    assert_eq!(file.cell(RowId(1), 1), "y");
    assert_stream_is_file(&bytes, &[70_000, 1_000_000]);
}

#[test]
fn a_row_beyond_the_limit_is_refused_with_its_place() {
    let bytes = format!("A,B\nx,y\n\"{}\",z\n", "long ".repeat(40_000)).into_bytes();
    for cuts in [&[][..], &[100_000], &[7; 2000]] {
        let stream = RowStream::new().with_longest_row(100_000);
        let error = streamed(&bytes, cuts, stream).unwrap_err();
        let expected = OpenError::RowTooLong {
            line: 2,
            at: 8,
            limit: 100_000,
        };
        assert_eq!(error, StreamError::Refused(expected));
        assert_eq!(
            error.to_string(),
            "byte 8: row 2 has more than 100000 bytes: is a quote missing there?"
        );
    }
}

#[test]
fn what_is_refused_stays_available() {
    let wide = vec![b','; 20_000];
    for bytes in [&b"PK\x03\x04rest"[..], b"\r\n\r\n", &wide] {
        let refused = open(bytes.to_vec()).unwrap_err();
        assert_eq!(refused.original, bytes);
        assert!(!format!("{refused:?}").contains("rest"));
    }
}

#[test]
fn a_wrong_guess_can_be_put_right() {
    let bytes = b"Name;Note\nJ\xc3,x\n".to_vec();
    let guessed = open(bytes.clone()).unwrap();
    assert_eq!(guessed.dialect().encoding, Encoding::Windows1252);
    let sample = guessed.sample_of_guess(5);
    assert_eq!(sample.len(), 1);
    assert_eq!((sample[0].row, sample[0].column), (Some(RowId(0)), 0));
    assert_eq!(sample[0].text, "JÃ,x");
    let file = open_as(bytes.clone(), Encoding::Utf8, b',').unwrap();
    assert_eq!(file.dialect().to_string(), "UTF-8 · comma · LF");
    assert_eq!(file.cell(RowId(0), 0), "J\u{fffd}");
    assert!(file.sample_of_guess(5).is_empty());
    assert_eq!(file.save(), bytes);
}

#[test]
fn a_million_rows_are_found() {
    let mut bytes = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\r\n".to_vec();
    bytes.extend(b"lena@contoso.example,\r\n".repeat(1_000_000));
    let mut reader = Reader::with_size(u64::try_from(bytes.len()).unwrap());
    bytes.chunks(1 << 20).for_each(|chunk| reader.push(chunk));
    assert!(reader.rows_read() > 999_900);
    let file = reader.finish().unwrap();
    assert_eq!(file.row_count(), 1_000_000);
    assert_eq!(file.cell(RowId(999_999), 0), "lena@contoso.example");
}
