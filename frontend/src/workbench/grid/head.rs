//! The header: names, locks, the order, and what resizes a column.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::follow::Sight;
use crate::{
    components::icon::{Icon, Picture},
    engine::protocol::View,
    prelude::*,
    texts::grid as texts,
    workbench::{bench::Bench, columns::Placed, row::head_id},
};

/// The names of the columns.
#[component]
pub fn Head(
    /// What of the grid is seen.
    sight: Sight,
) -> impl IntoView {
    let bench = sight.bench;
    let cells = move || {
        let view = bench.view.get();
        sight.columns.with(|columns| {
            let mut cells = Vec::with_capacity(columns.columns.len() + 2);
            for (at, placed) in columns.columns.iter().enumerate() {
                if at == columns.pinned && columns.lead > 0 {
                    cells.push(space(columns.lead));
                }
                cells.push(view! { <Heading bench placed=placed.clone() view=view.clone() /> });
            }
            if columns.tail > 0 {
                cells.push(space(columns.tail));
            }
            cells
        })
    };
    view! {
        <div role="rowgroup" class="head-group">
            <div
                class="row head"
                role="row"
                aria-rowindex="1"
                style:width=move || format!("{}px", sight.columns.with(|it| it.width))
            >
                <div class="cell number" role="columnheader" aria-colindex="1">{texts::row_number()}</div>
                {cells}
            </div>
        </div>
    }
}

fn space(width: u32) -> Markup {
    view! { <div class="space" style:width=format!("{width}px")></div> }
}

#[component]
fn Heading(bench: Bench, placed: Placed, view: View) -> impl IntoView {
    let Placed {
        place,
        column,
        left,
    } = placed;
    let order = view.sort.filter(|sort| sort.column == column.index);
    let is_filtered = view
        .columns
        .iter()
        .any(|filter| filter.column == column.index);
    let is_active =
        Memo::new(move |_| bench.grid.in_header.get() && bench.active.get().column == place);
    let title = if column.editable {
        texts::editable_column(&column.name)
    } else {
        texts::locked_column(&column.name)
    };
    let sorted = match order.map(|order| order.descending) {
        None => "none",
        Some(false) => "ascending",
        Some(true) => "descending",
    };
    let pinned_at = column.pinned.then(|| format!("{left}px"));
    view! {
        <div
            id=head_id(place)
            class=format!("cell {}", column.class)
            class:locked=!column.editable
            class:pinned=column.pinned
            class:active=move || is_active.get()
            role="columnheader"
            aria-colindex=place + 2
            aria-sort=sorted
            title=title
            style:width=format!("{}px", column.width)
            style:left=pinned_at
        >
            <span class="name" translate="no">{column.name.clone()}</span>
            {(!column.editable).then(|| view! {
                <Picture icon=Icon::Lock />
                <span class="visually-hidden">{texts::locked()}</span>
            })}
            {is_filtered.then(|| view! {
                <Picture icon=Icon::Filter />
                <span class="visually-hidden">{texts::filtered()}</span>
            })}
            {order.map(|order| view! {
                <Picture icon=if order.descending { Icon::SortDown } else { Icon::SortUp } />
            })}
            <button
                type="button"
                class="head-menu"
                tabindex="-1"
                aria-hidden="true"
                title=texts::column_menu()
                on:click=move |_| {
                    bench.go_to_header(place);
                    bench.grid.menu.set(Some(place));
                }
            >
                <Picture icon=Icon::More />
            </button>
            <Grip bench index=column.index width=column.width />
        </div>
    }
}

/// The edge of a header that a pointer drags. The keyboard has Alt with an arrow, and the
/// column's menu.
#[component]
fn Grip(bench: Bench, index: usize, width: u32) -> impl IntoView {
    let from = StoredValue::new(None::<i32>);
    let target = |event: &PointerEvent| -> Option<Element> { event.target()?.dyn_into().ok() };
    view! {
        <span
            class="grip"
            on:pointerdown=move |event: PointerEvent| {
                event.prevent_default();
                from.set_value(Some(event.client_x()));
                if let Some(grip) = target(&event) {
                    // Without it the drag ends at the grip's edge.
                    let _ = grip.set_pointer_capture(event.pointer_id());
                }
            }
            on:pointerup=move |event: PointerEvent| {
                if let Some(from) = from.try_update_value(Option::take).flatten() {
                    let width = width.saturating_add_signed(event.client_x() - from);
                    bench.arrange(|it| it.set_width(index, width));
                }
            }
        ></span>
    }
}
