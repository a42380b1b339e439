//! One side of a match, everybody once and in the order of their ids: what is decided by
//! place in this order does not depend on the order in which people were given.

use std::borrow::Cow;

use super::person::{Attribute, CustomAttribute, Person};
use crate::order::{Leading, by_number_and};

/// The people of one side. A *place* counts distinct ids in their order.
pub(super) struct People<'a, P> {
    given: &'a [P],
    /// The place of each record.
    place_of: Vec<u32>,
    /// The record that speaks for each place.
    record_of: Vec<u32>,
}

impl<'a, P: Person> People<'a, P> {
    /// Somebody who is given more than once is one person. The record whose values sort
    /// first speaks for them.
    pub(super) fn new(given: &'a [P]) -> Self {
        let mut order: Vec<(P::Id, u32)> = given
            .iter()
            .zip(0..)
            .map(|(one, at)| (one.id(), at))
            .collect();
        by_number_and(
            &mut order,
            |(id, _)| id.leading(),
            |one, other| one.0.cmp(&other.0),
        );
        let mut people = Self {
            given,
            place_of: vec![0; given.len()],
            record_of: Vec::with_capacity(given.len()),
        };
        for same in order.chunk_by(|a, b| a.0 == b.0) {
            let place = as_u32(people.record_of.len());
            let records = same.iter().map(|(_, record)| *record);
            for record in records.clone() {
                if let Some(slot) = people.place_of.get_mut(record as usize) {
                    *slot = place;
                }
            }
            let speaker = match same {
                [(_, only)] => Some(*only),
                _ => records.min_by_key(|record| people.values_of(*record)),
            };
            people.record_of.extend(speaker);
        }
        people
    }

    /// How many different people there are.
    pub(super) fn len(&self) -> usize {
        self.record_of.len()
    }

    pub(super) fn places(&self) -> std::ops::Range<u32> {
        0..as_u32(self.len())
    }

    /// The person at a place.
    pub(super) fn at(&self, place: u32) -> Option<&'a P> {
        self.record(*self.record_of.get(place as usize)?)
    }

    pub(super) fn id_at(&self, place: u32) -> Option<P::Id> {
        self.at(place).map(Person::id)
    }

    pub(super) fn record(&self, record: u32) -> Option<&'a P> {
        self.given.get(record as usize)
    }

    /// The records that speak for somebody, as they were given, and the places.
    pub(super) fn speakers(&self) -> impl Iterator<Item = (&'a P, u32)> {
        self.records()
            .zip(0..)
            .filter_map(|((one, place), record)| {
                (self.record_of.get(place as usize) == Some(&record)).then_some((one, place))
            })
    }

    /// All records, and the places of their people.
    pub(super) fn records(&self) -> impl Iterator<Item = (&'a P, u32)> {
        self.given.iter().zip(self.place_of.iter().copied())
    }

    /// The same, so many at a time.
    pub(super) fn batches(
        &self,
        size: usize,
    ) -> impl Iterator<Item = impl Iterator<Item = (&'a P, u32)> + Clone> {
        let places = self.place_of.chunks(size);
        let batches = self.given.chunks(size).zip(places);
        batches.map(|(people, places)| people.iter().zip(places.iter().copied()))
    }

    pub(super) fn place_of_record(&self, record: u32) -> Option<u32> {
        self.place_of.get(record as usize).copied()
    }

    pub(super) fn place_of_id(&self, id: P::Id) -> Option<u32> {
        self.record_of
            .binary_search_by_key(&Some(id), |record| self.record(*record).map(Person::id))
            .ok()
            .map(as_u32)
    }

    fn values_of(&self, record: u32) -> Vec<Cow<'a, str>> {
        let Some(person) = self.record(record) else {
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
        .map(|attribute| person.attribute(attribute))
        .collect()
    }
}

/// Counts of people: whoever has more than four thousand million is not matched by us.
pub(super) fn as_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
