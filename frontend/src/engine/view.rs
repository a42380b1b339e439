//! Answers which rows are shown, and where something is among them.

use shared::{checks::Severity, mapping_file::RowId};

use super::{
    open_file::OpenFile,
    protocol::{Event, Filter, View, ViewCommand, ViewEvent, Working},
    rows_shown::RowsShown,
    task::{Step, Task},
};

/// Rows looked at in one slice.
const SLICE: u32 = 4096;

/// Answers at once, or says what work it takes.
pub(super) fn answer(
    open: &mut OpenFile,
    command: ViewCommand,
) -> Result<ViewEvent, Box<dyn Task>> {
    match command {
        ViewCommand::Show(view) if view == View::default() => {
            open.show_all();
            Ok(shown(open))
        }
        ViewCommand::Show(view) => Err(filtering(view)),
        ViewCommand::Seek {
            position,
            column,
            forward,
        } => Ok(seek(open, position, column, forward)),
        ViewCommand::Locate { row, column } => {
            if open.shown.position_of(row).is_none() {
                open.show_all();
            }
            Ok(place_of(open, row, column).unwrap_or(ViewEvent::NoPlace))
        }
    }
}

/// The work of finding the rows that a view shows.
pub(super) fn filtering(view: View) -> Box<dyn Task> {
    Box::new(Filtering {
        view,
        next: 0,
        rows: Vec::new(),
    })
}

fn shown(open: &OpenFile) -> ViewEvent {
    ViewEvent::Shown {
        view: open.shown.view().clone(),
        rows: open.shown.count(),
    }
}

/// Looks through the rows for those that a view shows.
#[derive(Debug)]
struct Filtering {
    view: View,
    next: u32,
    rows: Vec<u32>,
}

impl Task for Filtering {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        let all = open.file().row_count();
        let end = self.next.saturating_add(SLICE).min(all);
        for row in self.next..end {
            if matches(open, &self.view, RowId(row)) {
                self.rows.push(row);
            }
        }
        self.next = end;
        if end < all {
            return Step::More(Working {
                done: end,
                total: all,
            });
        }
        let rows = std::mem::take(&mut self.rows);
        open.shown = RowsShown::these(self.view.clone(), all, rows);
        Step::Done(Event::View(shown(open)).into())
    }
}

fn matches(open: &OpenFile, view: &View, row: RowId) -> bool {
    let has = |severity| {
        open.checked
            .places_of(row)
            .any(|found| found.severity == severity)
    };
    let file = open.file();
    let is_under_filter = match view.filter {
        Filter::All => true,
        Filter::Errors => open.checked.held_back().contains(row.0),
        Filter::Warnings => has(Severity::Warning),
        Filter::Unmapped => {
            let column = shared::mapping_file::Column::TargetExternalDirectoryObjectId;
            file.value(row, column).trim().is_empty()
        }
        Filter::Rule(place) => {
            let rule = shared::checks::catalogue().get(usize::from(place));
            open.checked
                .places_of(row)
                .any(|found| Some(found.rule) == rule)
        }
        Filter::Changed => (0..file.header().len()).any(|it| file.is_changed_cell(row, it)),
    };
    is_under_filter
        && view.columns.iter().all(|filter| {
            let cell = file.cell(row, filter.column).to_lowercase();
            cell.contains(&filter.text.to_lowercase())
        })
}

/// The next cell with a finding among the rows shown, stopping at the end.
fn seek(open: &OpenFile, position: u32, column: usize, forward: bool) -> ViewEvent {
    let count = open.shown.count();
    let mut at = position;
    let mut from = Some(column);
    while at < count {
        if let Some(row) = open.shown.row_at(at) {
            let mut columns: Vec<usize> = open
                .checked
                .places_of(RowId(row))
                .map(|found| found.column.unwrap_or(0))
                .filter(|found| match from {
                    Some(here) if forward => *found > here,
                    Some(here) => *found < here,
                    None => true,
                })
                .collect();
            columns.sort_unstable();
            let next = if forward {
                columns.first()
            } else {
                columns.last()
            };
            if let Some(column) = next {
                return ViewEvent::Place {
                    position: at,
                    column: *column,
                    view: open.shown.view().clone(),
                    rows: count,
                };
            }
        }
        from = None;
        match if forward {
            at.checked_add(1)
        } else {
            at.checked_sub(1)
        } {
            Some(next) => at = next,
            None => break,
        }
    }
    ViewEvent::NoPlace
}

fn place_of(open: &OpenFile, row: u32, column: usize) -> Option<ViewEvent> {
    Some(ViewEvent::Place {
        position: open.shown.position_of(row)?,
        column,
        view: open.shown.view().clone(),
        rows: open.shown.count(),
    })
}
