//! The menu of a column.

use leptos::html;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::{GridAction, follow::Sight};
use crate::{
    prelude::*,
    texts::grid as texts,
    workbench::{columns, columns::ShownColumn},
};

/// Width of the menu; the style sheet says the same.
const WIDTH: u32 = 248;

/// The menu, while it is open.
#[component]
pub fn ColumnMenu(
    /// What of the grid is seen.
    sight: Sight,
) -> impl IntoView {
    let bench = sight.bench;
    move || {
        let place = bench.grid.menu.get()?;
        let column = bench.column_at(place)?;
        Some(view! { <Items sight place column /> })
    }
}

#[component]
fn Items(sight: Sight, place: usize, column: ShownColumn) -> impl IntoView {
    let bench = sight.bench;
    let menu = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(menu) = menu.get() {
            focus(menu.query_selector("button:not(:disabled)").ok().flatten());
        }
    });
    let close = move || {
        bench.grid.menu.set(None);
        sight.focus();
    };
    let on_keydown = move |event: KeyboardEvent| {
        event.stop_propagation();
        let Some(menu) = menu.get_untracked() else {
            return;
        };
        let here = document().active_element();
        let next = match event.key().as_str() {
            "Escape" | "Tab" => {
                close();
                None
            }
            "ArrowDown" => beside(here, true).or_else(|| menu.first_element_child()),
            "ArrowUp" => beside(here, false).or_else(|| menu.last_element_child()),
            "Home" => menu.first_element_child(),
            "End" => menu.last_element_child(),
            _ => return,
        };
        event.prevent_default();
        focus(next);
    };
    let on_focusout = move |event: FocusEvent| {
        let to: Option<Node> = event.related_target().and_then(|to| to.dyn_into().ok());
        let stays = menu
            .get_untracked()
            .is_some_and(|menu| to.is_some_and(|to| menu.contains(Some(&to))));
        if !stays {
            bench.grid.menu.set(None);
        }
    };
    let left = left_of(sight, place);
    let is_filtered = bench
        .view
        .with_untracked(|view| view.columns.iter().any(|it| it.column == column.index));
    let index = column.index;
    let actions = GridAction::OF_COLUMN
        .into_iter()
        .filter(move |action| action.is_possible(bench))
        .map(|action| {
            let label = if action == GridAction::Pin && column.pinned {
                texts::unpin()
            } else {
                action.label()
            };
            item(label, move || {
                close();
                action.run(bench);
            })
        });
    let drop_filter = is_filtered.then(|| {
        item(texts::drop_filter(), move || {
            close();
            bench.filter_column(index, None);
        })
    });
    view! {
        <div
            class="menu"
            role="menu"
            aria-label=texts::menu_of(&column.name)
            style:left=format!("{left}px")
            node_ref=menu
            on:keydown=on_keydown
            on:focusout=on_focusout
        >
            {actions.chain(drop_filter).collect::<Vec<_>>()}
        </div>
    }
}

fn item(label: String, run: impl Fn() + Send + 'static) -> Markup {
    view! {
        <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=move |_| run()>
            {label}
        </button>
    }
}

/// Below the column's header, within the grid.
fn left_of(sight: Sight, place: usize) -> u32 {
    let bench = sight.bench;
    let (left, is_pinned) = bench.columns.with_untracked(|columns| {
        let pinned = columns.get(place).is_some_and(|column| column.pinned);
        (columns::left_of(columns, place), pinned)
    });
    let scrolled = if is_pinned {
        0
    } else {
        sight.scroll.get_untracked().left
    };
    let seen = sight
        .scroller
        .get_untracked()
        .and_then(|element| u32::try_from(element.client_width()).ok())
        .unwrap_or(0);
    left.saturating_sub(scrolled)
        .min(seen.saturating_sub(WIDTH + 8))
}

fn beside(element: Option<Element>, after: bool) -> Option<Element> {
    if after {
        element?.next_element_sibling()
    } else {
        element?.previous_element_sibling()
    }
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
