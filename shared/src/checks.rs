//! The checks: everything that is wrong or odd about a mapping file, and whether a
//! MailUser is ready for its mailbox.
//!
//! **Promise.** The same file with the same [`References`] gives the same findings,
//! in the same order, in the browser and at the edge. Checking never changes the
//! file. Every rule stands in the [`catalogue()`]; its code never changes its meaning.
//!
//! **What an error does.** An error about the file or a column refuses an upload
//! ([`refuses_upload`]). An error about a row never does: that row is held back
//! ([`rows_held_back`]) and the rest is applied.
//!
//! Families: **F** file and dialect · **M** mapping · **A** addresses · **R** readiness
//! of a MailUser for its mailbox.

mod against_references;
pub mod catalogue;
mod duplicates;
mod file_rules;
mod finding;
mod page;
pub mod readiness;
mod row_rules;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use catalogue::{Family, Level, Rule, Severity, catalogue};
pub use finding::Finding;
pub use page::{PAGE_COMMAND, catalogue_page};
pub(crate) use row_rules::is_type_name;

use crate::{
    identity::TargetMailUser,
    mapping_file::{Column, MappingFile, RowId},
    matching::target_of_row,
};

/// What a file can be compared with. Each one that is there lets more rules speak.
#[derive(Default, Debug, Clone)]
pub struct References {
    /// The file as it was downloaded.
    pub baseline: Option<MappingFile>,
    /// All MailUsers of the target tenant.
    pub mail_users: Option<Vec<TargetMailUser>>,
    /// The target tenant's accepted domains.
    pub accepted_domains: Option<Vec<String>>,
}

/// Everything there is to say about a file: first about the file, then about its
/// columns, then row by row.
pub fn check(file: &MappingFile, refs: &References) -> Vec<Finding> {
    let mut findings = file_rules::check(file);
    let mut rows = row_rules::check(file);
    duplicates::check(file, &mut rows);
    if let Some(baseline) = &refs.baseline {
        against_references::check_baseline(file, baseline, &mut findings, &mut rows);
    } else {
        file_rules::unknown_columns(file, &mut findings);
    }
    if let Some(mail_users) = &refs.mail_users {
        let accepted = refs.accepted_domains.as_deref().unwrap_or_default();
        against_references::check_mail_users(file, mail_users, accepted, &mut rows);
    }
    // Stable: within a row the rules speak in the order in which they ran.
    rows.sort_by_key(|finding| finding.row);
    findings.extend(rows);
    findings
}

/// A file in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Data rows.
    pub rows: u32,
    /// Rows that lead to a MailUser and have no error.
    pub ready: u32,
    /// Rows with an error, which would not be applied.
    pub held_back: u32,
    /// Rows without a target that have no error.
    pub unmapped: u32,
    /// Findings that are errors.
    pub errors: u32,
    /// Findings that are warnings.
    pub warnings: u32,
    /// Findings that are notes.
    pub notes: u32,
}

/// A file in numbers, by the findings that [`check`] gave for it.
pub fn summarise(file: &MappingFile, findings: &[Finding]) -> Summary {
    let count = |severity: Severity| {
        let found = findings.iter().filter(|f| f.severity == severity).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    let held_back = rows_held_back(findings);
    let mut summary = Summary {
        rows: file.row_count(),
        held_back: u32::try_from(held_back.len()).unwrap_or(u32::MAX),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        ..Summary::default()
    };
    for row in file.rows() {
        if held_back.contains(&row.number()) {
            continue;
        }
        match target_of_row(file, row) {
            Ok(Some(_)) => summary.ready += 1,
            Ok(None) => summary.unmapped += 1,
            Err(_) => {}
        }
    }
    summary
}

/// Whether an upload of the file is refused: it has an error about the file or a
/// column.
pub fn refuses_upload(findings: &[Finding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.severity == Severity::Error && finding.level() != Level::Row)
}

/// The rows (1 is the first) that would not be applied: those with an error.
pub fn rows_held_back(findings: &[Finding]) -> BTreeSet<u32> {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && finding.level() == Level::Row)
        .filter_map(|finding| finding.row)
        .collect()
}

/// Whether a row has as many fields as the header; only then do its fields stand
/// under the right names, and only then do rules look at them.
fn is_whole(file: &MappingFile, row: RowId) -> bool {
    file.field_count(row) == file.header().len()
}

/// The finding's column, as the file's header names it.
fn header_name(file: &MappingFile, column: Column) -> String {
    file.column(column)
        .and_then(|at| file.header().get(at))
        .map_or_else(|| column.name().to_owned(), |name| name.trim().to_owned())
}
