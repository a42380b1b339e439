//! The home of a request: what it is about, where it stands, who acts next, and
//! what it did.

use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use leptos_router::{components::A, hooks::use_params_map};
use shared::{
    api::{RequestView, Side},
    ids::RequestId,
    workflow::{RequestKind, RequestState},
};

use super::{
    decide::{CancelCard, DecideCard},
    facts::Facts,
    missing::Missing,
    report::ReportCard,
    sentences,
    timeline::Timeline,
    uploaded::UploadCard,
};
use crate::{
    api::{self, ApiError},
    browser,
    components::{
        copy_button::CopyButton,
        icon::{Icon, Picture},
        problem::ProblemCard,
    },
    prelude::*,
    session::Session,
    words,
};

/// Between two looks at a request that is not final.
const POLL_MS: u32 = 1_000;
/// Between two looks at an uploaded file that is still held.
const POLL_UPLOAD_MS: u32 = 3_000;

/// The page; another id in the address is another page.
#[component]
pub fn RequestPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<RequestId>().ok()));
    move || match id.get() {
        Some(id) => view! { <OneRequest id /> },
        None => view! { <Missing /> },
    }
}

#[component]
fn OneRequest(id: RequestId) -> impl IntoView {
    let session = Session::get();
    let request = RwSignal::new(None::<RequestView>);
    let trouble = RwSignal::new(None::<ApiError>);
    spawn_local(watch(session, id, request, trouble));
    view! {
        <div class="page">
            {move || trouble.get().map(|error| view! { <ProblemCard error /> })}
            {move || match request.get() {
                Some(view) => view! { <RequestBody view request /> },
                None if trouble.with(Option::is_some) => view! {},
                None => view! { <p class="lead">"Reading the request"</p> },
            }}
        </div>
    }
}

/// Looks until nothing more will happen, or the page is gone.
async fn watch(
    session: Session,
    id: RequestId,
    request: RwSignal<Option<RequestView>>,
    trouble: RwSignal<Option<ApiError>>,
) {
    let mut pause = POLL_MS;
    loop {
        let answer = api::request(session, id).await;
        let is_signed_out = session.token().is_none();
        match answer {
            Ok(view) => {
                let is_final = view.state.is_final();
                let is_usable = is_usable_upload(&view);
                let is_new = request.try_with_untracked(|known| known.as_ref() != Some(&view));
                if trouble.try_set(None).is_some() {
                    return;
                }
                match is_new {
                    Some(true) => request.set(Some(view)),
                    Some(false) => {}
                    None => return,
                }
                if is_final {
                    session.pairs_asked.notify();
                    if !is_usable {
                        return;
                    }
                    pause = POLL_UPLOAD_MS;
                }
            }
            Err(error) => {
                let is_passing = error == ApiError::Unreachable;
                if trouble.try_set(Some(error)).is_some() || !is_passing {
                    return;
                }
            }
        }
        if is_signed_out {
            return;
        }
        TimeoutFuture::new(pause).await;
    }
}

#[component]
fn RequestBody(view: RequestView, request: RwSignal<Option<RequestView>>) -> impl IntoView {
    let is_running = matches!(
        view.state,
        RequestState::Submitted | RequestState::InProgress
    );
    let can_cancel =
        view.side == Side::Source && view.state == RequestState::AwaitingTargetTenantApproval;
    let has_report = view.state.is_final()
        && view.kind != RequestKind::Upload
        && !matches!(
            view.state,
            RequestState::Rejected | RequestState::Expired | RequestState::Cancelled
        );
    let cmdlet = sentences::cmdlet(&view);
    let title = sentences::title(&view);
    browser::set_title(&title);
    view! {
        <nav class="crumbs" aria-label="Where you are">
            <A href="/requests">"Requests"</A> " / " <code>{words::short_id(view.id)}</code>
        </nav>
        <h1>{title}</h1>
        <p class="lead">{sentences::subtitle(&view)}</p>
        {is_running.then(|| view! { <Progress view=view.clone() /> })}
        <div class="with-side">
            <div class="stack">
                {view.reason.clone().map(|reason| view! {
                    <div class="notice-card"><strong>"Reason"</strong><p>{reason}</p></div>
                })}
                {(!view.warnings.is_empty()).then(|| view! { <Warnings warnings=view.warnings.clone() /> })}
                <Facts view=view.clone() />
                {(view.side == Side::Source && view.state == RequestState::AwaitingTargetTenantApproval)
                    .then(|| view! { <MessageCard view=view.clone() /> })}
                {sentences::is_yours(&view).then(|| view! { <DecideCard view=view.clone() request /> })}
                {can_cancel.then(|| view! { <CancelCard id=view.id request /> })}
                {is_usable_upload(&view).then(|| view! { <UploadCard view=view.clone() request /> })}
                {next_step(&view)}
            </div>
            <aside class="stack" aria-label="Where it stands">
                <section class="card">
                    <h2>"Where it stands"</h2>
                    <Timeline request=view.clone() />
                </section>
                <section class="card">
                    <h3>"In PowerShell this is"</h3>
                    <p><code class="command">{cmdlet}</code></p>
                </section>
            </aside>
        </div>
        {has_report.then(|| view! { <ReportCard id=view.id /> })}
    }
}

#[component]
fn Progress(view: RequestView) -> impl IntoView {
    let counts = view.counts;
    let line = if counts.total > 0 {
        format!(
            "{} % · {} of {}",
            view.percent,
            words::grouped(counts.done + counts.skipped + counts.failed),
            words::grouped(counts.total)
        )
    } else {
        format!("{} %", view.percent)
    };
    view! {
        <div class="progress-line">
            <progress max="100" value=view.percent.to_string() aria-label="Progress"></progress>
            <span class="figure" role="status">{line}</span>
        </div>
    }
}

#[component]
fn Warnings(warnings: Vec<String>) -> impl IntoView {
    view! {
        <div class="notice-card warning">
            <Picture icon=Icon::Warning />
            <ul>{warnings.into_iter().map(|text| view! { <li>{text}</li> }).collect::<Vec<_>>()}</ul>
        </div>
    }
}

#[component]
fn MessageCard(view: RequestView) -> impl IntoView {
    let message = sentences::message_to_send(&view);
    view! {
        <section class="card">
            <h2>"Send them this"</h2>
            <p>"Through a channel that you used with them before, not through a new number or address."</p>
            <pre class="message">{message.clone()}</pre>
            <CopyButton text=message label="Copy the message" />
        </section>
    }
}

/// Whether its file can still be mapped with, or deleted.
fn is_usable_upload(view: &RequestView) -> bool {
    view.side == Side::Target
        && view.state.is_finished_work()
        && view
            .upload
            .as_ref()
            .is_some_and(|upload| upload.purged_at.is_none())
}

/// Where the target goes on once a request is done.
fn next_step(view: &RequestView) -> Option<Markup> {
    let is_next = view.side == Side::Target
        && view.state.is_final()
        && !matches!(
            view.state,
            RequestState::Rejected | RequestState::Expired | RequestState::Cancelled
        );
    let href = format!("/pairs/{}", view.source_tenant_id);
    let class = if is_usable_upload(view) {
        "button"
    } else {
        "button primary"
    };
    is_next.then(|| {
        view! {
            <p><a href=href class=class>"Go on with this pair"</a></p>
        }
    })
}
