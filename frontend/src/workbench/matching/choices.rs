//! Which rules are turned on and how, and what the engine is told of it.

use shared::matching::{
    CustomAttribute, DomainRewrite, MatchRule, NameThresholds, PatternRewrite, Rewrite,
};

use crate::{texts::matching as texts, words};

/// A kind of rule, of which there is one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize)]
pub enum RuleKind {
    /// Microsoft's.
    Address,
    /// The same alias.
    Nickname,
    /// The same name for sign-in, once it is rewritten.
    Upn,
    /// The same employee id.
    EmployeeId,
    /// The same value in a custom attribute.
    Custom,
    /// The same display name.
    Name,
    /// A similar display name.
    Similar,
}

impl RuleKind {
    /// All of them, in the order in which they stand at first.
    pub const ALL: [Self; 7] = [
        Self::Address,
        Self::Nickname,
        Self::Upn,
        Self::EmployeeId,
        Self::Custom,
        Self::Name,
        Self::Similar,
    ];

    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::Address => texts::rule_address(),
            Self::Nickname => texts::rule_nickname(),
            Self::Upn => texts::rule_upn(),
            Self::EmployeeId => texts::rule_employee(),
            Self::Custom => texts::rule_custom(),
            Self::Name => texts::rule_name(),
            Self::Similar => texts::rule_similar(),
        }
    }

    /// What it compares.
    pub fn why(self) -> String {
        match self {
            Self::Address => texts::rule_address_why(),
            Self::Nickname => texts::rule_nickname_why(),
            Self::Upn => texts::rule_upn_why(),
            Self::EmployeeId => texts::rule_employee_why(),
            Self::Custom => texts::rule_custom_why(),
            Self::Name => texts::rule_name_why(),
            Self::Similar => texts::rule_similar_why(),
        }
    }

    /// The kind of a rule of a run.
    pub fn of(rule: &MatchRule) -> Self {
        match rule {
            MatchRule::PrimarySmtpAddress => Self::Address,
            MatchRule::UserPrincipalName(_) => Self::Upn,
            MatchRule::MailNickname => Self::Nickname,
            MatchRule::EmployeeId => Self::EmployeeId,
            MatchRule::CustomAttribute(_) => Self::Custom,
            MatchRule::DisplayName => Self::Name,
            MatchRule::SimilarName(_) => Self::Similar,
        }
    }
}

/// One way to rewrite a name for sign-in, as it was typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RewriteTyped {
    /// A domain, or a pattern.
    pub from: String,
    /// A domain, or what the pattern becomes.
    pub to: String,
    /// Whether it is a pattern.
    pub is_pattern: bool,
}

/// What stands in the panel.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Typed {
    /// The rules that are on, in their order.
    pub on: Vec<RuleKind>,
    /// The ways to rewrite names for sign-in.
    pub rewrites: Vec<RewriteTyped>,
    /// The number of the custom attribute.
    pub attribute: u8,
    /// From here on a similar name is proposed, in percent.
    pub propose_at: u8,
    /// From here on it counts as found.
    pub decide_at: u8,
}

/// The rules that were chosen; none if one of them is not whole.
pub(super) fn rules(typed: &Typed) -> Option<Vec<MatchRule>> {
    typed
        .on
        .iter()
        .map(|kind| {
            Some(match kind {
                RuleKind::Address => MatchRule::PrimarySmtpAddress,
                RuleKind::Nickname => MatchRule::MailNickname,
                RuleKind::Upn => MatchRule::UserPrincipalName(
                    typed
                        .rewrites
                        .iter()
                        .map(|one| rewrite(one).ok())
                        .collect::<Option<_>>()?,
                ),
                RuleKind::EmployeeId => MatchRule::EmployeeId,
                RuleKind::Custom => MatchRule::CustomAttribute(attribute(typed.attribute)?),
                RuleKind::Name => MatchRule::DisplayName,
                RuleKind::Similar => {
                    MatchRule::SimilarName(NameThresholds::new(typed.propose_at, typed.decide_at))
                }
            })
        })
        .collect()
}

