//! Similar display names, weighed together with what else is known.
//!
//! **Promise.** Never a guess: a mailbox gets a MailUser only if no other MailUser is
//! nearly as likely for it, and no other mailbox for the MailUser. What is worth less than
//! the administrator's threshold is only proposed. Mailboxes are compared with few
//! MailUsers each, found by what they share; where too many share it, that is said.

mod blocks;
mod fold;
mod names;
mod weigh;

use std::ops::Range;

use super::{
    join::Groups,
    people::{People, as_u32, part},
    person::{Attribute, Person},
    rules::NameThresholds,
    settle::{Fit, Ledger, Say, Settling, Verdict},
};
use blocks::{Index, Indexing};
pub(super) use fold::plain;
use names::Name;
pub(super) use weigh::Shared;

/// Two MailUsers, or two mailboxes, are nearly as likely if they are less than this
/// apart, in percent.
const MARGIN: u8 = 10;

/// What was found for a mailbox.
struct Found {
    source: u32,
    /// From the first worth proposing on, in the order of MailUsers.
    fits: Vec<Fit>,
    best: u8,
    /// What a MailUser may be worth that was not compared.
    unseen: u8,
}

/// Decides for the open mailboxes whose name is similar to that of a free MailUser, some
/// people at a time.
pub(super) struct Comparing {
    phase: Phase,
    found: Vec<Found>,
    best_of_target: Vec<u8>,
    too_common: Vec<u32>,
    groups: Groups,
}

enum Phase {
    Index(Indexing),
    /// From this mailbox on.
    Look(Index, u32),
    /// From this one of what was found on.
    Best(usize),
    Group(usize),
    Settle(Settling),
    /// While it goes over into another.
    Between,
}

impl Default for Comparing {
    fn default() -> Self {
        Self {
            phase: Phase::Index(Indexing::default()),
            found: Vec::new(),
            best_of_target: Vec::new(),
            too_common: Vec::new(),
            groups: Groups::default(),
        }
    }
}

/// To compare names takes as long as to look up so many keys.
const DEAR: usize = 32;

impl Comparing {
    /// Goes on with as much as so many keys are; true once all is decided.
    pub(super) fn step<S: Person, T: Person>(
        &mut self,
        thresholds: NameThresholds,
        rule: u32,
        sources: &People<'_, S>,
        targets: &People<'_, T>,
        ledger: &mut Ledger,
        most: usize,
    ) -> bool {
        let few = (most / DEAR).max(1);
        self.phase = match std::mem::replace(&mut self.phase, Phase::Between) {
            Phase::Index(mut indexing) => {
                if indexing.step(targets, |target| !ledger.is_taken(target), few) {
                    Phase::Look(indexing.finish(), 0)
                } else {
                    Phase::Index(indexing)
                }
            }
            Phase::Look(index, from) => {
                let all = sources.places().end;
                let to = from.saturating_add(as_u32(few)).min(all);
                let open = (from..to).filter(|source| ledger.is_open(*source));
                self.found.extend(open.filter_map(|source| {
                    let one = sources.at(source)?;
                    let found = look_for(thresholds, source, &*one, targets, &index);
                    (!found.fits.is_empty() || found.unseen > 0).then_some(found)
                }));
                if to < all {
                    Phase::Look(index, to)
                } else {
                    self.best_of_target = vec![0; ledger.taken.len()];
                    Phase::Best(0)
                }
            }
            Phase::Best(from) => {
                let to = from.saturating_add(most).min(self.found.len());
                let some = self.found.get(from..to).unwrap_or_default();
                for fit in some.iter().flat_map(|found| &found.fits) {
                    if let Some(best) = self.best_of_target.get_mut(fit.target as usize) {
                        *best = fit.confidence.max(*best);
                    }
                }
                if to < self.found.len() {
                    Phase::Best(to)
                } else {
                    Phase::Group(0)
                }
            }
            Phase::Group(from) => {
                let to = from.saturating_add(most).min(self.found.len());
                self.group(thresholds, rule, from..to, ledger);
                if to < self.found.len() {
                    Phase::Group(to)
                } else {
                    Phase::Settle(Settling::default())
                }
            }
            Phase::Settle(mut settling) => {
                let say = Say {
                    rule,
                    decide_at: thresholds.decide_at(),
                    is_incomplete: &|source| self.too_common.binary_search(&source).is_ok(),
                    fit: &|source, target| self.fit(source, target),
                };
                if settling.step(ledger, &say, &self.groups, most) {
                    return true;
                }
                Phase::Settle(settling)
            }
            Phase::Between => return true,
        };
        false
    }

