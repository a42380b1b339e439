//! A request, as one of its sides sees it.

use serde::{Deserialize, Serialize};

use crate::{
    api::Side,
    ids::{GroupId, ObjectId, RequestId, TenantId},
    timestamp::Timestamp,
    workflow::{RequestKind, RequestState},
};

wire! {
    /// The scope of a copy request, as it was when it was requested.
    pub struct RequestScope {
        /// The group.
        pub group_id: GroupId,
        /// Its name.
        pub name: String,
        /// How many mailboxes the request announced.
        pub members: u32,
        /// Hash of the sorted member ids (hex SHA-256).
        pub members_hash: String,
    }

    /// How a request's work is divided.
    #[derive(Default)]
    pub struct Counts {
        /// Units of work in all.
        pub total: u32,
        /// Done as asked.
        pub done: u32,
        /// Left alone on purpose.
        pub skipped: u32,
        /// Could not be done, or left without a match.
        pub failed: u32,
    }

    /// An uploaded mapping file and its end.
    pub struct UploadView {
        /// Size in bytes.
        pub size: u64,
        /// Hex SHA-256 of the bytes.
        pub sha256: String,
        /// From when on nobody can read it any more.
        pub deadline: Timestamp,
        /// When it was found to be gone.
        pub purged_at: Option<Timestamp>,
    }

    /// A request: the home of everything about what somebody asked for.
    pub struct RequestView {
        /// RequestID.
        pub id: RequestId,
        /// What was asked for.
        pub kind: RequestKind,
        /// Where it stands.
        pub state: RequestState,
        /// How far it is, 0 to 100. It only rises.
        pub percent: u8,
        /// What is being done now, in words.
        pub step: Option<String>,
        /// Which side the caller is.
        pub side: Side,
        /// Where mailboxes leave.
        pub source_tenant_id: TenantId,
        /// Where mailboxes arrive.
        pub target_tenant_id: TenantId,
        /// The scope; copy requests only.
        pub scope: Option<RequestScope>,
        /// What a decision is bound to; copy requests only.
        pub digest: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
        /// Who made it, by Entra object id.
        pub created_by: ObjectId,
        /// When it ends unanswered; copy requests only.
        pub expires_at: Option<Timestamp>,
        /// When it was accepted or rejected.
        pub decided_at: Option<Timestamp>,
        /// When it reached its final state.
        pub finished_at: Option<Timestamp>,
        /// Whether it was accepted with overwrite.
        pub overwrite: bool,
        /// How its work is divided.
        pub counts: Counts,
        /// Why it failed or was rejected.
        pub reason: Option<String>,
        /// What a person should know, such as members that were not copied.
        pub warnings: Vec<String>,
        /// The uploaded file; upload requests only.
        pub upload: Option<UploadView>,
    }
}
