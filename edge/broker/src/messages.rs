//! What a broker can be asked, what it answers, and what the objects tell each
//! other. All of it crosses from the Worker to a Durable Object as JSON.
//!
//! The caller is trusted to have checked token and role, and to have built
//! `Pair`s and `viewer`s from the token's tenant and nothing else: a broker
//! checks sides and states, not people.

use serde::{Deserialize, Serialize};
use shared::{
    api::{IdentityView, Page, PairView, Report, RequestView, ScopeView},
    ids::{GroupId, ObjectId, RequestId, TenantId},
    timestamp::Timestamp,
};

pub use between::{
    AcceptedCopy, Address, CopyProgress, Message, Outgoing, PairRequest, PresentedRequest,
};

mod between;

/// What the object of one tenant can be asked. "This tenant" is the object's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TenantCommand {
    /// This tenant's published scopes for a target → [`TenantReply::Scopes`].
    Scopes {
        /// The tenant that mailboxes would move to.
        target: TenantId,
    },
    /// A new copy request with this tenant as source →
    /// [`TenantReply::Request`].
    CreateCopy {
        /// The tenant that the mailboxes will move to.
        target: TenantId,
        /// The group, by either id.
        group: GroupId,
        /// Who asks.
        by: ObjectId,
        /// The caller's `Idempotency-Key`.
        idempotency_key: Option<String>,
    },
    /// All that this tenant has made or was presented, newest first →
    /// [`TenantReply::Index`].
    Requests {
        /// `nextCursor` of the page before.
        cursor: Option<String>,
    },
    /// One request, for `viewer` → [`TenantReply::Request`], or
    /// [`TenantReply::Elsewhere`] if another object has the say. A viewer other
    /// than this tenant gets an answer only as the request's target.
    Request {
        /// The request.
        id: RequestId,
        /// The tenant of the token.
        viewer: TenantId,
    },
    /// Several at once; those that `viewer` may not see, or that lie
    /// elsewhere, are left out → [`TenantReply::Requests`].
    RequestsById {
        /// At most a page of them.
        ids: Vec<RequestId>,
        /// The tenant of the token.
        viewer: TenantId,
    },
    /// A request's report → [`TenantReply::Report`] or
    /// [`TenantReply::Elsewhere`].
    Report {
        /// The request.
        id: RequestId,
        /// The tenant of the token.
        viewer: TenantId,
    },
    /// A target shows that it knows RequestID and source: sent to the *source's*
    /// object → [`TenantReply::Request`], and the request joins the target's
    /// index.
    Present {
        /// The RequestID that was passed on.
        id: RequestId,
        /// The tenant of the token.
        target: TenantId,
    },
    /// The target accepts: sent to the *source's* object →
    /// [`TenantReply::Request`].
    Accept {
        /// The request.
        id: RequestId,
        /// The tenant of the token.
        target: TenantId,
        /// Who accepts.
        by: ObjectId,
        /// The digest of what they saw.
        digest: String,
        /// Replace identities that were copied before.
        overwrite: bool,
    },
    /// The target refuses: sent to the *source's* object →
    /// [`TenantReply::Request`].
    Reject {
        /// The request.
        id: RequestId,
        /// The tenant of the token.
        target: TenantId,
        /// Who refuses.
        by: ObjectId,
        /// Why.
        reason: String,
    },
    /// This tenant takes its own request back → [`TenantReply::Request`].
    Cancel {
        /// The request.
        id: RequestId,
        /// Who cancels.
        by: ObjectId,
    },
    /// The source tenants whose pairs with this tenant exist →
    /// [`TenantReply::Pairs`]. The counts are in each pair's
    /// [`PairCommand::Overview`].
    Pairs,
    /// A message from another object's outbox → [`TenantReply::Taken`]. The
    /// same message may come twice.
    Deliver(Message),
}

/// What the object of a tenant answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TenantReply {
    /// Published scopes.
    Scopes(Vec<ScopeView>),
    /// A request, as the viewer's side sees it.
    Request(Box<RequestView>),
    /// Several.
    Requests(Vec<RequestView>),
    /// Ask there instead, with the same viewer.
    Elsewhere(Address),
    /// A page of the index.
    Index(Page<IndexEntry>),
    /// A report.
    Report(Box<Report>),
    /// Source tenants.
    Pairs(Vec<TenantId>),
    /// The message is taken in; the sender may forget it.
    Taken,
}

/// A line of a tenant's index: either the request itself, or where it lies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IndexEntry {
    /// This object has the say.
    Here(Box<RequestView>),
    /// Another object has: ask it with `RequestsById`.
    At {
        /// The request.
        id: RequestId,
        /// Who has the say.
        address: Address,
    },
}

