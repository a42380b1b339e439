//! What the API answers, and the headers that every answer carries.

use serde::Serialize;
use sha2::{Digest, Sha256};
use worker::{Headers, Response, ResponseBody, ResponseBuilder};

use super::problems::ApiError;

/// Headers of every API answer: nothing is cached, nothing is embedded, and
/// nothing in it can run.
const ALWAYS: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'; sandbox",
    ),
];

/// An answer before it is a response.
#[derive(Debug)]
pub(super) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: ResponseBody,
}

impl Reply {
    /// JSON with status 200.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, ApiError> {
        let text = serde_json::to_vec(value)
            .map_err(|error| ApiError::Internal(format!("an answer that is no JSON: {error}")))?;
        Ok(Self::new("application/json", ResponseBody::Body(text)))
    }

    /// Text that is JSON already.
    pub(super) fn json_text(text: &str) -> Self {
        Self::new(
            "application/json",
            ResponseBody::Body(text.as_bytes().to_vec()),
        )
    }

    /// A CSV file to be saved under `name`.
    pub(super) fn csv(name: &str, body: ResponseBody) -> Self {
        Self::file("text/csv; charset=utf-8", name, body)
    }

    /// A script to be saved under `name`; a browser shows it as text and runs nothing.
    pub(super) fn script(name: &str, text: &str) -> Self {
        let body = ResponseBody::Body(text.as_bytes().to_vec());
        Self::file("text/plain; charset=utf-8", name, body)
    }

    fn file(content_type: &str, name: &str, body: ResponseBody) -> Self {
        let mut reply = Self::new(content_type, body);
        reply.headers.push((
            "content-disposition",
            format!("attachment; filename=\"{name}\""),
        ));
        reply
    }

    fn new(content_type: &str, body: ResponseBody) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type", content_type.to_owned())],
            body,
        }
    }

    /// 201, and where the new thing is.
    #[must_use]
    pub(super) fn created(mut self, location: String) -> Self {
        self.status = 201;
        self.headers.push(("location", location));
        self
    }

    /// Adds an `ETag` of the body, and answers 304 to somebody who has it already.
    #[must_use]
    pub(super) fn tagged(mut self, if_none_match: Option<&str>) -> Self {
        let ResponseBody::Body(bytes) = &self.body else {
            return self;
        };
        let tag = etag(bytes);
        if if_none_match.is_some_and(|tags| names(tags, &tag)) {
            self.status = 304;
            self.body = ResponseBody::Empty;
            self.headers.retain(|(name, _)| *name != "content-type");
        }
        self.headers.push(("etag", tag));
        self
    }

    /// The status.
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    /// The response, naming its correlation.
    pub(super) fn into_response(self, correlation_id: &str) -> worker::Result<Response> {
        let headers = Headers::new();
        for (name, value) in ALWAYS {
            headers.set(name, value)?;
        }
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        headers.set("x-correlation-id", correlation_id)?;
        Ok(ResponseBuilder::new()
            .with_status(self.status)
            .with_headers(headers)
            .body(self.body))
    }
}

/// The reply that a problem is.
pub(super) fn problem(error: &ApiError, correlation_id: &str) -> Reply {
    let text = serde_json::to_vec(&error.problem(correlation_id)).unwrap_or_default();
    let mut reply = Reply::new("application/problem+json", ResponseBody::Body(text));
    reply.status = error.status();
    reply.headers.extend(error.headers());
    reply
}

/// A short text, where there is no API to answer.
pub(super) fn plain(status: u16, text: &str, correlation_id: &str) -> worker::Result<Response> {
    let mut reply = Reply::new(
        "text/plain; charset=utf-8",
        ResponseBody::Body(text.as_bytes().to_vec()),
    );
    reply.status = status;
    reply.into_response(correlation_id)
}

/// The tag of a body: half of its SHA-256, in quotes.
pub(super) fn etag(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut tag = String::from("\"");
    for byte in Sha256::digest(bytes).iter().take(16) {
        // Writing to a String cannot fail.
        _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// Whether `If-Match` or `If-None-Match` names a tag. A proxy that compresses
/// turns a strong tag into a weak one, so that `W/` is looked past.
pub(super) fn names(header: &str, tag: &str) -> bool {
    header
        .split(',')
        .map(str::trim)
        .any(|named| named == "*" || named.strip_prefix("W/").unwrap_or(named) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_changes_with_the_body() {
        assert_eq!(etag(b"a"), etag(b"a"));
        assert_ne!(etag(b"a"), etag(b"b"));
        assert_eq!(etag(b"").len(), 34);
    }

    #[test]
    fn a_tag_is_found_in_the_forms_that_http_allows() {
        let tag = etag(b"a");
        for header in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"x\", {tag}"),
            "*".to_owned(),
        ] {
            assert!(names(&header, &tag), "{header}");
        }
        for header in ["", "\"x\"", tag.trim_matches('"')] {
            assert!(!names(header, &tag), "{header}");
        }
    }

    #[test]
    fn somebody_who_has_it_gets_304_and_no_body() {
        let reply = Reply::json_text("{}").tagged(Some(&etag(b"{}")));
        assert_eq!(reply.status(), 304);
        assert!(matches!(reply.body, ResponseBody::Empty));
        let reply = Reply::json_text("{}").tagged(Some("\"older\""));
        assert_eq!(reply.status(), 200);
        assert!(reply.headers.iter().any(|(name, _)| *name == "etag"));
    }
}
