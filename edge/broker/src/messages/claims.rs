//! How a pair asks its target's object for MailUsers, and what that answers.

use serde::{Deserialize, Serialize};
use shared::ids::{ObjectId, Pair, TenantId};

/// What a pair wants of its target's MailUsers, and what it does not want any
/// more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claims {
    /// Who asks.
    pub pair: Pair,
    /// 1, 2, 3 … in the order in which the pair decided. The target's object
    /// takes them in this order and each once, whatever order they arrive in,
    /// so that a late message never undoes what came after it.
    pub number: i64,
    /// What [`Claimed`] names when it answers; none if nothing is wanted.
    pub page: Option<i64>,
    /// MailUsers that are wanted, and for whom.
    pub wanted: Vec<Claim>,
    /// MailUsers that are let go of.
    pub released: Vec<ObjectId>,
}

/// One MailUser for one source mailbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claim {
    /// The MailUser.
    pub mail_user: ObjectId,
    /// The source mailbox.
    pub source: ObjectId,
}

/// Which wishes were not granted; all others of the page were.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claimed {
    /// The pair that asked; its object takes no other's answer.
    pub pair: Pair,
    /// The page that asked.
    pub page: i64,
    /// What another source holds.
    pub held: Vec<HeldElsewhere>,
}

/// A MailUser that belongs to a mailbox of another source. Which mailbox is that
/// pair's own business; the target knows its sources.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldElsewhere {
    /// The MailUser.
    pub mail_user: ObjectId,
    /// The source tenant whose pair holds it.
    pub source_tenant: TenantId,
}
