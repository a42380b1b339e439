//! Microsoft's rule alone, as a map without a file applies it.

use super::{MatchRule, person::Person, proposal::Proposal, run::match_people};
use crate::ids::ObjectId;

/// What was found for a source mailbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Match {
    /// Exactly one MailUser, and it fits nobody else.
    One(ObjectId),
    /// No MailUser.
    None,
    /// Several MailUsers, or one that fits several mailboxes: somebody has to decide. At
    /// most ten of them.
    Several(Vec<ObjectId>),
}

/// What fits each mailbox by [`MatchRule::PrimarySmtpAddress`]: as many answers as
/// `sources`, in their order. [`match_people`] says more.
pub fn match_by_primary_smtp<S: Person<Id = ObjectId>, T: Person<Id = ObjectId>>(
    sources: &[S],
    targets: &[T],
) -> Vec<Match> {
    let rules = MatchRule::defaults();
    match_people(sources, targets, &rules, &[])
        .proposals()
        .map(|proposal| match proposal {
            Proposal::Kept(target)
            | Proposal::One { target, .. }
            | Proposal::Likely { target, .. } => Match::One(target),
            Proposal::Conflict { candidates, .. } => {
                Match::Several(candidates.iter().map(|one| one.target).collect())
            }
            Proposal::None { .. } => Match::None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
