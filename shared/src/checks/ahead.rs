//! What would check all rows again, in slices: a step of very many cells, a repair, other
//! references. It is made ready beside the file and its findings, which stay as they are
//! until [`Checked::take`]; who changes their mind drops it.

use std::sync::Arc;

use super::{
    Checked, Fix, FixKind, References,
    against_baseline::{BaselineIndex, Indexing},
    engine::Engine,
    finishing::Finishing,
    index::Index,
};
use crate::mapping_file::{
    ChangeError, Changed, ChangedRows, EditPlan, MappingFile, Row, RowPass, StepAhead,
};

/// Pieces of a file, of 32 kB each, that are checked in one call.
const PIECES: usize = 16;
/// A step that changes fewer rows checks only those again, when it is taken.
const FEW_ROWS: usize = 1024;

/// A change that is being made ready.
///
/// ```
/// use shared::{checks::Checked, fingerprint::Seed, mapping_file::{open, RowId}};
///
/// let file = open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\n\
///     lena@contoso.example,nobody\n".to_vec())?;
/// let mut checked = Checked::new(file, Default::default(), &Seed::default());
/// let plan = checked.file().plan_clear(&[RowId(0)], &[1]);
/// let mut ahead = checked.plan_ahead("Clear", plan);
/// while !ahead.step(&checked).unwrap() {}
/// assert_eq!(checked.summary().held_back, 1);
/// assert_eq!(checked.take(ahead).unwrap().cells, 1);
/// assert_eq!(checked.summary().unmapped, 1);
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
#[derive(Debug)]
pub struct Ahead {
    /// None where only the references are others.
    step: Option<StepAhead>,
    refs: Arc<References>,
    phase: Phase,
    /// What it was begun for.
    revision: u64,
    before: Arc<References>,
}

#[derive(Debug)]
enum Phase {
    /// The cells are made ready.
    Step,
    /// The downloaded file is looked up in.
    Baseline(Box<Indexing>),
    Check(RowPass, Box<Engine>),
    Finish(Finishing, Box<Engine>),
    /// Without an engine: few rows are checked again.
    Ready(Option<Box<Engine>>),
    /// While it goes over into another.
    Between,
}

impl Checked {
    /// Begins to do what a plan says, as one step called `name`.
    pub fn plan_ahead(&self, name: &str, plan: EditPlan) -> Ahead {
        self.step_ahead(StepAhead::plan(name.to_owned(), plan))
    }

    /// Begins to undo or redo until so many steps are done. None if there is nothing to
    /// do.
    pub fn go_ahead(&self, done: usize) -> Option<Ahead> {
        Some(self.step_ahead(StepAhead::go_to(&self.file, done)?))
    }

    /// Begins to make a fix.
    pub fn fix_ahead(&self, fix: Fix) -> Result<Ahead, ChangeError> {
        Ok(match fix.kind {
            FixKind::Cells(plan) => self.plan_ahead(&fix.title, plan),
            FixKind::Repair(repair) => {
                self.step_ahead(StepAhead::repair(&self.file, fix.title, repair)?)
            }
        })
    }

    /// Begins to compare the file with something else.
    pub fn references_ahead(&self, refs: Arc<References>) -> Ahead {
        Ahead {
            step: None,
            refs,
            phase: Phase::Step,
            revision: self.revision,
            before: Arc::clone(&self.refs),
        }
    }

    /// Makes a change that is ready, and says what changed. Nothing is done and none
    /// comes back if it is not ready, or the file has been changed since it was begun.
    pub fn take(&mut self, ahead: Ahead) -> Option<Changed> {
        let is_of_this = ahead.revision == self.revision && Arc::ptr_eq(&ahead.before, &self.refs);
        let Phase::Ready(engine) = ahead.phase else {
            return None;
        };
        if !is_of_this {
            return None;
        }
        self.refs = ahead.refs;
        let changed = match ahead.step {
            Some(step) => step.finish(&mut self.file),
            None => Changed {
                name: String::new(),
                cells: 0,
                rows: ChangedRows::Some(Vec::new()),
            },
        };
        self.revision += u64::from(!changed.is_nothing());
        match (engine, &changed.rows) {
            (Some(engine), _) => self.take_engine(*engine),
            (None, ChangedRows::Some(rows)) => self.check_again(rows),
            (None, ChangedRows::All) => {}
        }
        Some(changed)
    }

    fn step_ahead(&self, step: StepAhead) -> Ahead {
        Ahead {
            step: Some(step),
            ..self.references_ahead(Arc::clone(&self.refs))
        }
    }
}