    /// How far it is, per mille of so many mailboxes and MailUsers.
    pub(super) fn done(&self, sources: usize, targets: usize) -> usize {
        match &self.phase {
            Phase::Index(indexing) => indexing.done(targets) * 3 / 10,
            Phase::Look(_, at) => 300 + part(*at as usize, sources) * 6 / 10,
            Phase::Best(_) => 900,
            Phase::Group(at) => 920 + part(*at, self.found.len()) * 4 / 100,
            Phase::Settle(settling) => 960 + settling.done(&self.groups) * 4 / 100,
            Phase::Between => 1000,
        }
    }

    /// Who is led to whom: where they are nearly as likely as any other for both.
    fn group(
        &mut self,
        thresholds: NameThresholds,
        rule: u32,
        some: Range<usize>,
        ledger: &mut Ledger,
    ) {
        for one in self.found.get(some).unwrap_or_default() {
            let is_too_common =
                one.unseen >= thresholds.propose_at() && is_near(one.unseen, one.best);
            let near: Vec<u32> = one
                .fits
                .iter()
                .filter(|fit| is_near(fit.confidence, one.best))
                .filter(|fit| {
                    let best = self.best_of_target.get(fit.target as usize);
                    best.is_some_and(|best| is_near(fit.confidence, *best))
                })
                .map(|fit| fit.target)
                .collect();
            if is_too_common {
                self.too_common.push(one.source);
            }
            if !near.is_empty() {
                self.groups.push([one.source], near);
            } else if is_too_common {
                ledger.decide(one.source, Verdict::TooCommon { rule });
            } else if let Some(fit) = one.fits.first() {
                ledger.note_taken(one.source, rule, fit.target);
            }
        }
    }

    fn fit(&self, source: u32, target: u32) -> Fit {
        let known = self
            .found
            .binary_search_by_key(&source, |found| found.source);
        known
            .ok()
            .and_then(|at| self.found.get(at))
            .and_then(|found| found.fits.iter().find(|fit| fit.target == target))
            .copied()
            .unwrap_or(Fit {
                target,
                confidence: 0,
                shared: Shared::default(),
            })
    }
}

/// Whether something is nearly as likely as the best.
fn is_near(confidence: u8, best: u8) -> bool {
    confidence.saturating_add(MARGIN) > best
}

fn look_for<S: Person, T: Person>(
    thresholds: NameThresholds,
    place: u32,
    source: &S,
    targets: &People<'_, T>,
    index: &Index,
) -> Found {
    let name = Name::new(&source.attribute(Attribute::DisplayName));
    let found = index.look_up(source, &name);
    let fits: Vec<Fit> = found
        .targets
        .iter()
        .filter_map(|target| {
            let is_common = |nth| found.is_common(nth);
            let (confidence, shared) =
                weigh::weigh((source, &name), &*targets.at(*target)?, is_common);
            (confidence >= thresholds.propose_at()).then_some(Fit {
                target: *target,
                confidence,
                shared,
            })
        })
        .collect();
    Found {
        source: place,
        best: fits.iter().map(|fit| fit.confidence).max().unwrap_or(0),
        fits,
        unseen: found.unseen,
    }
}

/// What speaks for two people being one.
pub(super) fn why(source: &impl Person, target: &impl Person, shared: Shared) -> String {
    weigh::why(source, target, shared)
}
