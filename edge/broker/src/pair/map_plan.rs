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
    workflow::IdentityState,
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

/// Maps what has no MailUser yet by PrimarySmtpAddress.
pub(super) fn by_address(
    identities: &[Identity],
    mail_users: &[TargetMailUser],
    accepted_domains: &[String],
) -> Vec<Mapping> {
    let known: BTreeMap<ObjectId, &TargetMailUser> =
        mail_users.iter().map(|user| (user.id, user)).collect();
    // A MailUser that is gone is let go of, unless it was written.
    let keeps = |identity: &Identity| {
        identity
            .target_id
            .is_some_and(|id| known.contains_key(&id) || is_settled(identity))
    };
    let holders: BTreeMap<ObjectId, &Identity> = identities
        .iter()
        .filter(|identity| keeps(identity))
        .filter_map(|identity| Some((identity.target_id?, identity)))
        .collect();
    let sources: Vec<SourceMailbox> = identities
        .iter()
        .filter(|identity| !keeps(identity))
        .map(|identity| identity.source.clone())
        .collect();
    let mut matches = match_by_primary_smtp(&sources, mail_users).into_iter();
    identities
        .iter()
        .cloned()
        .map(|identity| {
            if keeps(&identity) {
                return stays(identity);
            }
            let identity = let_go(identity);
            match matches.next().unwrap_or(Match::None) {
                Match::One(id) => match (holders.get(&id), known.get(&id)) {
                    (None, Some(user)) => mapped(identity, user, accepted_domains),
                    (Some(holder), _) => conflict(identity, taken_by(holder)),
                    (None, None) => unmapped(identity),
                },
                Match::None => unmapped(identity),
                Match::Several(ids) => {
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
            }
        })
        .collect()
}

/// Written or completed: its MailUser is no longer the map's to change.
fn is_settled(identity: &Identity) -> bool {
    matches!(
        identity.state,
        IdentityState::Written | IdentityState::Completed
    )
}

fn let_go(mut identity: Identity) -> Identity {
    identity.target_id = None;
    identity.target_name = None;
    identity
}

fn taken_by(holder: &Identity) -> String {
    format!(
        "The MailUser that fits already belongs to {}.",
        holder.source.user_principal_name
    )
}

fn mapped(mut identity: Identity, user: &TargetMailUser, accepted_domains: &[String]) -> Mapping {
    identity.state = IdentityState::Mapped;
    identity.target_id = Some(user.id);
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

fn conflict(mut identity: Identity, why: String) -> Mapping {
    identity.state = IdentityState::Conflict;
    identity.message = Some(why.clone());
    Mapping {
        identity,
        failure: Some(why),
    }
}

/// Nobody fits; the two remedies are named as PowerShell.
fn unmapped(mut identity: Identity) -> Mapping {
    let source = &identity.source;
    let why = format!(
        "No MailUser has the address {}.",
        source.primary_smtp_address
    );
    identity.state = IdentityState::Unmapped;
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
