//! What can be done to cells and steps, for the table of actions.

use leptos::prelude::Set;

use crate::{
    engine::protocol::Overview,
    texts::edit,
    workbench::{bench::Bench, chord::Chord, panel::Panel},
};

/// Something that can be done to cells or steps.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EditAction {
    /// Copy the selected cells.
    Copy,
    /// Copy and empty them.
    Cut,
    /// Empty them.
    Clear,
    /// Find.
    Find,
    /// Find and replace.
    Replace,
    /// Go to the next place that was found.
    FindNext,
    /// Go to the one before.
    FindPrevious,
    /// List the steps.
    History,
    /// Open all columns for edits, after a question.
    Unlock,
    /// Lock all but the target again.
    Lock,
}

impl EditAction {
    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::Copy => edit::copy(),
            Self::Cut => edit::cut(),
            Self::Clear => edit::clear(),
            Self::Find => edit::find(),
            Self::Replace => edit::find_and_replace(),
            Self::FindNext => edit::find_next(),
            Self::FindPrevious => edit::find_previous(),
            Self::History => edit::history(),
            Self::Unlock => edit::unlock(),
            Self::Lock => edit::lock(),
        }
    }

    /// The keys that do it, the first of which is shown.
    pub fn chords(self) -> &'static [Chord<'static>] {
        match self {
            Self::Find => const { &[Chord::ctrl("f")] },
            Self::Replace => const { &[Chord::ctrl("h")] },
            Self::FindNext => const { &[Chord::key("F3")] },
            Self::FindPrevious => const { &[Chord::shift("F3")] },
            // The browser's own keys and the grid's do the first of these.
            Self::Copy | Self::Cut | Self::Clear | Self::History | Self::Unlock | Self::Lock => &[],
        }
    }

    /// Whether it can be done to this file now.
    pub fn is_possible(self, file: &Overview) -> bool {
        match self {
            Self::Unlock => file.locked,
            Self::Lock => !file.locked,
            _ => true,
        }
    }

    /// Does it.
    pub fn run(self, bench: Bench) {
        match self {
            Self::Copy => bench.copy(false),
            Self::Cut => bench.copy(true),
            Self::Clear => bench.clear(false),
            Self::Find => bench.open_find(false),
            Self::Replace => bench.open_find(true),
            Self::FindNext => bench.find_next(true),
            Self::FindPrevious => bench.find_next(false),
            Self::History => bench.toggle_panel(Panel::History),
            Self::Unlock => bench.edits.asks_to_unlock.set(true),
            Self::Lock => bench.lock(true),
        }
    }
}
