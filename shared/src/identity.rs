//! The people of both sides, with the attributes that a move needs.
//!
//! Addresses are kept as the directory wrote them: an x500 that differs by one
//! space is another address, and normalising it would lose replies to old mail.

use serde::{Deserialize, Serialize};

use crate::ids::{MailboxGuid, ObjectId};

/// A mailbox of the source tenant: the seven attributes of the guide, and the
/// names by which people recognise each other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SourceMailbox {
    /// `ExternalDirectoryObjectId` in the source tenant; the key of an identity.
    pub id: ObjectId,
    /// `UserPrincipalName`.
    pub user_principal_name: String,
    /// `PrimarySmtpAddress`, bare (`lena@contoso.example`).
    pub primary_smtp_address: String,
    /// `ArchiveGuid`; none where the directory shows the nil GUID.
    pub archive_guid: Option<MailboxGuid>,
    /// `ExchangeGuid`.
    pub exchange_guid: MailboxGuid,
    /// `LegacyExchangeDN`, verbatim.
    #[serde(rename = "legacyExchangeDN")]
    pub legacy_exchange_dn: String,
    /// `EmailAddresses` with their prefixes, verbatim and in the directory's order.
    pub email_addresses: Vec<String>,
    /// `DisplayName`.
    pub display_name: String,
    /// `Alias`.
    pub alias: String,
}

/// A MailUser of the target tenant: mail-enabled, without a mailbox, which the
/// mailbox will move into.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TargetMailUser {
    /// `ExternalDirectoryObjectId` in the target tenant.
    pub id: ObjectId,
    /// `DisplayName`.
    pub display_name: String,
    /// `UserPrincipalName`.
    pub user_principal_name: String,
    /// `PrimarySmtpAddress`, bare.
    pub primary_smtp_address: String,
    /// `ExternalEmailAddress` with its prefix (`SMTP:lena@contoso.example`).
    pub external_email_address: Option<String>,
    /// `EmailAddresses` with their prefixes.
    pub email_addresses: Vec<String>,
    /// `ExchangeGuid`; none where the directory shows the nil GUID.
    pub exchange_guid: Option<MailboxGuid>,
    /// `ArchiveGuid`; none where the directory shows the nil GUID.
    pub archive_guid: Option<MailboxGuid>,
    /// `IsDirSynced`: its source of authority is on-premises, so that it cannot
    /// be written in the cloud.
    pub is_dir_synced: bool,
}
