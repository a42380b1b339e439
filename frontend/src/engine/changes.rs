//! What differs from the file as it was opened or from a baseline: counted, listed, put
//! back, taken along.

use shared::{
    exports::{changes_csv, changes_json},
    mapping_file::{self, CellChange, Diff, EditPlan, MappingFile, RowId, diff},
};

use super::{
    holder::Answer,
    leave,
    making::FEW_CELLS,
    open_file::{OpenFile, who},
    planning,
    protocol::{
        Against, CellView, ChangeCounts, ChangeView, Changes, ChangesCommand, ChangesEvent,
        ChangesForm, Did, Event, Exported, LeaveEvent, Revert, Which, Working,
    },
    reply::Reply,
    task::{self, Kind, Step, Task},
};
use crate::texts::leave as texts;

/// Longest text of a cell in the list, in characters.
const SHOWN_CHARS: usize = 300;
/// Files with more rows are compared as long work.
const AT_ONCE: u32 = 20_000;

impl From<ChangesEvent> for Reply {
    fn from(event: ChangesEvent) -> Self {
        Event::Changes(event).into()
    }
}

/// What differs from another file, as it was worked out once.
#[derive(Debug)]
pub(super) struct Compared {
    against: Against,
    /// The state of the file that it holds for.
    at: u64,
    diff: Diff,
    /// The file as it was opened, where a repair rewrote it.
    opened: Option<MappingFile>,
}

pub(super) fn answer(open: &mut OpenFile, command: ChangesCommand) -> Reply {
    let (ChangesCommand::List { against, .. }
    | ChangesCommand::Revert { against, .. }
    | ChangesCommand::Export { against, .. }) = command;
    if against == Against::Baseline && baseline(open).is_none() {
        return ChangesEvent::Refused {
            message: texts::needs_baseline(),
        }
        .into();
    }
    if !is_compared(open, against) {
        if open.file().row_count() > AT_ONCE {
            let told = Working {
                done: 0,
                total: open.file().row_count(),
            };
            return Reply::Work(task::at_once(Kind::Question, told, move |open| {
                compare(open, against);
                say(open, command).into()
            }));
        }
        compare(open, against);
    }
    say(open, command)
}

/// Whether what differs is at hand. The edits always are.
fn is_compared(open: &OpenFile, against: Against) -> bool {
    let is_overlay = against == Against::AsOpened && !open.file().is_rewritten();
    is_overlay
        || open.compared.as_ref().is_some_and(|compared| {
            // Every step and every new reference has rows checked again.
            compared.against == against && compared.at == open.checked.rows_checked()
        })
}

fn compare(open: &mut OpenFile, against: Against) {
    open.compared = None;
    let file = open.file();
    let opened = match against {
        Against::AsOpened => mapping_file::open(file.opened().to_vec()).ok(),
        Against::Baseline => None,
    };
    let Some(before) = opened.as_ref().or_else(|| baseline(open)) else {
        return;
    };
    open.compared = Some(Compared {
        against,
        at: open.checked.rows_checked(),
        diff: diff(before, file),
        opened,
    });
}

fn say(open: &mut OpenFile, command: ChangesCommand) -> Reply {
    match command {
        ChangesCommand::List {
            against,
            which,
            skip,
            count,
        } => ChangesEvent::Listed(Box::new(list(open, against, which, skip, count))).into(),
        ChangesCommand::Revert { against, what } => revert(open, against, what),
        ChangesCommand::Export { against, form } => Reply::Say(export(open, against, form)),
    }
}

fn baseline(open: &OpenFile) -> Option<&MappingFile> {
    open.checked.references().baseline.as_deref()
}

/// The diff that was worked out; none where the edits say it all.
fn diff_of(open: &OpenFile, against: Against) -> Option<&Diff> {
    let is_overlay = against == Against::AsOpened && !open.file().is_rewritten();
    let compared = open.compared.as_ref().filter(|_| !is_overlay)?;
    Some(&compared.diff)
}

/// Where cells differ: row and column.
fn places(open: &OpenFile, against: Against) -> Box<dyn Iterator<Item = (RowId, usize)> + '_> {
    match diff_of(open, against) {
        Some(diff) => Box::new(diff.cells.iter().map(|cell| (cell.row, cell.at))),
        None => Box::new(open.file().edited_places()),
    }
}

/// What became of cells of one kind, some of them.
fn cells(
    open: &OpenFile,
    against: Against,
    skip: usize,
    take: usize,
    locked: bool,
) -> Vec<CellChange> {
    if let Some(diff) = diff_of(open, against) {
        return diff
            .cells
            .iter()
            .filter(|cell| !locked || cell.is_locked)
            .skip(skip)
            .take(take)
            .cloned()
            .collect();
    }
    let file = open.file();
    file.edited_places()
        .filter(|(_, at)| !locked || !file.is_target(*at))
        .skip(skip)
        .take(take)
        .map(|(row, at)| file.edited_cell(row, at))
        .collect()
}

