//! What a row of a mapping file says, as ids.

use std::{borrow::Cow, fmt};

use super::person::{Attribute, Person};
use crate::{
    address::split_addresses,
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

/// A row as the mailbox that it is about, read in place.
#[derive(Clone, Copy)]
pub struct SourceRow<'a, P> {
    /// The file.
    pub file: &'a MappingFile,
    /// The row, by which rows are told apart: two rows about one mailbox are rivals.
    pub row: RowId,
    /// What is known of the mailbox beside the file, such as its display name.
    pub known: Option<&'a P>,
}

impl<P: Person> Person for SourceRow<'_, P> {
    type Id = RowId;

    fn id(&self) -> RowId {
        self.row
    }

    /// The file's value; where it has none, what is known beside it.
    fn attribute(&self, attribute: Attribute) -> Cow<'_, str> {
        let in_file = match attribute {
            Attribute::PrimarySmtpAddress => self.file.value(self.row, Column::PrimarySmtpAddress),
            Attribute::UserPrincipalName => {
                self.file.value(self.row, Column::SourceUserPrincipalName)
            }
            _ => Cow::Borrowed(""),
        };
        match self.known {
            Some(known) if in_file.trim().is_empty() => known.attribute(attribute),
            _ => in_file,
        }
    }

    fn each_address(&self, see: &mut dyn FnMut(&str)) {
        let cell = self.file.value(self.row, Column::EmailAddresses);
        split_addresses(&cell).for_each(see);
    }
}

impl<P> fmt::Debug for SourceRow<'_, P> {
    /// The row alone: the contents are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceRow")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}
