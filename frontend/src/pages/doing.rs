//! Something that a page asks of the edge: running, done, or wrong in a way that
//! can be shown.

use std::future::Future;

use leptos::task::spawn_local;

use crate::{api::ApiError, components::problem::ProblemCard, prelude::*};

/// One question at a time. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct Doing {
    /// Whether an answer is still to come.
    pub busy: RwSignal<bool>,
    /// What went wrong last.
    pub error: RwSignal<Option<ApiError>>,
}

impl Doing {
    /// Nothing asked yet.
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// Asks, and hands a good answer to `then`. A page that is gone by the time
    /// of the answer is left alone.
    pub fn run<T: 'static>(
        self,
        question: impl Future<Output = Result<T, ApiError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = question.await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => then(answer),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }
}

impl Default for Doing {
    fn default() -> Self {
        Self::new()
    }
}

/// What went wrong last, next to the thing.
#[component]
pub fn WentWrong(
    /// What was asked.
    doing: Doing,
) -> impl IntoView {
    move || {
        doing
            .error
            .get()
            .map(|error| view! { <ProblemCard error /> })
    }
}
