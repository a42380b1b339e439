//! Finds the rows that a view shows, some thousand at a time.

use super::matching::Matcher;
use crate::engine::{open_file::OpenFile, protocol::View};

/// Rows looked at in one slice.
const SLICE: u32 = 4_096;

/// A search through the rows of a file.
#[derive(Debug)]
pub(super) struct Filtering {
    matcher: Matcher,
    next: u32,
}

impl Filtering {
    pub(super) fn new(view: &View) -> Self {
        Self {
            matcher: Matcher::new(view),
            next: 0,
        }
    }

    /// How many rows were looked at.
    pub(super) fn done(&self) -> u32 {
        self.next
    }

    /// Looks at some rows more and hands on those that match; true at the end.
    pub(super) fn step(&mut self, open: &OpenFile, mut found: impl FnMut(u32)) -> bool {
        for _ in 0..SLICE {
            let Some(row) = self.matcher.candidate(open, self.next) else {
                self.next = open.file().row_count();
                return true;
            };
            if self.matcher.matches(open, row) {
                found(row);
            }
            self.next = row.saturating_add(1);
        }
        false
    }
}
