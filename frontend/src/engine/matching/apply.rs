//! Writes matches into the file. Each way of doing so is one step with a name.

use std::collections::HashSet;

use shared::{
    ids::ObjectId,
    mapping_file::{Column, RowId},
    matching::MatchRule,
};

use super::{
    Reason, describe, leads_nowhere,
    run::{Found, Line},
};
use crate::{
    engine::{
        open_file::OpenFile,
        protocol::{Event, MatchEvent, Shown},
        reply::Reply,
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
    let mut given = HashSet::new();
    let chosen: Vec<(u32, ObjectId, MatchRule)> = run
        .lines
        .iter()
        .filter(|line| line.is_ticked && leads_nowhere(open, line.row))
        .filter_map(|line| {
            let (target, rule) = target_of(line)?;
            let is_free = open.checked.row_of_target(target).is_none() && given.insert(target);
            is_free.then(|| Some((line.row, target, run.rules.get(rule)?.clone())))?
        })
        .collect();
    if chosen.is_empty() {
        return refused(texts::nothing_to_apply());
    }
    let count = u64::try_from(chosen.len()).unwrap_or(u64::MAX);
    let cells: Vec<_> = chosen
        .iter()
        .map(|(row, target, _)| (*row, *target))
        .collect();
    if let Err(refusal) = write(open, &texts::step_matches(count), &cells) {
        return refusal;
    }
    let reasons = chosen.into_iter().map(|(row, target, rule)| {
        let rule = Some(rule);
        (row, Reason { target, rule })
    });
    open.matching.reasons.extend(reasons);
    Reply::Changed
}

/// Leads a row to the MailUser that a person chose.
pub(super) fn decide(open: &mut OpenFile, row: u32, target: ObjectId) -> Reply {
    let name = texts::step_decide(words::grouped(row.saturating_add(1)));
    if let Err(refusal) = write(open, &name, &[(row, target)]) {
        return refusal;
    }
    let rule = None;
    open.matching.reasons.insert(row, Reason { target, rule });
    Reply::Changed
}

fn write(open: &mut OpenFile, name: &str, cells: &[(u32, ObjectId)]) -> Result<(), Reply> {
    let target = Column::TargetExternalDirectoryObjectId;
    let Some(column) = open.file().column(target) else {
        return Err(refused(texts::no_target_column(target.name())));
    };
    let texts: Vec<_> = cells
        .iter()
        .map(|(row, target)| (RowId(*row), target.to_string()))
        .collect();
    let cells: Vec<_> = texts
        .iter()
        .map(|(row, text)| (*row, column, text.as_str()))
        .collect();
    open.checked
        .edit(|file| file.set_cells(name, &cells))
        .map_err(|error| refused(worded(words::as_sentence(&error.to_string()))))?;
    Ok(())
}

fn refused(message: String) -> Reply {
    Event::Match(MatchEvent::Refused { message }).into()
}
