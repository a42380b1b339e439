//! Which reference a file is, by the names of its columns.

use std::fmt;

use super::{
    commands, json,
    property::Property,
    row::Row,
    table::{self, Start},
};
use crate::{
    address::is_well_formed_domain,
    mapping_file::{Column, OpenError},
};

/// What a file can be compared with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReferenceKind {
    /// The mapping file as it was downloaded.
    Baseline,
    /// The target's MailUsers.
    MailUsers,
    /// The source's mailboxes.
    SourceMailboxes,
    /// The target's accepted domains.
    AcceptedDomains,
}

impl ReferenceKind {
    /// The command that exports it in full.
    pub fn command(self) -> &'static str {
        match self {
            Self::Baseline => "Download-CtimCopiedIdentities",
            Self::MailUsers => commands::EXPORT_MAIL_USERS,
            Self::SourceMailboxes => commands::EXPORT_MAILBOXES,
            Self::AcceptedDomains => commands::EXPORT_ACCEPTED_DOMAINS,
        }
    }
}

impl fmt::Display for ReferenceKind {
    /// What it holds, in the plural.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Baseline => "rows of the downloaded file",
            Self::MailUsers => "MailUsers",
            Self::SourceMailboxes => "source mailboxes",
            Self::AcceptedDomains => "accepted domains",
        })
    }
}

/// Why a file is none of the references.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unrecognised {
    /// It is neither CSV nor JSON.
    #[error(transparent)]
    Unreadable(#[from] OpenError),
    /// Its columns are those of none of them.
    #[error(
        "this is neither a mapping file (column TargetExternalDirectoryObjectId) nor an export \
         of MailUsers (ExternalDirectoryObjectId and ExternalEmailAddress), of mailboxes \
         (ExternalDirectoryObjectId and LegacyExchangeDN) or of accepted domains (DomainName). \
         Export MailUsers with: {}",
        commands::EXPORT_MAIL_USERS
    )]
    NoKnownColumns,
}

/// As much of a file as is looked at.
const SAMPLE_BYTES: usize = 64 * 1024;

/// Which reference a file is, judged by its beginning: the names of its columns, and
/// where they leave it open, its first row.
///
/// The whole file may be given; only the first 64 KiB are looked at.
pub fn recognise(bytes: &[u8]) -> Result<ReferenceKind, Unrecognised> {
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    let start = if json::is_json(sample) {
        json::start(sample)
    } else {
        table::start(sample)?
    };
    by_names(&start).ok_or(Unrecognised::NoKnownColumns)
}

fn by_names(start: &Start) -> Option<ReferenceKind> {
    let has = |name: &str| {
        start
            .names
            .iter()
            .any(|known| known.trim().eq_ignore_ascii_case(name))
    };
    if has(Column::TargetExternalDirectoryObjectId.name()) {
        return Some(ReferenceKind::Baseline);
    }
    if !has(Property::ExternalDirectoryObjectId.name()) {
        let is_list = !start.names.is_empty() && start.names.iter().all(|name| is_domain(name));
        return (is_list || has(Property::DomainName.name()))
            .then_some(ReferenceKind::AcceptedDomains);
    }
    if has(Property::ExternalEmailAddress.name()) {
        return Some(ReferenceKind::MailUsers);
    }
    match start.first_type {
        Some(kind) if kind.is_mailbox() => Some(ReferenceKind::SourceMailboxes),
        None if has(Property::LegacyExchangeDN.name()) => Some(ReferenceKind::SourceMailboxes),
        // Also ids and names alone: what is looked up most are MailUsers.
        _ => Some(ReferenceKind::MailUsers),
    }
}

fn is_domain(text: &str) -> bool {
    is_well_formed_domain(text.trim())
}

impl Start {
    /// What a row says about its kind.
    pub(super) fn note_type(&mut self, row: &Row<'_>) {
        self.first_type = row
            .text(Property::RecipientTypeDetails)
            .and_then(|text| super::RecipientType::read(&text));
    }
}
