//! One row of the grid, and the input that edits a cell in place.

use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

use super::{bench::Bench, columns::ShownColumn, keys::Cell};
use crate::{
    components::severity,
    engine::protocol::{Mark, RowView},
    words,
};

/// The element id of a cell, which the grid names as active.
pub fn cell_id(cell: Cell) -> String {
    format!("cell-{}-{}", cell.row, cell.column)
}

/// A row at a place among the rows shown. It is empty until it is at hand.
#[component]
pub fn Row(
    /// The workbench.
    bench: Bench,
    /// Its place.
    position: u32,
) -> impl IntoView {
    let row = Memo::new(move |_| bench.row_at(position));
    let is_active = Memo::new(move |_| bench.active.with(|cell| cell.row == position));
    view! {
        <div
            class="row"
            class:active=move || is_active.get()
            role="row"
            aria-rowindex=position + 2
        >
            {move || {
                let Some(row) = row.get() else {
                    return view! { <div class="cell number">"…"</div> }.into_any();
                };
                let columns = bench.columns.get();
                let cells = columns.iter().enumerate().map(|(place, column)| {
                    let cell = Cell { row: position, column: place };
                    view! { <CellView bench cell column=column.clone() row=row.clone() /> }
                });
                view! {
                    <div class="cell number" role="rowheader">
                        {words::grouped(row.row.saturating_add(1))}
                    </div>
                    {cells.collect_view()}
                }.into_any()
            }}
        </div>
    }
}

#[component]
fn CellView(bench: Bench, cell: Cell, column: ShownColumn, row: RowView) -> impl IntoView {
    let text = row.cells.get(column.index).cloned().unwrap_or_default();
    let mark = mark_of(&row, column.index).cloned();
    let is_changed = row.changed.contains(&column.index);
    let is_active = Memo::new(move |_| bench.active.get() == cell);
    let is_editing = Memo::new(move |_| {
        bench
            .editing
            .with(|editing| editing.as_ref().is_some_and(|it| it.cell == cell))
    });
    let class = format!(
        "cell {} {}",
        column.class,
        mark.as_ref()
            .map_or("", |mark| severity::class_of(mark.severity)),
    );
    let title = mark
        .as_ref()
        .map_or_else(|| text.clone(), |mark| format!("{text}\n{}", mark.message));
    let editable = column.editable;
    let shown_mark = mark
        .as_ref()
        .map(|mark| without_value(&mark.message, &text));
    view! {
        <div
            id=cell_id(cell)
            class=class
            class:active=move || is_active.get()
            class:changed=is_changed
            class:locked=!editable
            role="gridcell"
            aria-colindex=cell.column + 2
            aria-readonly=(!editable).then_some("true")
            aria-selected=move || is_active.get().then_some("true")
            aria-invalid=mark.as_ref().map(|_| "true")
            title=title
            on:mousedown=move |_| {
                if !is_editing.get_untracked() {
                    bench.active.set(cell);
                }
            }
            on:dblclick=move |_| bench.start_edit(None)
        >
            {move || {
                let mark = shown_mark.clone();
                if is_editing.get() {
                    return view! { <CellInput bench /> }.into_any();
                }
                let empty = editable && text.is_empty();
                view! {
                    <span class="text" class:empty=empty>
                        {if empty { "unmapped".to_string() } else { text.clone() }}
                    </span>
                    {mark.map(|mark| view! { <span class="mark-text">{mark}</span> })}
                }.into_any()
            }}
        </div>
    }
}

/// Edits the cell that the workbench says is being edited.
#[component]
fn CellInput(bench: Bench) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let text = bench.editing.with_untracked(|editing| {
        editing
            .as_ref()
            .map_or_else(String::new, |editing| editing.text.clone())
    });
    Effect::new(move |_| {
        if let Some(element) = input.get() {
            let _ = element.focus();
            let end = u32::try_from(element.value().encode_utf16().count()).ok();
            let _ = element.set_selection_range(end.unwrap_or(0), end.unwrap_or(0));
        }
    });
    let value = move || {
        input
            .get_untracked()
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
            aria-label="New value"
            spellcheck="false"
            autocomplete="off"
            prop:value=text
            node_ref=input
            on:keydown=on_keydown
            on:blur=move |_| bench.commit_edit(value())
        />
    }
}

/// A finding's message beside the value that it names: without that value.
fn without_value(message: &str, value: &str) -> String {
    let quoted = format!("\"{value}\"");
    let rest = [quoted.as_str(), value]
        .into_iter()
        .filter(|start| !start.is_empty())
        .find_map(|start| message.strip_prefix(start));
    rest.unwrap_or(message)
        .trim()
        .trim_end_matches('.')
        .to_string()
}

/// The worst that is to be said about a cell.
fn mark_of(row: &RowView, column: usize) -> Option<&Mark> {
    row.marks.iter().find(|mark| mark.column == Some(column))
}

#[cfg(test)]
mod tests {
    use super::without_value;

    #[test]
    fn a_mark_does_not_repeat_the_value_beside_it() {
        for (message, value, mark) in [
            ("\"mia\" is not a GUID.", "mia", "is not a GUID"),
            (
                "36f6 stands in row 7 as well.",
                "36f6",
                "stands in row 7 as well",
            ),
            (
                "The target is the nil GUID.",
                "0000",
                "The target is the nil GUID",
            ),
            ("No target yet.", "", "No target yet"),
        ] {
            assert_eq!(without_value(message, value), mark);
        }
    }
}
