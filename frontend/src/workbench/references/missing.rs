//! The references that are not there yet: what each adds, and the command that exports
//! it.

use shared::references::{EXPORT_MAIL_USERS_WITH_PEOPLE, ReferenceKind as Shared};

use super::name_of;
use crate::{
    browser,
    components::{copy_button::CopyButton, each::Each},
    engine::protocol::ReferenceKind,
    prelude::*,
    texts::findings as texts,
    workbench::{bench::Bench, door::ACCEPT},
};

/// A chip for each; a chip opens what there is to know.
#[component]
pub fn Missing(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let opened = RwSignal::new(None::<ReferenceKind>);
    let missing = Memo::new(move |_| {
        let there = bench.found.references.get();
        let is_missing = |kind: &ReferenceKind| there.iter().all(|it| it.kind != *kind);
        ReferenceKind::ALL
            .into_iter()
            .filter(is_missing)
            .collect::<Vec<_>>()
    });
    let shown = move || {
        opened
            .get()
            .filter(|kind| missing.with(|all| all.contains(kind)))
    };
    view! {
        <div class="missing">
            <Each
                items=move || missing.get()
                key=|kind| *kind
                children=move |kind| {
                    let is_open = move || opened.get() == Some(kind);
                    view! {
                        <button
                            type="button"
                            class="chip add"
                            aria-expanded=move || if is_open() { "true" } else { "false" }
                            on:click=move |_| opened.set((!is_open()).then_some(kind))
                        >
                            {texts::add(name_of(kind))}
                        </button>
                    }
                }
            />
        </div>
        {move || shown().map(|kind| view! { <Adds bench kind /> })}
    }
}

#[component]
fn Adds(bench: Bench, kind: ReferenceKind) -> impl IntoView {
    let is_original = kind == ReferenceKind::Original;
    view! {
        <div class="adds">
            <p>{adds(kind)}</p>
            <label class="button small">
                {texts::choose_file()}
                <input
                    type="file"
                    multiple=true
                    class="visually-hidden"
                    accept=ACCEPT
                    on:change=move |event| {
                        for file in browser::chosen_files(&event) {
                            bench.add_reference(&file, is_original);
                        }
                    }
                />
            </label>
            <p>{texts::export_with()}</p>
            <Copied command=command_of(kind) />
            {(kind == ReferenceKind::MailUsers).then(|| view! {
                <p>{texts::export_people()}</p>
                <Copied command=EXPORT_MAIL_USERS_WITH_PEOPLE />
            })}
        </div>
    }
}

#[component]
fn Copied(command: &'static str) -> impl IntoView {
    view! {
        <pre class="export-command" tabindex="0"><code>{command}</code></pre>
        <CopyButton text=command label=texts::copy_command() />
    }
}

fn adds(kind: ReferenceKind) -> String {
    match kind {
        ReferenceKind::MailUsers => texts::mail_users_add(),
        ReferenceKind::SourceMailboxes => texts::source_mailboxes_add(),
        ReferenceKind::AcceptedDomains => texts::accepted_domains_add(),
        ReferenceKind::Original => texts::original_add(),
    }
}

fn command_of(kind: ReferenceKind) -> &'static str {
    let kind = match kind {
        ReferenceKind::MailUsers => Shared::MailUsers,
        ReferenceKind::SourceMailboxes => Shared::SourceMailboxes,
        ReferenceKind::AcceptedDomains => Shared::AcceptedDomains,
        ReferenceKind::Original => Shared::Baseline,
    };
    kind.command()
}
