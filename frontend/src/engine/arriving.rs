//! Files to check against that are being read, some rows at a time. They change nothing: who
//! changes their mind drops them.

use std::collections::VecDeque;

use shared::references::{self, NoReference, ReferenceAhead};

use super::{
    protocol::{Event, Progress, ReferenceEvent},
    references::Recognised,
};
use crate::{texts, words};

/// So many bytes are read in no time.
const FEW: usize = 1 << 20;
/// Rows that are read in one slice.
const ROWS: usize = 512;

/// Files on their way, the first of which is read.
#[derive(Debug, Default)]
pub(super) struct Arriving(VecDeque<Reading>);

#[derive(Debug)]
struct Reading {
    name: String,
    ahead: ReferenceAhead,
}

/// What became of a file.
#[derive(Debug)]
pub(super) enum Arrived {
    /// It is being read.
    Reading(Progress),
    /// It was read.
    Read(String, Box<Recognised>),
    /// It is a mapping file: the original of the one that is open, or another one to open.
    Either(String),
    /// It cannot be checked against, and why.
    Refused(String, NoReference),
}

impl Arriving {
    /// Takes a file, recognised by its header. Whoever has a file open `may_ask` what a
    /// mapping file is.
    pub(super) fn add(&mut self, name: String, bytes: Vec<u8>, may_ask: bool) -> Arrived {
        let ahead = match ReferenceAhead::new(bytes) {
            Ok(ahead) => ahead,
            Err(error) => return Arrived::Refused(name, error),
        };
        if may_ask && ahead.kind() == references::ReferenceKind::Baseline {
            return Arrived::Either(name);
        }
        let is_short = ahead.size() <= FEW;
        let mut reading = Reading { name, ahead };
        if is_short {
            loop {
                if let Some(arrived) = reading.go_on() {
                    return arrived;
                }
            }
        }
        let progress = reading.progress();
        self.0.push_back(reading);
        Arrived::Reading(progress)
    }

    /// Reads some more of the first file; none if there is none.
    pub(super) fn go_on(&mut self) -> Option<Arrived> {
        let first = self.0.front_mut()?;
        let Some(arrived) = first.go_on() else {
            return Some(Arrived::Reading(first.progress()));
        };
        self.0.pop_front();
        Some(arrived)
    }

    /// Drops all of them; whether there were any.
    pub(super) fn cancel(&mut self) -> bool {
        let were_any = !self.0.is_empty();
        self.0.clear();
        were_any
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Reading {
    fn go_on(&mut self) -> Option<Arrived> {
        match self.ahead.step(ROWS) {
            Ok(None) => None,
            Ok(Some(read)) => {
                let recognised = Box::new(Recognised::from(read));
                Some(Arrived::Read(std::mem::take(&mut self.name), recognised))
            }
            Err(error) => Some(Arrived::Refused(std::mem::take(&mut self.name), error)),
        }
    }

    fn progress(&self) -> Progress {
        let bytes = |count| u64::try_from(count).unwrap_or(u64::MAX);
        Progress {
            name: self.name.clone(),
            bytes: bytes(self.ahead.bytes()),
            total: bytes(self.ahead.size()),
            rows: self.ahead.rows(),
        }
    }
}

/// What there is to tell of a file that was not read.
pub(super) fn refused(name: String, why: &NoReference) -> Event {
    let message = texts::worded(words::as_sentence(&why.to_string()));
    Event::Reference(ReferenceEvent::Refused { name, message })
}

#[cfg(test)]
mod tests {
    use super::{super::protocol::ReferenceKind, *};

    fn arrived(file: &[u8], may_ask: bool) -> Arrived {
        Arriving::default().add("file.csv".into(), file.to_vec(), may_ask)
    }

    #[test]
    fn a_mapping_file_is_a_baseline_unless_somebody_may_be_asked() {
        let file = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\na@x.example,\n";
        let Arrived::Read(_, recognised) = arrived(file, false) else {
            panic!("not read");
        };
        let reference = recognised.reference;
        let seen = (reference.kind(), reference.rows());
        assert_eq!(seen, (ReferenceKind::Original, 1));
        assert!(matches!(arrived(file, true), Arrived::Either(_)));
    }

    #[test]
    fn a_file_of_neither_kind_is_refused_in_words() {
        let Arrived::Refused(name, why) = arrived(b"a,b\n1,2\n", false) else {
            panic!("not refused");
        };
        assert_eq!(name, "file.csv");
        assert!(why.to_string().contains("neither a mapping file"), "{why}");
    }
}
