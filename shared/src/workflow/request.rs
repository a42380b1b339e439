//! The states of a request, and what leads from one to the next.

use serde::{Deserialize, Serialize};

use super::Side;

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

/// What happens to a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RequestEvent {
    /// The target agrees.
    Accepted,
    /// The target says no.
    Rejected,
    /// Nobody decided in time.
    Expired,
    /// The source takes it back before anybody has decided.
    Withdrawn,
    /// Its job does something.
    Started,
    /// Everything is done.
    Completed,
    /// Done, with something left alone or failed.
    CompletedWithWarnings,
    /// Nothing could be done.
    Failed,
    /// The target stops it between two slices.
    Stopped,
    /// The target asks for a failed one again.
    Retried,
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Submitted,
        Self::AwaitingTargetTenantApproval,
        Self::InProgress,
        Self::Completed,
        Self::CompletedWithWarnings,
        Self::Failed,
        Self::Rejected,
        Self::Expired,
        Self::Cancelled,
    ];

    /// Whether nothing more will happen by itself.
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

    /// Where an event leads; none if it cannot happen to a request in this state.
    pub fn after(self, event: RequestEvent) -> Option<Self> {
        use RequestEvent as Event;
        match (self, event) {
            (Self::AwaitingTargetTenantApproval, Event::Accepted)
            | (Self::Failed, Event::Retried) => Some(Self::Submitted),
            (Self::AwaitingTargetTenantApproval, Event::Rejected) => Some(Self::Rejected),
            (Self::AwaitingTargetTenantApproval, Event::Expired) => Some(Self::Expired),
            (Self::AwaitingTargetTenantApproval, Event::Withdrawn)
            | (Self::Submitted | Self::InProgress, Event::Stopped) => Some(Self::Cancelled),
            (Self::Submitted, Event::Started) => Some(Self::InProgress),
            (Self::InProgress, Event::Completed) => Some(Self::Completed),
            (Self::InProgress, Event::CompletedWithWarnings) => Some(Self::CompletedWithWarnings),
            (Self::Submitted | Self::InProgress, Event::Failed) => Some(Self::Failed),
            _ => None,
        }
    }

    /// Whether the pair has the say over a copy in this state, and more may come
    /// from it: what the source then keeps is a mirror.
    pub fn follows_the_pair(self) -> bool {
        matches!(self, Self::Submitted | Self::InProgress | Self::Failed)
    }
}

impl RequestEvent {
    /// Every event.
    pub const ALL: [Self; 10] = [
        Self::Accepted,
        Self::Rejected,
        Self::Expired,
        Self::Withdrawn,
        Self::Started,
        Self::Completed,
        Self::CompletedWithWarnings,
        Self::Failed,
        Self::Stopped,
        Self::Retried,
    ];

    /// Whose people may do this; none if it happens by itself.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Accepted | Self::Rejected | Self::Stopped | Self::Retried => Some(Side::Target),
            Self::Withdrawn => Some(Side::Source),
            Self::Expired
            | Self::Started
            | Self::Completed
            | Self::CompletedWithWarnings
            | Self::Failed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decided_request_cannot_be_decided_again() {
        for state in RequestState::ALL {
            if state == RequestState::AwaitingTargetTenantApproval {
                continue;
            }
            for event in [
                RequestEvent::Accepted,
                RequestEvent::Rejected,
                RequestEvent::Withdrawn,
                RequestEvent::Expired,
            ] {
                assert_eq!(state.after(event), None, "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn what_has_ended_stays_as_it_ended_unless_it_failed_and_is_asked_for_again() {
        for state in RequestState::ALL {
            for event in RequestEvent::ALL {
                if state.is_final() && state.after(event).is_some() {
                    assert_eq!(
                        (state, event),
                        (RequestState::Failed, RequestEvent::Retried)
                    );
                }
            }
        }
    }
}
