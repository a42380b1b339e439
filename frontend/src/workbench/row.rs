//! One row of the grid.
//!
//! A row is one reactive block and its cells are plain: forty rows of nine cells
//! come and go while somebody scrolls, and a signal for each would be felt.

use leptos::prelude::*;

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

/// The cell that an element id names.
pub fn cell_of_id(id: &str) -> Option<Cell> {
    let (row, column) = id.strip_prefix("cell-")?.split_once('-')?;
    Some(Cell {
        row: row.parse().ok()?,
        column: column.parse().ok()?,
    })
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
    let active = Memo::new(move |_| {
        bench
            .active
            .with(|cell| (cell.row == position).then_some(cell.column))
    });
    let cells = move || {
        let Some(row) = row.get() else {
            return view! { <div class="cell number">"…"</div> }.into_any();
        };
        let active = active.get();
        let columns = bench.columns.get();
        let cells = columns.iter().enumerate().map(|(place, column)| {
            let cell = Cell {
                row: position,
                column: place,
            };
            cell_view(cell, column, &row, active == Some(place))
        });
        view! {
            <div class="cell number" role="rowheader" aria-colindex="1">
                {words::grouped(row.row.saturating_add(1))}
            </div>
            {cells.collect_view()}
        }
        .into_any()
    };
    view! {
        <div
            class="row"
            class:active=move || active.get().is_some()
            role="row"
            aria-rowindex=position + 2
        >
            {cells}
        </div>
    }
}

fn cell_view(
    cell: Cell,
    column: &ShownColumn,
    row: &RowView,
    is_active: bool,
) -> impl IntoView + use<> {
    let text = row.cells.get(column.index).cloned().unwrap_or_default();
    let mark = mark_of(row, column.index);
    let class = [
        "cell",
        column.class,
        mark.map_or("", |mark| severity::class_of(mark.severity)),
        if is_active { "active" } else { "" },
        if row.changed.contains(&column.index) {
            "changed"
        } else {
            ""
        },
        if column.editable { "" } else { "locked" },
    ]
    .join(" ");
    let title = mark.map_or_else(|| text.clone(), |mark| format!("{text}\n{}", mark.message));
    let is_error = mark.is_some_and(|mark| severity::class_of(mark.severity) == "error");
    let mark = mark
        .map(|mark| view! { <span class="mark-text">{without_value(&mark.message, &text)}</span> });
    let is_empty = column.editable && text.is_empty();
    let shown = if is_empty {
        "unmapped".to_string()
    } else {
        text
    };
    view! {
        <div
            id=cell_id(cell)
            class=class
            role="gridcell"
            aria-colindex=cell.column + 2
            aria-readonly=(!column.editable).then_some("true")
            aria-selected=is_active.then_some("true")
            aria-invalid=is_error.then_some("true")
            title=title
        >
            <span class=if is_empty { "text empty" } else { "text" }>{shown}</span>
            {mark}
        </div>
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
    use super::*;

    #[test]
    fn an_element_id_names_its_cell_and_nothing_else_does() {
        let cell = Cell {
            row: 4_108,
            column: 3,
        };
        assert_eq!(cell_of_id(&cell_id(cell)), Some(cell));
        for id in ["", "cell-", "cell-1", "cell-x-1", "row-1-2"] {
            assert_eq!(cell_of_id(id), None, "{id}");
        }
    }

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
