//! What an export could not hold, by name: nobody is left out in silence.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::csv_bytes;
use crate::{
    identity::TargetMailUser,
    ids::ObjectId,
    mapping_file::{Column, MappingFile, RowId, guarded_text},
    matching::target_of_row,
};

/// A file for another tool, and who is not in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many rows it holds.
    pub rows: u32,
    /// The mapping file's other rows, in its order.
    pub left_out: Vec<LeftOut>,
}

/// A row of the mapping file that is not in an export.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// The row: 1 is the first.
    pub row: u32,
    /// The source mailbox: its name for sign-in, its address or its id.
    pub source: String,
    /// Why.
    #[serde(serialize_with = "in_words")]
    pub reason: Reason,
}

/// Why a row is not in an export, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Reason {
    /// A check has an error about the row.
    #[error("the row has an error: mend it first")]
    HeldBack,
    /// The row leads to nobody.
    #[error("the row leads to no MailUser: map it first")]
    NoTarget,
    /// The row leads to somebody whom the reference does not know.
    #[error("{0} is not among the MailUsers given: export the MailUsers again")]
    UnknownTarget(ObjectId),
    /// The identity is not ready to move.
    #[error("its MigrationStatus is {0:?}, and only a Completed identity may move")]
    NotCompleted(String),
    /// The row has no name for sign-in.
    #[error("the row has no SourceUserPrincipalName")]
    NoSourceName,
    /// The MailUser has no name for sign-in.
    #[error("the MailUser {0} has no UserPrincipalName in the reference")]
    NoTargetName(ObjectId),
    /// The MailUser has no address to be reached at.
    #[error("the MailUser {0} has no PrimarySmtpAddress in the reference")]
    NoTargetAddress(ObjectId),
}

/// Who is not in an export, as CSV for people: row, source mailbox, reason. What a
/// spreadsheet would run is guarded by an apostrophe.
pub fn left_out_csv(left_out: &[LeftOut]) -> Vec<u8> {
    csv_bytes(
        ["Row", "Source", "Reason"],
        left_out.iter().map(|left| {
            [
                left.row.to_string(),
                guarded_text(&left.source).into_owned(),
                guarded_text(&left.reason.to_string()).into_owned(),
            ]
        }),
    )
}

/// Goes through a file's rows: what `row_of` makes of each, or why it is left out.
pub(super) fn collect<const N: usize>(
    file: &MappingFile,
    mail_users: &[TargetMailUser],
    held_back: &BTreeSet<u32>,
    row_of: impl Fn(RowId, &TargetMailUser) -> Result<[String; N], Reason>,
) -> (Vec<[String; N]>, Vec<LeftOut>) {
    let known: HashMap<ObjectId, &TargetMailUser> = mail_users
        .iter()
        .map(|mail_user| (mail_user.id, mail_user))
        .collect();
    let mut rows = Vec::new();
    let mut left_out = Vec::new();
    for row in file.rows() {
        let made = target(file, row, held_back).and_then(|target| {
            let mail_user = known.get(&target).ok_or(Reason::UnknownTarget(target))?;
            row_of(row, mail_user)
        });
        match made {
            Ok(made) => rows.push(made),
            Err(reason) => left_out.push(LeftOut {
                row: row.number(),
                source: source_name(file, row),
                reason,
            }),
        }
    }
    (rows, left_out)
}

fn target(file: &MappingFile, row: RowId, held_back: &BTreeSet<u32>) -> Result<ObjectId, Reason> {
    // The fields of a ragged row may stand under the wrong names.
    if held_back.contains(&row.number()) || file.field_count(row) != file.header().len() {
        return Err(Reason::HeldBack);
    }
    target_of_row(file, row)
        .map_err(|_| Reason::HeldBack)?
        .ok_or(Reason::NoTarget)
}

/// Who a row is about: a name for sign-in, an address or an id; empty where it has none.
pub(super) fn source_name(file: &MappingFile, row: RowId) -> String {
    [
        Column::SourceUserPrincipalName,
        Column::PrimarySmtpAddress,
        Column::SourceExternalDirectoryObjectId,
    ]
    .into_iter()
    .map(|column| file.value(row, column).trim().to_owned())
    .find(|name| !name.is_empty())
    .unwrap_or_default()
}

fn in_words<S: serde::Serializer>(reason: &Reason, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(reason)
}
