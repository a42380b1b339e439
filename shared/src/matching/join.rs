//! Who is led to whom by equal keys.
//!
//! The keys of mailboxes are kept, sorted ([`Sought`]); those of MailUsers are looked up
//! while they are at hand. So everybody is read once, in the order in which they were
//! given: to come back to each in another order costs more than all else together.

use std::hint::black_box;

use super::{
    people::{People, as_u32},
    person::Person,
    rules::MatchRule,
    sought::Sought,
};
use crate::order::{self, couple, of_couple};

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
    order::by_number(&mut tail, |place| u64::from(*place));
    tail.dedup();
    all.append(&mut tail);
}

/// The groups of a rule that compares keys, among the mailboxes for which `is_open`.
pub(super) fn groups<S: Person, T: Person>(
    rule: &MatchRule,
    sources: &People<'_, S>,
    targets: &People<'_, T>,
    is_open: impl Fn(u32) -> bool,
) -> Groups {
    let sought = Sought::new(rule, sources, is_open);
    // Couples of a key and a MailUser that it leads to.
    let mut led: Vec<u64> = Vec::new();
    let mut batch = Batch::default();
    for people in targets.batches(BATCH) {
        batch.find(rule, people, &sought, &mut led);
    }
    led.sort_unstable();
    let mut groups = Groups::default();
    let key_of = |led: &u64| of_couple(*led).0;
    for same in led.chunk_by(|a, b| key_of(a) == key_of(b)) {
        if let Some(led) = same.first() {
            let targets = same.iter().map(|led| of_couple(*led).1);
            groups.push(sought.seekers(key_of(led)).iter().copied(), targets);
        }
    }
    groups
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
        people: impl Iterator<Item = (&'a T, u32)> + Clone,
        sought: &Sought,
        led: &mut Vec<u64>,
    ) {
        let mut touched = 0;
        for (target, _) in people.clone() {
            rule.each_target_value(target, &mut |value| {
                touched ^= value.as_bytes().first().copied().unwrap_or_default();
            });
        }
        self.keys.clear();
        self.texts.clear();
        for (target, place) in people {
            rule.each_target_value(target, &mut |value| {
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
