//! The repairs that do away with findings about the file and its columns.

use super::{Fix, FixKind, is};
use crate::{
    checks::{
        Rule,
        catalogue::{
            ADDED_COLUMN, BLANK_LINES, BOM, DELIMITER, DUPLICATE_HEADER, EMPTY_ROW,
            HEADER_WHITE_SPACE, MIXED_NEWLINES, NO_FINAL_NEWLINE, PREAMBLE, RENAMED_HEADER,
            REVIEW_COPY, STRAY_QUOTE, UNKNOWN_COLUMN, UTF_16, WINDOWS_1252,
        },
        file_rules::renamed_from,
    },
    mapping_file::{MappingFile, Repair},
    order,
};

/// The repair for findings of a rule, each about the columns of one name.
pub(super) fn repair(file: &MappingFile, rule: &Rule, columns: &[Vec<usize>]) -> Option<Fix> {
    let odd = file.oddities();
    let (title, repair) = if is(rule, &ADDED_COLUMN) || is(rule, &UNKNOWN_COLUMN) {
        remove(file, columns.concat())?
    } else if is(rule, &DUPLICATE_HEADER) {
        remove(file, needless(file, columns))?
    } else if is(rule, &RENAMED_HEADER) {
        rename(file, &columns.concat())?
    } else {
        let repair = if is(rule, &DELIMITER) {
            Repair::CommaDelimiter
        } else if is(rule, &UTF_16) || is(rule, &WINDOWS_1252) || is(rule, &BOM) {
            Repair::ToUtf8 { bom: false }
        } else if is(rule, &MIXED_NEWLINES) {
            Repair::UniformLineEnds(file.usual_line_end())
        } else if is(rule, &NO_FINAL_NEWLINE) && odd.open_quote.is_none() {
            Repair::FinalLineEnd
        } else if is(rule, &BLANK_LINES) {
            Repair::RemoveBlankLines
        } else if is(rule, &PREAMBLE) {
            let line = odd.preamble.as_deref().unwrap_or_default();
            if file.dialect().delimiter != b',' && !line.starts_with('#') {
                Repair::CommaDelimiter
            } else {
                Repair::RemovePreamble
            }
        } else if is(rule, &EMPTY_ROW) {
            Repair::RemoveEmptyRows
        } else if is(rule, &HEADER_WHITE_SPACE) {
            Repair::TrimHeader
        } else if is(rule, &STRAY_QUOTE) {
            Repair::QuoteStrayQuotes
        } else if is(rule, &REVIEW_COPY) {
            Repair::TakeGuardOff
        } else {
            return None;
        };
        (repair.name(), repair)
    };
    let title = if is(rule, &BOM) {
        "Remove the byte order mark".to_owned()
    } else {
        title
    };
    Some(Fix {
        title,
        kind: FixKind::Repair(repair),
    })
}

fn remove(file: &MappingFile, mut columns: Vec<usize>) -> Option<(String, Repair)> {
    order::by_key(&mut columns, |column| *column);
    columns.dedup();
    let width = file.header().len();
    // In a row of another length nobody can tell which field is the column's.
    let is_ragged = || file.rows().any(|row| file.field_count(row) != width);
    if columns.is_empty() || columns.len() == width || is_ragged() {
        return None;
    }
    let names: Vec<&str> = columns
        .iter()
        .filter_map(|at| file.head().name(*at))
        .collect();
    let title = match names.as_slice() {
        [one] => format!("Remove the column {one}"),
        many if many.len() <= 5 => format!("Remove the columns {}", many.join(", ")),
        many => format!("Remove {} columns", many.len()),
    };
    Some((title, Repair::RemoveColumns(columns)))
}

/// Of columns with the same name those after the first that say nothing else.
fn needless(file: &MappingFile, same_names: &[Vec<usize>]) -> Vec<usize> {
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    for columns in same_names {
        if let [first, others @ ..] = columns.as_slice() {
            candidates.extend(others.iter().map(|other| (*other, *first)));
        }
    }
    file.each_row(|row| {
        candidates.retain(|(other, first)| {
            let text = row.text(*other);
            text.is_empty() || text == row.text(*first)
        });
    });
    candidates.into_iter().map(|(other, _)| other).collect()
}

fn rename(file: &MappingFile, columns: &[usize]) -> Option<(String, Repair)> {
    let mut names: Vec<(usize, String)> = Vec::new();
    for column in columns {
        let former = file.head().name(*column)?;
        if let Some(known) = renamed_from(file.head(), former) {
            // Two columns cannot have the same name: the first one gets it.
            if names.iter().all(|(_, name)| name != known.name()) {
                names.push((*column, known.name().to_owned()));
            }
        }
    }
    order::by_key(&mut names, |(column, _)| *column);
    let title = match names.as_slice() {
        [] => return None,
        [(_, name)] => format!("Name the column {name} again"),
        many => format!("Give {} columns their names back", many.len()),
    };
    Some((title, Repair::RenameColumns(names)))
}
