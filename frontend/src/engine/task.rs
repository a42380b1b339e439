//! Long work in slices, so that the worker hears *cancel* and answers for rows meanwhile.

use std::fmt;

use super::{
    holder::Answer,
    open_file::OpenFile,
    protocol::{Event, Outcome, ReferenceKind, Working},
    references::Shelf,
};

/// Work over the rows of the open file. Until its end it changes nothing but
/// [`OpenFile::coming`], so that it can be dropped at any time.
pub trait Task: fmt::Debug {
    /// Works for a few milliseconds at most: some thousand rows.
    fn step(&mut self, open: &mut OpenFile) -> Step;

    /// What else may go on beside it.
    fn kind(&self) -> Kind {
        Kind::Question
    }
}

/// Kinds of work, in the order in which they are done where there is more than one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// It is going to change the file: what is asked meanwhile waits for it.
    Change,
    /// It works out an answer. Another question takes its place.
    Question,
    /// It looks for the rows to show, and goes on after a change or a question.
    View,
    /// It looks for something in the rows shown, once these are known.
    Look,
}

/// What a slice of work came to.
#[derive(Debug)]
pub enum Step {
    /// There is more to do.
    More(Working),
    /// There is more to do, and this is to be told meanwhile.
    Meanwhile(Event),
    /// It is done, and this is to be done next.
    Then(Box<dyn Task>),
    /// It is done.
    Done(Answer),
    /// It is done, and has changed the file or what it is checked against.
    Changed(Told),
}

/// What to tell about a change, beside what the file is now.
#[derive(Debug)]
pub enum Told {
    /// What became of an edit.
    Edited(Outcome),
    /// The name of a fix that was made.
    Fixed(String),
    /// The file is checked against these now; what came, or came in place of another.
    Checked(Shelf, Option<ReferenceKind>),
}

/// Work that cannot be cut into slices: it is told first that it goes on.
struct AtOnce<W> {
    kind: Kind,
    /// What is told; none once it is.
    told: Option<Working>,
    work: Option<W>,
}

/// Work in one go, after `told` has been told.
pub(super) fn at_once(
    kind: Kind,
    told: Working,
    work: impl FnOnce(&mut OpenFile) -> Step + 'static,
) -> Box<dyn Task> {
    Box::new(AtOnce {
        kind,
        told: Some(told),
        work: Some(work),
    })
}

impl<W: FnOnce(&mut OpenFile) -> Step> Task for AtOnce<W> {
    fn step(&mut self, open: &mut OpenFile) -> Step {
        if let Some(told) = self.told.take() {
            return Step::More(told);
        }
        match self.work.take() {
            Some(work) => work(open),
            None => Step::Done(Event::Stopped.into()),
        }
    }

    fn kind(&self) -> Kind {
        self.kind
    }
}

impl<W> fmt::Debug for AtOnce<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AtOnce({:?})", self.kind)
    }
}
