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

use leptos::prelude::*;

use super::bench::Bench;
use crate::browser;

/// Opens a dialog or closes it; the focus goes to its first field or its main button.
pub(in crate::workbench) fn set_open(open: RwSignal<bool>, is_open: bool) {
    open.set(is_open);
    if is_open {
        browser::focus_soon(
            "dialog[open] input[type=text], dialog[open] input:checked, dialog[open] .primary",
        );
    }
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
