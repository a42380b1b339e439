//! The identities CSV: what the script writes to whom.

use super::super::csv_bytes;
use crate::ids::{MailboxGuid, ObjectId};

/// Names these columns; the script refuses any other.
const FORMAT: &str = "crosswalk-identities-1";

const HEADER: [&str; 12] = [
    "Format",
    "SourceExternalDirectoryObjectId",
    "SourceUserPrincipalName",
    "TargetExternalDirectoryObjectId",
    "TargetUserPrincipalName",
    "TargetPrimarySmtpAddress",
    "SetExternalEmailAddress",
    "SetPrimarySmtpAddress",
    "SetExchangeGuid",
    "SetArchiveGuid",
    "AddEmailAddresses",
    "Problem",
];

/// One identity, and the keys by which Active Directory knows its MailUser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HybridIdentity {
    /// `ExternalDirectoryObjectId` of the source mailbox.
    pub source: ObjectId,
    /// Its `UserPrincipalName`.
    pub source_user_principal_name: String,
    /// `ExternalDirectoryObjectId` of the MailUser in the cloud.
    pub target: ObjectId,
    /// The MailUser's `UserPrincipalName`.
    pub target_user_principal_name: String,
    /// The MailUser's `PrimarySmtpAddress`, bare.
    pub target_primary_smtp_address: String,
    /// What to write, or why nothing can be.
    pub change: Result<HybridChange, String>,
}

/// The values that a MailUser is to have. The script writes those that differ.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HybridChange {
    /// `ExternalEmailAddress`, bare; none if it may stay.
    pub external_email_address: Option<String>,
    /// `PrimarySmtpAddress`, bare; none if it may stay.
    pub primary_smtp_address: Option<String>,
    /// `ExchangeGuid`.
    pub exchange_guid: Option<MailboxGuid>,
    /// `ArchiveGuid`; none if the source has no archive.
    pub archive_guid: Option<MailboxGuid>,
    /// Addresses with their prefixes that it must have besides its own.
    pub add_email_addresses: Vec<String>,
}

/// The CSV that the script takes its data from. No value is altered; addresses are a JSON
/// array in their cell, since an x500 may hold any character that could divide them.
pub fn hybrid_identities_csv(identities: &[HybridIdentity]) -> Vec<u8> {
    csv_bytes(HEADER, identities.iter().map(cells))
}

fn cells(identity: &HybridIdentity) -> [String; HEADER.len()] {
    let nothing = HybridChange::default();
    let (change, problem) = match &identity.change {
        Ok(change) => (change, ""),
        Err(problem) => (&nothing, problem.as_str()),
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let guid = |value: Option<MailboxGuid>| value.map(|id| id.to_string()).unwrap_or_default();
    [
        FORMAT.to_owned(),
        identity.source.to_string(),
        identity.source_user_principal_name.clone(),
        identity.target.to_string(),
        identity.target_user_principal_name.clone(),
        identity.target_primary_smtp_address.clone(),
        text(&change.external_email_address),
        text(&change.primary_smtp_address),
        guid(change.exchange_guid),
        guid(change.archive_guid),
        // Texts can always be written as JSON.
        serde_json::to_string(&change.add_email_addresses).unwrap_or_default(),
        problem.to_owned(),
    ]
}
