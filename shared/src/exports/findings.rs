//! Findings to take along: as CSV for people, as JSON for programs.

use std::borrow::Borrow;

use serde::Serialize;

use super::csv_bytes;
use crate::{
    checks::{Finding, Rule, Severity},
    mapping_file::guarded_text,
};

const HEADER: [&str; 7] = [
    "Code", "Severity", "Row", "Column", "Message", "Why", "WhatToDo",
];

/// One row for each finding, in their order. Values come from another organisation:
/// what a spreadsheet would run is guarded by an apostrophe.
///
/// ```
/// use shared::{checks::{check, References}, exports::findings_csv, mapping_file::open};
///
/// let file = open(b"PrimarySmtpAddress,TargetExternalDirectoryObjectId\r\nlena@contoso.example,lena\r\n".to_vec())?;
/// let findings = check(&file, &References::default());
/// let csv = String::from_utf8(findings_csv(&findings))?;
/// assert!(csv.contains("\r\nCW-M-001,error,1,TargetExternalDirectoryObjectId,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn findings_csv(findings: impl IntoIterator<Item: Borrow<Finding>>) -> Vec<u8> {
    let guarded = |text: &str| guarded_text(text).into_owned();
    csv_bytes(
        HEADER,
        findings.into_iter().map(|finding| {
            let finding = finding.borrow();
            let rule = finding.rule();
            [
                guarded(&finding.code),
                severity_text(finding.severity).to_owned(),
                finding.row.map(|row| row.to_string()).unwrap_or_default(),
                guarded(finding.column.as_deref().unwrap_or_default()),
                guarded(&finding.message),
                guarded(rule.map_or("", |rule| rule.why)),
                guarded(rule.map_or("", |rule| rule.how)),
            ]
        }),
    )
}

/// A finding with what its rule says about it.
#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'static str>,
}

/// The findings as a JSON array of `{code, severity, row, column, message, why, how}`,
/// in their order. Nothing is altered.
///
/// ```
/// use shared::{checks::{check, References}, exports::findings_json, mapping_file::open};
///
/// let file = open(b"TargetExternalDirectoryObjectId;\r\n".to_vec())?;
/// let json = findings_json(&check(&file, &References::default()));
/// let findings: serde_json::Value = serde_json::from_str(&json)?;
/// assert_eq!(findings[0]["severity"], "error");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn findings_json(findings: &[Finding]) -> String {
    let explained: Vec<Explained> = findings
        .iter()
        .map(|finding| Explained {
            finding,
            why: finding.rule().map(|rule: &Rule| rule.why),
            how: finding.rule().map(|rule: &Rule| rule.how),
        })
        .collect();
    // Text and numbers alone: turning them into JSON cannot fail.
    serde_json::to_string_pretty(&explained).unwrap_or_default()
}

/// The severity in one word.
pub(super) fn severity_text(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests;
