//! Answers which rows are shown, and where something is among them.

mod filtering;
mod matching;
mod showing;
mod sorting;

use shared::{mapping_file::RowId, order};

use super::{
    open_file::OpenFile,
    protocol::{Event, View, ViewCommand, ViewEvent, Working},
    reply::Reply,
};

/// Answers at once, or says what work it takes.
pub(super) fn answer(open: &mut OpenFile, command: ViewCommand) -> Reply {
    let event = match command {
        ViewCommand::Show(view) if view == View::default() => {
            open.show_all();
            shown(open)
        }
        ViewCommand::Show(view) => return Reply::Work(showing::task(open, view)),
        ViewCommand::Now if open.coming.is_some() => ViewEvent::Growing {
            view: open.shown().view().clone(),
            rows: open.shown().count(),
            working: Working {
                done: 0,
                total: open.file().row_count(),
            },
        },
        ViewCommand::Now => shown(open),
        ViewCommand::Columns(mut columns) => {
            let width = open.file().header().len();
            columns.retain(|column| *column < width);
            order::by_key(&mut columns, |column| *column);
            columns.dedup();
            open.sent = columns;
            ViewEvent::Columns
        }
        ViewCommand::Seek {
            position,
            column,
            forward,
        } => seek(open, position, column, forward),
        ViewCommand::Locate { row, column } => {
            if open.shown().position_of(row).is_none() {
                open.show_all();
            }
            place_of(open, row, column).unwrap_or(ViewEvent::NoPlace)
        }
        ViewCommand::Jump { row, column } => {
            let is_there = row < open.file().row_count();
            place_of(open, row, column).unwrap_or(if is_there {
                ViewEvent::Hidden { row }
            } else {
                ViewEvent::NoPlace
            })
        }
    };
    Event::View(event).into()
}

fn shown(open: &OpenFile) -> ViewEvent {
    ViewEvent::Shown {
        view: open.shown().view().clone(),
        rows: open.shown().count(),
    }
}

/// The next cell with a finding among the rows shown, stopping at the end.
fn seek(open: &OpenFile, position: u32, column: usize, forward: bool) -> ViewEvent {
    let here = open.shown().row_at(position).map(|row| (position, row));
    let mut at = here;
    let mut from = Some(column);
    while let Some((position, row)) = at {
        if let Some(column) = found_in(open, row, from, forward) {
            return place_at(open, position, column);
        }
        from = None;
        at = next_place(open, position, row, forward);
    }
    ViewEvent::NoPlace
}

/// The column of the first finding of a row beyond `from`.
fn found_in(open: &OpenFile, row: u32, from: Option<usize>, forward: bool) -> Option<usize> {
    let columns = open
        .checked
        .places_of(RowId(row))
        .map(|found| found.column.unwrap_or(0))
        .filter(|found| match from {
            Some(here) if forward => *found > here,
            Some(here) => *found < here,
            None => true,
        });
    if forward {
        columns.min()
    } else {
        columns.max()
    }
}

/// The next row shown that may have a finding. In the file's order rows without one are
/// not looked at.
fn next_place(open: &OpenFile, position: u32, row: u32, forward: bool) -> Option<(u32, u32)> {
    let shown = open.shown();
    if shown.view().sort.is_some() {
        let next = if forward {
            position.checked_add(1)?
        } else {
            position.checked_sub(1)?
        };
        return Some((next, shown.row_at(next)?));
    }
    let mut row = RowId(row);
    loop {
        row = if forward {
            open.checked.next_row(Some(row))?
        } else {
            open.checked.previous_row(row)?
        };
        if let Some(position) = shown.position_of(row.0) {
            return Some((position, row.0));
        }
    }
}

fn place_of(open: &OpenFile, row: u32, column: usize) -> Option<ViewEvent> {
    let position = open.shown().position_of(row)?;
    Some(place_at(open, position, column))
}

/// A cell to go to, by its position.
pub(super) fn place_at(open: &OpenFile, position: u32, column: usize) -> ViewEvent {
    let shown = open.shown();
    ViewEvent::Place {
        position,
        column,
        view: shown.view().clone(),
        rows: shown.count(),
    }
}