impl Ahead {
    /// Does some more, a few milliseconds; true once it is ready to be taken. `checked`
    /// is what it was begun with.
    pub fn step(&mut self, checked: &Checked) -> Result<bool, ChangeError> {
        self.phase = match std::mem::replace(&mut self.phase, Phase::Between) {
            Phase::Step => self.step_cells(checked)?,
            Phase::Baseline(mut indexing) => {
                let baseline = self.refs.baseline.as_deref();
                let is_more =
                    baseline.is_some_and(|baseline| (0..PIECES).all(|_| indexing.step(baseline)));
                if is_more {
                    Phase::Baseline(indexing)
                } else {
                    self.begin_check(checked, Some(indexing.finish()))
                }
            }
            Phase::Check(mut pass, mut engine) => {
                let mut is_more = true;
                for _ in 0..PIECES {
                    is_more = is_more && self.check_piece(checked, &mut pass, &mut engine);
                }
                if is_more {
                    Phase::Check(pass, engine)
                } else {
                    Phase::Finish(Finishing::default(), engine)
                }
            }
            Phase::Finish(mut finishing, mut engine) => {
                if engine.finish_some(&mut finishing) {
                    Phase::Ready(Some(engine))
                } else {
                    Phase::Finish(finishing, engine)
                }
            }
            ready => ready,
        };
        Ok(matches!(self.phase, Phase::Ready(_)))
    }

    /// Whether there turned out to be nothing to do, once it is ready.
    pub fn is_nothing(&self) -> bool {
        self.step.as_ref().is_some_and(StepAhead::is_nothing)
    }

    /// How far it is, as rows of the file.
    pub fn done(&self, checked: &Checked) -> u32 {
        let all = checked.file.row_count();
        let step = self.step.as_ref();
        // Making cells ready takes about a third of the time.
        let first = if step.is_some() { 300 } else { 0 };
        let per_mille = match &self.phase {
            Phase::Step => step.map_or(0, |step| step.done(&checked.file)) * first / 1000,
            Phase::Baseline(_) | Phase::Between => first,
            Phase::Check(pass, _) => {
                let rows = u64::from(pass.rows()) * 1000 / u64::from(all.max(1));
                // A repair may have brought rows.
                let rows = usize::try_from(rows).unwrap_or(0).min(1000);
                first + rows * (1000 - first) / 1000
            }
            Phase::Finish(..) | Phase::Ready(_) => 1000,
        };
        let rows = u64::from(all) * u64::try_from(per_mille).unwrap_or(0) / 1000;
        u32::try_from(rows).unwrap_or(all)
    }

    fn step_cells(&mut self, checked: &Checked) -> Result<Phase, ChangeError> {
        let Some(step) = &mut self.step else {
            return Ok(self.begin(checked));
        };
        if !step.step(&checked.file)? {
            return Ok(Phase::Step);
        }
        let rows = step.rows(&checked.file);
        let are_few = step.is_nothing() || rows.is_some_and(|rows| rows.len() < FEW_ROWS);
        Ok(if are_few {
            Phase::Ready(None)
        } else {
            self.begin(checked)
        })
    }

    /// Begins to look at all rows.
    fn begin(&self, checked: &Checked) -> Phase {
        let header = self.file_of(checked).head();
        match self.refs.baseline.as_deref() {
            Some(baseline) => {
                Phase::Baseline(Box::new(Indexing::new(baseline, header, &checked.seed)))
            }
            None => self.begin_check(checked, None),
        }
    }

    fn begin_check(&self, checked: &Checked, baseline: Option<BaselineIndex>) -> Phase {
        let has_same = Arc::ptr_eq(&self.refs, &checked.refs);
        let known = has_same.then_some(&checked.engine.index);
        let file = self.file_of(checked);
        let index = Index::with(&self.refs, baseline, known);
        let engine = Engine::with(file.head(), index, &checked.seed);
        Phase::Check(RowPass::new(file), Box::new(engine))
    }

    fn check_piece(&self, checked: &Checked, pass: &mut RowPass, engine: &mut Engine) -> bool {
        let visit = |row: &Row<'_>| engine.row(row, &self.refs);
        match &self.step {
            Some(step) => step.next_piece(&checked.file, pass, visit),
            None => checked.file.next_piece(pass, visit),
        }
    }

    /// The file as it will be, apart from cells.
    fn file_of<'a>(&'a self, checked: &'a Checked) -> &'a MappingFile {
        self.step
            .as_ref()
            .and_then(|step| step.rewritten(&checked.file))
            .unwrap_or(&checked.file)
    }
}
