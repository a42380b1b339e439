//! The handlers, one file for each resource.

pub(super) mod config;
pub(super) mod decisions;
pub(super) mod hybrid;
pub(super) mod jobs;
pub(super) mod me;
pub(super) mod pairs;
pub(super) mod reports;
pub(super) mod requests;
pub(super) mod scopes;
pub(super) mod uploads;
