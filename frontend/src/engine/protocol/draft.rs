//! Drafts: the work on a file without the file.

use serde::{Deserialize, Serialize};

use super::Overview;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DraftCommand {
    /// Send the work so far as a file.
    Save,
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DraftEvent {
    /// The draft, which travels beside this event.
    Saved {
        /// The name to save it under.
        name: String,
        /// The [`Overview::revision`] that it is of.
        revision: u64,
    },
    /// It came before its file, and waits for it.
    Waiting(WaitingDraft),
    /// The draft is on the open file.
    Applied {
        /// Its name.
        name: String,
        /// The file as it is now.
        overview: Box<Overview>,
    },
    /// It is not, and the open file is as it was.
    Refused {
        /// Its name.
        name: String,
        /// Why, and what to do.
        message: String,
    },
}

/// A draft that waits for its file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WaitingDraft {
    /// Its own name.
    pub name: String,
    /// The name of the file that it was made from; empty if it does not say.
    pub file: String,
}
