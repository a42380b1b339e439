//! A directory that behaves like Exchange as far as the brokers can tell, and
//! fails when it is told to.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use broker::ports::{
    Directory, DirectoryError, GroupMember, MailUserChange, MemberKind, PublishedScope,
};
use shared::{
    address,
    identity::{SourceMailbox, TargetMailUser},
    ids::{GroupId, ObjectId, TenantId},
};

use crate::people;

/// What happens to one call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The object dies while it waits, before anything happened.
    CrashBefore,
    /// The object dies before it hears the answer.
    CrashAfter,
    /// This answer, and nothing happened.
    Answer(DirectoryError),
    /// It happened, and this is the answer.
    AnswerAfter(DirectoryError),
    /// It is said to have happened, and it has not.
    Pretend,
    /// It takes a moment, in which the object does other things.
    Slow,
}

/// Everything that both tenants hold.
#[derive(Clone)]
pub struct Contents {
    pub scopes: Vec<PublishedScope>,
    pub members: BTreeMap<GroupId, Vec<GroupMember>>,
    pub mailboxes: BTreeMap<ObjectId, SourceMailbox>,
    pub mail_users: BTreeMap<ObjectId, TargetMailUser>,
    pub accepted_domains: Vec<String>,
}

#[derive(Clone)]
pub struct FakeDirectory {
    pub contents: Rc<RefCell<Contents>>,
    /// Where mailboxes leave.
    pub source: TenantId,
    /// Calls so far.
    pub calls: Rc<Cell<usize>>,
    /// Faults by number of the call.
    pub faults: Rc<RefCell<BTreeMap<usize, Fault>>>,
    /// Every `Set-MailUser` that had an effect.
    pub changes: Rc<RefCell<Vec<(ObjectId, MailUserChange)>>>,
}

impl FakeDirectory {
    /// Contoso publishes Engineering with these people, who all have a
    /// MailUser in Fabrikam.
    pub fn with(names: &[&str]) -> Self {
        let contents = Contents {
            scopes: vec![people::engineering()],
            members: BTreeMap::from([(
                people::engineering().group_id,
                names.iter().map(|name| people::member(name)).collect(),
            )]),
            mailboxes: names
                .iter()
                .map(|name| (people::source_id(name), people::mailbox(name)))
                .collect(),
            mail_users: names
                .iter()
                .map(|name| (people::target_id(name), people::mail_user(name)))
                .collect(),
            accepted_domains: vec!["fabrikam.example".to_owned()],
        };
        Self {
            contents: Rc::new(RefCell::new(contents)),
            source: people::contoso(),
            calls: Rc::default(),
            faults: Rc::default(),
            changes: Rc::default(),
        }
    }

    pub fn mail_user_named(&self, name: &str) -> TargetMailUser {
        self.contents.borrow().mail_users[&people::target_id(name)].clone()
    }

    pub fn change_mail_user(&self, name: &str, change: impl FnOnce(&mut TargetMailUser)) {
        let mut contents = self.contents.borrow_mut();
        change(
            contents
                .mail_users
                .get_mut(&people::target_id(name))
                .unwrap(),
        );
    }

    /// The next calls fail like this.
    pub fn fail_next(&self, faults: &[Fault]) {
        let first = self.calls.get() + 1;
        self.faults
            .borrow_mut()
            .extend((first..).zip(faults.iter().cloned()));
    }

    async fn call<T>(
        &self,
        effect: impl FnOnce(&mut Contents) -> Result<T, DirectoryError>,
    ) -> Result<T, DirectoryError> {
        let number = self.calls.get() + 1;
        self.calls.set(number);
        let fault = self.faults.borrow_mut().remove(&number);
        match fault {
            None => effect(&mut self.contents.borrow_mut()),
            Some(Fault::Answer(error)) => Err(error),
            Some(Fault::AnswerAfter(error)) => {
                effect(&mut self.contents.borrow_mut())?;
                Err(error)
            }
            Some(Fault::Pretend) => effect(&mut self.contents.borrow().clone()),
            Some(Fault::Slow) => {
                let mut waited = false;
                std::future::poll_fn(|context| {
                    if std::mem::replace(&mut waited, true) {
                        return std::task::Poll::Ready(());
                    }
                    context.waker().wake_by_ref();
                    std::task::Poll::Pending
                })
                .await;
                effect(&mut self.contents.borrow_mut())
            }
            Some(Fault::CrashBefore) => std::future::pending().await,
            Some(Fault::CrashAfter) => {
                let _ = effect(&mut self.contents.borrow_mut());
                std::future::pending().await
            }
        }
    }
}

