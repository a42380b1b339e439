//! What the object of a tenant can be asked, and what it answers.

use serde::{Deserialize, Serialize};
use shared::{
    api::{Page, Report, RequestView, ScopeView},
    ids::{GroupId, ObjectId, RequestId, TenantId},
};

use super::{Address, Message};

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
    /// [`PairCommand::Overview`](super::PairCommand::Overview).
    Pairs,
    /// A message from another object's outbox → [`TenantReply::Taken`]. The
    /// same message may come twice.
    Deliver(Message),
}

impl TenantCommand {
    /// Whether it only looks: afterwards nothing is to be delivered or done that was not
    /// before. (A request found overdue ends then, whose alarm is due anyway.)
    pub fn only_looks(&self) -> bool {
        matches!(
            self,
            Self::Scopes { .. }
                | Self::Requests { .. }
                | Self::Request { .. }
                | Self::RequestsById { .. }
                | Self::Report { .. }
                | Self::Pairs
        )
    }
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
