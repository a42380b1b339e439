//! Answers what a fix or a repair would do, and makes it.

mod previewing;

use shared::{
    checks::{Finding, Fix, FixKind, FixingAll, Level, Rule},
    mapping_file::{Changed, EditPlan, Repair, RowId},
    order,
};

use super::{
    making::{self, FEW_CELLS},
    open_file::OpenFile,
    overview::rule_of,
    planning::{count, landing_view},
    protocol::{
        CellsPreview, Event, FixAll, FixBy, FixCommand, FixEvent, FixPreview, Mend, Working,
    },
    reply::Reply,
    task::{Kind, Step, Task, Told},
};
use crate::texts;

/// How many cells a preview shows.
const FIRST: usize = 50;
/// Findings of a rule of which it is worked out at once how many can be fixed.
const MOST_AT_ONCE: u32 = 2_000;
/// Longest text of a cell in a preview, in characters.
const SHOWN_CHARS: usize = 200;

/// A fix that was shown, to be made as it was shown.
#[derive(Debug)]
pub(super) struct Worked {
    mend: Mend,
    fix: Fix,
    /// The state of the file that it is for.
    revision: u64,
}

/// What a fix is worked out for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wanted {
    /// To be shown.
    Preview,
    /// To be made, if it is one cell; else to be shown.
    MakeOne,
    /// To be made.
    Make,
}

impl Wanted {
    fn kind(self) -> Kind {
        match self {
            Self::Make => Kind::Change,
            Self::Preview | Self::MakeOne => Kind::Question,
        }
    }
}

/// Answers, and does what it is told to.
pub(super) fn answer(open: &mut OpenFile, command: FixCommand) -> Reply {
    let (mend, wanted) = match command {
        FixCommand::Preview(mend) => (mend, Wanted::Preview),
        FixCommand::Make { mend, is_seen } if is_seen => (mend, Wanted::Make),
        FixCommand::Make { mend, .. } => (mend, Wanted::MakeOne),
    };
    let revision = open.checked.revision();
    let is_it = |known: &Worked| known.mend == mend && known.revision == revision;
    if let Some(known) = open.fixing.take().filter(is_it) {
        return go_on(open, Some((known.fix, known.mend)), wanted);
    }
    if let Mend::All { code } = &mend
        && let Some(rule) = rule_of(code).filter(|rule| rule.level == Level::Row)
        && open.checked.count_of_rule(rule) > MOST_AT_ONCE
    {
        return Reply::Work(Box::new(Fixing {
            all: Some(open.checked.fixing_all(rule)),
            mend,
            wanted,
        }));
    }
    let worked = worked_out(open, mend);
    go_on(open, worked, wanted)
}

/// Shows a fix that was worked out, or makes it.
fn go_on(open: &mut OpenFile, worked: Option<(Fix, Mend)>, wanted: Wanted) -> Reply {
    match worked {
        Some((fix, mend)) => show_or_make(open, fix, mend, wanted),
        None => refused(String::new()).into(),
    }
}

fn show_or_make(open: &mut OpenFile, fix: Fix, mend: Mend, wanted: Wanted) -> Reply {
    match wanted {
        Wanted::Make => make(open, fix),
        Wanted::MakeOne if is_one_cell(&fix) => make(open, fix),
        _ => preview(open, fix, mend),
    }
}

/// Works out a fix of very many findings, some at a time.
#[derive(Debug)]
struct Fixing {
    all: Option<FixingAll>,
    mend: Mend,
    wanted: Wanted,
}

impl Task for Fixing {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        if let Some(all) = &mut self.all
            && !all.step(&open.checked)
        {
            let (done, total) = all.done();
            return Step::More(Working {
                done: count(done),
                total: count(total),
            });
        }
        let all = self.all.take();
        match all.and_then(|all| all.finish(&open.checked)) {
            Some(fix) => show_or_make(open, fix, self.mend.clone(), self.wanted).into(),
            None => Reply::from(refused(String::new())).into(),
        }
    }

    fn kind(&self) -> Kind {
        self.wanted.kind()
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
    order::by_key(&mut findings, |finding| {
        (place(finding) != Some(column), finding.severity)
    });
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

fn make(open: &mut OpenFile, fix: Fix) -> Reply {
    // Somebody decided how it reads.
    let is_decided = matches!(fix.kind, FixKind::Repair(Repair::ReadAs { .. }));
    let name = texts::worded(&fix.title);
    let then = move |open: &mut OpenFile, _: &Changed| {
        if is_decided {
            open.doubt = None;
        }
        open.after_step();
        Told::Fixed(name)
    };
    let are_few = matches!(&fix.kind, FixKind::Cells(plan) if plan.changed_cells() <= FEW_CELLS);
    if are_few {
        return match open.checked.edit(|file| fix.apply(file)) {
            Err(error) => refused(error.to_string()).into(),
            Ok(changed) if changed.is_nothing() => refused(String::new()).into(),
            Ok(changed) => Reply::Changed(then(open, &changed)),
        };
    }
    match open.checked.fix_ahead(fix) {
        Err(error) => refused(error.to_string()).into(),
        Ok(ahead) => making::make(open, ahead, |why| Event::Fix(refused(why)), then),
    }
}

fn preview(open: &mut OpenFile, fix: Fix, mend: Mend) -> Reply {
    let repair = match &fix.kind {
        FixKind::Cells(plan) => {
            let by = FixBy::Cells(cells(open, plan, &mend));
            return shown(open, fix, mend, by).into();
        }
        FixKind::Repair(repair) => repair.clone(),
    };
    previewing::preview(open, repair, fix, mend)
}

fn shown(open: &mut OpenFile, fix: Fix, mend: Mend, by: FixBy) -> FixEvent {
    let shown = FixPreview {
        mend: mend.clone(),
        title: texts::worded(&fix.title),
        by,
    };
    open.fixing = Some(Worked {
        mend,
        fix,
        revision: open.checked.revision(),
    });
    FixEvent::Preview(Box::new(shown))
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

impl From<FixEvent> for Reply {
    fn from(event: FixEvent) -> Self {
        Event::Fix(event).into()
    }
}
