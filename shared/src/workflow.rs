//! What can be asked for, the states that requests and identities go through,
//! and how far a request is.
//!
//! Every state, event, percentage and rule about them stands here once, as pure
//! functions: the broker obeys them, the browser shows them, and the model
//! (`shared/tests/model`) goes through all that can happen and holds them to
//! what is promised.

pub use identity::{IdentityEvent, IdentityState, Standing};
pub use kind::{RequestKind, Step};
pub use one_to_one::{Refused, refuse_taken};
pub use plan::{NotPlanned, permits};
pub use progress::{Progress, Side, end_of};
pub use request::{RequestEvent, RequestState};

mod identity;
mod kind;
mod one_to_one;
mod plan;
mod progress;
mod request;

/// The guide's text for an identity that was copied before.
pub const SKIPPED_WITHOUT_OVERWRITE: &str =
    "Skipped this identity because the job was running without an overwrite flag";

/// Tries of one slice before a job gives up.
pub const MOST_ATTEMPTS: u32 = 8;
