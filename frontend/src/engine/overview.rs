//! The file as a whole, as the page shows it: facts, counts, findings by rule.

use std::collections::BTreeMap;

use shared::{
    checks::{Finding, FoundAt, Rule, Severity, catalogue, catalogue::TARGET_EMPTY},
    mapping_file::{Column, Lock, RowId},
};

use super::{
    fix, leave,
    open_file::OpenFile,
    protocol::{
        ColumnView, Counts, FindingView, FindingsCommand, FindingsEvent, Group, Listed, Overview,
        ReferenceView,
    },
};
use crate::texts::{
    self,
    rules::{self, Part},
};

/// How many findings of a rule stand in an overview; more are listed when asked for.
const FIRST: usize = 8;

/// Everything about the file except its rows. Does not grow with the findings: it passes
/// over their places, and words no more of them than are shown.
pub(super) fn of(open: &OpenFile, references: &[ReferenceView]) -> Overview {
    let file = open.file();
    let summary = open.checked.summary();
    let unmapped = match file.column(Column::TargetExternalDirectoryObjectId) {
        Some(_) => open.checked.count_of_rule(&TARGET_EMPTY),
        None => file.row_count(),
    };
    Overview {
        revision: open.revision(),
        name: open.name.clone(),
        dialect: file.dialect().to_string(),
        written: *file.dialect(),
        doubt: open.doubt.clone(),
        columns: (0_usize..)
            .zip(file.header())
            .map(|(index, name)| ColumnView {
                name: name.clone(),
                editable: file.is_editable(index),
            })
            .collect(),
        rows: file.row_count(),
        counts: Counts {
            ready: summary.ready,
            errors: summary.held_back,
            warnings: open.checked.warned().len(),
            unmapped,
            mapped: file.row_count().saturating_sub(unmapped),
            conflicts: open.checked.in_conflict().len(),
            changed: file.changed_rows(),
        },
        groups: grouped(open),
        refuses_upload: open.checked.refuses_upload(),
        undo: file.undo_names().next().map(texts::worded),
        redo: file.redo_names().next().map(texts::worded),
        locked: file.lock() == Lock::TargetOnly,
        references: references.to_vec(),
        outcome: None,
        leave: leave::facts(open),
    }
}

/// Findings by rule, worst first.
fn grouped(open: &OpenFile) -> Vec<Group> {
    let mut groups: BTreeMap<(Severity, &'static str), Group> = BTreeMap::new();
    for finding in open.checked.about_file() {
        let rule = finding.rule();
        let group = groups
            .entry((finding.severity, rule.map_or("", |rule| rule.code)))
            .or_insert_with(|| empty_group(rule, finding.severity));
        group.count = group.count.saturating_add(1);
        if group.first.len() < FIRST {
            group.first.push(view_of(open, finding));
        }
    }
    for found in open.checked.first_of_each_rule(FIRST) {
        let group = groups
            .entry((found.severity, found.rule.code))
            .or_insert_with(|| empty_group(Some(found.rule), found.severity));
        group.count = group.count.saturating_add(found.count);
        let room = FIRST.saturating_sub(group.first.len());
        let first = found.first.iter().take(room);
        group.first.extend(first.map(|found| worded(open, found)));
    }
    groups.into_values().collect()
}

fn empty_group(rule: Option<&Rule>, severity: Severity) -> Group {
    let text = |part| rule.map_or_else(String::new, |rule| rules::of(rule, part));
    Group {
        code: rule.map_or("", |rule| rule.code).to_string(),
        severity,
        title: text(Part::Title),
        why: text(Part::Why),
        how: text(Part::How),
        count: 0,
        first: Vec::new(),
    }
}

impl OpenFile {
    /// Some findings of a rule.
    pub(super) fn list(&self, command: &FindingsCommand) -> FindingsEvent {
        let FindingsCommand::List {
            code,
            severity,
            skip,
            count,
        } = command;
        let rule = rule_of(code);
        let about = self
            .checked
            .about_file()
            .iter()
            .filter(|finding| finding.code == *code && finding.severity == *severity)
            .cloned();
        let places = rule
            .into_iter()
            .flat_map(|rule| self.checked.places_of_rule(rule, *severity));
        let findings = about
            .map(Ok)
            .chain(places.map(Err))
            .skip(usize::try_from(*skip).unwrap_or(usize::MAX))
            .take(usize::try_from(*count).unwrap_or(usize::MAX))
            .map(|it| match it {
                Ok(finding) => self.with_fix(&finding),
                Err(found) => finding_at(self, &found)
                    .map_or_else(|| wordless(&found), |finding| self.with_fix(&finding)),
            })
            .collect();
        FindingsEvent::Listed(Listed {
            code: code.clone(),
            severity: *severity,
            skip: *skip,
            findings,
            fix_all: rule.and_then(|rule| fix::of_all(self, rule)),
        })
    }

    fn with_fix(&self, finding: &Finding) -> FindingView {
        let can_fix = finding.rule().is_some_and(|rule| rule.fix.is_some());
        let fix = can_fix.then(|| self.checked.fix_for(finding)).flatten();
        FindingView {
            fix: fix.map(|fix| texts::worded(fix.title)),
            ..view_of(self, finding)
        }
    }
}

/// The rule of a code.
pub(super) fn rule_of(code: &str) -> Option<&'static Rule> {
    catalogue().iter().find(|rule| rule.code == code)
}

/// The finding at a place.
fn finding_at(open: &OpenFile, found: &FoundAt) -> Option<Finding> {
    open.checked.of_row(found.row).into_iter().find(|finding| {
        finding.code == found.rule.code
            && finding.severity == found.severity
            && (found.column.is_none() || open.column_of(finding.column.as_deref()) == found.column)
    })
}

/// The finding at a place, in words.
fn worded(open: &OpenFile, found: &FoundAt) -> FindingView {
    finding_at(open, found).map_or_else(|| wordless(found), |finding| view_of(open, &finding))
}

fn wordless(found: &FoundAt) -> FindingView {
    FindingView {
        row: Some(found.row.0),
        column: found.column,
        who: None,
        message: rules::of(found.rule, Part::Title),
        fix: None,
    }
}

fn view_of(open: &OpenFile, finding: &Finding) -> FindingView {
    let row = finding.row.and_then(|row| row.checked_sub(1));
    FindingView {
        row,
        column: open.column_of(finding.column.as_deref()),
        who: row.and_then(|row| open.who(RowId(row))),
        message: texts::worded(&finding.message),
        fix: None,
    }
}
