//! Rules about the file as a whole and about its header.

use super::{
    Finding,
    catalogue::{
        BLANK_LINES, BOM, BROKEN_CHARACTERS, DELIMITER, DUPLICATE_HEADER, HEADER_WHITE_SPACE,
        MIXED_NEWLINES, NO_FINAL_NEWLINE, NO_ROWS, NUL, OPEN_QUOTE, PREAMBLE, RENAMED_HEADER,
        REVIEW_COPY, SOURCE_KEY_MISSING, TARGET_COLUMN_MISSING, UNKNOWN_COLUMN, UTF_16,
        WINDOWS_1252,
    },
    finding::shortened,
};
use crate::mapping_file::{
    Column, Dialect, Encoding, Header, MappingFile, Newline, Oddities, Seen, is_guarded,
};

/// What is known of a file apart from its rows.
#[derive(Clone, Copy)]
pub(super) struct Shape<'a> {
    pub(super) header: &'a Header,
    pub(super) dialect: &'a Dialect,
    pub(super) oddities: &'a Oddities,
    pub(super) rows: u32,
}

impl<'a> Shape<'a> {
    pub(super) fn of(file: &'a MappingFile) -> Self {
        Self {
            header: file.head(),
            dialect: file.dialect(),
            oddities: file.oddities(),
            rows: file.row_count(),
        }
    }
}

pub(super) fn check(file: Shape<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    dialect(*file.dialect, &mut findings);
    oddities(file, &mut findings);
    names(file.header, &mut findings);
    findings
}

fn dialect(dialect: Dialect, findings: &mut Vec<Finding>) {
    if dialect.delimiter != b',' {
        findings.push(DELIMITER.in_file(format!(
            "The delimiter is a {}, and must be a comma.",
            dialect.delimiter_name()
        )));
    }
    match dialect.encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => findings.push(UTF_16.in_file(format!(
            "The file is in {}, and must be in UTF-8.",
            dialect.encoding
        ))),
        Encoding::Windows1252 => findings.push(WINDOWS_1252.in_file(
            "The file is not in UTF-8; it is shown as Windows-1252, which is a guess.".to_owned(),
        )),
        Encoding::Utf8 if dialect.bom => findings
            .push(BOM.in_file("The file begins with a UTF-8 byte order mark (BOM).".to_owned())),
        Encoding::Utf8 => {}
    }
    if dialect.newline == Newline::Mixed {
        findings.push(MIXED_NEWLINES.in_file("The lines end in more than one way.".to_owned()));
    }
    if !dialect.final_newline {
        findings.push(NO_FINAL_NEWLINE.in_file("The last line has no line end.".to_owned()));
    }
}

fn oddities(file: Shape<'_>, findings: &mut Vec<Finding>) {
    let odd = file.oddities;
    if let Some(line) = &odd.preamble {
        findings.push(PREAMBLE.in_file(format!("The line {line:?} stands before the header.")));
    }
    if let Some(place) = place(odd.blank_lines) {
        // A blank line belongs to no row: it was seen before the row of that number.
        findings.push(BLANK_LINES.in_file(format!(
            "{} blank, the first before {place}.",
            count(odd.blank_lines, "line is", "lines are")
        )));
    }
    if let Some(line) = odd.open_quote {
        findings.push(OPEN_QUOTE.in_file(format!(
            "A quote opens in {} and is never closed.",
            line_name(line)
        )));
    }
    if let Some(place) = place(odd.nuls) {
        findings.push(NUL.in_file(format!(
            "The file contains {}, the first in {place}.",
            count(odd.nuls, "NUL character", "NUL characters")
        )));
    }
    if let Some(place) = place(odd.broken_characters) {
        findings.push(BROKEN_CHARACTERS.in_file(format!(
            "{} broken, the first in {place}.",
            count(odd.broken_characters, "character is", "characters are")
        )));
    }
    if file.rows == 0 {
        findings.push(NO_ROWS.in_file("There is a header, but no row.".to_owned()));
    }
}

fn names(header: &Header, findings: &mut Vec<Finding>) {
    if is_guarded(header) {
        findings.push(REVIEW_COPY.in_file(
            "The file is a spreadsheet-safe copy, and not the mapping file itself.".to_owned(),
        ));
    }
    let names: Vec<&str> = header.names().iter().map(|name| name.trim()).collect();
    for (at, name) in names.iter().enumerate() {
        let first = header.column_named(name);
        if !name.is_empty() && first.is_some_and(|first| first < at) {
            findings.push(DUPLICATE_HEADER.in_column(
                name,
                format!(
                    "{name} is the name of more than one column, again at column {}.",
                    at + 1
                ),
            ));
        }
    }
    for name in header.names() {
        if name.trim() != name && name.parse::<Column>().is_ok() {
            findings.push(HEADER_WHITE_SPACE.in_column(
                name.trim(),
                format!("The column is named {name:?}, with white space around its name."),
            ));
        }
    }
    let target = Column::TargetExternalDirectoryObjectId;
    if header.column(target).is_none() {
        findings.push(TARGET_COLUMN_MISSING.in_column(
            target.name(),
            format!(
                "The header has no column {target}; it has: {}.",
                shortened(&names.join(", "))
            ),
        ));
    }
    if Column::SOURCE_KEYS
        .iter()
        .all(|key| header.column(*key).is_none())
    {
        let keys = Column::SOURCE_KEYS.map(Column::name).join(", ");
        findings.push(SOURCE_KEY_MISSING.in_column(
            Column::SourceExternalDirectoryObjectId.name(),
            format!("The header has none of {keys}."),
        ));
    }
    for name in &names {
        if let Some(column) = renamed_from(header, name) {
            findings.push(
                RENAMED_HEADER
                    .in_column(name, format!("The column {name:?} is probably {column}.")),
            );
        }
    }
}

/// Columns that are not the mapping file's, where no downloaded file tells whether
/// they came with it.
pub(super) fn unknown_columns(header: &Header, findings: &mut Vec<Finding>) {
    for name in header.names() {
        let name = name.trim();
        if name.parse::<Column>().is_err() && renamed_from(header, name).is_none() {
            findings.push(UNKNOWN_COLUMN.in_column(
                name,
                format!("The column {name:?} is not one of a mapping file."),
            ));
        }
    }
}

/// The missing column that this unknown name probably means: the same letters apart
/// from spaces and signs, or up to two letters off.
pub(super) fn renamed_from(header: &Header, name: &str) -> Option<Column> {
    if name.parse::<Column>().is_ok() {
        return None;
    }
    let letters = letters_of(name);
    Column::ALL
        .into_iter()
        .filter(|column| header.column(*column).is_none())
        .find(|column| are_alike(&letters, &letters_of(column.name())))
}

fn letters_of(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Whether a name is up to two letters off a column's. Long ones are not compared: the
/// time would grow with their square.
fn are_alike(name: &str, column: &str) -> bool {
    let (length, of_column) = (name.chars().count(), column.chars().count());
    length.abs_diff(of_column) <= 2 && strsim::levenshtein(name, column) <= 2
}

fn count(seen: Seen, one: &str, many: &str) -> String {
    match seen.count {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

fn place(seen: Seen) -> Option<String> {
    (seen.count > 0).then(|| line_name(seen.first_row))
}

fn line_name(line: u32) -> String {
    match line {
        0 => "the header".to_owned(),
        row => format!("row {row}"),
    }
}
