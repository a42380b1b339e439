//! One side of a match, everybody once and in the order of their ids: what is decided by
//! place in this order does not depend on the order in which people were given.

use std::ops::Range;

use super::{
    person::{Attribute, CustomAttribute, Person},
    side::{One, Side},
};
use crate::order::{self, Leading, Sorting, of_pair, pair};

/// The people of one side. A *place* counts distinct ids in their order.
pub(super) struct People<'a, P> {
    given: Side<'a, P>,
    places: &'a Places,
}

/// Where everybody has their place.
#[derive(Default)]
pub(super) struct Places {
    /// The place of each record.
    place_of: Vec<u32>,
    /// The record that speaks for each place.
    record_of: Vec<u32>,
}

/// Gives people their places, some at a time.
pub(super) struct Placing {
    phase: Phase,
    places: Places,
}

enum Phase {
    /// What ids begin with, and the records.
    Gather(Vec<u128>),
    Sort(Sorting<u128>),
    /// From this one on.
    Place(Vec<u128>, usize),
}

impl Default for Placing {
    fn default() -> Self {
        Self {
            phase: Phase::Gather(Vec::new()),
            places: Places::default(),
        }
    }
}

impl Placing {
    /// Goes on with so many people; true once all have their places. Somebody who is
    /// given more than once is one person. The record whose values sort first speaks for
    /// them.
    pub(super) fn step<P: Person>(&mut self, given: Side<'_, P>, most: usize) -> bool {
        match &mut self.phase {
            Phase::Gather(order) => {
                let from = order.len();
                let to = from.saturating_add(most).min(given.len());
                order.reserve_exact(given.len() - from);
                for at in from..to {
                    let leading = given.get(at).map_or(0, |one| one.id().leading());
                    order.push(pair(leading, as_u32(at)));
                }
                if to == given.len() {
                    self.phase = Phase::Sort(Sorting::new(std::mem::take(order), most));
                }
                false
            }
            Phase::Sort(sorting) => {
                if sorting.step(most) {
                    let sorting = std::mem::replace(sorting, Sorting::new(Vec::new(), most));
                    self.phase = Phase::Place(sorting.into_sorted(), 0);
                    self.places.place_of = vec![0; given.len()];
                    self.places.record_of.reserve_exact(given.len());
                }
                false
            }
            Phase::Place(order, at) => {
                let end = at.saturating_add(most);
                while *at < end
                    && let Some(same) = same_from(order, *at, |one| of_pair(*one).0)
                {
                    self.places.add(given, same);
                    *at += same.len();
                }
                *at >= order.len()
            }
        }
    }

    pub(super) fn finish(self) -> Places {
        self.places
    }

    /// How far it is, per mille.
    pub(super) fn done(&self, of: usize) -> usize {
        match &self.phase {
            Phase::Gather(order) => part(order.len(), of) / 3,
            Phase::Sort(_) => 333,
            Phase::Place(_, at) => 500 + part(*at, of) / 2,
        }
    }
}

impl Places {
    /// Those whose ids begin alike, which are few.
    fn add<P: Person>(&mut self, given: Side<'_, P>, same: &[u128]) {
        let records = same.iter().map(|one| of_pair(*one).1);
        if let [only] = same {
            return self.add_one(given, &[of_pair(*only).1]);
        }
        let ids = records.filter_map(|record| Some((given.get(record as usize)?.id(), record)));
        let mut ids: Vec<(P::Id, u32)> = ids.collect();
        order::by(&mut ids, |one, other| one.0.cmp(&other.0));
        for same in ids.chunk_by(|one, other| one.0 == other.0) {
            let records: Vec<u32> = same.iter().map(|(_, record)| *record).collect();
            self.add_one(given, &records);
        }
    }

