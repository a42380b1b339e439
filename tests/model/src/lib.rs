//! All that can happen, gone through one state after the other.
//!
//! The state machines are those of `shared::workflow`, which the broker runs.
//! Around them stands here what the broker has as tables and messages, as small
//! as it can be: a source's object, a pair's object, an outbox between them, one
//! job at a time in slices, two directories. Whatever may come next is an
//! [`Event`](event::Event): people who press anything at any time, a stranger
//! among them; messages that arrive late, twice, in any order; every answer that
//! a directory may give; an object that dies between any two steps.
//!
//! [`search`] goes from the empty world through every event, breadth first, and
//! asks [`promises`] about every step. A broken promise comes with the shortest
//! way to it.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a model is a test: what is out of bounds is a mistake in it"
)]

pub mod event;
pub mod promises;
pub mod search;
pub mod world;

mod asking;
mod copying;
mod mapping;
mod people;
mod slices;
mod verifying;
mod writing;
