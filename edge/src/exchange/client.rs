//! HTTP to Entra's token endpoint and to `InvokeCommand`.
//!
//! Redirects are not followed: an answer from elsewhere would have had the token.

use broker::ports::DirectoryError;
use shared::ids::TenantId;
use uuid::Uuid;
use wasm_bindgen::JsValue;
use worker::{Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response};

use super::{
    answers::{self, Rows},
    cmdlets::Cmdlet,
    grants,
};
use crate::{clock, settings::Settings};

/// The system mailbox that Exchange routes an application's calls by; its id is
/// the same in every tenant.
const ANCHOR: &str = "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}";

/// Calls a cmdlet in a tenant. A token that is not accepted is thrown away and
/// the call made once more: a grant that came a minute ago is in new tokens only.
pub(super) async fn invoke(
    settings: &Settings,
    tenant: TenantId,
    cmdlet: &Cmdlet,
) -> Result<Rows, DirectoryError> {
    if let Some(token) = grants::held(tenant, clock::seconds()) {
        match call(settings, tenant, cmdlet, &token).await {
            Err(DirectoryError::ConsentMissing) => grants::forget(tenant),
            answer => return answer,
        }
    }
    let token = fetch_token(settings, tenant).await?;
    let answer = call(settings, tenant, cmdlet, &token).await;
    if answer == Err(DirectoryError::ConsentMissing) {
        grants::forget(tenant);
    }
    answer
}

async fn call(
    settings: &Settings,
    tenant: TenantId,
    cmdlet: &Cmdlet,
    token: &str,
) -> Result<Rows, DirectoryError> {
    let base = settings.exchange.as_str();
    let url = format!("{base}/adminapi/beta/{tenant}/InvokeCommand");
    let anchor = format!("{ANCHOR}@{tenant}");
    let call_id = Uuid::new_v4().to_string();
    let headers: [(&str, &str); 9] = [
        ("Authorization", &format!("Bearer {token}")),
        ("Content-Type", "application/json; charset=utf-8"),
        ("Accept", "application/json"),
        ("X-AnchorMailbox", &anchor),
        ("X-CmdletName", cmdlet.name),
        ("X-ResponseFormat", "json"),
        ("Prefer", "odata.maxpagesize=1000"),
        ("client-request-id", &call_id),
        ("connection-id", &call_id),
    ];
    let mut response = post(&url, &headers, &cmdlet.body()).await?;
    let retry_after = response.headers().get("Retry-After").ok().flatten();
    let status = response.status_code();
    let body = response
        .bytes()
        .await
        .map_err(|_| unreachable("Exchange Online"))?;
    answers::read(status, retry_after.as_deref(), &body)
}

/// What the application asks for. It names Exchange Online as a resource of the
/// worldwide cloud and not the host that is called, which may be regional or the
/// pretend one.
const EXCHANGE_SCOPE: &str = "https://outlook.office365.com/.default";

async fn fetch_token(settings: &Settings, tenant: TenantId) -> Result<String, DirectoryError> {
    let url = format!("{}/{tenant}/oauth2/v2.0/token", settings.entra.as_str());
    let client_id = settings.client_id.to_string();
    let body: String = [
        ("grant_type", "client_credentials"),
        ("client_id", &client_id),
        ("client_secret", settings.client_secret.reveal()),
        ("scope", EXCHANGE_SCOPE),
    ]
    .map(|(name, value)| format!("{name}={}", form_encoded(value)))
    .join("&");
    let headers = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Accept", "application/json"),
    ];
    let mut response = post(&url, &headers, &body).await?;
    let status = response.status_code();
    let body = response.bytes().await.map_err(|_| unreachable("Entra"))?;
    let grant = grants::read(status, &body)?;
    grants::keep(tenant, &grant, clock::seconds());
    Ok(grant.access_token)
}

/// The runtime's own words about a failed fetch can name addresses and headers,
/// so that they are dropped.
fn unreachable(whom: &str) -> DirectoryError {
    DirectoryError::Broken(format!("no answer from {whom}"))
}

async fn post(url: &str, headers: &[(&str, &str)], body: &str) -> Result<Response, DirectoryError> {
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_redirect(RequestRedirect::Manual)
        .with_headers(Headers::from_iter(headers))
        .with_body(Some(JsValue::from(body)));
    let request = Request::new_with_init(url, &init).map_err(|_| unreachable("Microsoft 365"))?;
    Fetch::Request(request)
        .send()
        .await
        .map_err(|_| unreachable("Microsoft 365"))
}

/// `application/x-www-form-urlencoded`, for values that may hold anything.
fn form_encoded(value: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
                encoded.push(char::from(byte));
            }
            // Writing to a String cannot fail.
            _ => _ = write!(encoded, "%{byte:02X}"),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_arrives_as_it_is() {
        assert_eq!(form_encoded("a-B.9_~"), "a-B.9_%7E");
        assert_eq!(form_encoded("p+q&r=s/ü %"), "p%2Bq%26r%3Ds%2F%C3%BC%20%25");
    }
}
