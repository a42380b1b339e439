//! Does what a key asks for.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::follow::Sight;
use crate::workbench::keys::{self, At, Does, Extent, Press};

/// A key in the grid.
pub(super) fn pressed(sight: Sight, event: &KeyboardEvent) {
    let bench = sight.bench;
    if bench.editing.with_untracked(Option::is_some) {
        return;
    }
    let key = event.key();
    let press = Press {
        key: &key,
        ctrl: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    };
    let extent = Extent {
        rows: bench.rows.get_untracked(),
        columns: bench.columns.with_untracked(|columns| columns.len()),
        page: sight.viewport.get_untracked().page(),
    };
    let cell = bench.active.get_untracked();
    let at = if bench.grid.in_header.get_untracked() || extent.rows == 0 {
        At::Header(cell.column)
    } else {
        At::Body(cell)
    };
    let Some(does) = keys::does(press, at, extent) else {
        return;
    };
    event.prevent_default();
    let needs_row = matches!(does, Does::Edit(_) | Does::Clear);
    if bench.is_going() || (needs_row && !bench.is_row_at_hand()) {
        let event = event.clone();
        return bench.when_there(move || pressed(sight, &event));
    }
    match does {
        Does::Go(cell) => bench.go(cell),
        Does::Extend(cell) => bench.extend(cell),
        Does::GoToHeader(column) => bench.go_to_header(column),
        Does::Select(shape) => bench.select(shape),
        Does::Collapse => bench.go(cell),
        Does::Menu => bench.grid.menu.set(Some(cell.column)),
        Does::Sort => {
            if let Some(column) = bench.active_column() {
                bench.sort_on(column.index);
            }
        }
        Does::Widen(steps) => {
            if let Some(column) = bench.active_column() {
                bench.widen(&column, steps);
            }
        }
        Does::Edit(typed) => bench.start_edit(typed),
        Does::Clear => bench.clear(false),
    }
}
