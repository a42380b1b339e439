//! The four things that a broker needs from outside: a database, the tenants'
//! directories, the store of uploaded files, and a clock.
//!
//! Every implementation answers with a typed error and never panics. Nothing
//! here is `Send`: a Durable Object has one thread.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use shared::{
    identity::{SourceMailbox, TargetMailUser},
    ids::{GroupId, MailboxGuid, ObjectId, TenantId},
    timestamp::Timestamp,
};

/// A value in a row or bound to a statement.
///
/// Integers beyond ±2^53 are never stored: a Durable Object would round them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// SQL `NULL`.
    Null,
    /// An integer.
    Integer(i64),
    /// A text, below 2 MB.
    Text(String),
}

/// A row of a result, in the order of the statement's columns.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row(pub Vec<Value>);

/// Why the database did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize)]
pub enum StoreError {
    /// The database refused or failed: its own words. They may quote a
    /// statement, and never a bound value.
    #[error("the database failed: {0}")]
    Failed(String),
    /// A row does not hold what this version of the code stores there.
    #[error("the database holds something unreadable in {0}")]
    Unreadable(String),
}

/// A synchronous `SQLite` database: a Durable Object's own, or rusqlite in tests.
///
/// Statements bind at most 100 values, hold no `BEGIN`, `SAVEPOINT` or
/// `PRAGMA`, and are one at a time.
pub trait Sql {
    /// Runs one statement and answers its rows.
    fn execute(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError>;

    /// Runs `work` so that either all of its statements last or none does. An
    /// `Err` from `work` rolls back and is handed on. Not nested.
    fn transaction(
        &self,
        work: &mut dyn FnMut() -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
}

/// A published scope of an OrganizationRelationship, resolved to its group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishedScope {
    /// `ExternalDirectoryObjectId` of the group.
    pub group_id: GroupId,
    /// `ExchangeObjectId` of the group.
    pub exchange_object_id: GroupId,
    /// Name of the group.
    pub name: String,
}

/// A direct member of a group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupMember {
    /// What people call it: display name or name.
    pub name: String,
    /// What it is.
    pub kind: MemberKind,
}

/// What a member of a group is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemberKind {
    /// A user mailbox, by `ExternalDirectoryObjectId`.
    Mailbox(ObjectId),
    /// A nested group; its members are not part of the scope.
    Group,
    /// A contact, a MailUser, anything else without a mailbox.
    Other,
}

/// One `Set-MailUser`: only what is `Some` or not empty is sent.
///
/// Exchange takes `EmailAddresses` and `PrimarySmtpAddress` not together, so a
/// change never holds both.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MailUserChange {
    /// `-ExternalEmailAddress`, bare (`lena@contoso.example`).
    pub external_email_address: Option<String>,
    /// `-PrimarySmtpAddress`, bare.
    pub primary_smtp_address: Option<String>,
    /// `-ExchangeGuid`.
    pub exchange_guid: Option<MailboxGuid>,
    /// `-ArchiveGuid`.
    pub archive_guid: Option<MailboxGuid>,
    /// `-EmailAddresses @{Add=…}`, with their prefixes.
    pub add_email_addresses: Vec<String>,
}

/// Why a directory did not answer, and what may be done about it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DirectoryError {
    /// What was asked for is not there; says what (an OrganizationRelationship,
    /// a group, a MailUser).
    #[error("{0}")]
    NotFound(String),
    /// The tenant has not consented to the application (or took it back).
    #[error(
        "This tenant has not consented to the application: a Global Administrator grants it on the Permissions page."
    )]
    ConsentMissing,
    /// The application lacks the Exchange Administrator role in the tenant.
    #[error(
        "The application lacks the Exchange Administrator role in this tenant: a Global Administrator assigns it on the Permissions page."
    )]
    RoleMissing,
    /// Too many calls; the directory may say how long to wait.
    #[error("Microsoft 365 asks to slow down.")]
    Throttled {
        /// `Retry-After`, in seconds.
        retry_after_secs: Option<u32>,
    },
    /// The directory understood and said no: its own words.
    #[error("Microsoft 365 refused: {0}")]
    Refused(String),
    /// No answer, or one that makes no sense: network, 5xx, malformed JSON.
    #[error("Microsoft 365 could not be reached or did not answer properly: {0}")]
    Broken(String),
    /// An answer that ends before its end, so that acting on it would lose
    /// people.
    #[error("Microsoft 365 sent an incomplete answer: {0}")]
    Truncated(String),
}

