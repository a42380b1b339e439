//! Edits of many cells at once: paste, find and replace, clear. Each is first a plan
//! that shows what would land where, then one undo step.

use std::fmt;

use super::{
    edit::{EditError, Lock},
    file::MappingFile,
    history::Changed,
    row::RowId,
};
use crate::order;

mod letters;
pub(super) mod paste;
pub(super) mod pattern;
pub(super) mod search;

/// What a bulk edit would do, cell by cell, before anything is done.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct EditPlan {
    /// Where each value lands, and what stands there now.
    pub landings: Vec<Landing>,
    /// How many values lie beyond the last row or column that was given.
    pub beyond: usize,
    /// Paste: how many values land beside what was selected, because the copied block
    /// is larger. Else 0.
    pub beside: usize,
    /// Find and replace: how many times the text was found. Else 0.
    pub occurrences: usize,
    /// Whether it puts values back that were locked from the start, which needs no key.
    restores: bool,
}

/// One cell of a plan.
#[derive(Clone, PartialEq, Eq)]
pub struct Landing {
    /// The row.
    pub row: RowId,
    /// The column's place.
    pub column: usize,
    /// The text now.
    pub before: String,
    /// The text then.
    pub after: String,
    /// Why the cell cannot take it.
    pub refusal: Option<EditError>,
}

/// Why a bulk edit cannot even be planned.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PlanError {
    /// The regular expression is none, or too large a one.
    #[error("this is no regular expression that can be used: {0}")]
    Pattern(String),
    /// The texts that would be written are more than there may be.
    #[error(
        "the new texts would have more than {MOST_BYTES} bytes together: choose fewer rows, or a shorter text"
    )]
    TooLarge,
}

/// How many bytes the texts of a plan may have together: a `$0$0` or a long text in
/// every row would otherwise take any memory there is.
const MOST_BYTES: usize = 256 << 20;

impl PlanError {
    /// Refuses new texts that are more than there may be: for plans that are made in
    /// parts.
    pub fn if_too_large(bytes: usize) -> Result<(), Self> {
        if bytes > MOST_BYTES {
            return Err(Self::TooLarge);
        }
        Ok(())
    }
}

impl Landing {
    /// Whether the cell would be another than before.
    pub fn changes(&self) -> bool {
        self.refusal.is_none() && self.before != self.after
    }
}

impl EditPlan {
    /// How many cells would change.
    pub fn changed_cells(&self) -> usize {
        self.landings.iter().filter(|cell| cell.changes()).count()
    }

    /// In how many rows cells would change.
    pub fn changed_rows(&self) -> usize {
        let cells = self.landings.iter().filter(|cell| cell.changes());
        let mut rows: Vec<RowId> = cells.map(|cell| cell.row).collect();
        // Most plans go through the file from its start to its end.
        rows.dedup();
        order::by_number(&mut rows, |row| u64::from(row.0));
        rows.dedup();
        rows.len()
    }

    /// Adds what was planned for further rows.
    pub fn append(&mut self, mut more: Self) {
        self.restores |= more.restores;
        self.landings.append(&mut more.landings);
        self.beyond += more.beyond;
        self.beside += more.beside;
        self.occurrences += more.occurrences;
    }

    /// How many bytes the new texts have together.
    pub fn bytes(&self) -> usize {
        self.landings.iter().map(|cell| cell.after.len()).sum()
    }

    /// The cells that cannot take their value, each with the reason.
    pub fn refused(&self) -> impl Iterator<Item = (&Landing, &EditError)> {
        self.landings
            .iter()
            .filter_map(|cell| Some((cell, cell.refusal.as_ref()?)))
    }
}

impl MappingFile {
    /// What emptying cells would do.
    pub fn plan_clear(&self, rows: &[RowId], columns: &[usize]) -> EditPlan {
        let cells = rows
            .iter()
            .flat_map(|row| columns.iter().map(|column| (*row, *column)));
        EditPlan {
            landings: cells
                .map(|(row, column)| self.landing(self.lock(), row, column, String::new()))
                .collect(),
            ..EditPlan::default()
        }
    }

    /// What putting values back would do: locked columns, too, because what is put back
    /// is what was locked.
    pub fn plan_restore(
        &self,
        cells: impl IntoIterator<Item = (RowId, usize, String)>,
    ) -> EditPlan {
        EditPlan {
            landings: cells
                .into_iter()
                .map(|(row, column, text)| self.landing(Lock::Nothing, row, column, text))
                .collect(),
            restores: true,
            ..EditPlan::default()
        }
    }

    /// What setting cells would do.
    pub fn plan_set(&self, cells: impl IntoIterator<Item = (RowId, usize, String)>) -> EditPlan {
        EditPlan {
            landings: cells
                .into_iter()
                .map(|(row, column, text)| self.landing(self.lock(), row, column, text))
                .collect(),
            ..EditPlan::default()
        }
    }

    /// Does what a plan says, as one undo step called `name`, without the cells that
    /// the plan itself shows as refused. If another cell cannot be edited, nothing is
    /// done. Says which rows changed, and how many cells.
    pub fn apply(&mut self, name: &str, plan: &EditPlan) -> Result<Changed, EditError> {
        let lock = self.lock_for(plan);
        let cells = plan
            .landings
            .iter()
            .filter(|cell| cell.changes())
            .map(|cell| (cell.row, cell.column, cell.after.as_str()));
        self.set_cells_under(lock, name, cells.collect())
    }

    /// What a plan has to keep to.
    pub(super) fn lock_for(&self, plan: &EditPlan) -> Lock {
        if plan.restores {
            Lock::Nothing
        } else {
            self.lock()
        }
    }

    fn landing(&self, lock: Lock, row: RowId, column: usize, after: String) -> Landing {
        Landing {
            row,
            column,
            before: self.cell(row, column).into_owned(),
            refusal: self.may_set_under(lock, row, column, &after).err(),
            after,
        }
    }
}

impl fmt::Debug for EditPlan {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EditPlan")
            .field("landings", &self.landings.len())
            .field("changed_cells", &self.changed_cells())
            .field("beyond", &self.beyond)
            .field("occurrences", &self.occurrences)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Landing {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Landing")
            .field("row", &self.row)
            .field("column", &self.column)
            .field("changes", &self.changes())
            .finish_non_exhaustive()
    }
}
