//! One to one: no source mailbox and no MailUser in two rows.
//!
//! Keys are compared as numbers: GUIDs as themselves, names by a hash whose matches
//! are compared in full. No text is kept per row.

use std::hash::Hasher;

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
            let group = same_names(file, at, group);
            report(file, &SOURCE_TWICE, column, &group, findings);
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

/// Those rows of a group whose name really is another row's: a hash may be shared by
/// chance, and then the rows are left out.
fn same_names(file: &MappingFile, column: usize, group: Vec<RowId>) -> Vec<RowId> {
    let Some(first) = group.first() else {
        return group;
    };
    let name = file.cell(*first, column).trim().to_owned();
    group
        .into_iter()
        .filter(|row| file.cell(*row, column).trim().eq_ignore_ascii_case(&name))
        .collect()
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

fn hash_ignoring_case(text: &str) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    for byte in text.bytes() {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.finish()
}
