//! What actually happens: copy, map, write, verify; their jobs and their store.
//!
//! Two brokers, one for each kind of Durable Object: `TenantBroker` holds what
//! belongs to one tenant (its copy requests as source until they are decided,
//! its reports, and an index of everything else), `PairBroker` holds what
//! belongs to one pair and is the only authority on it. Both are plain Rust on
//! the four traits in [`ports`], speak the types in [`messages`], and know
//! nothing of HTTP, JavaScript or Cloudflare.
//!
//! A shell around a broker does this, and nothing else:
//! 1. `new(…)` over the object's own database, which migrates it.
//! 2. `handle(command).await` for each command, `run_due().await` on each alarm.
//! 3. After each of them: for every `outgoing()?`, deliver it and then say
//!    `delivered(id)?`; whatever was not delivered comes up again later.
//! 4. Last, arm the alarm at `next_alarm()?`, or clear it if that is none. On
//!    an alarm it first arms one a few minutes ahead, so that a crash inside
//!    of a slice is followed by another try.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod messages;
pub mod pair;
pub mod ports;
pub mod refusal;
pub mod tenant;
pub mod upload_key;
pub mod write_plan;

mod backoff;
mod digest;
mod named;
mod record;
mod store;
