//! What a map would do, as pure functions: identities in, identities out.
//!
//! Never a guess, and never two sources on one MailUser: a match that is not
//! one-to-one is a conflict, and what is mapped already stays.

use std::collections::BTreeMap;

use shared::{
    address,
    identity::{SourceMailbox, TargetMailUser},
    ids::ObjectId,
    matching::{Match, match_by_primary_smtp},
    powershell::quote,
    workflow::{IdentityEvent, Refused, refuse_taken},
};

use super::identities::Identity;
use crate::named::names;

pub(super) use file::by_file;

mod file;

/// What a map makes of one identity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mapping {
    /// The identity as it will be.
    pub(super) identity: Identity,
    /// Why it is not mapped as asked; none if it is, or nothing was asked.
    pub(super) failure: Option<String>,
}

/// Maps what has no MailUser yet by PrimarySmtpAddress. A MailUser that is gone is
/// let go of, unless it was written.
pub(super) fn by_address(
    identities: &[Identity],
    mail_users: &[TargetMailUser],
    accepted_domains: &[String],
) -> Vec<Mapping> {
    let known: BTreeMap<ObjectId, &TargetMailUser> =
        mail_users.iter().map(|user| (user.id, user)).collect();
    let identities: Vec<Identity> = identities
        .iter()
        .cloned()
        .map(|identity| match identity.standing.target() {
            Some(target) if !known.contains_key(&target) => let_go(identity),
            _ => identity,
        })
        .collect();
    let sources: Vec<SourceMailbox> = identities
        .iter()
        .filter(|identity| identity.standing.target().is_none())
        .map(|identity| identity.source.clone())
        .collect();
    let matches: BTreeMap<ObjectId, Match> = sources
        .iter()
        .map(|source| source.id)
        .zip(match_by_primary_smtp(&sources, mail_users))
        .collect();
    let mut asked: BTreeMap<ObjectId, ObjectId> = matches
        .iter()
        .filter_map(|(source, found)| match found {
            Match::One(target) => Some((*source, *target)),
            Match::None | Match::Several(_) => None,
        })
        .collect();
    let refused = refused(&identities, &mut asked);
    identities
        .into_iter()
        .map(|identity| {
            let id = identity.source.id;
            if identity.standing.target().is_some() {
                return stays(identity);
            }
            if let Some(why) = refused.get(&id) {
                return conflict(identity, why.clone());
            }
            if let Some(user) = asked.get(&id).and_then(|target| known.get(target)) {
                return mapped(identity, user, accepted_domains);
            }
            match matches.get(&id) {
                Some(Match::Several(ids)) => {
                    let found: Vec<&str> = ids
                        .iter()
                        .filter_map(|id| known.get(id))
                        .map(|user| user.user_principal_name.as_str())
                        .collect();
                    conflict(
                        identity,
                        format!(
                            "Not one mailbox and one MailUser: {} could be meant. Decide in the \
                             mapping file.",
                            names(&found)
                        ),
                    )
                }
                _ => unmapped(identity),
            }
        })
        .collect()
}

/// Takes out of `asked` who cannot have the MailUser that they ask for, and says
/// why.
fn refused(
    identities: &[Identity],
    asked: &mut BTreeMap<ObjectId, ObjectId>,
) -> BTreeMap<ObjectId, String> {
    let held: Vec<(ObjectId, ObjectId)> = identities
        .iter()
        .filter_map(|identity| Some((identity.source.id, identity.standing.target()?)))
        .collect();
    let names: BTreeMap<ObjectId, &str> = identities
        .iter()
        .map(|identity| {
            let source = &identity.source;
            (source.id, source.user_principal_name.as_str())
        })
        .collect();
    refuse_taken(&held, asked)
        .into_iter()
        .map(|(source, why)| {
            let why = match why {
                Refused::Kept(keeper) => format!(
                    "The MailUser that fits already belongs to {}.",
                    names.get(&keeper).copied().unwrap_or_default()
                ),
                Refused::Contested => {
                    "More than one mailbox would lead to this MailUser.".to_owned()
                }
            };
            (source, why)
        })
        .collect()
}

/// Lets go of a MailUser that is not there any more; one that was written is
/// kept, so that somebody looks at it.
fn let_go(mut identity: Identity) -> Identity {
    if identity.apply(IdentityEvent::LetGo) {
        identity.target_name = None;
        identity.message = None;
    }
    identity
}

fn mapped(mut identity: Identity, user: &TargetMailUser, accepted_domains: &[String]) -> Mapping {
    if !identity.apply(IdentityEvent::Matched(user.id)) {
        return conflict(
            identity,
            "It was written to its MailUser, and a map does not change that.".to_owned(),
        );
    }
    identity.target_name = Some(user.display_name.clone());
    identity.message = remark(user, accepted_domains);
    Mapping {
        identity,
        failure: None,
    }
}

/// What is to be said about a MailUser that a mailbox was mapped to.
fn remark(user: &TargetMailUser, accepted_domains: &[String]) -> Option<String> {
    let foreign: Vec<&str> = user
        .email_addresses
        .iter()
        .map(String::as_str)
        .filter(|entry| address::is_smtp(entry) && !address::is_of_domain(entry, accepted_domains))
        .collect();
    let mut remarks = Vec::new();
    if user.is_dir_synced {
        remarks.push(
            "The MailUser is synchronised from on-premises: it is written there, not by this pair."
                .to_owned(),
        );
    }
    if !foreign.is_empty() {
        remarks.push(format!(
            "The MailUser has addresses of domains that the target does not accept: {}. Remove \
             them before the write.",
            names(&foreign)
        ));
    }
    (!remarks.is_empty()).then(|| remarks.join(" "))
}

fn stays(identity: Identity) -> Mapping {
    Mapping {
        identity,
        failure: None,
    }
}

/// Not mapped as asked: a conflict, or as it was if it has a MailUser.
fn conflict(mut identity: Identity, why: String) -> Mapping {
    identity.apply(IdentityEvent::Contested);
    identity.message = Some(why.clone());
    Mapping {
        identity,
        failure: Some(why),
    }
}

/// Nobody fits; the two remedies are named as PowerShell.
fn unmapped(mut identity: Identity) -> Mapping {
    identity.apply(IdentityEvent::Unmatched);
    let source = &identity.source;
    let why = format!(
        "No MailUser has the address {}.",
        source.primary_smtp_address
    );
    identity.message = Some(format!(
        "{why} Give it to the right one: Set-MailUser <MailUser> -ExternalEmailAddress {address} \
         -PrimarySmtpAddress <its present address>; or make one: New-MailUser -Name {name} \
         -ExternalEmailAddress {address} -MicrosoftOnlineServicesID <UPN> -Password <password>. \
         Then map again.",
        address = quote(&source.primary_smtp_address),
        name = quote(&source.display_name),
    ));
    Mapping {
        identity,
        failure: Some(why),
    }
}
