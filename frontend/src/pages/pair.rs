//! A pair: its identities, and every step that its target can take with them.

use leptos::{html, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use shared::{
    api::{IdentityView, NewMapRequest, RequestView},
    ids::TenantId,
    workflow::IdentityState,
};
use uuid::Uuid;

use super::{
    doing::{Doing, WentWrong},
    identities::Identities,
    missing::Missing,
    upload::UploadCard,
};
use crate::{
    api::{self, ApiError},
    browser,
    components::{
        icon::{Icon, Picture},
        problem::ProblemCard,
    },
    prelude::*,
    session::Session,
    words,
};

/// The page; another tenant in the address is another page.
#[component]
pub fn PairPage() -> impl IntoView {
    let params = use_params_map();
    let source =
        Memo::new(move |_| params.with(|params| params.get("source")?.parse::<TenantId>().ok()));
    move || match source.get() {
        Some(source) => view! { <OnePair source /> },
        None => view! { <Missing /> },
    }
}

#[component]
fn OnePair(source: TenantId) -> impl IntoView {
    let session = Session::get();
    let identities = RwSignal::new(None::<Result<Vec<IdentityView>, ApiError>>);
    spawn_local(async move {
        let answer = api::identities(session, source).await;
        let _ = identities.try_set(Some(answer));
    });
    view! {
        <div class="page">
            {move || match identities.get() {
                None => view! { <p class="lead">"Reading the identities"</p> },
                Some(Err(error)) => view! {
                    <h1>"This pair could not be read"</h1>
                    <ProblemCard error />
                },
                Some(Ok(identities)) => view! { <PairBody source identities /> },
            }}
        </div>
    }
}

#[component]
fn PairBody(source: TenantId, identities: Vec<IdentityView>) -> impl IntoView {
    let count = |state| count_of(&identities, |identity| identity.state == state);
    let total = u32::try_from(identities.len()).unwrap_or(u32::MAX);
    let completed = count(IdentityState::Completed);
    // A write takes everything that has a MailUser and is not done, so that what
    // failed is tried again.
    let writable = count_of(&identities, |identity| {
        identity.target_id.is_some() && identity.state != IdentityState::Completed
    });
    let unready = total - writable - completed;
    let is_unmapped = writable == 0 && completed == 0;
    let lead = format!(
        "{} copied · {} mapped and to be written · {} written and read back",
        words::grouped(total),
        words::grouped(writable),
        words::grouped(completed),
    );
    browser::set_title(&format!("{} → us", words::short_id(source)));
    view! {
        <nav class="crumbs" aria-label="Where you are">"Pair"</nav>
        <h1>
            <span title=source.to_string()>{words::short_id(source)}</span>
            {format!(" → us: {}", words::counted(total, "identity", "identities"))}
        </h1>
        <p class="lead">{lead}</p>
        <div class="steps">
            <MapCard source is_next=is_unmapped />
            <FileCard source />
            <WriteCard source writable unready />
            <VerifyCard source />
        </div>
        <UploadCard source />
        <Identities identities />
    }
}

#[component]
fn MapCard(source: TenantId, is_next: bool) -> impl IntoView {
    let session = Session::get();
    let go = to_request();
    let doing = Doing::new();
    let key = Uuid::new_v4();
    let map = move |_| {
        let new = NewMapRequest { use_csv: false };
        doing.run(
            async move { api::map(session, source, key, &new).await },
            go.clone(),
        );
    };
    view! {
        <section class="card step">
            <h2>"Map"</h2>
            <p>"Finds for each mailbox the one MailUser with its address. Several are a conflict, never a guess."</p>
            <button
                type="button"
                class="button"
                class:primary=is_next
                disabled=move || doing.busy.get() || !session.may_act()
                on:click=map
            >
                "Map automatically"
            </button>
            <WentWrong doing />
            <p class="cmdlet"><code>"New-CtimMapRequest"</code></p>
        </section>
    }
}

#[component]
fn FileCard(source: TenantId) -> impl IntoView {
    let session = Session::get();
    let doing = Doing::new();
    let save = move |_| {
        doing.run(api::mapping_file(session, source), |(name, bytes)| {
            browser::download_bytes(&name, "text/csv", &bytes);
        });
    };
    view! {
        <section class="card step">
            <h2>"Map by file"</h2>
            <p>
                "Download, fill in the targets in "
                <a href="/review" rel="external" target="_blank">"the review page"</a>
                ", and upload below."
            </p>
            <button type="button" class="button" disabled=move || doing.busy.get() on:click=save>
                <Picture icon=Icon::Download />
                "Download mapping file"
            </button>
            <WentWrong doing />
            <p class="cmdlet"><code>"Download-CtimCopiedIdentities"</code></p>
        </section>
    }
}

#[component]
fn WriteCard(source: TenantId, writable: u32, unready: u32) -> impl IntoView {
    let session = Session::get();
    let go = to_request();
    let doing = Doing::new();
    let dialog = NodeRef::<html::Dialog>::new();
    let key = Uuid::new_v4();
    let many = words::counted(writable, "MailUser", "MailUsers");
    let question = format!("Write to {many}?");
    let is_next = writable > 0;
    let write = move |_| doing.run(api::write(session, source, key), go.clone());
    let ask = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    view! {
        <section class="card step">
            <h2>"Write"</h2>
            <p>"Writes what a move needs to each mapped MailUser, and reads it back. Assign licences afterwards."</p>
            <button
                type="button"
                class="button"
                class:primary=is_next
                disabled=move || writable == 0 || doing.busy.get() || !session.may_act()
                on:click=ask
            >
                {format!("Write to {many}…")}
            </button>
            <WentWrong doing />
            <p class="cmdlet"><code>"New-CtimWriteRequest"</code></p>
        </section>
        <dialog node_ref=dialog aria-labelledby="write-title">
            <h2 id="write-title">{question}</h2>
            <p>
                "Each mapped MailUser gets its mailbox's ExchangeGuid, ArchiveGuid (where there is an
                 archive), every x500 address, and ExternalEmailAddress. Addresses of the source's
                 domains are never added. MailUsers synchronised from on-premises are skipped and
                 named."
            </p>
            {(unready > 0).then(|| view! {
                <p class="notice-card warning">
                    <Picture icon=Icon::Warning />
                    <span>
                        {words::counted(unready, "identity is", "identities are")}
                        " not mapped and will not be written."
                    </span>
                </p>
            })}
            <form method="dialog" class="actions">
                <button class="button primary" on:click=write>{format!("Write to {many}")}</button>
                <button class="button">"Go back"</button>
            </form>
        </dialog>
    }
}

#[component]
fn VerifyCard(source: TenantId) -> impl IntoView {
    let session = Session::get();
    let go = to_request();
    let doing = Doing::new();
    let key = Uuid::new_v4();
    let verify = move |_| doing.run(api::verify(session, source, key), go.clone());
    view! {
        <section class="card step">
            <h2>"Verify"</h2>
            <p>"Reads the MailUsers back and compares. It changes nothing and can be repeated."</p>
            <button
                type="button"
                class="button"
                disabled=move || doing.busy.get() || !session.may_act()
                on:click=verify
            >
                "Verify"
            </button>
            <WentWrong doing />
            <p class="cmdlet"><code>"Verify-CtimWrittenAttributes"</code></p>
        </section>
    }
}

fn count_of(identities: &[IdentityView], which: impl Fn(&IdentityView) -> bool) -> u32 {
    let count = identities.iter().filter(|identity| which(identity)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Goes to the page of a request that was just made.
pub fn to_request() -> impl Fn(RequestView) + Clone + 'static {
    let navigate = use_navigate();
    move |request| {
        navigate(
            &format!("/requests/{}", request.id),
            NavigateOptions::default(),
        );
    }
}
