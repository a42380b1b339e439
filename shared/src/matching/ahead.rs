//! A run of the rules that is made some people at a time, for who has to answer meanwhile:
//! it holds on to nobody, and is given the same people for each slice. In one go it is
//! [`match_people`](super::match_people), which is written with it.

use std::{fmt, sync::Arc};

use super::{
    join::{Groups, Joining},
    people::{People, Places, Placing, part},
    person::Person,
    rules::MatchRule,
    settle::{Fit, Ledger, Say, Settling, Verdict},
    side::Side,
    similar::{Comparing, Shared},
};
use crate::ids::ObjectId;

/// Whom to match, and how. As for [`match_people`](super::match_people).
#[derive(Debug)]
pub struct Given<'a, S: Person, T> {
    /// All mailboxes.
    pub sources: Side<'a, S>,
    /// All MailUsers.
    pub targets: Side<'a, T>,
    /// The rules, in their order.
    pub rules: &'a [MatchRule],
    /// What stays as it is.
    pub mapped: &'a [(S::Id, ObjectId)],
}

/// A run under way. It changes nothing; who changes their mind drops it.
///
/// ```
/// use shared::matching::{Given, MatchAhead, MatchRule, Matching, Side};
/// # use shared::identity::{SourceMailbox, TargetMailUser};
/// # let (mailboxes, mail_users): (Vec<SourceMailbox>, Vec<TargetMailUser>) = (vec![], vec![]);
/// let rules = [MatchRule::PrimarySmtpAddress];
/// let given = || Given {
///     sources: Side::List(&mailboxes),
///     targets: Side::List(&mail_users),
///     rules: &rules,
///     mapped: &[],
/// };
/// let mut ahead = MatchAhead::default();
/// while !ahead.step(&given(), 1_000) {
///     println!("{} per mille", ahead.done(&given()));
/// }
/// let found = Matching::of(given(), ahead.finish());
/// assert_eq!(found.summary().found(), 0);
/// ```
pub struct MatchAhead {
    phase: Phase,
    settled: Settled,
}

/// What a run came to, in places.
#[derive(Default)]
pub struct Settled {
    pub(super) sources: Places,
    pub(super) targets: Places,
    pub(super) ledger: Ledger,
}

enum Phase {
    Sources(Placing),
    Targets(Placing),
    /// From this one of those that are mapped on.
    Mapped(usize),
    /// From this rule on.
    Rules(u32),
    Keys(u32, ByKeys),
    Names(u32, Comparing),
    /// While it goes over into another.
    Between,
}

impl Default for MatchAhead {
    fn default() -> Self {
        Self {
            phase: Phase::Sources(Placing::default()),
            settled: Settled::default(),
        }
    }
}

impl MatchAhead {
    /// Goes on with so many people; true once everything is settled. What is given is the
    /// same each time.
    pub fn step<S: Person, T: Person<Id = ObjectId>>(
        &mut self,
        given: &Given<'_, S, T>,
        most: usize,
    ) -> bool {
        let most = most.max(1);
        self.phase = match std::mem::replace(&mut self.phase, Phase::Between) {
            Phase::Sources(mut placing) => {
                if placing.step(given.sources, most) {
                    self.settled.sources = placing.finish();
                    Phase::Targets(Placing::default())
                } else {
                    Phase::Sources(placing)
                }
            }
            Phase::Targets(mut placing) => {
                if placing.step(given.targets, most) {
                    self.settled.targets = placing.finish();
                    let Settled {
                        sources, targets, ..
                    } = &self.settled;
                    self.settled.ledger = Ledger::new(sources.len(), targets.len());
                    Phase::Mapped(0)
                } else {
                    Phase::Targets(placing)
                }
            }
            Phase::Mapped(from) => {
                let to = from.saturating_add(most).min(given.mapped.len());
                self.settled.keep(given, from, to);
                if to < given.mapped.len() {
                    Phase::Mapped(to)
                } else {
                    Phase::Rules(0)
                }
            }
            Phase::Rules(number) => match given.rules.get(number as usize) {
                None => return true,
                Some(MatchRule::SimilarName(_)) => Phase::Names(number, Comparing::default()),
                Some(_) => Phase::Keys(number, ByKeys::default()),
            },
            Phase::Keys(number, mut by_keys) => {
                if self.settled.by_keys(given, number, &mut by_keys, most) {
                    Phase::Rules(number.saturating_add(1))
                } else {
                    Phase::Keys(number, by_keys)
                }
            }
            Phase::Names(number, mut comparing) => {
                if self.settled.by_names(given, number, &mut comparing, most) {
                    Phase::Rules(number.saturating_add(1))
                } else {
                    Phase::Names(number, comparing)
                }
            }
            Phase::Between => return true,
        };
        false
    }

    /// What it came to, once everything is settled.
    pub fn finish(self) -> Arc<Settled> {
        Arc::new(self.settled)
    }

    /// How far it is, per mille. It only grows.
    pub fn done<S: Person, T>(&self, given: &Given<'_, S, T>) -> usize {
        let (sources, targets) = (given.sources.len(), given.targets.len());
        let of_rules = |number: u32, done: usize| {
            let rules = given.rules.len().max(1);
            200 + (number as usize * 1000 + done) * 8 / 10 / rules
        };
        match &self.phase {
            Phase::Sources(placing) => placing.done(sources) / 10,
            Phase::Targets(placing) => 100 + placing.done(targets) * 9 / 100,
            Phase::Mapped(at) => 190 + part(*at, given.mapped.len()) / 100,
            Phase::Rules(number) => of_rules(*number, 0),
            Phase::Keys(number, by_keys) => of_rules(*number, by_keys.done(sources, targets)),
            Phase::Names(number, comparing) => of_rules(*number, comparing.done(sources, targets)),
            Phase::Between => 1000,
        }
    }
}

