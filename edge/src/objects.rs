//! The Durable Objects: thin shells around the brokers, and the way to them.
//!
//! A [`TenantObject`] holds what belongs to a tenant, a [`PairObject`] what
//! belongs to a pair; a [`LocatorObject`] knows only in which region a tenant's
//! objects lie. Each answers one internal POST with a command as JSON.

mod ask;
mod locator;
mod pair;
mod region;
mod shell;
mod sql;
mod tenant;

pub(crate) use ask::{AskError, Objects};
pub use locator::LocatorObject;
pub use pair::PairObject;
pub use tenant::TenantObject;
