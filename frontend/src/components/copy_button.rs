//! A button that puts a text on the clipboard and says so.

use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;

use super::icon::{Icon, Picture};
use crate::{browser, prelude::*, texts::page as texts};

/// Copies `text`.
#[component]
pub fn CopyButton(
    /// What goes on the clipboard.
    #[prop(into)]
    text: String,
    /// What the button says.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let state = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let done = browser::copy(&text).await;
            state.set(Some(done));
            TimeoutFuture::new(2_000).await;
            // The page may be gone by now.
            let _ = state.try_set(None);
        });
    };
    view! {
        <button type="button" class="button small" on:click=copy>
            {move || view! {
                <Picture icon=if state.get() == Some(true) { Icon::Done } else { Icon::Copy } />
            }}
            <span aria-live="polite">
                {move || match state.get() {
                    None => label.clone(),
                    Some(true) => texts::copied(),
                    Some(false) => texts::select_to_copy(),
                }}
            </span>
        </button>
    }
}
