//! What the panel of changes knows.

use leptos::prelude::*;

use crate::{
    browser,
    engine::protocol::{Against, Changes, ChangesCommand, ChangesEvent, Command, Revert, Which},
    workbench::{bench::Bench, panel::Panel},
};

/// How many changes stand on a page of the list.
pub const PAGE: u32 = 50;

/// The state of the panel. Copies share it.
#[derive(Clone, Copy, Debug)]
pub struct ChangesState {
    /// Compared with what.
    pub against: RwSignal<Against>,
    /// The kind that is listed.
    pub which: RwSignal<Which>,
    /// How many of them stand on the pages before.
    pub skip: RwSignal<u32>,
    /// What was listed last, or why nothing can be.
    pub listed: RwSignal<Option<Result<Changes, String>>>,
    /// What takes the focus when the next list is drawn: what had it goes with the last.
    focus: StoredValue<Option<&'static str>>,
}

impl ChangesState {
    /// Nothing was asked yet.
    pub fn new() -> Self {
        Self {
            against: RwSignal::new(Against::default()),
            which: RwSignal::new(Which::default()),
            skip: RwSignal::new(0),
            listed: RwSignal::new(None),
            focus: StoredValue::new(None),
        }
    }

    /// Compares with something else.
    pub fn compare_with(self, against: Against) {
        self.listed.set(None);
        self.which.set(Which::default());
        self.skip.set(0);
        self.against.set(against);
    }

    /// Lists another kind.
    pub fn show(self, which: Which) {
        self.focus
            .set_value(Some(".change-counts [aria-pressed=true]"));
        self.skip.set(0);
        self.which.set(which);
    }

    /// Turns to the page after so many.
    pub fn turn_to(self, skip: u32) {
        self.focus.set_value(Some(".pages button:enabled"));
        self.skip.set(skip);
    }
}

impl Default for ChangesState {
    fn default() -> Self {
        Self::new()
    }
}

impl Bench {
    /// Whether there is a baseline to compare with.
    pub fn has_baseline(self) -> bool {
        self.overview
            .with(|file| file.as_ref().is_some_and(|file| file.leave.has_baseline))
    }

    /// Asks for the page of changes that is to be seen.
    pub fn ask_for_changes(self) {
        let state = self.changes;
        let list = ChangesCommand::List {
            against: state.against.get_untracked(),
            which: state.which.get_untracked(),
            skip: state.skip.get_untracked(),
            count: PAGE,
        };
        self.send(&Command::Changes(list), None);
    }

    /// Puts cells back, as one step.
    pub fn revert(self, what: Revert) {
        let against = self.changes.against.get_untracked();
        self.unsaved.set(true);
        self.changes.focus.set_value(Some(".change-list .link"));
        self.send(
            &Command::Changes(ChangesCommand::Revert { against, what }),
            None,
        );
    }

    pub(in crate::workbench) fn hear_changes(self, event: ChangesEvent) {
        let state = self.changes;
        match event {
            ChangesEvent::Listed(changes) => {
                let is_past = changes.skip > 0 && changes.listed.is_empty();
                if is_past {
                    // Reverts left fewer pages.
                    state.skip.set(changes.skip.saturating_sub(PAGE));
                } else {
                    state.listed.set(Some(Ok(*changes)));
                    if let Some(wanted) = state.focus.try_update_value(Option::take).flatten() {
                        browser::focus_soon(".changes h2");
                        browser::focus_soon(wanted);
                    }
                }
            }
            ChangesEvent::Refused { message } => {
                if self.panel.get_untracked() == Panel::Changes {
                    state.listed.set(Some(Err(message)));
                } else {
                    self.fail(message);
                }
            }
        }
    }
}
