//! The brokers as their shells use them: over a real database, a directory that can
//! be told to fail, and a clock that only moves when it is told to. Every call
//! makes a new broker over the same database, so an object that was evicted
//! between any two events is not a special case here.
#![allow(
    unreachable_pub,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod acts;
mod again;
mod billed;
mod crashes;
mod decisions;
mod directory;
mod hybrid;
mod overwriting;
mod people;
mod pinned;
mod refusals;
mod rivals;
mod store;
mod story;
mod sweep;
mod unmapping;
mod uploads;
mod uploads_sweep;
mod world;
