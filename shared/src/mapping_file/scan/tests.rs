//! Blocks find what the state machine finds, and both what the `csv` crate finds.

use super::*;

/// Everything that a scan says.
#[derive(Debug, PartialEq)]
struct Said {
    starts: Vec<u32>,
    ends: Vec<u32>,
    complete: Vec<u32>,
    newlines: NewlineCounts,
    blank_lines: Seen,
    nuls: Seen,
    rows: u32,
    open_quote: Option<u32>,
    ends_with_newline: bool,
}

fn said(scanner: &Scanner, rows: Rows) -> Said {
    Said {
        starts: rows.starts,
        ends: rows.ends,
        complete: rows.complete,
        newlines: scanner.newlines,
        blank_lines: scanner.blank_lines,
        nuls: scanner.nuls,
        rows: scanner.rows,
        open_quote: scanner.open_quote(),
        ends_with_newline: scanner.ends_with_newline(),
    }
}

fn by_blocks(bytes: &[u8], chunk: usize) -> (Said, bool) {
    let mut scanner = Scanner::new(Encoding::Utf8, b',', 0);
    let mut rows = Rows::default();
    let mut odd = false;
    for end in (chunk..bytes.len()).step_by(chunk) {
        odd |= scanner.scan(&bytes[..end], &mut rows).is_odd;
    }
    odd |= scanner.scan(bytes, &mut rows).is_odd;
    scanner.finish(bytes, &mut rows);
    (said(&scanner, rows), odd)
}

fn by_machine(bytes: &[u8]) -> Said {
    let mut scanner = Scanner::new(Encoding::Utf8, b',', 0);
    let mut rows = Rows::default();
    for unit in bytes {
        scanner.step(*unit, &mut rows);
        scanner.at += 1;
    }
    scanner.finish(bytes, &mut rows);
    said(&scanner, rows)
}

fn assert_alike(bytes: &[u8]) {
    let machine = by_machine(bytes);
    for chunk in [64, 65, 100, 1 << 20] {
        let (blocks, _) = by_blocks(bytes, chunk);
        assert_eq!(blocks, machine, "{:?}", String::from_utf8_lossy(bytes));
    }
    let mut oracle = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(bytes);
    let fields: Vec<usize> = oracle
        .byte_records()
        .map(|record| record.unwrap().len())
        .collect();
    let mut before = 0;
    let found: Vec<usize> = machine
        .complete
        .iter()
        .map(|up_to| usize::try_from(up_to - std::mem::replace(&mut before, *up_to)).unwrap())
        .collect();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map_or(bytes, |_| &[]);
    assert!(bytes.is_empty() || found == fields);
}

/// Every special character, alone and with each kind of neighbour, at every place of a
/// block and across its borders, in and out of quotes.
#[test]
fn blocks_are_the_machine_at_every_border() {
    let pieces = [
        "\"", "\"\"", "\"\"\"", "\"\"\"\"", ",", "\r", "\n", "\r\n", "\n\r", "\r\r\n", "\r\n\r\n",
        "\n\n", "\",", "\",\"", ",\"", "\"\r\n", "\"\r\n\"", "\"\n", "\r\n\"", "\"x", "x\"",
        "x\"y", "\"\"x", "\",\"\"", "\"\",", "\0", "\"\0", ",,", ",\r\n", ",\"\",", "é",
        "\u{feff}",
    ];
    for opened in ["", "\"", "a,\"b\"\"c\",\"", "a\"b,", "\"a\"b,\""] {
        for piece in pieces {
            for place in 0..=64 {
                let padding = "x".repeat(place);
                let after = ["y", "\",z\r\nq,\"r\",s\r\n", ",\"tail\"\n"][place % 3];
                let text = format!("{opened}{padding}{piece}{after}{}", "z".repeat(70));
                assert_alike(text.as_bytes());
            }
        }
    }
}

/// Where nothing is odd, the machine is not needed: else it would not be fast.
#[test]
fn a_tidy_file_needs_no_machine() {
    let row = "\"a, b\",\"c \"\"d\"\" e\",,\"\",plain text of a row é,\"\"\"\"\r\n";
    for newline in ["\r\n", "\n", "\r"] {
        let text = row.repeat(200).replace("\r\n", newline);
        let (said, is_odd) = by_blocks(text.as_bytes(), 1 << 20);
        assert!(!is_odd, "{newline:?}");
        assert_eq!((said.rows, said.ends.len()), (200, 1200));
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod random {
    use proptest::prelude::*;

    use super::assert_alike;

    fn bytes(of: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<u8>> {
        let piece = prop::sample::select(of);
        prop::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat().into_bytes())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn blocks_are_the_machine_on_anything(bytes in bytes(
            &["a", "bcdefgh", "0123456789012345", ",", "\"", "\"\"", "\r", "\n", "\r\n", "\0"], 120
        )) {
            assert_alike(&bytes);
        }

        #[test]
        fn blocks_are_the_machine_on_mostly_tidy_files(bytes in bytes(
            &["a,", "bcdefgh,", "\"q\",", "\"a, b\",", "\"\"\"x\"\" y\",", "\"two\r\nlines\",", "plain",
              "e\r\n", "\"f\"\r\n", "g\n", "\"\r\n", "\n", "h\"i,", "j\r"], 60
        )) {
            assert_alike(&bytes);
        }
    }
}
