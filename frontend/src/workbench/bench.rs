//! What the workbench knows, as signals: the worker's answers go in, the
//! components read them.

mod going;
mod hear;

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::File;

use self::going::Going;
use super::{
    changes::ChangesState,
    columns::{ShownColumn, shown_columns},
    door::{DoorState, taken::Taken},
    edits::Edits,
    find::Find,
    findings::FindingsState,
    grid::GridState,
    keys::Cell,
    leave::Leave,
    matching::Matching,
    panel::Panel,
    selection::Selection,
    viewport::Range,
};
use crate::{
    engine::{
        client::Engine,
        protocol::{
            Command, EditCommand, Filter, Overview, Progress, RowView, View, ViewCommand, Window,
            Working,
        },
    },
    texts,
};

/// Where the workbench is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Stage {
    /// No file yet.
    #[default]
    Empty,
    /// A file is being read.
    Reading(Progress),
    /// A file is open.
    Open,
}

/// Something to tell the person, politely.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Whether it says that something could not be done.
    pub is_error: bool,
    /// What, where, and what to do.
    pub text: String,
}

/// A cell that is being edited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Editing {
    /// Where it is shown.
    pub cell: Cell,
    /// The row of the file.
    pub row: u32,
    /// The column of the file.
    pub column: usize,
    /// What the cell holds.
    pub before: String,
    /// What the input starts with.
    pub text: String,
}

/// The workbench's state. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct Bench {
    engine: StoredValue<Option<Engine>, LocalStorage>,
    /// Where it is.
    pub stage: RwSignal<Stage>,
    /// The file, once it is open.
    pub overview: RwSignal<Option<Arc<Overview>>>,
    /// The columns in the order shown.
    pub columns: Memo<Arc<[ShownColumn]>>,
    /// Whether only the first rows are there, while the file is being read.
    pub is_preview: RwSignal<bool>,
    /// Which rows are shown, and in which order.
    pub view: RwSignal<View>,
    /// How many rows that are.
    pub rows: RwSignal<u32>,
    /// The rows at hand.
    pub window: RwSignal<Window>,
    /// The cell that the keyboard is on. To move it: [`Bench::go`].
    pub active: RwSignal<Cell>,
    /// What is selected around it.
    pub selection: RwSignal<Selection>,
    /// How the grid is arranged, and what it asks.
    pub grid: GridState,
    /// The cell that is being edited.
    pub editing: RwSignal<Option<Editing>>,
    /// Plans, steps, clipboard.
    pub edits: Edits,
    /// Find and replace.
    pub find: Find,
    /// The match assistant.
    pub matching: Matching,
    /// What the findings panel knows besides.
    pub found: FindingsState,
    /// What stands beside the grid.
    pub panel: RwSignal<Panel>,
    /// Whether it was asked for, where it takes the rows' place.
    pub shows_sheet: RwSignal<bool>,
    /// The panel of changes.
    pub changes: ChangesState,
    /// The door.
    pub door: DoorState,
    /// Leaving.
    pub leave: Leave,
    /// Whether the command palette is open.
    pub shows_palette: RwSignal<bool>,
    /// Whether the list of keys is open.
    pub shows_keys: RwSignal<bool>,
    /// How far long work is, while there is some.
    pub working: RwSignal<Option<Working>>,
    /// What was last to be told.
    pub notice: RwSignal<Option<Notice>>,
    /// Whether there are edits that were not saved.
    pub unsaved: RwSignal<bool>,
    /// The window asked for, and whether its answer is still to come.
    asked: StoredValue<(Range, bool)>,
    going: Going,
}

impl Bench {
    /// An empty workbench.
    pub fn new() -> Self {
        let overview = RwSignal::new(None::<Arc<Overview>>);
        let grid = GridState::new();
        Self {
            engine: StoredValue::new_local(None),
            stage: RwSignal::new(Stage::Empty),
            overview,
            columns: Memo::new(move |_| {
                overview.with(|overview| match overview {
                    Some(overview) => grid
                        .arrangement
                        .with(|arrangement| shown_columns(&overview.columns, arrangement))
                        .into(),
                    None => Arc::from([]),
                })
            }),
            is_preview: RwSignal::new(false),
            view: RwSignal::new(View::default()),
            rows: RwSignal::new(0),
            window: RwSignal::new(Window::default()),
            active: RwSignal::new(Cell::default()),
            selection: RwSignal::new(Selection::default()),
            grid,
            editing: RwSignal::new(None),
            edits: Edits::new(),
            find: Find::new(),
            matching: Matching::new(),
            found: FindingsState::new(),
            panel: RwSignal::new(Panel::default()),
            shows_sheet: RwSignal::new(false),
            changes: ChangesState::new(),
            door: DoorState::new(),
            leave: Leave::new(),
            shows_palette: RwSignal::new(false),
            shows_keys: RwSignal::new(false),
            working: RwSignal::new(None),
            notice: RwSignal::new(None),
            unsaved: RwSignal::new(false),
            asked: StoredValue::new((Range::default(), false)),
            going: Going::new(),
        }
    }

    /// Opens a file that was dropped or chosen.
    pub fn open_file(self, file: &File) {
        self.open_taken(Taken::file(file));
    }

    /// Opens text that was pasted, or the sample.
    pub fn open_text(self, name: &str, text: &str) {
        if let Some(file) = Taken::text(name, text) {
            self.open_taken(file);
        }
    }

