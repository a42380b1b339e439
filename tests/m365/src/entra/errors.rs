//! Entra's errors: a number, a sentence, and ids to quote to support.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock;

/// A refusal, `AADSTS` number and all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EntraError {
    /// The HTTP status.
    pub(super) status: StatusCode,
    /// OAuth's word for it.
    pub(super) error: &'static str,
    /// Entra's number for it.
    pub(super) number: u32,
    /// What is wrong.
    pub(super) sentence: String,
}

impl EntraError {
    /// A refusal with status 400.
    pub(super) fn new(error: &'static str, number: u32, sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error,
            number,
            sentence: sentence.into(),
        }
    }

    /// A refusal of the app itself, with status 401.
    pub(super) fn client(number: u32, sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            ..Self::new("invalid_client", number, sentence)
        }
    }

    /// No such tenant.
    pub(super) fn no_tenant(tenant: &str) -> Self {
        Self::new(
            "invalid_request",
            90002,
            format!(
                "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID \
                 and are signing into the correct cloud. Check with your subscription \
                 administrator, this may happen if there are no active subscriptions for the tenant."
            ),
        )
    }

    /// No such app.
    pub(super) fn no_client(client_id: &str, tenant: &str) -> Self {
        Self::new(
            "unauthorized_client",
            700_016,
            format!(
                "Application with identifier '{client_id}' was not found in the directory \
                 '{tenant}'. This can happen if the application has not been installed by the \
                 administrator of the tenant or consented to by any user in the tenant. You may \
                 have sent your authentication request to the wrong tenant."
            ),
        )
    }

    /// Something that must be there is not.
    pub(super) fn missing(parameter: &str) -> Self {
        Self::new(
            "invalid_request",
            900_144,
            format!("The request body must contain the following parameter: '{parameter}'."),
        )
    }

    /// The sentence with number and ids, as it is shown and sent.
    pub(super) fn description(&self, trace: Uuid, correlation: Uuid) -> String {
        format!(
            "AADSTS{}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {}",
            self.number,
            self.sentence,
            clock::entra_timestamp()
        )
    }

    fn body(&self) -> Value {
        let (trace, correlation) = (Uuid::new_v4(), Uuid::new_v4());
        json!({
            "error": self.error,
            "error_description": self.description(trace, correlation),
            "error_codes": [self.number],
            "timestamp": clock::entra_timestamp(),
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={}", self.number),
        })
    }
}

impl IntoResponse for EntraError {
    fn into_response(self) -> Response {
        (self.status, Json(self.body())).into_response()
    }
}
