//! Long work in slices, so that the worker hears *cancel* and answers for rows meanwhile.

use std::fmt;

use super::{
    holder::Answer,
    open_file::OpenFile,
    protocol::{Event, Outcome, Working},
};

/// Work over the rows of the open file. Until its end it changes nothing but
/// [`OpenFile::coming`], so that it can be dropped at any time.
pub trait Task: fmt::Debug {
    /// Works for a few milliseconds at most: some thousand rows.
    fn step(&mut self, open: &mut OpenFile) -> Step;
}

/// What a slice of work came to.
#[derive(Debug)]
pub enum Step {
    /// There is more to do.
    More(Working),
    /// There is more to do, and this is to be told meanwhile.
    Meanwhile(Event),
    /// It is done.
    Done(Answer),
    /// It is done, and has changed the file.
    Edited(Outcome),
}
