//! Who looks on: what people asked for, what they were told, and what must
//! therefore be.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use shared::ids::{ObjectId, RequestId, TenantId};

mod end;
mod reads;
mod watches;

pub use end::Tally;

/// Longest that an uploaded file may lie anywhere, in milliseconds.
pub const LONGEST_FILE: i64 = 48 * 3600 * 1000;

/// What is known so far.
#[derive(Clone, Default)]
pub struct Oracle(Rc<Inside>);

#[derive(Default)]
struct Inside {
    /// Requests that somebody pressed *accept* on, whatever became of it.
    accepts: RefCell<BTreeSet<RequestId>>,
    /// What was answered to a decision: true is accepted.
    decisions: RefCell<BTreeMap<RequestId, bool>>,
    /// Whom a request can have announced.
    announced: RefCell<BTreeMap<RequestId, BTreeSet<ObjectId>>>,
    /// What a write was asked for: source mailbox to MailUser.
    plans: RefCell<BTreeMap<RequestId, BTreeMap<ObjectId, ObjectId>>>,
    /// How far a request was said to be, to each side.
    percents: RefCell<BTreeMap<(RequestId, TenantId), u8>>,
    /// Requests that somebody was told of, and by which tenant's object or pair.
    requests: RefCell<BTreeMap<RequestId, Home>>,
    /// What was made under an `Idempotency-Key`.
    keys: RefCell<BTreeMap<(TenantId, TenantId, String), RequestId>>,
    longest_file: Cell<i64>,
}

/// Where a request lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Home {
    source: TenantId,
    is_copy: bool,
}
