//! What stands beside the grid: one thing at a time.

use leptos::prelude::*;

use super::{
    bench::Bench, changes::ChangesPanel, findings::Findings, history::History, matching::MatchPanel,
};

/// What stands beside the grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Panel {
    /// What the checks found.
    #[default]
    Findings,
    /// What differs from the file as it was opened.
    Changes,
    /// The steps that were done.
    History,
    /// The match assistant.
    Match,
}

impl Bench {
    /// Puts this beside the grid, or the findings again where it stands there.
    pub fn toggle_panel(self, panel: Panel) {
        self.panel.update(|shown| {
            *shown = if *shown == panel {
                Panel::Findings
            } else {
                panel
            };
        });
    }
}

/// The panel in force.
#[component]
pub fn SidePanel(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    move || match bench.panel.get() {
        Panel::Findings => view! { <Findings bench /> }.into_any(),
        Panel::Changes => view! { <ChangesPanel bench /> }.into_any(),
        Panel::History => view! { <History bench /> }.into_any(),
        Panel::Match => view! { <MatchPanel bench /> }.into_any(),
    }
}
