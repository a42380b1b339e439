//! A pair, its identities, and what its target asks for.

use serde::{Deserialize, Serialize};

use crate::{
    identity::SourceMailbox,
    ids::{ObjectId, TenantId},
    workflow::IdentityState,
};

wire! {
    /// `POST /pairs/{source}/map` (target).
    pub struct NewMapRequest {
        /// Map by the newest completed upload instead of by PrimarySmtpAddress.
        pub use_csv: bool,
    }

    /// `POST /pairs/{source}/identities/unmap` (target).
    pub struct UnmapIdentities {
        /// Source mailboxes, by `ExternalDirectoryObjectId`; at most a page of them.
        pub identities: Vec<ObjectId>,
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
