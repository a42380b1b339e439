//! A step of very many cells, made ready beside the file: some thousand cells at a time,
//! so that who waits can be told how far it is, and can change their mind. The file is as
//! it was until [`StepAhead::finish`].

mod way;

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{
    bulk_edit::EditPlan,
    edit::EditError,
    file::MappingFile,
    history::{Change, Changed, ChangedRows, Step, What},
    overlay::{Overlay, Place},
    repair::{Repair, RepairAhead, RepairError},
    row::{Row, RowId},
    row_pass::RowPass,
};
pub(super) use way::steps_to;
use way::{Way, go_to};

/// Cells, or lines, looked at in one call.
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
    /// Whether any step changes cells of the file that is changed now.
    has_cells: bool,
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
    Plan { name: String, plan: EditPlan },
    /// So many steps done. Where a step on the way rewrote the file, another file follows:
    /// the changed fields of those before it, which stay as they are where no step between
    /// changed cells.
    Done(usize, Vec<Option<Overlay>>),
    /// A new step that rewrites it.
    Repairing {
        name: String,
        repair: Repair,
        ahead: Box<RepairAhead>,
    },
    /// The same, made; none if there is nothing to do.
    Repaired {
        name: String,
        repair: Repair,
        file: Option<Box<MappingFile>>,
    },
}

impl StepAhead {
    /// What a plan says, as one step called `name`.
    pub(crate) fn plan(name: String, plan: EditPlan) -> Self {
        Self::of(Goal::Plan { name, plan })
    }

    /// A repair as one step called `name`.
    pub(crate) fn repair(
        file: &MappingFile,
        name: String,
        repair: Repair,
    ) -> Result<Self, RepairError> {
        let ahead = Box::new(RepairAhead::new(file, &repair)?);
        Ok(Self::of(Goal::Repairing {
            name,
            repair,
            ahead,
        }))
    }

    /// Undoing or redoing until so many steps are done. None if there is nothing to do.
    pub(crate) fn go_to(file: &MappingFile, wanted: usize) -> Option<Self> {
        let is_any = !steps_to(file, wanted).is_empty();
        is_any.then(|| Self::of(Goal::Done(wanted, Vec::new())))
    }