fn list(open: &OpenFile, against: Against, which: Which, skip: u32, count: u32) -> Changes {
    let file = open.file();
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let (skip_places, take) = (size(skip), size(count));
    let diff = diff_of(open, against);
    let mut counts = ChangeCounts::default();
    for (_, at) in places(open, against) {
        counts.cells = counts.cells.saturating_add(1);
        if !file.is_target(at) {
            counts.locked = counts.locked.saturating_add(1);
        }
    }
    if let Some(diff) = diff {
        counts.added = number(diff.rows_added.len());
        counts.removed = number(diff.rows_removed.len());
        counts.moved = number(diff.rows_moved.len());
    }
    let of_cells = |locked| {
        cells(open, against, skip_places, take, locked)
            .into_iter()
            .map(|cell| cell_view(open, cell))
            .collect()
    };
    let listed = match (which, diff) {
        (Which::Cells, _) => of_cells(false),
        (Which::Locked, _) => of_cells(true),
        (_, None) => Vec::new(),
        (Which::Added, Some(diff)) => page(&diff.rows_added, skip_places, take)
            .map(|row| ChangeView {
                row: Some(row.0),
                who: open.who(*row),
                ..ChangeView::default()
            })
            .collect(),
        (Which::Removed, Some(diff)) => page(&diff.rows_removed, skip_places, take)
            .map(|row| ChangeView {
                row_before: Some(row.0),
                who: before(open, against).and_then(|file| who(file, *row)),
                ..ChangeView::default()
            })
            .collect(),
        (Which::Moved, Some(diff)) => page(&diff.rows_moved, skip_places, take)
            .map(|row| ChangeView {
                row: Some(row.now.0),
                row_before: Some(row.before.0),
                who: open.who(row.now),
                cell: None,
            })
            .collect(),
    };
    Changes {
        against,
        counts,
        columns_added: diff.map_or_else(Vec::new, |diff| diff.columns_added.clone()),
        columns_removed: diff.map_or_else(Vec::new, |diff| diff.columns_removed.clone()),
        which,
        skip,
        listed,
    }
}

fn page<T>(all: &[T], skip: usize, take: usize) -> impl Iterator<Item = &T> {
    all.iter().skip(skip).take(take)
}

/// The file on the other side of the comparison.
fn before(open: &OpenFile, against: Against) -> Option<&MappingFile> {
    match against {
        Against::AsOpened => open.compared.as_ref()?.opened.as_ref(),
        Against::Baseline => baseline(open),
    }
}

fn cell_view(open: &OpenFile, cell: CellChange) -> ChangeView {
    ChangeView {
        row: Some(cell.row.0),
        row_before: Some(cell.row_before.0),
        who: open.who(cell.row),
        cell: Some(CellView {
            column: cell.at,
            name: cell.column,
            before: cell.before.map(shortened),
            after: cell.after.map(shortened),
            is_locked: cell.is_locked,
        }),
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(&text)),
        None => text,
    }
}

/// Puts cells back as one step. No lock keeps anybody from that.
fn revert(open: &mut OpenFile, against: Against, what: Revert) -> Reply {
    let is_meant = |row: RowId, at: usize| match what {
        Revert::Cell { row: only, column } => row.0 == only && at == column,
        Revert::Row(only) => row.0 == only,
        Revert::All => true,
    };
    let cells = match diff_of(open, against) {
        Some(diff) => diff
            .cells
            .iter()
            .filter(|cell| is_meant(cell.row, cell.at) && cell.after.is_some())
            .filter_map(|cell| Some((cell.row, cell.at, Some(cell.before.clone()?))))
            .collect(),
        None => open
            .file()
            .edited_places()
            .filter(|(row, at)| is_meant(*row, *at))
            .map(|(row, at)| (row, at, None))
            .collect(),
    };
    let name = match what {
        Revert::Cell { row, .. } | Revert::Row(row) => {
            texts::step_revert_row(row.saturating_add(1))
        }
        Revert::All => texts::step_revert_all(),
    };
    let mut reverting = Reverting {
        name,
        cells,
        at: 0,
        plan: EditPlan::default(),
    };
    if reverting.cells.len() > FEW_CELLS {
        return Reply::Work(Box::new(reverting));
    }
    reverting.plan_some(open);
    planning::apply_as(open, Did::Reverted, &reverting.name, reverting.plan)
}

/// Puts very many cells back.
#[derive(Debug)]
struct Reverting {
    name: String,
    /// With the text that stood there; none is what the file was opened with.
    cells: Vec<(RowId, usize, Option<String>)>,
    at: usize,
    plan: EditPlan,
}

impl Reverting {
    fn plan_some(&mut self, open: &OpenFile) {
        let to = self.at.saturating_add(FEW_CELLS).min(self.cells.len());
        let file = open.file();
        let some = self.cells.get_mut(self.at..to).unwrap_or_default();
        let texts = some.iter_mut().map(|(row, at, text)| {
            let text = text.take();
            let text = text.unwrap_or_else(|| file.original_cell(*row, *at).into_owned());
            (*row, *at, text)
        });
        self.plan.append(file.plan_restore(texts));
        self.at = to;
    }
}

impl Task for Reverting {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        self.plan_some(open);
        if self.at < self.cells.len() {
            return Step::More(Working {
                done: planning::count(self.at),
                total: planning::count(self.cells.len()),
            });
        }
        let plan = std::mem::take(&mut self.plan);
        planning::apply_as(open, Did::Reverted, &self.name, plan).into()
    }

    fn kind(&self) -> Kind {
        Kind::Change
    }
}

fn export(open: &OpenFile, against: Against, form: ChangesForm) -> Answer {
    let file = open.file();
    let of_edits;
    let diff = if let Some(diff) = diff_of(open, against) {
        diff
    } else {
        of_edits = Diff {
            cells: file
                .edited_places()
                .map(|(row, at)| file.edited_cell(row, at))
                .collect(),
            ..Diff::default()
        };
        &of_edits
    };
    let before = before(open, against).unwrap_or(file);
    let (ending, bytes) = match form {
        ChangesForm::Csv => (".changes.csv", changes_csv(before, file, diff)),
        ChangesForm::Json => (
            ".changes.json",
            changes_json(before, file, diff).into_bytes(),
        ),
    };
    Answer {
        event: Event::Leave(LeaveEvent::Exported(Exported {
            name: leave::named(&open.name, ending),
            ..Exported::default()
        })),
        bytes: Some(bytes),
    }
}
