//! The input that edits a cell in place.
//!
//! It lies over the grid instead of in the cell, so that rows may be drawn anew
//! underneath, as when a check ends, without taking away what was typed.

pub mod field;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use self::field::Field;
use super::{
    bench::{Bench, Editing},
    keys::Cell,
    matching::typeahead::{LIST, Typeahead, TypeaheadList},
    row::cell_id,
};
use crate::{prelude::*, texts, words};

/// The input, while a cell is being edited.
#[component]
pub fn Editor(
    /// The workbench.
    bench: Bench,
    /// Where its row is drawn in the scrolled area.
    top: Signal<f64>,
) -> impl IntoView {
    move || {
        let editing = bench.editing.get()?;
        Some(view! { <CellInput bench editing top /> })
    }
}

#[component]
fn CellInput(bench: Bench, editing: Editing, top: Signal<f64>) -> impl IntoView {
    let field = Field::default();
    let (left, width) = place_of(&editing);
    let typeahead = Typeahead::new(bench, &editing, field);
    let label = texts::edit::new_value(words::grouped(editing.row.saturating_add(1)));
    let text = editing.text.clone();
    field.focus_when_there();
    // Its blur comes after it is gone, too.
    let before = StoredValue::new(editing.before.clone());
    let value = move || {
        let value = field.value().unwrap_or_default();
        before
            .try_with_value(|before| as_in_file(before, &value))
            .unwrap_or(value)
    };
    let commit_and_move = move |rows: i64, columns: i64| {
        bench.commit_edit(value());
        let cell = bench.active.get_untracked();
        let last = bench.rows.get_untracked().saturating_sub(1);
        let moved = i64::from(cell.row)
            .saturating_add(rows)
            .clamp(0, i64::from(last));
        let width = bench.columns.with_untracked(|columns| columns.len());
        bench.go(Cell {
            row: u32::try_from(moved).unwrap_or(cell.row),
            column: match columns {
                1 => (cell.column + 1).min(width.saturating_sub(1)),
                -1 => cell.column.saturating_sub(1),
                _ => cell.column,
            },
        });
    };
    let on_keydown = move |event: KeyboardEvent| {
        if typeahead.pressed(&event) {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        let shift = event.shift_key();
        match event.key().as_str() {
            "Enter" if event.alt_key() => field.new_line(),
            "Enter" => commit_and_move(if shift { -1 } else { 1 }, 0),
            "Tab" => commit_and_move(0, if shift { -1 } else { 1 }),
            "Escape" => bench.drop_edit(),
            _ => {
                // What is typed here is not for the grid, nor for the page's keys.
                event.stop_propagation();
                return;
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let top = move || format!("{}px", top.get());
    let (left, width) = (format!("{left}px"), format!("{width}px"));
    let typed = if typeahead.is_on() {
        view! {
            <input
                type="text"
                class="cell-input"
                aria-label=label
                role="combobox"
                aria-autocomplete="list"
                aria-controls=LIST
                aria-expanded=move || if typeahead.shows_somebody() { "true" } else { "false" }
                aria-activedescendant=move || typeahead.active_descendant()
                style:top=top
                style:left=left
                style:width=width
                spellcheck="false"
                autocomplete="off"
                prop:value=text
                node_ref=field.line
                on:input=move |_| typeahead.typed()
                on:keydown=on_keydown
                on:blur=move |_| bench.commit_edit(value())
            />
        }
    } else {
        view! {
            <textarea
                class="cell-input"
                rows="1"
                wrap="off"
                aria-label=label
                style:top=top
                style:left=left
                style:width=width
                spellcheck="false"
                autocomplete="off"
                prop:value=text
                node_ref=field.area
                on:keydown=on_keydown
                on:blur=move |_| bench.commit_edit(value())
            />
        }
    };
    // A grid has rows of cells and nothing else.
    view! {
        <div class="editor" role="row">
            <div class="editor" role="gridcell">
                {typed}
                <TypeaheadList typeahead />
            </div>
        </div>
    }
}

/// What was typed, with line breaks as the cell had them: a text area gives every line
/// break back as a line feed.
fn as_in_file(before: &str, typed: &str) -> String {
    if typed == before.replace("\r\n", "\n").replace('\r', "\n") {
        before.to_string()
    } else if before.contains("\r\n") {
        typed.replace('\n', "\r\n")
    } else {
        typed.to_string()
    }
}

/// Where the cell is drawn, sideways.
fn place_of(editing: &Editing) -> (i32, i32) {
    document()
        .get_element_by_id(&cell_id(editing.cell))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .map_or((0, 0), |element| {
            (element.offset_left(), element.offset_width())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_stay_as_they_were() {
        for (before, typed, after) in [
            ("a\r\nb", "a\nb", "a\r\nb"),
            ("a\rb\nc", "a\nb\nc", "a\rb\nc"),
            ("a\r\nb", "a\nb\nc", "a\r\nb\r\nc"),
            ("a\nb", "a\nb\nc", "a\nb\nc"),
            ("", "x", "x"),
        ] {
            assert_eq!(as_in_file(before, typed), after, "{before:?} {typed:?}");
        }
    }
}
