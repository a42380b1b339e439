//! What a row is known by: the four columns in which no two rows may say the same.

use super::{
    Rule,
    catalogue::{SOURCE_TWICE, TARGET_TWICE},
    columns::Columns,
    guid::{self, Guid},
};
use crate::{
    fingerprint::{Fingerprint, Seed},
    mapping_file::{Column, Row},
};

/// A row's fingerprints; 0 where it has no key.
pub(super) type RowKeys = [u64; 4];

/// Which of them is the target's.
pub(super) const TARGET: usize = 1;

/// The columns, in the order in which their rules speak.
pub(super) const KEY_COLUMNS: [(Column, &Rule); 4] = [
    (Column::SourceExternalDirectoryObjectId, &SOURCE_TWICE),
    (Column::TargetExternalDirectoryObjectId, &TARGET_TWICE),
    (Column::SourceUserPrincipalName, &SOURCE_TWICE),
    (Column::PrimarySmtpAddress, &SOURCE_TWICE),
];

/// The keys of any row; none of one whose fields may stand under the wrong names.
pub(super) fn keys_of(row: &Row<'_>, columns: &Columns, seed: &Seed) -> RowKeys {
    if row.len() != columns.width {
        return RowKeys::default();
    }
    let id = |column: Option<usize>| {
        let text = row.text(column?);
        guid_key(text.trim(), seed)
    };
    let name = |column: Option<usize>| {
        let text = row.text(column?);
        name_key(&text, seed)
    };
    [
        id(columns.source_id),
        id(columns.target),
        name(columns.upn),
        name(columns.primary),
    ]
    .map(|key| key.map_or(0, Fingerprint::as_u64))
}

/// A GUID's fingerprint, with or without braces.
pub(super) fn guid_key(text: &str, seed: &Seed) -> Option<Fingerprint> {
    let bare = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(text);
    match guid::read(bare.as_bytes()) {
        Guid::Some(packed) => Some(seed.of_pair(packed)),
        Guid::Nil | Guid::Malformed => None,
    }
}

/// A name's fingerprint, ignoring case and white space around it.
pub(super) fn name_key(text: &str, seed: &Seed) -> Option<Fingerprint> {
    let name = text.trim();
    (!name.is_empty()).then(|| seed.of_name(name.as_bytes()))
}
