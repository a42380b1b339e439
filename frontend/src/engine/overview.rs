//! The file as a whole, as the page shows it: facts, counts, findings by rule.

use std::collections::BTreeMap;

use shared::{
    checks::{Finding, FoundAt, Rule, Severity},
    mapping_file::{Lock, RowId},
};

use super::{
    open_file::OpenFile,
    protocol::{
        ColumnView, Counts, FindingView, FindingsCommand, FindingsEvent, Group, Listed, Overview,
        ReferenceView,
    },
};

/// How many findings of a rule stand in an overview; more are listed when asked for.
const FIRST: usize = 8;

/// Everything about the file except its rows. Goes through the findings once, without
/// wording more of them than are shown.
pub(super) fn of(open: &OpenFile, references: &[ReferenceView]) -> Overview {
    let file = open.file();
    let summary = open.checked.summary();
    let (groups, warnings) = grouped(open);
    Overview {
        name: open.name.clone(),
        dialect: file.dialect().to_string(),
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
            warnings,
            unmapped: summary.unmapped,
            changed: file.changed_rows(),
        },
        groups,
        refuses_upload: open.checked.refuses_upload(),
        undo: file.undo_names().next().map(str::to_string),
        redo: file.redo_names().next().map(str::to_string),
        locked: file.lock() == Lock::TargetOnly,
        references: references.to_vec(),
        outcome: None,
    }
}

/// Findings by rule, worst first, and how many rows have a warning.
fn grouped(open: &OpenFile) -> (Vec<Group>, u32) {
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
    for (rule, severity, count) in open.checked.counts() {
        let group = groups
            .entry((severity, rule.code))
            .or_insert_with(|| empty_group(Some(rule), severity));
        group.count = group.count.saturating_add(count);
    }
    let mut warnings = 0;
    let mut last_warned = None;
    for found in open.checked.places() {
        if found.severity == Severity::Warning && last_warned != Some(found.row) {
            last_warned = Some(found.row);
            warnings += 1;
        }
        if let Some(group) = groups.get_mut(&(found.severity, found.rule.code))
            && group.first.len() < FIRST
        {
            group.first.push(worded(open, &found));
        }
    }
    (groups.into_values().collect(), warnings)
}

fn empty_group(rule: Option<&Rule>, severity: Severity) -> Group {
    let text = |part: fn(&Rule) -> &'static str| rule.map_or("", part).to_string();
    Group {
        code: text(|rule| rule.code),
        severity,
        title: text(|rule| rule.title),
        why: text(|rule| rule.why),
        how: text(|rule| rule.how),
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
        let about = self
            .checked
            .about_file()
            .iter()
            .filter(|finding| finding.code == *code && finding.severity == *severity)
            .map(|finding| view_of(self, finding));
        let places = self
            .checked
            .places()
            .filter(|found| found.rule.code == code && found.severity == *severity);
        let skip_places = usize::try_from(*skip).unwrap_or(usize::MAX);
        let findings = about
            .map(Ok)
            .chain(places.map(Err))
            .skip(skip_places)
            .take(usize::try_from(*count).unwrap_or(usize::MAX))
            .map(|it| it.unwrap_or_else(|found| worded(self, &found)))
            .collect();
        FindingsEvent::Listed(Listed {
            code: code.clone(),
            severity: *severity,
            skip: *skip,
            findings,
        })
    }
}

/// The finding at a place, in words.
fn worded(open: &OpenFile, found: &FoundAt) -> FindingView {
    let finding = open.checked.of_row(found.row).into_iter().find(|finding| {
        finding.code == found.rule.code
            && finding.severity == found.severity
            && (found.column.is_none() || open.column_of(finding.column.as_deref()) == found.column)
    });
    finding.map_or_else(
        || FindingView {
            row: Some(found.row.0),
            column: found.column,
            who: None,
            message: found.rule.title.to_string(),
        },
        |finding| view_of(open, &finding),
    )
}

fn view_of(open: &OpenFile, finding: &Finding) -> FindingView {
    let row = finding.row.and_then(|row| row.checked_sub(1));
    FindingView {
        row,
        column: open.column_of(finding.column.as_deref()),
        who: row.and_then(|row| open.who(RowId(row))),
        message: finding.message.clone(),
    }
}
