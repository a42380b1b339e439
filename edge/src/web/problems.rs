//! What the API answers instead of what was asked for: one enum, each variant
//! with a code that never changes, a status, and a sentence that says what to do.

use broker::refusal::Refusal;
use shared::api::{Role, problem::Problem};

use super::tokens::claims::TokenError;
use crate::settings::SettingsError;

pub mod catalogue;

/// Why a request was not answered as it asked.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// No token, a bad one, or one that gives nothing.
    #[error("{0}")]
    Token(#[from] TokenError),
    /// The caller's role reads only.
    #[error("Your role reads only. This needs the role {0}.")]
    RoleMissing(&'static str),
    /// A broker said no.
    #[error("{}", .0.detail())]
    Refused(Refusal),
    /// The deployment cannot run as it is set up.
    #[error("Crosswalk is not set up to answer here: {0}.")]
    Settings(#[from] SettingsError),
    /// No such path.
    #[error("There is nothing at this address. The API is described at /api/v1/openapi.json.")]
    NoRoute,
    /// The path takes other methods.
    #[error("This address takes only {}.", .0.join(", "))]
    MethodNotAllowed(Vec<&'static str>),
    /// The body cannot be read.
    #[error("The body cannot be read: {0}.")]
    Body(String),
    /// The body is JSON, but not of the shape that the route takes.
    #[error("The body is not what this takes: {0}.")]
    BodyNotUnderstood(String),
    /// The body is not JSON by its own account.
    #[error("Send the body as application/json.")]
    MediaType,
    /// A query parameter is missing or malformed.
    #[error("The query parameter {0}.")]
    Query(&'static str),
    /// `Idempotency-Key` cannot be used.
    #[error("The Idempotency-Key must have 1 to 128 visible ASCII characters.")]
    IdempotencyKey,
    /// No `Content-Length` on an upload.
    #[error("Say how long the file is (Content-Length); it cannot be taken in pieces.")]
    LengthRequired,
    /// Larger than can be taken.
    #[error("This is larger than can be taken: {} bytes are the most.", .0)]
    TooLarge(u64),
    /// `If-Match` names what is no longer there.
    #[error("It has changed since you looked: load it again and decide on what it is now.")]
    PreconditionFailed,
    /// The bytes of an upload did not arrive or could not be stored.
    #[error("The file could not be stored; nothing is kept of it. Send it again.")]
    UploadNotStored,
    /// Something that should not happen. The text is for the log alone, and
    /// holds no personal data.
    #[error(
        "Something went wrong on our side. Try again; if it stays, pass on the correlation id."
    )]
    Internal(String),
}

impl ApiError {
    /// A changing route called with a reading role.
    pub fn role_missing(needed: Role) -> Self {
        Self::RoleMissing(match needed {
            Role::GlobalReader => "Global Reader",
            Role::ExchangeAdministrator => "Exchange Administrator or Global Administrator",
            Role::GlobalAdministrator => "Global Administrator",
        })
    }

    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Token(error) => error.code(),
            Self::RoleMissing(_) => "role-missing",
            Self::Refused(refusal) => refusal.code(),
            Self::Settings(_) => "not-set-up",
            Self::NoRoute => "no-route",
            Self::MethodNotAllowed(_) => "method-not-allowed",
            Self::Body(_) => "body-invalid",
            Self::BodyNotUnderstood(_) => "body-not-understood",
            Self::MediaType => "media-type",
            Self::Query(_) => "query-invalid",
            Self::IdempotencyKey => "idempotency-key-malformed",
            Self::LengthRequired => "length-required",
            Self::TooLarge(_) => "body-too-large",
            Self::PreconditionFailed => "precondition-failed",
            Self::UploadNotStored => "upload-not-stored",
            Self::Internal(_) => "internal",
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Token(error) => error.status(),
            Self::RoleMissing(_) => 403,
            Self::Refused(refusal) => refusal.status(),
            Self::Settings(_) => 503,
            Self::NoRoute => 404,
            Self::MethodNotAllowed(_) => 405,
            Self::Body(_) | Self::Query(_) | Self::IdempotencyKey => 400,
            Self::BodyNotUnderstood(_) => 422,
            Self::MediaType => 415,
            Self::LengthRequired => 411,
            Self::TooLarge(_) => 413,
            Self::PreconditionFailed => 412,
            Self::UploadNotStored => 502,
            Self::Internal(_) => 500,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::Token(error) if error.status() == 401 => "Not signed in",
            Self::Token(error) if error.status() == 403 => "No role",
            Self::Token(_) => "Sign-in cannot be checked",
            Self::RoleMissing(_) => "Not allowed",
            Self::Refused(refusal) => refusal.title(),
            Self::Settings(_) => "Not set up",
            Self::NoRoute => "Not found",
            Self::MethodNotAllowed(_) => "Method not allowed",
            Self::Body(_) | Self::BodyNotUnderstood(_) | Self::Query(_) | Self::IdempotencyKey => {
                "Malformed request"
            }
            Self::MediaType => "Unknown media type",
            Self::LengthRequired => "Length required",
            Self::TooLarge(_) => "Too large",
            Self::PreconditionFailed => "Changed meanwhile",
            Self::UploadNotStored => "Not stored",
            Self::Internal(_) => "Internal error",
        }
    }

    /// The problem as it is sent.
    pub fn problem(&self, correlation_id: &str) -> Problem {
        let code = self.code();
        Problem {
            r#type: format!("urn:crosswalk:problem:{code}"),
            title: self.title().to_owned(),
            status: self.status(),
            detail: self.to_string(),
            code: code.to_owned(),
            correlation_id: correlation_id.to_owned(),
        }
    }

    /// Headers that belong to the problem.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Token(error) if error.status() == 401 => {
                vec![("www-authenticate", "Bearer".to_owned())]
            }
            Self::MethodNotAllowed(allowed) => vec![("allow", allowed.join(", "))],
            Self::Refused(refusal) => refusal
                .retry_after_secs()
                .map(|seconds| ("retry-after", seconds.to_string()))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// What the log says beyond the code; never anything that a caller sent.
    pub fn for_log(&self) -> Option<String> {
        match self {
            Self::Internal(text) => Some(text.clone()),
            Self::Refused(Refusal::Store(error)) => Some(error.to_string()),
            _ => None,
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<worker::Error> for ApiError {
    fn from(error: worker::Error) -> Self {
        Self::Internal(error.to_string())
    }
}
