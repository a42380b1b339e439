//! Copy, cut and paste.
//!
//! The page may not ask for the clipboard: it answers the browser's own events. The text
//! of the selected cells is the worker's, and a `copy` event does not wait for it. So the
//! first event asks the worker; once the text is here, the page gives the command to copy
//! itself, and the second event takes the text. Where the browser does not take that
//! command any more, because the work took too long, the person presses the key again.

pub mod plan;

use std::sync::Arc;

use js_sys::{Function, JsString, Reflect};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer};

use super::bench::{Bench, Stage};
use crate::{
    browser,
    engine::protocol::{Area, ClipboardCommand, Command, Overview, View},
    texts,
};

/// The longest text that is taken from the clipboard, in UTF-16 units.
const MOST_PASTED: u32 = 64 << 20;

/// Cells to be copied: which, of what file, and whether they are to be emptied.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    area: Area,
    is_cut: bool,
    of: (Option<Arc<Overview>>, View),
}

impl Asked {
    fn now(bench: Bench, is_cut: bool) -> Self {
        Self {
            area: bench.selected_area(),
            is_cut,
            of: (bench.overview.get_untracked(), bench.view.get_untracked()),
        }
    }

    /// Whether this is the same question about the same state of the file.
    fn is(&self, other: &Self) -> bool {
        let is_same_file = match (&self.of.0, &other.of.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        is_same_file
            && self.of.1 == other.of.1
            && self.area == other.area
            && self.is_cut == other.is_cut
    }
}

/// Cells whose text is here.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    asked: Asked,
    cells: u64,
    text: JsString,
}

/// Hears the browser's events.
pub fn listen(bench: Bench) -> Vec<WindowListenerHandle> {
    // Without a selected text there is nothing to copy for the browser, unless somebody
    // says before that there is.
    let enable = move |event: web_sys::Event| {
        if is_for_grid(bench) {
            event.prevent_default();
        }
    };
    vec![
        window_event_listener_untyped("beforecopy", enable),
        window_event_listener_untyped("beforecut", enable),
        window_event_listener(ev::copy, move |event| copied(bench, &event, false)),
        window_event_listener(ev::cut, move |event| copied(bench, &event, true)),
        window_event_listener(ev::paste, move |event| pasted(bench, &event)),
    ]
}

impl Bench {
    /// Asks for the text of the selected cells, to copy or cut them.
    pub fn copy(self, is_cut: bool) {
        let asked = Asked::now(self, is_cut);
        let command = ClipboardCommand::Copy(asked.area.clone());
        self.edits.asked.set_value(Some(asked));
        self.send(&Command::Clipboard(command), None);
    }

    /// The text of the cells is here.
    pub(super) fn take_copied(self, cells: u64, text: JsString) {
        let Some(asked) = self.edits.asked.try_update_value(Option::take).flatten() else {
            return;
        };
        let is_cut = asked.is_cut;
        self.edits
            .ready
            .set_value(Some(Ready { asked, cells, text }));
        if !command_to_copy(is_cut) || self.edits.ready.with_value(Option::is_some) {
            let key = if is_cut { "Ctrl X" } else { "Ctrl C" };
            self.tell(texts::edit::copy_again(key));
        }
    }
}

/// Whether the clipboard's keys are for the cells now.
fn is_for_grid(bench: Bench) -> bool {
    let is_in_grid = document()
        .active_element()
        .is_some_and(|element| element.closest(".grid").ok().flatten().is_some());
    is_in_grid
        && bench.stage.get_untracked() == Stage::Open
        && bench.editing.with_untracked(Option::is_none)
}

fn copied(bench: Bench, event: &ClipboardEvent, is_cut: bool) {
    if !is_for_grid(bench) {
        return;
    }
    event.prevent_default();
    let now = Asked::now(bench, is_cut);
    let ready = bench.edits.ready.try_update_value(Option::take).flatten();
    let Some(ready) = ready.filter(|ready| ready.asked.is(&now)) else {
        bench.copy(is_cut);
        return;
    };
    let is_taken = event
        .clipboard_data()
        .is_some_and(|data| set_text(&data, &ready.text));
    if !is_taken {
        bench.fail(texts::edit::copy_refused());
    } else if is_cut {
        bench.clear(true);
    } else {
        bench.tell(texts::edit::copied(ready.cells));
    }
}

/// Gives the clipboard a text, which stays the browser's own string.
fn set_text(data: &DataTransfer, text: &JsString) -> bool {
    let set = Reflect::get(data, &"setData".into())
        .ok()
        .and_then(|set| set.dyn_into::<Function>().ok());
    set.is_some_and(|set| set.call2(data, &"text/plain".into(), text).is_ok())
}

fn pasted(bench: Bench, event: &ClipboardEvent) {
    let Some(data) = event.clipboard_data() else {
        return;
    };
    if let Some(text) = text_of(&data) {
        if bench.stage.get_untracked() == Stage::Empty {
            if is_for_page() {
                bench.open_text(&texts::door::pasted_name(), &String::from(&text));
            }
        } else if is_for_grid(bench) {
            event.prevent_default();
            paste(bench, &text);
        }
        return;
    }
    bench.take(browser::files_of(Some(data)));
}

/// The text that is pasted, unless that is files. A spreadsheet adds a picture of the
/// cells to their text. It stays the browser's own string: to take a large one over
/// would keep the page waiting.
fn text_of(data: &DataTransfer) -> Option<JsString> {
    let files = browser::files_of(Some(data.clone()));
    if !files.iter().all(|file| file.type_().starts_with("image/")) {
        return None;
    }
    let get: Function = Reflect::get(data, &"getData".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let text = get.call1(data, &"text/plain".into()).ok()?;
    text.dyn_into()
        .ok()
        .filter(|text: &JsString| text.length() > 0)
}

/// Whether no input has the keyboard.
fn is_for_page() -> bool {
    document()
        .active_element()
        .is_none_or(|element| element.closest("input, textarea").ok().flatten().is_none())
}

fn paste(bench: Bench, text: &JsString) {
    if text.length() > MOST_PASTED {
        bench.fail(texts::edit::paste_too_large());
        return;
    }
    let command = bench.paste_command();
    bench.send(&Command::Clipboard(command), Some(text));
}

impl Bench {
    /// The command to paste what travels beside it.
    fn paste_command(self) -> ClipboardCommand {
        let area = self.selected_area();
        let first = area.columns.first().copied();
        let columns = self.columns.with_untracked(|columns| {
            columns
                .iter()
                .map(|column| column.index)
                .skip_while(|index| Some(*index) != first)
                .collect()
        });
        ClipboardCommand::Paste {
            first: area.first,
            rows: area.rows,
            columns,
            selected: area.columns.len(),
            text: String::new(),
        }
    }
}

/// Gives the browser the command to copy; false if it does not take it.
fn command_to_copy(is_cut: bool) -> bool {
    let command = if is_cut { "cut" } else { "copy" };
    let document = document();
    Reflect::get(&document, &"execCommand".into())
        .ok()
        .and_then(|give| give.dyn_into::<Function>().ok())
        .and_then(|give| give.call1(&document, &command.into()).ok())
        .is_some_and(|taken| taken.is_truthy())
}
