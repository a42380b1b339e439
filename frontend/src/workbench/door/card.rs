//! What is shown until a file is open.

use super::{open_sample, take, taken::Taken};
use crate::{
    browser,
    components::{
        icon::{Icon, Picture},
        privacy::Privacy,
    },
    engine::protocol::Progress,
    prelude::*,
    texts::{self, door as door_texts},
    words,
    workbench::{
        bench::{Bench, Stage},
        references::counted,
    },
};

/// What a file input takes; what the file is decides what is in it.
pub(in crate::workbench) const ACCEPT: &str = ".csv,.txt,.tsv,.json,text/csv,application/json";

/// The page without a file.
#[component]
pub fn Door(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let reading = move || match bench.stage.get() {
        Stage::Reading(progress) => Some(progress),
        Stage::Empty | Stage::Open => None,
    };
    view! {
        <main class="door">
            {move || match reading() {
                Some(progress) => view! { <ReadingCard bench progress /> },
                None => view! { <DropCard bench /> },
            }}
        </main>
    }
}

#[component]
fn DropCard(bench: Bench) -> impl IntoView {
    let is_dragging = bench.door.is_dragging;
    let title = move || {
        if is_dragging.get() {
            door_texts::let_go()
        } else {
            door_texts::drop_here()
        }
    };
    view! {
        <div class="drop card" class:dragging=move || is_dragging.get()>
            <Refused bench />
            <Picture icon=Icon::File />
            <h1>{title}</h1>
            <p class="lead">{door_texts::lead()}</p>
            <div class="actions">
                <label class="button primary large">
                    {door_texts::choose()}
                    <input
                        type="file"
                        multiple
                        class="visually-hidden"
                        accept=ACCEPT
                        on:change=move |event| {
                            let files = browser::chosen_files(&event);
                            if !files.is_empty() {
                                take(bench, files.iter().map(Taken::file).collect());
                            }
                        }
                    />
                </label>
                <button type="button" class="button large" on:click=move |_| open_sample(bench, false)>
                    {door_texts::sample()}
                </button>
                <button type="button" class="button large" on:click=move |_| open_sample(bench, true)>
                    {door_texts::sample_with_references()}
                </button>
            </div>
            <WhatWaits bench />
            <p class="notice" role="status" aria-live="polite">
                {move || bench.notice.get().filter(|_| bench.door.refused.with(Option::is_none)).map(|notice| view! {
                    <span class:error=notice.is_error>
                        {notice.is_error.then(|| view! { <Picture icon=Icon::Error /> })}
                        {notice.text}
                    </span>
                })}
            </p>
            <details class="formats">
                <summary>{door_texts::what_title()}</summary>
                <dl>
                    <dt>{door_texts::what_mapping()}</dt>
                    <dd>{door_texts::what_mapping_about()}</dd>
                    <dt>{door_texts::what_references()}</dt>
                    <dd>{door_texts::what_references_about()}</dd>
                    <dt>{door_texts::what_draft()}</dt>
                    <dd>{door_texts::what_draft_about()}</dd>
                    <dt>{door_texts::what_copy()}</dt>
                    <dd>{door_texts::what_copy_about()}</dd>
                </dl>
            </details>
            <Privacy />
        </div>
    }
}

/// Why the last file was not opened, and that another can be.
#[component]
fn Refused(bench: Bench) -> impl IntoView {
    move || {
        bench.door.refused.get().map(|(name, why)| {
            view! {
                <div class="refused" role="alert">
                    <Picture icon=Icon::Error />
                    <div>
                        <strong>{door_texts::refused_title(name)}</strong>
                        <p>{words::as_sentence(&why)}</p>
                        <p class="small">{door_texts::refused_then()}</p>
                    </div>
                </div>
            }
        })
    }
}

/// References and a draft that came before their file.
#[component]
fn WhatWaits(bench: Bench) -> impl IntoView {
    let references = bench.found.references;
    let draft = bench.door.waiting;
    let is_any = move || !references.with(Vec::is_empty) || draft.with(Option::is_some);
    let known = move || {
        references
            .get()
            .into_iter()
            .map(|reference| {
                let what = counted(reference.kind, reference.rows);
                view! {
                    <li class="chip known">
                        <Picture icon=Icon::Done />
                        {door_texts::waiting_reference(reference.name, what)}
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    let draft = move || {
        draft.get().map(|draft| {
            let text = if draft.file.is_empty() {
                door_texts::waiting_draft_alone(draft.name)
            } else {
                door_texts::waiting_draft(draft.name, draft.file)
            };
            view! { <li class="chip known"><Picture icon=Icon::Done /> {text}</li> }
        })
    };
    view! {
        <Show when=is_any>
            <div class="waiting" role="status">
                <p>{door_texts::waiting()}</p>
                <ul>{known} {draft}</ul>
            </div>
        </Show>
    }
}

#[component]
fn ReadingCard(bench: Bench, progress: Progress) -> impl IntoView {
    let Progress {
        name,
        bytes,
        total,
        rows,
    } = progress;
    let is_known = total > 0;
    let heading = name.clone();
    let line = if is_known {
        let rows = texts::page::rows(rows);
        door_texts::read_so_far(words::size(bytes), words::size(total), rows)
    } else {
        door_texts::reading()
    };
    view! {
        <div class="drop card">
            <h1 translate="no">{heading}</h1>
            {if is_known {
                view! {
                    <progress aria-label=texts::grid::reading(name) max=total.to_string() value=bytes.to_string()></progress>
                }
            } else {
                view! { <progress aria-label=texts::grid::reading(name)></progress> }
            }}
            <p class="lead">{line}</p>
            <button type="button" class="button" on:click=move |_| bench.cancel()>
                {texts::page::cancel()}
            </button>
        </div>
    }
}
