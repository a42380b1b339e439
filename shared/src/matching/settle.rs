//! From *who is led to whom* to *who gets whom*: one to one, or somebody has to decide.

mod settling;

use super::{join::Group, people::as_u32, similar::Shared};
use crate::order;
pub(super) use settling::Settling;

/// More than anybody compares side by side.
pub(super) const MOST_LISTED: usize = 10;

/// What was found for a mailbox, in places.
#[derive(Clone, Copy, Debug)]
pub(super) enum Verdict {
    /// Nobody yet. A MailUser fits that is taken, if a rule found one.
    Open { taken: Option<(u32, u32)> },
    /// Mapped before: the place in the list of mappings.
    Kept(u32),
    /// One MailUser, by the rule.
    One { rule: u32, fit: Fit },
    /// One MailUser, for a person to say yes or no.
    Likely { rule: u32, fit: Fit },
    /// A person has to choose: the place in the list of conflicts.
    Conflict(u32),
    /// Nobody: more MailUsers share the name than are compared.
    TooCommon { rule: u32 },
}

/// A MailUser, and how well it fits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fit {
    pub(super) target: u32,
    pub(super) confidence: u8,
    /// What speaks for it beside a similar name.
    pub(super) shared: Shared,
}

/// What a person has to choose from, for all mailboxes that are led to the same MailUsers.
#[derive(Debug)]
pub(super) struct Conflict {
    pub(super) rule: u32,
    /// The best of them, at most [`MOST_LISTED`].
    pub(super) candidates: Vec<Fit>,
    pub(super) count: usize,
    /// Whether more MailUsers may fit than were looked at.
    pub(super) is_incomplete: bool,
    pub(super) knot: u32,
}

/// Mailboxes and MailUsers that hang together, because each is led to another of them:
/// choosing for one of the mailboxes takes something from the others.
#[derive(Debug, Default)]
pub(super) struct Knot {
    /// The first of its mailboxes: one more than are listed, as each of them sees the others.
    pub(super) sources: Vec<u32>,
    pub(super) count: usize,
}

/// Everything that is decided so far.
#[derive(Default)]
pub(super) struct Ledger {
    pub(super) verdicts: Vec<Verdict>,
    pub(super) conflicts: Vec<Conflict>,
    pub(super) knots: Vec<Knot>,
    /// Of each MailUser: whether it is given away.
    pub(super) taken: Vec<bool>,
    /// Of each MailUser: the knot that it is in.
    knot_of: Vec<Option<u32>>,
}

/// A rule's say: its number, and how well a MailUser fits a mailbox that it leads there.
pub(super) struct Say<'a> {
    pub(super) rule: u32,
    pub(super) decide_at: u8,
    /// Whether more MailUsers may fit a mailbox than the rule looked at.
    pub(super) is_incomplete: &'a dyn Fn(u32) -> bool,
    pub(super) fit: &'a dyn Fn(u32, u32) -> Fit,
}

impl Ledger {
    pub(super) fn new(sources: usize, targets: usize) -> Self {
        Self {
            verdicts: vec![Verdict::Open { taken: None }; sources],
            conflicts: Vec::new(),
            knots: Vec::new(),
            taken: vec![false; targets],
            knot_of: vec![None; targets],
        }
    }

    pub(super) fn is_open(&self, source: u32) -> bool {
        matches!(
            self.verdicts.get(source as usize),
            Some(Verdict::Open { .. })
        )
    }

    pub(super) fn is_taken(&self, target: u32) -> bool {
        self.taken.get(target as usize).copied().unwrap_or(true)
    }

    pub(super) fn take(&mut self, target: u32) {
        if let Some(taken) = self.taken.get_mut(target as usize) {
            *taken = true;
        }
    }

    pub(super) fn decide(&mut self, source: u32, verdict: Verdict) {
        if let Some(slot) = self.verdicts.get_mut(source as usize) {
            *slot = verdict;
        }
    }

    /// Remembers that a mailbox without an answer is led to somebody's MailUser.
    pub(super) fn note_taken(&mut self, source: u32, rule: u32, target: u32) {
        if let Some(Verdict::Open { taken }) = self.verdicts.get_mut(source as usize) {
            taken.get_or_insert((rule, target));
        }
    }

    /// Whether one group alone leads to the MailUser, and nobody is to choose it.
    fn is_lone(&self, target: u32, led_here: &[u32]) -> bool {
        led_here.get(target as usize) == Some(&1)
            && self.knot_of.get(target as usize) == Some(&None)
    }

    fn give(&mut self, say: &Say<'_>, source: u32, target: u32) {
        let fit = (say.fit)(source, target);
        let rule = say.rule;
        self.take(target);
        self.decide(
            source,
            if fit.confidence >= say.decide_at {
                Verdict::One { rule, fit }
            } else {
                Verdict::Likely { rule, fit }
            },
        );
    }

    fn leave_to_a_person(&mut self, say: &Say<'_>, group: &Group<'_>, knot: u32) {
        let conflict = as_u32(self.conflicts.len());
        let mut candidates = Vec::new();
        for source in group.sources {
            if candidates.is_empty() {
                candidates = best(group.targets, |target| (say.fit)(*source, target));
            }
            self.decide(*source, Verdict::Conflict(conflict));
        }
        for target in group.targets {
            if let Some(known) = self.knot_of.get_mut(*target as usize) {
                *known = Some(knot);
            }
        }
        self.conflicts.push(Conflict {
            rule: say.rule,
            candidates,
            count: group.targets.len(),
            is_incomplete: group
                .sources
                .iter()
                .any(|source| (say.is_incomplete)(*source)),
            knot,
        });
    }
}

/// The best, by confidence and then in the order of ids.
fn best(targets: &[u32], fit: impl Fn(u32) -> Fit) -> Vec<Fit> {
    let mut fits: Vec<Fit> = targets.iter().map(|target| fit(*target)).collect();
    order::by_number(&mut fits, |fit| {
        order::couple(u32::from(u8::MAX - fit.confidence), fit.target)
    });
    fits.truncate(MOST_LISTED);
    fits
}

impl Knot {
    /// Adds mailboxes, of which some are named.
    fn add(&mut self, named: &[u32], count: usize) {
        self.sources
            .extend(named.iter().take(MOST_LISTED + 1).copied());
        order::by_number(&mut self.sources, |source| u64::from(*source));
        self.sources.truncate(MOST_LISTED + 1);
        self.count += count;
    }
}
