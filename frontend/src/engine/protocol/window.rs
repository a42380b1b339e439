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
}

/// One row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowView {
    /// Which row of the file it is.
    pub row: u32,
    /// Its cells, in the file's order; long ones cut unless they can be edited.
    pub cells: Vec<String>,
    /// What is to be said about some of them, worst first.
    pub marks: Vec<Mark>,
    /// The columns that were edited.
    pub changed: Vec<usize>,
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
