//! The API on workerd, with a real Durable Object store, real R2, real alarms
//! and a pretend Microsoft 365 behind it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

#[path = "api/hybrid.rs"]
mod hybrid;
#[path = "api/soak.rs"]
mod soak;
#[path = "api/two_keys.rs"]
mod two_keys;
#[path = "api/uploads_end.rs"]
mod uploads_end;
#[path = "api/who_may.rs"]
mod who_may;
#[path = "api/whole_flow.rs"]
mod whole_flow;

use flows::{CONTOSO, Caller, FABRIKAM};
use shared::{
    api::{AcceptCopy, NewCopyRequest, PresentRequest, RequestView, ScopeView},
    ids::TenantId,
};

/// Contoso's admin asks for the scope of this name.
async fn asked(source: &Caller, scope: &str) -> RequestView {
    let scopes: Vec<ScopeView> = source.get(&format!("/scopes?target={FABRIKAM}")).await;
    let scope = scopes
        .iter()
        .find(|view| view.name == scope)
        .unwrap_or_else(|| panic!("{scope} is not among {scopes:?}"));
    let order = NewCopyRequest {
        target_tenant_id: tenant(FABRIKAM),
        security_group_id: scope.group_id,
    };
    source.post("/copy-requests", &order).await
}

/// Fabrikam's admin looks the request up and accepts what they see.
async fn accepted(target: &Caller, asked: &RequestView, overwrite: bool) -> RequestView {
    let told = PresentRequest {
        request_id: asked.id,
        source_tenant_id: tenant(CONTOSO),
    };
    let seen: RequestView = target.post("/requests/lookup", &told).await;
    let decision = AcceptCopy {
        source_tenant_id: tenant(CONTOSO),
        overwrite,
        digest: seen.digest.expect("a copy request has a digest"),
    };
    let _: RequestView = target
        .post(&format!("/requests/{}/accept", asked.id), &decision)
        .await;
    target.finished(asked.id).await
}

/// A request of the pair: `map`, `write` or `verify`, until it is finished.
async fn ran(target: &Caller, what: &str, body: serde_json::Value) -> RequestView {
    let request: RequestView = target
        .post(&format!("/pairs/{CONTOSO}/{what}"), &body)
        .await;
    target.finished(request.id).await
}

fn tenant(id: &str) -> TenantId {
    id.parse().unwrap()
}
