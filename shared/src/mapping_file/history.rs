//! The history: every edit, paste, fix and repair is one named step, which is taken back
//! and done again as a whole.
//!
//! A step of cells holds what it changed, so that its size and the time to undo it grow
//! with the cells it touches. A step that rewrote the file holds the file as it was on
//! the other side of it; undo swaps the two and copies nothing.

use std::sync::Arc;

use super::{file::MappingFile, overlay::Place, repair::Repair, row::RowId};

/// What a step changed: whoever checks the file checks this again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The name of the step.
    pub name: String,
    /// How many cells have another text now; 0 where the file was rewritten.
    pub cells: usize,
    /// The rows that changed.
    pub rows: ChangedRows,
}

/// The rows that a step changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChangedRows {
    /// These rows and no other, ascending, each once.
    Some(Vec<RowId>),
    /// The file was rewritten: header, dialect and every row may be others now, and a
    /// [`RowId`] may name another row.
    All,
}

impl Changed {
    /// A step that changed nothing, and is none.
    pub(super) fn nothing(name: String) -> Self {
        Self {
            name,
            cells: 0,
            rows: ChangedRows::Some(Vec::new()),
        }
    }

    /// Whether nothing changed, so that there is nothing to undo.
    pub fn is_nothing(&self) -> bool {
        matches!(&self.rows, ChangedRows::Some(rows) if rows.is_empty())
    }
}

/// Steps that were done, and steps that were taken back; the last of each is next.
#[derive(Clone, Default)]
pub(super) struct History {
    pub(super) done: Vec<Step>,
    pub(super) undone: Vec<Step>,
}

#[derive(Clone)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) what: What,
}

#[derive(Clone)]
pub(super) enum What {
    /// Changed fields, ascending, each once.
    Cells(Vec<Change>),
    /// The file on the other side of the step: before it while it is done, after it
    /// while it is undone. Its history is empty.
    Rewrite {
        repair: Repair,
        other: Box<MappingFile>,
    },
}

/// What became of a field. `None` is the text of the original.
#[derive(Clone)]
pub(super) struct Change {
    pub(super) place: Place,
    pub(super) before: Option<Arc<str>>,
    pub(super) after: Option<Arc<str>>,
}

impl History {
    /// A new step: what was undone cannot be done again.
    fn push(&mut self, name: &str, what: What) {
        self.undone.clear();
        self.done.push(Step {
            name: name.to_owned(),
            what,
        });
    }
}

impl History {
    /// Takes steps for done or undone until so many are done. What they did is done by
    /// who calls this. The name of the last one.
    pub(super) fn go_to(&mut self, wanted: usize) -> Option<String> {
        let mut name = None;
        while self.done.len() != wanted {
            let (from, to) = if self.done.len() > wanted {
                (&mut self.done, &mut self.undone)
            } else {
                (&mut self.undone, &mut self.done)
            };
            let Some(step) = from.pop() else { break };
            name = Some(step.name.clone());
            to.push(step);
        }
        name
    }
}

impl Step {
    pub(super) fn is_rewrite(&self) -> bool {
        self.cells().is_none()
    }

    /// The file on its other side, where it rewrote the file.
    pub(super) fn other(&self) -> Option<&MappingFile> {
        match &self.what {
            What::Rewrite { other, .. } => Some(other),
            What::Cells(_) => None,
        }
    }

    /// How many cells it changed; none where it rewrote the file.
    fn cells(&self) -> Option<usize> {
        match &self.what {
            What::Cells(changes) => Some(changes.len()),
            What::Rewrite { .. } => None,
        }
    }

    fn first_place(&self) -> Option<Place> {
        match &self.what {
            What::Cells(changes) => changes.first().map(|change| change.place),
            What::Rewrite { .. } => None,
        }
    }

    fn changed(&self) -> Changed {
        let (cells, rows) = match &self.what {
            What::Cells(changes) => {
                let mut rows: Vec<RowId> = changes.iter().map(|change| change.place.0).collect();
                rows.dedup();
                (changes.len(), ChangedRows::Some(rows))
            }
            What::Rewrite { .. } => (0, ChangedRows::All),
        };
        Changed {
            name: self.name.clone(),
            cells,
            rows,
        }
    }
}

