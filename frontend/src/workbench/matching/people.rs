//! People as the assistant shows them: names before ids, and how sure a match is in words.

use crate::{
    components::icon::{Icon, Picture},
    engine::protocol::{CandidateView, PersonView},
    prelude::*,
    texts::matching as texts,
    words,
};

/// By what somebody is called first: the name, else the address, else the id.
pub(super) fn name_of(person: &PersonView) -> String {
    [&person.name, &person.address, &person.upn]
        .into_iter()
        .find(|text| !text.is_empty())
        .cloned()
        .unwrap_or_else(|| words::short_id(&person.id))
}

/// What else tells people apart, on one line.
pub(super) fn facts_of(person: &PersonView) -> String {
    let name = name_of(person);
    [&person.address, &person.department, &person.employee_id]
        .into_iter()
        .filter(|text| !text.is_empty() && **text != name)
        .cloned()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// How sure a match is, in words.
pub(super) fn how_sure(percent: u8) -> String {
    match percent {
        100.. => texts::certain(),
        90..100 => texts::very_sure(),
        80..90 => texts::sure(),
        60..80 => texts::fair(),
        _ => texts::weak(),
    }
}

/// Whether how sure each one is tells candidates apart: the same word on all of them
/// says nothing.
pub(super) fn tells_apart(candidates: &[CandidateView]) -> bool {
    let mut all = candidates.iter().map(|one| one.confidence);
    let first = all.next();
    all.any(|other| Some(other) != first)
}

/// Whether what is known of two people is the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Agreement {
    /// It is.
    Same,
    /// It is not.
    Differs,
    /// One of the two is not known.
    Unknown,
}

/// Compares two values; of addresses what stands before the `@`, because the domains of
/// two tenants always differ.
pub(super) fn agreement(one: &str, other: &str) -> Agreement {
    let key = |text: &str| {
        let text = text.trim();
        let local = text.rsplit_once('@').map_or(text, |(local, _)| local);
        local.to_lowercase()
    };
    match (key(one), key(other)) {
        (one, other) if one.is_empty() || other.is_empty() => Agreement::Unknown,
        (one, other) if one == other => Agreement::Same,
        _ => Agreement::Differs,
    }
}

/// Somebody: the name, and what else tells people apart.
#[component]
pub fn Person(
    /// Who.
    person: PersonView,
) -> impl IntoView {
    let facts = facts_of(&person);
    let taken = person.taken_by.map(|row| {
        view! {
            <span class="taken">
                <Picture icon=Icon::Warning />
                {texts::taken(words::grouped(row.saturating_add(1)))}
            </span>
        }
    });
    view! {
        <span class="person">
            <span class="person-name" translate="no">{name_of(&person)}</span>
            <span class="person-facts" translate="no">{facts}</span>
            {taken}
        </span>
    }
}

/// How sure a match is.
#[component]
pub fn Sureness(
    /// In percent.
    percent: u8,
) -> impl IntoView {
    let class = match percent {
        80.. => "sureness ok",
        60..80 => "sureness note",
        _ => "sureness warning",
    };
    view! {
        <span class=class>{texts::sure_and_percent(how_sure(percent), percent)}</span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_called_by_the_best_name_there_is() {
        let mut person = PersonView {
            id: "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90".into(),
            ..PersonView::default()
        };
        assert_eq!(name_of(&person), "3f9a0c1e…");
        person.address = "lena@a.example".into();
        person.department = "Sales".into();
        assert_eq!(
            (name_of(&person), facts_of(&person)),
            ("lena@a.example".into(), "Sales".into())
        );
        person.name = "Lena".into();
        assert_eq!(name_of(&person), "Lena");
        assert_eq!(facts_of(&person), "lena@a.example · Sales");
    }

    #[test]
    fn equal_sureness_tells_nobody_apart() {
        let candidates = |all: &[u8]| {
            let one = |confidence: &u8| CandidateView {
                person: PersonView::default(),
                confidence: *confidence,
                reason: String::new(),
            };
            all.iter().map(one).collect::<Vec<_>>()
        };
        for (all, expected) in [
            (&[][..], false),
            (&[100], false),
            (&[100, 100], false),
            (&[90, 60, 90], true),
        ] {
            assert_eq!(tells_apart(&candidates(all)), expected, "{all:?}");
        }
    }

    #[test]
    fn values_agree_ignoring_case_and_domains() {
        for (one, other, expected) in [
            ("Lena@a.example", "lena@b.example", Agreement::Same),
            ("Sales", "sales ", Agreement::Same),
            ("Sales", "Legal", Agreement::Differs),
            ("", "Legal", Agreement::Unknown),
        ] {
            assert_eq!(agreement(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn sureness_is_said_in_words() {
        for (percent, word) in [
            (100, "Certain"),
            (95, "Very sure"),
            (80, "Sure"),
            (60, "Fair"),
            (50, "Weak"),
        ] {
            assert_eq!(how_sure(percent), word);
        }
    }
}
