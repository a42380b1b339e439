//! What exports of both sides say beyond the seven points.

use super::super::{
    Finding,
    catalogue::{
        FORMER_MAILBOX, NO_DELIVERY_ADDRESS, NO_MOVE_LICENCE, RECOVERABLE_ITEMS, SIP_MISSING,
        SOFT_DELETED, TARGET_HAS_MAILBOX, X400_MISSING,
    },
    finding::shortened,
};
use crate::{
    address::{self, AddressKind, ProxyAddress},
    identity::TargetMailUser,
    references::{MailUserExtras, MailUserRecord, MailboxRecord, RecipientType},
};

/// What is looked for only if somebody asks.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Asked {
    /// The `TargetDeliveryDomain` of the migration batch: every MailUser needs an address
    /// in it.
    pub target_delivery_domain: Option<String>,
    /// Whether a MailUser without a SIP address is to be named: Teams needs one.
    pub sip: bool,
}

/// What the exports say about a MailUser, and about it with its mailbox where that is
/// known. The findings name a column (the attribute) and no row; about what an export
/// lacks nothing is said.
pub fn of_records(
    mailbox: Option<&MailboxRecord>,
    record: MailUserRecord<'_>,
    asked: &Asked,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let target = record.mail_user;
    let name = shortened(&target.display_name);
    if let Some(extras) = record.extras {
        of_extras(&name, extras, &mut findings);
    }
    // A MailUser has addresses: an empty list was not exported.
    if !target.email_addresses.is_empty() {
        of_addresses(&name, target, asked, &mut findings);
    }
    let Some(mailbox) = mailbox else {
        return findings;
    };
    if let Some(extras) = record.extras {
        of_both(&name, mailbox, extras, &mut findings);
    }
    let mut x400s = mailbox.email_addresses.iter().flatten().filter(|entry| {
        ProxyAddress::parse(entry).kind() == AddressKind::X400
            && !address::contains(&target.email_addresses, entry)
    });
    if let Some(first) = x400s.next()
        && !target.email_addresses.is_empty()
    {
        let message = format!("{name} lacks the address {}.", shortened(first));
        findings.push(X400_MISSING.in_column("EmailAddresses", message));
    }
    findings
}

fn of_extras(name: &str, extras: &MailUserExtras, findings: &mut Vec<Finding>) {
    if extras.recipient_type.is_some_and(RecipientType::is_mailbox) {
        findings.push(TARGET_HAS_MAILBOX.in_column(
            "RecipientTypeDetails",
            format!("{name} has a mailbox in the target already."),
        ));
    }
    if extras.previous_recipient_type == Some(RecipientType::UserMailbox) {
        findings.push(FORMER_MAILBOX.in_column(
            "PreviousRecipientTypeDetails",
            format!("{name} had a mailbox in the target before."),
        ));
    }
    if extras.is_soft_deleted == Some(true) {
        findings.push(SOFT_DELETED.in_column(
            "WhenSoftDeleted",
            format!("The MailUser {name} is deleted and can still be restored."),
        ));
    }
}

fn of_addresses(name: &str, target: &TargetMailUser, asked: &Asked, findings: &mut Vec<Finding>) {
    const COLUMN: &str = "EmailAddresses";
    if let Some(domain) = &asked.target_delivery_domain {
        let domains = std::slice::from_ref(domain);
        let has_one = target
            .email_addresses
            .iter()
            .any(|entry| address::is_of_domain(entry, domains));
        if !has_one {
            let message = format!("{name} has no address in {}.", shortened(domain));
            findings.push(NO_DELIVERY_ADDRESS.in_column(COLUMN, message));
        }
    }
    let has_sip = target
        .email_addresses
        .iter()
        .any(|entry| ProxyAddress::parse(entry).kind() == AddressKind::Sip);
    if asked.sip && !has_sip {
        findings.push(SIP_MISSING.in_column(COLUMN, format!("{name} has no SIP address.")));
    }
}

fn of_both(
    name: &str,
    mailbox: &MailboxRecord,
    extras: &MailUserExtras,
    findings: &mut Vec<Finding>,
) {
    let is_user = mailbox.recipient_type == Some(RecipientType::UserMailbox);
    let licences = (mailbox.has_move_licence, extras.has_move_licence);
    if is_user && licences == (Some(false), Some(false)) {
        findings.push(NO_MOVE_LICENCE.in_column(
            "PersistedCapabilities",
            format!(
                "Neither the mailbox of {} nor the MailUser {name} has a licence for the move.",
                shortened(&mailbox.name())
            ),
        ));
    }
    if let (Some(size), Some(quota)) = (mailbox.deleted_items_bytes, extras.recoverable_items_quota)
        && size > quota
    {
        findings.push(RECOVERABLE_ITEMS.in_column(
            "RecoverableItemsQuota",
            format!(
                "The mailbox of {} has {size} bytes of recoverable items; {name} may have {quota}.",
                shortened(&mailbox.name())
            ),
        ));
    }
}
