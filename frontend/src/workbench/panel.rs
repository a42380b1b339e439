//! What stands beside the grid: one thing at a time. On a narrow or low page it takes the
//! rows' place when it is asked for.

use leptos::ev::KeyboardEvent;

use super::{
    bench::Bench, changes::ChangesPanel, findings::Findings, history::History, matching::MatchPanel,
};
use crate::{
    browser,
    components::icon::{Icon, Picture},
    prelude::*,
    texts::page as texts,
};

/// Where there is no room beside the rows; the style sheet says the same.
const NO_ROOM: &str = "(max-width: 760px), (max-height: 500px)";

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

/// Whether a panel takes the rows' place.
fn has_no_room() -> bool {
    let query = window().match_media(NO_ROOM).ok().flatten();
    query.is_some_and(|query| query.matches())
}

impl Bench {
    /// Shows this panel.
    pub fn show_panel(self, panel: Panel) {
        self.panel.set(panel);
        self.shows_sheet.set(true);
        if has_no_room() {
            browser::focus_soon(".to-rows");
        }
    }

    /// Shows this panel, or the findings again where it is shown already.
    pub fn toggle_panel(self, panel: Panel) {
        let is_seen = self.shows_sheet.get_untracked() || !has_no_room();
        if self.panel.get_untracked() == panel && is_seen {
            self.leave_panel();
        } else {
            self.show_panel(panel);
        }
    }

    /// Back to the findings, and to the rows where they gave way.
    fn leave_panel(self) {
        self.panel.set(Panel::Findings);
        self.shows_sheet.set(false);
        if has_no_room() {
            // Once they are seen again.
            request_animation_frame(move || self.focus_grid());
        }
    }

    /// Shows the rows where a panel took their place.
    pub(super) fn show_rows(self) {
        if self.shows_sheet.get_untracked() && has_no_room() {
            self.leave_panel();
        }
    }
}

/// The panel in force.
#[component]
pub fn SidePanel(
    /// The workbench.
    bench: Bench,
) -> impl IntoView {
    let panel = move || match bench.panel.get() {
        Panel::Findings => view! { <Findings bench /> },
        Panel::Changes => view! { <ChangesPanel bench /> },
        Panel::History => view! { <History bench /> },
        Panel::Match => view! { <MatchPanel bench /> },
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            bench.show_rows();
        }
    };
    view! {
        <div class="side" on:keydown=on_keydown>
            <button type="button" class="button quiet to-rows" on:click=move |_| bench.show_rows()>
                <Picture icon=Icon::Left />
                {texts::to_rows()}
            </button>
            {panel}
        </div>
    }
}
