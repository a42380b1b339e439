//! The virtual grid: only the rows and columns in view exist, however large the file is.
//!
//! One tab stop (the grid itself); the active cell is named by `aria-activedescendant`,
//! so that focus survives rows coming and going.

mod actions;
pub mod dialogs;
mod doing;
pub mod follow;
pub mod head;
mod keyboard;
pub mod line;
pub mod menu;
mod painter;
mod pointer;
mod slot;
mod state;

use leptos::html;

pub use actions::GridAction;
pub use state::GridState;

use self::{
    dialogs::Dialogs,
    follow::{Sight, follow},
    head::Head,
    line::ViewLine,
    menu::ColumnMenu,
};
use super::{
    bench::Bench,
    editor::Editor,
    row::{cell_id, head_id},
};
use crate::{prelude::*, texts};

/// Height of the header; the style sheet says the same.
const HEADER_HEIGHT: f64 = 34.0;

/// The line that says what is shown, the rows, and what the grid asks.
#[component]
pub fn Grid(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let body = NodeRef::<html::Div>::new();
    let sight = Sight::new(bench, scroller);
    follow(sight, body);

    let editor_top = Signal::derive(move || {
        let row = bench
            .editing
            .with(|editing| editing.as_ref().map_or(0, |editing| editing.cell.row));
        sight.viewport.get().top_of(row, sight.scroll.get().top)
    });
    let active_id = move || {
        let cell = bench.active.get();
        if bench.grid.in_header.get() {
            return Some(head_id(cell.column));
        }
        // Only what is drawn can be named.
        sight.range.get().has(cell.row).then(|| cell_id(cell))
    };
    let is_locked = move || {
        bench
            .columns
            .with(|columns| columns.iter().all(|column| !column.editable))
    };
    let is_aside = Memo::new(move |_| sight.scroll.get().left > 0);
    let drawn_from = move || {
        let viewport = sight.viewport.get();
        let base = viewport.base(sight.range.get());
        format!(
            "translateY({}px)",
            viewport.top_of(base, sight.scroll.get().top)
        )
    };
    let dragging = StoredValue::new(false);
    let tooltip = RwSignal::new(String::new());

    view! {
        <ViewLine bench />
        <div class="grid-side">
            <div
                class="grid"
                role="grid"
                tabindex="0"
                aria-label=texts::grid::rows_of_the_file
                aria-multiselectable="true"
                aria-readonly=move || is_locked().then_some("true")
                aria-rowcount=move || bench.rows.get().saturating_add(1)
                aria-colcount=move || bench.columns.with(|columns| columns.len() + 1)
                aria-activedescendant=active_id
                aria-busy=move || bench.is_preview.get().then_some("true")
                class:aside=move || is_aside.get()
                class:in-header=move || bench.grid.in_header.get()
                style:scroll-padding-left=move || format!("{}px", sight.columns.with(|it| it.stays))
                node_ref=scroller
                on:scroll=move |_| sight.measure()
                on:wheel=move |event| pointer::wheel(sight, &event)
                on:keydown=move |event| keyboard::pressed(sight, &event)
                on:mousedown=move |event| pointer::down(bench, dragging, &event)
                on:mousemove=move |event| pointer::over(bench, dragging, &event)
                on:mouseover=move |event| tooltip.set(pointer::title_under(bench, &event))
                on:contextmenu=move |event| pointer::menu(bench, &event)
                on:dblclick=move |event| pointer::twice(bench, &event)
            >
                <Head sight />
                <div
                    class="rows"
                    role="presentation"
                    style:height=move || format!("{}px", sight.viewport.get().spacer())
                    style:width=move || format!("{}px", sight.columns.with(|it| it.width))
                >
                    <div
                        class="window"
                        role="presentation"
                        translate="no"
                        style:transform=drawn_from
                        title=move || tooltip.get()
                        node_ref=body
                    ></div>
                    <Editor bench top=editor_top />
                </div>
            </div>
            <NoRows bench />
            <ColumnMenu sight />
        </div>
        <Dialogs bench />
    }
}

/// What is said where no row is shown, and the way back.
#[component]
fn NoRows(bench: Bench) -> impl IntoView {
    let has_none = Memo::new(move |_| {
        bench.rows.get() == 0
            && !bench.grid.is_growing.get()
            && bench.overview.with(Option::is_some)
    });
    let is_file_empty = move || {
        bench
            .overview
            .with(|file| file.as_ref().is_none_or(|file| file.rows == 0))
    };
    view! {
        <Show when=move || has_none.get()>
            <div class="none">
                {move || if is_file_empty() {
                    view! { <p>{texts::grid::no_rows_in_file()}</p> }
                } else {
                    view! {
                        <p>{texts::grid::no_row()}</p>
                        <button type="button" class="button" on:click=move |_| bench.show_all_rows()>
                            {texts::grid::show_all_rows()}
                        </button>
                    }
                }}
            </div>
        </Show>
    }
}
