//! The source's mailboxes, as `Get-Mailbox` exports them.

use std::{collections::HashMap, fmt, sync::Arc};

use super::{
    RecipientType,
    kind::ReferenceKind,
    person::PersonAttributes,
    problem::{Problems, Reading, ReferenceError, What},
    property::Property,
    row::{Row, is_cut_off},
    table,
};
use crate::{
    identity::SourceMailbox,
    ids::{MailboxGuid, ObjectId},
    matching::SourceKeys,
};

/// What an export says about a mailbox's archive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ArchiveState {
    /// Nothing: it lacks `ArchiveGuid`.
    #[default]
    Unknown,
    /// There is no archive.
    None,
    /// There is one.
    Some(MailboxGuid),
}

/// A mailbox of the source and what its export says about it. What is none, the export
/// does not say.
#[derive(Clone, PartialEq, Eq)]
pub struct MailboxRecord {
    /// `ExternalDirectoryObjectId` in the source.
    pub id: ObjectId,
    /// `DisplayName`; empty if the export lacks it.
    pub display_name: String,
    /// `UserPrincipalName`.
    pub user_principal_name: Option<String>,
    /// `PrimarySmtpAddress`, bare.
    pub primary_smtp_address: Option<String>,
    /// `LegacyExchangeDN`, verbatim.
    pub legacy_exchange_dn: Option<String>,
    /// `EmailAddresses` with their prefixes, verbatim.
    pub email_addresses: Option<Vec<String>>,
    /// `ExchangeGuid`.
    pub exchange_guid: Option<MailboxGuid>,
    /// `ArchiveGuid`.
    pub archive: ArchiveState,
    /// What matching may go by.
    pub person: PersonAttributes,
    /// `RecipientTypeDetails`.
    pub recipient_type: Option<RecipientType>,
    /// How many auxiliary archives `MailboxLocations` lists.
    pub auxiliary_archives: Option<u32>,
    /// `LitigationHoldEnabled`.
    pub litigation_hold: Option<bool>,
    /// `DelayHoldApplied`.
    pub delay_hold: Option<bool>,
    /// `DelayReleaseHoldApplied`.
    pub delay_release_hold: Option<bool>,
    /// `ComplianceTagHoldApplied`.
    pub compliance_tag_hold: Option<bool>,
    /// `InPlaceHolds`: holds of its own, and `-mbx…` where it is excluded from one.
    pub in_place_holds: Option<Vec<Box<str>>>,
    /// Whether `PersistedCapabilities` has the licence for a move between tenants.
    pub has_move_licence: Option<bool>,
    /// `MailboxMoveRemoteHostName`; empty where none is left from a former move.
    pub move_remote_host_name: Option<Box<str>>,
    /// `TotalDeletedItemSize` in bytes, which `Get-MailboxStatistics` knows.
    pub deleted_items_bytes: Option<u64>,
    /// Whether it was deleted and can still be restored.
    pub is_soft_deleted: Option<bool>,
}

impl MailboxRecord {
    /// The mailbox as matching and readiness know it; none if the export lacks one of the
    /// attributes that a move needs.
    pub fn as_source(&self) -> Option<SourceMailbox> {
        Some(SourceMailbox {
            id: self.id,
            user_principal_name: self.user_principal_name.clone()?,
            primary_smtp_address: self.primary_smtp_address.clone()?,
            archive_guid: match self.archive {
                ArchiveState::Unknown => return None,
                ArchiveState::None => None,
                ArchiveState::Some(id) => Some(id),
            },
            exchange_guid: self.exchange_guid?,
            legacy_exchange_dn: self.legacy_exchange_dn.clone()?,
            email_addresses: self.email_addresses.clone()?,
            display_name: self.display_name.clone(),
            alias: self.person.alias.as_deref().unwrap_or_default().to_owned(),
        })
    }

    /// The mailbox in words: its display name, its name for sign-in or its id.
    pub fn name(&self) -> String {
        if !self.display_name.is_empty() {
            return self.display_name.clone();
        }
        let upn = self.user_principal_name.clone();
        upn.filter(|upn| !upn.is_empty())
            .unwrap_or_else(|| self.id.to_string())
    }
}

impl fmt::Debug for MailboxRecord {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailboxRecord")
            .field("id", &self.id)
            .field("recipient_type", &self.recipient_type)
            .finish_non_exhaustive()
    }
}

/// Mailboxes of a source, in the order of the export, each once. A copy is the same in
/// memory.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SourceMailboxes {
    all: Arc<All>,
}

#[derive(Clone, PartialEq, Eq, Default)]
struct All {
    records: Vec<MailboxRecord>,
    by_id: HashMap<ObjectId, usize>,
    by_upn: HashMap<Box<str>, usize>,
    by_address: HashMap<Box<str>, usize>,
}

impl SourceMailboxes {
    /// All of them, in the order of the export.
    pub fn records(&self) -> &[MailboxRecord] {
        &self.all.records
    }

    /// A mailbox by its id.
    pub fn get(&self, id: ObjectId) -> Option<&MailboxRecord> {
        self.all.records.get(*self.all.by_id.get(&id)?)
    }

    /// The mailbox that a row of a mapping file names, by the strongest key that the row
    /// has: id, UserPrincipalName, PrimarySmtpAddress.
    pub fn find(&self, keys: &SourceKeys<'_>) -> Option<&MailboxRecord> {
        self.all.records.get(self.place_of(keys)?)
    }

    /// The place of that mailbox among the records.
    pub fn place_of(&self, keys: &SourceKeys<'_>) -> Option<usize> {
        if let Some(id) = keys.id {
            return self.all.by_id.get(&id).copied();
        }
        let by_name = |places: &HashMap<Box<str>, usize>, name: &str| {
            places.get(key_of(name).as_str()).copied()
        };
        match keys.user_principal_name.trim() {
            "" => by_name(&self.all.by_address, &keys.primary_smtp_address),
            upn => by_name(&self.all.by_upn, upn),
        }
    }

