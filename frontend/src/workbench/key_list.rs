//! The list of keys: those of the actions, and those of the grid.

use super::{actions::Action, chord::Chord, palette};
use crate::{components::dialog::Dialog, prelude::*, texts};

/// What is pressed, and what it does.
type Line = (&'static [Chord<'static>], fn() -> String);

/// The keys of the grid.
const IN_GRID: [Line; 11] = [
    (
        &[Chord::key("Home"), Chord::key("End")],
        texts::comfort::key_home_end,
    ),
    (
        &[Chord::ctrl("Home"), Chord::ctrl("End")],
        texts::comfort::key_ctrl_home_end,
    ),
    (
        &[Chord::key("PageUp"), Chord::key("PageDown")],
        texts::comfort::key_page,
    ),
    (&[Chord::ctrl("Space")], texts::comfort::key_ctrl_space),
    (&[Chord::shift("Space")], texts::comfort::key_shift_space),
    (&[Chord::ctrl("a")], texts::comfort::key_ctrl_a),
    (
        &[Chord::key("Enter"), Chord::key("F2")],
        texts::comfort::key_edit,
    ),
    (&[Chord::key("Escape")], texts::comfort::key_escape),
    (&[Chord::key("Delete")], texts::comfort::key_delete),
    (&[Chord::key("Tab")], texts::comfort::key_tab),
    (&[Chord::alt("ArrowDown")], texts::grid::column_menu),
];

/// The list, while it is open.
#[component]
pub fn KeyList(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let line = |keys: Vec<Markup>, does: String| {
        view! {
            <div class="key-line">
                <dt>{keys}</dt>
                <dd>{does}</dd>
            </div>
        }
    };
    let of = |chords: &[Chord<'_>]| chords.iter().map(palette::keys_of).collect::<Vec<_>>();
    let word = |word: String| vec![view! { <span class="keys"><kbd>{word}</kbd></span> }];
    view! {
        <Dialog open title=Signal::derive(texts::comfort::keys_title)>
            <div class="all-keys" tabindex="0" role="region" aria-label=texts::comfort::keys_title()>
            <h3>{texts::comfort::keys_anywhere()}</h3>
            <dl class="key-lines">
                {Action::ALL
                    .iter()
                    .filter(|action| !action.chords().is_empty())
                    .map(|action| line(of(action.chords()), action.label()))
                    .collect::<Vec<_>>()}
            </dl>
            <h3>{texts::comfort::keys_in_grid()}</h3>
            <dl class="key-lines">
                {line(word(texts::comfort::arrows()), texts::comfort::key_arrows())}
                {line(
                    vec![view! {
                        <span class="keys"><kbd>"Shift"</kbd><kbd>{texts::comfort::arrows()}</kbd></span>
                    }],
                    texts::comfort::key_shift_arrows(),
                )}
                {IN_GRID
                    .iter()
                    .map(|(chords, does)| line(of(chords), does()))
                    .collect::<Vec<_>>()}
                {line(word(texts::comfort::any_letter()), texts::comfort::key_typing())}
            </dl>
            </div>
        </Dialog>
    }
}
