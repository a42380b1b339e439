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
    engine::protocol::Overview,
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
                <PanelButton
                    bench
                    panel=Panel::Findings
                    class="findings-button"
                    label=texts::findings::findings
                    count=|file| file.counts.errors.saturating_add(file.leave.upload_errors)
                    tone="error"
                    said=texts::page::errors
                />
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
                <PanelButton
                    bench
                    panel=Panel::Changes
                    class="changes-button"
                    label=texts::leave::changes
                    count=|file| file.counts.changed
                    tone="brand"
                    said=texts::page::rows
                />
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

/// Leads to a panel, and counts what is in it.
#[component]
fn PanelButton(
    bench: Bench,
    panel: Panel,
    class: &'static str,
    label: fn() -> String,
    /// How much there is in the panel.
    count: fn(&Overview) -> u32,
    /// How the count looks where there is something.
    tone: &'static str,
    /// The count in words, for those who hear it.
    said: fn(u32) -> String,
) -> impl IntoView {
    let count = move || bench.overview.with(|file| file.as_deref().map_or(0, count));
    // The findings stand beside the rows, but on a narrow page.
    let is_shown =
        move || bench.panel.get() == panel && (panel != Panel::Findings || bench.shows_sheet.get());
    let chip = move || match count() {
        0 => "chip".to_string(),
        _ => format!("chip {tone}"),
    };
    view! {
        <button
            type="button"
            class=format!("button {class}")
            aria-pressed=move || if is_shown() { "true" } else { "false" }
            on:click=move |_| bench.toggle_panel(panel)
        >
            <span>{label()}</span>
            <span class=chip aria-hidden="true">{move || words::grouped(count())}</span>
            <span class="visually-hidden">{move || format!(", {}", said(count()))}</span>
        </button>
    }
}
