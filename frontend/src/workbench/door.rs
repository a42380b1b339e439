//! The workbench without a file: drop, choose, paste, or try a sample.

use leptos::prelude::*;

use super::{
    bench::{Bench, Stage},
    sample,
};
use crate::{
    browser,
    components::{
        icon::{Icon, Picture},
        privacy::Privacy,
    },
    engine::protocol::Progress,
    texts, words,
};

/// What is shown until a file is open.
#[component]
pub fn Door(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let reading = move || match bench.stage.get() {
        Stage::Reading(progress) => Some(progress),
        Stage::Empty | Stage::Open => None,
    };
    view! {
        <main class="door">
            {move || match reading() {
                Some(progress) => view! { <ReadingCard bench progress /> }.into_any(),
                None => view! { <DropCard bench /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn DropCard(bench: Bench) -> impl IntoView {
    view! {
        <div class="drop card">
            <Picture icon=Icon::File />
            <h1>{texts::door::drop_here()}</h1>
            <p class="lead">
                "It is read, checked and edited in this page, without an account.
                 You can also paste rows with Ctrl V."
            </p>
            <div class="actions">
                <label class="button primary large">
                    "Choose a file…"
                    <input
                        type="file"
                        class="visually-hidden"
                        accept=".csv,.txt,text/csv"
                        on:change=move |event| {
                            if let Some(file) = browser::chosen_file(&event) {
                                bench.open_file(&file);
                            }
                        }
                    />
                </label>
                <button
                    type="button"
                    class="button large"
                    on:click=move |_| bench.open_text(sample::NAME, &sample::csv())
                >
                    "Try a sample"
                </button>
            </div>
            <p class="notice" role="status" aria-live="polite">
                {move || bench.notice.get().map(|notice| view! {
                    <span class:error=notice.is_error>
                        {notice.is_error.then(|| view! { <Picture icon=Icon::Error /> })}
                        {notice.text}
                    </span>
                })}
            </p>
            <Privacy />
        </div>
    }
}

#[component]
fn ReadingCard(bench: Bench, progress: Progress) -> impl IntoView {
    let Progress {
        name,
        bytes,
        total,
        rows,
    } = progress;
    let is_known = total > 0;
    let line = if is_known {
        texts::door::read_so_far(
            words::size(bytes),
            words::size(total),
            texts::page::rows(rows),
        )
    } else {
        texts::door::reading()
    };
    view! {
        <div class="drop card">
            <h1>{name}</h1>
            {if is_known {
                view! { <progress max=total.to_string() value=bytes.to_string()></progress> }.into_any()
            } else {
                view! { <progress></progress> }.into_any()
            }}
            <p class="lead">{line}</p>
            <button type="button" class="button" on:click=move |_| bench.cancel()>{texts::page::cancel()}</button>
        </div>
    }
}