    fn add_one<P: Person>(&mut self, given: Side<'_, P>, records: &[u32]) {
        let place = as_u32(self.record_of.len());
        for record in records {
            if let Some(slot) = self.place_of.get_mut(*record as usize) {
                *slot = place;
            }
        }
        let speaker = if let [only] = records {
            Some(*only)
        } else {
            let records = records.iter().copied();
            records.min_by_key(|record| values_of(given, *record))
        };
        self.record_of.extend(speaker);
    }

    pub(super) fn of<'a, P>(&'a self, given: Side<'a, P>) -> People<'a, P> {
        People {
            given,
            places: self,
        }
    }

    /// How many different people there are.
    pub(super) fn len(&self) -> usize {
        self.record_of.len()
    }

    pub(super) fn all(&self) -> Range<u32> {
        0..as_u32(self.len())
    }

    pub(super) fn place_of_record(&self, record: u32) -> Option<u32> {
        self.place_of.get(record as usize).copied()
    }
}

impl<'a, P: Person> People<'a, P> {
    /// How many different people there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn places(&self) -> Range<u32> {
        self.places.all()
    }

    /// How many were given, each as often as they were.
    pub(super) fn records(&self) -> usize {
        self.given.len()
    }

    /// The person at a place.
    pub(super) fn at(&self, place: u32) -> Option<One<'a, P>> {
        let record = *self.places.record_of.get(place as usize)?;
        self.given.get(record as usize)
    }

    pub(super) fn id_at(&self, place: u32) -> Option<P::Id> {
        self.at(place).map(|one| one.id())
    }

    /// Those of some records that speak for somebody, and the places.
    pub(super) fn speakers(
        &self,
        records: Range<usize>,
    ) -> impl Iterator<Item = (One<'a, P>, u32)> + Clone {
        let (given, places) = (self.given, self.places);
        records.filter_map(move |record| {
            let place = *places.place_of.get(record)?;
            let speaker = places.record_of.get(place as usize)?;
            (*speaker as usize == record).then_some((given.get(record)?, place))
        })
    }

    /// Some records, and the places of their people.
    pub(super) fn some(
        &self,
        records: Range<usize>,
    ) -> impl Iterator<Item = (One<'a, P>, u32)> + Clone {
        let (given, places) = (self.given, self.places);
        records.filter_map(move |record| Some((given.get(record)?, *places.place_of.get(record)?)))
    }

    pub(super) fn place_of_id(&self, id: P::Id) -> Option<u32> {
        let records = &self.places.record_of;
        let id_of = |record: &u32| self.given.get(*record as usize).map(|one| one.id());
        let found = records.binary_search_by_key(&Some(id), id_of);
        found.ok().map(as_u32)
    }
}

fn values_of<P: Person>(given: Side<'_, P>, record: u32) -> Vec<String> {
    let Some(person) = given.get(record as usize) else {
        return Vec::new();
    };
    [
        Attribute::PrimarySmtpAddress,
        Attribute::ExternalEmailAddress,
        Attribute::UserPrincipalName,
        Attribute::MailNickname,
        Attribute::EmployeeId,
        Attribute::DisplayName,
        Attribute::Department,
    ]
    .into_iter()
    .chain(CustomAttribute::all().map(Attribute::Custom))
    .map(|attribute| person.attribute(attribute).into_owned())
    .collect()
}

/// Those from a place on that are equal by a key, in a sorted list; none at its end.
pub(super) fn same_from<T, K: PartialEq>(
    list: &[T],
    at: usize,
    key: impl Fn(&T) -> K,
) -> Option<&[T]> {
    let rest = list.get(at..)?;
    let first = key(rest.first()?);
    let count = rest.iter().take_while(|one| key(one) == first).count();
    rest.get(..count)
}

/// So many of so many, per mille.
pub(super) fn part(done: usize, of: usize) -> usize {
    (done.saturating_mul(1000) / of.max(1)).min(1000)
}

/// Counts of people: whoever has more than four thousand million is not matched by us.
pub(super) fn as_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
