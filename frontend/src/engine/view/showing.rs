//! The work of showing other rows, or the same in another order.

use super::{filtering::Filtering, sorting::Sorting};
use crate::engine::{
    open_file::OpenFile,
    protocol::{Event, Filter, Sort, View, ViewEvent, Working},
    rows_shown::RowsShown,
    task::{Kind, Step, Task},
};

/// The work of making a view. Rows that are shown already are only put in another order,
/// so that what was mended under a filter stays.
pub(in crate::engine) fn task(open: &OpenFile, view: View) -> Box<dyn Task> {
    let all = open.file().row_count();
    let shown = open.shown().view();
    let is_other_order =
        shown.sort != view.sort && shown.filter == view.filter && shown.columns == view.columns;
    let is_whole = view.filter == Filter::All && view.columns.is_empty();
    let phase = if is_whole || (is_other_order && open.coming.is_none()) {
        let rows = if is_whole {
            (0..all).collect()
        } else {
            open.shown.in_file_order()
        };
        Phase::found(rows, view.sort)
    } else {
        Phase::Filter(Filtering::new(&view), Vec::new())
    };
    Box::new(Showing { view, all, phase })
}

#[derive(Debug)]
struct Showing {
    view: View,
    /// Rows of the file when the work began.
    all: u32,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    /// With the rows found; where they are to be sorted.
    Filter(Filtering, Vec<u32>),
    Sort(Sorting),
    Done(Vec<u32>),
}

impl Phase {
    fn found(rows: Vec<u32>, sort: Option<Sort>) -> Self {
        match sort {
            Some(sort) => Self::Sort(Sorting::new(rows, sort)),
            None => Self::Done(rows),
        }
    }
}

impl Task for Showing {
    fn kind(&self) -> Kind {
        Kind::View
    }

    fn step(&mut self, open: &mut OpenFile) -> Step {
        let all = open.file().row_count();
        if all != self.all {
            // The file was rewritten meanwhile.
            self.all = all;
            self.phase = Phase::Filter(Filtering::new(&self.view), Vec::new());
            open.coming = None;
        }
        match &mut self.phase {
            Phase::Filter(filtering, _) if self.view.sort.is_none() => {
                if filtering.done() > 0 && open.coming.is_none() {
                    // All rows are shown again: somebody went to a hidden one.
                    return Step::Done(Event::View(super::shown(open)).into());
                }
                // What was found is shown at once.
                let mut coming = open
                    .coming
                    .take()
                    .unwrap_or_else(|| RowsShown::these(self.view.clone(), all, Vec::new()));
                let is_done = filtering.step(open, |row| coming.push(row));
                let working = working(filtering.done(), all);
                if is_done {
                    open.shown = coming;
                    return Step::Done(Event::View(super::shown(open)).into());
                }
                let rows = coming.count();
                open.coming = Some(coming);
                Step::Meanwhile(Event::View(ViewEvent::Growing {
                    view: self.view.clone(),
                    rows,
                    working,
                }))
            }
            Phase::Filter(filtering, rows) => {
                let is_done = filtering.step(open, |row| rows.push(row));
                let done = filtering.done();
                if is_done {
                    self.phase = Phase::found(std::mem::take(rows), self.view.sort);
                }
                Step::More(working(done, all))
            }
            Phase::Sort(sorting) => {
                if let Some(rows) = sorting.step(open.file()) {
                    self.phase = Phase::Done(rows);
                    return Step::More(working(all, all));
                }
                Step::More(working(sorting.done(all), all))
            }
            Phase::Done(rows) => {
                open.coming = None;
                open.shown = RowsShown::these(self.view.clone(), all, std::mem::take(rows));
                Step::Done(Event::View(super::shown(open)).into())
            }
        }
    }
}

fn working(done: u32, total: u32) -> Working {
    Working { done, total }
}
