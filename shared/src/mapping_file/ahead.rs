//! A step of very many cells, made ready beside the file: some thousand cells at a time,
//! so that who waits can be told how far it is, and can change their mind. The file is as
//! it was until [`StepAhead::finish`].

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{
    bulk_edit::EditPlan,
    edit::EditError,
    file::MappingFile,
    history::{Change, Changed, ChangedRows, Step, What},
    overlay::{Overlay, Place},
    repair::{Repair, RepairError},
    row::{Row, RowId},
    row_pass::RowPass,
};

/// Cells looked at in one call.
const SOME: usize = 2048;

/// A step that is being made ready.
pub(crate) struct StepAhead {
    goal: Goal,
    /// How many cells were gathered, of which step.
    at: (usize, usize),
    /// The texts to be, before they are merged into those that are; none is the
    /// original's.
    texts: BTreeMap<Place, Option<Arc<str>>>,
    is_gathered: bool,
    /// How many texts were gathered, once they all are.
    in_all: usize,
    /// The changed fields of the file after the step.
    overlay: Overlay,
    /// How far they were merged.
    merged: Option<Place>,
    changes: Vec<Change>,
    rows: Vec<RowId>,
}

enum Goal {
    /// A new step.
    Plan {
        name: String,
        plan: EditPlan,
    },
    /// So many steps done, and only steps of cells between here and there.
    Done(usize),
    /// The last step taken back, or done again: it rewrote the file.
    SwapBack,
    SwapForth,
    /// A new step that rewrites it.
    Repaired {
        name: String,
        repair: Repair,
        file: Box<MappingFile>,
    },
}

impl StepAhead {
    /// What a plan says, as one step called `name`.
    pub(crate) fn plan(name: String, plan: EditPlan) -> Self {
        Self::of(Goal::Plan { name, plan })
    }

    /// A repair as one step called `name`: what is written otherwise is written at once.
    /// None if there is nothing to do.
    pub(crate) fn repair(
        file: &MappingFile,
        name: String,
        repair: Repair,
    ) -> Result<Option<Self>, RepairError> {
        let repaired = file.repaired(&repair)?.map(Box::new);
        Ok(repaired.map(|file| Self::of(Goal::Repaired { name, repair, file })))
    }

    /// Undoing or redoing until so many steps are done. None if there is nothing to do,
    /// and if one of several steps rewrote the file.
    pub(crate) fn go_to(file: &MappingFile, wanted: usize) -> Option<Self> {
        let steps = steps_to(file, wanted);
        let is_back = wanted < file.edits.history.done.len();
        match steps.as_slice() {
            [] => None,
            [one] if one.is_rewrite() && is_back => Some(Self::of(Goal::SwapBack)),
            [one] if one.is_rewrite() => Some(Self::of(Goal::SwapForth)),
            all if all.iter().any(|step| step.is_rewrite()) => None,
            _ => Some(Self::of(Goal::Done(wanted))),
        }
    }

