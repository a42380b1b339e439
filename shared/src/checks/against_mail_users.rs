//! Rules about the MailUsers that rows lead to.

use std::borrow::Cow;

use super::{
    References,
    catalogue::{TARGET_UNKNOWN, X500_TAKEN},
    index::say_as_warnings,
    readiness::{self, X500Holders},
    row_rules::RowRules,
    say::Say,
};
use crate::{
    address,
    identity::SourceMailbox,
    ids::ObjectId,
    mapping_file::Column,
    references::{MailUsers, MailboxRecord},
};

/// What the target's MailUsers say about a whole row. `source` is the row's mailbox, where
/// the source's mailboxes are known.
pub(super) fn check_row(
    rules: &RowRules<'_>,
    mail_users: &MailUsers,
    holders: &X500Holders,
    source: Option<&MailboxRecord>,
    refs: &References,
    say: &mut dyn Say,
) {
    let column = Column::TargetExternalDirectoryObjectId;
    let Ok(target) = rules.value(column).trim().parse::<ObjectId>() else {
        return;
    };
    let named = rules.named(column);
    let Some(record) = mail_users.get(target) else {
        say.cell(&TARGET_UNKNOWN, named, || {
            format!(
                "{target} is not among the {} MailUsers given.",
                mail_users.len()
            )
        });
        return;
    };
    let accepted = refs.accepted_domains.as_deref().unwrap_or_default();
    let mut about = readiness::of_mail_user(record.mail_user, accepted);
    if let Some(source) = source_of_row(rules) {
        about.extend(readiness::of_pair(
            &source,
            record.mail_user,
            readiness::Phase::BeforeWrite,
        ));
    }
    about.extend(readiness::of_records(source, record, &refs.asked));
    say_as_warnings(about, named, say);
    check_claims(rules, target, mail_users, holders, say);
}

/// What the row would claim for its MailUser. Unlike the MailUser's own faults this holds
/// the row back: it is the row that is wrong.
fn check_claims(
    rules: &RowRules<'_>,
    target: ObjectId,
    mail_users: &MailUsers,
    holders: &X500Holders,
    say: &mut dyn Say,
) {
    let legacy_dn = rules.value(Column::LegacyExchangeDN);
    let legacy_dn = legacy_dn.trim();
    if !legacy_dn.is_empty() {
        let x500 = address::x500_of(legacy_dn);
        if let Some(holder) = holders.other_holder(mail_users, &x500, target) {
            say.cell(&X500_TAKEN, rules.named(Column::LegacyExchangeDN), || {
                readiness::taken(&x500, holder)
            });
        }
    }
    let addresses = rules.value(Column::EmailAddresses);
    let taken = address::split_addresses(&addresses)
        .filter(|entry| address::is_x500(entry))
        .find_map(|entry| Some((entry, holders.other_holder(mail_users, entry, target)?)));
    // One finding a field, however many there are.
    if let Some((x500, holder)) = taken {
        say.cell(&X500_TAKEN, rules.named(Column::EmailAddresses), || {
            readiness::taken(x500, holder)
        });
    }
}

/// The source mailbox as the row describes it, where it does so in full.
fn source_of_row(rules: &RowRules<'_>) -> Option<SourceMailbox> {
    let present =
        |column| -> Option<Cow<'_, str>> { rules.has(column).then(|| rules.value(column)) };
    Some(SourceMailbox {
        id: present(Column::SourceExternalDirectoryObjectId)?
            .trim()
            .parse()
            .ok()?,
        user_principal_name: rules.value(Column::SourceUserPrincipalName).into_owned(),
        primary_smtp_address: present(Column::PrimarySmtpAddress)?.into_owned(),
        archive_guid: present(Column::ArchiveGuid)?.trim().parse().ok(),
        exchange_guid: present(Column::ExchangeGuid)?.trim().parse().ok()?,
        legacy_exchange_dn: rules.value(Column::LegacyExchangeDN).into_owned(),
        email_addresses: address::split_addresses(&rules.value(Column::EmailAddresses))
            .map(str::to_owned)
            .collect(),
        display_name: String::new(),
        alias: String::new(),
    })
}
