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

    /// The row at a position, if it is at hand.
    pub fn row_at(&self, position: u32) -> Option<&RowView> {
        let place = usize::try_from(position.checked_sub(self.first)?).ok()?;
        self.rows.get(place)
    }
}

/// One row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
}
