//! Plans edits of many cells in slices: paste, clear, replace. A plan is done at once or
//! waits for a yes.

use std::collections::BTreeMap;

use shared::mapping_file::{Changed, EditPlan, Landing, Onto, PlanError, RowId, Search, Spread};

use super::{
    edit,
    making::{self, FEW_CELLS},
    open_file::OpenFile,
    protocol::{Did, EditEvent, Event, LandingView, Outcome, Plan, PlanView, Query, Working},
    reply::{Reply, refused},
    task::{Kind, Step, Task, Told},
};
use crate::texts;

/// Rows planned in one slice.
const SLICE: usize = 2048;
/// Landings that a preview shows.
const SHOWN: usize = 200;
/// Reasons that a preview tells apart.
const REASONS: usize = 6;
/// Longest text of a preview, in characters.
const CHARS: usize = 120;

/// An edit that waits for a yes.
#[derive(Debug)]
pub(super) struct Planned {
    /// What it is.
    pub plan: Plan,
    /// Cell by cell.
    pub cells: EditPlan,
}

/// What is to be planned.
#[derive(Debug)]
pub(super) enum Wanted {
    /// Empty cells.
    Clear {
        /// The rows.
        rows: Vec<RowId>,
        /// The columns.
        columns: Vec<usize>,
        /// Whether they went to the clipboard first.
        is_cut: bool,
    },
    /// Put a block into cells.
    Paste {
        /// What was copied.
        block: Vec<Vec<String>>,
        /// The rows from the first selected one on.
        rows: Vec<RowId>,
        /// The columns from the first selected one on.
        columns: Vec<usize>,
        /// How many rows and columns are selected.
        selected: (usize, usize),
        /// How far it spreads.
        spread: Spread,
    },
    /// Put one text in place of another.
    Replace {
        /// What to look for.
        query: Query,
        /// What to put there.
        with: String,
        /// The rows to look in.
        rows: Vec<RowId>,
    },
}

impl Wanted {
    /// The work of planning it.
    pub(super) fn task(self) -> Box<dyn Task> {
        let total = match &self {
            Self::Clear { rows, .. } | Self::Replace { rows, .. } => rows.len(),
            Self::Paste { spread, .. } => spread.rows,
        };
        Box::new(Planning {
            wanted: self,
            next: 0,
            total,
            bytes: 0,
            plan: EditPlan::default(),
        })
    }

    fn part(&self, open: &OpenFile, from: usize, to: usize) -> Result<EditPlan, PlanError> {
        let file = open.file();
        match self {
            Self::Clear { rows, columns, .. } => {
                let rows = rows.get(from..to).unwrap_or_default();
                Ok(file.plan_clear(rows, columns))
            }
            Self::Paste {
                block,
                rows,
                columns,
                selected: (selected_rows, selected_columns),
                spread,
            } => {
                let onto = Onto {
                    rows,
                    columns,
                    selected_rows: *selected_rows,
                    selected_columns: *selected_columns,
                };
                file.plan_paste_rows(&onto, block, *spread, from..to)
            }
            Self::Replace { query, with, rows } => {
                let search = Search {
                    rows: rows.get(from..to).unwrap_or_default(),
                    ..search(query)
                };
                file.plan_replace(&search, with)
            }
        }
    }

    /// Whether the copied block is repeated.
    fn fills(&self) -> bool {
        matches!(self, Self::Paste { spread, .. } if spread.fills)
    }

    /// Whether it is done as soon as it is planned.
    fn is_done_at_once(&self) -> bool {
        matches!(self, Self::Clear { .. }) || self.is_one_cell()
    }

    /// Whether it is one value for one cell, which needs no preview.
    fn is_one_cell(&self) -> bool {
        match self {
            Self::Paste {
                block,
                selected,
                spread,
                ..
            } => *selected == (1, 1) && (spread.rows, spread.columns) == (1, 1) && block.len() == 1,
            Self::Clear { .. } | Self::Replace { .. } => false,
        }
    }
}

/// The same search as the mapping file knows it, in no rows yet.
pub(super) fn search(query: &Query) -> Search<'_> {
    Search {
        text: &query.text,
        is_regex: query.is_regex,
        whole_cell: query.whole_cell,
        match_case: query.match_case,
        rows: &[],
        columns: &query.columns,
    }
}

/// Goes through the rows of a plan.
#[derive(Debug)]
struct Planning {
    wanted: Wanted,
    next: usize,
    total: usize,
    bytes: usize,
    plan: EditPlan,
}

