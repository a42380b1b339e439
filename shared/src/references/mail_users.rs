//! The target's MailUsers, as `Get-MailUser` exports them.

use std::{collections::HashMap, fmt, ops::Deref, sync::Arc};

use super::{
    RecipientType,
    kind::ReferenceKind,
    person::PersonAttributes,
    problem::{Problems, Reading, ReferenceError, What},
    property::Property,
    row::Row,
    table,
};
use crate::{identity::TargetMailUser, ids::ObjectId};

/// What only some exports say about a MailUser. What is none, the export does not say.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct MailUserExtras {
    /// What matching may go by.
    pub person: PersonAttributes,
    /// Its own `LegacyExchangeDN`, verbatim.
    pub legacy_exchange_dn: Option<Box<str>>,
    /// `RecipientTypeDetails`.
    pub recipient_type: Option<RecipientType>,
    /// `PreviousRecipientTypeDetails`.
    pub previous_recipient_type: Option<RecipientType>,
    /// Whether `PersistedCapabilities` has the licence for a move between tenants.
    pub has_move_licence: Option<bool>,
    /// `RecoverableItemsQuota` in bytes; none also if it has no limit.
    pub recoverable_items_quota: Option<u64>,
    /// Whether it was deleted and can still be restored.
    pub is_soft_deleted: Option<bool>,
}

/// A MailUser and what its export says about it.
#[derive(Clone, Copy, Debug)]
pub struct MailUserRecord<'a> {
    /// What a move needs.
    pub mail_user: &'a TargetMailUser,
    /// The rest, if there is any.
    pub extras: Option<&'a MailUserExtras>,
}

impl<'a> MailUserRecord<'a> {
    /// What matching may go by, if the export has any of it.
    pub fn person(&self) -> Option<&'a PersonAttributes> {
        self.extras.map(|extras| &extras.person)
    }
}

/// All MailUsers of a target, in the order of the export, each once. As a slice it is
/// what a move needs of each. A copy is the same in memory.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct MailUsers {
    all: Arc<All>,
}

#[derive(Clone, PartialEq, Eq, Default)]
struct All {
    essentials: Vec<TargetMailUser>,
    /// As many as there are MailUsers.
    extras: Vec<Option<Box<MailUserExtras>>>,
    places: HashMap<ObjectId, usize>,
}

impl MailUsers {
    /// A MailUser by its id.
    pub fn get(&self, id: ObjectId) -> Option<MailUserRecord<'_>> {
        self.record(*self.all.places.get(&id)?)
    }

    /// All of them with what their export says, in its order.
    pub fn records(&self) -> impl Iterator<Item = MailUserRecord<'_>> {
        (0..self.all.essentials.len()).filter_map(|at| self.record(at))
    }

    /// Adds a MailUser; false if there is one with its id.
    pub fn add(&mut self, mail_user: TargetMailUser, extras: MailUserExtras) -> bool {
        if self.all.places.contains_key(&mail_user.id) {
            return false;
        }
        let all = Arc::make_mut(&mut self.all);
        all.places.insert(mail_user.id, all.essentials.len());
        all.essentials.push(mail_user);
        let says_anything = extras != MailUserExtras::default();
        all.extras.push(says_anything.then(|| Box::new(extras)));
        true
    }

    /// A MailUser by its place in the export.
    pub fn record(&self, at: usize) -> Option<MailUserRecord<'_>> {
        Some(MailUserRecord {
            mail_user: self.all.essentials.get(at)?,
            extras: self.all.extras.get(at)?.as_deref(),
        })
    }
}

impl Deref for MailUsers {
    type Target = [TargetMailUser];

    fn deref(&self) -> &[TargetMailUser] {
        &self.all.essentials
    }
}

impl From<Vec<TargetMailUser>> for MailUsers {
    fn from(mail_users: Vec<TargetMailUser>) -> Self {
        mail_users.into_iter().collect()
    }
}

