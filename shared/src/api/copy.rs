//! Asking for a copy, and deciding about it.

use serde::{Deserialize, Serialize};

use crate::ids::{GroupId, RequestId, TenantId};

wire! {
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
}
