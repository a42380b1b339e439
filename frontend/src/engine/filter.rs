//! What each row is, so that rows can be counted and filtered without asking the
//! checks again.

use shared::checks::{Finding, Severity};

use super::protocol::{Counts, Filter};

/// What is known of one row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts, each a filter of its own"
)]
pub struct RowFacts {
    /// It has an error.
    pub error: bool,
    /// It has a warning.
    pub warning: bool,
    /// It leads to no MailUser.
    pub unmapped: bool,
    /// It was edited.
    pub changed: bool,
}

impl RowFacts {
    /// Whether the row is shown under `filter`.
    pub fn matches(self, filter: Filter) -> bool {
        match filter {
            Filter::All => true,
            Filter::Errors => self.error,
            Filter::Warnings => self.warning,
            Filter::Unmapped => self.unmapped,
            Filter::Changed => self.changed,
        }
    }
}

/// The facts of every row. A finding about the file as a whole marks no row.
pub fn row_facts(
    rows: u32,
    findings: &[Finding],
    is_unmapped: impl Fn(u32) -> bool,
    is_changed: impl Fn(u32) -> bool,
) -> Vec<RowFacts> {
    let mut facts: Vec<RowFacts> = (0..rows)
        .map(|row| RowFacts {
            unmapped: is_unmapped(row),
            changed: is_changed(row),
            ..RowFacts::default()
        })
        .collect();
    for finding in findings {
        let place = finding.row.and_then(|row| row.checked_sub(1));
        let fact = place
            .and_then(|row| usize::try_from(row).ok())
            .and_then(|row| facts.get_mut(row));
        if let Some(fact) = fact {
            match finding.severity {
                Severity::Error => fact.error = true,
                Severity::Warning => fact.warning = true,
                Severity::Note => {}
            }
        }
    }
    facts
}

/// How many rows each filter shows, and how many an upload would apply.
pub fn counts(facts: &[RowFacts]) -> Counts {
    let mut counts = Counts::default();
    for fact in facts {
        counts.errors += u32::from(fact.error);
        counts.warnings += u32::from(fact.warning);
        counts.unmapped += u32::from(fact.unmapped);
        counts.changed += u32::from(fact.changed);
        counts.ready += u32::from(!fact.error && !fact.unmapped);
    }
    counts
}

/// The rows that `filter` shows, in the file's order.
pub fn matching(facts: &[RowFacts], filter: Filter) -> Vec<u32> {
    (0_u32..)
        .zip(facts)
        .filter(|(_, fact)| fact.matches(filter))
        .map(|(row, _)| row)
        .collect()
}
