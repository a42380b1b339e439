//! Findings by rule, and lists of them.

use serde::{Deserialize, Serialize};
use shared::checks::Severity;

/// What the page asks about findings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FindingsCommand {
    /// List findings of a rule.
    List {
        /// The rule's code.
        code: String,
        /// How bad they are.
        severity: Severity,
        /// How many to leave out.
        skip: u32,
        /// How many to list.
        count: u32,
    },
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FindingsEvent {
    /// The list that was asked for.
    Listed(Listed),
}

/// Some findings of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// The rule's code.
    pub code: String,
    /// How bad they are.
    pub severity: Severity,
    /// How many were left out before them.
    pub skip: u32,
    /// The findings, in the file's order.
    pub findings: Vec<FindingView>,
    /// What can be done about all of the rule at once, where there is something.
    pub fix_all: Option<FixAll>,
}

/// What can be done about all findings of a rule at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FixAll {
    /// What the undo step would be called; none where the findings are too many to work
    /// it out before somebody asks.
    pub title: Option<String>,
    /// How many findings it would do away with.
    pub fixable: u32,
    /// How many there are.
    pub of: u32,
}

/// The findings of one rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    /// The rule's code.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// The rule in a few words.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub how: String,
    /// How many findings in all.
    pub count: u32,
    /// The first of them.
    pub first: Vec<FindingView>,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct FindingView {
    /// The row, unless it is about the file or a column.
    pub row: Option<u32>,
    /// The column, by its place in the header.
    pub column: Option<usize>,
    /// Who the row is about, where the file says so.
    pub who: Option<String>,
    /// What there is to say.
    pub message: String,
    /// What can be done about it, in a list that was asked for.
    pub fix: Option<String>,
}
