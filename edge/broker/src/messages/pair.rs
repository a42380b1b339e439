//! What the object of a pair can be asked, and what it answers.

use serde::{Deserialize, Serialize};
use shared::{
    api::{HybridProgressView, IdentityView, Page, PairView, Report, RequestView},
    exports::HybridOutcome,
    ids::{ObjectId, RequestId},
    timestamp::Timestamp,
};

use super::Message;

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
    /// Lead these identities away from their MailUsers, all or none →
    /// [`PairReply::Unmapped`].
    Unmap {
        /// Their source mailboxes, at most a page of them.
        identities: Vec<ObjectId>,
        /// Who asks.
        by: ObjectId,
    },
    /// A page of identities → [`PairReply::Identities`].
    Identities {
        /// `nextCursor` of the page before.
        cursor: Option<String>,
    },
    /// The pair's mapping file → [`PairReply::MappingFile`].
    MappingFile,
    /// What a script writes on-premises → [`PairReply::HybridIdentities`].
    HybridIdentities,
    /// What the script did there → [`PairReply::HybridProgress`].
    HybridProgress {
        /// One outcome an identity.
        outcomes: Vec<HybridOutcome>,
    },
    /// How many identities stand where → [`PairReply::Overview`].
    Overview,
    /// A message from another object's outbox → [`PairReply::Taken`]. The same
    /// message may come twice.
    Deliver(Message),
}

impl PairCommand {
    /// Whether it only looks: afterwards nothing is to be delivered or done that was not
    /// before.
    pub fn only_looks(&self) -> bool {
        matches!(
            self,
            Self::ReadUpload { .. }
                | Self::Request { .. }
                | Self::RequestsById { .. }
                | Self::Report { .. }
                | Self::Identities { .. }
                | Self::MappingFile
                | Self::Overview
        )
    }
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
    /// Identities as they are now.
    Unmapped(Vec<IdentityView>),
    /// The mapping file's text.
    MappingFile(String),
    /// The identities CSV's text.
    HybridIdentities(String),
    /// What the progress changed.
    HybridProgress(Box<HybridProgressView>),
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
