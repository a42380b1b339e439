//! The files that can be made of the open one, and what there is to know before.

use std::{collections::BTreeSet, sync::Arc};

use shared::{
    checks::{Checked, CheckedReader, Level, Severity, catalogue::FORMULA},
    exports::{
        self, InBatch, LeftOut, ReportInput, UsedReference, findings_csv, findings_html,
        findings_json, left_out_csv, migration_batch, sharepoint_identity_map, with_error_column,
        without_error_column,
    },
    fingerprint::Seed,
    identity::TargetMailUser,
    ids::TenantId,
    mapping_file::diff,
    references::ReferenceKind,
    timestamp::Timestamp,
};

use super::{
    holder::Answer,
    open_file::OpenFile,
    protocol::{
        self, CopyKind, Event, Export, Exported, KnownMailUsers, LeaveCommand, LeaveEvent,
        LeaveFacts, LeftOutView, ReferenceView,
    },
};
use crate::{
    texts::{leave as texts, worded},
    words,
};

/// How many of those left out are shown at once.
const FIRST_LEFT_OUT: usize = 100;

/// What is to be known about the file before it leaves.
pub(super) fn facts(open: &OpenFile) -> LeaveFacts {
    let file = open.file();
    let mail_users = open.checked.references().mail_users.as_deref();
    let upload_errors = open
        .checked
        .about_file()
        .iter()
        .filter(|finding| finding.severity == Severity::Error && finding.level() != Level::Row)
        .count();
    LeaveFacts {
        made_from: open.made_from.clone(),
        draft: open.draft.clone(),
        has_baseline: open.checked.references().baseline.is_some(),
        mail_users: match mail_users {
            None => KnownMailUsers::None,
            Some(users) if users.iter().any(has_address) => KnownMailUsers::WithAddresses,
            Some(_) => KnownMailUsers::WithoutAddresses,
        },
        has_steps: file.can_undo() || file.can_redo(),
        upload_errors: u32::try_from(upload_errors).unwrap_or(u32::MAX),
        formulas: open.checked.count_of_rule(&FORMULA),
    }
}

fn has_address(mail_user: &TargetMailUser) -> bool {
    !mail_user.primary_smtp_address.trim().is_empty()
}

/// The mapping file of an opened copy, and what the copy was: the guard of a
/// spreadsheet-safe copy and the column of findings are taken off exactly.
pub(super) fn unwrapped(mut checked: Checked, seed: &Seed) -> (Checked, Vec<CopyKind>) {
    let mut made_from = Vec::new();
    for kind in [CopyKind::ReviewCopy, CopyKind::WithFindings] {
        let file = checked.file();
        let plain = match kind {
            CopyKind::ReviewCopy => file.is_spreadsheet_safe().then(|| file.without_guard()),
            CopyKind::WithFindings => without_error_column(file),
        };
        let Some(plain) = plain else { continue };
        let references = Arc::clone(checked.references());
        if let Ok(plain) = CheckedReader::of_memory(plain, references, seed).finish() {
            checked = plain;
            made_from.push(kind);
        }
    }
    (checked, made_from)
}

/// The name of the file that a copy was made from: `wave.review.csv` was `wave.csv`.
pub(super) fn name_without_marks(name: String, made_from: &[CopyKind]) -> String {
    made_from.iter().fold(name, |name, kind| {
        let mark = match kind {
            CopyKind::ReviewCopy => REVIEW_COPY,
            CopyKind::WithFindings => WITH_FINDINGS,
        };
        let mark = mark.strip_suffix("csv").unwrap_or(mark);
        match name.rsplit_once(mark) {
            Some((stem, ending)) => format!("{stem}.{ending}"),
            None => name,
        }
    })
}

const REVIEW_COPY: &str = ".review.csv";
const WITH_FINDINGS: &str = ".with-findings.csv";

/// A file's name with another ending: `wave.csv` becomes `wave.review.csv`.
pub(super) fn named(name: &str, ending: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 4 => stem,
        _ => name,
    };
    format!("{stem}{ending}")
}

/// Makes the file that was asked for.
pub(super) fn answer(
    open: &OpenFile,
    references: &[ReferenceView],
    command: LeaveCommand,
) -> Answer {
    let made = match &command {
        LeaveCommand::Export(export) => make(open, references, export),
        LeaveCommand::LeftOut(export) => list_left_out(open, export),
    };
    match (made, command) {
        (Ok((exported, bytes)), LeaveCommand::Export(export)) => Answer {
            event: Event::Leave(LeaveEvent::Exported(Exported {
                export: Some(export),
                ..exported
            })),
            bytes: Some(bytes),
        },
        (Ok((exported, bytes)), LeaveCommand::LeftOut(_)) => Answer {
            event: Event::Leave(LeaveEvent::Exported(exported)),
            bytes: Some(bytes),
        },
        (Err(message), _) => Event::Leave(LeaveEvent::Refused { message }).into(),
    }
}

type Made = Result<(Exported, Vec<u8>), String>;