impl MappingFile {
    /// Takes the last step back and says what changed by it.
    pub fn undo(&mut self) -> Option<Changed> {
        let mut step = self.edits.history.done.pop()?;
        match &mut step.what {
            What::Cells(changes) => {
                for change in changes {
                    self.edits.overlay.put(change.place, change.before.clone());
                }
            }
            What::Rewrite { other, .. } => self.swap_base(other),
        }
        let changed = step.changed();
        self.edits.history.undone.push(step);
        Some(changed)
    }

    /// Does the step again that was taken back last, and says what changed by it.
    pub fn redo(&mut self) -> Option<Changed> {
        let mut step = self.edits.history.undone.pop()?;
        match &mut step.what {
            What::Cells(changes) => {
                for change in changes {
                    self.edits.overlay.put(change.place, change.after.clone());
                }
            }
            What::Rewrite { other, .. } => self.swap_base(other),
        }
        let changed = step.changed();
        self.edits.history.done.push(step);
        Some(changed)
    }

    /// How many cells the steps change that are taken back or done again until so many
    /// are done; none if one of them rewrote the file.
    pub fn cells_on_the_way(&self, done: usize) -> Option<usize> {
        let steps = super::ahead::steps_to(self, done).into_iter();
        steps.map(Step::cells).sum()
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.edits.history.done.is_empty()
    }

    /// Whether there is a step to do again.
    pub fn can_redo(&self) -> bool {
        !self.edits.history.undone.is_empty()
    }

    /// The names of the steps that can be taken back, the next one first.
    pub fn undo_names(&self) -> impl Iterator<Item = &str> {
        names(&self.edits.history.done)
    }

    /// The names of the steps that can be done again, the next one first.
    pub fn redo_names(&self) -> impl Iterator<Item = &str> {
        names(&self.edits.history.undone)
    }

    /// The first cell that undo would change; none where it would rewrite the file.
    pub fn undo_place(&self) -> Option<(RowId, usize)> {
        self.edits.history.done.last()?.first_place()
    }

    /// The first cell that redo would change; none where it would rewrite the file.
    pub fn redo_place(&self) -> Option<(RowId, usize)> {
        self.edits.history.undone.last()?.first_place()
    }

    /// The bytes of the file as it was opened, before any repair. Without repairs they
    /// are [`MappingFile::original`].
    pub fn opened(&self) -> &[u8] {
        let mut steps = self.edits.history.done.iter();
        steps
            .find_map(|step| match &step.what {
                What::Rewrite { other, .. } => Some(other.original()),
                What::Cells(_) => None,
            })
            .unwrap_or_else(|| self.original())
    }

    /// Makes changes of cells, which stand in the order of the file, one step.
    pub(super) fn do_cells(&mut self, name: &str, changes: Vec<Change>) -> Changed {
        if changes.is_empty() {
            return Changed::nothing(name.to_owned());
        }
        for change in &changes {
            self.edits.overlay.put(change.place, change.after.clone());
        }
        self.do_step(name, What::Cells(changes))
    }

    /// Puts a repaired file in place of this one, as one step.
    pub(super) fn do_rewrite(
        &mut self,
        name: &str,
        repair: Repair,
        mut repaired: Box<MappingFile>,
    ) -> Changed {
        self.swap_base(&mut repaired);
        let other = repaired;
        self.do_step(name, What::Rewrite { repair, other })
    }

    pub(super) fn do_step(&mut self, name: &str, what: What) -> Changed {
        self.edits.history.push(name, what);
        let step = self.edits.history.done.last();
        step.map_or_else(|| Changed::nothing(name.to_owned()), Step::changed)
    }

    /// Exchanges the file for another one. History and lock stay here.
    fn swap_base(&mut self, other: &mut MappingFile) {
        let lock = self.lock();
        std::mem::swap(self, other);
        std::mem::swap(&mut self.edits.history, &mut other.edits.history);
        self.set_lock(lock);
    }
}

fn names(steps: &[Step]) -> impl Iterator<Item = &str> {
    steps.iter().rev().map(|step| step.name.as_str())
}
