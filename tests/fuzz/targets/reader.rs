//! Any bytes: whatever opens is saved as it was, reads the same in chunks, and where it is
//! UTF-8 its fields are those of the `csv` crate. The checks never panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{
    checks::{References, check, summarise},
    mapping_file::{
        Dialect, Encoding, Header, MappingFile, Reader, Refused, Row, RowSink, RowStream,
        StreamError, open,
    },
};

fuzz_target!(|data: &[u8]| {
    let (chunked, seen) = in_chunks(data);
    let (file, chunked) = match (open(data.to_vec()), chunked) {
        (Ok(whole), Ok(chunked)) => (whole, chunked),
        (whole, chunked) => {
            // Refused either way, for the same reason, and nothing is lost.
            let refused = whole.err().unwrap();
            assert_eq!(refused.original, data);
            assert_eq!(Some(refused), chunked.err());
            return;
        }
    };
    assert_eq!(file.save(), data);
    let rows = rows_of(&file);
    assert_eq!(chunked.dialect(), file.dialect());
    assert_eq!(rows_of(&chunked), rows);
    assert_eq!(seen.rows, rows);
    assert_eq!(seen.header, file.header());
    let streamed = streamed(data);
    assert_eq!(streamed.rows, rows);
    assert_eq!(streamed.header, file.header());
    if let Some(expected) = of_the_csv_crate(data, &file) {
        assert_eq!(expected.first().map(Vec::as_slice), Some(file.header()));
        assert_eq!(&expected[1..], rows);
    }
    let findings = check(&file, &References::default());
    let summary = summarise(&file, &findings);
    assert_eq!(summary.rows, file.row_count());
});

#[derive(Default)]
struct Seen {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl RowSink for Seen {
    fn header(&mut self, header: &Header, _: &Dialect) {
        // A second header makes everything before it void.
        self.rows.clear();
        self.header = header.names().to_vec();
    }

    fn row(&mut self, row: &Row<'_>) {
        let fields = (0..row.len()).map(|at| row.text(at).into_owned());
        self.rows.push(fields.collect());
    }
}

/// Chunks, whose lengths come from the bytes themselves.
fn chunks(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = data;
    std::iter::from_fn(move || {
        let length = usize::from(*rest.first()?).clamp(1, rest.len());
        let (chunk, after) = rest.split_at(length);
        rest = after;
        Some(chunk)
    })
}

fn in_chunks(data: &[u8]) -> (Result<MappingFile, Refused>, Seen) {
    let mut reader = Reader::new();
    let mut seen = Seen::default();
    for chunk in chunks(data) {
        reader.push_rows(chunk, &mut seen);
    }
    let file = reader.finish_rows(&mut seen);
    (file, seen)
}

/// The rows of a file that is not kept; read twice where only its end shows its encoding.
fn streamed(data: &[u8]) -> Seen {
    let mut stream = RowStream::new();
    loop {
        let mut seen = Seen::default();
        for chunk in chunks(data) {
            stream.push(chunk, &mut seen);
        }
        match stream.finish(&mut seen) {
            Ok(_) => return seen,
            Err(StreamError::ReadAgain(encoding)) => {
                stream = RowStream::new().in_encoding(encoding)
            }
            Err(error) => panic!("{error}"),
        }
    }
}

fn rows_of(file: &MappingFile) -> Vec<Vec<String>> {
    let cells = |row| (0..file.field_count(row)).map(move |at| file.cell(row, at).into_owned());
    file.rows().map(|row| cells(row).collect()).collect()
}

fn of_the_csv_crate(data: &[u8], file: &MappingFile) -> Option<Vec<Vec<String>>> {
    let dialect = file.dialect();
    // Lines before the header are no rows to us.
    let body = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    let begins = |with: &[u8]| {
        body.get(..with.len())
            .is_some_and(|beginning| beginning.eq_ignore_ascii_case(with))
    };
    if dialect.encoding != Encoding::Utf8 || begins(b"sep=") || begins(b"#TYPE ") {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(dialect.delimiter)
        .from_reader(data);
    let lossy = |field: &[u8]| String::from_utf8_lossy(field).into_owned();
    let records = reader.byte_records();
    Some(
        records
            .map(|record| record.unwrap().iter().map(lossy).collect())
            .collect(),
    )
}
