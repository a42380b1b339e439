//! The columns of a mapping file, by Microsoft's names, in canonical order.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A column that Crosswalk knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Column {
    /// The source mailbox: the key of an identity.
    SourceExternalDirectoryObjectId,
    /// The source mailbox's sign-in name, the second key.
    SourceUserPrincipalName,
    /// The source mailbox's address, the third key, by which maps are made.
    PrimarySmtpAddress,
    /// The archive of the source mailbox, where it has one.
    ArchiveGuid,
    /// The source mailbox's mailbox id.
    ExchangeGuid,
    /// The name by which old mail is answered.
    LegacyExchangeDN,
    /// All addresses, separated by `;`.
    EmailAddresses,
    /// The MailUser: the only column that a person fills in.
    TargetExternalDirectoryObjectId,
    /// Where the identity stands.
    MigrationStatus,
}

/// A name that is none of the known columns.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("\"{0}\" is not a column of a mapping file")]
pub struct UnknownColumn(pub String);

impl Column {
    /// All columns in canonical order.
    pub const ALL: [Self; 9] = [
        Self::SourceExternalDirectoryObjectId,
        Self::SourceUserPrincipalName,
        Self::PrimarySmtpAddress,
        Self::ArchiveGuid,
        Self::ExchangeGuid,
        Self::LegacyExchangeDN,
        Self::EmailAddresses,
        Self::TargetExternalDirectoryObjectId,
        Self::MigrationStatus,
    ];

    /// The columns that name a source mailbox, strongest first.
    pub const SOURCE_KEYS: [Self; 3] = [
        Self::SourceExternalDirectoryObjectId,
        Self::SourceUserPrincipalName,
        Self::PrimarySmtpAddress,
    ];

    /// The column's name in the header.
    pub fn name(self) -> &'static str {
        match self {
            Self::SourceExternalDirectoryObjectId => "SourceExternalDirectoryObjectId",
            Self::SourceUserPrincipalName => "SourceUserPrincipalName",
            Self::PrimarySmtpAddress => "PrimarySmtpAddress",
            Self::ArchiveGuid => "ArchiveGuid",
            Self::ExchangeGuid => "ExchangeGuid",
            Self::LegacyExchangeDN => "LegacyExchangeDN",
            Self::EmailAddresses => "EmailAddresses",
            Self::TargetExternalDirectoryObjectId => "TargetExternalDirectoryObjectId",
            Self::MigrationStatus => "MigrationStatus",
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Column {
    type Err = UnknownColumn;

    /// Ignores case and surrounding white space.
    fn from_str(text: &str) -> Result<Self, UnknownColumn> {
        Self::ALL
            .into_iter()
            .find(|column| column.name().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| UnknownColumn(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_by_its_name_in_any_case() {
        for column in Column::ALL {
            assert_eq!(column.name().parse(), Ok(column));
            assert_eq!(column.name().to_uppercase().parse(), Ok(column));
        }
        assert!("DisplayName".parse::<Column>().is_err());
    }
}
