//! Conflicts, one after the other.

use super::{
    describe, people,
    run::{Found, Run},
};
use crate::{
    engine::{
        open_file::OpenFile,
        protocol::{ConflictView, Shown},
    },
    texts,
};

/// A conflict that is not decided: the one of the row, or the next one, going round.
pub(super) fn conflict(open: &OpenFile, row: u32, is_after: bool) -> Option<ConflictView> {
    let run = describe::current_run(open)?;
    let left: Vec<(u32, usize)> = run
        .lines
        .iter()
        .filter_map(|line| match line.found {
            Found::Conflict(place) => Some((line, place)),
            _ => None,
        })
        .filter(|(line, _)| describe::kind_of(open, run, line) == Shown::Conflicts)
        .map(|(line, place)| (line.row, place))
        .collect();
    let is_it = |(at, _): &(u32, usize)| if is_after { *at > row } else { *at >= row };
    let number = left.iter().position(is_it).unwrap_or(0);
    let (row, place) = *left.get(number)?;
    view(open, run, row, place).map(|view| ConflictView {
        number: u32::try_from(number + 1).unwrap_or(u32::MAX),
        left: u32::try_from(left.len()).unwrap_or(u32::MAX),
        ..view
    })
}

fn view(open: &OpenFile, run: &Run, row: u32, place: usize) -> Option<ConflictView> {
    let conflict = run.conflicts.get(place)?;
    let rule = run.rules.get(conflict.rule)?;
    let name_of = |row: u32| {
        let who = people::who(open, row);
        let names = [who.name, who.address, who.upn, who.id];
        names.into_iter().find(|name| !name.is_empty())
    };
    Some(ConflictView {
        row,
        who: people::who(open, row),
        reason: texts::worded(describe::why_several(open, run, row, conflict)),
        candidates: conflict
            .candidates
            .iter()
            .filter_map(|(id, confidence)| people::candidate(open, row, *id, *confidence, rule))
            .collect(),
        count: conflict.count,
        rivals: conflict
            .rivals
            .iter()
            .map(|rival| (*rival, name_of(*rival).unwrap_or_default()))
            .collect(),
        number: 1,
        left: 1,
    })
}

/// None of a conflict's MailUsers is the right one: it counts as nobody found.
pub(super) fn set_aside(open: &mut OpenFile, row: u32) {
    let Some(run) = &mut open.matching.run else {
        return;
    };
    let Some(Found::Conflict(place)) = run.line_of(row).map(|line| line.found) else {
        return;
    };
    if let Some(conflict) = run.conflicts.get_mut(place) {
        conflict.is_set_aside = true;
    }
}
