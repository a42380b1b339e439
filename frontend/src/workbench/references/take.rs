//! Files that were dropped together: which of them is the mapping file.

use js_sys::Uint8Array;
use leptos::{prelude::*, task::spawn_local};
use shared::references::{self, ReferenceKind};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::workbench::bench::{Bench, Stage};

/// As much of a file as tells what it is, in bytes.
const BEGINNING: i32 = 64 << 10;

impl Bench {
    /// Dropped files. While there is no mapping file, the first that is one is opened; the
    /// others are checked against.
    pub fn take(self, files: Vec<File>) {
        if self.stage.get_untracked() != Stage::Empty {
            for file in files {
                self.add_reference(&file, false);
            }
            return;
        }
        if let [file] = files.as_slice() {
            // Whatever it is: the checks say what is odd about it.
            return self.open_file(file);
        }
        spawn_local(async move {
            let mut kinds = Vec::with_capacity(files.len());
            for file in &files {
                kinds.push(kind_of(file).await);
            }
            let mapping = mapping_file_of(&kinds);
            for (place, file) in files.iter().enumerate() {
                if Some(place) == mapping {
                    self.open_file(file);
                } else {
                    self.add_reference(
                        file,
                        kinds.get(place) == Some(&Some(ReferenceKind::Baseline)),
                    );
                }
            }
        });
    }

    /// Reads a file to check against.
    pub fn add_reference(self, file: &File, is_original: bool) {
        let name = file.name();
        self.found.reading.update(|all| all.push(name.clone()));
        self.found.sent.update_value(|all| all.push(file.clone()));
        let command = crate::engine::protocol::Command::AddReference { name, is_original };
        self.send(&command, Some(file));
    }

    /// A reference was read: gives the file back.
    pub(in crate::workbench) fn done_reading(self, name: &str) -> Option<File> {
        self.found.reading.update(|all| {
            if let Some(place) = all.iter().position(|it| it == name) {
                all.remove(place);
            }
        });
        self.found
            .sent
            .try_update_value(|all| {
                let place = all.iter().position(|file| file.name() == name)?;
                Some(all.remove(place))
            })
            .flatten()
    }
}

/// Which of the files is opened: the first mapping file, or else the first that nobody
/// knows. References alone wait for a mapping file.
fn mapping_file_of(kinds: &[Option<ReferenceKind>]) -> Option<usize> {
    let is_mapping = |kind: &Option<ReferenceKind>| *kind == Some(ReferenceKind::Baseline);
    let unknown = || kinds.iter().position(Option::is_none);
    kinds.iter().position(is_mapping).or_else(unknown)
}

async fn kind_of(file: &File) -> Option<ReferenceKind> {
    let beginning = file.slice_with_i32_and_i32(0, BEGINNING).ok()?;
    let buffer = JsFuture::from(beginning.array_buffer()).await.ok()?;
    references::recognise(&Uint8Array::new(&buffer).to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mapping_file_is_found_wherever_it_lies_in_the_drop() {
        use ReferenceKind::{AcceptedDomains, Baseline, MailUsers};
        for (kinds, place) in [
            (vec![Some(MailUsers), Some(Baseline)], Some(1)),
            (vec![Some(Baseline), Some(Baseline)], Some(0)),
            (vec![Some(MailUsers), None], Some(1)),
            (vec![Some(MailUsers), Some(AcceptedDomains)], None),
            (vec![], None),
        ] {
            assert_eq!(mapping_file_of(&kinds), place, "{kinds:?}");
        }
    }
}
