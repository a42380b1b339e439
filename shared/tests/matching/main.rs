//! Matching: one to one, never a guess, whatever the order.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod conflicts;
mod crowds;
mod directory;
mod find;
mod names;
mod people;
mod properties;
mod rewrites;
mod rows;
mod rules;
mod slices;
