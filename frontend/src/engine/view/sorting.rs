//! Puts rows in the order of a column, a slice at a time, without keeping their texts.
//!
//! Rows are sorted by seven bytes of their key at a time: those after what all of them
//! begin with, and for the rows that are equal so far those after what *they* begin with,
//! and so on. A million equal texts, or texts with a long common beginning, cost one look
//! each. The order is stable: equal rows stay in the file's.

mod key;

use shared::{
    mapping_file::{MappingFile, RowId},
    order::{self, of_pair, pair},
};

use self::key::{Digits, key_of};
use crate::engine::protocol::Sort;

/// Keys looked at in one slice.
const SLICE: usize = 4_096;
/// So few equal rows are compared by their whole keys.
const FEW: usize = 1_024;

/// A row with a part of its key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Smaller is earlier.
    part: u64,
    row: u32,
}

/// How often so many entries are gone through to sort them.
fn passes(count: usize) -> u32 {
    count.div_ceil(SLICE).next_power_of_two().trailing_zeros()
}

/// Rows being sorted. Empty cells come last, whichever way the others go.
#[derive(Debug)]
pub(in crate::engine) struct Sorting {
    sort: Sort,
    rows: Vec<u32>,
    entries: Vec<Entry>,
    empty: Vec<u32>,
    /// Runs of rows that are equal so far.
    todo: Vec<Run>,
    phase: Phase,
    /// Keys and entries looked at.
    looked: u64,
}

/// Rows that are equal in the first `depth` bytes of their keys.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
    depth: usize,
}

#[derive(Debug)]
enum Phase {
    /// Takes in the rows that have a key at all.
    TakeIn(usize),
    /// What do the keys of a run begin with?
    Begin(Run, usize, Common),
    /// The part of each key after that.
    Part(Run, usize),
    /// In the order of their parts.
    Merge(Run, order::Sorting<u128>),
    /// Which are still equal?
    Equal(Run, usize),
    /// The next run.
    Next,
}

/// What keys have in common.
#[derive(Debug, Default)]
struct Common {
    beginning: Option<Vec<u8>>,
    is_all: bool,
}

impl Common {
    fn add(&mut self, key: &[u8]) {
        let Some(beginning) = &mut self.beginning else {
            self.beginning = Some(key.to_vec());
            self.is_all = true;
            return;
        };
        let same = beginning
            .iter()
            .zip(key)
            .take_while(|(a, b)| a == b)
            .count();
        self.is_all &= same == key.len() && same == beginning.len();
        beginning.truncate(same);
    }

    fn len(&self) -> usize {
        self.beginning.as_ref().map_or(0, Vec::len)
    }
}

impl Sorting {
    /// Sorts rows, which are in the file's order.
    pub(in crate::engine) fn new(rows: Vec<u32>, sort: Sort) -> Self {
        Self {
            sort,
            entries: Vec::with_capacity(rows.len()),
            rows,
            empty: Vec::new(),
            todo: Vec::new(),
            phase: Phase::TakeIn(0),
            looked: 0,
        }
    }

    /// How far it is, on a scale up to `all`.
    pub(in crate::engine) fn done(&self, all: u32) -> u32 {
        let rows = u64::try_from(self.rows.len()).unwrap_or(u64::MAX).max(1);
        let passes = u64::from(passes(self.rows.len())) + 5;
        let share = self.looked.saturating_mul(u64::from(all)) / rows.saturating_mul(passes);
        u32::try_from(share)
            .unwrap_or(all)
            .min(all.saturating_sub(1))
    }

    /// Does a slice; at the end gives the rows in their order.
    pub(in crate::engine) fn step(&mut self, file: &MappingFile) -> Option<Vec<u32>> {
        let column = self.sort.column;
        self.step_with(|row| key_of(&file.row(RowId(row))?.text(column)))
    }

    /// The same with keys from elsewhere; none is an empty cell.
    fn step_with(&mut self, key: impl Fn(u32) -> Option<Vec<u8>>) -> Option<Vec<u32>> {
        let key = |row| key(row).unwrap_or_default();
        self.looked += u64::try_from(SLICE).unwrap_or(0);
        self.phase = match std::mem::replace(&mut self.phase, Phase::Next) {
            Phase::TakeIn(at) => self.take_in(at, key),
            Phase::Begin(run, at, common) => self.begin(run, at, common, key),
            Phase::Part(run, at) => self.part(run, at, key),
            Phase::Merge(run, mut merging) => {
                // Comparing parts is far cheaper than looking at keys.
                self.looked += u64::try_from(3 * SLICE).unwrap_or(0);
                if merging.step(4 * SLICE) {
                    self.put_back(run, &merging.into_sorted());
                    Phase::Equal(run, run.start)
                } else {
                    Phase::Merge(run, merging)
                }
            }
            Phase::Equal(run, at) => self.equal(run, at, key),
            Phase::Next => match self.todo.pop() {
                Some(run) => Phase::Begin(run, run.start, Common::default()),
                None => return Some(self.sorted()),
            },
        };
        None
    }

