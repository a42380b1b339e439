//! Changes of the file. Each is one undo step with a name.

use serde::{Deserialize, Serialize};

/// What the page asks to be changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EditCommand {
    /// Replace one cell.
    Cell {
        /// The row.
        row: u32,
        /// The column, by its place in the header.
        column: usize,
        /// The new text.
        text: String,
    },
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
}

/// What the worker answers, before the new overview.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EditEvent {
    /// Nothing was changed, and why.
    Refused {
        /// What, where, and what to do.
        message: String,
    },
}
