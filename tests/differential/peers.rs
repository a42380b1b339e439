//! Four readers of CSV agree on well-formed files, before and after edits: ours, the
//! `csv` crate, Python's `csv` module and Papa Parse. Where files are not well-formed,
//! only the `csv` crate is an oracle; `shared/tests/lossless.rs` compares with it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod cases;

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    sync::LazyLock,
};

use cases::{Case, TARGET, cases};
use serde::Serialize;
use shared::mapping_file::{MappingFile, RowId, open};

const CASES: usize = 3_000;

type Rows = Vec<Vec<String>>;

/// A file that is read by everybody, and what must come out.
#[derive(Serialize)]
struct Input {
    delimiter: char,
    newline: &'static str,
    text: String,
    #[serde(skip)]
    expected: Rows,
}

static ALL: LazyLock<Vec<Case>> = LazyLock::new(|| cases(CASES));

/// Every case as it is and as it is after its edits.
static INPUTS: LazyLock<Vec<Input>> = LazyLock::new(|| {
    let as_written = |case: &Case| Input {
        delimiter: case.delimiter,
        newline: case.newline,
        text: case.text.clone(),
        expected: case.rows.clone(),
    };
    ALL.iter()
        .flat_map(|case| [as_written(case), edited(case)])
        .collect()
});

/// What our program saves after the edits.
fn edited(case: &Case) -> Input {
    let mut file = open(case.text.clone().into_bytes()).unwrap();
    let mut expected = case.rows.clone();
    for (row, text) in &case.edits {
        let id = RowId(u32::try_from(*row).unwrap());
        file.set_cell(id, TARGET, text).unwrap();
        expected[row + 1][TARGET].clone_from(text);
    }
    Input {
        delimiter: case.delimiter,
        newline: case.newline,
        text: String::from_utf8(file.save()).unwrap(),
        expected,
    }
}

fn agree(reader: &str, read: impl IntoIterator<Item = Rows>) {
    let mut count = 0;
    for (text, rows) in INPUTS.iter().zip(read) {
        assert_eq!(rows, text.expected, "{reader} reads {:?}", text.text);
        count += 1;
    }
    assert_eq!(count, INPUTS.len(), "{reader} stopped");
}

#[test]
fn the_cases_are_worth_reading() {
    let has = |wanted: fn(&Case) -> bool| ALL.iter().filter(|case| wanted(case)).count();
    for (what, count) in [
        ("edits", has(|case| !case.edits.is_empty())),
        ("doubled quotes", has(|case| case.text.contains("\"\""))),
        (
            "line ends in cells",
            has(|case| case.rows.iter().flatten().any(|cell| cell.contains('\n'))),
        ),
        ("other delimiters", has(|case| case.delimiter != ',')),
        ("no last line end", has(|case| !case.text.ends_with('\n'))),
        (
            "a byte order mark",
            has(|case| case.text.starts_with('\u{feff}')),
        ),
    ] {
        assert!(count > CASES / 20, "{what}: {count} of {CASES}");
    }
}

#[test]
fn we_read_what_was_written() {
    agree(
        "our reader",
        INPUTS.iter().map(|text| {
            let file = open(text.text.clone().into_bytes()).unwrap();
            assert_eq!(char::from(file.dialect().delimiter), text.delimiter);
            rows_of(&file)
        }),
    );
}

fn rows_of(file: &MappingFile) -> Rows {
    let fields = |row| (0..file.field_count(row)).map(move |at| file.cell(row, at).into_owned());
    std::iter::once(file.header().to_vec())
        .chain(file.rows().map(|row| fields(row).collect()))
        .collect()
}

#[test]
fn the_csv_crate_reads_what_was_written() {
    agree(
        "the csv crate",
        INPUTS.iter().map(|text| {
            csv::ReaderBuilder::new()
                .flexible(true)
                .has_headers(false)
                .delimiter(u8::try_from(text.delimiter).unwrap())
                .from_reader(text.text.as_bytes())
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .collect()
        }),
    );
}

#[test]
fn python_reads_what_was_written() {
    agree("Python's csv module", peer("python3", "peer.py"));
}

#[test]
fn papa_parse_reads_what_was_written() {
    agree("Papa Parse", peer("node", "peer.mjs"));
}

/// What another program reads: one process for all of them, JSON lines in and out.
fn peer(program: &str, script: &str) -> Vec<Rows> {
    let mut child = Command::new(program)
        .arg(format!("{}/{script}", env!("CARGO_MANIFEST_DIR")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("{program} does not start ({error}): run `make test-peers`, which installs it")
        });
    let mut stdin = child.stdin.take().unwrap();
    let lines: String = INPUTS
        .iter()
        .map(|text| serde_json::to_string(text).unwrap() + "\n")
        .collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let read = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    let written = writer.join().unwrap();
    let status = child.wait().unwrap();
    assert!(
        status.success(),
        "{program} {script}: {status} (see above; {written:?})"
    );
    read
}
