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

mod address_rules;
mod against_baseline;
mod against_mail_users;
mod against_source_mailboxes;
mod ahead;
mod by_rule;
pub mod catalogue;
mod checked;
mod checked_reader;
mod checked_stream;
mod columns;
mod duplicates;
mod engine;
mod file_rules;
mod finding;
mod finishing;
mod fixes;
mod guid;
mod index;
mod keys;
mod page;
mod place;
pub mod readiness;
mod row_keys;
mod row_rules;
mod samples;
mod say;
mod screen;
mod smtp;
mod tally;

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

pub(crate) use address_rules::is_type_name;
pub use ahead::Ahead;
pub use catalogue::{Family, Level, Rule, Severity, catalogue};
pub use checked::{Checked, FoundAt, FoundByRule};
pub use checked_reader::CheckedReader;
pub use checked_stream::{CheckedStream, StreamReport};
pub use finding::Finding;
pub(crate) use finding::shortened;
pub use fixes::{Fix, FixKind, FixingAll, fix_all, fix_all_found, fix_for};
pub use page::{PAGE_COMMAND, catalogue_page};
pub use tally::RowSet;

use crate::{
    fingerprint::Seed,
    mapping_file::{MappingFile, RowId},
    matching::target_of_row,
    references::{MailUsers, SourceMailboxes},
};
use engine::Engine;
use file_rules::Shape;

/// What a file can be compared with. Each one that is there lets more rules speak.
#[derive(Default, Debug, Clone)]
pub struct References {
    /// The file as it was downloaded.
    pub baseline: Option<Arc<MappingFile>>,
    /// All MailUsers of the target tenant.
    pub mail_users: Option<MailUsers>,
    /// The source's mailboxes.
    pub source_mailboxes: Option<SourceMailboxes>,
    /// The target tenant's accepted domains.
    pub accepted_domains: Option<Vec<String>>,
    /// What is to be looked for only if somebody asks.
    pub asked: readiness::Asked,
    /// Whether `MigrationStatus` may differ from the downloaded file's: what that is
    /// compared with has moved on since.
    pub is_status_stale: bool,
}

/// Everything there is to say about a file: first about the file, then about its
/// columns, then row by row.
///
/// Words every finding; [`Checked`] keeps them as places, for files that are large or
/// edited.
pub fn check(file: &MappingFile, refs: &References) -> Vec<Finding> {
    check_with(file, refs, &Seed::default())
}

/// The same, with a seed from whoever has true randomness: for files of others where the
/// standard library has none.
pub fn check_with(file: &MappingFile, refs: &References, seed: &Seed) -> Vec<Finding> {
    let engine = Engine::over(file, refs, seed);
    let mut findings = about_file(Shape::of(file), refs, &engine);
    let rows = engine.rows_with_places();
    for row in rows.filter_map(|row| file.row(RowId(row))) {
        findings.extend(engine.words_of(&row, refs));
    }
    findings
}

/// What there is to say about the file and its columns.
fn about_file(file: Shape<'_>, refs: &References, engine: &Engine) -> Vec<Finding> {
    let mut findings = file_rules::check(file);
    if let Some(baseline) = refs.baseline.as_deref() {
        against_baseline::columns(file.header, baseline, &mut findings);
        let index = engine.index.baseline.as_ref();
        findings.extend(index.and_then(|index| index.rows_missing(baseline)));
    } else {
        file_rules::unknown_columns(file.header, &mut findings);
    }
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
