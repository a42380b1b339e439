//! What became of an edit, in words.

use crate::{
    engine::protocol::{Did, Outcome},
    texts::{edit, leave, matching},
    workbench::actions::Action,
};

/// What there is to tell; nothing about a cell that somebody just typed in.
pub fn told(outcome: &Outcome, is_locked: bool) -> Option<String> {
    let changed = |text: fn(u32) -> String| {
        if outcome.cells == 0 && outcome.refused == 0 {
            return edit::nothing_changed();
        }
        let undo = Action::Undo.chords().first().map(ToString::to_string);
        [
            Some(text(outcome.cells)),
            left_alone(outcome),
            undo.map(edit::undo_with),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
    };
    let step = |text: String| {
        if outcome.is_hidden {
            format!("{text} {}", edit::in_hidden_rows())
        } else {
            text
        }
    };
    match outcome.did {
        Did::Edited => None,
        Did::Cleared => Some(changed(edit::cleared)),
        Did::Cut => Some(changed(edit::was_cut)),
        Did::Pasted => Some(changed(edit::pasted)),
        Did::Replaced => Some(changed(edit::replaced)),
        Did::Reverted => Some(changed(leave::reverted)),
        Did::Matched => Some(changed(matching::matched)),
        Did::Undone => Some(step(edit::undone(&outcome.name))),
        Did::Redone => Some(step(edit::redone(&outcome.name))),
        Did::WentBack => Some(edit::steps_undone(outcome.cells)),
        Did::WentForward => Some(edit::steps_redone(outcome.cells)),
        Did::Locked if is_locked => Some(edit::locked()),
        Did::Locked => Some(edit::unlocked()),
    }
}

fn left_alone(outcome: &Outcome) -> Option<String> {
    let reason = outcome.reason.as_deref()?;
    Some(edit::left_alone(outcome.refused, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_says_what_changed_what_did_not_and_how_to_take_it_back() {
        let outcome = |did, cells| Outcome {
            did,
            cells,
            name: "Fix all 12".into(),
            ..Outcome::default()
        };
        let refused = Outcome {
            refused: 1,
            reason: Some("PrimarySmtpAddress is locked".into()),
            ..outcome(Did::Cleared, 2)
        };
        let hidden = Outcome {
            is_hidden: true,
            ..outcome(Did::Undone, 12)
        };
        for (outcome, text) in [
            (outcome(Did::Edited, 1), None),
            (
                outcome(Did::Pasted, 3),
                Some("3 cells pasted. Undo with Ctrl Z."),
            ),
            (
                outcome(Did::Cleared, 0),
                Some("Nothing changed: the cells have this text already."),
            ),
            (
                refused,
                Some(
                    "2 cells cleared. 1 cell stayed as it was: PrimarySmtpAddress is locked. Undo with Ctrl Z.",
                ),
            ),
            (outcome(Did::Undone, 12), Some("Undone: Fix all 12.")),
            (
                hidden,
                Some("Undone: Fix all 12. It is in rows that are not shown."),
            ),
            (outcome(Did::WentBack, 3), Some("3 steps undone.")),
            (
                outcome(Did::Locked, 0),
                Some("Only TargetExternalDirectoryObjectId can be edited."),
            ),
        ] {
            assert_eq!(told(&outcome, true).as_deref(), text);
        }
    }
}
