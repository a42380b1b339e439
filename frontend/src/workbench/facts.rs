//! What was recognised about the file, in the bar: each fact opens what it means and what
//! can be changed. And the question about a guess.

pub mod doubt;
mod meaning;

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

pub use doubt::DoubtBar;
pub use meaning::{Fact, Offer, delimiter_name};

use super::bench::{Bench, Stage};
use crate::{prelude::*, texts::findings as texts};

/// `UTF-8 · comma · CRLF · 4,812 rows`.
#[component]
pub fn Facts(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let facts = Fact::ALL.map(|fact| view! { <FactChip bench fact /> });
    view! { <span class="chip facts" role="group" aria-label=texts::facts()>{facts}</span> }
}

#[component]
fn FactChip(bench: Bench, fact: Fact) -> impl IntoView {
    let id = format!("fact-{fact:?}");
    let left = RwSignal::new(0);
    let top = RwSignal::new(0);
    let label = move || {
        bench
            .overview
            .with(|file| file.as_ref().map(|file| fact.label(file)))
            .map(|label| match fact {
                Fact::Rows if bench.is_preview.get() => texts::being_counted(),
                _ => label,
            })
    };
    let is_open = RwSignal::new(false);
    let content = move || {
        let file = bench.overview.get().filter(|_| is_open.get());
        let can_change = bench.stage.get() == Stage::Open;
        file.map(|file| {
            let means = fact.meaning(&file);
            let offers = if can_change {
                fact.offers(&file)
            } else {
                Vec::new()
            };
            view! {
                <h2>{fact.title()}</h2>
                {means.into_iter().map(|text| view! { <p>{text}</p> }).collect::<Vec<_>>()}
                {offers.into_iter().map(|offer| view! { <OfferButton bench offer /> }).collect::<Vec<_>>()}
            }
        })
    };
    let divider = (fact != Fact::Encoding).then_some(" · ");
    view! {
        {divider}
        <button
            type="button"
            class="fact"
            popovertarget=id.clone()
            title=fact.title()
            on:click=move |event: ev::MouseEvent| {
                if let Some(place) = below(&event) {
                    left.set(place.0);
                    top.set(place.1);
                }
            }
        >
            {label}
        </button>
        <div
            id=id
            class="fact-card"
            popover="auto"
            style:left=move || format!("{}px", left.get())
            style:top=move || format!("{}px", top.get())
            on:toggle=move |event: ev::Event| is_open.set(is_shown(&event))
            on:keydown=|event: ev::KeyboardEvent| event.stop_propagation()
        >
            {content}
        </div>
    }
}

#[component]
fn OfferButton(bench: Bench, offer: Offer) -> impl IntoView {
    let Offer { label, mend } = offer;
    view! {
        <button
            type="button"
            class="menu-item"
            on:click=move |event: ev::MouseEvent| {
                close_card(&event);
                bench.preview_fix(mend.clone());
            }
        >
            {label}
        </button>
    }
}

/// The place below a button of the bar, kept within the window.
fn below(event: &ev::MouseEvent) -> Option<(i32, i32)> {
    const WIDTH: i32 = 360;
    let button: HtmlElement = event.current_target()?.dyn_into().ok()?;
    let page: HtmlElement = document().document_element()?.dyn_into().ok()?;
    let most = page.client_width().saturating_sub(WIDTH);
    let left = button.offset_left().min(most).max(8);
    let bottom = button.offset_top() + button.offset_height();
    Some((left, bottom.saturating_add(8)))
}

fn is_shown(event: &ev::Event) -> bool {
    let card: Option<HtmlElement> = event.current_target().and_then(|it| it.dyn_into().ok());
    card.is_some_and(|card| card.matches(":popover-open").unwrap_or(false))
}

fn close_card(event: &ev::MouseEvent) {
    let button: Option<HtmlElement> = event.current_target().and_then(|it| it.dyn_into().ok());
    let card = button.and_then(|button| button.closest(".fact-card").ok().flatten());
    if let Some(card) = card.and_then(|card| card.dyn_into::<HtmlElement>().ok()) {
        // It is open, as its button was pressed.
        let _ = card.hide_popover();
    }
}