/// What the object of a pair can be asked. Only the pair's target asks, except
/// for messages; the source keeps its own report in its own object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PairCommand {
    /// Map → [`PairReply::Request`].
    Map {
        /// By the newest completed upload instead of by PrimarySmtpAddress.
        use_csv: bool,
        /// Who asks.
        by: ObjectId,
        /// The caller's `Idempotency-Key`.
        idempotency_key: Option<String>,
    },
    /// Write → [`PairReply::Request`].
    Write {
        /// Who asks.
        by: ObjectId,
        /// The caller's `Idempotency-Key`.
        idempotency_key: Option<String>,
    },
    /// Verify → [`PairReply::Request`].
    Verify {
        /// Who asks.
        by: ObjectId,
        /// The caller's `Idempotency-Key`.
        idempotency_key: Option<String>,
    },
    /// End a request that waits or runs, between two slices →
    /// [`PairReply::Request`].
    Stop {
        /// The request.
        id: RequestId,
        /// Who stops it.
        by: ObjectId,
    },
    /// Try a failed request again → [`PairReply::Request`].
    Retry {
        /// The request.
        id: RequestId,
        /// Who asks.
        by: ObjectId,
    },
    /// A mapping file is about to be stored. The deadline and its purge are
    /// recorded now, before a byte is → [`PairReply::Upload`].
    BeginUpload {
        /// Its announced size.
        size: u64,
        /// How long to keep it; anything above the limit becomes the limit.
        retention_secs: u64,
        /// Map by it as soon as it is checked.
        auto_progress: bool,
        /// Who uploads.
        by: ObjectId,
        /// The caller's `Idempotency-Key`.
        idempotency_key: Option<String>,
    },
    /// The bytes are stored under the ticket's key, and the check may begin →
    /// [`PairReply::Request`]. If this is refused, delete the bytes.
    UploadStored {
        /// The upload.
        id: RequestId,
        /// How many bytes arrived.
        size: u64,
        /// Their hex SHA-256.
        sha256: String,
    },
    /// The bytes could not be stored → [`PairReply::Request`].
    UploadNotStored {
        /// The upload.
        id: RequestId,
        /// Why, for the person who uploads.
        reason: String,
    },
    /// Where an upload's bytes are, while they may be read →
    /// [`PairReply::UploadedFile`].
    ReadUpload {
        /// The upload.
        id: RequestId,
    },
    /// Delete an upload's bytes now → [`PairReply::Request`].
    DeleteUpload {
        /// The upload.
        id: RequestId,
        /// Who deletes.
        by: ObjectId,
    },
    /// One request → [`PairReply::Request`].
    Request {
        /// The request.
        id: RequestId,
    },
    /// Several; unknown ones are left out → [`PairReply::Requests`].
    RequestsById {
        /// At most a page of them.
        ids: Vec<RequestId>,
    },
    /// A request's report, as the target sees it → [`PairReply::Report`].
    Report {
        /// The request.
        id: RequestId,
    },
    /// A page of identities → [`PairReply::Identities`].
    Identities {
        /// `nextCursor` of the page before.
        cursor: Option<String>,
    },
    /// The pair's mapping file → [`PairReply::MappingFile`].
    MappingFile,
    /// How many identities stand where → [`PairReply::Overview`].
    Overview,
    /// A message from another object's outbox → [`PairReply::Taken`]. The same
    /// message may come twice.
    Deliver(Message),
}

/// What the object of a pair answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PairReply {
    /// A request, as the target sees it.
    Request(Box<RequestView>),
    /// Several.
    Requests(Vec<RequestView>),
    /// Where the bytes of a new upload go, and until when.
    Upload(UploadTicket),
    /// Where the bytes of an upload are.
    UploadedFile(UploadedFile),
    /// A report.
    Report(Box<Report>),
    /// A page of identities.
    Identities(Page<IdentityView>),
    /// The mapping file's text.
    MappingFile(String),
    /// The pair at a glance.
    Overview(PairView),
    /// The message is taken in; the sender may forget it.
    Taken,
}

/// What [`PairCommand::BeginUpload`] answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadTicket {
    /// The upload's request.
    pub id: RequestId,
    /// The key to store the bytes under.
    pub key: String,
    /// From when on they cannot be read.
    pub deadline: Timestamp,
    /// Set if an `Idempotency-Key` named an upload whose bytes have arrived
    /// already: store nothing, answer this.
    pub already: Option<Box<RequestView>>,
}

/// What [`PairCommand::ReadUpload`] answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadedFile {
    /// The key of the bytes.
    pub key: String,
    /// How many there are.
    pub size: u64,
    /// Their hex SHA-256.
    pub sha256: String,
    /// From when on they cannot be read.
    pub deadline: Timestamp,
}
