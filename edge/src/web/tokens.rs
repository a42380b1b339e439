//! Who calls: the access token of a request, from its header to a [`Caller`].
//!
//! Nothing in a token is believed before its signature is checked with a key that
//! Entra publishes for that token's own issuer. No text of a token appears in an
//! error or a log.
//!
//! Keys are remembered per isolate. Requests never wait for each other's fetch (a
//! promise that is shared across requests ends with the request that made it);
//! each looks, fetches if it must, and then writes down what it found. That a
//! signature was checked is remembered too, for that very token and that very key;
//! everything else about it is looked at each time.

use std::cell::RefCell;

use claims::{Caller, Expected, TokenError};
use keys::{Key, KeySet, Memory, Next};
use signed::{Signed, SignedMemory};
use worker::{Fetch, Method, Request, RequestInit, RequestRedirect};

use crate::settings::Settings;

pub(super) mod claims;
mod compact;
mod keys;
mod signature;
mod signed;

thread_local! {
    static KEYS: RefCell<Memory> = RefCell::new(Memory::default());
    static SIGNED: RefCell<SignedMemory> = RefCell::new(SignedMemory::default());
}

/// Who sent the `Authorization` header, at `now` in seconds since 1970.
pub(super) async fn caller(
    header: Option<&str>,
    settings: &Settings,
    now: i64,
) -> Result<Caller, TokenError> {
    let token = compact::read(compact::bearer(header)?)?;
    let key = signing_key(&token.header.kid, settings, now).await?;
    key.check_issuer(token.claims.issuer().ok_or(TokenError::Issuer)?)?;
    let known = Signed::new(&token, &key);
    if !SIGNED.with_borrow(|memory| memory.holds(&known)) {
        signature::check(&token, &key).await?;
        SIGNED.with_borrow_mut(|memory| memory.remember(known));
    }
    let expected = Expected {
        audience: settings.client_id,
        authority: settings.entra.as_str(),
        now,
    };
    claims::check(&token.claims, expected)
}

async fn signing_key(kid: &str, settings: &Settings, now: i64) -> Result<Key, TokenError> {
    match KEYS.with_borrow(|memory| memory.next(kid, now)) {
        Next::Use(key) => return Ok(key),
        Next::Refuse(error) => return Err(error),
        Next::Fetch => {}
    }
    let answer = fetch_keys(settings).await;
    KEYS.with_borrow_mut(|memory| memory.fetched(answer, now));
    match KEYS.with_borrow(|memory| memory.next(kid, now)) {
        Next::Use(key) => Ok(key),
        Next::Refuse(error) => Err(error),
        Next::Fetch => Err(TokenError::KeysUnavailable),
    }
}

/// The keys of every tenant, or nothing if Entra does not answer as it should.
async fn fetch_keys(settings: &Settings) -> Option<KeySet> {
    let url = format!("{}/common/discovery/v2.0/keys", settings.entra.as_str());
    let mut init = RequestInit::new();
    // Keys from wherever a redirect leads would be keys of whoever is there.
    init.with_method(Method::Get)
        .with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(&url, &init).ok()?;
    let mut response = Fetch::Request(request).send().await.ok()?;
    if response.status_code() != 200 {
        return None;
    }
    let text = response.text().await.ok()?;
    serde_json::from_str(&text).ok()
}
