//! How far a request is: its state, its percentage, its step.

use serde::{Deserialize, Serialize};

use super::{RequestEvent, RequestKind, RequestState};

/// Which side of a request the caller's tenant is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Side {
    /// Where mailboxes leave.
    Source,
    /// Where mailboxes arrive.
    Target,
}

/// How far a request is. It moves by the methods here and nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// What was asked for.
    pub kind: RequestKind,
    /// Where it stands.
    pub state: RequestState,
    /// 0 to 100; it never falls.
    pub percent: u8,
    /// Number of the step it is in.
    pub step: Option<usize>,
}

impl Progress {
    /// A new request, taken in and waiting for its turn.
    pub fn submitted(kind: RequestKind) -> Self {
        Self {
            kind,
            state: RequestState::Submitted,
            percent: 0,
            step: None,
        }
    }

    /// A new copy request, which waits for its target.
    pub fn announced() -> Self {
        Self {
            kind: RequestKind::Copy,
            state: RequestState::AwaitingTargetTenantApproval,
            percent: RequestKind::Copy.percent(RequestKind::AWAITING, 0, 0),
            step: Some(RequestKind::AWAITING),
        }
    }

    /// A copy request that the target has agreed to: where the pair begins.
    pub fn accepted() -> Self {
        let mut progress = Self::announced();
        progress.apply(RequestEvent::Accepted);
        progress
    }

    /// Lets an event happen; says whether it could.
    pub fn apply(&mut self, event: RequestEvent) -> bool {
        let Some(next) = self.state.after(event) else {
            return false;
        };
        self.state = next;
        if next != RequestState::InProgress {
            self.step = None;
        }
        if next.is_finished_work() {
            self.percent = 100;
        }
        true
    }

    /// Shows that `done` of `total` units of a step are done; nothing happens to
    /// a request that has ended or is not agreed on.
    pub fn advance(&mut self, step: usize, done: usize, total: usize) {
        self.apply(RequestEvent::Started);
        if self.state == RequestState::InProgress {
            self.step = Some(step);
            self.percent = self.percent.max(self.kind.percent(step, done, total));
        }
    }

    /// Takes over what the pair says, in the source's mirror; says whether it
    /// did. Only the newest news may be given to it.
    pub fn adopt(&mut self, told: &Self) -> bool {
        if !self.state.follows_the_pair() {
            return false;
        }
        self.state = told.state;
        self.percent = self.percent.max(told.percent);
        self.step = told.step;
        true
    }
}

/// How a request's work ends: all done, something left alone or failed, or
/// nothing that could be done.
pub fn end_of(done: u32, skipped: u32, failed: u32) -> RequestEvent {
    if done == 0 && failed > 0 {
        RequestEvent::Failed
    } else if skipped > 0 || failed > 0 {
        RequestEvent::CompletedWithWarnings
    } else {
        RequestEvent::Completed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_follows_from_the_counts() {
        for (done, skipped, failed, expected) in [
            (3, 0, 0, RequestEvent::Completed),
            (0, 0, 0, RequestEvent::Completed),
            (2, 1, 0, RequestEvent::CompletedWithWarnings),
            (2, 0, 1, RequestEvent::CompletedWithWarnings),
            (0, 3, 0, RequestEvent::CompletedWithWarnings),
            (0, 0, 3, RequestEvent::Failed),
            (0, 1, 2, RequestEvent::Failed),
        ] {
            assert_eq!(
                end_of(done, skipped, failed),
                expected,
                "{done} {skipped} {failed}"
            );
        }
    }

    #[test]
    fn percent_never_falls() {
        let mut progress = Progress::submitted(RequestKind::Write);
        progress.advance(1, 9, 10);
        let reached = progress.percent;
        progress.advance(1, 1, 10);
        progress.advance(0, 0, 10);
        assert_eq!(progress.percent, reached);
    }

    #[test]
    fn what_is_not_agreed_on_does_not_advance() {
        let mut progress = Progress::announced();
        progress.advance(2, 1, 1);
        assert_eq!(progress, Progress::announced());
    }
}
