//! The mouse in the grid: cells, row numbers and headers select; a drag and Shift extend.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent, WheelEvent};

use super::follow::Sight;
use crate::workbench::{
    bench::Bench,
    keys::Cell,
    row::{cell_of_id, column_of_id, title_of},
    selection::{Selection, Shape},
    viewport::ROW_HEIGHT,
};

/// What the mouse is on.
enum Spot {
    Cell(Cell),
    Row(u32),
    Column(usize),
}

/// A pressed button begins a selection, or extends it with Shift.
pub(super) fn down(bench: Bench, dragging: StoredValue<bool>, event: &MouseEvent) {
    dragging.set_value(false);
    let Some(spot) = spot(event).filter(|_| event.button() == 0) else {
        return;
    };
    let at = cell_at(bench, &spot);
    dragging.set_value(true);
    if event.shift_key() {
        bench.extend(at);
        return;
    }
    let shape = match spot {
        Spot::Cell(_) => Shape::Cells,
        Spot::Row(_) => Shape::Rows,
        Spot::Column(_) => Shape::Columns,
    };
    bench.choose(Selection::of(shape, at));
}

/// A drag extends the selection.
pub(super) fn over(bench: Bench, dragging: StoredValue<bool>, event: &MouseEvent) {
    if !dragging.get_value() {
        return;
    }
    if event.buttons() & 1 == 0 {
        dragging.set_value(false);
        return;
    }
    if let Some(spot) = spot(event) {
        let at = cell_at(bench, &spot);
        if at != bench.active.get_untracked() {
            bench.extend(at);
        }
    }
}

/// What the cell under the mouse holds and what is to be said about it, for the browser's
/// tooltip.
pub(super) fn title_under(bench: Bench, event: &MouseEvent) -> String {
    let Some(Spot::Cell(cell)) = spot(event) else {
        return String::new();
    };
    let Some(column) = bench.column_at(cell.column) else {
        return String::new();
    };
    bench.window.with_untracked(|window| {
        let title = window.row_at(cell.row).map(|row| {
            let text = window.text(row, column.index).unwrap_or_default();
            title_of(row, column.index, text)
        });
        title.unwrap_or_default()
    })
}

/// A double click edits.
pub(super) fn twice(bench: Bench, event: &MouseEvent) {
    if let Some(Spot::Cell(_)) = spot(event) {
        bench.start_edit(None);
    }
}

/// The other button opens the menu of a header.
pub(super) fn menu(bench: Bench, event: &MouseEvent) {
    if let Some(Spot::Column(column)) = spot(event) {
        event.prevent_default();
        bench.go_to_header(column);
        bench.grid.menu.set(Some(column));
    }
}

/// Where a pixel of the scroll bar stands for more than one of the rows, the wheel would
/// run ahead: it moves rows as far as in a small file.
pub(super) fn wheel(sight: Sight, event: &WheelEvent) {
    let viewport = sight.viewport.get_untracked();
    let scale = viewport.scale();
    if scale <= 1.0 || event.ctrl_key() || event.shift_key() || event.delta_y() == 0.0 {
        return;
    }
    event.prevent_default();
    let unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => ROW_HEIGHT,
        WheelEvent::DOM_DELTA_PAGE => viewport.height,
        _ => 1.0,
    };
    let by = event.delta_y() * unit / scale;
    let top = sight.scroll.get_untracked().top;
    sight.scroll_to(top + by);
}

fn cell_at(bench: Bench, spot: &Spot) -> Cell {
    let active = bench.active.get_untracked();
    match *spot {
        Spot::Cell(cell) => cell,
        Spot::Row(row) => Cell { row, ..active },
        Spot::Column(column) => Cell { column, ..active },
    }
}

fn spot(event: &MouseEvent) -> Option<Spot> {
    let element: Element = event.target()?.dyn_into().ok()?;
    if element.closest("button, .grip, input").ok()?.is_some() {
        return None;
    }
    let part = element
        .closest("[role=gridcell], [role=columnheader], [role=rowheader]")
        .ok()??;
    let id = part.id();
    if let Some(cell) = cell_of_id(&id) {
        return Some(Spot::Cell(cell));
    }
    if let Some(column) = column_of_id(&id) {
        return Some(Spot::Column(column));
    }
    let row = part.closest("[role=row]").ok()??;
    let number: u32 = row.get_attribute("aria-rowindex")?.parse().ok()?;
    Some(Spot::Row(number.checked_sub(2)?))
}
