//! The tenants' directories behind a network, as Exchange behaves as far as a
//! broker can tell.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use broker::{
    messages::Address,
    ports::{Directory, DirectoryError, GroupMember, MailUserChange, MemberKind, PublishedScope},
};
use shared::{
    address,
    identity::{SourceMailbox, TargetMailUser},
    ids::{GroupId, ObjectId, TenantId},
};

use crate::{
    cast::{Cast, Contents},
    world::World,
};

/// All tenants' directories, and who was in a group since when.
#[derive(Clone)]
pub struct Directories(Rc<RefCell<Inside>>);

struct Inside {
    tenants: BTreeMap<TenantId, Contents>,
    history: BTreeMap<GroupId, Vec<(i64, BTreeSet<ObjectId>)>>,
}

fn mailboxes_of(members: &[GroupMember]) -> BTreeSet<ObjectId> {
    members
        .iter()
        .filter_map(|one| match one.kind {
            MemberKind::Mailbox(id) => Some(id),
            MemberKind::Group | MemberKind::Other => None,
        })
        .collect()
}

impl Directories {
    pub fn of(cast: &Cast) -> Self {
        let history = cast
            .contents
            .values()
            .flat_map(|contents| &contents.members)
            .map(|(group, members)| (*group, vec![(i64::MIN, mailboxes_of(members))]))
            .collect();
        Self(Rc::new(RefCell::new(Inside {
            tenants: cast.contents.clone(),
            history,
        })))
    }

    /// Looks at, or changes, what a tenant holds.
    pub fn with<T>(&self, tenant: TenantId, what: impl FnOnce(&mut Contents) -> T) -> T {
        what(self.0.borrow_mut().tenants.get_mut(&tenant).unwrap())
    }

    /// Changes who is in a group.
    pub fn change_members(
        &self,
        now: i64,
        tenant: TenantId,
        group: GroupId,
        change: impl FnOnce(&mut Vec<GroupMember>),
    ) {
        let mut inside = self.0.borrow_mut();
        let contents = inside.tenants.get_mut(&tenant).unwrap();
        let members = contents.members.get_mut(&group).unwrap();
        change(members);
        let now_in = mailboxes_of(members);
        inside.history.get_mut(&group).unwrap().push((now, now_in));
    }

    /// Everybody who was in a group at any moment between two.
    pub fn members_between(&self, group: GroupId, first: i64, last: i64) -> BTreeSet<ObjectId> {
        let inside = self.0.borrow();
        let history = &inside.history[&group];
        let mut all = BTreeSet::new();
        for (at, (since, members)) in history.iter().enumerate() {
            let until = history.get(at + 1).map_or(i64::MAX, |next| next.0);
            if *since <= last && until >= first {
                all.extend(members);
            }
        }
        all
    }
}

/// The directories as one object sees them.
pub struct DirectoryOf {
    pub world: World,
    pub owner: Address,
}

impl DirectoryOf {
    /// What keeps a call from having any effect, if anything does.
    fn obstacle(&self) -> Option<DirectoryError> {
        let weather = &self.world.weather;
        if weather.strikes(|rates| rates.throttled) {
            let retry_after_secs = weather.percent(60).then(|| weather.below(900));
            return Some(DirectoryError::Throttled { retry_after_secs });
        }
        if weather.strikes(|rates| rates.server_error) {
            return Some(if weather.percent(30) {
                DirectoryError::Truncated("no end".to_owned())
            } else {
                DirectoryError::Broken("503".to_owned())
            });
        }
        weather
            .strikes(|rates| rates.lost_before)
            .then(|| DirectoryError::Broken("connection reset".to_owned()))
    }

    async fn read<T>(
        &self,
        tenant: TenantId,
        what: impl FnOnce(&Contents) -> Result<T, DirectoryError>,
    ) -> Result<T, DirectoryError> {
        let weather = &self.world.weather;
        self.world.wait(Some(self.owner), weather.way()).await;
        if let Some(error) = self.obstacle() {
            return Err(error);
        }
        let read = self
            .world
            .directories
            .with(tenant, |contents| what(contents));
        let is_lost = weather.strikes(|rates| rates.lost_after);
        self.world.wait(Some(self.owner), weather.way()).await;
        if is_lost {
            return Err(DirectoryError::Broken("connection reset".to_owned()));
        }
        read
    }
}

