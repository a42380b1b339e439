//! The bar of the review page: which file, what it is, undo, save.

use leptos::prelude::*;

use super::{bench::Bench, facts::Facts};
use crate::{
    browser,
    components::{
        icon::{Icon, Picture},
        logo::Logo,
    },
    engine::protocol::Overview,
};

/// The bar.
#[component]
pub fn Toolbar(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let name = move || bench.overview.get().map(|file| file.name.clone());
    let is_open = move || bench.overview.with(Option::is_some);
    let can = move |which: fn(&Overview) -> bool| {
        bench
            .overview
            .with(|file| file.as_ref().is_some_and(|file| which(file)))
    };
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
                <button
                    type="button"
                    class="button quiet"
                    disabled=move || !can(|file| file.undo.is_some())
                    aria-keyshortcuts="Control+Z"
                    title="Undo (Ctrl Z)"
                    on:click=move |_| bench.undo()
                >
                    <Picture icon=Icon::Undo />
                    "Undo"
                </button>
                <button
                    type="button"
                    class="button quiet icon-only"
                    disabled=move || !can(|file| file.redo.is_some())
                    aria-keyshortcuts="Control+Y"
                    aria-label="Redo"
                    title="Redo (Ctrl Y)"
                    on:click=move |_| bench.redo()
                >
                    <Picture icon=Icon::Redo />
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
                    "Save"
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
