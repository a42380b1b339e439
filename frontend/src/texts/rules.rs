//! The texts of the rules, which `shared` keeps with them, under the rules' codes.

use shared::checks::Rule;

use super::say;

/// A text of a rule that can be said in any language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The rule in a few words.
    Title,
    /// Why it matters.
    Why,
    /// What to do about it.
    How,
}

impl Part {
    fn id(self, code: &str) -> String {
        let part = match self {
            Self::Title => "title",
            Self::Why => "why",
            Self::How => "how",
        };
        format!("shared::checks::{code}.{part}")
    }

    fn english(self, rule: &Rule) -> &'static str {
        match self {
            Self::Title => rule.title,
            Self::Why => rule.why,
            Self::How => rule.how,
        }
    }
}

/// A rule's text in the language in force.
pub fn of(rule: &Rule, part: Part) -> String {
    say(&part.id(rule.code), part.english(rule), &[])
}

/// All of them with their ids, as a translator needs them.
pub fn all() -> impl Iterator<Item = (String, &'static str)> {
    shared::checks::catalogue().iter().flat_map(|rule| {
        [Part::Title, Part::Why, Part::How].map(|part| (part.id(rule.code), part.english(rule)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_a_rule_has_its_id() {
        let ids: std::collections::HashSet<String> = all().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), 3 * shared::checks::catalogue().len());
        let rule = &shared::checks::catalogue()[0];
        assert_eq!(of(rule, Part::Title), rule.title);
    }
}
