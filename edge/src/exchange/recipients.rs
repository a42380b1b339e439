//! Objects as the Exchange admin API writes them, in `PascalCase`, turned into the
//! domain's types. Pure, and tested on rows as Exchange sends them.
//!
//! A row that lacks what a migration cannot do without is an error that names the
//! property, never a row left out: losing somebody silently is the one thing that
//! must not happen.

use broker::ports::{DirectoryError, GroupMember, MemberKind, PublishedScope};
use serde::Deserialize;
use serde_json::Value;
use shared::{
    identity::{SourceMailbox, TargetMailUser},
    ids::{GroupId, IdError, MailboxGuid, ObjectId, TenantId},
};

/// Which object and property could not be read; the value stays out of it.
fn unreadable(object: &str, property: &str) -> DirectoryError {
    DirectoryError::Broken(format!("a {object} without a readable {property}"))
}

fn parse<T: serde::de::DeserializeOwned>(object: &str, row: Value) -> Result<T, DirectoryError> {
    serde_json::from_value(row)
        .map_err(|_| DirectoryError::Broken(format!("a {object} in an unknown shape")))
}

/// A property that may be absent, `null`, one value or a list: Exchange has sent
/// each of these for the same multi-valued property.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Many {
    #[default]
    None,
    List(Vec<String>),
    One(String),
}

