//! The handlers, one file for each resource.

pub mod config;
pub mod decisions;
pub mod jobs;
pub mod me;
pub mod pairs;
pub mod reports;
pub mod requests;
pub mod scopes;
pub mod uploads;
