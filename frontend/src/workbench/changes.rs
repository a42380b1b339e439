//! The panel of changes: cell by cell against the file as it was opened, or a baseline.

pub mod entry;
pub mod state;

pub use state::ChangesState;

use self::{entry::Entry, state::PAGE};
use super::{actions::Action, bench::Bench, leave::Leaving};
use crate::{
    components::icon::{Icon, Picture},
    engine::protocol::{Against, ChangeCounts, Changes, Revert, Which},
    prelude::*,
    texts::{edit, findings, leave as texts},
    words,
};

/// The panel beside the grid.
#[component]
pub fn ChangesPanel(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    // Asked again after every edit: what is shown is what is.
    Effect::new(move |_| {
        bench.overview.track();
        let state = bench.changes;
        state.against.track();
        state.which.track();
        state.skip.track();
        bench.ask_for_changes();
    });
    let listed = bench.changes.listed;
    view! {
        <aside class="findings changes" aria-label=texts::changes>
            <div class="panel-head">
                <h2 tabindex="-1">{texts::changes()}</h2>
                <Switch bench />
            </div>
            <div class="findings-list">
                {move || match listed.get() {
                    None => view! { <p class="quiet">{texts::comparing()}</p> },
                    Some(Err(why)) => view! { <p class="quiet">{why}</p> },
                    Some(Ok(changes)) => view! { <Shown bench changes /> },
                }}
            </div>
        </aside>
    }
}

/// Compared with what.
#[component]
fn Switch(bench: Bench) -> impl IntoView {
    let against = bench.changes.against;
    let has_baseline = move || bench.has_baseline();
    let choice = move |value: Against, label: String| {
        view! {
            <button
                type="button"
                class="chip filter"
                aria-pressed=move || if against.get() == value { "true" } else { "false" }
                title=move || {
                    (value == Against::Baseline && !has_baseline()).then(texts::needs_baseline)
                }
                on:click=move |_| bench.changes.compare_with(value)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="filters" role="group" aria-label=texts::compared_with>
            {choice(Against::AsOpened, texts::as_opened())}
            {choice(Against::Baseline, findings::original())}
        </div>
    }
}

#[component]
fn Shown(bench: Bench, changes: Changes) -> impl IntoView {
    let Changes {
        counts,
        columns_added,
        columns_removed,
        which,
        skip,
        listed,
        ..
    } = changes;
    if counts == ChangeCounts::default() && columns_added.is_empty() && columns_removed.is_empty() {
        return view! {
            <p class="all-clear"><Picture icon=Icon::Done /> {texts::no_changes()}</p>
        };
    }
    let columns = [
        (columns_added, texts::columns_added as fn(String) -> String),
        (
            columns_removed,
            texts::columns_removed as fn(String) -> String,
        ),
    ]
    .into_iter()
    .filter(|(names, _)| !names.is_empty())
    .map(|(names, say)| view! { <p class="quiet">{say(names.join(", "))}</p> })
    .collect::<Vec<_>>();
    let is_empty = listed.is_empty();
    view! {
        <Counts bench counts which />
        {columns}
        {(counts.cells > 0).then(|| view! {
            <div class="actions change-actions">
                <button
                    type="button"
                    class="button small"
                    on:click=move |_| bench.revert(Revert::All)
                >
                    <Picture icon=Icon::Undo />
                    {texts::revert_all(counts.cells)}
                </button>
            </div>
        })}
        {(counts.added + counts.removed + counts.moved > 0).then(|| view! {
            <p class="quiet small">{texts::not_reverted()}</p>
        })}
        {is_empty.then(|| view! { <p class="quiet">{texts::none_of_this_kind()}</p> })}
        <ul class="change-list">
            {listed
                .into_iter()
                .map(|change| view! { <li><Entry bench change /></li> })
                .collect::<Vec<_>>()}
        </ul>
        <Pages bench all=counts.of(which) skip />
        <div class="actions change-actions">
            {[
                (Leaving::ChangesCsv, texts::as_csv()),
                (Leaving::ChangesJson, texts::as_json()),
            ]
            .map(|(leaving, label)| view! {
                <button
                    type="button"
                    class="button small"
                    on:click=move |_| Action::Leave(leaving).run(bench)
                >
                    <Picture icon=Icon::Download />
                    {label}
                </button>
            })}
        </div>
    }
}

/// Counts first; each shows what it counts.
#[component]
fn Counts(bench: Bench, counts: ChangeCounts, which: Which) -> impl IntoView {
    let chips = [
        (Which::Cells, edit::cells(counts.cells), "brand"),
        (Which::Locked, texts::locked(counts.locked), "error"),
        (Which::Added, texts::added(counts.added), "warning"),
        (Which::Removed, texts::removed(counts.removed), "warning"),
        (Which::Moved, texts::moved(counts.moved), "warning"),
    ]
    .into_iter()
    .filter(|(kind, ..)| counts.of(*kind) > 0 || *kind == which)
    .map(|(kind, label, class)| {
        view! {
            <button
                type="button"
                class=format!("chip filter {class}")
                aria-pressed=if kind == which { "true" } else { "false" }
                on:click=move |_| bench.changes.show(kind)
            >
                {label}
            </button>
        }
    })
    .collect::<Vec<_>>();
    view! { <div class="filters change-counts" role="group" aria-label=texts::changes>{chips}</div> }
}

#[component]
fn Pages(bench: Bench, all: u32, skip: u32) -> impl IntoView {
    if all <= PAGE {
        return view! {};
    }
    let last = skip.saturating_add(PAGE).min(all);
    let turn = move |skip: u32| bench.changes.turn_to(skip);
    view! {
        <div class="actions pages">
            <button
                type="button"
                class="button small"
                disabled=skip == 0
                on:click=move |_| turn(skip.saturating_sub(PAGE))
            >
                {texts::previous()}
            </button>
            <span>{texts::from_to(
                words::grouped(skip.saturating_add(1)),
                words::grouped(last),
                words::grouped(all),
            )}</span>
            <button
                type="button"
                class="button small"
                disabled={last >= all}
                on:click=move |_| turn(last)
            >
                {texts::next()}
            </button>
        </div>
    }
}