    fn take_in(&mut self, at: usize, key: impl Fn(u32) -> Vec<u8>) -> Phase {
        let end = at.saturating_add(SLICE).min(self.rows.len());
        for row in self.rows.get(at..end).unwrap_or_default() {
            if key(*row).is_empty() {
                self.empty.push(*row);
            } else {
                self.entries.push(Entry { part: 0, row: *row });
            }
        }
        if end < self.rows.len() {
            return Phase::TakeIn(end);
        }
        let end = self.entries.len();
        self.todo.push(Run {
            start: 0,
            end,
            depth: 0,
        });
        Phase::Next
    }

    fn begin(
        &mut self,
        run: Run,
        at: usize,
        mut common: Common,
        key: impl Fn(u32) -> Vec<u8>,
    ) -> Phase {
        let end = at.saturating_add(SLICE).min(run.end);
        for entry in self.entries.get(at..end).unwrap_or_default() {
            common.add(&key(entry.row));
        }
        if end < run.end {
            return Phase::Begin(run, end, common);
        }
        if common.is_all {
            return Phase::Next;
        }
        let depth = common.len();
        Phase::Part(Run { depth, ..run }, run.start)
    }

    fn part(&mut self, run: Run, at: usize, key: impl Fn(u32) -> Vec<u8>) -> Phase {
        let end = at.saturating_add(SLICE).min(run.end);
        for entry in self.entries.get_mut(at..end).unwrap_or_default() {
            entry.part = Digits::of(&key(entry.row), run.depth).ordered(self.sort.descending);
        }
        if end < run.end {
            return Phase::Part(run, end);
        }
        // They stand in the file's order where they are equal so far, and stay so.
        let entries = self.entries.get(run.start..run.end).unwrap_or_default();
        let pairs = entries.iter().map(|entry| pair(entry.part, entry.row));
        Phase::Merge(run, order::Sorting::new(pairs.collect(), SLICE))
    }

    fn put_back(&mut self, run: Run, sorted: &[u128]) {
        let entries = self.entries.get_mut(run.start..run.end).unwrap_or_default();
        for (entry, sorted) in entries.iter_mut().zip(sorted) {
            let (part, row) = of_pair(*sorted);
            *entry = Entry { part, row };
        }
    }

    /// Looks for rows that are equal so far. Few of them are sorted at once.
    fn equal(&mut self, run: Run, at: usize, key: impl Fn(u32) -> Vec<u8>) -> Phase {
        let limit = at.saturating_add(SLICE).min(run.end);
        let mut at = at;
        while at < limit {
            let rest = self.entries.get(at..run.end).unwrap_or_default();
            let Some(first) = rest.first() else {
                break;
            };
            let part = first.part;
            let equal = rest.iter().take_while(|entry| entry.part == part).count();
            let end = at + equal.max(1);
            let is_open = Digits::from_ordered(part, self.sort.descending).has_more();
            if equal > FEW && is_open {
                self.todo.push(Run {
                    start: at,
                    end,
                    depth: run.depth + Digits::BYTES,
                });
            } else if equal > 1 && is_open {
                self.sort_few(at, end, &key);
            }
            at = end;
        }
        if at < run.end {
            Phase::Equal(run, at)
        } else {
            Phase::Next
        }
    }

    fn sort_few(&mut self, start: usize, end: usize, key: impl Fn(u32) -> Vec<u8>) {
        let Some(entries) = self.entries.get_mut(start..end) else {
            return;
        };
        let with_key = |entry: &Entry| (key(entry.row), *entry);
        let mut keyed: Vec<(Vec<u8>, Entry)> = entries.iter().map(with_key).collect();
        // Stable, whichever way.
        order::by(&mut keyed, |(one, _), (other, _)| {
            if self.sort.descending {
                other.cmp(one)
            } else {
                one.cmp(other)
            }
        });
        for (old, (_, new)) in entries.iter_mut().zip(keyed) {
            *old = new;
        }
    }

    fn sorted(&mut self) -> Vec<u32> {
        self.rows.clear();
        self.rows.extend(self.entries.iter().map(|entry| entry.row));
        self.rows.append(&mut self.empty);
        std::mem::take(&mut self.rows)
    }
}

#[cfg(test)]
mod tests;
