//! The virtual grid: only the rows in view exist, however long the file is.
//!
//! One tab stop (the grid itself); the active cell is named by
//! `aria-activedescendant`, so that focus survives rows coming and going.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

use super::{
    bench::Bench,
    columns::ShownColumn,
    editor::Editor,
    keys::{self, Cell, Extent},
    row::{Row, cell_id, cell_of_id},
    viewport::{ROW_HEIGHT, Range, Viewport},
};
use crate::components::icon::{Icon, Picture};

/// Height of the header; the style sheet says the same.
const HEADER_HEIGHT: f64 = 34.0;

/// The rows of the file.
#[component]
pub fn Grid(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let scroll_top = RwSignal::new(0.0_f64);
    let height = RwSignal::new(600.0_f64);
    let viewport = Memo::new(move |_| Viewport {
        rows: bench.rows.get(),
        height: height.get(),
    });
    let range = Memo::new(move |_| viewport.get().range(scroll_top.get()));

    let measure = move || {
        if let Some(element) = scroller.get_untracked() {
            height.set(f64::from(element.client_height()) - HEADER_HEIGHT);
            scroll_top.set(f64::from(element.scroll_top()));
        }
    };
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    Effect::new(move |_| {
        if scroller.get().is_some() {
            request_animation_frame(measure);
        }
    });
    follow(bench, scroller, scroll_top, viewport, range);

    let on_keydown = move |event: KeyboardEvent| {
        if bench.editing.with_untracked(Option::is_some) {
            return;
        }
        let page = viewport.get_untracked().page();
        if pressed(bench, page, &event) {
            event.prevent_default();
        }
    };
    let editor_top = Signal::derive(move || {
        let row = bench
            .editing
            .with(|editing| editing.as_ref().map_or(0, |editing| editing.cell.row));
        viewport.get().top_of(row, scroll_top.get())
    });
    let is_linked = move || bench.rows.get() > 0;

    view! {
        <div
            class="grid"
            role="grid"
            tabindex="0"
            aria-label="Rows of the mapping file"
            aria-rowcount=move || bench.rows.get() + 1
            aria-colcount=move || bench.columns.with(|columns| columns.len() + 1)
            aria-activedescendant=move || is_linked().then(|| cell_id(bench.active.get()))
            node_ref=scroller
            on:scroll=move |_| measure()
            on:keydown=on_keydown
            on:mousedown=move |event| {
                if let Some(cell) = cell_under(&event) {
                    bench.active.set(cell);
                }
            }
            on:dblclick=move |event| {
                if cell_under(&event).is_some() {
                    bench.start_edit(None);
                }
            }
        >
            <Head bench />
            <div class="rows" style:height=move || format!("{}px", viewport.get().spacer())>
                <div
                    class="window"
                    style:transform=move || {
                        let top = viewport.get().top_of(range.get().first, scroll_top.get());
                        format!("translateY({top}px)")
                    }
                >
                    <For
                        each=move || {
                            let range = range.get();
                            range.first..range.end()
                        }
                        key=|position| *position
                        children=move |position| view! { <Row bench position /> }
                    />
                </div>
                <Editor bench top=editor_top />
            </div>
            <Show when=move || bench.rows.get() == 0>
                <p class="none">"No row matches this filter."</p>
            </Show>
        </div>
    }
}

/// The cell that the mouse is on.
fn cell_under(event: &MouseEvent) -> Option<Cell> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let cell = element.closest("[role=gridcell]").ok()??;
    cell_of_id(&cell.id())
}

/// The header, with a lock on what cannot be edited.
#[component]
fn Head(bench: Bench) -> impl IntoView {
    let heading = |(place, column): (usize, &ShownColumn)| {
        let note = if column.editable {
            "Editable"
        } else {
            "Locked: only the target may change"
        };
        view! {
            <div
                class=format!("cell {}", column.class)
                class:locked=!column.editable
                role="columnheader"
                aria-colindex=place + 2
                title=format!("{} · {note}", column.name)
            >
                <span class="name">{column.name.clone()}</span>
                {(!column.editable).then(|| view! {
                    <Picture icon=Icon::Lock />
                    <span class="visually-hidden">"locked"</span>
                })}
            </div>
        }
    };
    view! {
        <div class="row head" role="row" aria-rowindex="1">
            <div class="cell number" role="columnheader" aria-colindex="1">"Row"</div>
            {move || bench.columns.get().iter().enumerate().map(heading).collect_view()}
        </div>
    }
}

/// Asks for the rows in view, keeps the active cell in view, and takes the keyboard
/// back after an edit.
fn follow(
    bench: Bench,
    scroller: NodeRef<html::Div>,
    scroll_top: RwSignal<f64>,
    viewport: Memo<Viewport>,
    range: Memo<Range>,
) {
    // A question for each range that comes into view, and for each new set of rows.
    Effect::new(move |_| {
        bench.rows.track();
        bench.view.track();
        bench.want(range.get());
    });
    // The active cell is kept in view.
    Effect::new(move |_| {
        let cell = bench.active.get();
        let Some(element) = scroller.get_untracked() else {
            return;
        };
        let view = viewport.get_untracked();
        if let Some(top) = view.scroll_to(cell.row, f64::from(element.scroll_top())) {
            element.set_scroll_top(whole(top));
            scroll_top.set(top);
        }
        request_animation_frame(move || scroll_sideways(bench));
    });
    // A finished edit gives the keyboard back to the grid.
    Effect::new(move |was_editing: Option<bool>| {
        let is_editing = bench.editing.with(Option::is_some);
        if was_editing == Some(true) && !is_editing {
            focus(scroller);
        }
        is_editing
    });
}

/// Does what a key asks for; false if it asks for nothing here.
fn pressed(bench: Bench, page: u32, event: &KeyboardEvent) -> bool {
    let key = event.key();
    let ctrl = event.ctrl_key() || event.meta_key();
    let extent = Extent {
        rows: bench.rows.get_untracked(),
        columns: bench.columns.with_untracked(|columns| columns.len()),
        page,
    };
    if let Some(cell) = keys::moved(&key, ctrl, bench.active.get_untracked(), extent) {
        bench.active.set(cell);
        return true;
    }
    match key.as_str() {
        "Enter" | "F2" => bench.start_edit(None),
        "Delete" | "Backspace" => {
            bench.start_edit(Some(String::new()));
            if key == "Delete" {
                bench.commit_edit(String::new());
            }
        }
        _ if keys::types_text(&key, ctrl, event.alt_key(), event.meta_key()) => {
            bench.start_edit(Some(key));
        }
        _ => return false,
    }
    true
}

/// Brings the active cell into view sideways, once it is drawn.
fn scroll_sideways(bench: Bench) {
    let cell = bench.active.get_untracked();
    let Some(element) = document().get_element_by_id(&cell_id(cell)) else {
        return;
    };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

fn focus(scroller: NodeRef<html::Div>) {
    if let Some(element) = scroller.get_untracked() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the scrolled area is at most 15 million pixels high"
)]
fn whole(pixels: f64) -> i32 {
    pixels.clamp(0.0, ROW_HEIGHT * 1_000_000.0).ceil() as i32
}
