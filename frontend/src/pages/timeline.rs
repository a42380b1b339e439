//! Where a request stands: named steps, and who acts next.

use shared::{
    api::{RequestView, Side},
    workflow::{RequestKind, RequestState},
};

use crate::{components::when::When, prelude::*};

/// How a step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Behind us.
    Done,
    /// Going on.
    Now,
    /// To come.
    Next,
    /// It ended here.
    Stopped,
}

/// A step as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownStep {
    /// Its name.
    pub name: &'static str,
    /// How it stands.
    pub standing: Standing,
    /// What is to be said about it.
    pub note: Option<String>,
}

/// The steps of a request.
pub fn steps(request: &RequestView) -> Vec<ShownStep> {
    let current = current_step(request);
    request
        .kind
        .steps()
        .iter()
        .enumerate()
        .map(|(place, step)| {
            let standing = standing(request.state, place, current);
            ShownStep {
                name: step.name,
                standing,
                note: note(request, standing),
            }
        })
        .collect()
}

/// The step that the request is in: the last one that has begun. A request that
/// waits stands at its decision, however its percentage rounds.
fn current_step(request: &RequestView) -> usize {
    let begun = request
        .kind
        .steps()
        .iter()
        .filter(|step| step.from <= request.percent)
        .count();
    let current = begun.saturating_sub(1);
    let is_decided = request.state != RequestState::AwaitingTargetTenantApproval
        && request.decided_at.is_some()
        && !matches!(request.state, RequestState::Rejected);
    if request.kind == RequestKind::Copy && is_decided {
        current.max(2)
    } else {
        current
    }
}

fn standing(state: RequestState, place: usize, current: usize) -> Standing {
    if state.is_finished_work() || place < current {
        Standing::Done
    } else if place > current {
        Standing::Next
    } else if state.is_final() {
        Standing::Stopped
    } else {
        Standing::Now
    }
}

fn note(request: &RequestView, standing: Standing) -> Option<String> {
    let percent = request.percent;
    match (standing, request.state) {
        (Standing::Now, RequestState::AwaitingTargetTenantApproval) => {
            let who = match request.side {
                Side::Source => "they act next",
                Side::Target => "you act next",
            };
            Some(format!("{percent} % · {who}"))
        }
        (Standing::Now, _) => match &request.step {
            Some(step) => Some(format!("{percent} % · {step}")),
            None => Some(format!("{percent} %")),
        },
        (Standing::Stopped, state) => Some(super::sentences::state_word(state).to_lowercase()),
        _ => None,
    }
}

/// The steps, and when the request was made and ended.
#[component]
pub fn Timeline(
    /// The request.
    request: RequestView,
) -> impl IntoView {
    let steps = steps(&request);
    view! {
        <ol class="timeline">
            <li class="done">
                <strong>"Requested"</strong>
                <span><When at=request.created_at /></span>
            </li>
            {steps.into_iter().map(|step| {
                let class = match step.standing {
                    Standing::Done => "done",
                    Standing::Now => "now",
                    Standing::Next => "next",
                    Standing::Stopped => "stopped",
                };
                let current = (step.standing == Standing::Now).then_some("step");
                view! {
                    <li class=class aria-current=current>
                        <strong>{step.name}</strong>
                        <span>{step.note}</span>
                    </li>
                }
            }).collect::<Vec<_>>()}
            {request.finished_at.map(|at| view! {
                <li class="done">
                    <strong>{super::sentences::state_word(request.state)}</strong>
                    <span><When at=at /></span>
                </li>
            })}
        </ol>
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A copy request of 30 mailboxes from Contoso to Fabrikam.
    pub(crate) fn copy_request(state: RequestState, side: Side) -> RequestView {
        let mut request: RequestView =
            serde_json::from_str(include_str!("../../tests/awaiting.json")).unwrap();
        request.percent = match state {
            RequestState::AwaitingTargetTenantApproval => 10,
            RequestState::InProgress => 40,
            _ => 100,
        };
        request.counts.done = request.counts.total;
        request.state = state;
        request.side = side;
        request
    }

    fn standings(request: &RequestView) -> Vec<Standing> {
        steps(request).iter().map(|step| step.standing).collect()
    }

    #[test]
    fn a_waiting_request_stands_at_its_approval_and_says_who_acts() {
        use Standing::{Done, Next, Now};
        let request = copy_request(RequestState::AwaitingTargetTenantApproval, Side::Target);
        assert_eq!(standings(&request), [Done, Now, Next, Next]);
        assert_eq!(
            steps(&request)[1].note.as_deref(),
            Some("10 % · you act next")
        );
    }

    #[test]
    fn a_rejected_request_ends_at_its_approval() {
        use Standing::{Done, Next, Stopped};
        let mut request = copy_request(RequestState::Rejected, Side::Source);
        request.percent = 10;
        assert_eq!(standings(&request), [Done, Stopped, Next, Next]);
    }

    #[test]
    fn a_finished_request_has_every_step_behind_it() {
        for state in [RequestState::Completed, RequestState::CompletedWithWarnings] {
            let request = copy_request(state, Side::Target);
            assert!(standings(&request).iter().all(|it| *it == Standing::Done));
        }
    }

    #[test]
    fn a_running_copy_is_past_its_approval() {
        let request = copy_request(RequestState::InProgress, Side::Target);
        assert_eq!(standings(&request)[2], Standing::Now);
    }
}
