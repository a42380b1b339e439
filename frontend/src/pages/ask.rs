//! The source's way in: ask to copy a scope to another tenant.

use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    api::{NewCopyRequest, ScopeView},
    ids::{GroupId, TenantId},
};
use uuid::Uuid;

use super::doing::{Doing, WentWrong};
use crate::{api, prelude::*, session::Session, words};

/// The form.
#[component]
pub fn Ask() -> impl IntoView {
    let session = Session::get();
    let typed = RwSignal::new(String::new());
    let target = Memo::new(move |_| typed.get().trim().parse::<TenantId>());
    let scopes = RwSignal::new(None::<(TenantId, Vec<ScopeView>)>);
    let looking = Doing::new();
    let look = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Ok(target) = target.get_untracked() {
            scopes.set(None);
            looking.run(api::scopes(session, target), move |found| {
                scopes.set(Some((target, found)));
            });
        }
    };
    let complaint = move || {
        let is_empty = typed.with(|typed| typed.trim().is_empty());
        let error = target.get().err().filter(|_| !is_empty)?;
        Some(words::as_sentence(&error.to_string()))
    };
    view! {
        <section class="card">
            <h2>"Ask to copy mailboxes to another tenant"</h2>
            <p>"You are the source: the mailboxes leave your tenant."</p>
            <form on:submit=look>
                <label class="field">
                    <span>"Target tenant id"</span>
                    <input
                        class="mono"
                        type="text"
                        name="target-tenant"
                        autocomplete="off"
                        spellcheck="false"
                        required=true
                        aria-describedby="target-complaint"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </label>
                <p id="target-complaint" class="inline-error">{complaint}</p>
                <button
                    type="submit"
                    class="button"
                    disabled=move || looking.busy.get() || target.get().is_err()
                >
                    "Show what is published to it"
                </button>
            </form>
            <WentWrong doing=looking />
            {move || scopes.get().map(|(target, scopes)| view! { <Scopes target scopes /> })}
            <p class="cmdlet"><code>"New-CtimCopyRequest"</code></p>
        </section>
    }
}

#[component]
fn Scopes(target: TenantId, scopes: Vec<ScopeView>) -> impl IntoView {
    let session = Session::get();
    let navigate = use_navigate();
    let chosen = RwSignal::new(scopes.first().map(|scope| (scope.group_id, scope.members)));
    let asking = Doing::new();
    // One key for this form: pressing twice asks once.
    let key = Uuid::new_v4();
    if scopes.is_empty() {
        return view! {
            <p class="notice-card">
                "Nothing is published to this tenant. Add a mail-enabled security group to
                 MailboxMovePublishedScopes of your OrganizationRelationship with it; a change can
                 take an hour to show."
            </p>
        };
    }
    let ask = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some((group, _)) = chosen.get_untracked() else {
            return;
        };
        let new = NewCopyRequest {
            target_tenant_id: target,
            security_group_id: group,
        };
        let navigate = navigate.clone();
        asking.run(
            async move { api::create_copy(session, key, &new).await },
            move |request| {
                navigate(
                    &format!("/requests/{}", request.id),
                    NavigateOptions::default(),
                );
            },
        );
    };
    let label = move || {
        let members = chosen.get().map_or(0, |(_, members)| members);
        format!(
            "Ask to copy {}",
            words::counted(members, "member", "members")
        )
    };
    view! {
        <form on:submit=ask>
            <fieldset class="scopes">
                <legend>"Scope"</legend>
                {scopes.into_iter().map(|scope| view! { <ScopeLine scope chosen /> }).collect::<Vec<_>>()}
            </fieldset>
            <button
                type="submit"
                class="button primary"
                disabled=move || asking.busy.get() || !session.may_act()
            >
                {label}
            </button>
            <p class="small">
                "Copied are ExternalDirectoryObjectId, UserPrincipalName, PrimarySmtpAddress,
                 ArchiveGuid, ExchangeGuid, LegacyExchangeDN, EmailAddresses, display name and
                 alias. Nothing is copied before the target accepts."
            </p>
        </form>
        <WentWrong doing=asking />
    }
}

#[component]
fn ScopeLine(scope: ScopeView, chosen: RwSignal<Option<(GroupId, u32)>>) -> impl IntoView {
    let ScopeView {
        group_id,
        name,
        members,
        ..
    } = scope;
    view! {
        <label class="choice" title=group_id.to_string()>
            <input
                type="radio"
                name="scope"
                value=group_id.to_string()
                prop:checked=move || chosen.get().is_some_and(|(id, _)| id == group_id)
                on:change=move |_| chosen.set(Some((group_id, members)))
            />
            <span>
                <strong>{name}</strong> " "
                <span class="small">{words::counted(members, "member", "members")}</span>
            </span>
        </label>
    }
}
