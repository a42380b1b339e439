//! A similar name, weighed together with what else is known of two people.

use std::borrow::Cow;

use super::names::{Name, compare};
use crate::{
    address::bare,
    matching::person::{Attribute, Person},
};

/// What two people have in common beside their names. Values that many MailUsers carry
/// are no evidence, and not among it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(in crate::matching) struct Shared(u8);

/// What can be evidence: the attribute, what it is worth where values agree and where
/// they differ, and its name. By a local part is meant what stands before the `@`.
const EVIDENCE: [Evidence; 5] = [
    Evidence {
        attribute: Attribute::EmployeeId,
        is_local_part: false,
        agrees: 40,
        differs: -40,
        name: "employee id",
        is_said_where_it_differs: true,
    },
    Evidence {
        attribute: Attribute::MailNickname,
        is_local_part: false,
        agrees: 15,
        differs: 0,
        name: "mail nickname",
        is_said_where_it_differs: true,
    },
    Evidence {
        attribute: Attribute::UserPrincipalName,
        is_local_part: true,
        agrees: 15,
        differs: 0,
        name: "UserPrincipalName before the @",
        is_said_where_it_differs: false,
    },
    Evidence {
        attribute: Attribute::PrimarySmtpAddress,
        is_local_part: true,
        agrees: 10,
        differs: 0,
        name: "PrimarySmtpAddress before the @",
        is_said_where_it_differs: false,
    },
    Evidence {
        attribute: Attribute::Department,
        is_local_part: false,
        agrees: DEPARTMENT,
        differs: -5,
        name: "department",
        is_said_where_it_differs: true,
    },
];

/// What the one attribute is worth that people share without being found by it.
pub(super) const DEPARTMENT: i16 = 10;

/// Nothing but what an administrator says is certain.
const MOST: i16 = 99;

pub(super) struct Evidence {
    attribute: Attribute,
    is_local_part: bool,
    agrees: i16,
    differs: i16,
    name: &'static str,
    is_said_where_it_differs: bool,
}

/// What people are found by, beside their names: each value leads to few people.
pub(super) fn leading_evidence() -> impl Iterator<Item = (u8, &'static Evidence)> {
    (0..)
        .zip(&EVIDENCE)
        .filter(|(_, evidence)| evidence.attribute != Attribute::Department)
}

impl Evidence {
    /// The value in small letters; none if there is none.
    pub(super) fn value(&self, person: &impl Person) -> Option<String> {
        let value: Cow<'_, str> = person.attribute(self.attribute);
        let value = value.trim();
        let value = if self.is_local_part {
            bare(value).rsplit_once('@')?.0
        } else {
            value
        };
        (!value.is_empty()).then(|| value.to_lowercase())
    }

    /// Whether values agree; none if one of them is not known.
    fn agrees(&self, a: &impl Person, b: &impl Person) -> Option<bool> {
        Some(self.value(a)? == self.value(b)?)
    }
}

/// How likely two people are one, in percent, and what speaks for it beside the name.
/// `is_common` says which evidence is none because too many MailUsers carry its value.
pub(super) fn weigh(
    a: (&impl Person, &Name),
    b: &impl Person,
    is_common: impl Fn(u8) -> bool,
) -> (u8, Shared) {
    let name = Name::new(&b.attribute(Attribute::DisplayName));
    let Some(likeness) = compare(a.1, &name) else {
        return (0, Shared::default());
    };
    let mut worth = i16::from(likeness.worth);
    let mut shared = Shared::default();
    for (nth, evidence) in (0_u8..).zip(&EVIDENCE) {
        match evidence.agrees(a.0, b) {
            Some(true) if !is_common(nth) => {
                worth += evidence.agrees;
                shared.0 |= 1 << nth;
            }
            Some(false) => worth += evidence.differs,
            _ => {}
        }
    }
    (
        u8::try_from(worth.clamp(0, MOST)).unwrap_or_default(),
        shared,
    )
}

/// Why two people are taken for one: `Same employee id; names differ by a maiden name.`
pub(super) fn why(a: &impl Person, b: &impl Person, shared: Shared) -> String {
    let agreeing = (0_u8..)
        .zip(&EVIDENCE)
        .filter(|(nth, _)| shared.0 & (1 << nth) != 0)
        .map(|(_, evidence)| format!("same {}", evidence.name));
    let likeness = compare(
        &Name::new(&a.attribute(Attribute::DisplayName)),
        &Name::new(&b.attribute(Attribute::DisplayName)),
    );
    let names = likeness.into_iter().flat_map(|likeness| likeness.said);
    let differing = EVIDENCE
        .iter()
        .filter(|evidence| evidence.is_said_where_it_differs)
        .filter(|evidence| evidence.agrees(a, b) == Some(false))
        .map(|evidence| format!("another {}", evidence.name));
    let said: Vec<String> = agreeing.chain(names).chain(differing).collect();
    let mut sentence = said.join("; ");
    sentence.push('.');
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}
