//! The target's decision, and the source's way back.

use leptos::html;
use shared::{
    api::{AcceptCopy, RejectCopy, RequestView, limits::MAX_REASON_CHARS},
    ids::{RequestId, TenantId},
};

use super::doing::{Doing, WentWrong};
use crate::{api, prelude::*, session::Session, words};

/// Accept, accept with overwrite, reject. Bound to the digest of what was seen.
#[component]
pub fn DecideCard(
    /// What is decided on.
    view: RequestView,
    /// Where the answer goes.
    request: RwSignal<Option<RequestView>>,
) -> impl IntoView {
    let session = Session::get();
    let id = view.id;
    let expected = view.source_tenant_id;
    let digest = StoredValue::new(view.digest.clone().unwrap_or_default());
    let members = view.scope.as_ref().map_or(0, |scope| scope.members);
    let typed = RwSignal::new(String::new());
    let is_match = Memo::new(move |_| typed.with(|typed| typed.trim().parse() == Ok(expected)));
    let deciding = Doing::new();
    let overwrite_dialog = NodeRef::<html::Dialog>::new();
    let reject_dialog = NodeRef::<html::Dialog>::new();

    let accept = move |overwrite: bool| {
        let yes = AcceptCopy {
            source_tenant_id: expected,
            overwrite,
            digest: digest.get_value(),
        };
        deciding.run(
            async move { api::accept(session, id, &yes).await },
            move |view| {
                session.pairs_asked.notify();
                request.set(Some(view));
            },
        );
    };
    let reject = move |reason| {
        let no = RejectCopy {
            source_tenant_id: expected,
            reason,
        };
        deciding.run(
            async move { api::reject(session, id, &no).await },
            move |view| {
                request.set(Some(view));
            },
        );
    };
    let complaint = move || typed.with(|typed| complaint(typed, expected));
    let is_locked = move || !is_match.get() || deciding.busy.get() || !session.may_act();
    view! {
        <section class="card">
            <h2>"Your decision"</h2>
            <p>"Type the id of the tenant that you expect this from."</p>
            <label class="field">
                <span>"Source tenant id"</span>
                <input
                    class="mono"
                    type="text"
                    name="decide-source"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="decide-complaint"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
            <p id="decide-complaint" class="inline-error" role="status">{complaint}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    disabled=is_locked
                    on:click=move |_| accept(false)
                >
                    "Accept and copy " {words::counted(members, "mailbox", "mailboxes")}
                </button>
                <button
                    type="button"
                    class="button"
                    disabled=is_locked
                    on:click=move |_| open(overwrite_dialog)
                >
                    "Accept with overwrite…"
                </button>
                <div class="spread"></div>
                <button
                    type="button"
                    class="button danger"
                    disabled=is_locked
                    on:click=move |_| open(reject_dialog)
                >
                    "Reject…"
                </button>
            </div>
            <Show when=move || !session.may_act()>
                <p class="small">"As Global Reader you can look and not decide."</p>
            </Show>
            <WentWrong doing=deciding />
            <p class="cmdlet"><code>"Accept-CtimCopyRequest"</code> " · " <code>"Reject-CtimCopyRequest"</code></p>
        </section>
        <OverwriteDialog dialog=overwrite_dialog accept=Callback::new(move |()| accept(true)) />
        <RejectDialog dialog=reject_dialog reject=Callback::new(reject) />
    }
}

#[component]
fn OverwriteDialog(dialog: NodeRef<html::Dialog>, accept: Callback<()>) -> impl IntoView {
    view! {
        <dialog node_ref=dialog aria-labelledby="overwrite-title">
            <h2 id="overwrite-title">"Accept with overwrite?"</h2>
            <p>
                "Identities of this request that were copied before are replaced, and their mappings
                 reset. Others stay as they are; nobody is deleted. Download the mapping file of this
                 pair first if you may need it."
            </p>
            <form method="dialog" class="actions">
                <button class="button danger" on:click=move |_| accept.run(())>
                    "Accept with overwrite"
                </button>
                <button class="button">"Go back"</button>
            </form>
        </dialog>
    }
}

/// Hands the reason over.
#[component]
fn RejectDialog(dialog: NodeRef<html::Dialog>, reject: Callback<String>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    view! {
        <dialog node_ref=dialog aria-labelledby="reject-title">
            <h2 id="reject-title">"Reject this request?"</h2>
            <p>"Nothing is copied. The source sees your reason, and can ask again."</p>
            <label class="field">
                <span>"Reason"</span>
                <textarea
                    name="reason"
                    rows="3"
                    maxlength=MAX_REASON_CHARS.to_string()
                    prop:value=move || reason.get()
                    on:input=move |event| reason.set(event_target_value(&event))
                ></textarea>
            </label>
            <form method="dialog" class="actions">
                <button
                    class="button danger"
                    disabled=move || reason.with(|reason| reason.trim().is_empty())
                    on:click=move |_| reject.run(reason.get_untracked())
                >
                    "Reject"
                </button>
                <button class="button">"Go back"</button>
            </form>
        </dialog>
    }
}

/// The source takes its request back.
#[component]
pub fn CancelCard(
    /// Which.
    id: RequestId,
    /// Where the answer goes.
    request: RwSignal<Option<RequestView>>,
) -> impl IntoView {
    let session = Session::get();
    let cancelling = Doing::new();
    let cancel = move |_| {
        cancelling.run(async move { api::cancel(session, id).await }, move |view| {
            request.set(Some(view));
        });
    };
    view! {
        <section class="card">
            <h2>"Take it back"</h2>
            <p>"While they have not decided you can cancel. Nothing has been copied."</p>
            <button
                type="button"
                class="button danger"
                disabled=move || cancelling.busy.get() || !session.may_act()
                on:click=cancel
            >
                "Cancel this request"
            </button>
            <WentWrong doing=cancelling />
        </section>
    }
}

fn open(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        let _ = dialog.show_modal();
    }
}

/// What is wrong with the tenant id that was typed; nothing to say about an empty
/// field or the right one.
fn complaint(typed: &str, expected: TenantId) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    match typed.parse::<TenantId>() {
        Err(error) => Some(words::as_sentence(&error.to_string())),
        Ok(tenant) if tenant == expected => None,
        Ok(_) => Some(
            "This request comes from another tenant than the one you typed. Do not accept it."
                .into(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_from_another_tenant_is_called_out() {
        let expected: TenantId = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90".parse().unwrap();
        assert_eq!(
            complaint(" 3F9A0C1E-77D4-4B8A-9C2E-1D5E6F7A8B90 ", expected),
            None
        );
        assert_eq!(complaint("", expected), None);
        let other = complaint("0d9e8f7a-6b5c-4d3e-a2b1-c0d9e8f7a6b5", expected).unwrap();
        assert!(other.contains("Do not accept it"));
        assert!(
            complaint("contoso", expected)
                .unwrap()
                .contains("Not a GUID")
        );
    }
}
