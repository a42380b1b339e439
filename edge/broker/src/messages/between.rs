//! What the objects tell each other: at least once, in no promised order, each
//! message harmless when it comes twice.

use serde::{Deserialize, Serialize};
use shared::{
    api::{Counts, ReportRow, RequestScope},
    ids::{ObjectId, Pair, RequestId, TenantId},
    timestamp::Timestamp,
    workflow::{Progress, RequestKind, RequestState},
};

use super::{Claimed, Claims};

/// An object that messages go to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Address {
    /// The object of a tenant.
    Tenant(TenantId),
    /// The object of a pair.
    Pair(Pair),
}

/// A message in an outbox. The shell delivers it (`TenantCommand::Deliver` or
/// `PairCommand::Deliver`) and then tells the broker so; until then it comes up
/// again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outgoing {
    /// Its number in this outbox.
    pub id: i64,
    /// Where it goes.
    pub to: Address,
    /// What it says.
    pub message: Message,
}

/// What one object tells another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Message {
    /// Source tenant → pair: a copy was accepted; do it.
    BeginCopy(Box<AcceptedCopy>),
    /// Pair → source tenant: how far the copy is, and what became of these
    /// mailboxes.
    CopyProgress(Box<CopyProgress>),
    /// Source tenant → target tenant: you were shown this request.
    RequestPresented(PresentedRequest),
    /// Pair → target tenant: this request is decided here from now on.
    PairRequest(PairRequest),
    /// Pair → target tenant: I want these MailUsers, and not those any more.
    Claims(Box<Claims>),
    /// Target tenant → pair: which of them another source holds.
    Claimed(Box<Claimed>),
}

/// A copy request that both sides have agreed on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcceptedCopy {
    /// The request.
    pub id: RequestId,
    /// Both tenants.
    pub pair: Pair,
    /// The scope as announced.
    pub scope: RequestScope,
    /// The announced members, sorted; nobody else is copied.
    pub members: Vec<ObjectId>,
    /// What the decision was bound to.
    pub digest: String,
    /// Replace identities that were copied before.
    pub overwrite: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: ObjectId,
    /// When it would have ended unanswered.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub decided_at: Timestamp,
    /// Who accepted it.
    pub decided_by: ObjectId,
    /// What was said when it was made, such as members that are not copied.
    pub warnings: Vec<String>,
}

/// How far a copy is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CopyProgress {
    /// The request.
    pub id: RequestId,
    /// Rises with every message about this request; an older one never
    /// overwrites what a newer one said.
    pub sequence: u64,
    /// Where it stands.
    pub state: RequestState,
    /// How far it is.
    pub percent: u8,
    /// The number of the step it is in.
    pub step: Option<usize>,
    /// How its work is divided.
    pub counts: Counts,
    /// Why it failed.
    pub reason: Option<String>,
    /// What a person should know.
    pub warnings: Vec<String>,
    /// When it reached its final state.
    pub finished_at: Option<Timestamp>,
    /// What became of some of its mailboxes; no row names a MailUser.
    pub rows: Vec<ReportRow>,
}

impl CopyProgress {
    /// How far the copy is.
    pub(crate) fn progress(&self) -> Progress {
        Progress {
            kind: RequestKind::Copy,
            state: self.state,
            percent: self.percent,
            step: self.step,
        }
    }
}

/// A request that a target was shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PresentedRequest {
    /// The request.
    pub id: RequestId,
    /// The tenant that made it, whose object has the say.
    pub source: TenantId,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A request that lies in a pair.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PairRequest {
    /// The request.
    pub id: RequestId,
    /// The pair, whose object has the say.
    pub pair: Pair,
    /// What was asked for.
    pub kind: RequestKind,
    /// When it was made.
    pub created_at: Timestamp,
}
