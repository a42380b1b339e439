//! The bar of the review page: which file, what it is, steps, match, changes, save.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    actions::Action,
    bench::Bench,
    door::{self, ACCEPT, taken::Taken},
    facts::Facts,
    history::StepButtons,
    leave::menu::SaveMenu,
    panel::Panel,
};
use crate::{
    browser,
    components::{
        icon::{Icon, Picture},
        logo::Logo,
    },
    prelude::*,
    texts, words,
};

const CHOOSE_ANOTHER: &str = "choose-another";

/// The bar.
#[component]
pub fn Toolbar(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let name = move || bench.overview.get().map(|file| file.name.clone());
    let is_open = move || bench.overview.with(Option::is_some);
    view! {
        <header class="bar">
            <div class="brand"><Logo /></div>
            <span class="page-name">{texts::page::review()}</span>
            <Show when=is_open>
                <h1 class="file-name">
                    <span class="name" translate="no" title=name>{name}</span>
                    <Show when=move || bench.unsaved.get()>
                        <span class="unsaved">{texts::page::unsaved()}</span>
                    </Show>
                </h1>
                <Facts bench />
            </Show>
            <div class="spread"></div>
            <Show when=is_open>
                <StepButtons bench />
                <div class="panels">
                <FindingsButton bench />
                <button
                    type="button"
                    class="button"
                    aria-keyshortcuts="Control+M"
                    aria-pressed=move || {
                        if bench.panel.get() == Panel::Match { "true" } else { "false" }
                    }
                    title=texts::page::with_keys(texts::matching::action(), "Ctrl M")
                    on:click=move |_| bench.toggle_panel(Panel::Match)
                >
                    {texts::matching::button()}
                </button>
                <ChangesButton bench />
                </div>
                <div class="split">
                    <button
                        type="button"
                        class="button primary"
                        aria-keyshortcuts="Control+S"
                        on:click=move |_| Action::Save.run(bench)
                    >
                        <Picture icon=Icon::Download />
                        <span class="word">{texts::page::save()}</span>
                    </button>
                    <SaveMenu bench />
                </div>
                <input
                    id=CHOOSE_ANOTHER
                    type="file"
                    multiple
                    hidden
                    accept=ACCEPT
                    aria-label=texts::leave::open_another
                    on:change=move |event| {
                        let files = browser::chosen_files(&event);
                        if !files.is_empty() {
                            door::open_another(bench, files.iter().map(Taken::file).collect());
                        }
                    }
                />
            </Show>
        </header>
    }
}

/// Asks the browser for a file in place of the one that is open.
pub fn choose_another() {
    let input = document()
        .get_element_by_id(CHOOSE_ANOTHER)
        .and_then(|input| input.dyn_into::<HtmlElement>().ok());
    if let Some(input) = input {
        input.click();
    }
}

/// Leads to the findings where they do not stand beside the rows.
#[component]
fn FindingsButton(bench: Bench) -> impl IntoView {
    let errors = move || {
        bench
            .overview
            .with(|file| file.as_ref().map_or(0, |file| file.counts.errors))
    };
    let is_shown = move || bench.panel.get() == Panel::Findings && bench.shows_sheet.get();
    view! {
        <button
            type="button"
            class="button findings-button"
            aria-pressed=move || if is_shown() { "true" } else { "false" }
            on:click=move |_| bench.toggle_panel(Panel::Findings)
        >
            <span>{texts::findings::findings()}</span>
            <span
                class="chip"
                class:error=move || { errors() > 0 }
                aria-hidden="true"
            >{move || words::grouped(errors())}</span>
            <span class="visually-hidden">{move || format!(", {}", texts::findings::errors_shown(errors()))}</span>
        </button>
    }
}

#[component]
fn ChangesButton(bench: Bench) -> impl IntoView {
    let changed = move || {
        bench
            .overview
            .with(|file| file.as_ref().map_or(0, |file| file.counts.changed))
    };
    view! {
        <button
            type="button"
            class="button changes-button"
            aria-pressed=move || if bench.panel.get() == Panel::Changes { "true" } else { "false" }
            on:click=move |_| Action::Changes.run(bench)
        >
            <span class="word">{texts::leave::changes()}</span>
            <span class="chip brand" aria-hidden="true">{move || words::grouped(changed())}</span>
            <span class="visually-hidden">{move || texts::page::rows(changed())}</span>
        </button>
    }
}
