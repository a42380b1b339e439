//! Rules that compare a file with what is known from elsewhere: the file as it was
//! downloaded, and the target's MailUsers.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use uuid::Uuid;

use super::{
    Finding, Severity,
    catalogue::{
        ADDED_COLUMN, LOCKED_CHANGED, REMOVED_COLUMN, ROW_ADDED, ROWS_MISSING, TARGET_UNKNOWN,
        WRITTEN_TARGET_CHANGED,
    },
    file_rules::renamed_from,
    header_name, is_whole, readiness,
    row_rules::shortened,
};
use crate::{
    address,
    identity::{SourceMailbox, TargetMailUser},
    mapping_file::{Column, MappingFile, RowId, status_from_text},
    matching::target_of_row,
    workflow::IdentityState,
};

/// What differs from the file as it was downloaded, besides the targets.
pub(super) fn check_baseline(
    file: &MappingFile,
    baseline: &MappingFile,
    findings: &mut Vec<Finding>,
    rows: &mut Vec<Finding>,
) {
    columns(file, baseline, findings);
    let Some(key) = Column::SOURCE_KEYS
        .into_iter()
        .find(|key| file.column(*key).is_some() && baseline.column(*key).is_some())
    else {
        return;
    };
    let mut known: HashMap<String, RowId> = HashMap::new();
    for row in baseline.rows().filter(|row| is_whole(baseline, *row)) {
        known.entry(key_of(baseline, row, key)).or_insert(row);
    }
    let mut seen: HashSet<RowId> = HashSet::new();
    let locked = locked_columns(file, baseline);
    for row in file.rows().filter(|row| is_whole(file, *row)) {
        let text = key_of(file, row, key);
        if text.is_empty() {
            continue;
        }
        let Some(before) = known.get(&text) else {
            rows.push(ROW_ADDED.in_cell(
                row.number(),
                &header_name(file, key),
                format!("{} is not in the downloaded file.", shortened(&text)),
            ));
            continue;
        };
        seen.insert(*before);
        locked_fields(file, row, baseline, *before, &locked, rows);
        written_target(file, row, baseline, *before, rows);
    }
    rows_missing(baseline, key, &seen, findings);
}

fn columns(file: &MappingFile, baseline: &MappingFile, findings: &mut Vec<Finding>) {
    for name in file.header() {
        let name = name.trim();
        if baseline.column_named(name).is_none() && renamed_from(file, name).is_none() {
            findings.push(ADDED_COLUMN.in_column(
                name,
                format!("The column {name:?} is not in the downloaded file."),
            ));
        }
    }
    for name in baseline.header() {
        let name = name.trim();
        if file.column_named(name).is_none() {
            findings.push(REMOVED_COLUMN.in_column(
                name,
                format!("The column {name:?} of the downloaded file is missing."),
            ));
        }
    }
}

/// Columns that both files have and nobody may change: where they stand in each.
fn locked_columns(file: &MappingFile, baseline: &MappingFile) -> Vec<(usize, usize)> {
    (0..file.header().len())
        .filter(|at| !file.is_editable(*at))
        .filter_map(|at| Some((at, baseline.column_named(file.header().get(at)?)?)))
        .collect()
}

fn locked_fields(
    file: &MappingFile,
    row: RowId,
    baseline: &MappingFile,
    before: RowId,
    locked: &[(usize, usize)],
    rows: &mut Vec<Finding>,
) {
    for (at, at_before) in locked {
        let (now, then) = (file.cell(row, *at), baseline.cell(before, *at_before));
        if now != then {
            let name = file.header().get(*at).map_or("", |name| name.trim());
            rows.push(LOCKED_CHANGED.in_cell(
                row.number(),
                name,
                format!(
                    "{name} was changed from {:?} to {:?}.",
                    shortened(&then),
                    shortened(&now)
                ),
            ));
        }
    }
}

