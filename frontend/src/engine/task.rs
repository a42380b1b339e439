//! Long work in slices, so that the worker hears *cancel* and answers for rows meanwhile.

use std::fmt;

use super::{holder::Answer, open_file::OpenFile, protocol::Working};

/// Work over the rows of the open file. Until its end it changes nothing that is seen, so
/// that it can be dropped at any time.
pub trait Task: fmt::Debug {
    /// Works for a few milliseconds at most: some thousand rows.
    fn step(&mut self, open: &mut OpenFile) -> Step;
}

/// What a slice of work came to.
#[derive(Debug)]
pub enum Step {
    /// There is more to do.
    More(Working),
    /// It is done.
    Done(Answer),
}
