//! Find and replace.

use serde::{Deserialize, Serialize};

use super::ViewEvent;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FindCommand {
    /// Count where something stands, and mark it from here on.
    Look(Query),
    /// Go to the next place.
    Go {
        /// From this position.
        position: u32,
        /// From this column.
        column: usize,
        /// Downwards, or else upwards.
        forward: bool,
    },
    /// Replace in one cell.
    ReplaceHere {
        /// The position of its row.
        position: u32,
        /// Its column.
        column: usize,
        /// What to put there instead.
        with: String,
    },
    /// Plan to replace everywhere.
    ReplaceAll {
        /// What to put there instead.
        with: String,
    },
    /// Look for nothing any more.
    Stop,
}

/// What to look for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Query {
    /// The text or the regular expression.
    pub text: String,
    /// Whether it is a regular expression.
    pub is_regex: bool,
    /// Whether it must be all that stands in the cell.
    pub whole_cell: bool,
    /// Whether `a` and `A` are different.
    pub match_case: bool,
    /// In which rows.
    pub rows: RowScope,
    /// In which columns, in the order shown.
    pub columns: Vec<usize>,
}

/// In which rows to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum RowScope {
    /// The rows shown.
    #[default]
    Shown,
    /// Some of the rows shown.
    Some {
        /// Position of the first.
        first: u32,
        /// How many.
        count: u32,
    },
    /// All rows of the file.
    All,
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FindEvent {
    /// What was found so far.
    Found(Found),
    /// What is looked for is no regular expression, and why.
    Bad {
        /// In words.
        message: String,
    },
    /// Where the next place is.
    At {
        /// The row.
        row: u32,
        /// The place.
        place: ViewEvent,
        /// Whether the search began again at the other end.
        is_wrapped: bool,
    },
    /// There is no place.
    Nowhere,
}

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Found {
    /// How often.
    pub times: u32,
    /// In how many cells.
    pub cells: u32,
    /// In how many rows.
    pub rows: u32,
    /// Rows looked at.
    pub done: u32,
    /// Rows to look at.
    pub total: u32,
}

impl Found {
    /// Whether all rows were looked at.
    pub fn is_complete(&self) -> bool {
        self.done >= self.total
    }
}
