//! The domain of Crosswalk, the same in the browser and at the edge.
//!
//! No I/O, no clock, no JavaScript, no panics: everything here is a function of
//! its arguments, so that a finding shown in a browser is the finding that the
//! edge acts on. Whoever needs the time or a random id passes it in.
//!
//! Where to begin: [`mapping_file`] opens, edits and saves a file; [`checks`] says what is
//! wrong with it, compared with [`references`]; [`matching`] finds a MailUser for each
//! mailbox; [`exports`] are the files that come out of it. The rest is what these and the
//! edge share: [`ids`], [`identity`], [`address`] and [`timestamp`] are types,
//! [`fingerprint`] makes keys small, [`order`] sorts, [`powershell`] quotes, [`workflow`] has the states of
//! requests, and [`api`] the wire types.

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
pub mod order;
pub mod powershell;
pub mod references;
pub mod timestamp;
pub mod workflow;
