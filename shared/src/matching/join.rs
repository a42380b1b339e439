//! Who is led to whom by equal keys.
//!
//! Both sides are sorted by a hash of their keys and walked together, and the keys
//! themselves are compared where hashes meet. No key is kept, so that a million addresses
//! cost 16 bytes each; and as nothing is looked up by hash, addresses that were made to
//! collide cost a sort and no more.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::{
    people::{People, as_u32},
    person::Person,
    rules::MatchRule,
};

/// Mailboxes and MailUsers that share a key: each mailbox of a group is led to each of
/// its MailUsers. A mailbox is in one group at most, a MailUser possibly in several.
#[derive(Default)]
pub(super) struct Groups {
    sources: Vec<u32>,
    targets: Vec<u32>,
    ends: Vec<(u32, u32)>,
}

/// One group, by places; both in order and without repetition.
#[derive(Clone, Copy)]
pub(super) struct Group<'a> {
    pub(super) sources: &'a [u32],
    pub(super) targets: &'a [u32],
}

impl Groups {
    pub(super) fn iter(&self) -> impl Iterator<Item = Group<'_>> {
        let starts = std::iter::once(&(0, 0)).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| Group {
            sources: between(&self.sources, start.0, end.0),
            targets: between(&self.targets, start.1, end.1),
        })
    }

    pub(super) fn push(
        &mut self,
        sources: impl IntoIterator<Item = u32>,
        targets: impl IntoIterator<Item = u32>,
    ) {
        let (first_source, first_target) = (self.sources.len(), self.targets.len());
        self.sources.extend(sources);
        self.targets.extend(targets);
        sort_tail(&mut self.sources, first_source);
        sort_tail(&mut self.targets, first_target);
        self.ends
            .push((as_u32(self.sources.len()), as_u32(self.targets.len())));
    }
}

fn between(all: &[u32], start: u32, end: u32) -> &[u32] {
    all.get(start as usize..end as usize).unwrap_or_default()
}

/// Sorts what was appended, and removes repetitions from it.
fn sort_tail(all: &mut Vec<u32>, start: usize) {
    if all.len() <= start + 1 {
        return;
    }
    let mut tail = all.split_off(start);
    tail.sort_unstable();
    tail.dedup();
    all.append(&mut tail);
}

/// A key of somebody: of a mailbox, by its place; or the `nth` of a MailUser's record.
#[derive(Clone, Copy)]
struct Entry {
    hash: u64,
    record: u32,
    nth: u32,
}

/// The groups of a rule that compares keys, among the mailboxes for which `is_open`.
pub(super) fn groups<S: Person, T: Person>(
    rule: &MatchRule,
    sources: &People<'_, S>,
    targets: &People<'_, T>,
    is_open: impl Fn(u32) -> bool,
) -> Groups {
    let seekers = seekers(rule, sources, is_open);
    let holders = holders(rule, targets, &seekers);
    let mut join = Join {
        rule,
        sources,
        targets,
        groups: Groups::default(),
        one: String::new(),
        other: String::new(),
    };
    let mut rest = holders.as_slice();
    for same in seekers.chunk_by(|a, b| a.hash == b.hash) {
        let Some(hash) = same.first().map(|entry| entry.hash) else {
            continue;
        };
        let before = leading(rest, |entry| entry.hash < hash);
        rest = rest.get(before..).unwrap_or_default();
        let with = leading(rest, |entry| entry.hash == hash);
        if with > 0 {
            let (holders, after) = rest.split_at(with);
            join.meet(same, holders);
            rest = after;
        }
    }
    join.groups
}

/// How many entries at the start are so.
fn leading(entries: &[Entry], is_so: impl Fn(&Entry) -> bool) -> usize {
    entries.iter().take_while(|entry| is_so(entry)).count()
}

fn seekers<S: Person>(
    rule: &MatchRule,
    sources: &People<'_, S>,
    is_open: impl Fn(u32) -> bool,
) -> Vec<Entry> {
    let hasher = FixedState::default();
    let mut key = String::new();
    let mut seekers = Vec::new();
    for (source, place) in sources.speakers().filter(|(_, place)| is_open(*place)) {
        if rule.source_key(source, &mut key) {
            seekers.push(Entry {
                hash: hasher.hash_one(key.as_str()),
                record: place,
                nth: 0,
            });
        }
    }
    seekers.sort_unstable_by_key(|entry| entry.hash);
    seekers
}

/// The keys of MailUsers, as far as somebody may be looking for them.
fn holders<T: Person>(rule: &MatchRule, targets: &People<'_, T>, seekers: &[Entry]) -> Vec<Entry> {
    let sieve = Sieve::new(seekers);
    let hasher = FixedState::default();
    let mut key = String::new();
    let mut holders = Vec::new();
    for ((target, _), record) in targets.records().zip(0..) {
        rule.each_target_key(target, None, &mut key, &mut |nth, key| {
            let hash = hasher.hash_one(key);
            if sieve.may_hold(hash) {
                holders.push(Entry { hash, record, nth });
            }
        });
    }
    holders.sort_unstable_by_key(|entry| entry.hash);
    holders
}

