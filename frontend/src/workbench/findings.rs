//! What the checks found, by rule; each place leads to its cell.

use leptos::prelude::*;

use super::bench::Bench;
use crate::{
    browser,
    components::{
        icon::{Icon, Picture},
        severity,
    },
    engine::protocol::{FindingView, Group, ReferenceView},
    words,
};

/// Places listed under a rule before the rest is left to the next-finding key.
const PLACES: usize = 8;

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
    let references = Memo::new(move |_| {
        bench.overview.with(|file| {
            file.as_ref()
                .map(|file| file.references.clone())
                .unwrap_or_default()
        })
    });
    let go = Callback::new(move |(row, column)| bench.locate(row, column));
    view! {
        <aside class="findings" aria-label="Findings">
            <h2>"Findings"</h2>
            <div class="findings-list">
                <FindingGroups groups go=go />
                <References bench references />
            </div>
        </aside>
    }
}

/// Findings by rule, worst first. The upload page shows them too.
#[component]
pub fn FindingGroups(
    /// What was found.
    groups: Memo<Vec<Group>>,
    /// Called with the row and column that somebody wants to see, where there is a
    /// grid to see them in.
    #[prop(optional)]
    go: Option<Callback<(u32, Option<usize>)>>,
) -> impl IntoView {
    view! {
        <Show
            when=move || groups.with(|groups| !groups.is_empty())
            fallback=|| view! {
                <p class="all-clear"><Picture icon=Icon::Done /> "Nothing to mend in this file."</p>
            }
        >
            <For
                each=move || groups.get()
                key=|group| (group.code.clone(), group.count, group.first.first().cloned().map(|f| f.message))
                children=move |group| view! { <RuleGroup group go /> }
            />
        </Show>
    }
}

#[component]
fn RuleGroup(group: Group, go: Option<Callback<(u32, Option<usize>)>>) -> impl IntoView {
    let class = severity::class_of(group.severity);
    let more = (group.count as usize).saturating_sub(PLACES);
    let is_open = class == "error";
    let word = severity::word_for(group.severity, group.count);
    view! {
        <details class="rule" open=is_open>
            <summary>
                <span class=format!("count {class}")>
                    <Picture icon=severity::icon_of(group.severity) />
                    {words::grouped(group.count)}
                    <span class="visually-hidden">" " {word}</span>
                </span>
                <span class="title">{group.title}</span>
                <code class="code">{group.code}</code>
            </summary>
            <p class="why">{group.why}</p>
            <p class="how">{group.how}</p>
            <ul class="places">
                {group
                    .first
                    .into_iter()
                    .take(PLACES)
                    .map(|finding| view! { <li><Place finding go /></li> })
                    .collect_view()}
            </ul>
            {(more > 0).then(|| view! {
                <p class="more">
                    {words::grouped(more as u64)} " more"
                    {go.is_some().then_some(": F8 leads through them")}
                </p>
            })}
        </details>
    }
}

#[component]
fn Place(finding: FindingView, go: Option<Callback<(u32, Option<usize>)>>) -> impl IntoView {
    let FindingView {
        row,
        column,
        who,
        message,
    } = finding;
    let Some(row) = row else {
        return view! { <p class="place whole-file">{message}</p> }.into_any();
    };
    let content = view! {
        <span class="place-head">
            <strong>{words::grouped(row.saturating_add(1))}</strong>
            <span class="who">{who}</span>
        </span>
        <span class="message">{message}</span>
    };
    match go {
        Some(go) => view! {
            <button type="button" class="place" on:click=move |_| go.run((row, column))>
                {content}
            </button>
        }
        .into_any(),
        None => view! { <p class="place">{content}</p> }.into_any(),
    }
}

#[component]
fn References(bench: Bench, references: Memo<Vec<ReferenceView>>) -> impl IntoView {
    view! {
        <section class="references">
            <h3>"References"</h3>
            <p>
                "Check against more: the original file as it was downloaded, or an export of the
                 target's MailUsers. Drop it here; it is recognised by its header."
            </p>
            <ul>
                {move || references.get().into_iter().map(|reference| view! {
                    <li class="chip known">
                        <Picture icon=Icon::Done />
                        {reference.kind} " · " {reference.name} " · "
                        {words::counted(reference.rows, "row", "rows")}
                    </li>
                }).collect_view()}
            </ul>
            <label class="button small">
                "Add a reference…"
                <input
                    type="file"
                    class="visually-hidden"
                    accept=".csv,.txt,text/csv"
                    on:change=move |event| {
                        if let Some(file) = browser::chosen_file(&event) {
                            bench.add_reference(&file);
                        }
                    }
                />
            </label>
        </section>
    }
}
