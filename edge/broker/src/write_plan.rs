//! What a write would do to one MailUser, as a pure function: what it changes
//! per attribute, before → after, and the calls that do it.
//!
//! Promises: no address of the source's domains is ever added; nothing is ever
//! removed; a MailUser that a write could not make ready is refused with the
//! commands that help, and is not touched. A plan for a MailUser that has been
//! written is empty.

use shared::{
    address,
    identity::{SourceMailbox, TargetMailUser},
    powershell::quote,
};

use crate::ports::MailUserChange;

/// What to do about one MailUser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Plan {
    /// Write it: these changes, by these calls. No changes, no calls: it has
    /// everything already.
    Write {
        /// Per attribute, for people.
        changes: Vec<AttributeChange>,
        /// At most two calls, in order; Exchange takes `EmailAddresses` and
        /// `PrimarySmtpAddress` not together.
        calls: Vec<MailUserChange>,
    },
    /// Leave it alone on purpose, and why.
    Skip(String),
    /// It cannot be written as it is; why, and what helps.
    Refuse(String),
}

/// One attribute before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttributeChange {
    /// The attribute, by Exchange's name.
    pub attribute: &'static str,
    /// Its values now; none if it is empty.
    pub before: Vec<String>,
    /// Its values afterwards.
    pub after: Vec<String>,
}

/// What makes `target` ready for `source`'s mailbox.
pub fn plan(source: &SourceMailbox, target: &TargetMailUser, accepted_domains: &[String]) -> Plan {
    if target.is_dir_synced {
        return Plan::Skip(skipped_synced(&target.display_name));
    }
    if !address::is_well_formed_smtp(&source.primary_smtp_address) {
        return Plan::Refuse(format!(
            "The source mailbox's PrimarySmtpAddress, {:?}, is not an address. Correct it there \
             and copy again.",
            source.primary_smtp_address
        ));
    }
    if let Some(entry) = x500s_of(source).find(|entry| entry.chars().any(char::is_control)) {
        return Plan::Refuse(format!(
            "The source mailbox's address {entry:?} contains control characters. Correct it there \
             and copy again."
        ));
    }
    let Some(primary) = primary_for(target, accepted_domains) else {
        return Plan::Refuse(format!(
            "Neither PrimarySmtpAddress nor any other address nor the UserPrincipalName of {} is \
             of a domain that the target accepts. Give it one: Set-MailUser -Identity {} \
             -PrimarySmtpAddress <address>.",
            target.display_name,
            quote(&target.id.to_string()),
        ));
    };
    if let Some(refusal) = foreign_addresses(target, &primary, accepted_domains) {
        return Plan::Refuse(refusal);
    }
    let mut changes = Vec::new();
    let mut calls = Vec::new();
    if let Some(call) = address_call(source, target, primary, &mut changes) {
        calls.push(call);
    }
    if let Some(call) = mailbox_call(source, target, &mut changes) {
        calls.push(call);
    }
    Plan::Write { changes, calls }
}

/// Why a MailUser that belongs to an on-premises directory is left alone.
fn skipped_synced(name: &str) -> String {
    format!(
        "{name} is synchronised from on-premises, so that the cloud cannot write it. Set the \
         attributes in the Exchange Management Shell on-premises, wait for Entra Connect, then \
         verify."
    )
}

/// The PrimarySmtpAddress to keep or take: the present one if its domain is
/// accepted, else an accepted proxy, else the UPN.
fn primary_for(target: &TargetMailUser, accepted_domains: &[String]) -> Option<String> {
    let proxies = target
        .email_addresses
        .iter()
        .map(|entry| address::bare(entry));
    [target.primary_smtp_address.as_str()]
        .into_iter()
        .chain(proxies)
        .chain([target.user_principal_name.as_str()])
        .find(|candidate| address::is_of_domain(candidate, accepted_domains))
        .map(str::to_owned)
}

