//! Whether a row is one that a view shows.

use shared::{
    checks::{Severity, catalogue},
    mapping_file::{MappingFile, RowId},
};

use crate::engine::{
    open_file::OpenFile,
    protocol::{CellTest, Filter, View},
};

/// What a view asks of a row, ready to be asked of many.
#[derive(Debug)]
pub(super) struct Matcher {
    filter: Filter,
    columns: Vec<(usize, Test)>,
}

#[derive(Debug)]
enum Test {
    /// In small letters.
    Contains(String),
    Empty(bool),
}

impl Matcher {
    pub(super) fn new(view: &View) -> Self {
        let columns = view
            .columns
            .iter()
            .map(|filter| {
                let test = match &filter.test {
                    CellTest::Contains(text) => Test::Contains(text.trim().to_lowercase()),
                    CellTest::Empty => Test::Empty(true),
                    CellTest::NotEmpty => Test::Empty(false),
                };
                (filter.column, test)
            })
            .collect();
        Self {
            filter: view.filter,
            columns,
        }
    }

    /// The first row from this one on that may match: where findings say so, the others
    /// need not be looked at.
    pub(super) fn candidate(&self, open: &OpenFile, from: u32) -> Option<u32> {
        let all = open.file().row_count();
        match self.filter {
            Filter::Errors => {
                let held_back = open.checked.held_back();
                (from..all).find(|row| held_back.contains(*row))
            }
            Filter::Conflict => {
                let in_conflict = open.checked.in_conflict();
                (from..all).find(|row| in_conflict.contains(*row))
            }
            Filter::Warnings | Filter::Rule(_) => {
                let before = from.checked_sub(1).map(RowId);
                open.checked.next_row(before).map(|row| row.0)
            }
            Filter::Changed if open.file().changed_rows() == 0 => None,
            _ => (from < all).then_some(from),
        }
    }

    /// Whether a candidate matches.
    pub(super) fn matches(&self, open: &OpenFile, row: u32) -> bool {
        let id = RowId(row);
        self.is_under_filter(open, id) && self.is_under_columns(open.file(), id)
    }

    fn is_under_filter(&self, open: &OpenFile, row: RowId) -> bool {
        let file = open.file();
        match self.filter {
            Filter::All | Filter::Errors | Filter::Conflict => true,
            Filter::Warnings => open
                .checked
                .places_of(row)
                .any(|found| found.severity == Severity::Warning),
            Filter::Rule(place) => {
                let rule = catalogue().get(usize::from(place));
                open.checked
                    .places_of(row)
                    .any(|found| Some(found.rule) == rule)
            }
            Filter::Mapped => !open.has_no_target(row),
            Filter::Unmapped => open.has_no_target(row),
            Filter::Changed => file.row(row).is_some_and(|row| row.is_edited()),
        }
    }

    fn is_under_columns(&self, file: &MappingFile, row: RowId) -> bool {
        if self.columns.is_empty() {
            return true;
        }
        let Some(row) = file.row(row) else {
            return false;
        };
        self.columns.iter().all(|(column, test)| {
            let cell = row.text(*column);
            match test {
                Test::Contains(needle) => contains(&cell, needle),
                Test::Empty(is_empty) => cell.trim().is_empty() == *is_empty,
            }
        })
    }
}

/// Whether a text holds another in any case of letters. The other is in small ones.
fn contains(text: &str, needle: &str) -> bool {
    // Outside of ASCII a small letter may be longer, and more than one may have it.
    if !text.is_ascii() {
        return text.to_lowercase().contains(needle);
    }
    let Some((first, rest)) = needle.as_bytes().split_first() else {
        return true;
    };
    let mut left = text.as_bytes();
    while let Some(at) = left
        .iter()
        .position(|byte| byte.eq_ignore_ascii_case(first))
    {
        let Some(after) = left.get(at + 1..) else {
            return false;
        };
        if after
            .get(..rest.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(rest))
        {
            return true;
        }
        left = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_match_in_any_case() {
        for (text, needle, is_there) in [
            ("lena.Berg@contoso.example", "berg", true),
            ("lena.Berg@contoso.example", "bergen", false),
            ("aab", "ab", true),
            ("a", "ab", false),
            ("ÉLODIE", "élodie", true),
            ("Łukasz Östergård", "öster", true),
            // The Kelvin sign is a K.
            ("\u{212a}", "k", true),
            ("anything", "", true),
            ("", "a", false),
        ] {
            assert_eq!(contains(text, needle), is_there, "{text} {needle}");
        }
    }
}