    /// Stops reading, or the long work that goes on.
    pub fn cancel(self) {
        self.send(&Command::Cancel, None);
    }

    /// Shows other rows, or the same in another order.
    pub fn show(self, view: View) {
        self.send(&Command::View(ViewCommand::Show(view)), None);
    }

    /// Shows the rows of another filter.
    pub fn filter(self, filter: Filter) {
        self.show(View {
            filter,
            ..self.view.get_untracked()
        });
    }

    /// Asks for rows unless they are at hand. One question at a time: what is
    /// asked meanwhile replaces what was to be asked next.
    pub fn want(self, range: Range) {
        if self.is_preview.get_untracked() {
            return;
        }
        let at_hand = self.window.with_untracked(|window| Range {
            first: window.first,
            count: u32::try_from(window.rows.len()).unwrap_or(u32::MAX),
        });
        let (_, is_waiting) = self.asked.get_value();
        self.asked.set_value((range, is_waiting));
        if !is_waiting && !at_hand.covers(range) {
            self.ask();
        }
    }

    /// Asks again for the rows at hand.
    pub(super) fn ask_again(self) {
        if self.is_preview.get_untracked() {
            return;
        }
        let (first, end) = self
            .window
            .with_untracked(|window| (window.first, window.end()));
        if first == end {
            return self.ask();
        }
        let (range, _) = self.asked.get_value();
        self.asked.set_value((range, true));
        let count = end.saturating_sub(first);
        self.send(&Command::Rows { first, count }, None);
    }

    /// The row at a position, if it is at hand.
    pub fn row_at(self, position: u32) -> Option<RowView> {
        self.window.with(|window| window.row_at(position).cloned())
    }

    /// Starts to edit the active cell, with its own text or with what was typed.
    pub fn start_edit(self, typed: Option<String>) {
        let cell = self.active.get_untracked();
        let columns = self.columns.get_untracked();
        let Some(column) = columns.get(cell.column) else {
            return;
        };
        if !column.editable {
            self.tell(texts::edit::locked_cell(&column.name));
            return;
        }
        // As far as it is scrolled away, it comes back first.
        self.grid.opened_at.set_value(None);
        self.active.set(cell);
        let at_hand = self.window.with_untracked(|window| {
            let row = window.row_at(cell.row)?;
            Some((row.row, window.text(row, column.index)?.to_string()))
        });
        let Some((row, own)) = at_hand else {
            return;
        };
        self.editing.set(Some(Editing {
            cell,
            row,
            column: column.index,
            text: typed.unwrap_or_else(|| own.clone()),
            before: own,
        }));
    }

    /// Ends the edit and keeps `text`.
    pub fn commit_edit(self, text: String) {
        // Taken first: the input loses its focus when it goes, which commits too.
        let editing = self.editing.try_update(Option::take).flatten();
        let Some(Editing {
            row,
            column,
            before,
            ..
        }) = editing
        else {
            return;
        };
        if text != before {
            self.found.edited.set_value(Some(row));
            self.send_edit(EditCommand::Cell { row, column, text });
        }
    }

    /// Ends the edit and keeps the cell as it was.
    pub fn drop_edit(self) {
        self.editing.set(None);
    }

    /// Takes the last edit back.
    pub fn undo(self) {
        self.send_edit(EditCommand::Undo);
    }

    /// Does it again.
    pub fn redo(self) {
        self.send_edit(EditCommand::Redo);
    }

    /// The place of the column that may be edited, if it is one alone.
    pub(super) fn target_column(self) -> Option<usize> {
        self.columns
            .with_untracked(|columns| Some(columns.iter().find(|column| column.editable)?.index))
    }

    /// Saves the file: in place where the browser can, else as a download.
    pub fn save(self) {
        self.send(&Command::Save, None);
    }

    /// Opens a file in place of the one that is open.
    pub(super) fn open_taken(self, file: Taken) {
        let name = file.name.clone();
        let attached = file.file.clone();
        let was_unsaved = self.unsaved.get_untracked();
        self.door.opening.set_value(Some((file, was_unsaved)));
        self.stage.set(Stage::Reading(Progress {
            name: name.clone(),
            ..Progress::default()
        }));
        self.notice.set(None);
        self.send(&Command::Open { name }, Some(&attached));
    }

    fn ask(self) {
        let (range, _) = self.asked.get_value();
        self.asked.set_value((range, true));
        let Range { first, count } = range;
        self.send(&Command::Rows { first, count }, None);
    }

    /// Starts the engine unless it runs. It takes longer than the first rows of a file do.
    pub(super) fn wake(self) {
        if self.engine.with_value(Option::is_none) {
            match Engine::start(move |delivery| self.hear(delivery)) {
                Ok(engine) => self.engine.set_value(Some(engine)),
                Err(error) => self.fail(error.to_string()),
            }
        }
    }

    pub(super) fn send(self, command: &Command, attached: Option<&JsValue>) {
        self.wake();
        self.engine.with_value(|engine| {
            if let Some(engine) = engine {
                engine.send(command, attached);
            }
        });
    }

    /// Tells something politely.
    pub(super) fn tell(self, text: String) {
        self.notice.set(Some(Notice {
            is_error: false,
            text,
        }));
    }

    /// Tells that something could not be done.
    pub(super) fn fail(self, text: String) {
        self.notice.set(Some(Notice {
            is_error: true,
            text,
        }));
    }
}

impl Default for Bench {
    fn default() -> Self {
        Self::new()
    }
}
