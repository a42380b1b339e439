//! The wire types of `/api/v1`: what the browser sends and what the edge
//! answers, in camelCase JSON.

use serde::{Deserialize, Serialize};

use crate::{
    identity::SourceMailbox,
    ids::{GroupId, ObjectId, RequestId, TenantId},
    timestamp::Timestamp,
    workflow::{IdentityState, RequestKind, RequestState},
};

pub use crate::workflow::Side;

pub mod limits;
pub mod problem;

macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase")]
        pub $kind $name $body
    )*};
}

/// What somebody may do, from the directory roles in their token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Role {
    /// Reads, and changes nothing.
    GlobalReader,
    /// Everything but permissions.
    ExchangeAdministrator,
    /// Everything.
    GlobalAdministrator,
}

wire! {
    /// What the browser needs to sign in: `GET /config`, public.
    pub struct ClientConfig {
        /// The authority, without a tenant: `https://login.microsoftonline.com`.
        pub authority: String,
        /// The application (client) id, which is also the token's audience.
        pub client_id: String,
        /// The scope to ask for.
        pub scope: String,
    }

    /// Who is calling: `GET /me`.
    pub struct Me {
        /// The tenant of the token, which is the only tenant the caller acts for.
        pub tenant_id: TenantId,
        /// The person, by Entra object id.
        pub object_id: ObjectId,
        /// The strongest of the caller's roles.
        pub role: Role,
    }

    /// A published scope of the caller's OrganizationRelationship with `target`.
    pub struct ScopeView {
        /// `ExternalDirectoryObjectId` of the group.
        pub group_id: GroupId,
        /// `ExchangeObjectId` of the group, accepted in requests as well.
        pub exchange_object_id: GroupId,
        /// Name of the group.
        pub name: String,
        /// Direct members.
        pub members: u32,
    }

    /// `POST /copy-requests` (source).
    pub struct NewCopyRequest {
        /// The tenant that the mailboxes will move to.
        pub target_tenant_id: TenantId,
        /// The group, by `ExternalDirectoryObjectId` or `ExchangeObjectId`.
        pub security_group_id: GroupId,
    }

    /// `POST /requests/lookup` (target): both must match, or nothing is shown.
    pub struct PresentRequest {
        /// The RequestID that the source passed on.
        pub request_id: RequestId,
        /// The tenant that the target expects the request from.
        pub source_tenant_id: TenantId,
    }

    /// `POST /requests/{id}/accept` (target).
    pub struct AcceptCopy {
        /// Typed again, so that the decision is about this tenant.
        pub source_tenant_id: TenantId,
        /// Replace identities of this request that were copied before.
        pub overwrite: bool,
        /// The digest of what the decider saw ([`RequestView::digest`]).
        pub digest: String,
    }

    /// `POST /requests/{id}/reject` (target).
    pub struct RejectCopy {
        /// Typed again, so that the decision is about this tenant.
        pub source_tenant_id: TenantId,
        /// Shown to the source.
        pub reason: String,
    }

    /// `POST /pairs/{source}/map` (target).
    pub struct NewMapRequest {
        /// Map by the newest completed upload instead of by PrimarySmtpAddress.
        pub use_csv: bool,
    }

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

    /// An identity of a pair: `GET /pairs/{source}/identities` (target).
    pub struct IdentityView {
        /// The mailbox as it was copied.
        pub source: SourceMailbox,
        /// Where it stands.
        pub state: IdentityState,
        /// The MailUser it leads to.
        pub target_id: Option<ObjectId>,
        /// That MailUser's name, where known.
        pub target_name: Option<String>,
        /// What is to be said about it: a conflict, a reason, a remedy.
        pub message: Option<String>,
    }

    /// One identity in a report.
    pub struct ReportRow {
        /// The source mailbox.
        pub source_external_directory_object_id: ObjectId,
        /// Its `UserPrincipalName`.
        pub source_user_principal_name: String,
        /// The MailUser; never in the source's reports of a copy.
        pub target_external_directory_object_id: Option<ObjectId>,
        /// Where the identity stood when the request ended.
        pub state: IdentityState,
        /// `FailureResult`: why it was skipped or failed.
        pub failure_result: Option<String>,
    }

    /// What a request did, per identity: `GET /requests/{id}/report` (both).
    pub struct Report {
        /// The request.
        pub request: RequestView,
        /// One row for each identity that it concerned.
        pub identities: Vec<ReportRow>,
    }

    /// A pair, as its target sees it: `GET /pairs` (target).
    pub struct PairView {
        /// Where mailboxes leave.
        pub source_tenant_id: TenantId,
        /// Identities in the pair.
        pub identities: u32,
        /// How many identities stand where, in the order of the flow.
        pub states: Vec<StateCount>,
    }

    /// How many identities stand in one state.
    pub struct StateCount {
        /// The state.
        pub state: IdentityState,
        /// How many.
        pub count: u32,
    }
}

/// A page of a list; `nextCursor` leads to the rest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// This page's items.
    pub items: Vec<T>,
    /// Pass it as `?cursor=` for the next page; absent on the last one.
    pub next_cursor: Option<String>,
}
