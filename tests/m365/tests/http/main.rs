//! The pretend Microsoft 365 over HTTP, as the product meets it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod asking;
mod client;
mod control;
mod data;
mod program;
mod reading;
mod refusing;
mod sign_in;
mod state;
mod tokens;
mod writing;
