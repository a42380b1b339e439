//! What there is to match with, and what a run found: in numbers and in lists.

use std::collections::BTreeMap;

use shared::{
    ids::ObjectId,
    mapping_file::{Column, RowId},
    matching::{Attribute, Person, Proposal, match_people, target_of_row},
};

use super::{
    people,
    run::{Conflict, Found, Line, Run},
};
use crate::{
    engine::{
        open_file::OpenFile,
        protocol::{Described, MatchLine, MatchList, RunView, Shown},
    },
    texts,
};

/// People who tell what the domain of most of them is.
const SAMPLE: usize = 1_000;
/// Lines of a list at most, whatever is asked for.
const MOST_LINES: usize = 500;

pub(super) fn described(open: &OpenFile) -> Described {
    let references = open.checked.references();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Described {
        mail_users: people::mail_users(open).map_or(0, |known| count(known.len())),
        mailboxes: references
            .source_mailboxes
            .as_ref()
            .map_or(0, |known| count(known.records().len())),
        domains: domains(open),
        run: current_run(open).map(|run| in_numbers(open, run)),
    }
}

/// The last run, if it was about the file as it is.
pub(super) fn current_run(open: &OpenFile) -> Option<&Run> {
    let run = open.matching.run.as_ref()?;
    run.is_about(&open.checked).then_some(run)
}

/// Among which lines one counts now.
pub(super) fn kind_of(open: &OpenFile, run: &Run, line: &Line) -> Shown {
    if is_done(open, line.row) {
        return Shown::Done;
    }
    match line.found {
        Found::One { rule, .. } => Shown::Rule(rule),
        Found::Likely { .. } => Shown::Likely,
        Found::Conflict(place) => {
            let conflict = run.conflicts.get(place);
            if conflict.is_some_and(|conflict| conflict.is_set_aside) {
                Shown::Nothing
            } else {
                Shown::Conflicts
            }
        }
        Found::Nothing { .. } => Shown::Nothing,
    }
}

pub(super) fn is_among(kind: Shown, shown: Shown) -> bool {
    kind == shown || (shown == Shown::Found && matches!(kind, Shown::Rule(_)))
}

/// Whether a row of the run, which led nowhere then, leads somewhere now.
fn is_done(open: &OpenFile, row: u32) -> bool {
    let file = open.file();
    let target = file.column(Column::TargetExternalDirectoryObjectId);
    // What was not edited is as it was: most rows need not be read again.
    open.checked.has_target(RowId(row))
        || target.is_some_and(|target| {
            file.is_changed_cell(RowId(row), target) && !super::leads_nowhere(open, row)
        })
}

fn in_numbers(open: &OpenFile, run: &Run) -> RunView {
    let mut view = RunView {
        rules: run.rules.clone(),
        rows: u32::try_from(run.lines.len()).unwrap_or(u32::MAX),
        found: vec![0; run.rules.len()],
        ..RunView::default()
    };
    for line in &run.lines {
        let kind = kind_of(open, run, line);
        match kind {
            Shown::Rule(rule) => {
                if let Some(count) = view.found.get_mut(rule) {
                    *count += 1;
                }
            }
            Shown::Likely => view.likely += 1,
            Shown::Conflicts => view.conflicts += 1,
            Shown::Done => view.done += 1,
            Shown::Found | Shown::Nothing => view.nothing += 1,
        }
        view.ticked += u32::from(line.is_ticked && kind != Shown::Done);
    }
    view
}

/// Some of what the last run found.
pub(super) fn list(open: &OpenFile, shown: Shown, skip: usize, count: usize) -> MatchList {
    let lines = current_run(open).map_or_else(Vec::new, |run| {
        run.lines
            .iter()
            .filter(|line| is_among(kind_of(open, run, line), shown))
            .skip(skip)
            .take(count.min(MOST_LINES))
            .map(|line| worded(open, run, line))
            .collect()
    });
    MatchList { shown, skip, lines }
}

