//! The file as a whole, and how far work on it is.

use serde::{Deserialize, Serialize};
use shared::mapping_file::Dialect;

use super::{Doubt, Group, LeaveFacts, Outcome, ReferenceView};

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

/// How far long work is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Working {
    /// Rows looked at.
    pub done: u32,
    /// Rows in all.
    pub total: u32,
}

/// Everything about the file except its rows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Overview {
    /// A number that is another one after each change of the file.
    pub revision: u64,
    /// The file's name.
    pub name: String,
    /// Encoding, delimiter and line ending, as people say them.
    pub dialect: String,
    /// The same in parts.
    pub written: Dialect,
    /// What was guessed when it was opened.
    pub doubt: Option<Doubt>,
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
    /// The step that undo would take back.
    pub undo: Option<String>,
    /// The step that redo would do again.
    pub redo: Option<String>,
    /// Whether only the target may be edited.
    pub locked: bool,
    /// What the file is checked against.
    pub references: Vec<ReferenceView>,
    /// What became of the edit that this answers.
    pub outcome: Option<Outcome>,
    /// What is to be known before it leaves.
    pub leave: LeaveFacts,
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
    /// Rows with an error: an upload would hold them back.
    pub errors: u32,
    /// Rows with a warning.
    pub warnings: u32,
    /// Rows without a target.
    pub unmapped: u32,
    /// Rows with a target, right or wrong.
    pub mapped: u32,
    /// Rows that lead to the same MailUser as another row.
    pub conflicts: u32,
    /// Rows edited.
    pub changed: u32,
}