fn attribute(number: u8) -> Option<CustomAttribute> {
    CustomAttribute::all().find(|one| one.number() == Some(number))
}

/// A rewrite as it was typed, or what is wrong with it.
pub(super) fn rewrite(typed: &RewriteTyped) -> Result<Rewrite, String> {
    let (from, to) = (typed.from.trim(), typed.to.trim());
    if typed.is_pattern {
        let pattern = PatternRewrite::new(from, to);
        return pattern
            .map(Rewrite::Pattern)
            .map_err(|error| words::as_sentence(&error.to_string()));
    }
    if from.is_empty() || to.is_empty() {
        return Err(texts::domain_missing());
    }
    // Many type the @ as well.
    let [from, to] = [from, to].map(|domain| domain.strip_prefix('@').unwrap_or(domain));
    let is_wrong = |domain: &&str| domain.contains(|it: char| it == '@' || it.is_whitespace());
    match [from, to].into_iter().find(is_wrong) {
        Some(domain) => Err(texts::domain_wrong(domain)),
        None => Ok(Rewrite::Domain(DomainRewrite {
            from: from.to_string(),
            to: to.to_string(),
        })),
    }
}

/// The list with one of it moved by a place; as it was if there is no such place.
pub(super) fn moved<T: Clone>(list: &[T], from: usize, is_up: bool) -> Vec<T> {
    let mut list = list.to_vec();
    let to = if is_up {
        from.checked_sub(1)
    } else {
        from.checked_add(1)
    };
    if let Some(to) = to
        && from < list.len()
        && to < list.len()
    {
        list.swap(from, to);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(from: &str, to: &str, is_pattern: bool) -> RewriteTyped {
        RewriteTyped {
            from: from.into(),
            to: to.into(),
            is_pattern,
        }
    }

    #[test]
    fn a_rewrite_that_is_not_whole_says_what_is_wrong() {
        for (one, wrong) in [
            (typed("a.example", "", false), "both domains"),
            (
                typed("x@a.example", "b.example", false),
                "x@a.example is no domain",
            ),
            (typed("(", "x", true), "Not a usable regular expression"),
        ] {
            let error = rewrite(&one).unwrap_err();
            assert!(error.contains(wrong), "{error}");
        }
        assert_eq!(
            rewrite(&typed(" @a.example", "b.example ", false)),
            Ok(Rewrite::Domain(DomainRewrite {
                from: "a.example".into(),
                to: "b.example".into()
            }))
        );
        assert!(rewrite(&typed(r"(\w+)@a", "$1@b", true)).is_ok());
    }

    #[test]
    fn the_rules_that_are_on_are_told_in_their_order() {
        let all = Typed {
            on: vec![RuleKind::Similar, RuleKind::Upn, RuleKind::Custom],
            rewrites: vec![typed("a.example", "b.example", false)],
            attribute: 7,
            propose_at: 60,
            decide_at: 95,
        };
        let told = rules(&all).unwrap();
        let kinds: Vec<_> = told.iter().map(RuleKind::of).collect();
        assert_eq!(kinds, all.on);
        assert_eq!(told[0], MatchRule::SimilarName(NameThresholds::new(60, 95)));
        assert_eq!(told[2].name(), "CustomAttribute7");
        let half = Typed {
            rewrites: vec![RewriteTyped::default()],
            ..all
        };
        assert_eq!(rules(&half), None);
    }

    #[test]
    fn what_is_moved_stays_within_the_list() {
        assert_eq!(moved(&[1, 2, 3], 1, true), [2, 1, 3]);
        assert_eq!(moved(&[1, 2, 3], 1, false), [1, 3, 2]);
        assert_eq!(moved(&[1, 2, 3], 0, true), [1, 2, 3]);
        assert_eq!(moved(&[1, 2, 3], 2, false), [1, 2, 3]);
        assert_eq!(moved(&[1], 9, true), [1]);
    }
}