fn worded(open: &OpenFile, run: &Run, line: &Line) -> MatchLine {
    let row = line.row;
    let (target, confidence, reason) = if is_done(open, row) {
        let target = target_of_row(open.file(), RowId(row)).ok().flatten();
        let reason = why(open, row).unwrap_or_default();
        (target, 0, reason)
    } else {
        match line.found {
            Found::One {
                target,
                rule,
                confidence,
            }
            | Found::Likely {
                target,
                rule,
                confidence,
            } => {
                let rule = run.rules.get(rule).map(std::slice::from_ref);
                let fit = people::fit(open, row, target, rule.unwrap_or_default());
                let reason = fit.map(|(_, reason)| reason).unwrap_or_default();
                (Some(target), confidence, reason)
            }
            Found::Conflict(place) => {
                let conflict = run.conflicts.get(place);
                let reason =
                    conflict.map(|conflict| texts::worded(why_several(open, run, row, conflict)));
                (None, 0, reason.unwrap_or_default())
            }
            Found::Nothing { taken } => (None, 0, why_nobody(open, run, row, taken)),
        }
    };
    MatchLine {
        row,
        who: people::who(open, row),
        target: target.and_then(|target| people::target(open, target, row)),
        confidence,
        reason,
        ticked: line.is_ticked,
    }
}

/// Why a row leads where it leads, if that was matched here.
pub(super) fn why(open: &OpenFile, row: u32) -> Option<String> {
    let known = open.matching.reasons.get(&row)?;
    if target_of_row(open.file(), RowId(row)) != Ok(Some(known.target)) {
        return None;
    }
    match &known.rule {
        Some(rule) => {
            let fit = people::fit(open, row, known.target, std::slice::from_ref(&**rule));
            fit.map(|(_, reason)| reason)
        }
        None => Some(texts::matching::chosen_by_you()),
    }
}

/// Why a person has to choose for a row.
pub(super) fn why_several(open: &OpenFile, run: &Run, row: u32, conflict: &Conflict) -> String {
    if let Some(reason) = &conflict.reason {
        return reason.to_string();
    }
    let rule = run.rules.get(conflict.rule).map(std::slice::from_ref);
    let rows = std::iter::once(row).chain(conflict.rivals.iter().copied());
    let sources: Vec<_> = rows.map(|row| people::seeker(open, row)).collect();
    let targets: Vec<_> = conflict
        .candidates
        .iter()
        .filter_map(|(target, _)| people::mail_user(open, *target))
        .collect();
    match match_people(&sources, &targets, rule.unwrap_or_default(), &[]).proposal(0) {
        Some(Proposal::Conflict { reason, .. }) => reason,
        _ => String::new(),
    }
}

/// What each rule was looking for.
fn why_nobody(open: &OpenFile, run: &Run, row: u32, taken: Option<ObjectId>) -> String {
    let sources = [people::seeker(open, row)];
    let taken = taken.and_then(|id| people::mail_user(open, id));
    let targets: Vec<_> = taken.into_iter().collect();
    // Somebody else has the MailUser: any other row tells the same.
    let mapped: Vec<_> = targets
        .iter()
        .map(|target| (RowId(u32::MAX), target.mail_user.id))
        .collect();
    match match_people(&sources, &targets, &run.rules, &mapped).proposal(0) {
        Some(Proposal::None { why, .. }) => texts::worded(why),
        _ => String::new(),
    }
}

/// The domains of most names for sign-in: of the file, and of the MailUsers.
pub(super) fn domains(open: &OpenFile) -> Option<(String, String)> {
    let file = open.file();
    let sources = file.rows().take(SAMPLE).map(|row| {
        let name = file.value(row, Column::SourceUserPrincipalName);
        domain_of(&name)
    });
    let targets = people::mail_users(open)?.records().take(SAMPLE);
    let targets = targets.map(|one| domain_of(&one.attribute(Attribute::UserPrincipalName)));
    Some((most_common(sources)?, most_common(targets)?))
}

fn domain_of(name: &str) -> Option<String> {
    let (_, domain) = name.trim().rsplit_once('@')?;
    (!domain.is_empty()).then(|| domain.to_ascii_lowercase())
}

fn most_common(domains: impl Iterator<Item = Option<String>>) -> Option<String> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for domain in domains.flatten() {
        *counts.entry(domain).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some(most.0)
}
