//! One thing that a check has to say.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::catalogue::{Level, Rule, Severity, catalogue};

/// One thing that a check has to say, in one sentence with the values.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule's code, such as `CW-M-006`. It never changes.
    pub code: Cow<'static, str>,
    /// How bad it is, here; the rule says how bad it usually is.
    pub severity: Severity,
    /// The row, where it is about one: 1 is the first data row.
    pub row: Option<u32>,
    /// The column, where it is about one.
    pub column: Option<String>,
    /// What was found, with the values.
    pub message: String,
}

impl Finding {
    /// The rule that speaks; none for a code of a later version.
    pub fn rule(&self) -> Option<&'static Rule> {
        catalogue().iter().find(|rule| rule.code == self.code)
    }

    /// What the finding is about; a code of a later version is judged by its place.
    pub fn level(&self) -> Level {
        match (self.rule(), self.row, &self.column) {
            (Some(rule), ..) => rule.level,
            (None, Some(_), _) => Level::Row,
            (None, None, Some(_)) => Level::Column,
            (None, None, None) => Level::File,
        }
    }
}

/// Values come from another organisation: what would steer a terminal or turn the
/// reading direction is written out.
pub(super) fn without_controls(message: String) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !message.contains(steers) {
        return message;
    }
    let mut plain = String::with_capacity(message.len());
    for c in message.chars() {
        if steers(c) {
            plain.extend(c.escape_default());
        } else {
            plain.push(c);
        }
    }
    plain
}

impl Rule {
    /// A finding about the file.
    pub(super) fn in_file(&self, message: String) -> Finding {
        Finding {
            code: Cow::Borrowed(self.code),
            severity: self.severity,
            row: None,
            column: None,
            message: without_controls(message),
        }
    }

    /// A finding about a column.
    pub(super) fn in_column(&self, column: &str, message: String) -> Finding {
        Finding {
            column: Some(column.to_owned()),
            ..self.in_file(message)
        }
    }
}

/// A value that is fit for a sentence: a damaged field may be megabytes long.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}
