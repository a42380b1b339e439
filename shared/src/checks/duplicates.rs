//! One to one: no source mailbox and no MailUser in two rows.
//!
//! Keys are compared as numbers: GUIDs as themselves, names by a hash whose matches
//! are compared in full. No text is kept for rows that are alone.

use std::collections::BTreeMap;

use super::{
    Finding, Rule,
    catalogue::{SOURCE_TWICE, TARGET_TWICE},
    header_name, is_whole,
};
use crate::{
    ids::parse_guid,
    mapping_file::{Column, MappingFile, RowId},
};

pub(super) fn check(file: &MappingFile, findings: &mut Vec<Finding>) {
    let rows: Vec<RowId> = file.rows().filter(|row| is_whole(file, *row)).collect();
    for column in [
        Column::SourceExternalDirectoryObjectId,
        Column::TargetExternalDirectoryObjectId,
    ] {
        let Some(at) = file.column(column) else {
            continue;
        };
        let keys = rows.iter().filter_map(|row| {
            let id = parse_guid(file.cell(*row, at).trim()).ok()?;
            Some((id.as_u128(), *row))
        });
        let rule = if column == Column::TargetExternalDirectoryObjectId {
            &TARGET_TWICE
        } else {
            &SOURCE_TWICE
        };
        for group in groups(keys.collect()) {
            report(file, rule, column, &group, findings);
        }
    }
    for column in [Column::SourceUserPrincipalName, Column::PrimarySmtpAddress] {
        let Some(at) = file.column(column) else {
            continue;
        };
        let keys = rows.iter().filter_map(|row| {
            let text = file.cell(*row, at);
            let name = text.trim();
            (!name.is_empty()).then(|| (u128::from(hash_ignoring_case(name)), *row))
        });
        for group in groups(keys.collect()) {
            for group in same_names(file, at, &group) {
                report(file, &SOURCE_TWICE, column, &group, findings);
            }
        }
    }
}

/// Rows with the same key, in the order of the file; only where there are several.
fn groups(mut keys: Vec<(u128, RowId)>) -> Vec<Vec<RowId>> {
    keys.sort_unstable();
    keys.chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|(_, row)| *row).collect())
        .collect()
}

/// The rows of a group by their names in full: different names may share a hash.
fn same_names(file: &MappingFile, column: usize, group: &[RowId]) -> Vec<Vec<RowId>> {
    let mut names: BTreeMap<String, Vec<RowId>> = BTreeMap::new();
    for row in group {
        let name = file.cell(*row, column).trim().to_ascii_lowercase();
        names.entry(name).or_default().push(*row);
    }
    names.into_values().collect()
}

fn report(
    file: &MappingFile,
    rule: &Rule,
    column: Column,
    group: &[RowId],
    findings: &mut Vec<Finding>,
) {
    let [first, second, rest @ ..] = group else {
        return;
    };
    let name = header_name(file, column);
    for row in group {
        let other = if row == first { second } else { first };
        let more = match rest.len() {
            0 => String::new(),
            1 => " and one more row".to_owned(),
            n => format!(" and {n} more rows"),
        };
        let value = file.value(*row, column);
        let value = super::row_rules::shortened(value.trim());
        findings.push(rule.in_cell(
            row.number(),
            &name,
            format!("{value} stands in row {} as well{more}.", other.number()),
        ));
    }
}

/// FNV-1a. Whoever makes two names collide on purpose gains nothing: the names of a
/// group are compared in full.
fn hash_ignoring_case(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}
