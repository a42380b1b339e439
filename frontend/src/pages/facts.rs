//! What a request is about, as a list of facts.

use shared::{
    api::{RequestView, Side},
    workflow::{RequestKind, RequestState},
};

use crate::{
    components::{copy_button::CopyButton, when::When},
    prelude::*,
    words,
};

/// The facts.
#[component]
pub fn Facts(
    /// The request.
    view: RequestView,
) -> impl IntoView {
    let (heading, other) = match view.side {
        Side::Source => ("Who is asked, and for what", "Target tenant"),
        Side::Target => ("Who asks, and for what", "Source tenant"),
    };
    let heading = if view.kind == RequestKind::Copy {
        heading
    } else {
        "What was asked"
    };
    let other_id = match view.side {
        Side::Source => view.target_tenant_id,
        Side::Target => view.source_tenant_id,
    };
    let counts = view.counts;
    let has_begun = !matches!(
        view.state,
        RequestState::AwaitingTargetTenantApproval
            | RequestState::Rejected
            | RequestState::Expired
            | RequestState::Cancelled
    );
    view! {
        <section class="card">
            <h2>{heading}</h2>
            <dl class="facts">
                <dt>{other}</dt>
                <dd><code>{other_id.to_string()}</code></dd>
                {view.scope.clone().map(|scope| view! {
                    <dt>"Scope"</dt>
                    <dd>
                        {scope.name} " "
                        <code title=scope.group_id.to_string()>{words::short_id(scope.group_id)}</code>
                        " · " {words::counted(scope.members, "mailbox", "mailboxes")}
                    </dd>
                })}
                {(counts.total > 0 && has_begun).then(|| view! {
                    <dt>"Work"</dt>
                    <dd>
                        {words::grouped(counts.done)} " done · "
                        {words::grouped(counts.skipped)} " skipped · "
                        {words::grouped(counts.failed)} " failed or without a match"
                    </dd>
                })}
                {view.overwrite.then(|| view! {
                    <dt>"Overwrite"</dt>
                    <dd>"Identities copied before are replaced, and their mappings reset."</dd>
                })}
                {view.upload.clone().map(|upload| view! {
                    <dt>"File"</dt>
                    <dd>
                        {words::size(upload.size)} " · SHA-256 "
                        <code title=upload.sha256.clone()>
                            {upload.sha256.chars().take(12).collect::<String>()} "…"
                        </code>
                    </dd>
                    <dt>{if upload.purged_at.is_some() { "Deleted" } else { "Gone at the latest" }}</dt>
                    <dd><When at=upload.purged_at.unwrap_or(upload.deadline) /></dd>
                })}
                <dt>"RequestID"</dt>
                <dd class="with-button">
                    <code>{view.id.to_string()}</code>
                    <CopyButton text=view.id.to_string() label="Copy" />
                </dd>
                <dt>"Asked by"</dt>
                <dd><code>{view.created_by.to_string()}</code></dd>
                {(!view.state.is_final()).then_some(view.expires_at).flatten().map(|at| view! {
                    <dt>"Expires"</dt>
                    <dd><When at /></dd>
                })}
            </dl>
        </section>
    }
}