impl Many {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::List(list) => list,
            Self::One(one) if one.is_empty() => Vec::new(),
            Self::One(one) => vec![one],
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct RecipientRow {
    external_directory_object_id: Option<String>,
    user_principal_name: Option<String>,
    primary_smtp_address: Option<String>,
    archive_guid: Option<String>,
    exchange_guid: Option<String>,
    #[serde(rename = "LegacyExchangeDN")]
    legacy_exchange_dn: Option<String>,
    email_addresses: Many,
    external_email_address: Option<String>,
    display_name: Option<String>,
    name: Option<String>,
    alias: Option<String>,
    is_dir_synced: Option<bool>,
    recipient_type: Option<String>,
    recipient_type_details: Option<String>,
}

/// A GUID that may be missing: absent, empty and the nil GUID all mean none.
fn optional_guid(text: Option<&str>) -> Result<Option<MailboxGuid>, IdError> {
    match text.filter(|text| !text.is_empty()).map(str::parse) {
        None | Some(Err(IdError::Nil)) => Ok(None),
        Some(Ok(guid)) => Ok(Some(guid)),
        Some(Err(error)) => Err(error),
    }
}

fn object_id(object: &str, text: Option<&str>) -> Result<ObjectId, DirectoryError> {
    text.and_then(|text| text.parse().ok())
        .ok_or_else(|| unreadable(object, "ExternalDirectoryObjectId"))
}

fn required(object: &str, property: &str, text: Option<String>) -> Result<String, DirectoryError> {
    text.filter(|text| !text.is_empty())
        .ok_or_else(|| unreadable(object, property))
}

/// A row of `Get-Mailbox`.
pub(super) fn mailbox(row: Value) -> Result<SourceMailbox, DirectoryError> {
    const WHAT: &str = "mailbox";
    let row: RecipientRow = parse(WHAT, row)?;
    Ok(SourceMailbox {
        id: object_id(WHAT, row.external_directory_object_id.as_deref())?,
        user_principal_name: required(WHAT, "UserPrincipalName", row.user_principal_name)?,
        primary_smtp_address: required(WHAT, "PrimarySmtpAddress", row.primary_smtp_address)?,
        archive_guid: optional_guid(row.archive_guid.as_deref())
            .map_err(|_| unreadable(WHAT, "ArchiveGuid"))?,
        exchange_guid: optional_guid(row.exchange_guid.as_deref())
            .ok()
            .flatten()
            .ok_or_else(|| unreadable(WHAT, "ExchangeGuid"))?,
        legacy_exchange_dn: required(WHAT, "LegacyExchangeDN", row.legacy_exchange_dn)?,
        email_addresses: row.email_addresses.into_vec(),
        display_name: row.display_name.or(row.name).unwrap_or_default(),
        alias: row.alias.unwrap_or_default(),
    })
}

/// A row of `Get-MailUser`.
pub(super) fn mail_user(row: Value) -> Result<TargetMailUser, DirectoryError> {
    const WHAT: &str = "MailUser";
    let row: RecipientRow = parse(WHAT, row)?;
    Ok(TargetMailUser {
        id: object_id(WHAT, row.external_directory_object_id.as_deref())?,
        display_name: row.display_name.or(row.name).unwrap_or_default(),
        user_principal_name: required(WHAT, "UserPrincipalName", row.user_principal_name)?,
        // A MailUser without any address of its own is odd, but it is there.
        primary_smtp_address: row.primary_smtp_address.unwrap_or_default(),
        external_email_address: row.external_email_address.filter(|text| !text.is_empty()),
        email_addresses: row.email_addresses.into_vec(),
        exchange_guid: optional_guid(row.exchange_guid.as_deref())
            .map_err(|_| unreadable(WHAT, "ExchangeGuid"))?,
        archive_guid: optional_guid(row.archive_guid.as_deref())
            .map_err(|_| unreadable(WHAT, "ArchiveGuid"))?,
        is_dir_synced: row.is_dir_synced.unwrap_or(false),
    })
}

/// A row of `Get-DistributionGroupMember`, with what kind of thing it is.
pub(super) fn member(row: Value) -> Result<GroupMember, DirectoryError> {
    const WHAT: &str = "group member";
    let row: RecipientRow = parse(WHAT, row)?;
    let details = row.recipient_type_details.as_deref().unwrap_or_default();
    let kind = match row.recipient_type.as_deref().unwrap_or(details) {
        // User, shared, room and equipment mailboxes are all of this type.
        "UserMailbox" => MemberKind::Mailbox(object_id(
            WHAT,
            row.external_directory_object_id.as_deref(),
        )?),
        other if other.contains("Group") || details.contains("Group") => MemberKind::Group,
        _ => MemberKind::Other,
    };
    Ok(GroupMember {
        name: row
            .display_name
            .filter(|name| !name.is_empty())
            .or(row.name)
            .unwrap_or_default(),
        kind,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct RelationshipRow {
    domain_names: Many,
    enabled: Option<bool>,
    mailbox_move_enabled: Option<bool>,
    mailbox_move_capability: Option<String>,
    mailbox_move_published_scopes: Many,
}

/// The published scopes in a tenant's OrganizationRelationships with `partner`,
/// as the directory writes them (name, DN, canonical DN or GUID); none if there
/// is no relationship that lets mailboxes leave for that tenant.
pub(super) fn published_scope_names(
    rows: Vec<Value>,
    partner: TenantId,
) -> Result<Option<Vec<String>>, DirectoryError> {
    let mut found = None;
    for row in rows {
        let row: RelationshipRow = parse("OrganizationRelationship", row)?;
        let names_partner = row
            .domain_names
            .into_vec()
            .iter()
            .any(|domain| domain.parse() == Ok(partner));
        let lets_mailboxes_leave = row.enabled != Some(false)
            && row.mailbox_move_enabled == Some(true)
            && row
                .mailbox_move_capability
                .is_some_and(|capability| capability.contains("RemoteOutbound"));
        if names_partner && lets_mailboxes_leave {
            let scopes: &mut Vec<String> = found.get_or_insert_default();
            scopes.extend(row.mailbox_move_published_scopes.into_vec());
        }
    }
    Ok(found)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct GroupRow {
    external_directory_object_id: Option<String>,
    exchange_object_id: Option<String>,
    guid: Option<String>,
    display_name: Option<String>,
    name: Option<String>,
}

/// A row of `Get-DistributionGroup`.
pub(super) fn group(row: Value) -> Result<PublishedScope, DirectoryError> {
    const WHAT: &str = "group";
    let row: GroupRow = parse(WHAT, row)?;
    let id = |property: &str, text: Option<String>| -> Result<GroupId, DirectoryError> {
        text.and_then(|text| text.parse().ok())
            .ok_or_else(|| unreadable(WHAT, property))
    };
    Ok(PublishedScope {
        group_id: id(
            "ExternalDirectoryObjectId",
            row.external_directory_object_id,
        )?,
        exchange_object_id: id("ExchangeObjectId", row.exchange_object_id.or(row.guid))?,
        name: required(WHAT, "DisplayName", row.display_name.or(row.name))?,
    })
}

/// A row of `Get-AcceptedDomain`.
pub(super) fn accepted_domain(row: &Value) -> Result<String, DirectoryError> {
    row.get("DomainName")
        .and_then(Value::as_str)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| unreadable("accepted domain", "DomainName"))
}

#[cfg(test)]
mod tests;
