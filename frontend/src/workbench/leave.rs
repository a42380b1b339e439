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
use crate::prelude::*;

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
