//! What differs from the file as it was opened, or from a baseline.

use serde::{Deserialize, Serialize};

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ChangesCommand {
    /// Count all changes and list some of one kind.
    List {
        /// Compared with what.
        against: Against,
        /// Of which kind.
        which: Which,
        /// How many to leave out.
        skip: u32,
        /// How many to list.
        count: u32,
    },
    /// Put back what stood there before, as one step.
    Revert {
        /// Compared with what.
        against: Against,
        /// Which cells.
        what: Revert,
    },
    /// Send all changes as a file.
    Export {
        /// Compared with what.
        against: Against,
        /// How they are written.
        form: ChangesForm,
    },
}

/// What the file is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Against {
    /// The file as it was opened.
    #[default]
    AsOpened,
    /// The reference that is the file as it was downloaded.
    Baseline,
}

/// A kind of change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Which {
    /// Cells with another text.
    #[default]
    Cells,
    /// Those of them in locked columns.
    Locked,
    /// Rows that the other file lacks.
    Added,
    /// Rows that are missing here.
    Removed,
    /// Rows in another order.
    Moved,
}

/// What is put back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Revert {
    /// One cell.
    Cell {
        /// The row.
        row: u32,
        /// The column, by its place in the header.
        column: usize,
    },
    /// All changed cells of a row.
    Row(u32),
    /// All changed cells.
    All,
}

/// How changes are written into a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ChangesForm {
    /// For people.
    Csv,
    /// For programs.
    Json,
}

/// What the worker answers. A revert answers as an edit does.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ChangesEvent {
    /// What was asked for.
    Listed(Box<Changes>),
    /// It cannot be done, and why.
    Refused {
        /// What, and what to do.
        message: String,
    },
}

/// Changes in numbers, and some of them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Changes {
    /// Compared with what.
    pub against: Against,
    /// In numbers.
    pub counts: ChangeCounts,
    /// Columns that the other file lacks.
    pub columns_added: Vec<String>,
    /// Columns that are missing here.
    pub columns_removed: Vec<String>,
    /// Of which kind those below are.
    pub which: Which,
    /// How many of them were left out before.
    pub skip: u32,
    /// The changes, in the order of the file.
    pub listed: Vec<ChangeView>,
}

/// Changes in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ChangeCounts {
    /// Cells with another text.
    pub cells: u32,
    /// Those of them in locked columns.
    pub locked: u32,
    /// Rows that the other file lacks.
    pub added: u32,
    /// Rows that are missing here.
    pub removed: u32,
    /// Rows in another order.
    pub moved: u32,
}

impl ChangeCounts {
    /// How many there are of a kind.
    pub fn of(self, which: Which) -> u32 {
        match which {
            Which::Cells => self.cells,
            Which::Locked => self.locked,
            Which::Added => self.added,
            Which::Removed => self.removed,
            Which::Moved => self.moved,
        }
    }
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ChangeView {
    /// The row; none if it is missing here.
    pub row: Option<u32>,
    /// The row in the other file; none if it is missing there.
    pub row_before: Option<u32>,
    /// Who it is about.
    pub who: Option<String>,
    /// The cell, if it is about one.
    pub cell: Option<CellView>,
}

/// What became of a cell. Long texts are cut.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CellView {
    /// The column, by its place in the header.
    pub column: usize,
    /// Its name.
    pub name: String,
    /// The text before; none where the row was too short to have the cell.
    pub before: Option<String>,
    /// The text now; none where the row is too short to have the cell.
    pub after: Option<String>,
    /// Whether nobody may change this column.
    pub is_locked: bool,
}
