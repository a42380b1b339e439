//! Which rows are shown and in which order. Neither ever changes the file.

use serde::{Deserialize, Serialize};

use super::Working;

/// What the page asks about the rows shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ViewCommand {
    /// Show other rows: those that match now. Later edits do not move them.
    Show(View),
    /// Find the next cell with a finding.
    Seek {
        /// From this position.
        position: u32,
        /// From this column.
        column: usize,
        /// Downwards, or else upwards.
        forward: bool,
    },
    /// Say where a row is among the rows shown; shows all if it is not there.
    Locate {
        /// The row.
        row: u32,
        /// The column that the answer is to carry.
        column: usize,
    },
    /// Say where a row is among the rows shown, or that it is hidden.
    Jump {
        /// The row.
        row: u32,
        /// The column that the answer is to carry.
        column: usize,
    },
    /// Say what is shown.
    Now,
    /// From here on, send only these columns of rows: of very many. None is all.
    Columns(Vec<usize>),
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ViewEvent {
    /// The rows shown are others now.
    Shown {
        /// What is shown.
        view: View,
        /// How many rows that are.
        rows: u32,
    },
    /// Rows that the view in the making shows already: there will be more.
    Growing {
        /// What is going to be shown.
        view: View,
        /// How many rows were found.
        rows: u32,
        /// How far the search is.
        working: Working,
    },
    /// The row that was to be jumped to is there, but not shown.
    Hidden {
        /// The row.
        row: u32,
    },
    /// Rows come with the columns that were asked for from here on.
    Columns,
    /// Where to go: the answer to [`ViewCommand::Seek`] and [`ViewCommand::Locate`].
    Place {
        /// The position.
        position: u32,
        /// The column.
        column: usize,
        /// What is shown, which lets the row be seen.
        view: View,
        /// How many rows that are.
        rows: u32,
    },
    /// There is no such place.
    NoPlace,
}

/// Which rows are shown, and in which order.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct View {
    /// By what is to be said about them.
    pub filter: Filter,
    /// By what their cells hold: all of these.
    pub columns: Vec<ColumnFilter>,
    /// The order; none is the file's.
    pub sort: Option<Sort>,
}

/// Which rows are shown, by what is to be said about them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Filter {
    /// Every row.
    #[default]
    All,
    /// Rows with an error.
    Errors,
    /// Rows with a warning.
    Warnings,
    /// Rows that lead to no MailUser.
    Unmapped,
    /// Rows edited since the file was opened.
    Changed,
    /// Rows that have a target.
    Mapped,
    /// Rows whose target another row has too, or whose status says that they conflict.
    Conflict,
    /// Rows in which a rule found something: its place in the catalogue.
    Rule(u8),
}

/// A filter on a column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ColumnFilter {
    /// The column, by its place in the header.
    pub column: usize,
    /// What a cell must be like.
    pub test: CellTest,
}

/// What a cell must be like. White space around it does not count.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CellTest {
    /// It holds this, in any case of letters.
    Contains(String),
    /// Nothing is in it.
    Empty,
    /// Something is in it.
    NotEmpty,
}

/// An order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sort {
    /// By this column, by its place in the header.
    pub column: usize,
    /// The last first.
    pub descending: bool,
}