fn make(open: &OpenFile, references: &[ReferenceView], export: &Export) -> Made {
    let (ending, bytes) = match export {
        Export::ReviewCopy => {
            let copy = open.file().spreadsheet_safe();
            (
                REVIEW_COPY,
                copy.map_err(|error| worded(words::as_sentence(&error.to_string())))?,
            )
        }
        Export::WithFindings => (
            WITH_FINDINGS,
            with_error_column(open.file(), open.checked.findings()),
        ),
        Export::FindingsCsv => (".findings.csv", findings_csv(open.checked.findings())),
        Export::FindingsJson => {
            let findings: Vec<_> = open.checked.findings().collect();
            (".findings.json", findings_json(&findings).into_bytes())
        }
        Export::Report { reviewer, made_at } => (
            ".report.html",
            report(open, references, reviewer.as_deref(), *made_at).into_bytes(),
        ),
        Export::IdentityMap { .. } | Export::MigrationBatch { .. } => {
            let (ending, made) = for_another_tool(open, export)?;
            return Ok((told(named(&open.name, ending), &made), made.bytes));
        }
    };
    let name = named(&open.name, ending);
    let exported = Exported {
        name,
        ..Exported::default()
    };
    Ok((exported, bytes))
}

/// The exports that cannot hold every row.
fn for_another_tool(
    open: &OpenFile,
    export: &Export,
) -> Result<(&'static str, exports::Export), String> {
    let references = open.checked.references();
    let Some(mail_users) = references.mail_users.as_deref() else {
        return Err(texts::needs_mail_users());
    };
    let file = open.file();
    let mut held_back = BTreeSet::new();
    for row in file.rows() {
        if open.checked.held_back().contains(row.0) {
            held_back.insert(row.number());
        }
    }
    if let Export::IdentityMap { source_tenant } = export {
        let tenant: TenantId = source_tenant
            .trim()
            .parse()
            .map_err(|_| texts::not_a_tenant_id())?;
        return Ok((
            ".sharepoint-identity-map.csv",
            sharepoint_identity_map(file, mail_users, tenant, &held_back, &[]),
        ));
    }
    let which = match export {
        Export::MigrationBatch { all_mapped: true } => InBatch::AllMapped,
        _ => InBatch::Completed,
    };
    Ok((
        ".migration-batch.csv",
        migration_batch(file, mail_users, &held_back, which),
    ))
}

fn told(name: String, made: &exports::Export) -> Exported {
    let view = |left: &LeftOut| LeftOutView {
        row: left.row.saturating_sub(1),
        source: left.source.clone(),
        reason: worded(words::as_sentence(&left.reason.to_string())),
    };
    Exported {
        name,
        rows: Some(made.rows),
        left_out: u32::try_from(made.left_out.len()).unwrap_or(u32::MAX),
        first_left_out: made
            .left_out
            .iter()
            .take(FIRST_LEFT_OUT)
            .map(view)
            .collect(),
        export: None,
    }
}

fn list_left_out(open: &OpenFile, export: &Export) -> Made {
    let (ending, made) = for_another_tool(open, export)?;
    let ending = ending.replace(".csv", ".left-out.csv");
    let exported = Exported {
        name: named(&open.name, &ending),
        ..Exported::default()
    };
    Ok((exported, left_out_csv(&made.left_out)))
}

fn report(
    open: &OpenFile,
    listed: &[ReferenceView],
    reviewer: Option<&str>,
    made_at: i64,
) -> String {
    let references = open.checked.references();
    let used: Vec<UsedReference<'_>> = listed
        .iter()
        .map(|reference| UsedReference {
            kind: kind_of(reference.kind),
            file_name: &reference.name,
            entries: reference.rows,
            sha256: None,
        })
        .collect();
    let changes = references
        .baseline
        .as_ref()
        .map(|baseline| diff(baseline, open.file()));
    let input = ReportInput {
        file_name: &open.name,
        file: open.file(),
        summary: open.checked.summary(),
        references: &used,
        changes: changes.as_ref(),
        made_at: Timestamp::from_unix_millis(made_at),
        reviewer: reviewer.filter(|name| !name.trim().is_empty()),
    };
    findings_html(&input, open.checked.findings())
}

fn kind_of(kind: protocol::ReferenceKind) -> ReferenceKind {
    match kind {
        protocol::ReferenceKind::Original => ReferenceKind::Baseline,
        protocol::ReferenceKind::MailUsers => ReferenceKind::MailUsers,
        protocol::ReferenceKind::SourceMailboxes => ReferenceKind::SourceMailboxes,
        protocol::ReferenceKind::AcceptedDomains => ReferenceKind::AcceptedDomains,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_s_name_gets_another_ending() {
        for (name, expected) in [
            ("wave.csv", "wave.review.csv"),
            ("wave.3.txt", "wave.3.review.csv"),
            ("wave", "wave.review.csv"),
            (".csv", ".csv.review.csv"),
            (
                "Contoso Ltd. mailboxes",
                "Contoso Ltd. mailboxes.review.csv",
            ),
        ] {
            assert_eq!(named(name, REVIEW_COPY), expected);
        }
    }

    #[test]
    fn a_copy_takes_its_file_s_name_back() {
        use CopyKind::{ReviewCopy, WithFindings};
        for (name, kinds, expected) in [
            ("wave.review.csv", &[ReviewCopy][..], "wave.csv"),
            ("wave.review.csv", &[], "wave.review.csv"),
            ("renamed.csv", &[ReviewCopy], "renamed.csv"),
            ("wave.with-findings.csv", &[WithFindings], "wave.csv"),
            (
                "wave.with-findings.review.csv",
                &[ReviewCopy, WithFindings],
                "wave.csv",
            ),
        ] {
            assert_eq!(name_without_marks(name.into(), kinds), expected, "{name}");
        }
    }
}
