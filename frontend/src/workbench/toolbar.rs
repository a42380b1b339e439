//! The bar of the review page: which file, what it is, undo, save.

use leptos::prelude::*;

use super::{bench::Bench, facts::Facts, history::StepButtons, panel::Panel};
use crate::{
    browser,
    components::{
        icon::{Icon, Picture},
        logo::Logo,
    },
    texts,
};

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
            <span class="page-name">"Review"</span>
            <Show when=is_open>
                <h1 class="file-name">{name}</h1>
                <Facts bench />
            </Show>
            <div class="spread"></div>
            <Show when=is_open>
                <StepButtons bench />
                <button
                    type="button"
                    class="button"
                    aria-keyshortcuts="Control+M"
                    aria-pressed=move || {
                        if bench.panel.get() == Panel::Match { "true" } else { "false" }
                    }
                    title="Ctrl M"
                    on:click=move |_| bench.toggle_panel(Panel::Match)
                >
                    {texts::matching::button()}
                </button>
                <label class="button">
                    "Open another…"
                    <input
                        type="file"
                        class="visually-hidden"
                        accept=".csv,.txt,text/csv"
                        on:change=move |event| {
                            if let Some(file) = browser::chosen_file(&event) {
                                bench.open_another(&file);
                            }
                        }
                    />
                </label>
                <button
                    type="button"
                    class="button primary"
                    aria-keyshortcuts="Control+S"
                    on:click=move |_| bench.save()
                >
                    <Picture icon=Icon::Download />
                    {texts::page::save()}
                </button>
            </Show>
        </header>
    }
}

impl Bench {
    /// Opens another file, after asking where edits would be lost.
    pub fn open_another(self, file: &web_sys::File) {
        let question = "There are edits that you did not save. Open another file and lose them?";
        let go_on = !self.unsaved.get_untracked()
            || window().confirm_with_message(question).unwrap_or(false);
        if go_on {
            self.open_file(file);
        }
    }
}