    fn of(goal: Goal) -> Self {
        Self {
            goal,
            at: (0, 0),
            texts: BTreeMap::new(),
            is_gathered: false,
            in_all: 0,
            overlay: Overlay::default(),
            merged: None,
            changes: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Does some more; true once the step is ready. `file` is the same each time.
    pub(crate) fn step(&mut self, file: &MappingFile) -> Result<bool, EditError> {
        if self.is_rewrite() {
            return Ok(true);
        }
        if self.is_gathered {
            return Ok(self.merge(file));
        }
        self.is_gathered = match &self.goal {
            Goal::Plan { .. } => self.gather_plan(file)?,
            _ => self.gather_steps(file),
        };
        if self.is_gathered {
            self.in_all = self.texts.len();
        }
        Ok(false)
    }

    /// How far it is, per mille.
    pub(crate) fn done(&self, file: &MappingFile) -> usize {
        let part = |done: usize, of: usize| (done.saturating_mul(1000) / of.max(1)).min(1000);
        let gathered = match &self.goal {
            _ if self.is_gathered => 1000,
            Goal::Plan { plan, .. } => part(self.at.0, plan.landings.len()),
            Goal::Done(wanted) => part(self.at.1, steps_to(file, *wanted).len()),
            _ => 1000,
        };
        let left = self.texts.len();
        let merged = match self.in_all {
            0 => 0,
            in_all => part(in_all.saturating_sub(left), in_all),
        };
        usize::midpoint(gathered, merged)
    }

    /// The rows that the step changes, ascending, each once; none where it rewrites the
    /// file.
    pub(crate) fn rows(&self) -> Option<&[RowId]> {
        (!self.is_rewrite()).then_some(&self.rows)
    }

    /// The file that a rewriting step puts in place of this one.
    pub(crate) fn rewritten<'a>(&'a self, file: &'a MappingFile) -> Option<&'a MappingFile> {
        let history = &file.edits.history;
        let step = match &self.goal {
            Goal::Repaired { file, .. } => return Some(file),
            Goal::SwapBack => history.done.last()?,
            Goal::SwapForth => history.undone.last()?,
            Goal::Plan { .. } | Goal::Done(_) => return None,
        };
        match &step.what {
            What::Rewrite { other, .. } => Some(other),
            What::Cells(_) => None,
        }
    }

    /// Visits the rows of the next piece of a pass, as the step leaves them; false at
    /// the end. The pass is one over the file as it will be.
    pub(crate) fn next_piece(
        &self,
        file: &MappingFile,
        pass: &mut RowPass,
        mut visit: impl FnMut(&Row<'_>),
    ) -> bool {
        match self.rewritten(file) {
            Some(other) => other.next_piece(pass, visit),
            None => pass.piece(file, &self.overlay, &mut visit),
        }
    }

    /// Makes the step, which is ready.
    pub(crate) fn finish(self, file: &mut MappingFile) -> Changed {
        let changed = match self.goal {
            Goal::SwapBack => file.undo(),
            Goal::SwapForth => file.redo(),
            Goal::Repaired {
                name,
                repair,
                file: repaired,
            } => Some(file.do_rewrite(&name, repair, repaired)),
            Goal::Plan { name, .. } if self.changes.is_empty() => Some(Changed::nothing(name)),
            Goal::Plan { name, .. } => {
                file.edits.overlay = self.overlay;
                Some(file.do_step(&name, What::Cells(self.changes)))
            }
            Goal::Done(wanted) => {
                file.edits.overlay = self.overlay;
                let name = file.edits.history.go_to(wanted);
                name.map(|name| Changed {
                    name,
                    cells: self.changes.len(),
                    rows: ChangedRows::Some(self.rows),
                })
            }
        };
        changed.unwrap_or_else(|| Changed::nothing(String::new()))
    }

    fn is_rewrite(&self) -> bool {
        matches!(
            self.goal,
            Goal::SwapBack | Goal::SwapForth | Goal::Repaired { .. }
        )
    }

    /// Takes in some of the plan's cells; true at its end.
    fn gather_plan(&mut self, file: &MappingFile) -> Result<bool, EditError> {
        let Goal::Plan { plan, .. } = &mut self.goal else {
            return Ok(true);
        };
        let lock = file.lock_for(plan);
        let from = self.at.0;
        let to = from.saturating_add(SOME).min(plan.landings.len());
        let cells = plan.landings.get_mut(from..to).unwrap_or_default();
        for cell in cells {
            let changes = cell.changes();
            // The plan is needed no more, and is let go of on the way.
            let after = std::mem::take(&mut cell.after);
            drop(std::mem::take(&mut cell.before));
            if changes {
                let place = (cell.row, cell.column);
                file.may_set_under(lock, place.0, place.1, &after)?;
                let is_original = file.original_cell(place.0, place.1) == after.as_str();
                let text = (!is_original).then(|| Arc::from(after));
                self.texts.insert(place, text);
            }
        }
        self.at.0 = to;
        Ok(to == plan.landings.len())
    }

    /// Takes in some of the cells of the steps on the way; true at their end.
    fn gather_steps(&mut self, file: &MappingFile) -> bool {
        let Goal::Done(wanted) = self.goal else {
            return true;
        };
        let is_back = wanted < file.edits.history.done.len();
        let steps = steps_to(file, wanted);
        let Some(What::Cells(changes)) = steps.get(self.at.1).map(|step| &step.what) else {
            return true;
        };
        let to = self.at.0.saturating_add(SOME).min(changes.len());
        for change in changes.get(self.at.0..to).unwrap_or_default() {
            let text = if is_back {
                &change.before
            } else {
                &change.after
            };
            self.texts.insert(change.place, text.clone());
        }
        self.at = if to < changes.len() {
            (to, self.at.1)
        } else {
            (0, self.at.1 + 1)
        };
        self.at.1 == steps.len()
    }

    /// Puts some of the texts to be among those that are, in the order of the file; true
    /// at the end. Lets go of them on the way: a million at once would take a while.
    fn merge(&mut self, file: &MappingFile) -> bool {
        let mut old = file.edits.overlay.after(self.merged).peekable();
        for _ in 0..SOME {
            let next = self.texts.first_key_value().map(|(place, _)| *place);
            let place = match (old.peek(), next) {
                (Some((one, _)), Some(other)) => (**one).min(other),
                (Some((place, _)), None) => **place,
                (None, Some(place)) => place,
                (None, None) => return true,
            };
            let before = old.next_if(|(at, _)| **at == place).map(|(_, text)| text);
            let new = (next == Some(place)).then(|| self.texts.pop_first());
            let after = match new.flatten() {
                Some((_, text)) if text.as_ref() != before => {
                    self.changes.push(Change {
                        place,
                        before: before.cloned(),
                        after: text.clone(),
                    });
                    if self.rows.last() != Some(&place.0) {
                        self.rows.push(place.0);
                    }
                    text
                }
                _ => before.cloned(),
            };
            if let Some(text) = after {
                self.overlay.push(place, text);
            }
            self.merged = Some(place);
        }
        false
    }
}

impl fmt::Debug for StepAhead {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StepAhead({} cells)", self.changes.len())
    }
}

/// The steps to be taken back or done again until so many are done, in that order.
pub(super) fn steps_to(file: &MappingFile, wanted: usize) -> Vec<&Step> {
    let history = &file.edits.history;
    let done = history.done.len();
    let (from, count) = if wanted < done {
        (&history.done, done - wanted)
    } else {
        (&history.undone, wanted - done)
    };
    from.iter().rev().take(count).collect()
}
