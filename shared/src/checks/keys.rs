//! One table for a column of keys: which rows have the same one.
//!
//! Eight bytes a row for its fingerprint, and at most seven for its place in an open
//! table. Texts are not kept. Where nobody asks before the last row was seen, the table
//! is made at the end and in the order of its places: a table of a million rows is
//! larger than a cache, and finding places one by one would wait for memory each time.

use std::collections::{BTreeSet, HashMap};

use self::buckets::{Buckets, Entry, row_of, upper};
use crate::{
    fingerprint::Fingerprint,
    order::{of_pair, pair},
};

/// How many fingerprints lie together.
const CHUNK: usize = 1024;

/// The rows of a file by a key of theirs.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// Each row's fingerprint; 0 is a row without the key. In chunks, which never move:
    /// a table that grows would cost its size once more.
    of_rows: Vec<Vec<u64>>,
    rows: u32,
    /// Rows that are the first of their key, in an open table: `row + 1`, or 0.
    places: Vec<u32>,
    firsts: usize,
    /// Further rows of a key: `(fingerprint, row)`.
    others: BTreeSet<(u64, u32)>,
    /// How many further rows a key has, where it has any.
    counts: HashMap<u64, u32>,
}

/// Where the next key goes while a table is made. Places grow as fingerprints do, so that
/// the next free one is the right one.
#[derive(Default)]
struct NextPlace {
    free: usize,
    /// Rows for which there is none behind the others.
    beyond: Vec<u32>,
}

impl Keys {
    /// The keys of the rows that come next, 0 for a row without one. They are found as
    /// soon as [`Keys::arrange`] was called.
    pub(super) fn append(&mut self, fingerprints: &[u64]) {
        let mut rest = fingerprints;
        while !rest.is_empty() {
            let in_chunk = index(self.rows) % CHUNK;
            if in_chunk == 0 {
                self.of_rows.push(Vec::with_capacity(CHUNK));
            }
            let (now, later) = rest.split_at(rest.len().min(CHUNK - in_chunk));
            if let Some(chunk) = self.of_rows.last_mut() {
                chunk.extend_from_slice(now);
            }
            self.rows = self.rows.saturating_add(number(now.len()));
            rest = later;
        }
    }

    /// The key of the row that comes next, 0 for none; found at once.
    pub(super) fn push(&mut self, fingerprint: u64) {
        self.make_room();
        let row = self.rows;
        self.append(&[fingerprint]);
        if fingerprint != 0 {
            self.insert(fingerprint, row);
        }
    }

    /// Makes the table for all rows that were appended, as another one that has been made
    /// already: in most tenants people sign in with their address.
    pub(super) fn arrange_like(&mut self, other: &Self) {
        if self.of_rows == other.of_rows {
            self.clone_from(other);
        } else {
            self.arrange();
        }
    }

    /// Makes the table for all rows that were appended.
    pub(super) fn arrange(&mut self) {
        let mut buckets = Buckets::of(&self.of_rows);
        self.places = vec![0; places_for(buckets.rows())];
        self.others.clear();
        self.counts.clear();
        self.firsts = 0;
        let mut next = NextPlace::default();
        for bucket in buckets.each() {
            self.place(bucket, &mut next);
        }
        for row in next.beyond {
            self.insert(self.print_of(row), row);
        }
    }

    /// Gives the rows of a bucket their places. A call each: a browser replaces the code
    /// that it compiled in haste only between calls.
    #[inline(never)]
    fn place(&mut self, bucket: &mut [Entry], next: &mut NextPlace) {
        bucket.sort_unstable();
        for alike in bucket.chunk_by(|a, b| upper(*a) == upper(*b)) {
            match alike {
                [one] => self.place_first(upper(*one), row_of(*one), next),
                _ => self.place_alike(alike, next),
            }
        }
    }

