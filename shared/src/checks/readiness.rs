//! Whether a MailUser is ready for its mailbox: the seven points of Microsoft's guide.
//!
//! Where Microsoft's sources differ the guide decides: every x500 address of the source
//! must be there after the write, and SMTP addresses of the source never.
//!
//! Before the write, what is missing will be written and is no finding; what is there
//! with another value is a warning. After it, both are errors.
//!
//! Exports of both sides answer more: holds, licences, what a former move or mailbox has
//! left ([`of_source`], [`of_records`]). An attribute that an export lacks is unknown, and
//! nothing is said about it. And no x500 may be written that somebody else of the target
//! has ([`claims`]).

use super::{
    Finding, Severity,
    catalogue::{
        ARCHIVE_GUID_DIFFERS, ARCHIVE_GUID_MISSING, ARCHIVE_UNEXPECTED, EXCHANGE_GUID_DIFFERS,
        EXCHANGE_GUID_MISSING, EXTERNAL_DIFFERS, EXTERNAL_MISSING, LEGACY_DN_MISSING,
        PRIMARY_MISSING, PRIMARY_NOT_ACCEPTED, PRIMARY_NOT_AMONG_PROXIES, PROXY_NOT_ACCEPTED,
        TARGET_DIR_SYNCED, TWO_PRIMARIES, UPN_NOT_TARGET, X500_MISSING,
    },
};
use crate::{
    address,
    identity::{SourceMailbox, TargetMailUser},
};

/// When a MailUser is judged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Phase {
    /// Its attributes are still to be written.
    BeforeWrite,
    /// Its attributes were written and must be there.
    AfterWrite,
}

/// What keeps this MailUser from taking this mailbox. `accepted_domains` are the
/// target tenant's; if none are known, the rules about domains say nothing.
///
/// The findings name a column (the attribute) and no row.
pub fn readiness(
    source: &SourceMailbox,
    target: &TargetMailUser,
    accepted_domains: &[String],
    phase: Phase,
) -> Vec<Finding> {
    let mut findings = of_mail_user(target, accepted_domains);
    findings.extend(of_pair(source, target, phase));
    findings
}

/// What is wrong with a MailUser whichever mailbox it is for.
pub(super) fn of_mail_user(target: &TargetMailUser, accepted_domains: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let name = &target.display_name;
    if target.is_dir_synced {
        findings.push(TARGET_DIR_SYNCED.in_column(
            "IsDirSynced",
            format!("{name} is synchronised from on-premises and cannot be written in the cloud."),
        ));
    }
    let is_accepted = |address: &str| {
        accepted_domains.is_empty() || address::is_of_domain(address, accepted_domains)
    };
    let upn = &target.user_principal_name;
    if !upn.is_empty() && !is_accepted(upn) {
        findings.push(UPN_NOT_TARGET.in_column(
            "UserPrincipalName",
            format!("The UserPrincipalName of {name} is {upn:?}, which is not the target's."),
        ));
    }
    let primary = &target.primary_smtp_address;
    if !primary.is_empty() && !is_accepted(primary) {
        findings.push(PRIMARY_NOT_ACCEPTED.in_column(
            "PrimarySmtpAddress",
            format!(
                "The PrimarySmtpAddress of {name}, {primary}, is of a domain that is not accepted."
            ),
        ));
    }
    proxies(target, is_accepted, &mut findings);
    findings
}

fn proxies(
    target: &TargetMailUser,
    is_accepted: impl Fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) {
    const COLUMN: &str = "EmailAddresses";
    let name = &target.display_name;
    for entry in &target.email_addresses {
        if address::is_smtp(entry) && !is_accepted(entry) {
            let rank = if address::is_primary_smtp(entry) {
                ", the primary one,"
            } else {
                ""
            };
            findings.push(PROXY_NOT_ACCEPTED.in_column(
                COLUMN,
                format!("The address {entry}{rank} of {name} is of a domain that is not accepted."),
            ));
        }
    }
    let mut primaries = target
        .email_addresses
        .iter()
        .filter(|entry| address::is_primary_smtp(entry));
    let primary = &target.primary_smtp_address;
    let (first, second) = (primaries.next(), primaries.next());
    if let (Some(first), Some(second)) = (first, second) {
        findings.push(TWO_PRIMARIES.in_column(
            COLUMN,
            format!("Both {first} and {second} are primary addresses of {name}."),
        ));
    }
    // Without an `SMTP:` entry it is enough that the address is among the others.
    let agrees = match first {
        Some(first) => address::same_address(first, primary),
        None => address::contains(&target.email_addresses, primary),
    };
    if !primary.is_empty() && !target.email_addresses.is_empty() && !agrees {
        findings.push(PRIMARY_NOT_AMONG_PROXIES.in_column(
            COLUMN,
            format!(
                "The PrimarySmtpAddress of {name}, {primary}, is not the primary one of its EmailAddresses."
            ),
        ));
    }
}