impl DirectoryError {
    /// Whether the same call may succeed later without anybody doing anything.
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Throttled { .. } | Self::Broken(_) | Self::Truncated(_)
        )
    }

    /// How long the directory asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Throttled { retry_after_secs } => {
                retry_after_secs.map(|secs| Duration::from_secs(secs.into()))
            }
            _ => None,
        }
    }
}

/// The tenants' directories, as far as a migration needs them. Lists are
/// complete or an error ([`DirectoryError::Truncated`]), never a part.
#[allow(
    async_fn_in_trait,
    reason = "one thread: nothing here needs to be Send"
)]
pub trait Directory {
    /// The groups in `MailboxMovePublishedScopes` of `tenant`'s
    /// OrganizationRelationship with `partner`. No such relationship is
    /// `NotFound`, with the PowerShell that creates one.
    async fn published_scopes(
        &self,
        tenant: TenantId,
        partner: TenantId,
    ) -> Result<Vec<PublishedScope>, DirectoryError>;

    /// The direct members of a group, by `ExternalDirectoryObjectId`.
    async fn members(
        &self,
        tenant: TenantId,
        group: GroupId,
    ) -> Result<Vec<GroupMember>, DirectoryError>;

    /// The mailboxes with these ids, in any order; one that is not there is
    /// left out.
    async fn mailboxes(
        &self,
        tenant: TenantId,
        ids: &[ObjectId],
    ) -> Result<Vec<SourceMailbox>, DirectoryError>;

    /// Every MailUser of the tenant.
    async fn mail_users(&self, tenant: TenantId) -> Result<Vec<TargetMailUser>, DirectoryError>;

    /// One MailUser as it stands now.
    async fn mail_user(
        &self,
        tenant: TenantId,
        id: ObjectId,
    ) -> Result<Option<TargetMailUser>, DirectoryError>;

    /// Changes one MailUser. Repeating a change that was made is harmless. A
    /// `Broken` may come after the change was made: the broker reads back.
    async fn set_mail_user(
        &self,
        tenant: TenantId,
        id: ObjectId,
        change: &MailUserChange,
    ) -> Result<(), DirectoryError>;

    /// The accepted domains of the tenant, bare.
    async fn accepted_domains(&self, tenant: TenantId) -> Result<Vec<String>, DirectoryError>;
}

/// The store of uploaded files did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the file store failed: {0}")]
pub struct FilesError(pub String);

/// Uploaded files (R2). Putting them is the web layer's, as a stream, between
/// `BeginUpload` and `UploadStored`.
#[allow(
    async_fn_in_trait,
    reason = "one thread: nothing here needs to be Send"
)]
pub trait Files {
    /// Hands the bytes under a key to `each`, a piece after the other, and says whether
    /// there was anything. After an error the pieces were not all.
    async fn read(&self, key: &str, each: &mut dyn FnMut(&[u8])) -> Result<bool, FilesError>;
    /// The bytes under a key, or none.
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, FilesError>;
    /// Deletes what is under a key; nothing there is no error.
    async fn delete(&self, key: &str) -> Result<(), FilesError>;
    /// Whether anything is under a key.
    async fn exists(&self, key: &str) -> Result<bool, FilesError>;
}

/// The time, and randomness.
pub trait Clock {
    /// Now.
    fn now(&self) -> Timestamp;
    /// 16 bytes from a cryptographic source.
    fn random(&self) -> [u8; 16];
}