impl FromIterator<TargetMailUser> for MailUsers {
    /// Each once: of two with the same id the first counts.
    fn from_iter<I: IntoIterator<Item = TargetMailUser>>(mail_users: I) -> Self {
        let mut all = Self::default();
        for mail_user in mail_users {
            all.add(mail_user, MailUserExtras::default());
        }
        all
    }
}

impl fmt::Debug for MailUsers {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailUsers({})", self.all.essentials.len())
    }
}

impl fmt::Debug for MailUserExtras {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailUserExtras")
            .field("recipient_type", &self.recipient_type)
            .finish_non_exhaustive()
    }
}

/// The MailUsers of an export. `ExternalDirectoryObjectId` must be a column; everything
/// else may be missing.
///
/// A row whose id is no GUID, or stood in an earlier row, is left out and listed. If no
/// row is left, or no list of addresses was written out, the export is refused.
pub fn read_mail_users(bytes: Vec<u8>) -> Result<Reading<MailUsers>, ReferenceError> {
    let mut taken = MailUsersTaken::default();
    let (kind, needed) = (ReferenceKind::MailUsers, MailUsersTaken::NEEDED);
    let rows = table::each_row(bytes, kind, needed, |row| taken.take(row))?;
    taken.finish(rows)
}

/// The MailUsers of an export, as far as it is read.
#[derive(Default)]
pub(super) struct MailUsersTaken {
    value: MailUsers,
    problems: Problems,
    lists: u32,
}

impl MailUsersTaken {
    pub(super) const NEEDED: Property = Property::ExternalDirectoryObjectId;

    pub(super) fn take(&mut self, row: &Row<'_>) {
        let problems = &mut self.problems;
        let Some(id) = row.id(problems) else {
            return;
        };
        let addresses = row.addresses(Property::EmailAddresses, problems);
        self.lists += u32::from(addresses.is_some());
        let mail_user = mail_user_of(row, id, addresses, problems);
        if !self.value.add(mail_user, extras_of(row, problems)) {
            problems.note(row.problem(Self::NEEDED, &id.to_string(), What::Twice));
        }
    }

    /// There are no more than so many rows.
    pub(super) fn finish(self, rows: u32) -> Result<Reading<MailUsers>, ReferenceError> {
        let Self {
            value,
            problems,
            lists,
        } = self;
        let kind = ReferenceKind::MailUsers;
        table::refuse_unusable(&problems, rows, value.len(), lists, kind)?;
        Ok(Reading { value, problems })
    }
}

fn mail_user_of(
    row: &Row<'_>,
    id: ObjectId,
    addresses: Option<Vec<String>>,
    problems: &mut Problems,
) -> TargetMailUser {
    let text = |property| row.text(property).unwrap_or_default().into_owned();
    let external = row.kept(Property::ExternalEmailAddress);
    TargetMailUser {
        id,
        display_name: text(Property::DisplayName),
        user_principal_name: text(Property::UserPrincipalName),
        primary_smtp_address: text(Property::PrimarySmtpAddress),
        external_email_address: external.map(String::from),
        email_addresses: addresses.unwrap_or_default(),
        exchange_guid: row.guid(Property::ExchangeGuid, problems),
        archive_guid: row.guid(Property::ArchiveGuid, problems),
        is_dir_synced: row.flag(Property::IsDirSynced).unwrap_or(false),
    }
}

fn extras_of(row: &Row<'_>, problems: &mut Problems) -> MailUserExtras {
    let kind_of = |property| RecipientType::read(&row.text(property)?);
    MailUserExtras {
        person: row.person(),
        legacy_exchange_dn: row.kept(Property::LegacyExchangeDN),
        recipient_type: kind_of(Property::RecipientTypeDetails),
        previous_recipient_type: kind_of(Property::PreviousRecipientTypeDetails),
        has_move_licence: row.has_move_licence(problems),
        recoverable_items_quota: row.size(Property::RecoverableItemsQuota),
        is_soft_deleted: row.is_soft_deleted(),
    }
}
