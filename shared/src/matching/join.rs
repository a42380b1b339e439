//! Who is led to whom by equal keys.
//!
//! The keys of mailboxes are kept, sorted ([`Sought`]); those of MailUsers are looked up
//! while they are at hand. So everybody is read once, in the order in which they were
//! given: to come back to each in another order costs more than all else together.

use std::{hint::black_box, mem};

use super::{
    people::{People, as_u32, part, same_from},
    person::Person,
    rules::MatchRule,
    side::One,
    sought::{Seeking, Sought},
};
use crate::order::{self, Sorting, couple, of_couple};

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
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<Group<'_>> {
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let (start, end) = (before.copied().unwrap_or_default(), self.ends.get(at)?);
        Some(Group {
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
    order::by_number(&mut tail, |place| u64::from(*place));
    tail.dedup();
    all.append(&mut tail);
}

/// Finds the groups of a rule that compares keys, some people at a time.
pub(super) struct Joining {
    phase: Phase,
    /// Couples of a key and a MailUser that it leads to.
    led: Vec<u64>,
    batch: Batch,
    groups: Groups,
}

enum Phase {
    Seek(Seeking),
    /// From this MailUser on.
    Lead(Sought, usize),
    Sort(Sought, Sorting<u64>),
    /// From this couple on.
    Group(Sought, usize),
    /// While it goes over into another.
    Between,
}

impl Default for Joining {
    fn default() -> Self {
        Self {
            phase: Phase::Seek(Seeking::default()),
            led: Vec::new(),
            batch: Batch::default(),
            groups: Groups::default(),
        }
    }
}

impl Joining {
    /// Goes on with so many people; true once all groups are known among the mailboxes
    /// for which `is_open`.
    pub(super) fn step<S: Person, T: Person>(
        &mut self,
        rule: &MatchRule,
        sources: &People<'_, S>,
        targets: &People<'_, T>,
        is_open: impl Fn(u32) -> bool,
        most: usize,
    ) -> bool {
        self.phase = match mem::replace(&mut self.phase, Phase::Between) {
            Phase::Seek(mut seeking) => {
                if seeking.step(rule, sources, is_open, most) {
                    Phase::Lead(seeking.finish(), 0)
                } else {
                    Phase::Seek(seeking)
                }
            }
            Phase::Lead(sought, from) => {
                let to = from.saturating_add(most).min(targets.records());
                for at in (from..to).step_by(BATCH) {
                    let people = targets.some(at..at.saturating_add(BATCH).min(to));
                    self.batch.find(rule, people, &sought, &mut self.led);
                }
                if to < targets.records() {
                    Phase::Lead(sought, to)
                } else {
                    Phase::Sort(sought, Sorting::new(mem::take(&mut self.led), most))
                }
            }
            Phase::Sort(sought, mut sorting) => {
                if sorting.step(most) {
                    self.led = sorting.into_sorted();
                    Phase::Group(sought, 0)
                } else {
                    Phase::Sort(sought, sorting)
                }
            }
            Phase::Group(sought, from) => {
                let mut at = from;
                let key_of = |led: &u64| of_couple(*led).0;
                while at < from.saturating_add(most)
                    && let Some(same) = same_from(&self.led, at, key_of)
                {
                    let key = same.first().map(key_of).unwrap_or_default();
                    let targets = same.iter().map(|led| of_couple(*led).1);
                    self.groups
                        .push(sought.seekers(key).iter().copied(), targets);
                    at += same.len();
                }
                if at >= self.led.len() {
                    return true;
                }
                Phase::Group(sought, at)
            }
            Phase::Between => return true,
        };
        false
    }

    pub(super) fn finish(self) -> Groups {
        self.groups
    }

    /// How far it is, per mille of so many mailboxes and MailUsers.
    pub(super) fn done(&self, sources: usize, targets: usize) -> usize {
        match &self.phase {
            Phase::Seek(seeking) => seeking.done(sources) * 4 / 10,
            Phase::Lead(_, at) => 400 + part(*at, targets) * 4 / 10,
            Phase::Sort(..) => 800,
            Phase::Group(_, at) => 900 + part(*at, self.led.len()) / 10,
            Phase::Between => 1000,
        }
    }
}

/// MailUsers at a time.
const BATCH: usize = 64;

/// A few MailUsers, who are looked at together.
///
/// Their texts lie all over the memory, and so do the keys that they meet. What the next
/// step needs is touched for all of them first, so that the processor fetches many at
/// once and does not wait for one after the other.
#[derive(Default)]
struct Batch {
    /// The hash of each key that somebody may look for, where its text ends, and whose it is.
    keys: Vec<(u64, usize, u32)>,
    texts: String,
    key: String,
}

impl Batch {
    fn find<'a, T: Person + 'a>(
        &mut self,
        rule: &MatchRule,
        people: impl Iterator<Item = (One<'a, T>, u32)> + Clone,
        sought: &Sought,
        led: &mut Vec<u64>,
    ) {
        let mut touched = 0;
        for (target, _) in people.clone() {
            rule.each_target_value(&*target, &mut |value| {
                touched ^= value.as_bytes().first().copied().unwrap_or_default();
            });
        }
        self.keys.clear();
        self.texts.clear();
        for (target, place) in people {
            rule.each_target_value(&*target, &mut |value| {
                if rule.target_key(value, &mut self.key)
                    && let Some(hash) = sought.hash(&self.key)
                {
                    self.texts.push_str(&self.key);
                    self.keys.push((hash, self.texts.len(), place));
                }
            });
        }
        for (hash, ..) in &self.keys {
            touched ^= sought.touch(*hash);
        }
        black_box(touched);
        let mut start = 0;
        for (hash, end, place) in &self.keys {
            let key = self.texts.get(start..*end).unwrap_or_default();
            led.extend(sought.find(*hash, key).map(|found| couple(found, *place)));
            start = *end;
        }
    }
}
