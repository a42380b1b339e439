//! Files to check against, on their way to the engine.

use leptos::prelude::*;
use web_sys::File;

use crate::{
    engine::protocol::{Command, Progress},
    workbench::bench::Bench,
};

impl Bench {
    /// Reads a file to check against.
    pub fn add_reference(self, file: &File, is_original: bool) {
        let name = file.name();
        let progress = Progress {
            name: name.clone(),
            ..Progress::default()
        };
        self.found.reading.update(|all| all.push(progress));
        self.found.sent.update_value(|all| all.push(file.clone()));
        let command = Command::AddReference { name, is_original };
        self.send(&command, Some(file));
    }

    /// A reference was read: gives the file back.
    pub(in crate::workbench) fn done_reading(self, name: &str) -> Option<File> {
        self.found.reading.update(|all| {
            if let Some(place) = all.iter().position(|it| it.name == name) {
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
