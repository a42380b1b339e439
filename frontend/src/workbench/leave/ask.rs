//! What is asked before some files are made.

use shared::ids::TenantId;

use super::{Leaving, leaving::report};
use crate::{
    components::{
        asking::Asking,
        dialog::{Dialog, open_while},
    },
    engine::protocol::{Command, Export, LeaveCommand},
    prelude::*,
    texts::{leave as texts, page},
    workbench::bench::Bench,
};

/// The question about the file that is to be made.
#[component]
pub(super) fn AskBefore(bench: Bench) -> impl IntoView {
    let asking = bench.leave.asking;
    let open = open_while(
        move || asking.with(Option::is_some),
        move || {
            if asking.with_untracked(Option::is_some) {
                asking.set(None);
            }
        },
    );
    let title = Signal::derive(move || match asking.get() {
        Some(Leaving::IdentityMap) => texts::identity_map_title(),
        Some(Leaving::MigrationBatch) => texts::batch_title(),
        _ => texts::report_title(),
    });
    view! {
        <Dialog open title>
            {move || match asking.get() {
                Some(Leaving::IdentityMap) => view! { <IdentityMap bench /> },
                Some(Leaving::MigrationBatch) => view! { <MigrationBatch bench /> },
                Some(Leaving::Report) => view! { <Report bench /> },
                _ => view! {},
            }}
        </Dialog>
    }
}

fn make(bench: Bench, leaving: Leaving, export: Export) {
    bench.leave.asking.set(None);
    bench.tell(texts::making(leaving.label()));
    bench.send(&Command::Leave(LeaveCommand::Export(export)), None);
}

#[component]
fn IdentityMap(bench: Bench) -> impl IntoView {
    let tenant = bench.leave.source_tenant;
    let wrong = RwSignal::new(false);
    let submit = Callback::new(move |()| {
        let source_tenant = tenant.get_untracked().trim().to_string();
        if source_tenant.parse::<TenantId>().is_err() {
            wrong.set(true);
            return;
        }
        make(
            bench,
            Leaving::IdentityMap,
            Export::IdentityMap { source_tenant },
        );
    });
    view! {
        <Asking go=submit>
            <p>{texts::identity_map_text()}</p>
            <label class="field">
                <span>{texts::source_tenant()}</span>
                <input
                    type="text"
                    class="mono"
                    spellcheck="false"
                    autocomplete="off"
                    aria-describedby="source-tenant-hint source-tenant-error"
                    aria-invalid=move || if wrong.get() { "true" } else { "false" }
                    prop:value=move || tenant.get()
                    on:input=move |event| {
                        wrong.set(false);
                        tenant.set(event_target_value(&event));
                    }
                />
            </label>
            <p class="small" id="source-tenant-hint">{texts::source_tenant_hint()}</p>
            <p class="inline-error" id="source-tenant-error" role="alert">
                {move || wrong.get().then(texts::not_a_tenant_id)}
            </p>
            <SaveOrCancel bench save=submit />
        </Asking>
    }
}

#[component]
fn MigrationBatch(bench: Bench) -> impl IntoView {
    let all_mapped = RwSignal::new(false);
    let submit = Callback::new(move |()| {
        let all_mapped = all_mapped.get_untracked();
        make(
            bench,
            Leaving::MigrationBatch,
            Export::MigrationBatch { all_mapped },
        );
    });
    let choice = move |value: bool, text: String| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="in-batch"
                    prop:checked=move || all_mapped.get() == value
                    on:change=move |_| all_mapped.set(value)
                />
                <span>{text}</span>
            </label>
        }
    };
    view! {
        <Asking go=submit>
            <p>{texts::batch_text()}</p>
            <fieldset class="stack">
                <legend class="visually-hidden">{texts::batch_title()}</legend>
                {choice(false, texts::batch_completed())}
                {choice(true, texts::batch_all())}
            </fieldset>
            <SaveOrCancel bench save=submit />
        </Asking>
    }
}

#[component]
fn Report(bench: Bench) -> impl IntoView {
    let reviewer = bench.leave.reviewer;
    let submit = Callback::new(move |()| {
        let export = report(&reviewer.get_untracked());
        make(bench, Leaving::Report, export);
    });
    view! {
        <Asking go=submit>
            <p>{texts::report_text()}</p>
            <label class="field">
                <span>{texts::reviewer()}</span>
                <input
                    type="text"
                    autocomplete="name"
                    maxlength="200"
                    prop:value=move || reviewer.get()
                    on:input=move |event| reviewer.set(event_target_value(&event))
                />
            </label>
            <SaveOrCancel bench save=submit />
        </Asking>
    }
}

#[component]
fn SaveOrCancel(bench: Bench, save: Callback<()>) -> impl IntoView {
    view! {
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| save.run(())>
                {texts::save_file()}
            </button>
            <button type="button" class="button" on:click=move |_| bench.leave.asking.set(None)>
                {page::cancel()}
            </button>
        </div>
    }
}
