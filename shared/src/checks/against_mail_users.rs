//! Rules about the MailUsers that rows lead to.

use std::borrow::Cow;

use super::{
    catalogue::TARGET_UNKNOWN, index::at_most_a_warning, readiness, row_rules::RowRules, say::Say,
};
use crate::{
    address, identity::SourceMailbox, ids::ObjectId, mapping_file::Column, references::MailUsers,
};

/// What the target's MailUsers say about a whole row.
pub(super) fn check_row(
    rules: &RowRules<'_>,
    mail_users: &MailUsers,
    accepted_domains: &[String],
    say: &mut impl Say,
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
    let mail_user = record.mail_user;
    let mut about = readiness::of_mail_user(mail_user, accepted_domains);
    if let Some(source) = source_of_row(rules) {
        about.extend(readiness::of_pair(
            &source,
            mail_user,
            readiness::Phase::BeforeWrite,
        ));
    }
    for finding in about {
        if let Some(rule) = finding.rule() {
            let severity = at_most_a_warning(finding.severity);
            say.say(rule, severity, named, || finding.message);
        }
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
