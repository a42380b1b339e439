//! Rows, as the grid shows them.

use serde::{Deserialize, Serialize};
use shared::checks::Severity;

/// Some of the rows shown.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Window {
    /// Position of the first of them.
    pub first: u32,
    /// The rows.
    pub rows: Vec<RowView>,
    /// The columns whose cells they have, in ascending order; empty is all of the file's.
    pub columns: Vec<usize>,
}

impl Window {
    /// So many rows at hand are kept on either side of newer ones.
    pub const KEPT: u32 = 128;

    /// The text of a row's cell, where it came with the row. The column is one of the
    /// file.
    pub fn text<'a>(&self, row: &'a RowView, column: usize) -> Option<&'a str> {
        let place = if self.columns.is_empty() {
            column
        } else {
            self.columns.binary_search(&column).ok()?
        };
        row.cells.get(place).map(String::as_str)
    }

    /// The first position after its rows.
    pub fn end(&self) -> u32 {
        let count = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.first.saturating_add(count)
    }

    /// Takes in newer rows of the same view. Rows that stand right before or after them
    /// stay, as far as they are near; around a few that are only new in content, all.
    pub fn take_in(&mut self, new: Window) {
        let touches = self.columns == new.columns
            && !self.rows.is_empty()
            && !new.rows.is_empty()
            && new.first <= self.end()
            && self.first <= new.end();
        if !touches {
            *self = new;
            return;
        }
        let count = |rows: u32| usize::try_from(rows).unwrap_or(usize::MAX);
        let kept = count(Self::KEPT);
        let before = count(new.first.saturating_sub(self.first));
        if self.first <= new.first && new.end() <= self.end() {
            for (old, new) in self.rows.iter_mut().skip(before).zip(new.rows) {
                *old = new;
            }
            return;
        }
        let after = count(self.end().saturating_sub(new.end()));
        let mut rows = std::mem::take(&mut self.rows);
        let mut last = rows.split_off(rows.len().saturating_sub(after));
        last.truncate(kept);
        rows.truncate(before);
        rows.drain(..rows.len().saturating_sub(kept));
        let before = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        self.first = new.first.saturating_sub(before);
        rows.extend(new.rows);
        rows.append(&mut last);
        self.rows = rows;
    }

    /// The row at a position, if it is at hand.
    pub fn row_at(&self, position: u32) -> Option<&RowView> {
        let place = usize::try_from(position.checked_sub(self.first)?).ok()?;
        self.rows.get(place)
    }
}

/// One row.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RowView {
    /// Which row of the file it is.
    pub row: u32,
    /// Its cells in the order of [`Window::columns`]; long ones cut unless they can be
    /// edited.
    pub cells: Vec<String>,
    /// What is to be said about some of them, worst first.
    pub marks: Vec<Mark>,
    /// The columns that were edited.
    pub changed: Vec<usize>,
    /// Where what is looked for stands.
    pub found: Vec<FoundAt>,
}

/// A place within the text of a cell, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FoundAt {
    /// The column.
    pub column: usize,
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// What is to be said about a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// The column; `None` is the row as a whole.
    pub column: Option<usize>,
    /// The rule's code.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What there is to say.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_found_by_its_column_in_the_file() {
        let row = RowView {
            row: 7,
            cells: vec!["a".into(), "b".into()],
            marks: Vec::new(),
            changed: Vec::new(),
            found: Vec::new(),
        };
        for (columns, column, text) in [
            (vec![], 1, Some("b")),
            (vec![], 2, None),
            (vec![3, 9], 9, Some("b")),
            (vec![3, 9], 1, None),
        ] {
            let window = Window {
                first: 5,
                rows: vec![row.clone()],
                columns,
            };
            assert_eq!(window.text(&row, column), text, "{:?}", window.columns);
            assert_eq!(window.row_at(5), Some(&row));
            assert_eq!((window.row_at(4), window.row_at(6)), (None, None));
        }
    }

    #[test]
    fn newer_rows_take_the_place_of_older_ones_beside_those_that_stay() {
        let window = |first: u32, count: u32, note: &str| Window {
            first,
            rows: (first..first + count)
                .map(|row| RowView {
                    row,
                    cells: vec![note.into()],
                    ..RowView::default()
                })
                .collect(),
            columns: Vec::new(),
        };
        for (old, new, first, end, newer) in [
            // After, before, within, apart, and far more than is kept.
            ((100, 50), (150, 20), 100, 170, 150..170),
            ((100, 50), (60, 40), 60, 150, 60..100),
            ((100, 50), (90, 30), 90, 150, 90..120),
            ((100, 50), (110, 10), 100, 150, 110..120),
            ((100, 50), (151, 10), 151, 161, 151..161),
            ((0, 900), (900, 10), 772, 910, 900..910),
            ((0, 900), (450, 1), 0, 900, 450..451),
            ((100, 900), (90, 10), 90, 228, 90..100),
        ] {
            let mut joined = window(old.0, old.1, "old");
            joined.take_in(window(new.0, new.1, "new"));
            assert_eq!(
                (joined.first, joined.end()),
                (first, end),
                "{old:?} {new:?}"
            );
            for position in first..end {
                let row = joined.row_at(position).unwrap();
                let is_new = row.cells[0] == "new";
                assert_eq!((row.row, is_new), (position, newer.contains(&position)));
            }
        }
    }
}
