//! A stage for API tests: the Worker on workerd and the pretend Microsoft 365,
//! started by the same program as `make run`, on free ports and with a state of
//! their own.
//!
//! Everything here panics with a sentence when something is not as expected:
//! it is test code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc
)]

pub mod caller;
pub mod directory;
pub mod stage;

pub use caller::Caller;
pub use directory::Directory;
pub use stage::Stage;

/// Contoso, the source tenant of the pretend Microsoft 365.
pub const CONTOSO: &str = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90";
/// Fabrikam, the target tenant.
pub const FABRIKAM: &str = "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b";
/// Northwind, which has no part in any request.
pub const NORTHWIND: &str = "0d9e8f7a-6b5c-4d3e-a2b1-c0d9e8f7a6b5";
