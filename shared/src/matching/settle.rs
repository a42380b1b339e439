//! From *who is led to whom* to *who gets whom*: one to one, or somebody has to decide.

use super::{
    join::{Group, Groups},
    people::as_u32,
    similar::Shared,
};
use crate::order;

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

    /// Decides for all mailboxes of the groups, whose MailUsers are all free.
    pub(super) fn settle(&mut self, say: &Say<'_>, groups: &Groups) {
        let mut led_here = vec![0_u32; self.taken.len()];
        for target in groups.iter().flat_map(|group| group.targets) {
            if let Some(count) = led_here.get_mut(*target as usize) {
                *count = count.saturating_add(1);
            }
        }
        let mut knotted = Vec::new();
        for group in groups.iter() {
            match (group.sources, group.targets) {
                ([source], [target])
                    if self.is_lone(*target, &led_here) && !(say.is_incomplete)(*source) =>
                {
                    self.give(say, *source, *target);
                }
                _ => knotted.push(group),
            }
        }
        self.tie(say, &knotted);
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

    /// Makes knots of what hangs together, and a conflict of each group.
    fn tie(&mut self, say: &Say<'_>, groups: &[Group<'_>]) {
        let roots = roots(groups, self.taken.len());
        let mut knots: Vec<Knot> = Vec::new();
        let mut older: Vec<Vec<u32>> = Vec::new();
        let mut knot_at = vec![None; groups.len()];
        for (group, root) in groups.iter().zip(&roots) {
            let Some(at) = knot_at.get_mut(*root as usize) else {
                continue;
            };
            let at = *at.get_or_insert_with(|| {
                knots.push(Knot::default());
                older.push(Vec::new());
                knots.len() - 1
            });
            if let (Some(knot), Some(older)) = (knots.get_mut(at), older.get_mut(at)) {
                knot.add(group.sources, group.sources.len());
                let known = group.targets.iter();
                older.extend(known.filter_map(|target| *self.knot_of.get(*target as usize)?));
            }
        }
        for (knot, older) in knots.iter_mut().zip(&mut older) {
            order::by_number(older, |at| u64::from(*at));
            older.dedup();
            for before in older.iter().filter_map(|at| self.knots.get(*at as usize)) {
                knot.add(&before.sources, before.count);
            }
        }
        let first = self.knots.len();
        self.knots.append(&mut knots);
        for (group, root) in groups.iter().zip(&roots) {
            if let Some(Some(at)) = knot_at.get(*root as usize) {
                self.leave_to_a_person(say, group, as_u32(first + at));
            }
        }
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

/// For each group one that stands for all that hang together with it by MailUsers.
fn roots(groups: &[Group<'_>], targets: usize) -> Vec<u32> {
    let mut parents: Vec<u32> = (0..as_u32(groups.len())).collect();
    let mut first_of: Vec<Option<u32>> = vec![None; targets];
    for (group, at) in groups.iter().zip(0..) {
        for target in group.targets {
            if let Some(first) = first_of.get_mut(*target as usize) {
                let (a, b) = (
                    root(&mut parents, *first.get_or_insert(at)),
                    root(&mut parents, at),
                );
                // The smaller one stands: so the result depends on the groups alone.
                if let Some(parent) = parents.get_mut(a.max(b) as usize) {
                    *parent = a.min(b);
                }
            }
        }
    }
    (0..as_u32(groups.len()))
        .map(|at| root(&mut parents, at))
        .collect()
}

/// Follows parents to the one that is its own, and shortens the way for the next.
fn root(parents: &mut [u32], mut at: u32) -> u32 {
    loop {
        let parent = parents.get(at as usize).copied().unwrap_or(at);
        if parent == at {
            return at;
        }
        let above = parents.get(parent as usize).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at as usize) {
            *slot = above;
        }
        at = above;
    }
}
