//! Findings by rule: the first of each, and all of one, without going through the rest.

use std::iter;

use super::{
    Severity, catalogue,
    engine::Engine,
    place::{Place, RuleNumber},
    row_keys::KEY_COLUMNS,
};

/// The findings of a rule and severity about rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct OfRule {
    pub(super) rule: RuleNumber,
    pub(super) severity: Severity,
    pub(super) count: u32,
    /// The first of them, in the order of the file.
    pub(super) first: Vec<Place>,
}

impl Engine {
    /// How many findings there are of each rule and severity, with the first `most` of
    /// them. Stops as soon as it has them: the places of a million rows are passed over
    /// once at most.
    pub(super) fn first_of_each(&self, most: usize) -> Vec<OfRule> {
        let mut sought = Sought::new(most);
        let mut newer = Sought::new(most);
        for place in self.newer.values().flatten() {
            newer.take(*place);
        }
        for (rule, severity, count) in self.tally.each() {
            if !is_shared_key(rule) {
                let older = as_size(count).saturating_sub(newer.seen(rule, severity));
                sought.seek(rule, severity, older.min(most));
            }
        }
        for place in &self.places {
            if sought.is_done() {
                break;
            }
            if sought.wants(*place) && !self.newer.contains_key(&place.row) {
                sought.take(*place);
            }
        }
        self.tally
            .each()
            .map(|(rule, severity, count)| {
                let first = if is_shared_key(rule) {
                    self.places_of_rule(rule, severity).take(most).collect()
                } else {
                    let newer = newer.taken(rule, severity);
                    let older = sought.taken(rule, severity);
                    in_order(Box::new(older.into_iter()), Box::new(newer.into_iter()))
                        .take(most)
                        .collect()
                };
                OfRule {
                    rule,
                    severity,
                    count,
                    first,
                }
            })
            .collect()
    }

    /// Everything that a rule found with a severity, in the order of the file.
    pub(super) fn places_of_rule(&self, rule: RuleNumber, severity: Severity) -> Listed<'_> {
        let is_it = move |place: &Place| place.rule == rule && place.severity == severity;
        let is_shared = is_shared_key(rule);
        let older = self
            .places
            .iter()
            .copied()
            .filter(move |place| is_it(place) && !self.newer.contains_key(&place.row));
        let newer = self.newer.values().flatten().copied().filter(is_it);
        let own = in_order(Box::new(older), Box::new(newer));
        let sharing = self
            .sharing
            .keys()
            .filter(move |_| is_shared)
            .flat_map(|row| self.sharing_places(*row))
            .filter(is_it);
        in_order(own, Box::new(sharing))
    }
}

/// Whether a rule is about keys that rows share, which only tables know.
fn is_shared_key(rule: RuleNumber) -> bool {
    KEY_COLUMNS
        .iter()
        .any(|(_, known)| RuleNumber::of(known) == rule)
}

/// Places from anywhere, so that whoever goes on with them is compiled once.
pub(super) type Listed<'a> = Box<dyn Iterator<Item = Place> + 'a>;

/// Two lists in the order of the file as one.
pub(super) fn in_order<'a>(first: Listed<'a>, second: Listed<'a>) -> Listed<'a> {
    let (mut first, mut second) = (first.peekable(), second.peekable());
    Box::new(iter::from_fn(move || {
        let is_second = match (first.peek(), second.peek()) {
            (Some(one), Some(other)) => other.row < one.row,
            (None, _) => true,
            (_, None) => false,
        };
        if is_second {
            second.next()
        } else {
            first.next()
        }
    }))
}

/// Places by rule and severity, of each as many as are wanted.
struct Sought {
    most: usize,
    slots: Vec<Slot>,
    /// Slots that still want some.
    open: usize,
}

#[derive(Clone, Default)]
struct Slot {
    wanted: usize,
    seen: usize,
    taken: Vec<Place>,
}

impl Sought {
    fn new(most: usize) -> Self {
        Self {
            most,
            slots: vec![Slot::default(); catalogue().len() * 3],
            open: 0,
        }
    }

    fn seek(&mut self, rule: RuleNumber, severity: Severity, wanted: usize) {
        if let Some(slot) = self.slots.get_mut(slot_of(rule, severity)) {
            slot.wanted = wanted;
            self.open += usize::from(wanted > 0);
        }
    }

    fn is_done(&self) -> bool {
        self.open == 0
    }

    fn wants(&self, place: Place) -> bool {
        self.slots
            .get(slot_of(place.rule, place.severity))
            .is_some_and(|slot| slot.wanted > 0)
    }

    fn take(&mut self, place: Place) {
        let Some(slot) = self.slots.get_mut(slot_of(place.rule, place.severity)) else {
            return;
        };
        slot.seen += 1;
        if slot.taken.len() < self.most {
            slot.taken.push(place);
        }
        if slot.wanted > 0 {
            slot.wanted -= 1;
            self.open -= usize::from(slot.wanted == 0);
        }
    }

    fn seen(&self, rule: RuleNumber, severity: Severity) -> usize {
        let slot = self.slots.get(slot_of(rule, severity));
        slot.map_or(0, |slot| slot.seen)
    }

    fn taken(&mut self, rule: RuleNumber, severity: Severity) -> Vec<Place> {
        let slot = self.slots.get_mut(slot_of(rule, severity));
        slot.map(|slot| std::mem::take(&mut slot.taken))
            .unwrap_or_default()
    }
}

fn slot_of(rule: RuleNumber, severity: Severity) -> usize {
    let severity = match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    };
    rule.index() * 3 + severity
}

fn as_size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
