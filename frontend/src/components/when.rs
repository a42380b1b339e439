//! A moment with its distance from now: `28 Nov 2026, 14:05 · in 6 days 22 hours`.

use shared::timestamp::Timestamp;

use crate::{browser, prelude::*, words};

/// Shows a moment.
#[component]
pub fn When(
    /// The moment.
    at: Timestamp,
) -> impl IntoView {
    let millis = at.unix_millis();
    view! {
        <time datetime=at.to_string()>
            {browser::local_moment(millis)} " · " {words::distance(browser::now(), millis)}
        </time>
    }
}
