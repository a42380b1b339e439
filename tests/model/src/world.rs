//! What both objects and both directories hold.

use shared::workflow::{Progress, RequestKind, Standing};

/// Copy requests, by number; after them the pair's own.
pub const COPIES: usize = 2;
/// The pair's map, and after it its write and its verification.
pub const MAP: usize = 2;
/// The pair's write.
pub const WRITE: usize = 3;
/// The pair's verification.
pub const VERIFY: usize = 4;
const REQUESTS: usize = 5;
/// Most source mailboxes that a world has room for.
pub const MOST_IDENTITIES: usize = 3;
/// Most MailUsers.
pub const MOST_MAIL_USERS: usize = 3;

/// How large a world is, and how much may happen in it.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// What each copy request announces: a bit a mailbox.
    pub announced: [u8; COPIES],
    /// Source mailboxes.
    pub identities: usize,
    /// MailUsers of the target.
    pub mail_users: usize,
    /// How often a map, a write, a verification may be asked for.
    pub asks: [u8; 3],
    /// How often a failed request may be asked for again.
    pub retries: u8,
    /// Tries of a slice before its job gives up.
    pub tries: u8,
    /// People of each tenant who press buttons.
    pub admins: u8,
    /// Whether messages come late, twice and in any order; else they are there
    /// at once.
    pub unruly_mail: bool,
}

/// A copy request as the source's object holds it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AtSource {
    /// How far it is.
    pub progress: Progress,
    /// Who decided: side and admin.
    pub decided_by: Option<(u8, u8)>,
    /// Accepted with overwrite.
    pub overwrite: bool,
    /// Number of the newest news.
    pub heard: u8,
    /// Mailboxes that the report tells of.
    pub rows: u8,
}

/// A request as the pair's object holds it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AtPair {
    /// How far it is.
    pub progress: Progress,
    /// Done, skipped, failed.
    pub counts: [u8; 3],
    /// Mailboxes that the report tells of.
    pub rows: u8,
    /// Number of the last news sent.
    pub sequence: u8,
    /// A copy that overwrites, or a map by file.
    pub switch: bool,
    /// Where its job stopped when it failed.
    pub stopped_at: u8,
    /// An earlier request in its place finished its work.
    pub one_finished: bool,
}

/// A message between objects.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Letter {
    /// What it says.
    pub says: Says,
    /// It was taken in; the sender does not know yet.
    pub arrived: bool,
}

/// What objects tell each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Says {
    /// Source → pair: a copy was accepted.
    Begin {
        /// Which.
        copy: u8,
        /// Accepted with overwrite.
        overwrite: bool,
    },
    /// Pair → source: how far a copy is.
    News {
        /// Which.
        copy: u8,
        /// Rises with every message.
        sequence: u8,
        /// How far.
        progress: Progress,
        /// What became of these.
        rows: u8,
    },
}

/// A job that waits or runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Job {
    /// Of which request.
    pub request: u8,
    /// Units of work that are done.
    pub cursor: u8,
    /// Tries of the next one.
    pub attempts: u8,
}

/// A slice that runs: all that is forgotten when the object dies.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Slice {
    /// Of which request.
    pub request: u8,
    /// At which unit of work.
    pub cursor: u8,
    /// How far inside of it.
    pub step: Step,
}

/// Where a slice is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// Begun.
    Begun,
    /// The MailUser's values before the write are kept.
    Kept,
    /// Exchange took this many calls, and the last is not noted yet.
    Sent(u8),
    /// So many calls are noted.
    Noted(u8),
}

/// What a MailUser holds: how many of the two calls for which mailbox.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Holds {
    /// Whose values.
    pub of: Option<u8>,
    /// Calls that had an effect.
    pub calls: u8,
}

/// Everything.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct World {
    /// The source's object.
    pub source: [Option<AtSource>; COPIES],
    /// Both outboxes.
    pub letters: Vec<Letter>,
    /// The pair's object: requests.
    pub pair: [Option<AtPair>; REQUESTS],
    /// Jobs in the order of their turn.
    pub queue: Vec<Job>,
    /// The slice that runs.
    pub slice: Option<Slice>,
    /// Identities.
    pub identities: [Option<Standing<u8>>; MOST_IDENTITIES],
    /// The copy that copied each last.
    pub copied_by: [u8; MOST_IDENTITIES],
    /// What the write may touch.
    pub planned: [Option<u8>; MOST_IDENTITIES],
    /// Mailboxes whose identity each copy replaced, and kept before.
    pub snapshots: [u8; COPIES],
    /// Mailboxes whose MailUser's values were kept before a write.
    pub images: u8,
    /// The target's directory.
    pub mail_users: [Holds; MOST_MAIL_USERS],
    /// Maps, writes, verifications that may still be asked for.
    pub asks_left: [u8; 3],
    /// Retries that may still be asked for.
    pub retries_left: u8,
}

impl World {
    /// Nothing has happened.
    pub fn empty(scope: &Scope) -> Self {
        Self {
            source: [None; COPIES],
            letters: Vec::new(),
            pair: [None; REQUESTS],
            queue: Vec::new(),
            slice: None,
            identities: [None; MOST_IDENTITIES],
            copied_by: [0; MOST_IDENTITIES],
            planned: [None; MOST_IDENTITIES],
            snapshots: [0; COPIES],
            images: 0,
            mail_users: [Holds::default(); MOST_MAIL_USERS],
            asks_left: scope.asks,
            retries_left: scope.retries,
        }
    }

    /// The kind of a request, by its number.
    pub fn kind(request: u8) -> RequestKind {
        match usize::from(request) {
            MAP => RequestKind::Map,
            WRITE => RequestKind::Write,
            VERIFY => RequestKind::Verify,
            _ => RequestKind::Copy,
        }
    }

    /// The identities that lead to a MailUser, with it.
    pub fn held(&self) -> Vec<(u8, u8)> {
        (0_u8..)
            .zip(&self.identities)
            .filter_map(|(identity, standing)| Some((identity, standing.as_ref()?.target()?)))
            .collect()
    }

    /// Units of work of a request: mailboxes, but for a map, which is one.
    pub fn units(&self, scope: &Scope, request: u8) -> u8 {
        let all = u8::try_from(scope.identities).unwrap_or(u8::MAX);
        match usize::from(request) {
            MAP => 1,
            WRITE | VERIFY => all,
            copy => u8::try_from(scope.announced[copy].count_ones()).unwrap_or(u8::MAX),
        }
    }

    /// Puts a message into an outbox. In which order they lie there is nothing
    /// that anybody could see.
    pub(crate) fn send(&mut self, says: Says) {
        self.letters.push(Letter {
            says,
            arrived: false,
        });
    }
}
