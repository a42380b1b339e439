//! Microsoft's rule: a MailUser with an address, or an ExternalEmailAddress, equal to
//! the mailbox's PrimarySmtpAddress.

use std::collections::{BTreeSet, HashMap};

use super::Match;
use crate::{
    address::address_key,
    identity::{SourceMailbox, TargetMailUser},
    ids::ObjectId,
};

/// What fits each mailbox: as many answers as `sources`, in their order. Case is
/// ignored.
pub fn match_by_primary_smtp(sources: &[SourceMailbox], targets: &[TargetMailUser]) -> Vec<Match> {
    let mut holders: HashMap<String, BTreeSet<ObjectId>> = HashMap::new();
    for target in targets {
        for address in addresses_of(target) {
            holders
                .entry(address_key(address))
                .or_default()
                .insert(target.id);
        }
    }
    let candidates: Vec<Option<&BTreeSet<ObjectId>>> = sources
        .iter()
        .map(|source| {
            let address = source.primary_smtp_address.trim();
            if address.is_empty() {
                None
            } else {
                holders.get(&address_key(address))
            }
        })
        .collect();
    // A mailbox that is given twice is one mailbox, and no rival to itself.
    let mut suitors: HashMap<ObjectId, BTreeSet<ObjectId>> = HashMap::new();
    for (source, found) in sources.iter().zip(&candidates) {
        if let Some(only) = found.and_then(only_one) {
            suitors.entry(only).or_default().insert(source.id);
        }
    }
    candidates
        .into_iter()
        .map(|found| match found {
            None => Match::None,
            Some(found) => match only_one(found) {
                Some(only) if suitors.get(&only).is_none_or(|s| s.len() < 2) => Match::One(only),
                _ => Match::Several(found.iter().copied().collect()),
            },
        })
        .collect()
}

pub(super) fn addresses_of(target: &TargetMailUser) -> impl Iterator<Item = &str> {
    target
        .email_addresses
        .iter()
        .chain(&target.external_email_address)
        .map(String::as_str)
        .chain([target.primary_smtp_address.as_str()])
        .filter(|address| !address.is_empty())
}

fn only_one(found: &BTreeSet<ObjectId>) -> Option<ObjectId> {
    match found.len() {
        1 => found.first().copied(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
