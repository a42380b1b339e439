//! Somebody by a few letters, as they are typed.

use std::collections::BinaryHeap;

use super::{
    person::{Attribute, Person},
    similar::plain,
};
use crate::{address::bare, ids::ObjectId};

/// More letters tell nobody apart.
const MOST_TYPED: usize = 100;

/// Somebody who fits what was typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FoundPerson {
    /// The place among the people that were given.
    pub at: usize,
    /// By what.
    pub by: FoundBy,
}

/// By what somebody was found, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FoundBy {
    /// The whole id, an address or the UserPrincipalName.
    Whole,
    /// The start of the display name.
    StartOfName,
    /// Each word that was typed starts a word of the display name.
    Words,
    /// The start of an address, the UserPrincipalName or the mail nickname.
    StartOfAddress,
    /// The start of the id.
    StartOfId,
    /// Letters within the display name.
    WithinName,
    /// Letters within an address or the UserPrincipalName.
    WithinAddress,
    /// Letters within the id.
    WithinId,
}

/// The best `limit` people for what was typed, best first; of equally good ones in the
/// order of names, then of ids. Ignores case, and accents in names. Nothing typed finds
/// nobody. Time grows with the number of people.
///
/// ```
/// use shared::matching::{FoundBy, find_people};
/// # use shared::identity::TargetMailUser;
/// # let berg: TargetMailUser = serde_json::from_str(r#"{"id":"55555555-0000-4000-8000-000000000005",
/// #   "displayName":"Jörg Berg","userPrincipalName":"joerg@fabrikam.example","primarySmtpAddress":"",
/// #   "externalEmailAddress":null,"emailAddresses":["smtp:jb@contoso.example"],"exchangeGuid":null,
/// #   "archiveGuid":null,"isDirSynced":false}"#).unwrap();
/// let people = [berg];
/// assert_eq!(find_people(&people, "berg jor", 10)[0].by, FoundBy::Words);
/// assert_eq!(find_people(&people, "JB@", 10)[0].by, FoundBy::StartOfAddress);
/// assert_eq!(find_people(&people, "55555555", 10)[0].by, FoundBy::StartOfId);
/// ```
pub fn find_people<P: Person<Id = ObjectId>>(
    people: &[P],
    typed: &str,
    limit: usize,
) -> Vec<FoundPerson> {
    let Some(typed) = Typed::new(typed) else {
        return Vec::new();
    };
    // The worst of the best is on top, and makes room.
    let mut best: BinaryHeap<(FoundBy, String, ObjectId, usize)> = BinaryHeap::new();
    let mut name = String::new();
    for (at, person) in people.iter().enumerate() {
        fold_name(&person.attribute(Attribute::DisplayName), &mut name);
        let Some(by) = typed.fits(person, &name) else {
            continue;
        };
        let is_full = best.len() >= limit;
        let is_better = best.peek().is_none_or(|(worst, worst_name, id, worst_at)| {
            let this = (by, name.as_str(), person.id(), at);
            this.cmp(&(*worst, worst_name.as_str(), *id, *worst_at))
                .is_lt()
        });
        if is_full && is_better {
            best.pop();
        }
        if best.len() < limit {
            best.push((by, name.clone(), person.id(), at));
        }
    }
    let best = best.into_sorted_vec().into_iter();
    best.map(|(by, _, _, at)| FoundPerson { at, by }).collect()
}

/// What was typed, in the forms that it is compared in.
struct Typed {
    /// In small letters, for ids and addresses.
    text: String,
    /// Without accents, for names.
    name: String,
}

impl Typed {
    fn new(typed: &str) -> Option<Self> {
        let text: String = typed.trim().chars().take(MOST_TYPED).collect();
        if text.is_empty() {
            return None;
        }
        let mut name = String::new();
        fold_name(&text, &mut name);
        Some(Self {
            text: text.to_lowercase(),
            name,
        })
    }

    fn fits(&self, person: &impl Person<Id = ObjectId>, name: &str) -> Option<FoundBy> {
        let mut best: Option<FoundBy> = None;
        let mut keep = |found: Option<FoundBy>| {
            best = match (best, found) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        };
        keep(self.in_name(name));
        keep(self.in_id(&person.id()));
        for attribute in [
            Attribute::UserPrincipalName,
            Attribute::PrimarySmtpAddress,
            Attribute::ExternalEmailAddress,
            Attribute::MailNickname,
        ] {
            keep(self.in_address(&person.attribute(attribute)));
        }
        person.each_address(&mut |address| keep(self.in_address(address)));
        best
    }

    fn in_name(&self, name: &str) -> Option<FoundBy> {
        if name.starts_with(&self.name) {
            return Some(FoundBy::StartOfName);
        }
        // Whoever types an @ means an address.
        if self.name.contains('@') {
            return None;
        }
        let starts_a_word = |typed: &str| words(name).any(|word| word.starts_with(typed));
        if words(&self.name).next().is_some() && words(&self.name).all(starts_a_word) {
            return Some(FoundBy::Words);
        }
        name.contains(&self.name).then_some(FoundBy::WithinName)
    }

    fn in_id(&self, id: &ObjectId) -> Option<FoundBy> {
        let is_part_of_an_id = self.text.len() <= 36
            && self
                .text
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        if !is_part_of_an_id {
            return None;
        }
        let mut buffer = [0; uuid::fmt::Hyphenated::LENGTH];
        let id: &str = id.as_uuid().hyphenated().encode_lower(&mut buffer);
        match id.find(&self.text)? {
            0 if id.len() == self.text.len() => Some(FoundBy::Whole),
            0 => Some(FoundBy::StartOfId),
            _ => Some(FoundBy::WithinId),
        }
    }

    fn in_address(&self, address: &str) -> Option<FoundBy> {
        let address = bare(address);
        match find_ignoring_case(address, &self.text)? {
            0 if address.len() == self.text.len() => Some(FoundBy::Whole),
            0 => Some(FoundBy::StartOfAddress),
            _ => Some(FoundBy::WithinAddress),
        }
    }
}

fn fold_name(name: &str, folded: &mut String) {
    folded.clear();
    if name.is_ascii() {
        folded.push_str(name.trim());
        folded.make_ascii_lowercase();
    } else {
        folded.push_str(&plain(name.trim()));
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Where the small letters occur, ignoring the case of ASCII ones.
fn find_ignoring_case(text: &str, small: &str) -> Option<usize> {
    text.as_bytes()
        .windows(small.len())
        .position(|window| window.eq_ignore_ascii_case(small.as_bytes()))
}
