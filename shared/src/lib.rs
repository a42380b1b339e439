//! The domain of Crosswalk, the same in the browser and at the edge.
//!
//! No I/O, no clock, no JavaScript, no panics: everything here is a function of
//! its arguments, so that a finding shown in a browser is the finding that the
//! edge acts on. Whoever needs the time or a random id passes it in.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod address;
pub mod api;
pub mod checks;
pub mod exports;
pub mod fingerprint;
pub mod identity;
pub mod ids;
pub mod mapping_file;
pub mod matching;
pub mod powershell;
pub mod references;
pub mod timestamp;
pub mod workflow;
