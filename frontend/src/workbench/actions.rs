//! Everything that can be done on the page: one table that the toolbar, the keys and the
//! command palette read.

use leptos::prelude::{GetUntracked, Set, WithUntracked};

use super::{
    bench::{Bench, Stage},
    chord::Chord,
    edits::EditAction,
    grid::GridAction,
    leave::{Leaving, leaving::is_offered},
    panel::Panel,
    toolbar,
};
use crate::texts;

/// Something that can be done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// Show all that can be done.
    Palette,
    /// Show the keys.
    Keys,
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Match rows with MailUsers.
    Match,
    /// Save the file.
    Save,
    /// Make another file of it.
    Leave(Leaving),
    /// Open another file.
    OpenAnother,
    /// Show what was changed, or the findings again.
    Changes,
    /// Go to the next cell with a finding.
    NextFinding,
    /// Go to the one before.
    PreviousFinding,
    /// Fix what is wrong at the active cell.
    FixHere,
    /// What can be done to cells and steps.
    Edit(EditAction),
    /// What the grid can do.
    Grid(GridAction),
}

impl Action {
    /// All of them, in the order of the palette.
    pub const ALL: &[Self] = &[
        Self::Palette,
        Self::Keys,
        Self::Save,
        Self::Match,
        Self::Undo,
        Self::Redo,
        Self::NextFinding,
        Self::PreviousFinding,
        Self::Changes,
        Self::Leave(Leaving::ReviewCopy),
        Self::Leave(Leaving::WithFindings),
        Self::Leave(Leaving::Report),
        Self::Leave(Leaving::FindingsCsv),
        Self::Leave(Leaving::FindingsJson),
        Self::Leave(Leaving::ChangesCsv),
        Self::Leave(Leaving::ChangesJson),
        Self::Leave(Leaving::IdentityMap),
        Self::Leave(Leaving::MigrationBatch),
        Self::Leave(Leaving::Draft),
        Self::OpenAnother,
        Self::FixHere,
        Self::Edit(EditAction::History),
        Self::Edit(EditAction::Copy),
        Self::Edit(EditAction::Cut),
        Self::Edit(EditAction::Clear),
        Self::Edit(EditAction::Find),
        Self::Edit(EditAction::Replace),
        Self::Edit(EditAction::FindNext),
        Self::Edit(EditAction::FindPrevious),
        Self::Edit(EditAction::Unlock),
        Self::Edit(EditAction::Lock),
        Self::Grid(GridAction::GoToRow),
        Self::Grid(GridAction::SortAscending),
        Self::Grid(GridAction::SortDescending),
        Self::Grid(GridAction::FileOrder),
        Self::Grid(GridAction::FilterColumn),
        Self::Grid(GridAction::Pin),
        Self::Grid(GridAction::Hide),
        Self::Grid(GridAction::Width),
        Self::Grid(GridAction::Columns),
        Self::Grid(GridAction::ResetView),
    ];

    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::Palette => texts::comfort::palette(),
            Self::Keys => texts::comfort::keys(),
            Self::Undo => texts::page::undo(),
            Self::Redo => texts::page::redo(),
            Self::Match => texts::matching::action(),
            Self::Save => texts::page::save(),
            Self::Leave(leaving) => leaving.label(),
            Self::OpenAnother => texts::leave::open_another(),
            Self::Changes => texts::leave::changes(),
            Self::NextFinding => texts::page::next_finding(),
            Self::PreviousFinding => texts::page::previous_finding(),
            Self::FixHere => texts::findings::fix_here(),
            Self::Edit(action) => action.label(),
            Self::Grid(action) => action.label(),
        }
    }

    /// The keys that do it, the first of which is shown.
    pub fn chords(self) -> &'static [Chord<'static>] {
        match self {
            Self::Palette => const { &[Chord::ctrl("k")] },
            Self::Keys => const { &[Chord::key("?")] },
            Self::Undo => const { &[Chord::ctrl("z")] },
            Self::Redo => const { &[Chord::ctrl("y"), Chord::ctrl_shift("z")] },
            Self::Match => const { &[Chord::ctrl("m")] },
            Self::Save => const { &[Chord::ctrl("s")] },
            Self::NextFinding => const { &[Chord::key("F8")] },
            Self::PreviousFinding => const { &[Chord::shift("F8")] },
            Self::FixHere => const { &[Chord::ctrl(".")] },
            Self::Edit(action) => action.chords(),
            Self::Grid(action) => action.chords(),
            Self::Leave(_) | Self::OpenAnother | Self::Changes => &[],
        }
    }

    /// Whether it can be done now.
    pub fn is_possible(self, bench: Bench) -> bool {
        bench.stage.get_untracked() == Stage::Open
            && bench.overview.with_untracked(|file| {
                file.as_ref().is_some_and(|file| match self {
                    Self::Undo => file.undo.is_some(),
                    Self::Redo => file.redo.is_some(),
                    Self::Leave(leaving) => is_offered(bench, leaving),
                    Self::Palette
                    | Self::Keys
                    | Self::FixHere
                    | Self::Match
                    | Self::Changes
                    | Self::OpenAnother
                    | Self::Save
                    | Self::NextFinding
                    | Self::PreviousFinding => true,
                    Self::Edit(action) => action.is_possible(file),
                    Self::Grid(action) => action.is_possible(bench),
                })
            })
    }

    /// Does it.
    pub fn run(self, bench: Bench) {
        match self {
            Self::Palette => bench.shows_palette.set(true),
            Self::Keys => bench.shows_keys.set(true),
            Self::Undo => bench.undo(),
            Self::Redo => bench.redo(),
            Self::Match => bench.toggle_panel(Panel::Match),
            Self::Save => bench.save(),
            Self::Leave(leaving) => leaving.run(bench),
            Self::OpenAnother => toolbar::choose_another(),
            Self::Changes => bench.toggle_panel(Panel::Changes),
            Self::NextFinding => bench.seek(true),
            Self::PreviousFinding => bench.seek(false),
            Self::FixHere => bench.fix_here(),
            Self::Edit(action) => action.run(bench),
            Self::Grid(action) => action.run(bench),
        }
    }

    /// The action of a pressed chord.
    pub fn of(pressed: &Chord<'_>) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.chords().iter().any(|chord| chord.is(pressed)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_chord_does_two_things() {
        let mut seen = HashSet::new();
        for action in Action::ALL {
            for chord in action.chords() {
                assert!(seen.insert(chord.to_string()), "{chord} is taken twice");
            }
        }
    }

    #[test]
    fn every_file_that_can_be_made_is_an_action() {
        for leaving in Leaving::ALL {
            assert!(Action::ALL.contains(&Action::Leave(leaving)), "{leaving:?}");
        }
    }

    #[test]
    fn a_chord_leads_to_its_action_in_any_case_of_letters() {
        for (chord, action) in [
            (Chord::ctrl("Z"), Some(Action::Undo)),
            (Chord::ctrl_shift("Z"), Some(Action::Redo)),
            (Chord::key("F8"), Some(Action::NextFinding)),
            (Chord::shift("F8"), Some(Action::PreviousFinding)),
            (Chord::key("z"), None),
        ] {
            assert_eq!(Action::of(&chord), action, "{chord}");
        }
    }
}
