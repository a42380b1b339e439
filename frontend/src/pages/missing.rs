//! An address that leads nowhere.

use crate::prelude::*;

/// The page for it.
#[component]
pub fn Missing() -> impl IntoView {
    view! {
        <div class="narrow">
            <h1>"There is no such page"</h1>
            <p class="lead">"The address may be cut short or mistyped."</p>
            <a class="button primary" href="/">"To the first page"</a>
        </div>
    }
}
