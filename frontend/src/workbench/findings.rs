//! What the checks found, by rule; each place leads to its cell.

mod announce;
pub mod fix_dialog;
pub mod group;
mod hear;
mod state;

pub use announce::left;
pub use fix_dialog::FixDialog;
pub use state::{FindingsState, GroupKey};

use super::{bench::Bench, references::References};
use crate::{
    components::{
        each::Each,
        icon::{Icon, Picture},
    },
    engine::protocol::{FindingView, Group},
    prelude::*,
    texts::findings as texts,
    words,
};
use group::{Head, RuleGroup, Said};

/// The panel beside the grid.
#[component]
pub fn Findings(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let groups = Memo::new(move |_| {
        bench.overview.with(|file| {
            file.as_ref()
                .map(|file| file.groups.clone())
                .unwrap_or_default()
        })
    });
    // What is said about the active cell, or about its row as a whole.
    let here = Memo::new(move |_| codes_at_active_cell(bench));
    view! {
        <aside class="findings" aria-label=texts::findings()>
            <h2>{texts::findings()}</h2>
            <div class="findings-list">
                <Show
                    when=move || !groups.with(Vec::is_empty)
                    fallback=move || view! { <NoFindings bench /> }
                >
                    <Each
                        items=move || groups.with(|groups| groups.iter().map(key_of).collect::<Vec<_>>())
                        key=Clone::clone
                        children=move |key| {
                            let group = Memo::new(move |_| {
                                groups.with(|groups| groups.iter().find(|it| key_of(it) == key).cloned())
                            });
                            view! { <RuleGroup bench group here /> }
                        }
                    />
                </Show>
                <References bench />
            </div>
        </aside>
    }
}

fn key_of(group: &Group) -> GroupKey {
    (group.severity, group.code.clone())
}

fn codes_at_active_cell(bench: Bench) -> Vec<String> {
    let cell = bench.active.get();
    let column = bench
        .columns
        .with(|columns| columns.get(cell.column).map(|column| column.index));
    let marks = bench.row_at(cell.row).map(|row| row.marks);
    marks
        .unwrap_or_default()
        .into_iter()
        .filter(|mark| mark.column.is_none() || mark.column == column)
        .map(|mark| mark.code)
        .collect()
}

/// All is right, once all is known.
#[component]
fn NoFindings(bench: Bench) -> impl IntoView {
    move || {
        if bench.is_preview.get() || bench.overview.with(Option::is_none) {
            view! { <p class="quiet being-read">{texts::being_read()}</p> }
        } else {
            view! { <AllClear /> }
        }
    }
}

#[component]
fn AllClear() -> impl IntoView {
    view! {
        <p class="all-clear"><Picture icon=Icon::Done /> {texts::nothing_to_mend()}</p>
    }
}

/// Findings by rule where there is no grid to see them in: on the upload page.
#[component]
pub fn FindingGroups(
    /// What was found.
    groups: Memo<Vec<Group>>,
) -> impl IntoView {
    view! {
        <Show when=move || groups.with(|groups| !groups.is_empty()) fallback=AllClear>
            <Each
                items=move || groups.get()
                key=|group| (group.code.clone(), group.count)
                children=|group| view! { <PlainGroup group /> }
            />
        </Show>
    }
}

#[component]
fn PlainGroup(group: Group) -> impl IntoView {
    let shown = u32::try_from(group.first.len()).unwrap_or(u32::MAX);
    let more = group.count.saturating_sub(shown);
    let is_open = group.severity == shared::checks::Severity::Error;
    let Group {
        why, how, first, ..
    } = group.clone();
    view! {
        <details class="rule" open=is_open>
            <Head group />
            <p class="why">{why}</p>
            <p class="how">{how}</p>
            <ul class="places">
                {first.into_iter().map(|finding| view! { <li><PlainPlace finding /></li> }).collect::<Vec<_>>()}
            </ul>
            {(more > 0).then(|| view! { <p class="more">{texts::more_places(more)}</p> })}
        </details>
    }
}

#[component]
fn PlainPlace(finding: FindingView) -> impl IntoView {
    let class = if finding.row.is_some() {
        "place"
    } else {
        "place whole-file"
    };
    view! { <p class=class><Said finding /></p> }
}

/// A row's number as people read it.
fn number_of(row: u32) -> String {
    words::grouped(row.saturating_add(1))
}
