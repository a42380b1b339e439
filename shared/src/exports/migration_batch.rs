//! The list of mailboxes to move, for `New-MigrationBatch -CSVData`.

use std::collections::BTreeSet;

use super::{
    csv_bytes,
    left_out::{Export, Reason, collect},
};
use crate::{
    address,
    identity::TargetMailUser,
    mapping_file::{Column, MappingFile, status_from_text},
    workflow::IdentityState,
};

/// Which identities a batch moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum InBatch {
    /// Those whose `MigrationStatus` is Completed; any other would fail in the move.
    #[default]
    Completed,
    /// Every one that leads to a MailUser: for a file that was downloaded before the
    /// write, where somebody knows that the MailUsers are ready.
    AllMapped,
}

/// One column, `EmailAddress`: the *target's* address of every identity that is to move.
/// The rest is named.
///
/// `held_back` are the rows with errors ([`crate::checks::rows_held_back`]).
///
/// ```
/// use shared::{exports::{InBatch, migration_batch}, mapping_file::open, references::read_mail_users};
///
/// let file = open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId,MigrationStatus\r\n\
///     lena@contoso.example,55555555-0000-4000-8000-000000000005,Completed\r\n".to_vec())?;
/// let mail_users = read_mail_users(b"ExternalDirectoryObjectId,PrimarySmtpAddress\r\n\
///     55555555-0000-4000-8000-000000000005,lena@fabrikam.example\r\n".to_vec())?.value;
/// let export = migration_batch(&file, &mail_users, &Default::default(), InBatch::Completed);
/// assert_eq!(export.bytes, b"EmailAddress\r\nlena@fabrikam.example\r\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn migration_batch(
    file: &MappingFile,
    mail_users: &[TargetMailUser],
    held_back: &BTreeSet<u32>,
    which: InBatch,
) -> Export {
    let (rows, left_out) = collect(file, mail_users, held_back, |row, mail_user| {
        let status = file.value(row, Column::MigrationStatus);
        let is_completed = status_from_text(&status) == Some(IdentityState::Completed);
        if which == InBatch::Completed && !is_completed {
            return Err(Reason::NotCompleted(status.trim().to_owned()));
        }
        let address = mail_user.primary_smtp_address.trim();
        if address::is_well_formed_smtp(address) {
            Ok([address.to_owned()])
        } else {
            Err(Reason::NoTargetAddress(mail_user.id))
        }
    });
    Export {
        rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        bytes: csv_bytes(["EmailAddress"], rows.into_iter()),
        left_out,
    }
}

#[cfg(test)]
mod tests;