/// What of a mailbox is missing on a MailUser, or different.
pub(super) fn of_pair(
    source: &SourceMailbox,
    target: &TargetMailUser,
    phase: Phase,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |finding: Finding, is_missing: bool| match phase {
        Phase::BeforeWrite if is_missing => {}
        Phase::BeforeWrite => findings.push(Finding {
            severity: Severity::Warning,
            ..finding
        }),
        Phase::AfterWrite => findings.push(finding),
    };
    let name = &target.display_name;
    let expected = source.exchange_guid;
    match target.exchange_guid {
        None => say(
            EXCHANGE_GUID_MISSING.in_column(
                "ExchangeGuid",
                format!("{name} has no ExchangeGuid; expected {expected}."),
            ),
            true,
        ),
        Some(found) if found != expected => say(
            EXCHANGE_GUID_DIFFERS.in_column(
                "ExchangeGuid",
                format!("The ExchangeGuid of {name} is {found}; expected {expected}."),
            ),
            false,
        ),
        Some(_) => {}
    }
    match (source.archive_guid, target.archive_guid) {
        (Some(expected), None) => say(
            ARCHIVE_GUID_MISSING.in_column(
                "ArchiveGuid",
                format!("{name} has no ArchiveGuid; expected {expected}."),
            ),
            true,
        ),
        (Some(expected), Some(found)) if found != expected => say(
            ARCHIVE_GUID_DIFFERS.in_column(
                "ArchiveGuid",
                format!("The ArchiveGuid of {name} is {found}; expected {expected}."),
            ),
            false,
        ),
        (None, Some(found)) => say(
            ARCHIVE_UNEXPECTED.in_column(
                "ArchiveGuid",
                format!("{name} has the archive {found}, and the source mailbox has none."),
            ),
            false,
        ),
        _ => {}
    }
    if target.primary_smtp_address.is_empty() {
        say(
            PRIMARY_MISSING.in_column(
                "PrimarySmtpAddress",
                format!("{name} has no PrimarySmtpAddress."),
            ),
            true,
        );
    }
    x500s(source, target, &mut say);
    external_address(source, target, &mut say);
    findings
}

fn x500s(source: &SourceMailbox, target: &TargetMailUser, say: &mut impl FnMut(Finding, bool)) {
    const COLUMN: &str = "EmailAddresses";
    let name = &target.display_name;
    let legacy = address::x500_of(&source.legacy_exchange_dn);
    if !source.legacy_exchange_dn.is_empty() && !address::contains(&target.email_addresses, &legacy)
    {
        say(
            LEGACY_DN_MISSING.in_column(COLUMN, format!("{name} lacks the address {legacy}.")),
            true,
        );
    }
    for entry in &source.email_addresses {
        if address::is_x500(entry)
            && !address::same_address(entry, &legacy)
            && !address::contains(&target.email_addresses, entry)
        {
            say(
                X500_MISSING.in_column(COLUMN, format!("{name} lacks the address {entry}.")),
                true,
            );
        }
    }
}

fn external_address(
    source: &SourceMailbox,
    target: &TargetMailUser,
    say: &mut impl FnMut(Finding, bool),
) {
    const COLUMN: &str = "ExternalEmailAddress";
    let name = &target.display_name;
    let Some(external) = target
        .external_email_address
        .as_deref()
        .filter(|a| !a.is_empty())
    else {
        say(
            EXTERNAL_MISSING.in_column(COLUMN, format!("{name} has no ExternalEmailAddress.")),
            true,
        );
        return;
    };
    if !address::same_address(external, &source.primary_smtp_address)
        && !address::contains(&source.email_addresses, external)
    {
        say(
            EXTERNAL_DIFFERS.in_column(
                COLUMN,
                format!(
                    "The ExternalEmailAddress of {name} is {external}, which is not an address of {}.",
                    source.primary_smtp_address
                ),
            ),
            false,
        );
    }
}

mod of_records;
mod of_source;
mod x500_holders;

pub use of_records::{Asked, of_records};
pub use of_source::of_source;
pub(super) use x500_holders::taken;
pub use x500_holders::{X500Holders, claims};

#[cfg(test)]
mod tests;
