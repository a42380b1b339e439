//! What can be done with the grid: moving, selecting, sorting, filtering, arranging.

use leptos::prelude::*;

use crate::{
    engine::protocol::{CellTest, ColumnFilter, Sort, View},
    workbench::{
        bench::Bench,
        columns::{Arrangement, ShownColumn},
        keys::Cell,
        selection::{Selection, Shape},
    },
};

impl Bench {
    /// Goes to a cell, which alone is selected then.
    pub fn go(self, cell: Cell) {
        self.choose(Selection::at(cell));
    }

    /// Extends the selection to a cell.
    pub fn extend(self, cell: Cell) {
        self.choose(self.selection.get_untracked().to(cell));
    }

    /// Selects as far as `shape` from the active cell.
    pub fn select(self, shape: Shape) {
        self.choose(Selection::of(shape, self.active.get_untracked()));
    }

    /// Selects this.
    pub fn choose(self, selection: Selection) {
        self.grid.in_header.set(false);
        self.selection.set(selection);
        if self.active.get_untracked() != selection.active() {
            self.active.set(selection.active());
        }
    }

    /// Goes to the header of a column.
    pub fn go_to_header(self, column: usize) {
        let cell = Cell {
            column,
            ..self.active.get_untracked()
        };
        self.choose(Selection::at(cell));
        self.grid.in_header.set(true);
    }

    /// The column shown at a place.
    pub fn column_at(self, place: usize) -> Option<ShownColumn> {
        self.columns
            .with_untracked(|columns| columns.get(place).cloned())
    }

    /// The column that the keyboard is on.
    pub fn active_column(self) -> Option<ShownColumn> {
        self.column_at(self.active.with_untracked(|cell| cell.column))
    }

    /// Where the keyboard is: its row's position, and its column in the file.
    pub fn here(self) -> Option<(u32, usize)> {
        let position = self.active.with_untracked(|cell| cell.row);
        Some((position, self.active_column()?.index))
    }

    /// Sorts by a column of the file; none is the file's own order.
    pub fn sort(self, sort: Option<Sort>) {
        let view = self.view.get_untracked();
        if view.sort != sort {
            self.show(View { sort, ..view });
        }
    }

    /// Takes the next order of a column.
    pub fn sort_on(self, column: usize) {
        let next = self
            .view
            .with_untracked(|view| next_order(view.sort, column));
        self.sort(next);
    }

    /// Filters by a column of the file, in place of an earlier filter; none removes it.
    pub fn filter_column(self, column: usize, test: Option<CellTest>) {
        let view = self.view.get_untracked();
        self.show(with_filter(view, column, test));
    }

    /// Shows all rows, in the order that they are in.
    pub fn show_all_rows(self) {
        self.show(View {
            sort: self.view.with_untracked(|view| view.sort),
            ..View::default()
        });
    }

    /// Every row in the file's order, every column as at first.
    pub fn reset_view(self) {
        self.grid.arrangement.set(Arrangement::default());
        if self.view.with_untracked(|view| *view != View::default()) {
            self.show(View::default());
        }
    }

    /// Changes how columns are arranged. The active cell stays in its column.
    pub fn arrange(self, change: impl FnOnce(&mut Arrangement)) {
        let before = self.active_column().map(|column| column.index);
        self.grid.arrangement.update(change);
        let cell = self.active.get_untracked();
        let place = self.columns.with_untracked(|columns| {
            let place = columns
                .iter()
                .position(|column| Some(column.index) == before);
            place.unwrap_or_else(|| cell.column.min(columns.len().saturating_sub(1)))
        });
        if place != cell.column {
            let in_header = self.grid.in_header.get_untracked();
            self.go(Cell {
                column: place,
                ..cell
            });
            self.grid.in_header.set(in_header);
        }
    }

    /// Makes a column wider by so many steps, or narrower.
    pub fn widen(self, column: &ShownColumn, steps: i32) {
        self.arrange(|arrangement| arrangement.widen(column, steps));
    }
}

/// Up, down, the file's own order.
fn next_order(sort: Option<Sort>, column: usize) -> Option<Sort> {
    match sort {
        Some(Sort {
            column: sorted,
            descending,
        }) if sorted == column => (!descending).then_some(Sort {
            column,
            descending: true,
        }),
        _ => Some(Sort {
            column,
            descending: false,
        }),
    }
}

fn with_filter(mut view: View, column: usize, test: Option<CellTest>) -> View {
    view.columns.retain(|filter| filter.column != column);
    view.columns
        .extend(test.map(|test| ColumnFilter { column, test }));
    view
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_sorted_up_then_down_then_not() {
        let mut sort = None;
        let mut seen = Vec::new();
        for _ in 0..4 {
            sort = next_order(sort, 2);
            seen.push(sort.map(|sort| sort.descending));
        }
        assert_eq!(seen, [Some(false), Some(true), None, Some(false)]);
        let other = next_order(sort, 5).unwrap();
        assert_eq!((other.column, other.descending), (5, false));
    }

    #[test]
    fn a_column_has_one_filter() {
        let view = with_filter(View::default(), 1, Some(CellTest::Empty));
        let view = with_filter(view, 2, Some(CellTest::NotEmpty));
        let view = with_filter(view, 1, Some(CellTest::Contains("x".into())));
        assert_eq!(view.columns.len(), 2);
        assert_eq!(with_filter(view, 2, None).columns.len(), 1);
    }
}