fn written_target(
    file: &MappingFile,
    row: RowId,
    baseline: &MappingFile,
    before: RowId,
    rows: &mut Vec<Finding>,
) {
    let status = baseline.value(before, Column::MigrationStatus);
    let is_written = matches!(
        status_from_text(&status),
        Some(IdentityState::Written | IdentityState::Completed)
    );
    let (Ok(Some(now)), Ok(Some(then))) =
        (target_of_row(file, row), target_of_row(baseline, before))
    else {
        return;
    };
    if is_written && now != then {
        rows.push(WRITTEN_TARGET_CHANGED.in_cell(
            row.number(),
            &header_name(file, Column::TargetExternalDirectoryObjectId),
            format!(
                "The identity is {} on {then}, and the file leads it to {now}.",
                status.trim()
            ),
        ));
    }
}

fn rows_missing(
    baseline: &MappingFile,
    key: Column,
    seen: &HashSet<RowId>,
    findings: &mut Vec<Finding>,
) {
    let missing: Vec<RowId> = baseline
        .rows()
        .filter(|row| is_whole(baseline, *row) && !seen.contains(row))
        .collect();
    let Some(first) = missing.first() else { return };
    let name = key_of(baseline, *first, key);
    let name = shortened(&name);
    findings.push(ROWS_MISSING.in_file(match missing.len() {
        1 => format!("A row of the downloaded file is missing: {name}."),
        n => format!("{n} rows of the downloaded file are missing, the first is {name}."),
    }));
}

/// The source mailbox that a row names, in a form that can be looked up.
fn key_of(file: &MappingFile, row: RowId, key: Column) -> String {
    file.value(row, key)
        .trim()
        .trim_start_matches('{')
        .trim_end_matches('}')
        .to_ascii_lowercase()
}

/// What the target's MailUsers say about the rows that lead to them.
///
/// What is wrong with a MailUser is a warning here: the row itself is right, and the
/// MailUser can still be corrected before its mailbox moves.
pub(super) fn check_mail_users(
    file: &MappingFile,
    mail_users: &[TargetMailUser],
    accepted_domains: &[String],
    rows: &mut Vec<Finding>,
) {
    let known: HashMap<Uuid, &TargetMailUser> = mail_users
        .iter()
        .map(|mail_user| (*mail_user.id.as_uuid(), mail_user))
        .collect();
    let column = header_name(file, Column::TargetExternalDirectoryObjectId);
    for row in file.rows().filter(|row| is_whole(file, *row)) {
        let Ok(Some(target)) = target_of_row(file, row) else {
            continue;
        };
        let Some(mail_user) = known.get(target.as_uuid()) else {
            rows.push(TARGET_UNKNOWN.in_cell(
                row.number(),
                &column,
                format!(
                    "{target} is not among the {} MailUsers given.",
                    mail_users.len()
                ),
            ));
            continue;
        };
        let mut about = readiness::of_mail_user(mail_user, accepted_domains);
        if let Some(source) = source_of_row(file, row) {
            about.extend(readiness::of_pair(
                &source,
                mail_user,
                readiness::Phase::BeforeWrite,
            ));
        }
        rows.extend(about.into_iter().map(|finding| Finding {
            row: Some(row.number()),
            column: Some(column.clone()),
            severity: finding.severity.max(Severity::Warning),
            ..finding
        }));
    }
}

/// The source mailbox as the row describes it, where it does so in full.
fn source_of_row(file: &MappingFile, row: RowId) -> Option<SourceMailbox> {
    let text = |column| file.value(row, column);
    let id = |column| -> Option<Cow<'_, str>> {
        file.column(column)?;
        Some(text(column))
    };
    file.column(Column::PrimarySmtpAddress)?;
    Some(SourceMailbox {
        id: id(Column::SourceExternalDirectoryObjectId)?
            .trim()
            .parse()
            .ok()?,
        user_principal_name: text(Column::SourceUserPrincipalName).into_owned(),
        primary_smtp_address: text(Column::PrimarySmtpAddress).into_owned(),
        archive_guid: id(Column::ArchiveGuid)?.trim().parse().ok(),
        exchange_guid: id(Column::ExchangeGuid)?.trim().parse().ok()?,
        legacy_exchange_dn: text(Column::LegacyExchangeDN).into_owned(),
        email_addresses: address::split_addresses(&text(Column::EmailAddresses))
            .map(str::to_owned)
            .collect(),
        display_name: String::new(),
        alias: String::new(),
    })
}
