//! How a source mailbox finds its MailUser.
//!
//! **Promise.** Never a guess: a mailbox has a match only if exactly one MailUser fits
//! it, and that MailUser fits no other mailbox. The result depends on what is given,
//! not on its order.

mod by_address;
mod by_rules;
mod of_row;

use crate::ids::ObjectId;

pub use by_address::match_by_primary_smtp;
pub use by_rules::{DomainRewrite, MatchRule, MatchTarget, Proposal, match_by_rules};
pub use of_row::{SourceKeys, source_keys_of_row, target_of_row};

/// What was found for a source mailbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Match {
    /// Exactly one MailUser, and it fits nobody else.
    One(ObjectId),
    /// No MailUser.
    None,
    /// Several MailUsers, or one that fits several mailboxes: somebody has to decide.
    Several(Vec<ObjectId>),
}
