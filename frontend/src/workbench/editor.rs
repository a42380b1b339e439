//! The input that edits a cell in place.
//!
//! It lies over the grid instead of in the cell, so that rows may be drawn anew
//! underneath, as when a check ends, without taking away what was typed.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::{
    bench::{Bench, Editing},
    matching::typeahead::{Typeahead, TypeaheadList},
    row::cell_id,
};

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
    let input = NodeRef::<html::Input>::new();
    let (left, width) = place_of(&editing);
    let typeahead = Typeahead::new(bench, &editing, input);
    let text = editing.text;
    let label = format!("Row {}, new value", editing.row.saturating_add(1));
    Effect::new(move |_| {
        if let Some(element) = input.get() {
            let _ = element.focus();
            let end = u32::try_from(element.value().encode_utf16().count()).ok();
            let _ = element.set_selection_range(end.unwrap_or(0), end.unwrap_or(0));
        }
    });
    // Its blur comes after it is gone, too.
    let value = move || {
        input
            .try_get_untracked()
            .flatten()
            .map(|element| element.value())
            .unwrap_or_default()
    };
    let commit_and_move = move |rows: i64, columns: i64| {
        bench.commit_edit(value());
        bench.active.update(|cell| {
            let last = bench.rows.get_untracked().saturating_sub(1);
            let moved = i64::from(cell.row)
                .saturating_add(rows)
                .clamp(0, i64::from(last));
            cell.row = u32::try_from(moved).unwrap_or(cell.row);
            let width = bench.columns.with_untracked(|columns| columns.len());
            cell.column = match columns {
                1 => (cell.column + 1).min(width.saturating_sub(1)),
                -1 => cell.column.saturating_sub(1),
                _ => cell.column,
            };
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
    view! {
        <input
            class="cell-input"
            type="text"
            aria-label=label
            role=typeahead.role()
            aria-autocomplete=typeahead.autocomplete()
            aria-controls=typeahead.controls()
            aria-expanded=move || typeahead.expanded()
            aria-activedescendant=move || typeahead.active_descendant()
            on:input=move |_| typeahead.typed()
            style:top=move || format!("{}px", top.get())
            style:left=format!("{left}px")
            style:width=format!("{width}px")
            spellcheck="false"
            autocomplete="off"
            prop:value=text
            node_ref=input
            on:keydown=on_keydown
            on:blur=move |_| bench.commit_edit(value())
        />
        <TypeaheadList typeahead />
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
