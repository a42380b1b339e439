//! What the file is checked against.

use serde::{Deserialize, Serialize};

use super::{Overview, Progress};

/// What the page asks about references.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ReferenceCommand {
    /// Check without it from here on.
    Remove(ReferenceKind),
    /// Look for more, or for less.
    Ask(Asked),
}

/// What a file can be compared with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// The target's MailUsers.
    MailUsers,
    /// The source's mailboxes.
    SourceMailboxes,
    /// The target's accepted domains.
    AcceptedDomains,
    /// The mapping file as it was downloaded.
    Original,
}

impl ReferenceKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::MailUsers,
        Self::SourceMailboxes,
        Self::AcceptedDomains,
        Self::Original,
    ];
}

/// What is looked for only if somebody asks.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    /// The `TargetDeliveryDomain` of the migration batch.
    pub target_delivery_domain: Option<String>,
    /// Whether MailUsers without a SIP address are to be named.
    pub sip: bool,
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ReferenceEvent {
    /// A file is being read.
    Reading(Progress),
    /// Reading them was stopped by [`Command::Cancel`](super::Command::Cancel).
    Cancelled,
    /// What is checked against is this now.
    Changed {
        /// What came, or came in place of another.
        added: Option<ReferenceKind>,
        /// All of it.
        references: Vec<ReferenceView>,
        /// The file after it; none while there is no file.
        overview: Option<Box<Overview>>,
    },
    /// It is a mapping file: the original of the one that is open, or another one to open.
    Either {
        /// Its name.
        name: String,
    },
    /// The file is not one that can be checked against, and why.
    Refused {
        /// Its name.
        name: String,
        /// What, where, and what to do.
        message: String,
    },
}

/// A file that the mapping file is checked against.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ReferenceView {
    /// What it was recognised as.
    pub kind: ReferenceKind,
    /// Its name.
    pub name: String,
    /// What it holds: MailUsers, mailboxes, domains, rows.
    pub rows: u32,
    /// How many places of it could not be used.
    pub problems: u32,
    /// The first of them, in words.
    pub first_problems: Vec<String>,
}
