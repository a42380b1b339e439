//! What the grid knows beyond the file: how columns are arranged, and which of its
//! questions are open.

use leptos::prelude::*;

use crate::workbench::{columns::Arrangement, keys::Cell};

/// The grid's own state. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct GridState {
    /// Widths, hidden and pinned columns.
    pub arrangement: RwSignal<Arrangement>,
    /// Whether the keyboard is on the header, in the active cell's column.
    pub in_header: RwSignal<bool>,
    /// The column, by its place, whose menu is open.
    pub menu: RwSignal<Option<usize>>,
    /// The column of the file that a dialog is about.
    pub column: RwSignal<usize>,
    /// Whether it is asked which row to go to.
    pub jump: RwSignal<bool>,
    /// The row that was to be gone to, if it is hidden.
    pub hidden_row: RwSignal<Option<u32>>,
    /// Whether it is asked what a column's cells must be like.
    pub filter: RwSignal<bool>,
    /// Whether it is asked how wide a column is.
    pub width: RwSignal<bool>,
    /// Whether it is asked which columns are shown.
    pub columns: RwSignal<bool>,
    /// Whether the rows shown are still being looked for.
    pub is_growing: RwSignal<bool>,
    /// Where the keyboard was put as the file was opened, until somebody moves it or edits
    /// there: that alone scrolls nothing away.
    pub opened_at: StoredValue<Option<Cell>>,
}

impl GridState {
    /// As a file is opened.
    pub fn new() -> Self {
        Self {
            arrangement: RwSignal::new(Arrangement::default()),
            in_header: RwSignal::new(false),
            menu: RwSignal::new(None),
            column: RwSignal::new(0),
            jump: RwSignal::new(false),
            hidden_row: RwSignal::new(None),
            filter: RwSignal::new(false),
            width: RwSignal::new(false),
            columns: RwSignal::new(false),
            is_growing: RwSignal::new(false),
            opened_at: StoredValue::new(None),
        }
    }
}

impl Default for GridState {
    fn default() -> Self {
        Self::new()
    }
}