/// Says of most hashes that nobody looks for them: those need not be sorted.
struct Sieve {
    bits: Vec<u64>,
}

impl Sieve {
    fn new(seekers: &[Entry]) -> Self {
        let words = (seekers.len() / 8).next_power_of_two();
        let mut sieve = Self {
            bits: vec![0; words],
        };
        for seeker in seekers {
            let (word, bit) = sieve.place(seeker.hash);
            if let Some(word) = sieve.bits.get_mut(word) {
                *word |= bit;
            }
        }
        sieve
    }

    fn may_hold(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.bits.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let words = self.bits.len() as u64;
        let word = (hash >> 6) % words.max(1);
        (usize::try_from(word).unwrap_or(0), 1 << (hash % 64))
    }
}

struct Join<'a, 'b, S, T> {
    rule: &'b MatchRule,
    sources: &'b People<'a, S>,
    targets: &'b People<'a, T>,
    groups: Groups,
    one: String,
    other: String,
}

impl<S: Person, T: Person> Join<'_, '_, S, T> {
    /// Makes a group of each key of people whose hashes are equal.
    fn meet(&mut self, seekers: &[Entry], holders: &[Entry]) {
        let mut wanted = std::mem::take(&mut self.one);
        let is_one_key = seekers
            .first()
            .is_some_and(|first| self.write_source(first, &mut wanted))
            && seekers
                .iter()
                .skip(1)
                .all(|seeker| self.source_has(seeker, &wanted))
            && holders
                .iter()
                .all(|holder| self.target_has(holder, &wanted));
        self.one = wanted;
        if is_one_key {
            let people = self.targets;
            let targets = holders
                .iter()
                .filter_map(|holder| people.place_of_record(holder.record));
            self.groups
                .push(seekers.iter().map(|seeker| seeker.record), targets);
        } else {
            self.meet_by_text(seekers, holders);
        }
    }

    /// The same where hashes are equal by chance, or because somebody made them so.
    fn meet_by_text(&mut self, seekers: &[Entry], holders: &[Entry]) {
        let mut sought: Vec<(String, u32)> = Vec::new();
        for seeker in seekers {
            let mut key = String::new();
            if self.write_source(seeker, &mut key) {
                sought.push((key, seeker.record));
            }
        }
        let mut held: Vec<(String, u32)> = Vec::new();
        for holder in holders {
            let mut key = String::new();
            if let Some(place) = self.targets.place_of_record(holder.record)
                && self.write_target(holder, &mut key)
            {
                held.push((key, place));
            }
        }
        sought.sort_unstable();
        held.sort_unstable();
        for same in sought.chunk_by(|a, b| a.0 == b.0) {
            let Some((key, _)) = same.first() else {
                continue;
            };
            let start = held.partition_point(|(other, _)| other < key);
            let rest = held.get(start..).unwrap_or_default();
            let with = rest.iter().take_while(|(other, _)| other == key);
            let targets: Vec<u32> = with.map(|(_, place)| *place).collect();
            if !targets.is_empty() {
                self.groups
                    .push(same.iter().map(|(_, place)| *place), targets);
            }
        }
    }

    fn write_source(&self, seeker: &Entry, key: &mut String) -> bool {
        let source = self.sources.at(seeker.record);
        source.is_some_and(|source| self.rule.source_key(source, key))
    }

    fn source_has(&mut self, seeker: &Entry, wanted: &str) -> bool {
        let mut key = std::mem::take(&mut self.other);
        let has = self.write_source(seeker, &mut key) && key == wanted;
        self.other = key;
        has
    }

    fn write_target(&self, holder: &Entry, found: &mut String) -> bool {
        let mut is_found = false;
        self.each_key_at(holder, &mut String::new(), &mut |key| {
            found.push_str(key);
            is_found = true;
        });
        is_found
    }

    fn target_has(&mut self, holder: &Entry, wanted: &str) -> bool {
        let mut key = std::mem::take(&mut self.other);
        let mut has = false;
        self.each_key_at(holder, &mut key, &mut |key| has = key == wanted);
        self.other = key;
        has
    }

    /// Hands over the one key that the entry is about.
    fn each_key_at(&self, holder: &Entry, key: &mut String, see: &mut dyn FnMut(&str)) {
        let Some(target) = self.targets.record(holder.record) else {
            return;
        };
        self.rule
            .each_target_key(target, Some(holder.nth), key, &mut |_, key| see(key));
    }
}
