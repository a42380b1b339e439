//! What can be asked for, the steps that each takes, and their percentages.

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

impl RequestKind {
    /// Every kind, in the order of the flow.
    pub const ALL: [Self; 5] = [
        Self::Copy,
        Self::Upload,
        Self::Map,
        Self::Write,
        Self::Verify,
    ];
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
    /// The number of a copy's step in which the target has not decided yet.
    pub const AWAITING: usize = 1;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_only_rises_and_leaves_100_for_the_end() {
        for kind in RequestKind::ALL {
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
        assert_eq!(RequestKind::Copy.percent(RequestKind::AWAITING, 0, 0), 10);
    }
}
