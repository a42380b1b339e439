//! Blocks of cells that come from the clipboard or go there.

use serde::{Deserialize, Serialize};

use super::Area;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ClipboardCommand {
    /// Write cells as a spreadsheet reads them.
    Copy(Area),
    /// Plan a paste; one value onto one cell is done at once.
    Paste {
        /// Position of the first selected row.
        first: u32,
        /// How many rows are selected.
        rows: u32,
        /// From the first selected column to the last one shown, in the order shown.
        columns: Vec<usize>,
        /// How many of the columns are selected.
        selected: usize,
        /// What was pasted; where it is empty, the text that travels beside the command.
        text: String,
    },
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ClipboardEvent {
    /// The cells, whose text travels beside this event.
    Copied {
        /// How many cells.
        cells: u64,
    },
}
