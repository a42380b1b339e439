//! What mailboxes are looked up by: all keys, sorted by a hash and then by themselves.
//!
//! A key is looked for by bisection among the few whose hashes begin as its own does. So
//! keys that were made to collide cost a few comparisons more, and no more than that; and
//! as the keys themselves are compared, none is ever taken for another.

use std::{hash::BuildHasher, mem};

use foldhash::fast::FixedState;

use super::{
    people::{People, as_u32, part, same_from},
    person::Person,
    rules::MatchRule,
};
use crate::order::{self, Sorting};

/// The keys that mailboxes are looked up by, each once, and who has them.
pub(super) struct Sought {
    hasher: FixedState,
    keys: Vec<Key>,
    /// The keys' texts, one after the other.
    texts: String,
    /// Who has them, in the order of the keys.
    seekers: Vec<u32>,
    sieve: Sieve,
    starts: Starts,
}

#[derive(Clone, Copy)]
struct Key {
    hash: u64,
    /// Where its text begins and ends.
    start: usize,
    end: usize,
    /// Who has it: a mailbox's place; once keys are joined, the first in `seekers`.
    seeker: u32,
}

/// Gathers the keys, some at a time.
pub(super) struct Seeking {
    hasher: FixedState,
    keys: Vec<Key>,
    texts: String,
    phase: Phase,
    /// The keys that were joined to others that are equal, and who has them.
    joined: Vec<Key>,
    seekers: Vec<u32>,
}

enum Phase {
    /// From this mailbox on.
    Gather(usize),
    /// Hashes, each with the place of its key.
    Sort(Sorting<u128>),
    /// From this one on.
    Join(Vec<u128>, usize),
}

impl Default for Seeking {
    fn default() -> Self {
        Self {
            hasher: FixedState::default(),
            keys: Vec::new(),
            texts: String::new(),
            phase: Phase::Gather(0),
            joined: Vec::new(),
            seekers: Vec::new(),
        }
    }
}

impl Seeking {
    /// Goes on with so many mailboxes, or keys; true once all keys by the rule are known
    /// of those for which `is_open`.
    pub(super) fn step<S: Person>(
        &mut self,
        rule: &MatchRule,
        sources: &People<'_, S>,
        is_open: impl Fn(u32) -> bool,
        most: usize,
    ) -> bool {
        let Phase::Gather(from) = self.phase else {
            return self.arrange(most);
        };
        let to = from.saturating_add(most).min(sources.records());
        if from == 0 {
            self.keys.reserve_exact(sources.len());
        }
        let mut key = String::new();
        for (source, seeker) in sources.speakers(from..to) {
            if is_open(seeker) && rule.source_key(&*source, &mut key) {
                let start = self.texts.len();
                self.texts.push_str(&key);
                self.keys.push(Key {
                    hash: self.hasher.hash_one(key.as_str()),
                    start,
                    end: self.texts.len(),
                    seeker,
                });
            }
        }
        self.phase = if to < sources.records() {
            Phase::Gather(to)
        } else {
            self.sorted_from_here(most)
        };
        false
    }

    fn sorted_from_here(&self, most: usize) -> Phase {
        let hashes = self.keys.iter().zip(0..);
        let hashes = hashes.map(|(key, at)| order::pair(key.hash, at));
        Phase::Sort(Sorting::new(hashes.collect(), most))
    }

