//! Well-formed files of the common dialect: fields in quotes where they must be and
//! sometimes where they need not, no blank lines, no stray quotes. Always the same ones.

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

/// A file, and what somebody changes in it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) delimiter: char,
    pub(crate) newline: &'static str,
    /// The cells as they were put in, the header first.
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) text: String,
    /// A row (0 is the first after the header) and its new target.
    pub(crate) edits: Vec<(usize, String)>,
}

/// The column that may be edited.
pub(crate) const TARGET: usize = 1;

const HEADER: [&str; 4] = [
    "SourceUserPrincipalName",
    "TargetExternalDirectoryObjectId",
    "Extra",
    "MigrationStatus",
];

/// `count` files.
pub(crate) fn cases(count: usize) -> Vec<Case> {
    let mut runner = TestRunner::deterministic();
    (0..count)
        .map(|_| case().new_tree(&mut runner).unwrap().current())
        .collect()
}

fn case() -> impl Strategy<Value = Case> {
    let rows = prop::collection::vec(prop::collection::vec((cell(), any::<bool>()), 1..6), 0..8);
    (
        prop::sample::select(vec![',', ',', ',', ';', '\t', '|']),
        prop::sample::select(vec!["\r\n", "\n"]),
        any::<bool>(),
        prop::bool::weighted(0.1),
        rows,
        prop::collection::vec((0..8_usize, cell()), 0..5),
    )
        .prop_map(|(delimiter, newline, final_newline, bom, cells, edits)| {
            let header = HEADER.map(|name| (name.to_owned(), false)).to_vec();
            let lines: Vec<_> = std::iter::once(header).chain(cells).collect();
            let mut text = lines
                .iter()
                .map(|line| written(line, delimiter))
                .collect::<Vec<_>>()
                .join(newline);
            if final_newline {
                text.push_str(newline);
            }
            if bom {
                text.insert(0, '\u{feff}');
            }
            let rows: Vec<Vec<String>> = lines
                .into_iter()
                .map(|line| line.into_iter().map(|(cell, _)| cell).collect())
                .collect();
            let may_change = |row: &usize| rows.get(row + 1).is_some_and(|row| row.len() > TARGET);
            let edits = edits
                .into_iter()
                .filter(|(row, _)| may_change(row))
                .collect();
            Case {
                delimiter,
                newline,
                rows,
                text,
                edits,
            }
        })
}

fn cell() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z0-9@. -]{0,8}",
        1 => prop::sample::select(vec![
            ",", ";", "\t", "|", "\"", "\"\"", "\r\n", "\n", "\r", "ö", "€", "😀", "שלום", "\u{2028}",
            "\u{85}", "\u{feff}", "=", "'", "\\", " ",
        ]).prop_map(str::to_owned),
    ];
    prop_oneof![
        1 => Just(String::new()),
        6 => prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat()),
    ]
}

fn written(line: &[(String, bool)], delimiter: char) -> String {
    let fields: Vec<String> = line
        .iter()
        .map(|(cell, quoted)| {
            // An empty field alone would be a blank line without quotes.
            let must =
                cell.contains([delimiter, '"', '\r', '\n']) || (cell.is_empty() && line.len() == 1);
            if *quoted || must {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        })
        .collect();
    fields.join(&delimiter.to_string())
}
