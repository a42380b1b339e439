//! The wire types of `/api/v1`: what the browser sends and what the edge
//! answers, in camelCase JSON.

use serde::{Deserialize, Serialize};

pub use caller::{ClientConfig, Me, Role};
pub use copy::{AcceptCopy, NewCopyRequest, PresentRequest, RejectCopy, ScopeView};
pub use hybrid::{HybridNotTaken, HybridProgressView};
pub use pair::{IdentityView, NewMapRequest, PairView, StateCount, UnmapIdentities};
pub use report::{Report, ReportRow};
pub use request::{Counts, RequestScope, RequestView, UploadView};

pub use crate::workflow::Side;

macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase")]
        pub $kind $name $body
    )*};
}

mod caller;
mod copy;
mod hybrid;
pub mod limits;
mod pair;
pub mod problem;
mod report;
mod request;

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
