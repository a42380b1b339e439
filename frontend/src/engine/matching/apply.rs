//! Writes matches into the file. Each way of doing so is one step with a name.

use std::{collections::HashSet, rc::Rc};

use shared::{
    ids::ObjectId,
    mapping_file::{Column, EditPlan, RowId},
    matching::MatchRule,
};

use super::{
    Reason, describe, leads_nowhere,
    run::{Found, Line},
};
use crate::{
    engine::{
        making::FEW_CELLS,
        open_file::OpenFile,
        planning,
        protocol::{Did, Event, MatchEvent, Shown, Working},
        reply::Reply,
        task::{Kind, Step, Task},
    },
    texts::{matching as texts, worded},
    words,
};

/// Chooses what [`apply`] does. Only a row with one MailUser can be chosen.
pub(super) fn tick(open: &mut OpenFile, shown: Shown, row: Option<u32>, ticked: bool) {
    let Some(run) = describe::current_run(open) else {
        return;
    };
    let meant: Vec<usize> = run
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| row.is_none_or(|row| line.row == row))
        .filter(|(_, line)| target_of(line).is_some())
        .filter(|(_, line)| describe::is_among(describe::kind_of(open, run, line), shown))
        .map(|(place, _)| place)
        .collect();
    let Some(run) = &mut open.matching.run else {
        return;
    };
    for place in meant {
        if let Some(line) = run.lines.get_mut(place) {
            line.is_ticked = ticked;
        }
    }
}

fn target_of(line: &Line) -> Option<(ObjectId, usize)> {
    match line.found {
        Found::One { target, rule, .. } | Found::Likely { target, rule, .. } => {
            Some((target, rule))
        }
        Found::Conflict(_) | Found::Nothing { .. } => None,
    }
}

/// Writes what is ticked, but for rows and MailUsers that were mapped since the run.
pub(super) fn apply(open: &mut OpenFile) -> Reply {
    let Some(run) = describe::current_run(open) else {
        return refused(texts::run_again());
    };
    let lines = run.lines.len();
    let target = Column::TargetExternalDirectoryObjectId;
    let Some(column) = open.file().column(target) else {
        return refused(texts::no_target_column(target.name()));
    };
    let mut applying = Applying {
        column,
        rules: run.rules.iter().cloned().map(Rc::new).collect(),
        lines,
        at: 0,
        given: HashSet::new(),
        plan: EditPlan::default(),
    };
    if lines > FEW_CELLS {
        return Reply::Work(Box::new(applying));
    }
    applying.choose_some(open);
    applying.finish(open)
}

/// Gathers what is ticked, some lines at a time, and writes it as one step.
#[derive(Debug)]
struct Applying {
    column: usize,
    rules: Vec<Rc<MatchRule>>,
    lines: usize,
    at: usize,
    given: HashSet<ObjectId>,
    plan: EditPlan,
}

impl Applying {
    fn choose_some(&mut self, open: &mut OpenFile) {
        let to = self.at.saturating_add(FEW_CELLS).min(self.lines);
        let run = open.matching.run.as_ref();
        let lines = run.and_then(|run| run.lines.get(self.at..to));
        let mut chosen = Vec::new();
        for line in lines.unwrap_or_default() {
            let Some((target, rule)) = target_of(line).filter(|_| line.is_ticked) else {
                continue;
            };
            let is_free = leads_nowhere(open, line.row)
                && open.checked.row_of_target(target).is_none()
                && self.given.insert(target);
            if is_free {
                chosen.push((line.row, target, self.rules.get(rule).cloned()));
            }
        }
        let cells = chosen
            .iter()
            .map(|(row, target, _)| (RowId(*row), self.column, target.to_string()));
        self.plan.append(open.file().plan_set(cells));
        // A reason counts only while its row leads to its MailUser.
        for (row, target, rule) in chosen {
            open.matching.reasons.insert(row, Reason { target, rule });
        }
        self.at = to;
    }

    fn finish(&mut self, open: &mut OpenFile) -> Reply {
        let plan = std::mem::take(&mut self.plan);
        if plan.landings.is_empty() {
            return refused(texts::nothing_to_apply());
        }
        let count = u64::try_from(plan.changed_cells()).unwrap_or(u64::MAX);
        planning::apply_as(open, Did::Matched, &texts::step_matches(count), plan)
    }
}

impl Task for Applying {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        self.choose_some(open);
        if self.at < self.lines {
            return Step::More(Working {
                done: planning::count(self.at),
                total: planning::count(self.lines),
            });
        }
        self.finish(open).into()
    }

    fn kind(&self) -> Kind {
        Kind::Change
    }
}

/// Leads a row to the MailUser that a person chose.
pub(super) fn decide(open: &mut OpenFile, row: u32, target: ObjectId) -> Reply {
    let name = texts::step_decide(words::grouped(row.saturating_add(1)));
    let column = Column::TargetExternalDirectoryObjectId;
    let Some(at) = open.file().column(column) else {
        return refused(texts::no_target_column(column.name()));
    };
    let plan = open.file().plan_set([(RowId(row), at, target.to_string())]);
    if let Some((_, why)) = plan.refused().next() {
        return refused(worded(words::as_sentence(&why.to_string())));
    }
    let rule = None;
    open.matching.reasons.insert(row, Reason { target, rule });
    planning::apply_as(open, Did::Edited, &name, plan)
}

fn refused(message: String) -> Reply {
    Event::Match(MatchEvent::Refused { message }).into()
}
