//! The typed client of the edge's `/api/v1`.
//!
//! One function for each route. A problem that the edge names is kept whole, so
//! that the page can say what happened, where, what to do, and its correlation id.

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::Uint8Array;
use leptos::prelude::{GetUntracked, Set};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    api::{
        AcceptCopy, ClientConfig, IdentityView, Me, NewCopyRequest, NewMapRequest, Page, PairView,
        PresentRequest, RejectCopy, Report, RequestView, ScopeView, problem::Problem,
    },
    ids::{RequestId, TenantId},
};
use uuid::Uuid;

use crate::session::Session;

/// Why there is no answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ApiError {
    /// The edge says what is wrong.
    #[error("{}", .0.detail)]
    Problem(Box<Problem>),
    /// The edge could not be reached.
    #[error("Crosswalk could not be reached. Check the network and try again.")]
    Unreachable,
    /// The answer is not one of the API's.
    #[error(
        "Crosswalk answered in a way that this page does not understand (status {status}). Reload the page; it may be older than the service."
    )]
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// Names the answer in the logs.
        correlation_id: Option<String>,
    },
}

type Answer<T> = Result<T, ApiError>;

/// The edge's settings, fetched once.
pub async fn config(session: Session) -> Answer<ClientConfig> {
    if let Some(config) = session.config.get_untracked() {
        return Ok(config);
    }
    let response = sent(Request::get("/api/v1/config").build()).await?;
    let config: ClientConfig = read(response).await?;
    session.config.set(Some(config.clone()));
    Ok(config)
}

/// Who is calling.
pub async fn me(session: Session) -> Answer<Me> {
    get(session, "/api/v1/me").await
}

/// The scopes published to a target.
pub async fn scopes(session: Session, target: TenantId) -> Answer<Vec<ScopeView>> {
    get(session, &format!("/api/v1/scopes?target={target}")).await
}

/// Asks to copy a scope.
pub async fn create_copy(session: Session, key: Uuid, new: &NewCopyRequest) -> Answer<RequestView> {
    create(session, "/api/v1/copy-requests", key, new).await
}

/// A page of requests, newest first.
pub async fn requests(session: Session, cursor: Option<&str>) -> Answer<Page<RequestView>> {
    get(session, &with_cursor("/api/v1/requests", cursor)).await
}

/// Every request, page by page.
pub async fn all_requests(session: Session) -> Answer<Vec<RequestView>> {
    let mut all = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = requests(session, cursor.as_deref()).await?;
        all.extend(page.items);
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return Ok(all),
        }
    }
}

/// Presents RequestID and source tenant id.
pub async fn lookup(session: Session, both: &PresentRequest) -> Answer<RequestView> {
    post(session, "/api/v1/requests/lookup", both).await
}

/// One request.
pub async fn request(session: Session, id: RequestId) -> Answer<RequestView> {
    get(session, &format!("/api/v1/requests/{id}")).await
}

/// Accepts a copy request.
pub async fn accept(session: Session, id: RequestId, yes: &AcceptCopy) -> Answer<RequestView> {
    post(session, &format!("/api/v1/requests/{id}/accept"), yes).await
}

/// Rejects a copy request.
pub async fn reject(session: Session, id: RequestId, no: &RejectCopy) -> Answer<RequestView> {
    post(session, &format!("/api/v1/requests/{id}/reject"), no).await
}

/// Takes a copy request back.
pub async fn cancel(session: Session, id: RequestId) -> Answer<RequestView> {
    let address = format!("/api/v1/requests/{id}/cancel");
    read(sent(signed(session, Request::post(&address)).build()).await?).await
}

/// What a request did, per identity.
pub async fn report(session: Session, id: RequestId) -> Answer<Report> {
    get(session, &format!("/api/v1/requests/{id}/report")).await
}

/// The same as CSV.
pub async fn report_csv(session: Session, id: RequestId) -> Answer<Uint8Array> {
    let address = format!("/api/v1/requests/{id}/report");
    let request = signed(session, Request::get(&address)).header("accept", "text/csv");
    bytes(sent(request.build()).await?).await
}

/// The pairs that the caller's tenant is the target of.
pub async fn pairs(session: Session) -> Answer<Vec<PairView>> {
    get(session, "/api/v1/pairs").await
}

/// Every identity of a pair, page by page.
pub async fn identities(session: Session, source: TenantId) -> Answer<Vec<IdentityView>> {
    let base = format!("/api/v1/pairs/{source}/identities");
    let mut all = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page: Page<IdentityView> = get(session, &with_cursor(&base, cursor.as_deref())).await?;
        all.extend(page.items);
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return Ok(all),
        }
    }
}

/// Finds a MailUser for every identity, or applies the newest upload.
pub async fn map(
    session: Session,
    source: TenantId,
    key: Uuid,
    new: &NewMapRequest,
) -> Answer<RequestView> {
    create(session, &format!("/api/v1/pairs/{source}/map"), key, new).await
}

