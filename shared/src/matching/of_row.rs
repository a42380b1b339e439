//! What a row of a mapping file says, as ids.

use std::borrow::Cow;

use crate::{
    ids::{IdError, ObjectId},
    mapping_file::{Column, MappingFile, RowId},
};

/// The MailUser that a row leads to; none if the field is empty or the file lacks the
/// column. White space around the GUID is ignored.
pub fn target_of_row(file: &MappingFile, row: RowId) -> Result<Option<ObjectId>, IdError> {
    let text = file.value(row, Column::TargetExternalDirectoryObjectId);
    match text.trim() {
        "" => Ok(None),
        id => id.parse().map(Some),
    }
}

/// What a row says about its source mailbox, strongest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceKeys<'a> {
    /// `SourceExternalDirectoryObjectId`, if it is a GUID.
    pub id: Option<ObjectId>,
    /// `SourceUserPrincipalName`; empty if there is none.
    pub user_principal_name: Cow<'a, str>,
    /// `PrimarySmtpAddress`; empty if there is none.
    pub primary_smtp_address: Cow<'a, str>,
}

/// What a row says about its source mailbox.
pub fn source_keys_of_row(file: &MappingFile, row: RowId) -> SourceKeys<'_> {
    SourceKeys {
        id: file
            .value(row, Column::SourceExternalDirectoryObjectId)
            .trim()
            .parse()
            .ok(),
        user_principal_name: file.value(row, Column::SourceUserPrincipalName),
        primary_smtp_address: file.value(row, Column::PrimarySmtpAddress),
    }
}