    /// Puts some of the keys in their order: by hash, and by text where hashes are equal.
    fn arrange(&mut self, most: usize) -> bool {
        match &mut self.phase {
            Phase::Gather(_) => self.phase = self.sorted_from_here(most),
            Phase::Sort(sorting) => {
                if sorting.step(most) {
                    let sorting = mem::replace(sorting, Sorting::new(Vec::new(), most));
                    self.phase = Phase::Join(sorting.into_sorted(), 0);
                    self.joined.reserve_exact(self.keys.len());
                    self.seekers.reserve_exact(self.keys.len());
                }
            }
            Phase::Join(order, at) => {
                let end = at.saturating_add(most);
                let text = |key: &Key| self.texts.get(key.start..key.end).unwrap_or_default();
                while *at < end
                    && let Some(same) = same_from(order, *at, |one| order::of_pair(*one).0)
                {
                    *at += same.len();
                    let places = same.iter().map(|one| order::of_pair(*one).1 as usize);
                    let mut keys: Vec<&Key> =
                        places.filter_map(|place| self.keys.get(place)).collect();
                    order::by(&mut keys, |one, other| text(one).cmp(text(other)));
                    let mut before = None;
                    for key in keys {
                        if before.replace(text(key)) != Some(text(key)) {
                            self.joined.push(Key {
                                seeker: as_u32(self.seekers.len()),
                                ..*key
                            });
                        }
                        self.seekers.push(key.seeker);
                    }
                }
                return *at >= order.len();
            }
        }
        false
    }

    pub(super) fn finish(self) -> Sought {
        Sought {
            sieve: Sieve::new(&self.joined),
            starts: Starts::new(&self.joined),
            hasher: self.hasher,
            keys: self.joined,
            texts: self.texts,
            seekers: self.seekers,
        }
    }

    /// How far it is, per mille.
    pub(super) fn done(&self, of: usize) -> usize {
        match &self.phase {
            Phase::Gather(at) => part(*at, of) / 2,
            Phase::Sort(_) => 500,
            Phase::Join(order, at) => 700 + part(*at, order.len()) * 3 / 10,
        }
    }
}

impl Sought {
    /// The hash of a key, if somebody may be looked up by it.
    pub(super) fn hash(&self, key: &str) -> Option<u64> {
        let hash = self.hasher.hash_one(key);
        self.sieve.may_hold(hash).then_some(hash)
    }

    /// Reads what finding such a key will read, for the processor to have it at hand.
    pub(super) fn touch(&self, hash: u64) -> u8 {
        let near = self.starts.around(hash);
        near.and_then(|(from, _)| self.keys.get(from as usize))
            .and_then(|key| self.texts.as_bytes().get(key.start))
            .copied()
            .unwrap_or_default()
    }

    /// The number of a key with this hash, if somebody is looked up by it.
    pub(super) fn find(&self, hash: u64, key: &str) -> Option<u32> {
        let (from, to) = self.starts.around(hash)?;
        let near = self.keys.get(from as usize..to as usize)?;
        let is_before = |other: &Key| {
            let by_hash = other.hash.cmp(&hash);
            by_hash.then_with(|| self.text(other).cmp(key)).is_lt()
        };
        let before = near.partition_point(is_before);
        let found = near.get(before)?;
        (found.hash == hash && self.text(found) == key).then(|| from + as_u32(before))
    }

    /// The mailboxes that are looked up by a key.
    pub(super) fn seekers(&self, key: u32) -> &[u32] {
        let first = |at: usize| self.keys.get(at).map(|key| key.seeker as usize);
        let at = key as usize;
        let end = first(at + 1).unwrap_or(self.seekers.len());
        first(at)
            .and_then(|start| self.seekers.get(start..end))
            .unwrap_or_default()
    }

    fn text(&self, key: &Key) -> &str {
        self.texts.get(key.start..key.end).unwrap_or_default()
    }
}

/// Where in a sorted list the hashes begin that share their highest bits.
struct Starts {
    starts: Vec<u32>,
    shift: u32,
}

impl Starts {
    fn new(keys: &[Key]) -> Self {
        let buckets = keys.len().next_power_of_two().max(2);
        let mut starts = Self {
            starts: Vec::with_capacity(buckets + 1),
            shift: u64::BITS - buckets.trailing_zeros(),
        };
        for (key, at) in keys.iter().zip(0..) {
            let bucket = starts.bucket(key.hash);
            if starts.starts.len() <= bucket {
                starts.starts.resize(bucket + 1, at);
            }
        }
        starts.starts.resize(buckets + 1, as_u32(keys.len()));
        starts
    }

