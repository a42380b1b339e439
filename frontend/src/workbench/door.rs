//! The workbench without a file: drop, choose, paste, or try a sample; and what is
//! dropped later.

pub mod card;
pub mod dropping;
pub mod sorting;
pub mod state;
pub mod taken;

pub(super) use card::ACCEPT;
pub use card::Door;
pub use dropping::{DropTarget, listen};
pub use state::DoorState;

use leptos::{prelude::*, task::spawn_local};
use web_sys::File;

use self::{
    sorting::{Kind, Plan, plan},
    taken::Taken,
};
use super::{
    bench::{Bench, Stage},
    leave::unsaved,
    sample,
};
use crate::{
    browser,
    engine::protocol::{Against, Command},
    texts::door as texts,
};

/// Takes files that were dropped, chosen or pasted: each as what its beginning says it
/// is.
pub fn take(bench: Bench, files: Vec<Taken>) {
    let is_open = bench.stage.get_untracked() != Stage::Empty;
    sort(bench, files, is_open);
}

/// Takes files that were chosen in place of the one that is open.
pub fn open_another(bench: Bench, files: Vec<Taken>) {
    sort(bench, files, false);
}

fn sort(bench: Bench, files: Vec<Taken>, is_open: bool) {
    if files.is_empty() {
        bench.fail(texts::no_file());
        return;
    }
    spawn_local(async move {
        let mut known = Vec::with_capacity(files.len());
        for file in files {
            let kind = Kind::of(&file.beginning().await);
            known.push(file.of(kind));
        }
        let kinds: Vec<Kind> = known.iter().map(|file| file.kind).collect();
        match plan(&kinds, is_open) {
            Plan::Review(file) if file < known.len() => {
                let file = known.remove(file);
                unsaved::open(bench, file, known);
            }
            Plan::Review(_) | Plan::Add => {
                for file in &known {
                    add(bench, file, false);
                }
            }
        }
    });
}

/// Adds a file beside the mapping file: a draft, or something to check against.
fn add(bench: Bench, file: &Taken, came_with_it: bool) {
    if file.kind == Kind::Draft {
        let name = file.name.clone();
        bench.send(&Command::OpenDraft { name }, Some(&file.file));
    } else {
        let is_original = came_with_it && file.kind == Kind::MappingFile;
        bench.add_reference(&file.file, is_original);
    }
}

/// Opens a mapping file; what was dropped with it follows as soon as it is open.
pub fn open_now(bench: Bench, file: Taken, with: Vec<Taken>) {
    bench.door.refused.set(None);
    bench.door.with.set_value(with);
    bench.open_taken(file);
}

/// Opens the sample, with what it is checked against if that is wanted.
pub fn open_sample(bench: Bench, with_references: bool) {
    let with = if with_references {
        vec![
            Taken::text(sample::MAIL_USERS_NAME, &sample::mail_users()),
            Taken::text(sample::DOMAINS_NAME, &sample::accepted_domains()),
        ]
    } else {
        Vec::new()
    };
    let with = with.into_iter().flatten().collect();
    if let Some(file) = Taken::text(sample::NAME, &sample::csv()) {
        unsaved::open(bench, file, with);
    }
}

impl Bench {
    /// Files that were pasted.
    pub fn take(self, files: Vec<File>) {
        if !files.is_empty() {
            take(self, files.iter().map(Taken::file).collect());
        }
    }

    /// Opens another file, unless there is unsaved work to ask about first.
    pub fn open_another(self, file: &File) {
        unsaved::open(self, Taken::file(file), Vec::new());
    }

    /// A file is open: the one that was to be opened, or the one before it again.
    pub(super) fn note_opened(self) {
        match self.door.opening.try_update_value(Option::take).flatten() {
            Some((file, _)) => {
                self.leave.on_disk.set_value(file.on_disk);
                self.leave.saved_another.set_value(false);
                self.leave.dismissed.set(Vec::new());
                self.door.refused.set(None);
                self.door.waiting.set(None);
                self.changes.compare_with(Against::default());
            }
            None => self.unsaved.set(self.door.was_unsaved.get_value()),
        }
        let with = self.door.with.try_update_value(std::mem::take);
        for file in with.unwrap_or_default() {
            add(self, &file, true);
        }
        // What was pressed to open it is gone, and nobody has to look for the rows.
        request_animation_frame(move || {
            if browser::is_nothing_focused() {
                self.focus_grid();
            }
        });
    }

    /// Whether this is the mapping file that is being opened, not one beside it.
    pub(super) fn is_opening(self, name: &str) -> bool {
        let opening = self.door.opening;
        opening.with_value(|file| file.as_ref().is_some_and(|(file, _)| file.name == name))
    }

    /// The file that was to be opened is not: the one before it, if there is one, is as
    /// it was.
    pub(super) fn note_not_opened(self) {
        if let Some((_, was_unsaved)) = self.door.opening.try_update_value(Option::take).flatten() {
            self.door.was_unsaved.set_value(was_unsaved);
        }
    }
}
