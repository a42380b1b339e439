//! Drafts: the work on a file, as a file that is opened again beside it.

use shared::mapping_file::{Changed, ChangedRows, Draft, DraftError};

use super::{
    holder::Answer,
    leave,
    open_file::OpenFile,
    protocol::{DraftEvent, DraftFate, Event, WaitingDraft},
};
use crate::{
    texts::{leave as texts, worded},
    words,
};

const ENDING: &str = ".draft.json";

/// A draft as it is saved.
#[derive(Debug)]
pub(super) struct DraftFile {
    draft: Draft,
    /// What the draft itself is called.
    name: String,
}

impl DraftFile {
    /// Reads a draft, or says what is wrong with it.
    pub(super) fn read(name: String, bytes: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(bytes)
            .map(|draft| Self { draft, name })
            .map_err(texts::not_a_draft)
    }

    /// The work on the open file.
    pub(super) fn save(open: &OpenFile) -> Answer {
        let name = leave::named(&open.name, ENDING);
        let mut draft = Draft::of(open.file());
        draft.file.clone_from(&open.name);
        match serde_json::to_vec(&draft) {
            Ok(bytes) => Answer {
                event: Event::Draft(DraftEvent::Saved {
                    name,
                    revision: open.revision(),
                }),
                bytes: Some(bytes),
            },
            Err(error) => Event::Draft(DraftEvent::Refused {
                name,
                message: error.to_string(),
            })
            .into(),
        }
    }

    /// Does the work again on the open file, or leaves it as it is.
    pub(super) fn onto(&self, open: &mut OpenFile) -> DraftFate {
        let name = self.name.clone();
        // Every row is checked again: a draft may hold any number of steps.
        let done = open.checked.edit(|file| {
            self.draft.apply_to(file)?;
            Ok(Changed {
                name: name.clone(),
                cells: 0,
                rows: ChangedRows::All,
            })
        });
        match done {
            Ok(_) => DraftFate::Applied { name },
            Err(error) => DraftFate::Refused {
                name,
                message: self.in_words(&error, &open.name),
            },
        }
    }

    fn in_words(&self, error: &DraftError, opened: &str) -> String {
        match error {
            // The name says more than the digest, but the digest decides.
            DraftError::OtherFile { expected, found } if !self.draft.file.is_empty() => {
                let short = |digest: &str| digest.chars().take(8).collect::<String>();
                texts::draft_of_another_file(
                    &self.draft.file,
                    opened,
                    short(expected),
                    short(found),
                )
            }
            error => worded(words::as_sentence(&error.to_string())),
        }
    }

    /// What the page says about it while it waits for its file.
    pub(super) fn waiting(&self) -> WaitingDraft {
        WaitingDraft {
            name: self.name.clone(),
            file: self.draft.file.clone(),
        }
    }
}