    /// Adds a mailbox; false if there is one with its id.
    pub fn add(&mut self, record: MailboxRecord) -> bool {
        if self.all.by_id.contains_key(&record.id) {
            return false;
        }
        let all = Arc::make_mut(&mut self.all);
        let at = all.records.len();
        all.by_id.insert(record.id, at);
        for (places, name) in [
            (&mut all.by_upn, &record.user_principal_name),
            (&mut all.by_address, &record.primary_smtp_address),
        ] {
            if let Some(name) = name.as_deref().filter(|name| !name.is_empty()) {
                places.entry(key_of(name).into_boxed_str()).or_insert(at);
            }
        }
        all.records.push(record);
        true
    }
}

impl fmt::Debug for SourceMailboxes {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceMailboxes({})", self.all.records.len())
    }
}

/// The mailboxes of an export. `ExternalDirectoryObjectId` must be a column; everything
/// else may be missing.
///
/// A row whose id is no GUID, or stood in an earlier row, is left out and listed. If no
/// row is left, or no list of addresses was written out, the export is refused.
pub fn read_source_mailboxes(bytes: Vec<u8>) -> Result<Reading<SourceMailboxes>, ReferenceError> {
    let mut taken = MailboxesTaken::default();
    let (kind, needed) = (ReferenceKind::SourceMailboxes, MailboxesTaken::NEEDED);
    let rows = table::each_row(bytes, kind, needed, |row| taken.take(row))?;
    taken.finish(rows)
}

/// The mailboxes of an export, as far as it is read.
#[derive(Default)]
pub(super) struct MailboxesTaken {
    value: SourceMailboxes,
    problems: Problems,
    lists: u32,
}

impl MailboxesTaken {
    pub(super) const NEEDED: Property = Property::ExternalDirectoryObjectId;

    pub(super) fn take(&mut self, row: &Row<'_>) {
        let problems = &mut self.problems;
        let Some(id) = row.id(problems) else {
            return;
        };
        let record = record_of(row, id, problems);
        self.lists += u32::from(record.email_addresses.is_some());
        if !self.value.add(record) {
            problems.note(row.problem(Self::NEEDED, &id.to_string(), What::Twice));
        }
    }

    /// There are no more than so many rows.
    pub(super) fn finish(self, rows: u32) -> Result<Reading<SourceMailboxes>, ReferenceError> {
        let Self {
            value,
            problems,
            lists,
        } = self;
        let kind = ReferenceKind::SourceMailboxes;
        table::refuse_unusable(&problems, rows, value.records().len(), lists, kind)?;
        Ok(Reading { value, problems })
    }
}

fn record_of(row: &Row<'_>, id: ObjectId, problems: &mut Problems) -> MailboxRecord {
    let text = |property| row.text(property).map(std::borrow::Cow::into_owned);
    MailboxRecord {
        id,
        email_addresses: row.addresses(Property::EmailAddresses, problems),
        display_name: text(Property::DisplayName).unwrap_or_default(),
        user_principal_name: text(Property::UserPrincipalName),
        primary_smtp_address: text(Property::PrimarySmtpAddress),
        legacy_exchange_dn: text(Property::LegacyExchangeDN),
        exchange_guid: row.guid(Property::ExchangeGuid, problems),
        archive: archive_of(row, problems),
        person: row.person(),
        recipient_type: row
            .text(Property::RecipientTypeDetails)
            .and_then(|text| RecipientType::read(&text)),
        auxiliary_archives: auxiliary_archives(row, problems),
        litigation_hold: row.flag(Property::LitigationHoldEnabled),
        delay_hold: row.flag(Property::DelayHoldApplied),
        delay_release_hold: row.flag(Property::DelayReleaseHoldApplied),
        compliance_tag_hold: row.flag(Property::ComplianceTagHoldApplied),
        in_place_holds: row
            .written_out(Property::InPlaceHolds, problems)
            .map(|list| holds_of(&list)),
        has_move_licence: row.has_move_licence(problems),
        move_remote_host_name: row
            .text(Property::MailboxMoveRemoteHostName)
            .map(|name| name.into_owned().into_boxed_str()),
        deleted_items_bytes: row.size(Property::TotalDeletedItemSize),
        is_soft_deleted: row.is_soft_deleted(),
    }
}

fn archive_of(row: &Row<'_>, problems: &mut Problems) -> ArchiveState {
    let Some(text) = row.text(Property::ArchiveGuid) else {
        return ArchiveState::Unknown;
    };
    match row.guid(Property::ArchiveGuid, problems) {
        Some(id) => ArchiveState::Some(id),
        None if text.is_empty() || text.parse::<MailboxGuid>() == Err(crate::ids::IdError::Nil) => {
            ArchiveState::None
        }
        // Something stands there that is no GUID.
        None => ArchiveState::Unknown,
    }
}

/// A list that was cut off may hold more than it shows: unknown.
fn auxiliary_archives(row: &Row<'_>, problems: &mut Problems) -> Option<u32> {
    let list = row.written_out(Property::MailboxLocations, problems)?;
    let count = list.to_ascii_lowercase().matches("auxarchive").count();
    (!is_cut_off(&list)).then(|| u32::try_from(count).unwrap_or(u32::MAX))
}

fn holds_of(list: &str) -> Vec<Box<str>> {
    list.split([';', ',', ' ', '{', '}', '\r', '\n'])
        .map(|hold| hold.trim_end_matches(['.', '\u{2026}']))
        .filter(|hold| !hold.is_empty())
        .map(Box::from)
        .collect()
}

fn key_of(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}
