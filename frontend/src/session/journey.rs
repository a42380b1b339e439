//! The way to the authority and back.

use gloo_net::http::Request;
use leptos::prelude::Set;
use serde::Deserialize;
use wasm_bindgen::JsValue;
use web_sys::{Storage, UrlSearchParams};

use super::{
    Session,
    account::{Account, TokenAnswer},
    answer::{AnswerError, code_in},
    pkce::{Departure, endpoint},
};
use crate::api::{self, ApiError};

/// Where the tab keeps its [`Departure`].
const STORED_AS: &str = "crosswalk-sign-in";

/// Why somebody is not signed in.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SignInError {
    /// The edge did not tell its settings, or does not take the token.
    #[error(transparent)]
    Edge(#[from] ApiError),
    /// The authority's answer holds no code.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The browser lacks something that sign-in needs.
    #[error("this browser refuses {0}; allow it for this page, or use another browser")]
    Browser(&'static str),
    /// The authority did not turn the code into a token.
    #[error("the sign-in service did not complete the sign-in ({0}); try again")]
    Token(String),
}

#[derive(Deserialize)]
struct TokenRefusal {
    error_description: Option<String>,
}

/// Leaves for the authority; the page ends here if all goes well.
pub async fn depart(session: Session, return_to: String) -> Result<(), SignInError> {
    let config = api::config(session).await?;
    let mut random = [0; 64];
    getrandom::fill(&mut random).map_err(|_| SignInError::Browser("random numbers"))?;
    let departure = Departure::new(random, return_to);
    let stored = serde_json::to_string(&departure).unwrap_or_default();
    storage()?
        .set_item(STORED_AS, &stored)
        .map_err(|_| SignInError::Browser("session storage"))?;
    let query = encoded(&departure.authorize_parameters(&config, &redirect_uri()))?;
    let address = format!("{}?{query}", endpoint(&config, "authorize"));
    leptos::prelude::window()
        .location()
        .assign(&address)
        .map_err(|_| SignInError::Browser("leaving this page"))
}

/// Takes the authority's answer from the address, which is cleaned at once, and
/// signs in. Answers the page to return to.
pub async fn arrive(session: Session) -> Result<String, SignInError> {
    let parameters = take_fragment()?;
    let departure = take_departure()?;
    let expected = departure.as_ref().map(|departure| departure.state.as_str());
    let code = code_in(&parameters, expected)?;
    let departure = departure.ok_or(AnswerError::Stranger)?;
    let config = api::config(session).await?;
    let account = exchange(&departure, &config, &code).await?;
    session.account.set(Some(account));
    match api::me(session).await {
        Ok(me) => session.me.set(Some(me)),
        Err(error) => {
            session.end();
            return Err(error.into());
        }
    }
    Ok(departure.return_to)
}

async fn exchange(
    departure: &Departure,
    config: &shared::api::ClientConfig,
    code: &str,
) -> Result<Account, SignInError> {
    let body = encoded(&departure.token_parameters(config, &redirect_uri(), code))?;
    let failed = |error: gloo_net::Error| SignInError::Token(error.to_string());
    let response = Request::post(&endpoint(config, "token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
        .map_err(failed)?
        .send()
        .await
        .map_err(failed)?;
    if !response.ok() {
        let refusal: Option<TokenRefusal> = response.json().await.ok();
        let why = refusal.and_then(|refusal| refusal.error_description);
        return Err(SignInError::Token(
            why.unwrap_or_else(|| format!("status {}", response.status())),
        ));
    }
    let answer: TokenAnswer = response.json().await.map_err(failed)?;
    Ok(answer.into())
}

fn redirect_uri() -> String {
    let origin = leptos::prelude::window().location().origin();
    format!("{}/signed-in", origin.unwrap_or_default())
}

fn storage() -> Result<Storage, SignInError> {
    leptos::prelude::window()
        .session_storage()
        .ok()
        .flatten()
        .ok_or(SignInError::Browser("session storage"))
}

fn take_departure() -> Result<Option<Departure>, SignInError> {
    let storage = storage()?;
    let stored = storage.get_item(STORED_AS).ok().flatten();
    let _ = storage.remove_item(STORED_AS);
    Ok(stored.and_then(|stored| serde_json::from_str(&stored).ok()))
}

/// The fragment's parameters. The code leaves the address bar and the history.
fn take_fragment() -> Result<Vec<(String, String)>, SignInError> {
    let window = leptos::prelude::window();
    let fragment = window.location().hash().unwrap_or_default();
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("/signed-in"));
    }
    let unreadable = |_| SignInError::Browser("reading its address");
    let parameters =
        UrlSearchParams::new_with_str(fragment.trim_start_matches('#')).map_err(unreadable)?;
    let names = ["code", "state", "error", "error_description"];
    Ok(names
        .into_iter()
        .filter_map(|name| Some((name.to_string(), parameters.get(name)?)))
        .collect())
}

fn encoded(pairs: &[(&'static str, String)]) -> Result<String, SignInError> {
    let parameters =
        UrlSearchParams::new().map_err(|_| SignInError::Browser("building an address"))?;
    for (name, value) in pairs {
        parameters.append(name, value);
    }
    Ok(String::from(parameters.to_string()))
}
