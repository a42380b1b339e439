//! The brokers as the Worker runs them, on real `SQLite`, under a virtual clock, with
//! directory, file store and network simulated, and all of them failing at random:
//! slow answers, answers that are lost before or after the effect, throttling,
//! objects that are evicted between any two effects, alarms that come twice, late or
//! never, messages that come twice or in another order, and admins who press at once.
//!
//! Everything that happens follows from one number, so that a run can be repeated.
//! The oracle looks on: it knows what people asked for and what came of it, asks the
//! brokers nothing that people could not ask, and stops a run at the first promise
//! that is broken.
//!
//! Everything here panics with a sentence when something is not as expected:
//! it is test code.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate
)]

pub mod admins;
pub mod cast;
pub mod directory;
pub mod engine;
pub mod files;
pub mod flow;
pub mod network;
pub mod object;
pub mod oracle;
pub mod run;
pub mod store;
pub mod uploads;
pub mod weather;
pub mod world;
