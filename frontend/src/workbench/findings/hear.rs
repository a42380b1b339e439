//! What the worker says about findings, fixes and references, taken in.

use leptos::prelude::*;

use crate::{
    engine::protocol::{
        Asked, Command, FindingsEvent, FixCommand, FixEvent, Mend, ReferenceCommand,
        ReferenceEvent, ReferenceKind, View,
    },
    texts::findings as texts,
    words,
    workbench::{bench::Bench, references},
};

impl Bench {
    pub(in crate::workbench) fn hear_findings(self, event: FindingsEvent) {
        let FindingsEvent::Listed(listed) = event;
        let key = (listed.severity, listed.code.clone());
        self.found.listed.update(|all| {
            all.insert(key, listed);
        });
    }

    pub(in crate::workbench) fn hear_fix(self, event: FixEvent) {
        match event {
            FixEvent::Preview(preview) => {
                self.found.preview.set(Some(*preview));
                self.found.is_previewing.set(true);
            }
            FixEvent::Refused { message } => {
                let was_shown = self.found.is_previewing.get_untracked();
                self.found.is_previewing.set(false);
                match (message.is_empty(), was_shown) {
                    (true, true) => self.tell(texts::nothing_to_do()),
                    (true, false) => self.tell(texts::nothing_certain()),
                    (false, _) => self.fail(texts::not_done(message)),
                }
            }
            FixEvent::Made { name, overview } => {
                self.found.is_previewing.set(false);
                self.found.edited.set_value(None);
                self.unsaved.set(true);
                let had = self
                    .overview
                    .with_untracked(|file| file.as_ref().map(|file| file.rows));
                let has_other_rows = had != Some(overview.rows);
                if overview.doubt.is_none() {
                    self.found.doubt.set(None);
                }
                self.take_overview(*overview);
                if has_other_rows {
                    self.show(View::default());
                }
                self.tell(texts::made(name));
                // What was pressed may be gone with its finding.
                request_animation_frame(move || self.focus_grid());
            }
        }
    }

    pub(in crate::workbench) fn hear_references(self, event: ReferenceEvent) {
        match event {
            ReferenceEvent::Reading(progress) => self.found.reading.update(|all| {
                if let Some(known) = all.iter_mut().find(|known| known.name == progress.name) {
                    *known = progress;
                }
            }),
            ReferenceEvent::Cancelled => self.none_is_read(),
            ReferenceEvent::Changed {
                added,
                references,
                overview,
            } => {
                let name = added.and_then(|kind| {
                    let added = references.iter().find(|it| it.kind == kind)?;
                    let what = references::counted(added.kind, added.rows);
                    let text = if overview.is_some() {
                        texts::now_checked(&added.name, what)
                    } else {
                        texts::kept_for_later(&added.name, what)
                    };
                    Some((added.name.clone(), text))
                });
                self.found.references.set(references);
                if let Some(overview) = overview {
                    self.take_overview(*overview);
                }
                if let Some((name, text)) = name {
                    self.done_reading(&name);
                    self.tell(text);
                }
            }
            ReferenceEvent::Either { name } => {
                let second = self.done_reading(&name);
                if second.is_some() {
                    self.found.second.set_value(second);
                    self.found.is_asking.set(true);
                }
            }
            ReferenceEvent::Refused { name, message } => {
                self.done_reading(&name);
                self.fail(texts::refused(name, words::as_sentence(&message)));
            }
        }
    }

    /// No file to check against is on its way any more.
    fn none_is_read(self) {
        self.found.reading.set(Vec::new());
        self.found.sent.set_value(Vec::new());
    }

    /// Long work was stopped: nothing is waited for any more.
    pub(in crate::workbench) fn hear_stopped(self) {
        self.matching.is_running.set(false);
        self.none_is_read();
        if self.found.preview.with_untracked(Option::is_none) {
            self.found.is_previewing.set(false);
        }
    }

    /// Says what a fix would do, in a dialog.
    pub fn preview_fix(self, mend: Mend) {
        self.found.preview.set(None);
        self.found.is_previewing.set(true);
        self.send(&Command::Fix(FixCommand::Preview(mend)), None);
    }

    /// Makes a fix; shows it first if it changes more than one cell.
    pub fn fix(self, mend: Mend) {
        let is_seen = false;
        self.send(&Command::Fix(FixCommand::Make { mend, is_seen }), None);
    }

    /// Makes a fix that somebody saw.
    pub fn make_fix(self, mend: Mend) {
        let is_seen = true;
        // How far it is stands above the grid.
        self.found.is_previewing.set(false);
        self.send(&Command::Fix(FixCommand::Make { mend, is_seen }), None);
    }

    /// Fixes what is wrong at the active cell, or else in its row.
    pub fn fix_here(self) {
        self.when_there(move || {
            let Some((position, column)) = self.here() else {
                return;
            };
            let row = self
                .window
                .with_untracked(|window| window.row_at(position).map(|row| row.row));
            if let Some(row) = row {
                self.fix(Mend::At { row, column });
            }
        });
    }

    /// Checks without a reference from here on.
    pub fn remove_reference(self, kind: ReferenceKind) {
        let remove = ReferenceCommand::Remove(kind);
        self.send(&Command::Reference(remove), None);
        self.tell(texts::put_away(references::name_of(kind)));
    }

    /// Looks for more, or for less.
    pub fn ask_for(self, asked: Asked) {
        self.found.asked.set(asked.clone());
        self.send(&Command::Reference(ReferenceCommand::Ask(asked)), None);
    }
}
