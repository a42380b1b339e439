//! A pretend Microsoft 365, so that the product runs and is tested with no cloud.
//!
//! One native server speaks the HTTP of Entra (discovery, keys, sign-in, tokens)
//! and of the Exchange admin API (`InvokeCommand`), with the shapes, the errors
//! and the quirks of the real ones, over an in-memory directory of three
//! tenants. `/control` shows the directory and breaks things on request. The
//! product does not know the difference: only base URLs differ.
//!
//! It is for tests and demonstrations: it asks nobody for a password, and must
//! not be reachable from outside the machine.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod clock;
mod control;
pub mod directory;
mod entra;
mod exchange;
mod keys;
mod server;
mod store;
mod world;

pub use server::{Config, Server, StartError, serve};

/// The client id of Crosswalk's app registration in the pretend world.
pub const CLIENT_ID: &str = "5a1e6b5c-0d3f-4c53-9d0e-2b7f4b9f6c11";

/// The secret of that app: good for nothing outside of the pretend world.
pub const CLIENT_SECRET: &str = "pretend-secret";
