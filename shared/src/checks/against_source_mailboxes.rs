//! Rules about the source mailboxes that rows name.

use std::collections::HashSet;

use super::{
    catalogue::{
        SOURCE_ADDRESSES_DIFFER, SOURCE_GUID_DIFFERS, SOURCE_LEGACY_DN_DIFFERS,
        SOURCE_PRIMARY_DIFFERS, SOURCE_UNKNOWN,
    },
    finding::shortened,
    index::say_as_warnings,
    is_type_name, readiness,
    row_rules::RowRules,
    say::Say,
};
use crate::{
    address::{self, address_key},
    ids::{IdError, MailboxGuid},
    mapping_file::Column,
    matching::SourceKeys,
    references::{ArchiveState, MailboxRecord, SourceMailboxes},
};

/// What the source's mailboxes say about a whole row, and which of them it is about.
///
/// What keeps the mailbox from leaving is a warning here: the row itself is right. A row
/// that says something else about a mailbox than the source does is wrong.
pub(super) fn check_row<'m>(
    rules: &RowRules<'_>,
    mailboxes: &'m SourceMailboxes,
    say: &mut dyn Say,
) -> Option<&'m MailboxRecord> {
    let id = rules.value(Column::SourceExternalDirectoryObjectId);
    let keys = SourceKeys {
        id: id.trim().parse().ok(),
        user_principal_name: rules.value(Column::SourceUserPrincipalName),
        primary_smtp_address: rules.value(Column::PrimarySmtpAddress),
    };
    let others = [&keys.user_principal_name, &keys.primary_smtp_address];
    if keys.id.is_none()
        && (!id.trim().is_empty() || others.iter().all(|name| name.trim().is_empty()))
    {
        // The row names nobody; another rule says so.
        return None;
    }
    let (column, name) = if keys.id.is_some() {
        (Column::SourceExternalDirectoryObjectId, id.trim())
    } else if keys.user_principal_name.trim().is_empty() {
        (Column::PrimarySmtpAddress, keys.primary_smtp_address.trim())
    } else {
        (
            Column::SourceUserPrincipalName,
            keys.user_principal_name.trim(),
        )
    };
    let named = rules.named(column);
    let Some(mailbox) = mailboxes.find(&keys) else {
        say.cell(&SOURCE_UNKNOWN, named, || {
            format!(
                "{} is not among the {} source mailboxes given.",
                shortened(name),
                mailboxes.records().len()
            )
        });
        return None;
    };
    guids(rules, mailbox, say);
    addresses(rules, mailbox, say);
    say_as_warnings(readiness::of_source(mailbox), named, say);
    Some(mailbox)
}

fn guids(rules: &RowRules<'_>, mailbox: &MailboxRecord, say: &mut dyn Say) {
    let exchange = mailbox.exchange_guid.map(Some);
    let archive = match mailbox.archive {
        ArchiveState::Unknown => None,
        ArchiveState::None => Some(None),
        ArchiveState::Some(id) => Some(Some(id)),
    };
    for (column, known) in [
        (Column::ExchangeGuid, exchange),
        (Column::ArchiveGuid, archive),
    ] {
        let Some(known) = known.filter(|_| rules.has(column)) else {
            continue;
        };
        let text = rules.value(column);
        let here = match text.trim().parse::<MailboxGuid>() {
            Ok(id) => Some(id),
            Err(IdError::Nil) => None,
            Err(IdError::Malformed) if text.trim().is_empty() => None,
            // Another rule says so.
            Err(IdError::Malformed) => continue,
        };
        if here != known {
            let word =
                |id: Option<MailboxGuid>| id.map_or_else(|| "none".to_owned(), |id| id.to_string());
            say.cell(&SOURCE_GUID_DIFFERS, rules.named(column), || {
                format!(
                    "{} is {}; the source mailbox has {}.",
                    column.name(),
                    word(here),
                    word(known)
                )
            });
        }
    }
}

fn addresses(rules: &RowRules<'_>, mailbox: &MailboxRecord, say: &mut dyn Say) {
    let column = Column::PrimarySmtpAddress;
    let here = rules.value(column);
    let there = mailbox.primary_smtp_address.as_deref();
    if let Some(there) = there.filter(|there| differ(&here, there)) {
        say.cell(&SOURCE_PRIMARY_DIFFERS, rules.named(column), || {
            differs(column, &here, there)
        });
    }
    let column = Column::LegacyExchangeDN;
    let here = rules.value(column);
    let there = mailbox.legacy_exchange_dn.as_deref();
    if let Some(there) = there.filter(|there| differ(&here, there)) {
        say.cell(&SOURCE_LEGACY_DN_DIFFERS, rules.named(column), || {
            differs(column, &here, there)
        });
    }
    if let Some(there) = mailbox.email_addresses.as_deref() {
        lists(rules, there, say);
    }
}

/// What is empty on one side is no difference: another rule speaks of it, or the export
/// does not know it.
fn differ(here: &str, there: &str) -> bool {
    let (here, there) = (here.trim(), there.trim());
    !here.is_empty() && !there.is_empty() && !address::same_address(here, there)
}

fn differs(column: Column, here: &str, there: &str) -> String {
    format!(
        "{} is {}; the source mailbox has {}.",
        column.name(),
        shortened(here.trim()),
        shortened(there)
    )
}

/// Compares the addresses as sets, each by what Exchange compares.
fn lists(rules: &RowRules<'_>, there: &[String], say: &mut dyn Say) {
    let column = Column::EmailAddresses;
    let cell = rules.value(column);
    // A list that is not whole is named by another rule.
    if cell.trim().is_empty()
        || there.is_empty()
        || is_type_name(&cell)
        || address::list_doubt(&cell).is_some()
    {
        return;
    }
    let known: HashSet<String> = there.iter().map(|entry| address_key(entry)).collect();
    let here: HashSet<String> = address::split_addresses(&cell).map(address_key).collect();
    if known == here {
        return;
    }
    say.cell(&SOURCE_ADDRESSES_DIFFER, rules.named(column), || {
        let lacking = there
            .iter()
            .filter(|entry| !here.contains(&address_key(entry)));
        let lacking = named(lacking.map(String::as_str));
        let added = address::split_addresses(&cell);
        let added = named(added.filter(|entry| !known.contains(&address_key(entry))));
        match (lacking, added) {
            (Some(lacking), None) => format!("The source mailbox also has {lacking}."),
            (None, Some(added)) => format!("The source mailbox does not have {added}."),
            (lacking, added) => format!(
                "The source mailbox has {}, and does not have {}.",
                lacking.unwrap_or_default(),
                added.unwrap_or_default()
            ),
        }
    });
}

/// The first of some addresses, and how many more there are.
fn named<'a>(mut entries: impl Iterator<Item = &'a str>) -> Option<String> {
    let first = shortened(entries.next()?);
    Some(match entries.count() {
        0 => first.into_owned(),
        1 => format!("{first} and another"),
        n => format!("{first} and {n} others"),
    })
}
