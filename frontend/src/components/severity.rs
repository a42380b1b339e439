//! How bad a finding is, in one word, one picture and one class.

use shared::checks::Severity;

use super::icon::Icon;

/// The class of the style sheet.
pub fn class_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The word that stands for the colour.
pub fn word_for(severity: Severity, count: u32) -> &'static str {
    match (severity, count) {
        (Severity::Error, 1) => "error",
        (Severity::Error, _) => "errors",
        (Severity::Warning, 1) => "warning",
        (Severity::Warning, _) => "warnings",
        (Severity::Note, 1) => "note",
        (Severity::Note, _) => "notes",
    }
}

/// The picture that stands for the colour.
pub fn icon_of(severity: Severity) -> Icon {
    match severity {
        Severity::Error => Icon::Error,
        Severity::Warning => Icon::Warning,
        Severity::Note => Icon::Note,
    }
}
