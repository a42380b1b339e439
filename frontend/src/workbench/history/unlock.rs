//! The question before all columns are opened for edits.

use leptos::prelude::*;

use super::super::bench::Bench;
use crate::{components::dialog::Dialog, texts::edit};

/// The question, while it is asked.
#[component]
pub fn UnlockDialog(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let open = bench.edits.asks_to_unlock;
    let title = Signal::derive(edit::unlock_title);
    let unlock = move |_| {
        open.set(false);
        bench.lock(false);
    };
    view! {
        <Dialog open title>
            <p>{edit::unlock_why()}</p>
            <p>{edit::unlock_when()}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    autofocus
                    on:click=move |_| open.set(false)
                >
                    {edit::unlock_no()}
                </button>
                <button type="button" class="button danger" on:click=unlock>
                    {edit::unlock_yes()}
                </button>
            </div>
        </Dialog>
    }
}
