//! A zebra crossing between two points, one open, one filled.

use crate::prelude::*;

/// The mark and the name.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 40 16" aria-hidden="true" focusable="false">
            <circle class="open" cx="4" cy="8" r="2.5" />
            <path d="M11.5 1.5v13M17 1.5v13M22.5 1.5v13M28 1.5v13" />
            <circle class="filled" cx="35.5" cy="8" r="3.5" />
        </svg>
        <span class="wordmark" translate="no">"Crosswalk"</span>
    }
}
