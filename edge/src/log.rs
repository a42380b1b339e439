//! One line of JSON for each thing worth knowing later. Ids and codes only: no
//! names, addresses, tokens, query strings or bodies, ever.

use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CallLine<'a> {
    event: &'static str,
    correlation_id: &'a str,
    operation: &'a str,
    status: u16,
    millis: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct ObjectLine<'a> {
    event: &'static str,
    object: &'a str,
    what: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct SweepLine {
    event: &'static str,
    deleted: usize,
    failed: usize,
    unknown: usize,
}

/// A call of the API and how it ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CallEnd<'a> {
    /// The correlation id that the caller was told.
    pub correlation_id: &'a str,
    /// Its operation id, or what stands for it where there is none.
    pub operation: &'a str,
    /// The status.
    pub status: u16,
    /// How long it took.
    pub millis: i64,
    /// The problem's code.
    pub code: Option<&'a str>,
    /// What went wrong inside.
    pub reason: Option<&'a str>,
}

/// Logs a call's end.
pub(crate) fn call(end: CallEnd<'_>) {
    write(&CallLine {
        event: "call",
        correlation_id: end.correlation_id,
        operation: end.operation,
        status: end.status,
        millis: end.millis,
        code: end.code,
        reason: end.reason,
    });
}

/// Logs that something in an object did not go as it should.
pub(crate) fn object(kind: &str, what: &str, reason: &str) {
    write(&ObjectLine {
        event: "object",
        object: kind,
        what,
        reason,
    });
}

/// Logs how a sweep of overdue uploads went.
pub(crate) fn sweep(deleted: usize, failed: usize, unknown: usize) {
    write(&SweepLine {
        event: "sweep",
        deleted,
        failed,
        unknown,
    });
}

fn write(line: &impl Serialize) {
    if let Ok(text) = serde_json::to_string(line) {
        worker::console_log!("{text}");
    }
}