/// Why a MailUser with addresses of other domains is not written, and the
/// commands that remove them: a plan never removes anything by itself.
fn foreign_addresses(
    target: &TargetMailUser,
    primary: &str,
    accepted_domains: &[String],
) -> Option<String> {
    let foreign: Vec<&str> = target
        .email_addresses
        .iter()
        .map(String::as_str)
        .filter(|entry| address::is_smtp(entry) && !address::is_of_domain(entry, accepted_domains))
        .collect();
    if foreign.is_empty() {
        return None;
    }
    let identity = quote(&target.id.to_string());
    let mut commands = Vec::new();
    if foreign.iter().any(|entry| address::is_primary_smtp(entry)) {
        commands.push(format!(
            "Set-MailUser -Identity {identity} -PrimarySmtpAddress {}",
            quote(primary)
        ));
    }
    let removed: Vec<String> = foreign
        .iter()
        .map(|entry| quote(&format!("smtp:{}", address::bare(entry))))
        .collect();
    commands.push(format!(
        "Set-MailUser -Identity {identity} -EmailAddresses @{{Remove={}}}",
        removed.join(",")
    ));
    Some(format!(
        "{} has addresses of domains that the target does not accept: {}. A move would fail, so \
         nothing was written. Remove them and write again: {}",
        target.display_name,
        foreign.join(", "),
        commands.join("; ")
    ))
}

/// The first call: where mail goes until the move, together with the primary
/// address, which Exchange would otherwise derive from it.
fn address_call(
    source: &SourceMailbox,
    target: &TargetMailUser,
    primary: String,
    changes: &mut Vec<AttributeChange>,
) -> Option<MailUserChange> {
    let external = target.external_email_address.as_deref();
    let leads_home = external.is_some_and(|external| {
        address::same_address(external, &source.primary_smtp_address)
            || address::contains(&source.email_addresses, external)
    });
    let has_primary = address::same_address(&target.primary_smtp_address, &primary)
        && !target.primary_smtp_address.is_empty();
    if leads_home && has_primary {
        return None;
    }
    let mut call = MailUserChange {
        primary_smtp_address: Some(primary.clone()),
        ..MailUserChange::default()
    };
    if !leads_home {
        call.external_email_address = Some(source.primary_smtp_address.clone());
        changes.push(AttributeChange {
            attribute: "ExternalEmailAddress",
            before: external.map(str::to_owned).into_iter().collect(),
            after: vec![format!("SMTP:{}", source.primary_smtp_address)],
        });
    }
    if !has_primary {
        changes.push(AttributeChange {
            attribute: "PrimarySmtpAddress",
            before: Some(target.primary_smtp_address.clone())
                .filter(|before| !before.is_empty())
                .into_iter()
                .collect(),
            after: vec![primary],
        });
    }
    Some(call)
}

/// The second call: the mailbox's ids and the x500 addresses by which old mail
/// is answered.
fn mailbox_call(
    source: &SourceMailbox,
    target: &TargetMailUser,
    changes: &mut Vec<AttributeChange>,
) -> Option<MailUserChange> {
    let mut call = MailUserChange::default();
    if target.exchange_guid != Some(source.exchange_guid) {
        call.exchange_guid = Some(source.exchange_guid);
        changes.push(AttributeChange {
            attribute: "ExchangeGuid",
            before: target
                .exchange_guid
                .iter()
                .map(ToString::to_string)
                .collect(),
            after: vec![source.exchange_guid.to_string()],
        });
    }
    if let Some(archive) = source.archive_guid
        && target.archive_guid != Some(archive)
    {
        call.archive_guid = Some(archive);
        changes.push(AttributeChange {
            attribute: "ArchiveGuid",
            before: target
                .archive_guid
                .iter()
                .map(ToString::to_string)
                .collect(),
            after: vec![archive.to_string()],
        });
    }
    for entry in x500s_of(source) {
        if !address::contains(&target.email_addresses, &entry)
            && !address::contains(&call.add_email_addresses, &entry)
        {
            call.add_email_addresses.push(entry);
        }
    }
    if !call.add_email_addresses.is_empty() {
        let mut after = target.email_addresses.clone();
        after.extend(call.add_email_addresses.iter().cloned());
        changes.push(AttributeChange {
            attribute: "EmailAddresses",
            before: target.email_addresses.clone(),
            after,
        });
    }
    (call != MailUserChange::default()).then_some(call)
}

/// Every x500 address of the mailbox, and its LegacyExchangeDN as one.
fn x500s_of(source: &SourceMailbox) -> impl Iterator<Item = String> {
    source
        .email_addresses
        .iter()
        .filter(|entry| address::is_x500(entry))
        .cloned()
        .chain(
            Some(address::x500_of(&source.legacy_exchange_dn))
                .filter(|_| !source.legacy_exchange_dn.is_empty()),
        )
}

#[cfg(test)]
mod tests;
