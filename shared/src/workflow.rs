//! What can be asked for, the states it goes through, and how far it is.
//!
//! Every state, transition and percentage stands here once; the broker obeys
//! it and the browser shows it.

use serde::{Deserialize, Serialize};

/// What somebody asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RequestKind {
    /// Copy a scope's mailboxes into the pair (`New-CtimCopyRequest`).
    Copy,
    /// Hand in an edited mapping file (`Upload-CtimMappingData`).
    Upload,
    /// Find a MailUser for every identity (`New-CtimMapRequest`).
    Map,
    /// Write the attributes to the MailUsers (`New-CtimWriteRequest`).
    Write,
    /// Read the MailUsers back and compare (`Verify-CtimWrittenAttributes`).
    Verify,
}

/// Where a request stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RequestState {
    /// Taken in, waiting for its turn.
    Submitted,
    /// A copy request that the target has not decided yet.
    AwaitingTargetTenantApproval,
    /// Its job runs.
    InProgress,
    /// All done.
    Completed,
    /// Done, but something was left unmapped, skipped or failed.
    CompletedWithWarnings,
    /// Nothing could be done.
    Failed,
    /// The target said no.
    Rejected,
    /// Nobody decided in time.
    Expired,
    /// Its creator took it back.
    Cancelled,
}

impl RequestState {
    /// Whether nothing more will happen.
    pub fn is_final(self) -> bool {
        !matches!(
            self,
            Self::Submitted | Self::AwaitingTargetTenantApproval | Self::InProgress
        )
    }

    /// Whether the request's work was done, with or without warnings.
    pub fn is_finished_work(self) -> bool {
        matches!(self, Self::Completed | Self::CompletedWithWarnings)
    }

    /// Whether a request may go from this state to `next`.
    pub fn may_become(self, next: Self) -> bool {
        use RequestState::{
            AwaitingTargetTenantApproval, Cancelled, Completed, CompletedWithWarnings, Expired,
            Failed, InProgress, Rejected, Submitted,
        };
        match self {
            Submitted => matches!(
                next,
                AwaitingTargetTenantApproval | InProgress | Failed | Cancelled
            ),
            AwaitingTargetTenantApproval => {
                matches!(
                    next,
                    Submitted | InProgress | Rejected | Expired | Cancelled
                )
            }
            InProgress => matches!(next, Completed | CompletedWithWarnings | Failed | Cancelled),
            Failed => matches!(next, Submitted),
            Completed | CompletedWithWarnings | Rejected | Expired | Cancelled => false,
        }
    }
}

/// What the job of a request does, step by step, and the percentage at which
/// each step begins. Within a step the percentage rises with the work done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// What is being done, as shown to people.
    pub name: &'static str,
    /// Percentage when the step begins.
    pub from: u8,
}

impl RequestKind {
    /// The steps of this kind of request, in order.
    pub fn steps(self) -> &'static [Step] {
        const fn step(name: &'static str, from: u8) -> Step {
            Step { name, from }
        }
        const COPY: &[Step] = &[
            step("Scope checked", 0),
            step("Awaiting the target's approval", 10),
            step("Copying mailboxes", 20),
            step("Reporting to both sides", 95),
        ];
        const UPLOAD: &[Step] = &[step("Receiving", 0), step("Checking", 40)];
        const MAP: &[Step] = &[step("Reading MailUsers", 0), step("Mapping", 40)];
        const WRITE: &[Step] = &[step("Planning", 0), step("Writing", 10)];
        const VERIFY: &[Step] = &[step("Reading back", 0)];
        match self {
            Self::Copy => COPY,
            Self::Upload => UPLOAD,
            Self::Map => MAP,
            Self::Write => WRITE,
            Self::Verify => VERIFY,
        }
    }

    /// The percentage when `done` of `total` units of step number `step` are
    /// done; 100 is left for the final states.
    pub fn percent(self, step: usize, done: usize, total: usize) -> u8 {
        let steps = self.steps();
        let from = steps.get(step).map_or(99, |s| s.from);
        let to = steps.get(step + 1).map_or(99, |s| s.from);
        let span = usize::from(to.saturating_sub(from));
        let gained = (span * done.min(total)).checked_div(total).unwrap_or(0);
        from + u8::try_from(gained).unwrap_or(0)
    }

    /// The cmdlet that does this in Microsoft's module.
    pub fn cmdlet(self) -> &'static str {
        match self {
            Self::Copy => "New-CtimCopyRequest",
            Self::Upload => "Upload-CtimMappingData",
            Self::Map => "New-CtimMapRequest",
            Self::Write => "New-CtimWriteRequest",
            Self::Verify => "Verify-CtimWrittenAttributes",
        }
    }
}

/// Where one identity stands: the value of `MigrationStatus` in a mapping file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum IdentityState {
    /// Copied into the pair, not yet mapped.
    Copied,
    /// A map found no MailUser for it.
    Unmapped,
    /// More than one MailUser, or one MailUser for more than one source.
    Conflict,
    /// Leads to exactly one MailUser.
    Mapped,
    /// The attributes were sent to the MailUser, and not yet read back.
    Written,
    /// Read back from the MailUser: all that a move needs is there.
    Completed,
    /// Left alone on purpose, such as a MailUser synchronised from on-premises.
    Skipped,
    /// Could not be done; its message says why.
    Failed,
}

impl IdentityState {
    /// Every state, in the order of the flow: the order in which people are
    /// shown them.
    pub const ALL: [Self; 8] = [
        Self::Copied,
        Self::Unmapped,
        Self::Conflict,
        Self::Mapped,
        Self::Written,
        Self::Completed,
        Self::Skipped,
        Self::Failed,
    ];
}

/// The guide's text for an identity that was copied before.
pub const SKIPPED_WITHOUT_OVERWRITE: &str =
    "Skipped this identity because the job was running without an overwrite flag";

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [RequestKind; 5] = [
        RequestKind::Copy,
        RequestKind::Upload,
        RequestKind::Map,
        RequestKind::Write,
        RequestKind::Verify,
    ];

    #[test]
    fn a_percentage_only_rises_and_leaves_100_for_the_end() {
        for kind in KINDS {
            let mut last = 0;
            for step in 0..kind.steps().len() {
                for done in 0..=10 {
                    let percent = kind.percent(step, done, 10);
                    assert!(percent >= last, "{kind:?} fell from {last} to {percent}");
                    assert!(percent < 100);
                    last = percent;
                }
            }
        }
    }

    #[test]
    fn a_copy_request_waits_at_ten_percent() {
        assert_eq!(RequestKind::Copy.percent(1, 0, 0), 10);
    }

    #[test]
    fn a_decided_request_cannot_be_decided_again() {
        for state in [
            RequestState::Rejected,
            RequestState::Completed,
            RequestState::Expired,
        ] {
            assert!(!state.may_become(RequestState::InProgress), "{state:?}");
        }
    }
}