impl Directory for DirectoryOf {
    async fn published_scopes(
        &self,
        tenant: TenantId,
        _: TenantId,
    ) -> Result<Vec<PublishedScope>, DirectoryError> {
        self.read(tenant, |contents| Ok(contents.scopes.clone()))
            .await
    }

    async fn members(
        &self,
        tenant: TenantId,
        group: GroupId,
    ) -> Result<Vec<GroupMember>, DirectoryError> {
        self.read(tenant, |contents| {
            let members = contents.members.get(&group).cloned();
            members.ok_or_else(|| DirectoryError::NotFound(format!("No group {group}.")))
        })
        .await
    }

    async fn mailboxes(
        &self,
        tenant: TenantId,
        ids: &[ObjectId],
    ) -> Result<Vec<SourceMailbox>, DirectoryError> {
        self.read(tenant, |contents| {
            let found = ids.iter().filter_map(|id| contents.mailboxes.get(id));
            Ok(found.cloned().collect())
        })
        .await
    }

    async fn mail_users(&self, tenant: TenantId) -> Result<Vec<TargetMailUser>, DirectoryError> {
        self.read(tenant, |contents| {
            Ok(contents.mail_users.values().cloned().collect())
        })
        .await
    }

    async fn mail_user(
        &self,
        tenant: TenantId,
        id: ObjectId,
    ) -> Result<Option<TargetMailUser>, DirectoryError> {
        self.read(tenant, |contents| Ok(contents.mail_users.get(&id).cloned()))
            .await
    }

    /// What is on its way arrives, whatever becomes of who sent it.
    async fn set_mail_user(
        &self,
        tenant: TenantId,
        id: ObjectId,
        change: &MailUserChange,
    ) -> Result<(), DirectoryError> {
        assert!(
            change.primary_smtp_address.is_none() || change.add_email_addresses.is_empty(),
            "Exchange takes them not together"
        );
        let world = &self.world;
        world.oracle.writes(world, self.owner, id, change);
        let way = world.weather.way();
        if let Some(error) = self.obstacle() {
            world.wait(Some(self.owner), way).await;
            return Err(error);
        }
        if !world
            .directories
            .with(tenant, |all| all.mail_users.contains_key(&id))
        {
            world.wait(Some(self.owner), way).await;
            return Err(DirectoryError::NotFound("No such MailUser.".to_owned()));
        }
        let later = if world.weather.strikes(|rates| rates.shows_later) {
            world.weather.between(1_000, 120_000)
        } else {
            0
        };
        let (directories, change) = (world.directories.clone(), change.clone());
        world.engine.at(world.engine.now() + way + later, move || {
            directories.with(tenant, |contents| {
                if let Some(user) = contents.mail_users.get_mut(&id) {
                    apply(user, &change);
                }
            });
        });
        let is_lost = world.weather.strikes(|rates| rates.lost_after);
        // The answer leaves after the effect.
        let back = world.weather.way();
        world.wait(Some(self.owner), way + back).await;
        if is_lost {
            return Err(DirectoryError::Broken("connection reset".to_owned()));
        }
        Ok(())
    }

    async fn accepted_domains(&self, tenant: TenantId) -> Result<Vec<String>, DirectoryError> {
        self.read(tenant, |contents| Ok(contents.accepted_domains.clone()))
            .await
    }
}

/// What Exchange does: a new ExternalEmailAddress without a primary address
/// becomes the primary one.
fn apply(user: &mut TargetMailUser, change: &MailUserChange) {
    if let Some(external) = &change.external_email_address {
        user.external_email_address = Some(format!("SMTP:{external}"));
    }
    let primary = change.primary_smtp_address.as_ref();
    if let Some(primary) = primary.or(change.external_email_address.as_ref()) {
        for entry in &mut user.email_addresses {
            if address::is_primary_smtp(entry) {
                *entry = format!("smtp:{}", address::bare(entry));
            }
        }
        user.email_addresses
            .retain(|entry| !address::same_address(entry, primary));
        user.email_addresses.insert(0, format!("SMTP:{primary}"));
        user.primary_smtp_address.clone_from(primary);
    }
    user.exchange_guid = change.exchange_guid.or(user.exchange_guid);
    user.archive_guid = change.archive_guid.or(user.archive_guid);
    for entry in &change.add_email_addresses {
        if !address::contains(&user.email_addresses, entry) {
            user.email_addresses.push(entry.clone());
        }
    }
}
