//! What the file is checked against: dropped or chosen, recognised by the header.

pub mod missing;
pub mod second;
mod take;

pub use missing::Missing;
pub use second::SecondFile;

use super::bench::Bench;
use crate::{
    components::{
        each::Each,
        icon::{Icon, Picture},
    },
    engine::protocol::{Asked, ReferenceKind, ReferenceView},
    prelude::*,
    texts::findings as texts,
    words,
};

/// What people call a kind of reference.
pub fn name_of(kind: ReferenceKind) -> String {
    match kind {
        ReferenceKind::MailUsers => texts::mail_users(),
        ReferenceKind::SourceMailboxes => texts::source_mailboxes(),
        ReferenceKind::AcceptedDomains => texts::accepted_domains(),
        ReferenceKind::Original => texts::original(),
    }
}

/// What a reference holds, counted.
pub fn counted(kind: ReferenceKind, count: u32) -> String {
    match kind {
        ReferenceKind::MailUsers => texts::count_mail_users(count),
        ReferenceKind::SourceMailboxes => texts::count_mailboxes(count),
        ReferenceKind::AcceptedDomains => texts::count_domains(count),
        ReferenceKind::Original => texts::count_rows(count),
    }
}

/// The part of the panel below the findings.
#[component]
pub fn References(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let references = bench.found.references;
    let reading = bench.found.reading;
    view! {
        <section class="references" aria-label=texts::references()>
            <h3>{texts::references()}</h3>
            <p>{texts::drop_more()}</p>
            <ul>
                <Each
                    items=move || references.get()
                    key=Clone::clone
                    children=move |reference| view! { <Known bench reference /> }
                />
                {move || reading.get().into_iter().map(|progress| view! {
                    <li class="chip">
                        {texts::reading(&progress.name)}
                        <progress
                            aria-label=texts::reading(&progress.name)
                            max=progress.total.max(1).to_string()
                            value=(progress.total > 0).then(|| progress.bytes.to_string())
                        ></progress>
                    </li>
                }).collect::<Vec<_>>()}
            </ul>
            <Missing bench />
            <Show when=move || references.with(|all| {
                all.iter().any(|it| it.kind == ReferenceKind::MailUsers)
            })>
                <AskFor bench />
            </Show>
        </section>
    }
}

#[component]
fn Known(bench: Bench, reference: ReferenceView) -> impl IntoView {
    let ReferenceView {
        kind,
        name,
        rows,
        problems,
        first_problems,
    } = reference;
    let shown = u32::try_from(first_problems.len()).unwrap_or(u32::MAX);
    let more = problems.saturating_sub(shown);
    view! {
        <li class="reference">
            <span class="chip known" title=texts::from_file(name)>
                <Picture icon=Icon::Done />
                {name_of(kind)} " " <span class="figure">{words::grouped(rows)}</span>
                <button
                    type="button"
                    class="remove"
                    aria-label=texts::remove(name_of(kind))
                    title=texts::remove(name_of(kind))
                    on:click=move |_| bench.remove_reference(kind)
                >
                    <Picture icon=Icon::Close />
                </button>
            </span>
            {(problems > 0).then(|| view! {
                <details class="problems">
                    <summary>
                        <Picture icon=Icon::Warning />
                        {texts::problems(problems)}
                    </summary>
                    <ul>
                        {first_problems.into_iter().map(|text| view! { <li>{text}</li> }).collect::<Vec<_>>()}
                        {(more > 0).then(|| view! { <li>{texts::more_problems(more)}</li> })}
                    </ul>
                </details>
            })}
        </li>
    }
}

#[component]
fn AskFor(bench: Bench) -> impl IntoView {
    let asked = bench.found.asked;
    view! {
        <div class="asked">
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || asked.with(|asked| asked.sip)
                    on:change=move |event| {
                        let sip = event_target_checked(&event);
                        bench.ask_for(Asked { sip, ..asked.get_untracked() });
                    }
                />
                {texts::ask_sip()}
            </label>
            <label class="field">
                <span>{texts::ask_domain()}</span>
                <input
                    type="text"
                    placeholder=texts::domain_example()
                    prop:value=move || asked.with(|asked| asked.target_delivery_domain.clone().unwrap_or_default())
                    on:change=move |event| {
                        let domain = event_target_value(&event).trim().to_string();
                        bench.ask_for(Asked {
                            target_delivery_domain: (!domain.is_empty()).then_some(domain),
                            ..asked.get_untracked()
                        });
                    }
                />
            </label>
        </div>
    }
}
