//! What the worker says about leaving, taken in.

use leptos::prelude::*;
use web_sys::Blob;

use super::saving;
use crate::{
    browser,
    engine::protocol::{DraftEvent, Event, Exported, LeaveEvent, View},
    texts::leave as texts,
    workbench::bench::Bench,
};

impl Bench {
    /// A file came with an answer: it goes to disk.
    pub(in crate::workbench) fn deliver(self, event: &Event, bytes: &Blob) {
        match event {
            Event::Saved { name, revision } => {
                saving::save(self, name.clone(), bytes.clone(), *revision);
            }
            Event::Leave(LeaveEvent::Exported(Exported { name, .. }))
            | Event::Draft(DraftEvent::Saved { name, .. }) => {
                browser::download(name, type_of(name), bytes);
            }
            _ => {}
        }
    }

    pub(in crate::workbench) fn hear_leave(self, event: LeaveEvent) {
        match event {
            LeaveEvent::Exported(exported) => {
                self.tell(match exported.rows {
                    Some(rows) => texts::exported_rows(rows, &exported.name),
                    None => texts::exported(&exported.name),
                });
                if exported.left_out > 0 {
                    self.leave.left_out.set(Some(exported));
                }
            }
            LeaveEvent::Refused { message } => self.fail(message),
        }
    }

    pub(in crate::workbench) fn hear_draft(self, event: DraftEvent) {
        match event {
            DraftEvent::Saved { name, revision } => {
                self.note_saved(revision);
                self.tell(texts::draft_saved(name));
                saving::saved(self);
            }
            DraftEvent::Waiting(draft) => self.door.waiting.set(Some(draft)),
            DraftEvent::Applied { name, overview } => {
                self.take_overview(*overview);
                // The steps may have left other rows.
                self.show(View::default());
                self.unsaved.set(false);
                self.tell(texts::draft_applied(name));
            }
            DraftEvent::Refused { name, message } => {
                self.fail(texts::draft_refused(name, message));
            }
        }
    }
}

/// The media type of a file by its name's ending.
fn type_of(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "json")) => "application/json",
        Some((_, "html")) => "text/html",
        _ => "text/csv",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_s_type_is_that_of_its_name() {
        for (name, expected) in [
            ("wave.report.html", "text/html"),
            ("wave.draft.json", "application/json"),
            ("wave.review.csv", "text/csv"),
            ("wave", "text/csv"),
        ] {
            assert_eq!(type_of(name), expected);
        }
    }
}