impl Settled {
    /// Keeps some of what is mapped.
    fn keep<S: Person, T: Person<Id = ObjectId>>(
        &mut self,
        given: &Given<'_, S, T>,
        from: usize,
        to: usize,
    ) {
        let (sources, targets) = (
            self.sources.of(given.sources),
            self.targets.of(given.targets),
        );
        let mapped = given.mapped.iter().zip(0..);
        for ((source, target), at) in mapped.take(to).skip(from) {
            if let Some(source) = sources.place_of_id(*source) {
                self.ledger.decide(source, Verdict::Kept(at));
            }
            if let Some(target) = targets.place_of_id(*target) {
                self.ledger.take(target);
            }
        }
    }

    fn by_keys<S: Person, T: Person>(
        &mut self,
        given: &Given<'_, S, T>,
        number: u32,
        by_keys: &mut ByKeys,
        most: usize,
    ) -> bool {
        let (sources, targets) = (
            self.sources.of(given.sources),
            self.targets.of(given.targets),
        );
        let rule = given.rules.get(number as usize);
        let ledger = &mut self.ledger;
        rule.is_none_or(|rule| by_keys.step(rule, number, &sources, &targets, ledger, most))
    }

    fn by_names<S: Person, T: Person>(
        &mut self,
        given: &Given<'_, S, T>,
        number: u32,
        comparing: &mut Comparing,
        most: usize,
    ) -> bool {
        let (sources, targets) = (
            self.sources.of(given.sources),
            self.targets.of(given.targets),
        );
        let Some(MatchRule::SimilarName(thresholds)) = given.rules.get(number as usize) else {
            return true;
        };
        let ledger = &mut self.ledger;
        comparing.step(*thresholds, number, &sources, &targets, ledger, most)
    }
}

/// A rule that compares keys.
enum ByKeys {
    Join(Joining),
    /// Groups without those whose MailUsers are taken, from this group on.
    Free(Groups, Groups, usize),
    Settle(Groups, Settling),
    /// While it goes over into another.
    Between,
}

impl Default for ByKeys {
    fn default() -> Self {
        Self::Join(Joining::default())
    }
}

impl ByKeys {
    fn step<S: Person, T: Person>(
        &mut self,
        rule: &MatchRule,
        number: u32,
        sources: &People<'_, S>,
        targets: &People<'_, T>,
        ledger: &mut Ledger,
        most: usize,
    ) -> bool {
        *self = match std::mem::replace(self, Self::Between) {
            Self::Join(mut joining) => {
                let is_open = |source| ledger.is_open(source);
                if joining.step(rule, sources, targets, is_open, most) {
                    Self::Free(joining.finish(), Groups::default(), 0)
                } else {
                    Self::Join(joining)
                }
            }
            Self::Free(groups, mut free, from) => {
                let to = from.saturating_add(most).min(groups.len());
                free_some(&groups, &mut free, from, to, number, ledger);
                if to < groups.len() {
                    Self::Free(groups, free, to)
                } else {
                    Self::Settle(free, Settling::default())
                }
            }
            Self::Settle(groups, mut settling) => {
                let confidence = rule.confidence().unwrap_or_default();
                let say = Say {
                    rule: number,
                    decide_at: 0,
                    is_incomplete: &|_| false,
                    fit: &|_, target| Fit {
                        target,
                        confidence,
                        shared: Shared::default(),
                    },
                };
                if settling.step(ledger, &say, &groups, most) {
                    return true;
                }
                Self::Settle(groups, settling)
            }
            Self::Between => return true,
        };
        false
    }

    /// How far it is, per mille of so many mailboxes and MailUsers.
    fn done(&self, sources: usize, targets: usize) -> usize {
        match self {
            Self::Join(joining) => joining.done(sources, targets) * 8 / 10,
            Self::Free(groups, _, at) => 800 + part(*at, groups.len()) / 20,
            Self::Settle(groups, settling) => 850 + settling.done(groups) * 15 / 100,
            Self::Between => 1000,
        }
    }
}

/// Takes from some groups the MailUsers that somebody has. Whose are all taken gets nobody
/// by the rule.
fn free_some(
    groups: &Groups,
    left: &mut Groups,
    from: usize,
    to: usize,
    rule: u32,
    ledger: &mut Ledger,
) {
    for group in (from..to).filter_map(|at| groups.get(at)) {
        let is_free = |target: &u32| !ledger.is_taken(*target);
        if group.targets.iter().any(is_free) {
            let free = group.targets.iter().copied().filter(is_free);
            left.push(group.sources.iter().copied(), free);
        } else if let Some(target) = group.targets.first() {
            for source in group.sources {
                ledger.note_taken(*source, rule, *target);
            }
        }
    }
}

impl fmt::Debug for MatchAhead {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MatchAhead({} mailboxes)", self.settled.sources.len())
    }
}

impl fmt::Debug for Settled {
    /// Counts: the contents are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settled")
            .field("sources", &self.sources.len())
            .field("targets", &self.targets.len())
            .finish_non_exhaustive()
    }
}
