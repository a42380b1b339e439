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

use super::{
    join::Groups,
    people::People,
    person::{Attribute, Person},
    rules::NameThresholds,
    settle::{Fit, Ledger, Say, Verdict},
};
use blocks::Index;
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

/// Decides for the open mailboxes whose name is similar to that of a free MailUser.
pub(super) fn apply<S: Person, T: Person>(
    thresholds: NameThresholds,
    rule: u32,
    sources: &People<'_, S>,
    targets: &People<'_, T>,
    ledger: &mut Ledger,
) {
    let index = Index::new(targets, |target| !ledger.is_taken(target));
    let found: Vec<Found> = sources
        .places()
        .filter(|source| ledger.is_open(*source))
        .filter_map(|source| {
            let found = look_for(thresholds, source, sources.at(source)?, targets, &index);
            (!found.fits.is_empty() || found.unseen > 0).then_some(found)
        })
        .collect();
    let mut best_of_target = vec![0_u8; ledger.taken.len()];
    for fit in found.iter().flat_map(|found| &found.fits) {
        if let Some(best) = best_of_target.get_mut(fit.target as usize) {
            *best = fit.confidence.max(*best);
        }
    }
    let mut groups = Groups::default();
    let mut too_common = Vec::new();
    for one in &found {
        let is_too_common = one.unseen >= thresholds.propose_at() && is_near(one.unseen, one.best);
        let near: Vec<u32> = one
            .fits
            .iter()
            .filter(|fit| is_near(fit.confidence, one.best))
            .filter(|fit| {
                let best = best_of_target.get(fit.target as usize);
                best.is_some_and(|best| is_near(fit.confidence, *best))
            })
            .map(|fit| fit.target)
            .collect();
        if is_too_common {
            too_common.push(one.source);
        }
        if !near.is_empty() {
            groups.push([one.source], near);
        } else if is_too_common {
            ledger.decide(one.source, Verdict::TooCommon { rule });
        } else if let Some(fit) = one.fits.first() {
            ledger.note_taken(one.source, rule, fit.target);
        }
    }
    let say = Say {
        rule,
        decide_at: thresholds.decide_at(),
        is_incomplete: &|source| too_common.binary_search(&source).is_ok(),
        fit: &|source, target| {
            let known = found
                .binary_search_by_key(&source, |found| found.source)
                .ok();
            known
                .and_then(|at| found.get(at))
                .and_then(|found| found.fits.iter().find(|fit| fit.target == target))
                .copied()
                .unwrap_or(Fit {
                    target,
                    confidence: 0,
                    shared: Shared::default(),
                })
        },
    };
    ledger.settle(&say, &groups);
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
                weigh::weigh((source, &name), targets.at(*target)?, is_common);
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
