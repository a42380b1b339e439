//! The way over steps of the history, from as many done to as many others.

use crate::mapping_file::{MappingFile, history::Step, overlay::Overlay};

/// The steps to be taken back or done again until so many are done, in that order.
pub(in crate::mapping_file) fn steps_to(file: &MappingFile, wanted: usize) -> Vec<&Step> {
    let history = &file.edits.history;
    let done = history.done.len();
    let (from, count) = if wanted < done {
        (&history.done, done - wanted)
    } else {
        (&history.undone, wanted - done)
    };
    from.iter().rev().take(count).collect()
}

/// What became of the steps on the way.
pub(super) struct Way {
    /// The name of the last one.
    pub(super) name: String,
    /// Whether one of them rewrote the file.
    pub(super) is_rewritten: bool,
}

/// Takes steps back or does them again until so many are done; `files` are the changed
/// fields of one file after the other.
pub(super) fn go_to(file: &mut MappingFile, wanted: usize, files: Vec<Option<Overlay>>) -> Way {
    let rewrites: Vec<bool> = steps_to(file, wanted)
        .iter()
        .map(|step| step.is_rewrite())
        .collect();
    let is_rewritten = rewrites.contains(&true);
    let mut at = file.edits.history.done.len();
    let is_back = wanted < at;
    let mut overlays = files.into_iter();
    let mut put = |file: &mut MappingFile| {
        if let Some(overlay) = overlays.next().flatten() {
            file.edits.overlay = overlay;
        }
    };
    put(file);
    let mut name = None;
    for is_rewrite in rewrites {
        if is_rewrite {
            file.edits.history.go_to(at);
            let changed = if is_back { file.undo() } else { file.redo() };
            name = changed.map(|changed| changed.name);
            put(file);
        }
        at = if is_back {
            at.saturating_sub(1)
        } else {
            at.saturating_add(1)
        };
    }
    let last = file.edits.history.go_to(at);
    Way {
        name: last.or(name).unwrap_or_default(),
        is_rewritten,
    }
}
