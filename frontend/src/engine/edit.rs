//! Answers what changes the file: each change is one step with a name.

use shared::mapping_file::{Changed, ChangedRows, Lock, RowId};

use super::{
    making::{self, AT_ONCE, FEW_CELLS},
    open_file::OpenFile,
    planning::{self, Wanted, count},
    protocol::{Area, Did, EditCommand, EditEvent, Event, Outcome, Steps},
    reply::{Reply, refused},
    task::Told,
};
use crate::{texts, words};

/// Steps of the history that are listed by name.
const LISTED: usize = 500;

/// What to do about a command.
pub(super) fn answer(open: &mut OpenFile, command: EditCommand) -> Reply {
    match command {
        EditCommand::Cell { row, column, text } => set_cell(open, RowId(row), column, &text),
        EditCommand::Clear { area, is_cut } => {
            let wanted = Wanted::Clear {
                rows: rows_of(open, &area),
                columns: area.columns,
                is_cut,
            };
            Reply::Work(wanted.task())
        }
        EditCommand::Apply => planning::apply_planned(open),
        EditCommand::Discard => {
            open.planned = None;
            EditEvent::History(steps(open)).into()
        }
        EditCommand::Undo => {
            let wanted = done(open).saturating_sub(1);
            go_to(open, wanted)
        }
        EditCommand::Redo => {
            let wanted = done(open).saturating_add(1);
            go_to(open, wanted)
        }
        EditCommand::GoTo { done } => go_to(open, done),
        EditCommand::History => EditEvent::History(steps(open)).into(),
        EditCommand::Lock { target_only } => {
            open.checked.set_lock(if target_only {
                Lock::TargetOnly
            } else {
                Lock::Nothing
            });
            open.planned = None;
            Reply::Changed(Told::Edited(Outcome {
                did: Did::Locked,
                ..Outcome::default()
            }))
        }
    }
}

/// The rows of a rectangle, as the view shows them.
pub(super) fn rows_of(open: &OpenFile, area: &Area) -> Vec<RowId> {
    open.shown()
        .rows_at(area.first, area.rows)
        .map(RowId)
        .collect()
}

/// The name of a step, which the file's history keeps.
pub(super) fn name_of(did: Did, cells: usize) -> String {
    let verb = match did {
        Did::Cut => "Cut",
        Did::Cleared => "Clear",
        Did::Pasted => "Paste",
        Did::Replaced => "Replace in",
        _ => "Edit",
    };
    let cells = u64::try_from(cells).unwrap_or(u64::MAX);
    format!("{verb} {}", words::counted(cells, "cell", "cells"))
}

/// What became of a step. Without a place it is where the step's first row is shown.
pub(super) fn outcome(
    open: &OpenFile,
    did: Did,
    changed: &Changed,
    place: Option<(RowId, usize)>,
) -> Outcome {
    let first = place.or_else(|| match &changed.rows {
        ChangedRows::Some(rows) => rows.first().map(|row| (*row, 0)),
        ChangedRows::All => None,
    });
    let position = first.and_then(|(row, column)| Some((open.shown().position_of(row.0)?, column)));
    Outcome {
        did,
        name: texts::worded(&changed.name),
        cells: count(changed.cells),
        place: position.filter(|_| place.is_some()),
        is_hidden: first.is_some() && position.is_none(),
        ..Outcome::default()
    }
}

fn set_cell(open: &mut OpenFile, row: RowId, column: usize, text: &str) -> Reply {
    match open.checked.edit(|file| file.set_cell(row, column, text)) {
        Ok(changed) => {
            open.after_step();
            Reply::Changed(Told::Edited(outcome(open, Did::Edited, &changed, None)))
        }
        Err(why) => refused(why).into(),
    }
}

/// Undoes or redoes until so many steps are done.
fn go_to(open: &mut OpenFile, wanted: u32) -> Reply {
    let steps = usize::try_from(wanted).unwrap_or(usize::MAX);
    let cells = open.file().cells_on_the_way(steps);
    if open.file().row_count() <= AT_ONCE || cells.is_some_and(|cells| cells <= FEW_CELLS) {
        return Reply::Changed(Told::Edited(go_at_once(open, wanted)));
    }
    let Some(ahead) = open.checked.go_ahead(steps) else {
        return Reply::Changed(Told::Edited(Outcome::default()));
    };
    let way = Way::to(open, wanted);
    // Where the last one of the steps begins is known only once it is the next one.
    let place = (way.steps == 1).then(|| way.next_place(open)).flatten();
    let refuse = |why| Event::Edit(refused(why));
    making::make(open, ahead, refuse, move |open, changed| {
        open.after_step();
        Told::Edited(way.outcome(open, changed, place))
    })
}

/// From the step that is done last to another one.
#[derive(Clone, Copy, Debug)]
struct Way {
    is_back: bool,
    steps: u32,
}

impl Way {
    fn to(open: &OpenFile, wanted: u32) -> Self {
        let from = done(open);
        let undone = count(open.file().redo_names().count());
        Self {
            is_back: wanted < from,
            steps: wanted.min(from.saturating_add(undone)).abs_diff(from),
        }
    }

    fn next_place(self, open: &OpenFile) -> Option<(RowId, usize)> {
        if self.is_back {
            open.file().undo_place()
        } else {
            open.file().redo_place()
        }
    }

    fn outcome(self, open: &OpenFile, changed: &Changed, place: Option<(RowId, usize)>) -> Outcome {
        let did = match (self.is_back, self.steps) {
            (true, 1) => Did::Undone,
            (false, 1) => Did::Redone,
            (true, _) => Did::WentBack,
            (false, _) => Did::WentForward,
        };
        let outcome = outcome(open, did, changed, place);
        if self.steps == 1 {
            return outcome;
        }
        Outcome {
            cells: self.steps,
            ..outcome
        }
    }
}

fn go_at_once(open: &mut OpenFile, wanted: u32) -> Outcome {
    let way = Way::to(open, wanted);
    let mut last = None;
    for _ in 0..way.steps {
        let place = way.next_place(open);
        let changed = if way.is_back {
            open.checked.undo()
        } else {
            open.checked.redo()
        };
        last = changed.map(|changed| (place, changed));
    }
    let Some((place, changed)) = last else {
        return Outcome::default();
    };
    open.after_step();
    way.outcome(open, &changed, place)
}

fn done(open: &OpenFile) -> u32 {
    count(open.file().undo_names().count())
}

fn steps(open: &OpenFile) -> Steps {
    let file = open.file();
    Steps {
        done: file.undo_names().take(LISTED).map(texts::worded).collect(),
        done_in_all: done(open),
        undone: file.redo_names().take(LISTED).map(texts::worded).collect(),
    }
}
