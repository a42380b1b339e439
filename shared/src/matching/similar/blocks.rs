//! Who is compared with whom: people that share a key which few others have. Comparing
//! everybody with everybody would take forever.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

use super::{
    names::Name,
    names::worth,
    weigh::{DEPARTMENT, leading_evidence},
};
use crate::{
    matching::{
        people::{People, as_u32, part},
        person::{Attribute, Person},
    },
    order::{self, Sorting, of_pair, pair},
};

/// A key that more MailUsers have leads to none of them.
const MOST_IN_BLOCK: usize = 32;
/// Nobody is compared with more MailUsers.
const MOST_COMPARED: usize = 128;
/// Names of more letters are not looked up by one letter less, nor names of more words
/// by two of them.
const MOST_LETTERS: usize = 48;
const MOST_PAIRED: usize = 6;
/// Keys of somebody, about: so many more numbers are sorted than people.
const KEYS: usize = 16;

/// What a key is made of; in the order in which they are looked up.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Kind {
    /// The value of an attribute beside the name.
    Evidence(u8),
    /// All words, in the order of the alphabet.
    Words,
    /// Two words.
    Pair,
    /// All words, one of them a letter shorter.
    Letter,
    /// All words, one of them by its first letter.
    Initial,
}

impl Kind {
    /// What people are worth at most that share such a key and none that is stronger.
    fn most(self) -> u8 {
        let name = match self {
            // Where it is common it is no evidence.
            Self::Evidence(_) => return 0,
            Self::Words => worth::SAME,
            Self::Pair | Self::Letter | Self::Initial => worth::ONE_STEP,
        };
        name.saturating_add_signed(i8::try_from(DEPARTMENT).unwrap_or(i8::MAX))
    }
}

/// The MailUsers by their keys.
pub(super) struct Index {
    /// Pairs of a key's hash and a place: so that they sort as numbers.
    entries: Vec<u128>,
}

/// Whom to compare somebody with.
#[derive(Default)]
pub(super) struct Lookup {
    pub(super) targets: Vec<u32>,
    /// Bits of the evidence that too many MailUsers carry.
    common: u8,
    /// What somebody may be worth who is not among `targets`.
    pub(super) unseen: u8,
}

impl Lookup {
    pub(super) fn is_common(&self, evidence: u8) -> bool {
        self.common & (1 << evidence) != 0
    }
}

/// Puts MailUsers into the index, some at a time.
#[derive(Default)]
pub(super) struct Indexing {
    entries: Vec<u128>,
    /// The next one.
    place: u32,
    sorting: Option<Sorting<u128>>,
}

impl Indexing {
    /// Goes on with so many of those that are free; true once all are in.
    pub(super) fn step<T: Person>(
        &mut self,
        targets: &People<'_, T>,
        is_free: impl Fn(u32) -> bool,
        most: usize,
    ) -> bool {
        if let Some(sorting) = &mut self.sorting {
            return sorting.step(most.saturating_mul(KEYS));
        }
        let all = targets.places().end;
        let to = self.place.saturating_add(as_u32(most)).min(all);
        for place in (self.place..to).filter(|place| is_free(*place)) {
            if let Some(target) = targets.at(place) {
                let name = Name::new(&target.attribute(Attribute::DisplayName));
                let first = self.entries.len();
                each_key(&*target, &name, &mut |_, hash| {
                    let entry = pair(hash, place);
                    let own = self.entries.get(first..).unwrap_or_default();
                    if !own.contains(&entry) {
                        self.entries.push(entry);
                    }
                });
            }
        }
        self.place = to;
        if to == all {
            let entries = std::mem::take(&mut self.entries);
            self.sorting = Some(Sorting::new(entries, most.saturating_mul(KEYS)));
        }
        false
    }

    pub(super) fn finish(self) -> Index {
        let entries = self.sorting.map(Sorting::into_sorted);
        Index {
            entries: entries.unwrap_or_default(),
        }
    }

    /// How far it is, per mille.
    pub(super) fn done(&self, of: usize) -> usize {
        match self.sorting {
            None => part(self.place as usize, of) * 8 / 10,
            Some(_) => 800,
        }
    }
}

