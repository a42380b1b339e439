//! What takes longer to draw than the first rows of a file take to come.

use gloo_timers::callback::Timeout;

use crate::prelude::*;

/// After so long without it being shown it is drawn, out of sight.
const IDLE_MS: u32 = 250;

/// Shows its children while `is_shown`. They are drawn before that already, while nothing
/// else is to be done, and drawn anew after: nothing of one file is left to the next.
#[component]
pub fn ReadyMade(
    /// Whether they are seen.
    #[prop(into)]
    is_shown: Signal<bool>,
    /// What is drawn.
    children: ChildrenFn,
) -> impl IntoView {
    let is_made = RwSignal::new(false);
    let idle = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        idle.set_value(None);
        if !is_shown.get() {
            is_made.set(false);
            // The page may be gone by then.
            let make = move || {
                is_made.try_set(true);
            };
            idle.set_value(Some(Timeout::new(IDLE_MS, make)));
        }
    });
    view! {
        <Show when=move || is_made.get() || is_shown.get()>
            <div class="ready-made" hidden=move || !is_shown.get()>
                {children()}
            </div>
        </Show>
    }
}