    /// Rows with the same key, or by chance with several that begin alike.
    #[cold]
    #[inline(never)]
    fn place_alike(&mut self, alike: &[Entry], next: &mut NextPlace) {
        let rows = alike.iter().map(|entry| row_of(*entry));
        let mut alike: Vec<u128> = rows.map(|row| pair(self.print_of(row), row)).collect();
        alike.sort_unstable();
        for of_key in alike.chunk_by(|a, b| of_pair(*a).0 == of_pair(*b).0) {
            let mut rows = of_key.iter().map(|pair| of_pair(*pair));
            if let Some((print, first)) = rows.next() {
                self.place_first(print, first, next);
            }
            for (print, other) in rows {
                self.add_other(print, other);
            }
        }
    }

    /// By the upper half of the fingerprint at least.
    fn place_first(&mut self, print: u64, row: u32, next: &mut NextPlace) {
        let place = self.home(print).max(next.free);
        next.free = place + 1;
        match self.places.get_mut(place) {
            Some(place) => {
                *place = row + 1;
                self.firsts += 1;
            }
            None => next.beyond.push(row),
        }
    }

    /// Another key for a row, or none.
    pub(super) fn replace(&mut self, row: u32, key: u64) {
        let before = self.print_of(row);
        if before == key {
            return;
        }
        if row >= self.rows {
            return;
        }
        if before != 0 {
            self.remove(before, row);
            self.set_print(row, 0);
        }
        if key != 0 {
            self.make_room();
            self.set_print(row, key);
            self.insert(key, row);
        }
    }

    /// How many rows have a key.
    pub(super) fn rows_with_key(&self) -> usize {
        self.firsts + self.others.len()
    }

    /// Whether a row has a key.
    pub(super) fn has(&self, row: u32) -> bool {
        self.print_of(row) != 0
    }

    /// A row with this key, if there is one.
    pub(super) fn find(&self, key: Fingerprint) -> Option<u32> {
        let at = self.place_of(key.as_u64())?;
        self.row_at(at)
    }

    /// How many rows have the key of this row, itself included; 0 if it has none.
    pub(super) fn count_of(&self, row: u32) -> usize {
        match self.print_of(row) {
            0 => 0,
            print => 1 + self.counts.get(&print).map_or(0, |others| index(*others)),
        }
    }

    /// Whether another row has the key of this row.
    pub(super) fn is_shared(&self, row: u32) -> bool {
        self.counts.contains_key(&self.print_of(row))
    }

    /// The first other row with the key of this row.
    pub(super) fn other_than(&self, row: u32) -> Option<u32> {
        self.group_of(row).find(|other| *other != row)
    }

    /// All rows with the key of this row, in their order; none if it has no key.
    pub(super) fn group_of(&self, row: u32) -> impl Iterator<Item = u32> {
        let print = self.print_of(row);
        let first = (print != 0)
            .then(|| self.place_of(print).and_then(|at| self.row_at(at)))
            .flatten();
        merged(first, self.others_of(print))
    }

    /// Every row whose key another row has, too; not in order.
    pub(super) fn shared(&self) -> impl Iterator<Item = u32> {
        let firsts = self
            .others
            .iter()
            .scan(0, |last, (print, _)| {
                Some((std::mem::replace(last, *print) != *print).then_some(*print))
            })
            .flatten()
            .filter_map(|print| self.row_at(self.place_of(print)?));
        firsts.chain(self.others.iter().map(|(_, row)| *row))
    }

    /// The fingerprint of a row's key; 0 if it has none.
    pub(super) fn print_of(&self, row: u32) -> u64 {
        let chunk = self.of_rows.get(index(row) / CHUNK);
        chunk
            .and_then(|chunk| chunk.get(index(row) % CHUNK))
            .copied()
            .unwrap_or(0)
    }

    fn set_print(&mut self, row: u32, print: u64) {
        let chunk = self.of_rows.get_mut(index(row) / CHUNK);
        if let Some(place) = chunk.and_then(|chunk| chunk.get_mut(index(row) % CHUNK)) {
            *place = print;
        }
    }

    fn others_of(&self, print: u64) -> impl Iterator<Item = u32> {
        self.others
            .range((print, 0)..=(print, u32::MAX))
            .map(|(_, row)| *row)
    }

