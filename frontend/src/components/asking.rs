//! What a dialog asks for, with a key that answers.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use crate::prelude::*;

/// Fields of a dialog: Enter in one of them answers. Not a form: a page in a sandbox sends
/// none, and says nothing of it.
#[component]
pub fn Asking(
    /// What Enter does.
    go: Callback<()>,
    /// The fields and buttons.
    children: Children,
) -> impl IntoView {
    let on_keydown = move |event: KeyboardEvent| {
        let is_in_field = event
            .target()
            .is_some_and(|target| target.dyn_ref::<HtmlInputElement>().is_some());
        if is_in_field && event.key() == "Enter" {
            event.prevent_default();
            go.run(());
        }
    };
    view! { <div class="ask" on:keydown=on_keydown>{children()}</div> }
}
