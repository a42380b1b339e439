//! The target's MailUsers, from `Get-MailUser | Export-Csv` as Windows PowerShell 5.1
//! and PowerShell 7 write it (with or without `#TYPE`, with any delimiter, in any
//! encoding that a mapping file can have).

use crate::{
    address::split_addresses,
    checks::is_type_name,
    identity::TargetMailUser,
    ids::{IdError, MailboxGuid},
    mapping_file::{self, MappingFile, OpenError, RowId},
};

/// Why an export of MailUsers cannot be used, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReferenceError {
    /// It is no CSV.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A column that is needed is missing.
    #[error(
        "the header has no column {column}: export the MailUsers with: {}",
        EXPORT_COMMAND
    )]
    ColumnMissing {
        /// The column.
        column: &'static str,
    },
    /// An id is not a GUID.
    #[error("row {row}, {column}: {text:?} is {reason}")]
    Id {
        /// The row (1 is the first).
        row: u32,
        /// The column.
        column: &'static str,
        /// What stands there.
        text: String,
        /// What is wrong with it.
        reason: IdError,
    },
    /// A list was not written out.
    #[error(
        "row {row}, EmailAddresses: {text:?} is the name of a type, not addresses; export the MailUsers with: {}",
        EXPORT_COMMAND
    )]
    TypeName {
        /// The row (1 is the first).
        row: u32,
        /// What stands there.
        text: String,
    },
}

/// The command that exports MailUsers in full.
pub const EXPORT_COMMAND: &str = "Get-MailUser -ResultSize Unlimited | Select-Object ExternalDirectoryObjectId,DisplayName,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,@{n='EmailAddresses';e={$_.EmailAddresses -join ';'}},ExchangeGuid,ArchiveGuid,IsDirSynced | Export-Csv MailUsers.csv -NoTypeInformation -Encoding utf8";

/// The MailUsers of an export. Columns are found by name; `ExternalDirectoryObjectId`
/// must be there, everything else may be missing.
pub fn read_mail_users(bytes: Vec<u8>) -> Result<Vec<TargetMailUser>, ReferenceError> {
    const ID: &str = "ExternalDirectoryObjectId";
    let file = mapping_file::open(bytes)?;
    if file.column_named(ID).is_none() {
        return Err(ReferenceError::ColumnMissing { column: ID });
    }
    file.rows()
        .map(|row| {
            let text = |column| text_of(&file, row, column);
            let wrong = |column, reason| ReferenceError::Id {
                row: row.number(),
                column,
                text: text(column),
                reason,
            };
            let guid = |column| match text(column).parse::<MailboxGuid>() {
                Ok(id) => Ok(Some(id)),
                Err(IdError::Nil) => Ok(None),
                Err(_) if text(column).is_empty() => Ok(None),
                Err(reason) => Err(wrong(column, reason)),
            };
            let addresses = text("EmailAddresses");
            if is_type_name(&addresses) {
                return Err(ReferenceError::TypeName {
                    row: row.number(),
                    text: addresses,
                });
            }
            Ok(TargetMailUser {
                id: text(ID).parse().map_err(|reason| wrong(ID, reason))?,
                display_name: text("DisplayName"),
                user_principal_name: text("UserPrincipalName"),
                primary_smtp_address: text("PrimarySmtpAddress"),
                external_email_address: Some(text("ExternalEmailAddress"))
                    .filter(|address| !address.is_empty()),
                email_addresses: split_addresses(&addresses).map(str::to_owned).collect(),
                exchange_guid: guid("ExchangeGuid")?,
                archive_guid: guid("ArchiveGuid")?,
                is_dir_synced: text("IsDirSynced").eq_ignore_ascii_case("true"),
            })
        })
        .collect()
}

fn text_of(file: &MappingFile, row: RowId, column: &str) -> String {
    file.column_named(column)
        .map(|at| file.cell(row, at).trim().to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
