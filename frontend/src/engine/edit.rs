//! Answers what changes the file: each change is one step with a name.

use shared::mapping_file::{Changed, ChangedRows, Lock, RowId};

use super::{
    open_file::OpenFile,
    planning::{self, Wanted, count},
    protocol::{Area, Did, EditCommand, EditEvent, Outcome, Steps},
    reply::{Reply, refused},
};
use crate::{texts, words};

/// Steps of the history that are listed by name.
const LISTED: usize = 500;

/// What to do about a command.
pub(super) fn answer(open: &mut OpenFile, command: EditCommand) -> Reply {
    let outcome = match command {
        EditCommand::Cell { row, column, text } => set_cell(open, RowId(row), column, &text),
        EditCommand::Clear { area, is_cut } => {
            let wanted = Wanted::Clear {
                rows: rows_of(open, &area),
                columns: area.columns,
                is_cut,
            };
            return Reply::Work(wanted.task());
        }
        EditCommand::Apply => planning::apply_planned(open),
        EditCommand::Discard => {
            open.planned = None;
            return EditEvent::History(steps(open)).into();
        }
        EditCommand::Undo => {
            let wanted = done(open).saturating_sub(1);
            Ok(go_to(open, wanted))
        }
        EditCommand::Redo => {
            let wanted = done(open).saturating_add(1);
            Ok(go_to(open, wanted))
        }
        EditCommand::GoTo { done } => Ok(go_to(open, done)),
        EditCommand::History => return EditEvent::History(steps(open)).into(),
        EditCommand::Lock { target_only } => {
            open.checked.set_lock(if target_only {
                Lock::TargetOnly
            } else {
                Lock::Nothing
            });
            Ok(Outcome {
                did: Did::Locked,
                ..Outcome::default()
            })
        }
    };
    match outcome {
        Ok(outcome) => {
            open.planned = None;
            open.shown.fit(open.checked.file().row_count());
            Reply::Edited(outcome)
        }
        Err(event) => event.into(),
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

fn set_cell(
    open: &mut OpenFile,
    row: RowId,
    column: usize,
    text: &str,
) -> Result<Outcome, EditEvent> {
    let changed = open
        .checked
        .edit(|file| file.set_cell(row, column, text))
        .map_err(refused)?;
    Ok(outcome(open, Did::Edited, &changed, None))
}

/// Undoes or redoes until so many steps are done.
fn go_to(open: &mut OpenFile, wanted: u32) -> Outcome {
    let mut last = None;
    let mut steps = 0_u32;
    let from = done(open);
    let is_back = wanted < from;
    while steps < wanted.abs_diff(from) {
        let file = open.file();
        let (place, changed) = if is_back {
            (file.undo_place(), open.checked.undo())
        } else {
            (file.redo_place(), open.checked.redo())
        };
        let Some(changed) = changed else {
            break;
        };
        steps += 1;
        last = Some((place, changed));
    }
    let Some((place, changed)) = last else {
        return Outcome::default();
    };
    open.shown.fit(open.checked.file().row_count());
    let did = match (is_back, steps) {
        (true, 1) => Did::Undone,
        (false, 1) => Did::Redone,
        (true, _) => Did::WentBack,
        (false, _) => Did::WentForward,
    };
    let outcome = outcome(open, did, &changed, place);
    if steps == 1 {
        return outcome;
    }
    Outcome {
        cells: steps,
        ..outcome
    }
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