    /// From where to where the hashes stand that may be equal to this one.
    fn around(&self, hash: u64) -> Option<(u32, u32)> {
        let bucket = self.bucket(hash);
        Some((*self.starts.get(bucket)?, *self.starts.get(bucket + 1)?))
    }

    fn bucket(&self, hash: u64) -> usize {
        usize::try_from(hash >> self.shift).unwrap_or(usize::MAX - 1)
    }
}

/// Says of most hashes that nobody looks for them: those need not be looked for.
struct Sieve {
    bits: Vec<u64>,
}

impl Sieve {
    fn new(keys: &[Key]) -> Self {
        let words = (keys.len() / 8).next_power_of_two();
        let mut sieve = Self {
            bits: vec![0; words],
        };
        for key in keys {
            let (word, bit) = sieve.place(key.hash);
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
        // A power of two: the rest of a division is its lowest bits.
        let last = self.bits.len().saturating_sub(1) as u64;
        let word = (hash >> 6) & last;
        (usize::try_from(word).unwrap_or(0), 1 << (hash % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys with hashes of our own choice.
    fn sought(all: &[(u64, &str)]) -> Sought {
        let mut texts = String::new();
        let mut keys = Vec::new();
        for ((hash, text), seeker) in all.iter().zip(0..) {
            let start = texts.len();
            texts.push_str(text);
            let end = texts.len();
            keys.push(Key {
                hash: *hash,
                start,
                end,
                seeker,
            });
        }
        let mut seeking = Seeking {
            keys,
            texts,
            ..Seeking::default()
        };
        while !seeking.arrange(3) {}
        seeking.finish()
    }

    fn hash(text: &str) -> u64 {
        FixedState::default().hash_one(text)
    }

    fn found(sought: &Sought, text: &str) -> Vec<u32> {
        let key = sought.hash(text).and_then(|hash| sought.find(hash, text));
        let mut seekers = key.map_or(vec![], |key| sought.seekers(key).to_vec());
        seekers.sort_unstable();
        seekers
    }

    #[test]
    fn a_key_is_found_among_others_of_the_same_hash() {
        let of_b = hash("b");
        let sought = sought(&[(of_b, "c"), (of_b, "b"), (of_b, "a"), (of_b, "b")]);
        assert_eq!(found(&sought, "b"), [1, 3]);
        assert!(found(&sought, "a").is_empty(), "its own hash is another");
    }

    #[test]
    fn an_equal_hash_does_not_make_keys_equal() {
        for other in ["a", "c"] {
            assert!(found(&sought(&[(hash("b"), other)]), "b").is_empty());
        }
        assert!(found(&sought(&[]), "").is_empty());
    }

    #[test]
    fn of_many_keys_each_is_found_and_no_other() {
        for count in [1_u32, 2, 7, 1_000] {
            let texts: Vec<String> = (0..count).map(|n| format!("k{n}")).collect();
            let all: Vec<(u64, &str)> = texts.iter().map(|text| (hash(text), &**text)).collect();
            let sought = sought(&all);
            for (text, seeker) in texts.iter().zip(0..) {
                assert_eq!(found(&sought, text), [seeker]);
                assert!(found(&sought, &format!("{text}x")).is_empty());
            }
        }
    }

    /// What makes it quick: nobody else would notice.
    #[test]
    fn few_keys_are_compared_and_most_texts_with_none() {
        let texts: Vec<String> = (0..1_000).map(|n| format!("k{n}")).collect();
        let all: Vec<(u64, &str)> = texts.iter().map(|text| (hash(text), &**text)).collect();
        let sought = sought(&all);
        for text in &texts {
            let (from, to) = sought.starts.around(hash(text)).unwrap();
            assert!(to - from < 20, "{} keys near {text}", to - from);
        }
        let others = texts.iter().map(|text| format!("{text}x"));
        let maybe = others.filter(|text| sought.hash(text).is_some()).count();
        assert!(maybe < 300, "{maybe} of 1,000 others have to be looked for");
    }
}
