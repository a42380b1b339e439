//! A stable merge sort that can be stopped anywhere and go on.

use shared::order;

use super::Entry;

/// Entries that are sorted at once.
const RUN: usize = 4_096;

/// Entries being sorted by their parts.
#[derive(Debug)]
pub(super) struct Merging {
    from: Vec<Entry>,
    to: Vec<Entry>,
    /// How far the first runs are sorted.
    presorted: usize,
    /// Length of the runs that are sorted.
    width: usize,
    /// The next entry of the left run, and of the right one.
    left: usize,
    right: usize,
    /// Where the left run ends, and the right one.
    middle: usize,
    end: usize,
}

impl Merging {
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        Self {
            from: entries,
            to: Vec::new(),
            presorted: 0,
            width: RUN,
            left: 0,
            right: 0,
            middle: 0,
            end: 0,
        }
    }

    /// How often so many entries are gone through.
    pub(super) fn passes(count: usize) -> u32 {
        count.div_ceil(RUN).next_power_of_two().trailing_zeros()
    }

    /// Goes on for so many entries; true once all are sorted.
    pub(super) fn step(&mut self, mut budget: usize) -> bool {
        while budget > 0 {
            if self.presorted < self.from.len() {
                budget = budget.saturating_sub(self.sort_run());
            } else if self.width >= self.from.len() {
                return true;
            } else {
                budget = budget.saturating_sub(self.merge(budget).max(1));
            }
        }
        false
    }

    /// The entries in their order.
    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.from
    }

    fn sort_run(&mut self) -> usize {
        let end = self.presorted.saturating_add(RUN).min(self.from.len());
        if let Some(run) = self.from.get_mut(self.presorted..end) {
            order::by_number(run, |entry| entry.part);
        }
        let count = end - self.presorted;
        self.presorted = end;
        if end == self.from.len() && self.width < end {
            self.to.reserve_exact(end);
            self.take_pair(0);
        }
        count
    }

    fn take_pair(&mut self, start: usize) {
        let all = self.from.len();
        self.left = start;
        self.middle = start.saturating_add(self.width).min(all);
        self.right = self.middle;
        self.end = self.middle.saturating_add(self.width).min(all);
    }

    /// Merges a pair of runs, or a part of it; says how many entries that were.
    fn merge(&mut self, most: usize) -> usize {
        let before = self.to.len();
        while self.to.len() - before < most {
            let left = self.from.get(self.left..self.middle).and_then(<[_]>::first);
            let right = self.from.get(self.right..self.end).and_then(<[_]>::first);
            match (left, right) {
                (Some(one), Some(other)) if one.part > other.part => {
                    self.to.push(*other);
                    self.right += 1;
                }
                (Some(one), _) => {
                    self.to.push(*one);
                    self.left += 1;
                }
                (None, Some(other)) => {
                    self.to.push(*other);
                    self.right += 1;
                }
                (None, None) => {
                    self.next_pair();
                    break;
                }
            }
        }
        self.to.len().saturating_sub(before)
    }

    fn next_pair(&mut self) {
        if self.end < self.from.len() {
            return self.take_pair(self.end);
        }
        std::mem::swap(&mut self.from, &mut self.to);
        self.to.clear();
        self.width = self.width.saturating_mul(2);
        self.take_pair(0);
    }
}
