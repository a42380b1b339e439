//! Leaving: the save menu, what is asked before and told after, banners, the file on disk.

pub mod ask;
pub mod banners;
pub mod disk;
mod hear;
pub mod leaving;
pub mod left_out;
pub mod menu;
mod popover;
pub mod saving;
pub mod state;
pub mod unsaved;

pub use leaving::Leaving;
pub use state::Leave;

use super::bench::Bench;
use crate::{browser, prelude::*};

/// Whether a dialog is open: while `is_wanted` says so. The focus goes to its first field
/// or its main button; `put_away` hears that it was closed.
fn open_while(
    is_wanted: impl Fn() -> bool + 'static,
    put_away: impl Fn() + 'static,
) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let is_open = is_wanted();
        open.set(is_open);
        if is_open {
            browser::focus_soon(
                "dialog[open] input[type=text], dialog[open] input:checked, dialog[open] .primary",
            );
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            put_away();
        }
    });
    open
}

/// Every dialog about leaving; closed ones take no room.
#[component]
pub fn LeaveDialogs(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    view! {
        <ask::AskBefore bench />
        <left_out::LeftOutList bench />
        <saving::Conflict bench />
        <unsaved::UnsavedQuestion bench />
    }
}