impl Directory for FakeDirectory {
    async fn published_scopes(
        &self,
        tenant: TenantId,
        partner: TenantId,
    ) -> Result<Vec<PublishedScope>, DirectoryError> {
        self.call(|contents| {
            if tenant == self.source && partner == people::fabrikam() {
                Ok(contents.scopes.clone())
            } else {
                Err(DirectoryError::NotFound(format!(
                    "No OrganizationRelationship with {partner}."
                )))
            }
        })
        .await
    }

    async fn members(
        &self,
        _: TenantId,
        group: GroupId,
    ) -> Result<Vec<GroupMember>, DirectoryError> {
        self.call(|contents| {
            contents
                .members
                .get(&group)
                .cloned()
                .ok_or_else(|| DirectoryError::NotFound(format!("No group {group}.")))
        })
        .await
    }

    async fn mailboxes(
        &self,
        tenant: TenantId,
        ids: &[ObjectId],
    ) -> Result<Vec<SourceMailbox>, DirectoryError> {
        assert_eq!(tenant, self.source);
        self.call(|contents| {
            Ok(ids
                .iter()
                .filter_map(|id| contents.mailboxes.get(id).cloned())
                .collect())
        })
        .await
    }

    async fn mail_users(&self, tenant: TenantId) -> Result<Vec<TargetMailUser>, DirectoryError> {
        assert_eq!(tenant, people::fabrikam());
        self.call(|contents| Ok(contents.mail_users.values().cloned().collect()))
            .await
    }

    async fn mail_user(
        &self,
        tenant: TenantId,
        id: ObjectId,
    ) -> Result<Option<TargetMailUser>, DirectoryError> {
        assert_eq!(tenant, people::fabrikam());
        self.call(|contents| Ok(contents.mail_users.get(&id).cloned()))
            .await
    }

    async fn set_mail_user(
        &self,
        tenant: TenantId,
        id: ObjectId,
        change: &MailUserChange,
    ) -> Result<(), DirectoryError> {
        assert_eq!(tenant, people::fabrikam());
        assert!(
            change.primary_smtp_address.is_none() || change.add_email_addresses.is_empty(),
            "Exchange takes them not together"
        );
        self.call(|contents| {
            let user = contents
                .mail_users
                .get_mut(&id)
                .ok_or_else(|| DirectoryError::NotFound("No such MailUser.".to_owned()))?;
            apply(user, change);
            self.changes.borrow_mut().push((id, change.clone()));
            Ok(())
        })
        .await
    }

    async fn accepted_domains(&self, tenant: TenantId) -> Result<Vec<String>, DirectoryError> {
        assert_eq!(tenant, people::fabrikam());
        self.call(|contents| Ok(contents.accepted_domains.clone()))
            .await
    }
}

/// What Exchange does: a new ExternalEmailAddress without a primary address
/// becomes the primary one.
fn apply(user: &mut TargetMailUser, change: &MailUserChange) {
    if let Some(external) = &change.external_email_address {
        user.external_email_address = Some(format!("SMTP:{external}"));
    }
    if let Some(primary) = change
        .primary_smtp_address
        .as_ref()
        .or(change.external_email_address.as_ref())
    {
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

/// Whoever is in the group but has no mailbox.
pub fn other(name: &str, kind: MemberKind) -> GroupMember {
    GroupMember {
        name: name.to_owned(),
        kind,
    }
}
