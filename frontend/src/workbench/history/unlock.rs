//! The lock of all columns but the target, and the question before it is opened.

use super::super::{bench::Bench, edits::EditAction};
use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, Picture},
    },
    prelude::*,
    texts::edit,
};

/// Says which columns can be edited, and changes it.
#[component]
pub fn LockSwitch(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let is_locked = Memo::new(move |_| {
        bench
            .overview
            .with(|file| file.as_ref().is_none_or(|file| file.locked))
    });
    let turn = move |_| {
        let action = if is_locked.get_untracked() {
            EditAction::Unlock
        } else {
            EditAction::Lock
        };
        action.run(bench);
    };
    view! {
        <button
            type="button"
            class="button small quiet lock-switch"
            class:off=move || !is_locked.get()
            title=move || if is_locked.get() { edit::unlock() } else { edit::lock() }
            on:click=turn
        >
            <Picture icon=Icon::Lock />
            <span class="word">
                {move || if is_locked.get() { edit::lock_is_on() } else { edit::lock_is_off() }}
            </span>
        </button>
    }
}

/// The question, while it is asked.
#[component]
pub fn UnlockDialog(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let open = bench.edits.asks_to_unlock;
    let title = Signal::derive(edit::unlock_title);
    let unlock = move |_| {
        open.set(false);
        bench.lock(false);
    };
    view! {
        <Dialog open title>
            <p>{edit::unlock_why()}</p>
            <p>{edit::unlock_when()}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    autofocus
                    on:click=move |_| open.set(false)
                >
                    {edit::unlock_no()}
                </button>
                <button type="button" class="button danger" on:click=unlock>
                    {edit::unlock_yes()}
                </button>
            </div>
        </Dialog>
    }
}
