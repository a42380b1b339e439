//! Every problem code that the API can answer with, and its status: what `OpenAPI`
//! lists, and what tests hold the enums to.

use crate::web::routes::{Access, Content, Route};

/// A code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Stable, for programs.
    pub code: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
}

const fn code(status: u16, code: &'static str) -> Code {
    Code { code, status }
}

/// All of them, by status.
pub const CODES: &[Code] = &[
    code(400, "body-invalid"),
    code(400, "query-invalid"),
    code(400, "idempotency-key-malformed"),
    code(401, "token-missing"),
    code(401, "token-malformed"),
    code(401, "token-algorithm"),
    code(401, "token-key-unknown"),
    code(401, "token-key-issuer"),
    code(401, "token-signature"),
    code(401, "token-version"),
    code(401, "token-audience"),
    code(401, "token-tenant"),
    code(401, "token-personal"),
    code(401, "token-issuer"),
    code(401, "token-expired"),
    code(401, "token-not-yet-valid"),
    code(401, "token-app-only"),
    code(401, "token-person"),
    code(403, "roles-missing"),
    code(403, "role-unknown"),
    code(403, "role-missing"),
    code(404, "no-route"),
    code(404, "not-found"),
    code(405, "method-not-allowed"),
    code(409, "too-early"),
    code(409, "conflict"),
    code(410, "gone"),
    code(411, "length-required"),
    code(412, "precondition-failed"),
    code(413, "body-too-large"),
    code(415, "media-type"),
    code(422, "body-not-understood"),
    code(422, "same-tenant"),
    code(422, "scope-not-published"),
    code(422, "scope-too-large"),
    code(422, "scope-empty"),
    code(422, "reason"),
    code(422, "cursor"),
    code(422, "idempotency-key"),
    code(422, "upload-size"),
    code(422, "message"),
    code(422, "directory-not-found"),
    code(500, "internal"),
    code(502, "consent-missing"),
    code(502, "app-role-missing"),
    code(502, "directory-refused"),
    code(502, "directory-unreachable"),
    code(502, "directory-truncated"),
    code(502, "upload-not-stored"),
    code(503, "directory-throttled"),
    code(503, "token-keys-unavailable"),
    code(503, "not-set-up"),
];

const EVERY_ROUTE: &[&str] = &["internal", "not-set-up"];
const WITH_TOKEN: &[&str] = &[
    "token-missing",
    "token-malformed",
    "token-algorithm",
    "token-key-unknown",
    "token-key-issuer",
    "token-signature",
    "token-version",
    "token-audience",
    "token-tenant",
    "token-personal",
    "token-issuer",
    "token-expired",
    "token-not-yet-valid",
    "token-app-only",
    "token-person",
    "roles-missing",
    "role-unknown",
    "role-missing",
    "token-keys-unavailable",
];
const WITH_JSON_BODY: &[&str] = &[
    "body-invalid",
    "body-not-understood",
    "body-too-large",
    "media-type",
];
const WITH_KEY: &[&str] = &["idempotency-key-malformed", "idempotency-key"];
const WITH_DIRECTORY: &[&str] = &[
    "directory-not-found",
    "consent-missing",
    "app-role-missing",
    "directory-refused",
    "directory-unreachable",
    "directory-truncated",
    "directory-throttled",
];

/// The codes that a route can answer with, by status.
pub fn of(route: &Route) -> Vec<Code> {
    let mut codes = vec![EVERY_ROUTE, route.problems];
    if route.access != Access::Public {
        codes.push(WITH_TOKEN);
    }
    if matches!(route.body, Content::Json(_)) {
        codes.push(WITH_JSON_BODY);
    }
    if route.idempotent_by_key {
        codes.push(WITH_KEY);
    }
    if route.asks_directory {
        codes.push(WITH_DIRECTORY);
    }
    let named = codes.concat();
    CODES
        .iter()
        .filter(|code| named.contains(&code.code))
        .copied()
        .collect()
}

#[cfg(test)]
mod tests;
