//! What an admin takes on-premises to write MailUsers that the cloud cannot write: a
//! script, the identities that it writes, and the progress that it hands back.
//!
//! **Promise.** The script is the same bytes for everybody; whatever differs stands in
//! the CSV, which it reads as data and never runs. An identity that it cannot write is
//! in the CSV as well, with the reason.

mod identities;
mod progress;

pub use identities::{HybridChange, HybridIdentity, hybrid_identities_csv};
pub use progress::{HybridOutcome, HybridProgress, HybridResult, ProgressError, read_progress};

/// The script (`Write-CtimIdentitiesInOnPremises`).
pub const HYBRID_SCRIPT: &str = include_str!("hybrid/Write-CrosswalkIdentities.ps1");
/// What the script's file is called.
pub const HYBRID_SCRIPT_NAME: &str = "Write-CrosswalkIdentities.ps1";
/// What to do once it has run; the script says the same.
pub const AFTER_HYBRID: &str = "Wait for Entra Connect to synchronise the changes, or run \
    Start-ADSyncSyncCycle -PolicyType Delta on the server that it runs on. Then verify.";

#[cfg(test)]
mod tests;
