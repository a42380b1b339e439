//! A problem as what, where, what to do, with the id that names it in the logs.

use leptos::task::spawn_local;

use super::icon::{Icon, Picture};
use crate::{
    api::ApiError,
    prelude::*,
    session::{Session, journey},
    words,
};

/// Shows a problem.
#[component]
pub fn ProblemCard(
    /// The problem.
    error: ApiError,
) -> impl IntoView {
    let (title, reference, is_sign_in) = match &error {
        ApiError::Problem(problem) => (
            problem.title.clone(),
            Some(format!("{} · {}", problem.code, problem.correlation_id)),
            problem.status == 401,
        ),
        ApiError::Unreachable => ("No connection".to_string(), None, false),
        ApiError::Unreadable { correlation_id, .. } => (
            "An answer that makes no sense".to_string(),
            correlation_id.clone(),
            false,
        ),
    };
    view! {
        <div class="problem" role="alert">
            <Picture icon=Icon::Error />
            <div>
                <strong>{title}</strong>
                <p>{error.to_string()}</p>
                {is_sign_in.then(|| view! { <SignIn label="Sign in again" /> })}
                {reference.map(|reference| view! {
                    <p class="small">"Correlation id " <code>{reference}</code></p>
                })}
            </div>
        </div>
    }
}

/// Leaves for sign-in and comes back to this page.
#[component]
pub fn SignIn(
    /// What the button says.
    label: &'static str,
    /// Where to return to; this page if nothing is said.
    #[prop(optional, into)]
    return_to: Option<Signal<String>>,
) -> impl IntoView {
    let session = Session::get();
    let trouble = RwSignal::new(None::<String>);
    let leave = move |_| {
        let here = move || {
            let location = window().location();
            let path = location.pathname().unwrap_or_default();
            path + &location.search().unwrap_or_default()
        };
        let return_to = return_to.map_or_else(here, |signal| signal.get_untracked());
        spawn_local(async move {
            if let Err(error) = journey::depart(session, return_to).await {
                let _ = trouble.try_set(Some(words::as_sentence(&error.to_string())));
            }
        });
    };
    view! {
        <button type="button" class="button primary" on:click=leave>{label}</button>
        <p class="inline-error" role="status">{move || trouble.get()}</p>
    }
}
