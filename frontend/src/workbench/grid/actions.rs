//! What the grid adds to the table of actions: each is about the column that the keyboard
//! is on, or about the view.

use leptos::prelude::*;

use crate::{
    engine::protocol::{Sort, View},
    texts::grid as texts,
    workbench::{bench::Bench, chord::Chord, columns::Arrangement},
};

/// Something that can be done with the grid.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GridAction {
    /// Ask which row to go to.
    GoToRow,
    /// Sort by the column.
    SortAscending,
    /// The other way.
    SortDescending,
    /// Back to the file's order.
    FileOrder,
    /// Ask what the column's cells must be like.
    FilterColumn,
    /// Pin the column to the left edge, or let it go.
    Pin,
    /// Hide the column.
    Hide,
    /// Ask how wide the column is.
    Width,
    /// Ask which columns are shown.
    Columns,
    /// Every row and column as at first.
    ResetView,
}

impl GridAction {
    /// What the menu of a column holds.
    pub const OF_COLUMN: [Self; 7] = [
        Self::SortAscending,
        Self::SortDescending,
        Self::FileOrder,
        Self::FilterColumn,
        Self::Pin,
        Self::Hide,
        Self::Width,
    ];

    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::GoToRow => texts::go_to_row(),
            Self::SortAscending => texts::sort_ascending(),
            Self::SortDescending => texts::sort_descending(),
            Self::FileOrder => texts::file_order(),
            Self::FilterColumn => texts::filter_column(),
            Self::Pin => texts::pin(),
            Self::Hide => texts::hide(),
            Self::Width => texts::width(),
            Self::Columns => texts::columns(),
            Self::ResetView => texts::reset_view(),
        }
    }

    /// The keys that do it.
    pub fn chords(self) -> &'static [Chord<'static>] {
        match self {
            Self::GoToRow => const { &[Chord::ctrl("g")] },
            _ => &[],
        }
    }

    /// Whether it can be done now, with a file open.
    pub fn is_possible(self, bench: Bench) -> bool {
        let sort = bench.view.with_untracked(|view| view.sort);
        let column = bench.active_column();
        let is_sorted = |descending| {
            column.as_ref().is_some_and(|column| {
                sort == Some(Sort {
                    column: column.index,
                    descending,
                })
            })
        };
        match self {
            Self::GoToRow => bench
                .overview
                .with_untracked(|file| file.as_ref().is_some_and(|file| file.rows > 0)),
            Self::Columns => true,
            Self::SortAscending => column.is_some() && !is_sorted(false),
            Self::SortDescending => column.is_some() && !is_sorted(true),
            Self::FileOrder => sort.is_some(),
            Self::FilterColumn | Self::Pin | Self::Width => column.is_some(),
            Self::Hide => bench.columns.with_untracked(|columns| columns.len() > 1),
            Self::ResetView => {
                bench.view.with_untracked(|view| *view != View::default())
                    || bench
                        .grid
                        .arrangement
                        .with_untracked(|arrangement| *arrangement != Arrangement::default())
            }
        }
    }

    /// Does it.
    pub fn run(self, bench: Bench) {
        let grid = bench.grid;
        let Some(column) = bench.active_column() else {
            return;
        };
        let sort = |descending| {
            bench.sort(Some(Sort {
                column: column.index,
                descending,
            }));
        };
        grid.column.set(column.index);
        match self {
            Self::GoToRow => {
                grid.hidden_row.set(None);
                grid.jump.set(true);
            }
            Self::SortAscending => sort(false),
            Self::SortDescending => sort(true),
            Self::FileOrder => bench.sort(None),
            Self::FilterColumn => grid.filter.set(true),
            Self::Pin => bench.arrange(|it| it.set_pinned(column.index, !column.pinned)),
            Self::Hide => bench.arrange(|it| it.set_hidden(column.index, true)),
            Self::Width => grid.width.set(true),
            Self::Columns => grid.columns.set(true),
            Self::ResetView => bench.reset_view(),
        }
    }
}
