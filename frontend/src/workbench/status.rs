//! Filters above the grid and the one status line below it.

use leptos::prelude::*;

use super::{bench::Bench, edits::EditAction};
use crate::{
    components::icon::{Icon, Picture},
    engine::protocol::{Counts, Filter},
    texts, words,
};

const FILTERS: [(Filter, &str, &str); 5] = [
    (Filter::All, "All", "brand"),
    (Filter::Errors, "Errors", "error"),
    (Filter::Warnings, "Warnings", "warning"),
    (Filter::Unmapped, "Unmapped", "plain"),
    (Filter::Changed, "Changed", "plain"),
];

/// The counts that filter.
#[component]
pub fn Filters(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let count = move |filter| {
        bench.overview.with(|file| {
            file.as_ref()
                .map_or(0, |file| count_of(filter, file.rows, file.counts))
        })
    };
    let chips = FILTERS.map(|(filter, label, class)| {
        view! {
            <button
                type="button"
                class=move || {
                    let class = if count(filter) > 0 { class } else { "plain" };
                    format!("chip filter {class}")
                }
                aria-pressed=move || if bench.view.with(|view| view.filter) == filter { "true" } else { "false" }
                on:click=move |_| bench.filter(filter)
            >
                {label} " " <span class="figure">{move || words::grouped(count(filter))}</span>
            </button>
        }
    });
    view! {
        <div class="filters">
            <div class="filters" role="group" aria-label="Rows shown">{chips}</div>
            <button type="button" class="button small find-open" on:click=move |_| bench.open_find(false)>
                <Picture icon=Icon::Find />
                {texts::edit::find()}
                <kbd>{EditAction::Find.chords().first().map(ToString::to_string)}</kbd>
            </button>
        </div>
    }
}

/// The line at the bottom.
#[component]
pub fn StatusLine(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let sentence = move || {
        bench
            .overview
            .with(|file| file.as_ref().map(|file| sentence(file.counts)))
    };
    view! {
        <footer class="status-line">
            <Promise />
            <span class="summary">{sentence}</span>
            <span class="notice" role="status" aria-live="polite">
                {move || bench.notice.get().map(|notice| view! {
                    <span class:error=notice.is_error>{notice.text}</span>
                })}
            </span>
            <span class="keys" aria-hidden="true">
                <kbd>"F8"</kbd> " next finding " <kbd>"F2"</kbd> " edit "
                <kbd>"Esc"</kbd> " restore"
            </span>
        </footer>
    }
}

/// What stays here, in the words that hold for how the page was opened: on
/// `file:` the browser ignores the served policy's sandbox.
#[component]
pub fn Promise() -> impl IntoView {
    let is_served = window()
        .location()
        .protocol()
        .is_ok_and(|it| it.starts_with("http"));
    let text = if is_served {
        "Nothing leaves this page. Your browser enforces it."
    } else {
        "Nothing leaves this page. It works without a network."
    };
    view! { <span class="promise"><Picture icon=Icon::Shield /> {text}</span> }
}

fn count_of(filter: Filter, rows: u32, counts: Counts) -> u32 {
    match filter {
        Filter::All => rows,
        Filter::Errors => counts.errors,
        Filter::Warnings => counts.warnings,
        Filter::Unmapped => counts.unmapped,
        Filter::Changed => counts.changed,
        Filter::Mapped | Filter::Conflict => 0,
    }
}

/// `4,790 ready · 17 errors · 5 unmapped`.
pub fn sentence(counts: Counts) -> String {
    format!(
        "{} ready · {} · {} unmapped",
        words::grouped(counts.ready),
        words::counted(counts.errors, "error", "errors"),
        words::grouped(counts.unmapped),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_line_says_what_is_ready_and_what_is_not() {
        let counts = Counts {
            ready: 4_790,
            errors: 1,
            unmapped: 5,
            ..Counts::default()
        };
        assert_eq!(sentence(counts), "4,790 ready · 1 error · 5 unmapped");
    }
}