    fn row_at(&self, place: usize) -> Option<u32> {
        self.places.get(place).copied().unwrap_or(0).checked_sub(1)
    }

    /// Where a key is looked for first: the table's length need be no power of two.
    fn home(&self, print: u64) -> usize {
        let length = u64::try_from(self.places.len()).unwrap_or(u64::MAX);
        index32(((print >> 32) * length) >> 32)
    }

    fn after(&self, place: usize) -> usize {
        let next = place + 1;
        if next == self.places.len() { 0 } else { next }
    }

    /// The place of the first row of this key.
    fn place_of(&self, print: u64) -> Option<usize> {
        if self.places.is_empty() {
            return None;
        }
        let mut place = self.home(print);
        loop {
            let row = self.row_at(place)?;
            if self.print_of(row) == print {
                return Some(place);
            }
            place = self.after(place);
        }
    }

    fn insert(&mut self, print: u64, row: u32) {
        let mut place = self.home(print);
        while let Some(first) = self.row_at(place) {
            if self.print_of(first) == print {
                self.add_other(print, row);
                return;
            }
            place = self.after(place);
        }
        if let Some(free) = self.places.get_mut(place) {
            *free = row + 1;
            self.firsts += 1;
        }
    }

    fn remove(&mut self, print: u64, row: u32) {
        if self.others.remove(&(print, row)) {
            self.one_fewer(print);
            return;
        }
        let Some(place) = self.place_of(print) else {
            return;
        };
        let next = self.others_of(print).next();
        if let Some(next) = next {
            self.others.remove(&(print, next));
            self.one_fewer(print);
            if let Some(first) = self.places.get_mut(place) {
                *first = next + 1;
            }
        } else {
            self.firsts -= 1;
            self.close_gap(place);
        }
    }

    fn add_other(&mut self, print: u64, row: u32) {
        if self.others.insert((print, row)) {
            *self.counts.entry(print).or_default() += 1;
        }
    }

    fn one_fewer(&mut self, print: u64) {
        if let Some(count) = self.counts.get_mut(&print) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&print);
            }
        }
    }

    /// Empties a place and moves those behind it up, so that all are found again.
    fn close_gap(&mut self, mut gap: usize) {
        let mut place = gap;
        loop {
            place = self.after(place);
            let Some(row) = self.row_at(place) else { break };
            let home = self.home(self.print_of(row));
            // May it stand in the gap? Only if its home is not between gap and place.
            let is_between = if gap <= place {
                gap < home && home <= place
            } else {
                gap < home || home <= place
            };
            if !is_between {
                self.places.swap(gap, place);
                gap = place;
            }
        }
        if let Some(place) = self.places.get_mut(gap) {
            *place = 0;
        }
    }

    /// Room for another, with every third place free, so that searches stay short.
    fn make_room(&mut self) {
        let needed = places_for(self.firsts);
        if needed <= self.places.len() {
            return;
        }
        // The old table goes first: only fingerprints are needed for a new one.
        self.places = Vec::new();
        self.places = vec![0; needed.saturating_add(needed / 6)];
        self.firsts = 0;
        for row in 0..self.rows {
            let print = self.print_of(row);
            if print != 0 && !self.others.contains(&(print, row)) {
                self.insert(print, row);
            }
        }
    }
}

fn places_for(rows: usize) -> usize {
    rows.saturating_add(rows / 2).saturating_add(8)
}

/// The first row and the others, in order.
fn merged(first: Option<u32>, others: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
    let mut first = first;
    let mut others = others.peekable();
    std::iter::from_fn(move || match (first, others.peek()) {
        (Some(row), Some(other)) if *other < row => others.next(),
        (Some(_), _) => first.take(),
        (None, _) => others.next(),
    })
}

/// A file has fewer than 2^32 bytes, so fewer rows.
fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn index(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

fn index32(place: u64) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

mod buckets;

#[cfg(test)]
mod tests;
