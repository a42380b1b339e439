//! Somebody by a few letters among very many people, as fast as somebody types.
//!
//! All texts that people are found by stand folded in one long text, a line a person.
//! Looking through that for the longest word that was typed leaves few people to
//! [`find_people`], which alone says who fits and how well.

use std::fmt;

use memchr::memmem;

use super::{
    find::{FoundBy, FoundPerson, MOST_TYPED, find_people, fold_name},
    person::{Attribute, Person},
};
use crate::{address::bare, ids::ObjectId};

const BETWEEN_FIELDS: char = '\t';
const AFTER_PERSON: char = '\n';
/// Among so many fields of a person a text is not repeated.
const COMPARED: usize = 8;

/// The texts that people are found by.
#[derive(Clone, Default)]
pub struct Directory {
    /// Name, id, addresses; each followed by [`BETWEEN_FIELDS`], and a person by
    /// [`AFTER_PERSON`].
    text: String,
    /// Where each person's texts end.
    ends: Vec<usize>,
}

/// People by where the word that was looked for stands in their texts.
#[derive(Default)]
struct Hits {
    /// It starts the name, or is a field as a whole.
    first: Vec<usize>,
    /// It starts a word.
    starts: Vec<usize>,
    within: Vec<usize>,
}

impl Directory {
    /// Reads everybody once.
    pub fn new<P: Person<Id = ObjectId>>(people: &[P]) -> Self {
        let mut directory = Self {
            text: String::new(),
            ends: Vec::with_capacity(people.len()),
        };
        let mut folded = String::new();
        for person in people {
            directory.add(person, &mut folded);
        }
        directory
    }

    /// The same as [`find_people`] finds, sooner. `people` are those that this was made of.
    pub fn find<P: Person<Id = ObjectId>>(
        &self,
        people: &[P],
        typed: &str,
        limit: usize,
    ) -> Vec<FoundPerson> {
        self.find_by(|at| people.get(at), typed, limit)
    }

    /// The same for who gives people by their places, and keeps no list of them.
    pub fn find_by<P: Person<Id = ObjectId>>(
        &self,
        person: impl Fn(usize) -> Option<P>,
        typed: &str,
        limit: usize,
    ) -> Vec<FoundPerson> {
        let mut folded = String::new();
        let typed: String = typed.trim().chars().take(MOST_TYPED).collect();
        let typed = typed.as_str();
        fold_name(typed, &mut folded);
        let runs = || {
            folded
                .split(|letter: char| !letter.is_alphanumeric())
                .filter(|run| !run.is_empty())
        };
        let sought = runs().max_by_key(|run| run.len()).unwrap_or(&folded);
        if sought.is_empty() {
            let people: Vec<P> = (0..self.ends.len()).filter_map(person).collect();
            return find_people(&people, typed, limit);
        }
        let is_one_word = sought == folded;
        let Hits {
            first,
            starts,
            within,
        } = self.hits(sought);
        let look = |places: &[usize]| -> Vec<FoundPerson> {
            let (places, chosen): (Vec<usize>, Vec<P>) = places
                .iter()
                .filter_map(|place| Some((*place, person(*place)?)))
                .unzip();
            find_people(&chosen, typed, limit)
                .into_iter()
                .filter_map(|found| {
                    Some(FoundPerson {
                        at: *places.get(found.at)?,
                        by: found.by,
                    })
                })
                .collect()
        };
        // Whoever is not among the people looked at so far would come after these.
        let is_settled = |found: &[FoundPerson], worst: FoundBy| {
            found.len() >= limit && found.last().is_none_or(|last| last.by <= worst)
        };
        if is_one_word && first.len() >= limit {
            let found = look(&first);
            if is_settled(&found, FoundBy::StartOfName) {
                return found;
            }
        }
        let mut places = [first, starts].concat();
        let found = look(&places);
        if within.is_empty() || is_settled(&found, FoundBy::StartOfId) {
            return found;
        }
        places.extend(within);
        look(&places)
    }

    fn add(&mut self, person: &impl Person<Id = ObjectId>, folded: &mut String) {
        let start = self.text.len();
        self.push(start, &person.attribute(Attribute::DisplayName), folded);
        self.push(start, &person.id().to_string(), folded);
        for attribute in [
            Attribute::UserPrincipalName,
            Attribute::PrimarySmtpAddress,
            Attribute::ExternalEmailAddress,
            Attribute::MailNickname,
        ] {
            self.push(start, bare(&person.attribute(attribute)), folded);
        }
        person.each_address(&mut |address| self.push(start, bare(address), folded));
        self.text.push(AFTER_PERSON);
        self.ends.push(self.text.len());
    }

    /// Adds a field to the person whose texts start there.
    fn push(&mut self, start: usize, field: &str, folded: &mut String) {
        fold_name(field, folded);
        let known = self.text.get(start..).unwrap_or_default();
        let is_name = known.is_empty();
        let mut known = known.split(BETWEEN_FIELDS).take(COMPARED);
        if !is_name && known.any(|known| known == folded) {
            return;
        }
        let is_mark = |letter| letter == BETWEEN_FIELDS || letter == AFTER_PERSON;
        self.text.extend(folded.chars().map(|letter| match letter {
            mark if is_mark(mark) => ' ',
            letter => letter,
        }));
        self.text.push(BETWEEN_FIELDS);
    }

    fn hits(&self, sought: &str) -> Hits {
        let mut hits = Hits::default();
        let finder = memmem::Finder::new(sought);
        let text = self.text.as_bytes();
        let (mut from, mut place, mut start) = (0, 0, 0);
        // Somebody for whom the word was seen only within others so far.
        let mut pending = None;
        while let Some(found) = text.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + found;
            while let Some(end) = self.ends.get(place)
                && *end <= at
            {
                start = *end;
                place += 1;
            }
            if pending.is_some_and(|pending| pending != place) {
                hits.within.extend(pending.take());
            }
            let byte = |at: usize| text.get(at).copied();
            let before = at.checked_sub(1).and_then(byte);
            let after = byte(at + sought.len());
            let is_field_start = at == start || before == Some(BETWEEN_FIELDS as u8);
            let is_field = is_field_start && after == Some(BETWEEN_FIELDS as u8);
            if at == start || is_field {
                hits.first.push(place);
            } else if before.is_none_or(|before| !before.is_ascii_alphanumeric()) {
                // A whole field may still come: it counts as such.
                if self.has_field(at, place, sought) {
                    hits.first.push(place);
                } else {
                    hits.starts.push(place);
                }
            } else {
                pending = Some(place);
                from = at + 1;
                continue;
            }
            pending = None;
            from = self.ends.get(place).copied().unwrap_or(text.len());
        }
        hits.within.extend(pending);
        hits
    }

    /// Whether a field of a person behind this place is the text as a whole.
    fn has_field(&self, at: usize, place: usize, sought: &str) -> bool {
        self.ends
            .get(place)
            .and_then(|end| self.text.get(at..*end))
            .is_some_and(|rest| rest.split(BETWEEN_FIELDS).skip(1).any(|it| it == sought))
    }
}

impl fmt::Debug for Directory {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Directory({})", self.ends.len())
    }
}
