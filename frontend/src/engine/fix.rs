//! Answers what a fix or a repair would do, and makes it.

use shared::{
    checks::{Finding, Fix, FixKind, Rule},
    mapping_file::{EditPlan, Repair, RowId},
};

use super::{
    open_file::OpenFile,
    overview::rule_of,
    planning::{count, landing_view},
    protocol::{
        CellsPreview, FixAll, FixBy, FixCommand, FixEvent, FixPreview, Mend, ReferenceView,
    },
};
use crate::texts;

/// How many cells a preview shows.
const FIRST: usize = 50;
/// Findings of a rule of which it is worked out at once how many can be fixed.
const MOST_AT_ONCE: u32 = 2_000;
/// Longest text of a cell in a preview, in characters.
const SHOWN_CHARS: usize = 200;

/// Answers, and does what it is told to.
pub(super) fn answer(
    open: &mut OpenFile,
    command: FixCommand,
    references: &[ReferenceView],
) -> FixEvent {
    let (mend, is_seen) = match command {
        FixCommand::Preview(mend) => (mend, None),
        FixCommand::Make { mend, is_seen } => (mend, Some(is_seen)),
    };
    let Some((fix, mend)) = worked_out(open, mend) else {
        return refused(String::new());
    };
    match is_seen {
        Some(is_seen) if is_seen || is_one_cell(&fix) => make(open, &fix, references),
        _ => preview(open, fix, mend),
    }
}

/// What can be done about all findings of a rule at once.
pub(super) fn of_all(open: &OpenFile, rule: &Rule) -> Option<FixAll> {
    rule.fix?;
    let about = open.checked.about_file().iter();
    let about = about.filter(|finding| finding.code == rule.code).count();
    let of = open
        .checked
        .count_of_rule(rule)
        .saturating_add(count(about));
    if of > MOST_AT_ONCE {
        return Some(FixAll {
            title: None,
            fixable: of,
            of,
        });
    }
    let Some(fix) = open.checked.fix_all(rule) else {
        return Some(FixAll {
            title: None,
            fixable: 0,
            of,
        });
    };
    let fixable = match &fix.kind {
        FixKind::Cells(plan) => count(plan.changed_cells()),
        FixKind::Repair(_) => of,
    };
    Some(FixAll {
        title: Some(texts::worded(fix.title)),
        fixable,
        of,
    })
}

/// The fix, and what makes the very same again.
fn worked_out(open: &OpenFile, mend: Mend) -> Option<(Fix, Mend)> {
    let fix = match &mend {
        Mend::All { code } => open.checked.fix_all(rule_of(code)?)?,
        Mend::One { code, row, column } => {
            let finding = findings_at(open, *row).into_iter().find(|finding| {
                finding.code == *code && open.column_of(finding.column.as_deref()) == *column
            })?;
            open.checked.fix_for(&finding)?
        }
        Mend::At { row, column } => return fix_at(open, *row, *column),
        Mend::Written(repair) => Fix {
            title: repair.name(),
            kind: FixKind::Repair(repair.clone()),
        },
    };
    Some((fix, mend))
}

/// The worst finding at a cell that can be fixed; else one of the rest of its row.
fn fix_at(open: &OpenFile, row: u32, column: usize) -> Option<(Fix, Mend)> {
    let mut findings = open.checked.of_row(RowId(row));
    let place = |finding: &Finding| open.column_of(finding.column.as_deref());
    findings.sort_by_key(|finding| (place(finding) != Some(column), finding.severity));
    findings.iter().find_map(|finding| {
        let mend = Mend::One {
            code: finding.code.to_string(),
            row: Some(row),
            column: place(finding),
        };
        Some((open.checked.fix_for(finding)?, mend))
    })
}

fn findings_at(open: &OpenFile, row: Option<u32>) -> Vec<Finding> {
    match row {
        Some(row) => open.checked.of_row(RowId(row)),
        None => open.checked.about_file().to_vec(),
    }
}

fn is_one_cell(fix: &Fix) -> bool {
    matches!(&fix.kind, FixKind::Cells(plan) if plan.changed_cells() == 1)
}

fn make(open: &mut OpenFile, fix: &Fix, references: &[ReferenceView]) -> FixEvent {
    let made = open.checked.edit(|file| fix.apply(file));
    match made {
        Err(error) => refused(error.to_string()),
        Ok(changed) if changed.is_nothing() => refused(String::new()),
        Ok(_) => {
            if matches!(fix.kind, FixKind::Repair(Repair::ReadAs { .. })) {
                // Somebody decided how it reads.
                open.doubt = None;
            }
            open.shown.fit(open.file().row_count());
            FixEvent::Made {
                name: texts::worded(&fix.title),
                overview: Box::new(open.overview(references)),
            }
        }
    }
}

fn preview(open: &OpenFile, fix: Fix, mend: Mend) -> FixEvent {
    let by = match &fix.kind {
        FixKind::Cells(plan) => FixBy::Cells(cells(open, plan, &mend)),
        FixKind::Repair(repair) => match open.file().preview(repair) {
            Ok(preview) if preview.changes == 0 => return refused(String::new()),
            Ok(preview) => FixBy::Repair(preview),
            Err(error) => return refused(error.to_string()),
        },
    };
    FixEvent::Preview(Box::new(FixPreview {
        mend,
        title: texts::worded(fix.title),
        by,
    }))
}

fn cells(open: &OpenFile, plan: &EditPlan, mend: &Mend) -> CellsPreview {
    let cells = count(plan.changed_cells());
    let all = match mend {
        Mend::All { code } => rule_of(code).map_or(0, |rule| open.checked.count_of_rule(rule)),
        _ => cells,
    };
    let first = plan.landings.iter().filter(|cell| cell.changes());
    CellsPreview {
        cells,
        rows: count(plan.changed_rows()),
        left: all.saturating_sub(cells),
        first: first
            .take(FIRST)
            .map(|cell| landing_view(open, cell, SHOWN_CHARS))
            .collect(),
    }
}

fn refused(why: String) -> FixEvent {
    let message = texts::worded(why);
    FixEvent::Refused { message }
}
