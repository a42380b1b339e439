//! Fixes and repairs: what they would do, and doing it. Each is one undo step.

use serde::{Deserialize, Serialize};
use shared::mapping_file::{Repair, RepairPreview};

use super::{LandingView, Overview};

/// What the page asks about fixes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FixCommand {
    /// Say what it would do.
    Preview(Mend),
    /// Do it. What would change more than one cell is shown first.
    Make {
        /// What.
        mend: Mend,
        /// Whether somebody saw what it would do.
        is_seen: bool,
    },
}

/// What is to be put right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Mend {
    /// All findings of a rule that can be.
    All {
        /// The rule's code.
        code: String,
    },
    /// A finding of a rule.
    One {
        /// The rule's code.
        code: String,
        /// The row, unless it is about the file.
        row: Option<u32>,
        /// The column, by its place in the header.
        column: Option<usize>,
    },
    /// The worst finding at a cell that can be, or in its row.
    At {
        /// The row.
        row: u32,
        /// The column, by its place in the header.
        column: usize,
    },
    /// How the file is written.
    Written(Repair),
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FixEvent {
    /// What it would do. Nothing was done.
    Preview(Box<FixPreview>),
    /// It cannot be done, and why.
    Refused {
        /// What, where, and what to do; empty where there is simply nothing to do.
        message: String,
    },
    /// It is done.
    Made {
        /// What the undo step is called.
        name: String,
        /// The file after it.
        overview: Box<Overview>,
    },
}

/// What a fix would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FixPreview {
    /// What makes it.
    pub mend: Mend,
    /// What the undo step would be called.
    pub title: String,
    /// How.
    pub by: FixBy,
}

/// How a fix is made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FixBy {
    /// By setting cells.
    Cells(CellsPreview),
    /// By writing the file otherwise.
    Repair(RepairPreview),
}

/// What setting cells would do.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CellsPreview {
    /// How many cells would change.
    pub cells: u32,
    /// In how many rows.
    pub rows: u32,
    /// How many findings of the rule would stay, because what is meant is not certain.
    pub left: u32,
    /// The first of the cells.
    pub first: Vec<LandingView>,
}
