//! How a source mailbox finds its MailUser.
//!
//! [`match_people`] applies the rules that somebody turned on, in their order, and
//! proposes; it changes nothing. Each proposal says by which rule, how far it is to be
//! trusted and why; each conflict, between whom to choose. Whoever has attributes can be
//! matched: see [`Person`].
//!
//! **Promise.** One to one, and never a guess: a mailbox has a match only if exactly one
//! MailUser fits it, and that MailUser fits no other mailbox. The result depends on what
//! is given, not on its order.

mod ahead;
mod by_address;
mod directory;
mod find;
mod join;
mod of_row;
mod people;
mod person;
mod proposal;
mod rewrite;
mod rules;
mod run;
mod settle;
mod side;
mod similar;
mod sought;

pub use ahead::{Given, MatchAhead, Settled};
pub use by_address::{Match, match_by_primary_smtp};
pub use directory::Directory;
pub use find::{FoundBy, FoundPerson, find_people};
pub use of_row::{SourceKeys, SourceRow, source_keys_of_row, target_of_row};
pub use person::{Attribute, CustomAttribute, NoSuchAttribute, Person};
pub use proposal::{Candidate, Proposal};
pub use rewrite::{DomainRewrite, PatternError, PatternRewrite, Rewrite};
pub use rules::{MatchRule, NameThresholds};
pub use run::{MatchSummary, Matching, RuleCounts, match_people};
pub use side::Side;
