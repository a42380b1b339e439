//! A reference that is read some objects at a time, for who has to answer meanwhile. What it
//! is stands in its beginning, and is known at once.

use std::fmt;

use super::{
    MailUsers, Reading, ReferenceError, ReferenceKind, SourceMailboxes, Unrecognised,
    mail_users::MailUsersTaken, mailboxes::MailboxesTaken, read_accepted_domains, recognise,
    table::Export,
};
use crate::mapping_file::{MappingFile, OpenError, Reader};

/// What a file can be compared with, once it is read.
#[derive(Debug)]
pub enum Reference {
    /// The mapping file as it was downloaded.
    Baseline(Box<MappingFile>),
    /// An export of the target's MailUsers.
    MailUsers(Reading<MailUsers>),
    /// An export of the source's mailboxes.
    SourceMailboxes(Reading<SourceMailboxes>),
    /// The target's accepted domains.
    AcceptedDomains(Reading<Vec<String>>),
}

/// Why a file cannot be compared with.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoReference {
    /// It cannot be opened at all.
    #[error(transparent)]
    Unreadable(#[from] OpenError),
    /// It is none of the kinds.
    #[error(transparent)]
    Unknown(#[from] Unrecognised),
    /// It is one of them, and cannot be used.
    #[error(transparent)]
    Unusable(#[from] ReferenceError),
}

/// A reference that is being read. In one go it is [`read_mail_users`] and its like, which
/// are written with the same.
///
/// ```
/// use shared::references::{Reference, ReferenceAhead, ReferenceKind};
///
/// let list = b"DomainName\ncontoso.example\nfabrikam.example\n";
/// let mut ahead = ReferenceAhead::new(list.to_vec())?;
/// assert_eq!(ahead.kind(), ReferenceKind::AcceptedDomains);
/// let domains = loop {
///     if let Some(read) = ahead.step(1_000)? {
///         break read;
///     }
/// };
/// assert!(matches!(domains, Reference::AcceptedDomains(read) if read.value.len() == 2));
/// # Ok::<(), shared::references::NoReference>(())
/// ```
///
/// [`read_mail_users`]: super::read_mail_users
pub struct ReferenceAhead {
    kind: ReferenceKind,
    size: usize,
    phase: Phase,
}

enum Phase {
    Baseline(Box<Reader>),
    MailUsers(Export, Box<MailUsersTaken>),
    SourceMailboxes(Export, Box<MailboxesTaken>),
    /// There are few.
    AcceptedDomains(Vec<u8>),
    /// It was handed over, or cannot be used.
    Done,
}

/// So many rows are about as long as a piece that is scanned.
const ROWS_IN_PIECE: usize = 128;

impl ReferenceAhead {
    /// Recognises what a file is by its beginning.
    pub fn new(bytes: Vec<u8>) -> Result<Self, NoReference> {
        let kind = recognise(&bytes)?;
        let size = bytes.len();
        let phase = match kind {
            ReferenceKind::Baseline => Phase::Baseline(Box::new(Reader::of_memory(bytes))),
            ReferenceKind::MailUsers => Phase::MailUsers(
                Export::new(bytes, kind, MailUsersTaken::NEEDED),
                Box::default(),
            ),
            ReferenceKind::SourceMailboxes => Phase::SourceMailboxes(
                Export::new(bytes, kind, MailboxesTaken::NEEDED),
                Box::default(),
            ),
            ReferenceKind::AcceptedDomains => Phase::AcceptedDomains(bytes),
        };
        Ok(Self { kind, size, phase })
    }

    /// What it is.
    pub fn kind(&self) -> ReferenceKind {
        self.kind
    }

    /// Reads about so many objects more; what it holds at the end. After that, and after
    /// an error, there is nothing more to read.
    pub fn step(&mut self, most: usize) -> Result<Option<Reference>, NoReference> {
        self.phase = match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Baseline(mut reader) => {
                if reader.scan_some((most / ROWS_IN_PIECE).max(1)) {
                    let file = reader.finish().map_err(OpenError::from)?;
                    return Ok(Some(Reference::Baseline(Box::new(file))));
                }
                Phase::Baseline(reader)
            }
            Phase::MailUsers(mut export, mut taken) => {
                if export.step(most, &mut |row| taken.take(row))? {
                    let reading = taken.finish(export.rows())?;
                    return Ok(Some(Reference::MailUsers(reading)));
                }
                Phase::MailUsers(export, taken)
            }
            Phase::SourceMailboxes(mut export, mut taken) => {
                if export.step(most, &mut |row| taken.take(row))? {
                    let reading = taken.finish(export.rows())?;
                    return Ok(Some(Reference::SourceMailboxes(reading)));
                }
                Phase::SourceMailboxes(export, taken)
            }
            Phase::AcceptedDomains(bytes) => {
                let reading = read_accepted_domains(bytes)?;
                return Ok(Some(Reference::AcceptedDomains(reading)));
            }
            Phase::Done => Phase::Done,
        };
        Ok(None)
    }

    /// How many bytes the file has.
    pub fn size(&self) -> usize {
        self.size
    }

    /// How far it is, in bytes of the file. It only grows.
    pub fn bytes(&self) -> usize {
        match &self.phase {
            Phase::Baseline(reader) => self.size / 1000 * reader.scanned_per_mille(),
            Phase::MailUsers(export, _) | Phase::SourceMailboxes(export, _) => export.bytes(),
            Phase::AcceptedDomains(_) => 0,
            Phase::Done => self.size,
        }
    }

    /// How many objects were read so far.
    pub fn rows(&self) -> u32 {
        match &self.phase {
            Phase::Baseline(reader) => reader.rows_read(),
            Phase::MailUsers(export, _) | Phase::SourceMailboxes(export, _) => export.rows(),
            Phase::AcceptedDomains(_) | Phase::Done => 0,
        }
    }
}

impl fmt::Debug for ReferenceAhead {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReferenceAhead({})", self.kind)
    }
}
