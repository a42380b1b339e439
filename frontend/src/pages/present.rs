//! The target's way in: RequestID and source tenant id, both, or nothing is shown.

use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::{
    api::PresentRequest,
    ids::{RequestId, TenantId},
};

use super::doing::{Doing, WentWrong};
use crate::{api, prelude::*, session::Session};

/// The form.
#[component]
pub fn Present() -> impl IntoView {
    let session = Session::get();
    let navigate = use_navigate();
    let given = use_query_map().with_untracked(|query| query.get("request"));
    let request = RwSignal::new(given.unwrap_or_default());
    let source = RwSignal::new(String::new());
    let both = Memo::new(move |_| {
        Some(PresentRequest {
            request_id: request.get().trim().parse::<RequestId>().ok()?,
            source_tenant_id: source.get().trim().parse::<TenantId>().ok()?,
        })
    });
    let looking = Doing::new();
    let present = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(both) = both.get_untracked() else {
            return;
        };
        let navigate = navigate.clone();
        looking.run(
            async move { api::lookup(session, &both).await },
            move |request| {
                navigate(
                    &format!("/requests/{}", request.id),
                    NavigateOptions::default(),
                );
            },
        );
    };
    view! {
        <section class="card">
            <h2>"You were given a RequestID"</h2>
            <p>"You are the target: the mailboxes arrive in your tenant."</p>
            <form on:submit=present>
                <label class="field">
                    <span>"RequestID"</span>
                    <input
                        class="mono"
                        type="text"
                        name="request-id"
                        autocomplete="off"
                        spellcheck="false"
                        required=true
                        prop:value=move || request.get()
                        on:input=move |event| request.set(event_target_value(&event))
                    />
                </label>
                <label class="field">
                    <span>"Source tenant id, which you expect it from"</span>
                    <input
                        class="mono"
                        type="text"
                        name="source-tenant"
                        autocomplete="off"
                        spellcheck="false"
                        required=true
                        prop:value=move || source.get()
                        on:input=move |event| source.set(event_target_value(&event))
                    />
                </label>
                <button
                    type="submit"
                    class="button primary"
                    disabled=move || looking.busy.get() || both.with(Option::is_none)
                >
                    "Look at the request"
                </button>
            </form>
            <WentWrong doing=looking />
            <p class="small">"Nothing is shown unless both match, not even that a request exists."</p>
            <p class="cmdlet"><code>"Get-CtimRequest"</code></p>
        </section>
    }
}
