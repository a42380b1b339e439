//! What a request did.

use serde::{Deserialize, Serialize};

use crate::{api::RequestView, ids::ObjectId, workflow::IdentityState};

wire! {
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
}
