//! Somebody who calls the API.

use std::time::{Duration, Instant};

use reqwest::{Method, Response, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    api::{RequestView, problem::Problem},
    ids::RequestId,
};

/// A client of `/api/v1` with one token, or none.
#[derive(Debug, Clone)]
pub struct Caller {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Caller {
    pub(crate) fn new(address: &str, token: Option<&str>) -> Self {
        Self {
            http: reqwest::Client::new(),
            base: format!("{address}/api/v1"),
            token: token.map(str::to_owned),
        }
    }

    /// The same caller with this text as a token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// The caller's token.
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap()
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Any call without a body.
    pub async fn call(&self, method: Method, path: &str) -> Response {
        self.request(method, path).send().await.unwrap()
    }

    /// A GET as if the Worker were reached under another host's name.
    pub async fn call_as_host(&self, host: &str, path: &str) -> Response {
        self.request(Method::GET, path)
            .header(header::HOST, host)
            .send()
            .await
            .unwrap()
    }

    /// Reads JSON and expects success.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        expect_json(self.call(Method::GET, path).await, path).await
    }

    /// Reads text of the wanted media type and expects success.
    pub async fn get_as(&self, path: &str, accept: &str) -> Vec<u8> {
        let reply = self
            .request(Method::GET, path)
            .header(header::ACCEPT, accept)
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), StatusCode::OK, "GET {path}");
        let kind = reply.headers()[header::CONTENT_TYPE].to_str().unwrap();
        assert!(kind.starts_with(accept), "GET {path} answered {kind}");
        reply.bytes().await.unwrap().to_vec()
    }

    /// Sends JSON and returns whatever is answered.
    pub async fn send(&self, path: &str, body: &impl Serialize) -> Response {
        self.request(Method::POST, path)
            .json(body)
            .send()
            .await
            .unwrap()
    }

    /// Sends JSON under an idempotency key.
    pub async fn send_once(&self, path: &str, body: &impl Serialize, key: &str) -> Response {
        self.request(Method::POST, path)
            .header("Idempotency-Key", key)
            .json(body)
            .send()
            .await
            .unwrap()
    }

    /// Sends JSON and expects success.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> T {
        expect_json(self.send(path, body).await, path).await
    }

    /// Sends the bytes of a CSV file.
    pub async fn upload(&self, path: &str, bytes: Vec<u8>) -> Response {
        self.request(Method::POST, path)
            .header(header::CONTENT_TYPE, "text/csv")
            .body(bytes)
            .send()
            .await
            .unwrap()
    }

    /// Sends the bytes of a CSV file under an idempotency key.
    pub async fn upload_once(&self, path: &str, bytes: Vec<u8>, key: &str) -> Response {
        self.request(Method::POST, path)
            .header(header::CONTENT_TYPE, "text/csv")
            .header("Idempotency-Key", key)
            .body(bytes)
            .send()
            .await
            .unwrap()
    }

    /// Waits until a request reaches a final state; its percentage must never fall.
    pub async fn finished(&self, id: RequestId) -> RequestView {
        let begin = Instant::now();
        let mut percent = 0;
        loop {
            let view: RequestView = self.get(&format!("/requests/{id}")).await;
            assert!(
                view.percent >= percent,
                "{:?} fell from {percent} % to {} %",
                view.kind,
                view.percent
            );
            percent = view.percent;
            if view.state.is_final() {
                return view;
            }
            assert!(
                begin.elapsed() < Duration::from_mins(1),
                "{:?} stands at {:?}, {percent} % ({:?}) after a minute",
                view.kind,
                view.state,
                view.step
            );
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }
}

async fn expect_json<T: DeserializeOwned>(reply: Response, path: &str) -> T {
    let status = reply.status();
    let text = reply.text().await.unwrap();
    assert!(status.is_success(), "{path} answered {status}: {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error} in {text}"))
}

/// Expects a refusal with this status, as `application/problem+json`.
pub async fn refused(reply: Response, status: u16) -> Problem {
    let (got, url) = (reply.status(), reply.url().path().to_owned());
    let kind = reply
        .headers()
        .get(header::CONTENT_TYPE)
        .map(|kind| kind.to_str().unwrap().to_owned());
    let correlation = reply
        .headers()
        .get("x-correlation-id")
        .map(|id| id.to_str().unwrap().to_owned());
    let text = reply.text().await.unwrap();
    assert_eq!(got.as_u16(), status, "{url} answered {text}");
    assert_eq!(kind.as_deref(), Some("application/problem+json"), "{url}");
    let problem: Problem = serde_json::from_str(&text).unwrap();
    assert_eq!(problem.status, status);
    assert_eq!(correlation.as_deref(), Some(&*problem.correlation_id));
    assert!(!problem.detail.is_empty(), "{url} does not say what to do");
    problem
}
