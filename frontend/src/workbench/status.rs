//! Filters above the grid and the one status line below it.

use shared::checks::catalogue;

use super::{bench::Bench, edits::EditAction, history::unlock::LockSwitch};
use crate::{
    components::{
        icon::{Icon, Picture},
        privacy::Promise,
    },
    engine::protocol::{Counts, Filter},
    prelude::*,
    texts::{
        self as all_texts, findings as texts,
        rules::{self, Part},
    },
    words,
};

/// The filters with a count, and the class of each where there is something.
const FILTERS: [(Filter, &str); 7] = [
    (Filter::All, "brand"),
    (Filter::Errors, "error"),
    (Filter::Warnings, "warning"),
    (Filter::Unmapped, "plain"),
    (Filter::Changed, "plain"),
    (Filter::Mapped, "plain"),
    (Filter::Conflict, "plain"),
];

/// The counts that filter.
#[component]
pub fn Filters(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    // The first rows of a file that is being read are not counted.
    let count = move |filter| {
        let is_counted = !bench.is_preview.get();
        bench.overview.with(|file| {
            file.as_ref()
                .filter(|_| is_counted)
                .map(|file| count_of(filter, file.rows, file.counts))
        })
    };
    let in_force = Memo::new(move |_| bench.view.with(|view| view.filter));
    let chips = FILTERS.map(|(filter, class)| {
        view! {
            <button
                type="button"
                class=move || {
                    let class = if count(filter) > Some(0) { class } else { "plain" };
                    format!("chip filter {class}")
                }
                aria-pressed=move || if in_force.get() == filter { "true" } else { "false" }
                on:click=move |_| bench.filter(filter)
            >
                {label_of(filter)} " "
                <span class="figure">{move || count(filter).map(words::grouped)}</span>
            </button>
        }
    });
    let of_rule = move || match in_force.get() {
        Filter::Rule(place) => catalogue().get(usize::from(place)),
        _ => None,
    };
    view! {
        <div class="filters">
            <div class="filters" role="group" aria-label=texts::rows_shown()>
                {chips}
                {move || of_rule().map(|rule| view! {
                    <button
                        type="button"
                        class="chip filter brand of-rule"
                        aria-pressed="true"
                        title=texts::show_all_rows()
                        on:click=move |_| bench.filter(Filter::All)
                    >
                        <span class="name">{texts::only_rule(rules::of(rule, Part::Title))}</span>
                        <Picture icon=Icon::Close />
                    </button>
                })}
            </div>
            <div class="spread"></div>
            <LockSwitch bench />
            <button type="button" class="button small find-open" on:click=move |_| bench.open_find(false)>
                <Picture icon=Icon::Find />
                {all_texts::edit::find()}
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
        let is_counted = !bench.is_preview.get();
        bench.overview.with(|file| {
            let file = file.as_ref().filter(|_| is_counted);
            file.map(|file| sentence(file.counts, file.leave.upload_errors))
        })
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
            <span class="visually-hidden" role="status" aria-live="polite">
                {move || bench.found.said.get()}
            </span>
            <span class="keys" aria-hidden="true">
                <kbd>"F8"</kbd> " " {texts::key_next()} " "
                <kbd>"F2"</kbd> " " {texts::key_edit()} " "
                <kbd>"Ctrl ."</kbd> " " {texts::key_fix()}
            </span>
        </footer>
    }
}

fn label_of(filter: Filter) -> String {
    match filter {
        Filter::All | Filter::Rule(_) => texts::filter_all(),
        Filter::Errors => texts::filter_errors(),
        Filter::Warnings => texts::filter_warnings(),
        Filter::Unmapped => texts::filter_unmapped(),
        Filter::Changed => texts::filter_changed(),
        Filter::Mapped => texts::filter_mapped(),
        Filter::Conflict => texts::filter_conflict(),
    }
}

/// How many rows a filter shows.
fn count_of(filter: Filter, rows: u32, counts: Counts) -> u32 {
    match filter {
        Filter::All | Filter::Rule(_) => rows,
        Filter::Errors => counts.errors,
        Filter::Warnings => counts.warnings,
        Filter::Unmapped => counts.unmapped,
        Filter::Changed => counts.changed,
        Filter::Mapped => counts.mapped,
        Filter::Conflict => counts.conflicts,
    }
}

/// `4,790 ready · 17 errors · 5 unmapped`. Errors about the file or a column count, too.
pub fn sentence(counts: Counts, of_file: u32) -> String {
    all_texts::page::ready_errors_unmapped(
        words::grouped(counts.ready),
        all_texts::page::errors(counts.errors.saturating_add(of_file)),
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
        for (of_file, expected) in [
            (0, "4,790 ready · 1 error · 5 unmapped"),
            (2, "4,790 ready · 3 errors · 5 unmapped"),
        ] {
            assert_eq!(sentence(counts, of_file), expected);
        }
    }
}