/// The mapping file: its name and its bytes.
pub async fn mapping_file(session: Session, source: TenantId) -> Answer<(String, Uint8Array)> {
    let address = format!("/api/v1/pairs/{source}/mapping-file");
    let response = sent(signed(session, Request::get(&address)).build()).await?;
    let disposition = response.headers().get("content-disposition");
    let name = disposition
        .as_deref()
        .and_then(attachment_name)
        .unwrap_or("crosswalk-mapping.csv")
        .to_string();
    Ok((name, bytes(response).await?))
}

/// Uploads a mapping file.
pub async fn upload(
    session: Session,
    source: TenantId,
    key: Uuid,
    file: &web_sys::File,
    auto_progress: bool,
) -> Answer<RequestView> {
    let address = format!("/api/v1/pairs/{source}/uploads?autoProgress={auto_progress}");
    let request = signed(session, Request::post(&address))
        .header("idempotency-key", &key.to_string())
        .header("content-type", "text/csv")
        .body(file.clone());
    read(sent(request).await?).await
}

/// Deletes an uploaded file now.
pub async fn delete_upload(
    session: Session,
    source: TenantId,
    id: RequestId,
) -> Answer<RequestView> {
    let address = format!("/api/v1/pairs/{source}/uploads/{id}");
    read(sent(signed(session, Request::delete(&address)).build()).await?).await
}

/// Writes the attributes to the MailUsers.
pub async fn write(session: Session, source: TenantId, key: Uuid) -> Answer<RequestView> {
    start(session, &format!("/api/v1/pairs/{source}/write"), key).await
}

/// Reads the MailUsers back and compares.
pub async fn verify(session: Session, source: TenantId, key: Uuid) -> Answer<RequestView> {
    start(session, &format!("/api/v1/pairs/{source}/verify"), key).await
}

async fn get<T: DeserializeOwned>(session: Session, address: &str) -> Answer<T> {
    read(sent(signed(session, Request::get(address)).build()).await?).await
}

async fn post<T: DeserializeOwned>(
    session: Session,
    address: &str,
    body: &impl Serialize,
) -> Answer<T> {
    read(sent(signed(session, Request::post(address)).json(body)).await?).await
}

async fn create<T: DeserializeOwned>(
    session: Session,
    address: &str,
    key: Uuid,
    body: &impl Serialize,
) -> Answer<T> {
    let request = signed(session, Request::post(address))
        .header("idempotency-key", &key.to_string())
        .json(body);
    read(sent(request).await?).await
}

/// A creation that needs no words.
async fn start<T: DeserializeOwned>(session: Session, address: &str, key: Uuid) -> Answer<T> {
    let request =
        signed(session, Request::post(address)).header("idempotency-key", &key.to_string());
    read(sent(request.build()).await?).await
}

fn signed(session: Session, request: RequestBuilder) -> RequestBuilder {
    match session.token() {
        Some(token) => request.header("authorization", &format!("Bearer {token}")),
        None => request,
    }
}

async fn sent(request: Result<Request, gloo_net::Error>) -> Answer<Response> {
    let request = request.map_err(|_| ApiError::Unreachable)?;
    let response = request.send().await.map_err(|_| ApiError::Unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    let unreadable = unreadable(&response);
    match response.json::<Problem>().await {
        Ok(problem) => Err(ApiError::Problem(Box::new(problem))),
        Err(_) => Err(unreadable),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Answer<T> {
    let unreadable = unreadable(&response);
    response.json().await.map_err(|_| unreadable)
}

async fn bytes(response: Response) -> Answer<Uint8Array> {
    let unreadable = unreadable(&response);
    let bytes = response.binary().await.map_err(|_| unreadable)?;
    Ok(Uint8Array::from(bytes.as_slice()))
}

fn unreadable(response: &Response) -> ApiError {
    ApiError::Unreadable {
        status: response.status(),
        correlation_id: response.headers().get("x-correlation-id"),
    }
}

fn with_cursor(address: &str, cursor: Option<&str>) -> String {
    match cursor {
        Some(cursor) => {
            let cursor = String::from(js_sys::encode_uri_component(cursor));
            format!("{address}?cursor={cursor}")
        }
        None => address.into(),
    }
}

/// The file name in `attachment; filename="…"`.
fn attachment_name(disposition: &str) -> Option<&str> {
    let (_, name) = disposition.split_once("filename=")?;
    let name = name.split(';').next()?.trim().trim_matches('"');
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::attachment_name;

    #[test]
    fn the_name_of_an_attachment_is_read_with_and_without_quotes() {
        for (disposition, name) in [
            ("attachment; filename=\"a b.csv\"", Some("a b.csv")),
            ("attachment; filename=a.csv; x=y", Some("a.csv")),
            ("attachment", None),
            ("attachment; filename=\"\"", None),
        ] {
            assert_eq!(attachment_name(disposition), name, "{disposition}");
        }
    }
}
