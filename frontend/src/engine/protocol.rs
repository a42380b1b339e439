//! What the page says to the worker, and what the worker answers.
//!
//! Both travel as JSON in the `body` of a message; a file or bytes travel beside
//! it, by structured clone or transfer. Rows are numbered from 0 here; what
//! people read counts from 1.

use serde::{Deserialize, Serialize};
use shared::checks::Severity;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Open the attached file, or the attached bytes, as the mapping file.
    Open {
        /// Its name, which the saved file keeps.
        name: String,
    },
    /// Read the attached file to check against.
    AddReference {
        /// Its name.
        name: String,
    },
    /// Stop reading.
    Cancel,
    /// Show other rows: only those that match now. Later edits do not move them.
    Show(Filter),
    /// Send a window of the rows shown.
    Rows {
        /// Place of the first row in what is shown.
        first: u32,
        /// How many.
        count: u32,
    },
    /// Replace one cell; one undo step.
    Edit {
        /// The row.
        row: u32,
        /// The column, by its place in the header.
        column: usize,
        /// The new text.
        text: String,
    },
    /// Take the last edit back.
    Undo,
    /// Do it again.
    Redo,
    /// Find the next cell with a finding.
    Seek {
        /// From this place among the rows shown.
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
    /// Send the file with its edits.
    Save,
}

/// Which rows are shown.
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
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Event {
    /// The worker is up. Nothing is sent to it before.
    Ready,
    /// A file is being read.
    Progress(Progress),
    /// Reading was stopped by [`Command::Cancel`].
    Cancelled,
    /// The file is open and checked.
    Opened(Box<Overview>),
    /// The file is not one that can be opened, and why.
    Refused {
        /// The file's name.
        name: String,
        /// What, where, and what to do.
        message: String,
    },
    /// Facts or findings are new: after a check, an edit, a reference.
    Overview(Box<Overview>),
    /// The rows shown are others now.
    Shown {
        /// The filter in force.
        filter: Filter,
        /// How many rows it shows.
        rows: u32,
    },
    /// A window of rows.
    Rows(Window),
    /// Where to go: the answer to [`Command::Seek`] and [`Command::Locate`].
    Place {
        /// Place among the rows shown.
        position: u32,
        /// The column.
        column: usize,
        /// The filter in force, which lets the row be seen.
        filter: Filter,
        /// How many rows it shows.
        rows: u32,
    },
    /// There is nothing to go to.
    NoPlace,
    /// An edit that was not made, and why.
    EditRefused {
        /// What, and what to do.
        message: String,
    },
    /// The file with its edits; the bytes are attached.
    Saved {
        /// The name to save it under.
        name: String,
    },
}

/// How far reading is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// The file's name.
    pub name: String,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all.
    pub total: u64,
    /// Rows seen so far.
    pub rows: u32,
}

/// Everything about the file except its rows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Overview {
    /// The file's name.
    pub name: String,
    /// Encoding, delimiter and line ending, as people say them.
    pub dialect: String,
    /// The columns, in the file's order.
    pub columns: Vec<ColumnView>,
    /// Rows in the file.
    pub rows: u32,
    /// Counts that filter and are shown in the status line.
    pub counts: Counts,
    /// Findings by rule, worst first.
    pub groups: Vec<Group>,
    /// Whether an upload would be refused as a whole.
    pub refuses_upload: bool,
    /// Rows that an upload would hold back.
    pub held_back: u32,
    /// Whether an edit can be taken back.
    pub can_undo: bool,
    /// Whether an edit that was taken back can be done again.
    pub can_redo: bool,
    /// What the file is checked against.
    pub references: Vec<ReferenceView>,
}

/// A column of the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ColumnView {
    /// Its name in the header.
    pub name: String,
    /// Whether its cells can be edited.
    pub editable: bool,
}

/// How many rows match each filter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that an upload would apply.
    pub ready: u32,
    /// Rows with an error.
    pub errors: u32,
    /// Rows with a warning.
    pub warnings: u32,
    /// Rows that lead to no MailUser.
    pub unmapped: u32,
    /// Rows edited.
    pub changed: u32,
}

/// The findings of one rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    /// The rule's code.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// The rule in a few words.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub how: String,
    /// How many findings in all.
    pub count: u32,
    /// The first of them.
    pub first: Vec<FindingView>,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FindingView {
    /// The row, unless it is about the file or a column.
    pub row: Option<u32>,
    /// The column, by its place in the header.
    pub column: Option<usize>,
    /// Who the row is about, where the file says so.
    pub who: Option<String>,
    /// What there is to say.
    pub message: String,
}

/// A file that the mapping file is checked against.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReferenceView {
    /// What it was recognised as.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: u32,
}

/// Some of the rows shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// Place of the first of them among the rows shown.
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
    /// What is to be said about some of them.
    pub marks: Vec<Mark>,
    /// The columns that were edited.
    pub changed: Vec<usize>,
}

/// What is to be said about a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// The column; `None` is the row as a whole.
    pub column: Option<usize>,
    /// How bad it is.
    pub severity: Severity,
    /// What there is to say.
    pub message: String,
}