impl Task for Planning {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        let end = (self.next + SLICE).min(self.total);
        let part = self.wanted.part(open, self.next, end).and_then(|part| {
            self.bytes = self.bytes.saturating_add(part.bytes());
            PlanError::if_too_large(self.bytes)?;
            Ok(part)
        });
        match part {
            Ok(part) => self.plan.append(part),
            Err(error) => return told(refused(error)),
        }
        self.next = end;
        if end < self.total {
            return Step::More(Working {
                done: count(end),
                total: count(self.total),
            });
        }
        let cells = std::mem::take(&mut self.plan);
        let plan = match &self.wanted {
            Wanted::Clear { is_cut, .. } => {
                let did = if *is_cut { Did::Cut } else { Did::Cleared };
                return apply(open, did, cells).into();
            }
            Wanted::Paste { .. } if self.wanted.is_one_cell() => {
                return apply(open, Did::Pasted, cells).into();
            }
            Wanted::Paste { .. } => Plan::Paste,
            Wanted::Replace { .. } => Plan::Replace,
        };
        let view = view_of(open, plan, self.wanted.fills(), &cells);
        open.planned = Some(Planned { plan, cells });
        told(EditEvent::Planned(Box::new(view)))
    }

    fn kind(&self) -> Kind {
        if self.wanted.is_done_at_once() {
            Kind::Change
        } else {
            Kind::Question
        }
    }
}

fn told(event: EditEvent) -> Step {
    Step::Done(Event::Edit(event).into())
}

/// Does what a plan says, as one step.
pub(super) fn apply(open: &mut OpenFile, did: Did, plan: EditPlan) -> Reply {
    let name = edit::name_of(did, plan.changed_cells());
    apply_as(open, did, &name, plan)
}

/// The same with another name for the step.
pub(super) fn apply_as(open: &mut OpenFile, did: Did, name: &str, plan: EditPlan) -> Reply {
    let cells = plan.changed_cells();
    let mut reasons = plan.refused();
    let reason = reasons
        .next()
        .map(|(_, why)| texts::worded(why.to_string()));
    let others = reasons.count();
    if let (0, Some(reason)) = (cells, &reason) {
        return refused(reason).into();
    }
    let refused_cells = count(others + usize::from(reason.is_some()));
    let then = move |open: &mut OpenFile, changed: &Changed| {
        open.after_step();
        Told::Edited(Outcome {
            refused: refused_cells,
            reason,
            ..edit::outcome(open, did, changed, None)
        })
    };
    if cells > FEW_CELLS {
        let ahead = open.checked.plan_ahead(name, plan);
        return making::make(open, ahead, |why| Event::Edit(refused(why)), then);
    }
    match open.checked.edit(|file| file.apply(name, &plan)) {
        Ok(changed) => Reply::Changed(then(open, &changed)),
        Err(why) => refused(why).into(),
    }
}

/// Does the plan that waits.
pub(super) fn apply_planned(open: &mut OpenFile) -> Reply {
    let Some(Planned { plan, cells }) = open.planned.take() else {
        return Reply::Changed(Told::Edited(Outcome::default()));
    };
    let did = match plan {
        Plan::Paste => Did::Pasted,
        Plan::Replace => Did::Replaced,
    };
    apply(open, did, cells)
}

fn view_of(open: &OpenFile, plan: Plan, fills: bool, cells: &EditPlan) -> PlanView {
    let mut refusals: BTreeMap<String, u32> = BTreeMap::new();
    let mut refused = 0_usize;
    for (_, why) in cells.refused() {
        refused += 1;
        let why = texts::worded(why.to_string());
        if refusals.len() < REASONS || refusals.contains_key(&why) {
            *refusals.entry(why).or_default() += 1;
        }
    }
    let changed = cells.changed_cells();
    PlanView {
        plan,
        cells: count(changed),
        rows: count(cells.changed_rows()),
        same: count(cells.landings.len().saturating_sub(changed + refused)),
        refused: count(refused),
        beyond: count(cells.beyond),
        beside: count(cells.beside),
        occurrences: count(cells.occurrences),
        fills,
        landings: cells
            .landings
            .iter()
            .filter(|landing| landing.changes() || landing.refusal.is_some())
            .take(SHOWN)
            .map(|landing| landing_view(open, landing, CHARS))
            .collect(),
        refusals: refusals.into_iter().collect(),
    }
}

/// A cell of a plan, with at most so many characters of its texts.
pub(super) fn landing_view(open: &OpenFile, landing: &Landing, chars: usize) -> LandingView {
    let header = open.file().header();
    LandingView {
        row: landing.row.0,
        who: open.who(landing.row),
        column: header.get(landing.column).cloned().unwrap_or_default(),
        before: landing.before.chars().take(chars).collect(),
        after: landing.after.chars().take(chars).collect(),
        is_refused: landing.refusal.is_some(),
    }
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