    fn of(goal: Goal) -> Self {
        Self {
            goal,
            at: (0, 0),
            texts: BTreeMap::new(),
            is_gathered: false,
            has_cells: false,
            in_all: 0,
            overlay: Overlay::default(),
            merged: None,
            changes: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Does some more; true once the step is ready. `file` is the same each time.
    pub(crate) fn step(&mut self, file: &MappingFile) -> Result<bool, ChangeError> {
        if let Goal::Repairing { .. } = self.goal {
            self.step_repair(file)?;
            return Ok(false);
        }
        if let Goal::Repaired { .. } = self.goal {
            return Ok(true);
        }
        if self.is_gathered {
            let is_merged = self.merge(file);
            return Ok(is_merged && self.next_file(file));
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

    fn step_repair(&mut self, file: &MappingFile) -> Result<(), RepairError> {
        let Goal::Repairing {
            name,
            repair,
            ahead,
        } = &mut self.goal
        else {
            return Ok(());
        };
        if ahead.step(file, repair, SOME)? {
            self.goal = Goal::Repaired {
                name: std::mem::take(name),
                repair: repair.clone(),
                file: ahead.take(),
            };
        }
        Ok(())
    }

    /// How far it is, per mille.
    pub(crate) fn done(&self, file: &MappingFile) -> usize {
        let part = |done: usize, of: usize| (done.saturating_mul(1000) / of.max(1)).min(1000);
        match &self.goal {
            Goal::Repairing { ahead, .. } => return ahead.done(file),
            Goal::Repaired { .. } => return 1000,
            Goal::Plan { .. } | Goal::Done(..) => {}
        }
        let (gathered, is_of_one_file) = match &self.goal {
            Goal::Done(wanted, files) => {
                let steps = steps_to(file, *wanted);
                let is_of_one = files.is_empty() && !steps.iter().any(|step| step.is_rewrite());
                (part(self.at.1, steps.len()), is_of_one)
            }
            _ if self.is_gathered => (1000, true),
            Goal::Plan { plan, .. } => (part(self.at.0, plan.landings.len()), true),
            _ => (1000, true),
        };
        if !is_of_one_file {
            return gathered;
        }
        let left = self.texts.len();
        let merged = match self.in_all {
            0 => 0,
            in_all => part(in_all.saturating_sub(left), in_all),
        };
        usize::midpoint(gathered, merged)
    }

    /// The rows that the step changes, ascending, each once; none where it rewrites the
    /// file.
    pub(crate) fn rows<'a>(&'a self, file: &'a MappingFile) -> Option<&'a [RowId]> {
        self.rewritten(file).is_none().then_some(&self.rows)
    }

    /// Whether there turned out to be nothing to do.
    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self.goal, Goal::Repaired { file: None, .. })
    }

    /// The file that a rewriting step puts in place of this one.
    pub(crate) fn rewritten<'a>(&'a self, file: &'a MappingFile) -> Option<&'a MappingFile> {
        match &self.goal {
            Goal::Repaired { file, .. } => file.as_deref(),
            Goal::Done(wanted, _) => {
                let steps = steps_to(file, *wanted);
                steps.iter().rev().find_map(|step| step.other())
            }
            Goal::Plan { .. } | Goal::Repairing { .. } => None,
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
        let other = self.rewritten(file).unwrap_or(file);
        let overlay = match &self.goal {
            Goal::Repaired { .. } | Goal::Repairing { .. } => None,
            Goal::Plan { .. } => Some(&self.overlay),
            Goal::Done(_, files) => files.last().and_then(Option::as_ref),
        };
        let overlay = overlay.unwrap_or(&other.edits.overlay);
        pass.piece(other, overlay, &mut visit)
    }

    /// Makes the step, which is ready.
    pub(crate) fn finish(self, file: &mut MappingFile) -> Changed {
        match self.goal {
            Goal::Repaired {
                name,
                repair,
                file: Some(repaired),
            } => file.do_rewrite(&name, repair, repaired),
            Goal::Plan { name, .. } => {
                file.edits.overlay = self.overlay;
                if self.changes.is_empty() {
                    return Changed::nothing(name);
                }
                file.do_step(&name, What::Cells(self.changes))
            }
            Goal::Done(wanted, files) => {
                let Way { name, is_rewritten } = go_to(file, wanted, files);
                let (cells, rows) = if is_rewritten {
                    (0, ChangedRows::All)
                } else {
                    (self.changes.len(), ChangedRows::Some(self.rows))
                };
                Changed { name, cells, rows }
            }
            Goal::Repaired { name, .. } | Goal::Repairing { name, .. } => Changed::nothing(name),
        }
    }

    /// Takes in some of the plan's cells; true at its end.
    fn gather_plan(&mut self, file: &MappingFile) -> Result<bool, ChangeError> {
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

    /// Takes in some of the cells of the steps on the way; true at their end, and before a
    /// step that rewrote the file.
    fn gather_steps(&mut self, file: &MappingFile) -> bool {
        let Goal::Done(wanted, _) = self.goal else {
            return true;
        };
        let is_back = wanted < file.edits.history.done.len();
        let steps = steps_to(file, wanted);
        let Some(What::Cells(changes)) = steps.get(self.at.1).map(|step| &step.what) else {
            return true;
        };
        self.has_cells = true;
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
        steps.get(self.at.1).is_none_or(|step| step.is_rewrite())
    }

    /// All fields of a file on the way are known: goes on with the one that follows; true
    /// if there is none.
    fn next_file(&mut self, file: &MappingFile) -> bool {
        let Goal::Done(wanted, files) = &mut self.goal else {
            return true;
        };
        let overlay = std::mem::take(&mut self.overlay);
        files.push(std::mem::take(&mut self.has_cells).then_some(overlay));
        let is_last = self.at.1 >= steps_to(file, *wanted).len();
        if !is_last {
            // Past the step that rewrote it.
            self.at = (0, self.at.1 + 1);
            self.is_gathered = false;
            self.merged = None;
            self.changes = Vec::new();
            self.rows = Vec::new();
        }
        is_last
    }

    /// The file that is changed now, on the way over those that were rewritten.
    fn changing<'a>(&self, file: &'a MappingFile) -> &'a MappingFile {
        let Goal::Done(wanted, _) = self.goal else {
            return file;
        };
        let passed = steps_to(file, wanted).into_iter().take(self.at.1);
        passed.filter_map(Step::other).next_back().unwrap_or(file)
    }

    /// Puts some of the texts to be among those that are, in the order of the file; true
    /// at the end. Lets go of them on the way: a million at once would take a while.
    fn merge(&mut self, file: &MappingFile) -> bool {
        if matches!(self.goal, Goal::Done(..)) && !self.has_cells {
            return true;
        }
        let file = self.changing(file);
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

/// Why a step cannot be made. The file is as it was.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ChangeError {
    /// A cell cannot be set.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The repair cannot be made.
    #[error(transparent)]
    Repair(#[from] RepairError),
}
