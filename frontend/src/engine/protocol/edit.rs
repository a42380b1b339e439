//! Changes of the file. Each is one undo step with a name.

use serde::{Deserialize, Serialize};

use super::Window;

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
    /// Empty cells.
    Clear {
        /// Which.
        area: Area,
        /// Whether they went to the clipboard first.
        is_cut: bool,
    },
    /// Do what was planned last.
    Apply,
    /// Forget it.
    Discard,
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Undo or redo until so many steps are done.
    GoTo {
        /// How many.
        done: u32,
    },
    /// List the steps.
    History,
    /// Say which columns may be edited.
    Lock {
        /// Only the target, or else all.
        target_only: bool,
    },
}

/// What the worker answers, unless it is an overview with an [`Outcome`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EditEvent {
    /// The edited row as it is now, which is told before what the edit makes of the file.
    Row(Window),
    /// Nothing was changed, and why.
    Refused {
        /// What, where, and what to do.
        message: String,
    },
    /// What would be done by [`EditCommand::Apply`].
    Planned(Box<PlanView>),
    /// The steps.
    History(Steps),
}

/// A rectangle of the grid.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Area {
    /// Position of its first row.
    pub first: u32,
    /// How many rows.
    pub rows: u32,
    /// Its columns in the order shown, by their places in the header.
    pub columns: Vec<usize>,
}

/// What kind of step was done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Did {
    /// A cell was edited.
    #[default]
    Edited,
    /// Cells were emptied.
    Cleared,
    /// Cells were emptied that are on the clipboard now.
    Cut,
    /// Cells were pasted.
    Pasted,
    /// Text was replaced.
    Replaced,
    /// Cells were put back as they were.
    Reverted,
    /// Rows were led to the MailUsers that rules found.
    Matched,
    /// A step was taken back.
    Undone,
    /// A step was done again.
    Redone,
    /// More steps than one were taken back.
    WentBack,
    /// More steps than one were done again.
    WentForward,
    /// Other columns can be edited.
    Locked,
}

/// What became of an edit, to be told.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// What was done.
    pub did: Did,
    /// The step's name.
    pub name: String,
    /// How many cells have another text.
    pub cells: u32,
    /// How many could not be changed.
    pub refused: u32,
    /// Why the first of those could not.
    pub reason: Option<String>,
    /// Where the first change is shown; none if it is not shown.
    pub place: Option<(u32, usize)>,
    /// Whether the change is in rows that are not shown.
    pub is_hidden: bool,
}

/// The history.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Steps {
    /// The names of the latest steps that are done, the last one first.
    pub done: Vec<String>,
    /// How many steps are done in all.
    pub done_in_all: u32,
    /// The names of the steps that were taken back, the one that redo does first.
    pub undone: Vec<String>,
}

/// What is planned.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Plan {
    /// A paste.
    Paste,
    /// Find and replace.
    Replace,
}

/// What an edit would do, before it does it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanView {
    /// What it is.
    pub plan: Plan,
    /// How many cells would change.
    pub cells: u32,
    /// In how many rows.
    pub rows: u32,
    /// How many cells hold that text already.
    pub same: u32,
    /// How many cells cannot take their value.
    pub refused: u32,
    /// How many values lie beyond the last row or column.
    pub beyond: u32,
    /// How many values land beside what was selected.
    pub beside: u32,
    /// How often the text was found.
    pub occurrences: u32,
    /// Whether the copied block is repeated, to fill what is selected.
    pub fills: bool,
    /// Where the first values land.
    pub landings: Vec<LandingView>,
    /// Why cells cannot take their value, and how many each time.
    pub refusals: Vec<(String, u32)>,
}

/// Where one value lands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LandingView {
    /// The row.
    pub row: u32,
    /// Whom the row is about.
    pub who: Option<String>,
    /// The column's name.
    pub column: String,
    /// The text now.
    pub before: String,
    /// The text then.
    pub after: String,
    /// Whether the cell cannot take it.
    pub is_refused: bool,
}
