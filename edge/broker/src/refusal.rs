//! Why a broker says no, each with the code, status and words that an API
//! answers with.

use serde::{Deserialize, Serialize};

use crate::ports::{DirectoryError, StoreError};

/// Why a command was not done. Nothing was changed, unless it says otherwise.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Refusal {
    /// Unknown id, other tenant, other pair, wrong side: all alike, so that
    /// nothing leaks.
    #[error("There is no such request, pair or file for this tenant.")]
    NotFound,
    /// A phase was asked for before the one it needs; says what to do.
    #[error("{0}")]
    TooEarly(String),
    /// Somebody else was faster, or what was seen is not what is there.
    #[error("{0}")]
    Conflict(String),
    /// It was there, and its time is over.
    #[error("{0}")]
    Gone(String),
    /// It cannot be done as it was asked.
    #[error("{detail}")]
    Invalid {
        /// Stable, for programs.
        code: InvalidCode,
        /// What is wrong and what to do.
        detail: String,
    },
    /// A directory did not answer.
    #[error("{0}")]
    Directory(DirectoryError),
    /// Our own database failed. The detail is for the log.
    #[error("Something went wrong on our side; nothing was changed. Try again.")]
    Store(StoreError),
}

/// What is wrong with something that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvalidCode {
    /// Source and target are one tenant.
    SameTenant,
    /// The group is no published scope for that target.
    ScopeNotPublished,
    /// More direct members than a scope may have.
    ScopeTooLarge,
    /// No mailbox to copy in the scope.
    ScopeEmpty,
    /// A reason that is empty or too long.
    Reason,
    /// A cursor that this list never gave out.
    Cursor,
    /// The same `Idempotency-Key` for something else.
    IdempotencyKey,
    /// An upload that is empty or too large.
    UploadSize,
    /// A message for another object, or one that contradicts what is known.
    Message,
}

impl InvalidCode {
    /// Every code, for whoever lists them.
    pub const ALL: [Self; 9] = [
        Self::SameTenant,
        Self::ScopeNotPublished,
        Self::ScopeTooLarge,
        Self::ScopeEmpty,
        Self::Reason,
        Self::Cursor,
        Self::IdempotencyKey,
        Self::UploadSize,
        Self::Message,
    ];
}

impl Refusal {
    /// A refusal of something that cannot be done as it was asked.
    pub fn invalid(code: InvalidCode, detail: impl Into<String>) -> Self {
        Self::Invalid {
            code,
            detail: detail.into(),
        }
    }

    /// Stable, for programs: the `code` of the problem.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::TooEarly(_) => "too-early",
            Self::Conflict(_) => "conflict",
            Self::Gone(_) => "gone",
            Self::Invalid { code, .. } => code.text(),
            Self::Directory(error) => match error {
                DirectoryError::NotFound(_) => "directory-not-found",
                DirectoryError::ConsentMissing => "consent-missing",
                DirectoryError::RoleMissing => "app-role-missing",
                DirectoryError::Throttled { .. } => "directory-throttled",
                DirectoryError::Refused(_) => "directory-refused",
                DirectoryError::Broken(_) => "directory-unreachable",
                DirectoryError::Truncated(_) => "directory-truncated",
            },
            Self::Store(_) => "internal",
        }
    }

    /// The HTTP status of the problem.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::TooEarly(_) | Self::Conflict(_) => 409,
            Self::Gone(_) => 410,
            Self::Invalid { .. } | Self::Directory(DirectoryError::NotFound(_)) => 422,
            Self::Directory(DirectoryError::Throttled { .. }) => 503,
            Self::Directory(_) => 502,
            Self::Store(_) => 500,
        }
    }

    /// The kind of problem in a few words.
    pub fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "Not found",
            Self::TooEarly(_) => "Too early",
            Self::Conflict(_) => "Not as it was seen",
            Self::Gone(_) => "No longer there",
            Self::Invalid { .. } => "Cannot be done like this",
            Self::Directory(DirectoryError::NotFound(_)) => "Not found in the directory",
            Self::Directory(DirectoryError::ConsentMissing | DirectoryError::RoleMissing) => {
                "Permission missing in the tenant"
            }
            Self::Directory(DirectoryError::Throttled { .. }) => "Microsoft 365 is busy",
            Self::Directory(_) => "Microsoft 365 did not do it",
            Self::Store(_) => "Internal error",
        }
    }

    /// What happened, where, and what to do.
    pub fn detail(&self) -> String {
        self.to_string()
    }

    /// Seconds for a `Retry-After` header.
    pub fn retry_after_secs(&self) -> Option<u32> {
        match self {
            Self::Directory(DirectoryError::Throttled { retry_after_secs }) => {
                Some(retry_after_secs.unwrap_or(30))
            }
            _ => None,
        }
    }
}

impl InvalidCode {
    fn text(self) -> &'static str {
        match self {
            Self::SameTenant => "same-tenant",
            Self::ScopeNotPublished => "scope-not-published",
            Self::ScopeTooLarge => "scope-too-large",
            Self::ScopeEmpty => "scope-empty",
            Self::Reason => "reason",
            Self::Cursor => "cursor",
            Self::IdempotencyKey => "idempotency-key",
            Self::UploadSize => "upload-size",
            Self::Message => "message",
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<DirectoryError> for Refusal {
    fn from(error: DirectoryError) -> Self {
        Self::Directory(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_in_a_problem_and_between_objects() {
        for code in InvalidCode::ALL {
            assert_eq!(
                serde_json::to_string(&code).unwrap(),
                format!("\"{}\"", code.text())
            );
        }
    }
}
