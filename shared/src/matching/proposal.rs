//! What a run says about one mailbox, in words.

use super::{
    person::Person,
    rules::MatchRule,
    run::Matching,
    settle::{Conflict, Fit, MOST_LISTED, Verdict},
    similar,
};
use crate::ids::ObjectId;

/// Why the choice among similar names is not complete.
const TOO_COMMON: &str =
    "More MailUsers have a similar name than are compared: decide by another attribute.";

/// What is proposed for a mailbox, and why. `Id` tells mailboxes apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proposal<Id> {
    /// It was mapped before, and stays so.
    Kept(ObjectId),
    /// One MailUser.
    One {
        /// The MailUser.
        target: ObjectId,
        /// Which of the rules found it, counted from 0.
        rule: usize,
        /// How far that is to be trusted, in percent.
        confidence: u8,
        /// Why, in words.
        reason: String,
    },
    /// One MailUser that nobody else fits, by a name that is not similar enough to decide:
    /// a person has to say yes.
    Likely {
        /// The MailUser.
        target: ObjectId,
        /// Which of the rules found it, counted from 0.
        rule: usize,
        /// How far that is to be trusted, in percent.
        confidence: u8,
        /// Why, in words.
        reason: String,
    },
    /// A person has to choose.
    Conflict {
        /// The MailUsers that fit, best first: at most ten of them.
        candidates: Vec<Candidate>,
        /// How many MailUsers fit.
        count: usize,
        /// The mailboxes that a choice takes something from, because they are led to one of
        /// these MailUsers or hang together with them: at most ten.
        rivals: Vec<Id>,
        /// How many such mailboxes there are.
        rival_count: usize,
        /// Which of the rules met the conflict, counted from 0.
        rule: usize,
        /// Why, in words.
        reason: String,
    },
    /// Nobody.
    None {
        /// Why, in words: what each rule was looking for.
        why: String,
        /// The MailUser that fits, but belongs to another mailbox.
        taken: Option<ObjectId>,
    },
}

/// A MailUser to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The MailUser.
    pub target: ObjectId,
    /// How far this one is to be trusted, in percent.
    pub confidence: u8,
    /// What speaks for it, in words.
    pub reason: String,
}

impl<S: Person, T: Person<Id = ObjectId>> Matching<'_, S, T> {
    /// What is proposed for the mailbox that was given at this place; none if there is no
    /// such place.
    pub fn proposal(&self, at: usize) -> Option<Proposal<S::Id>> {
        let (place, verdict) = self.verdict(at)?;
        Some(match verdict {
            Verdict::Kept(mapping) => Proposal::Kept(self.given.mapped.get(mapping as usize)?.1),
            Verdict::One { rule, fit } => Proposal::One {
                target: self.targets().id_at(fit.target)?,
                rule: rule as usize,
                confidence: fit.confidence,
                reason: self.why(place, rule, fit)?,
            },
            Verdict::Likely { rule, fit } => Proposal::Likely {
                target: self.targets().id_at(fit.target)?,
                rule: rule as usize,
                confidence: fit.confidence,
                reason: self.why(place, rule, fit)?,
            },
            Verdict::Conflict(conflict) => self.choice(place, self.conflict(conflict)?)?,
            Verdict::TooCommon { rule } => Proposal::None {
                why: self.why_none(&*self.sources().at(place)?, |number, _, _| {
                    (number == rule).then(|| TOO_COMMON.to_owned())
                }),
                taken: None,
            },
            Verdict::Open { taken } => Proposal::None {
                why: self.why_none(&*self.sources().at(place)?, |number, rule, key| {
                    let is_it = taken.is_some_and(|(rule, _)| rule == number);
                    is_it.then(|| rule.why_taken(key))
                }),
                taken: taken.and_then(|(_, target)| self.targets().id_at(target)),
            },
        })
    }

    /// What is proposed for all mailboxes, in their order.
    pub fn proposals(&self) -> impl Iterator<Item = Proposal<S::Id>> {
        (0..self.len()).filter_map(|at| self.proposal(at))
    }

    fn rule(&self, number: u32) -> Option<&MatchRule> {
        self.given.rules.get(number as usize)
    }

    /// What the rule looks the mailbox up by.
    fn key(&self, source: u32, rule: &MatchRule) -> Option<String> {
        key_of(&*self.sources().at(source)?, rule)
    }

    /// What speaks for a MailUser.
    fn why(&self, source: u32, rule: u32, fit: Fit) -> Option<String> {
        match self.rule(rule)? {
            MatchRule::SimilarName(_) => Some(similar::why(
                &*self.sources().at(source)?,
                &*self.targets().at(fit.target)?,
                fit.shared,
            )),
            rule => Some(rule.why_one(&self.key(source, rule)?)),
        }
    }

    fn choice(&self, place: u32, conflict: &Conflict) -> Option<Proposal<S::Id>> {
        let rule = self.rule(conflict.rule)?;
        let knot = self.ledger().knots.get(conflict.knot as usize)?;
        let rival_count = knot.count.saturating_sub(1);
        let candidates: Vec<Candidate> = conflict
            .candidates
            .iter()
            .filter_map(|fit| {
                Some(Candidate {
                    target: self.targets().id_at(fit.target)?,
                    confidence: fit.confidence,
                    reason: self.why(place, conflict.rule, *fit)?,
                })
            })
            .collect();
        let mut said = vec![match (conflict.count, candidates.first()) {
            (1, Some(only)) => only.reason.clone(),
            _ => rule.why_several(&self.key(place, rule)?, conflict.count),
        }];
        if conflict.is_incomplete {
            said.push(TOO_COMMON.to_owned());
        }
        if rival_count > 0 {
            let fits = match conflict.count {
                1 => "The MailUser fits",
                _ => "They fit",
            };
            let others = match rival_count {
                1 => "another mailbox".to_owned(),
                many => format!("{many} other mailboxes"),
            };
            said.push(format!("{fits} {others} as well."));
        }
        Some(Proposal::Conflict {
            candidates,
            count: conflict.count,
            rivals: knot
                .sources
                .iter()
                .filter(|rival| **rival != place)
                .take(MOST_LISTED)
                .filter_map(|rival| self.sources().id_at(*rival))
                .collect(),
            rival_count,
            rule: conflict.rule as usize,
            reason: said.join(" "),
        })
    }

    /// What each rule was looking for, where `other` does not know better.
    fn why_none(
        &self,
        source: &S,
        other: impl Fn(u32, &MatchRule, &str) -> Option<String>,
    ) -> String {
        if self.given.rules.is_empty() {
            return "No rule is turned on.".to_owned();
        }
        let said: Vec<String> = self
            .given
            .rules
            .iter()
            .zip(0..)
            .map(|(rule, number)| match key_of(source, rule) {
                None => rule.why_not_asked(source),
                Some(key) => other(number, rule, &key).unwrap_or_else(|| rule.why_none(&key)),
            })
            .collect();
        said.join(" ")
    }
}

fn key_of(source: &impl Person, rule: &MatchRule) -> Option<String> {
    let mut key = String::new();
    rule.source_key(source, &mut key).then_some(key)
}