impl Index {
    pub(super) fn look_up(&self, source: &impl Person, name: &Name) -> Lookup {
        let mut found = Lookup::default();
        each_key(source, name, &mut |kind, hash| {
            let block = self.block(hash);
            let is_too_much =
                block.len() > MOST_IN_BLOCK || found.targets.len() + block.len() > MOST_COMPARED;
            if is_too_much {
                found.unseen = found.unseen.max(kind.most());
                if let Kind::Evidence(nth) = kind {
                    found.common |= 1 << nth;
                }
                return;
            }
            for (_, target) in block.iter().copied().map(of_pair) {
                if !found.targets.contains(&target) {
                    found.targets.push(target);
                }
            }
        });
        order::by_number(&mut found.targets, |target| u64::from(*target));
        found
    }

    fn block(&self, hash: u64) -> &[u128] {
        let start = self.entries.partition_point(|entry| *entry < pair(hash, 0));
        let rest = self.entries.get(start..).unwrap_or_default();
        // Counted only as far as it matters.
        let length = rest
            .iter()
            .take(MOST_IN_BLOCK + 1)
            .take_while(|entry| of_pair(**entry).0 == hash)
            .count();
        rest.get(..length).unwrap_or_default()
    }
}

/// Hands over each key of somebody, strongest kinds first.
fn each_key(person: &impl Person, name: &Name, see: &mut dyn FnMut(Kind, u64)) {
    let hasher = FixedState::default();
    let mut see = |kind: Kind, key: &dyn Fn(&mut KeyHasher)| {
        let mut state = KeyHasher(hasher.build_hasher());
        kind.hash(&mut state.0);
        key(&mut state);
        see(kind, state.finish());
    };
    for (nth, evidence) in leading_evidence() {
        if let Some(value) = evidence.value(person) {
            see(Kind::Evidence(nth), &|state| state.word(&value));
        }
    }
    let mut words: Vec<&str> = name.words.iter().map(|word| word.loose.as_str()).collect();
    order::by(&mut words, Ord::cmp);
    if words.is_empty() {
        return;
    }
    see(Kind::Words, &|state| state.words(&words, None));
    if (2..=MOST_PAIRED).contains(&words.len()) {
        for (at, one) in words.iter().enumerate() {
            for other in words.iter().skip(at + 1) {
                see(Kind::Pair, &|state| {
                    state.word(one);
                    state.word(other);
                });
            }
        }
    }
    if words.iter().map(|word| word.chars().count()).sum::<usize>() <= MOST_LETTERS {
        for (at, word) in words.iter().enumerate() {
            // The word itself stands for a letter more in the other name.
            see(Kind::Letter, &|state| {
                state.words(&words, Some(at));
                state.word(word);
            });
            for (skipped, letter) in word.char_indices() {
                see(Kind::Letter, &|state| {
                    state.words(&words, Some(at));
                    let (before, after) = word.split_at(skipped);
                    let after = after.strip_prefix(letter).unwrap_or_default();
                    state.word(&[before, after].concat());
                });
            }
        }
    }
    for at in (0..words.len()).filter(|_| words.len() > 1) {
        let first = words.get(at).and_then(|word| word.chars().next());
        see(Kind::Initial, &|state| {
            state.words(&words, Some(at));
            state.word(first.unwrap_or(' ').encode_utf8(&mut [0; 4]));
        });
    }
}

/// Words, each with its end: *ab c* is not *a bc*.
struct KeyHasher(<FixedState as BuildHasher>::Hasher);

impl KeyHasher {
    fn word(&mut self, word: &str) {
        word.hash(&mut self.0);
    }

    /// All words, but for one of them.
    fn words(&mut self, words: &[&str], but_for: Option<usize>) {
        for (at, word) in words.iter().enumerate() {
            if Some(at) != but_for {
                self.word(word);
            }
        }
    }

    fn finish(&self) -> u64 {
        std::hash::Hasher::finish(&self.0)
    }
}
