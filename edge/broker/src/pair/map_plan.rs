//! What a map would do, as pure functions: identities in, wishes out; and what
//! is made of a wish when it is granted.
//!
//! Never a guess, and never two sources on one MailUser: a match that is not
//! one-to-one is a conflict, and what is mapped already stays.

use std::collections::BTreeMap;

use shared::{
    address,
    identity::TargetMailUser,
    ids::{ObjectId, TenantId},
    matching::{Match, match_by_primary_smtp},
    powershell::quote,
    workflow::{IdentityEvent, IdentityState, Refused, refuse_taken},
};

use super::{
    briefs::Brief,
    identities::Identity,
    wishes::{Ending, Wish},
};
use crate::named::names;

pub(super) use file::by_file;

mod file;

/// What a map has made of one identity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mapping {
    /// The identity as it is now.
    pub(super) identity: Identity,
    /// Why it is not mapped as asked; none if it is, or nothing was asked.
    pub(super) failure: Option<String>,
}

/// Maps what has no MailUser yet by PrimarySmtpAddress. A MailUser that is gone is
/// let go of, unless it was written.
pub(super) fn by_address(
    identities: &[Brief],
    mail_users: &[TargetMailUser],
    accepted_domains: &[String],
) -> Vec<Wish> {
    let known: BTreeMap<ObjectId, &TargetMailUser> =
        mail_users.iter().map(|user| (user.id, user)).collect();
    let lets_go = |brief: &Brief| {
        brief.standing.target().is_some_and(|target| {
            !known.contains_key(&target) && brief.standing.after(IdentityEvent::LetGo).is_some()
        })
    };
    let open: Vec<&Brief> = identities
        .iter()
        .filter(|brief| brief.standing.target().is_none() || lets_go(brief))
        .collect();
    let matches: BTreeMap<ObjectId, Match> = open
        .iter()
        .map(|brief| brief.id)
        .zip(match_by_primary_smtp(&open, mail_users))
        .collect();
    let mut asked: BTreeMap<ObjectId, ObjectId> = matches
        .iter()
        .filter_map(|(source, found)| match found {
            Match::One(target) => Some((*source, *target)),
            Match::None | Match::Several(_) => None,
        })
        .collect();
    let held: Vec<(ObjectId, ObjectId)> = identities
        .iter()
        .filter(|brief| !matches.contains_key(&brief.id))
        .filter_map(|brief| Some((brief.id, brief.standing.target()?)))
        .collect();
    let refused = why_refused(refuse_taken(&held, &mut asked), &names_of(identities));
    identities
        .iter()
        .map(|brief| {
            let end = match (refused.get(&brief.id), matches.get(&brief.id)) {
                (_, None) => stays(brief),
                (Some(why), _) => contested(why.clone()),
                (None, Some(Match::One(target))) => match known.get(target) {
                    Some(user) => leads_to(brief, user, accepted_domains),
                    None => Ending::Nobody,
                },
                (None, Some(Match::Several(ids))) => {
                    let found: Vec<&str> = ids
                        .iter()
                        .filter_map(|id| known.get(id))
                        .map(|user| user.user_principal_name.as_str())
                        .collect();
                    contested(format!(
                        "Not one mailbox and one MailUser: {} could be meant. Decide in the \
                         mapping file.",
                        names(&found)
                    ))
                }
                (None, Some(Match::None)) => Ending::Nobody,
            };
            Wish {
                source: brief.id,
                had: brief.standing.target(),
                lets_go: lets_go(brief),
                end,
            }
        })
        .collect()
}

fn names_of(identities: &[Brief]) -> BTreeMap<ObjectId, String> {
    identities
        .iter()
        .map(|brief| (brief.id, brief.user_principal_name.clone()))
        .collect()
}

/// Who keeps what others ask for.
pub(super) fn keepers(refused: &BTreeMap<ObjectId, Refused<ObjectId>>) -> Vec<ObjectId> {
    refused
        .values()
        .filter_map(|why| match why {
            Refused::Kept(keeper) => Some(*keeper),
            Refused::Contested => None,
        })
        .collect()
}

/// Why each of them does not get what they ask for, in words.
pub(super) fn why_refused(
    refused: BTreeMap<ObjectId, Refused<ObjectId>>,
    names: &BTreeMap<ObjectId, String>,
) -> BTreeMap<ObjectId, String> {
    refused
        .into_iter()
        .map(|(source, why)| {
            let why = match why {
                Refused::Kept(keeper) => format!(
                    "The MailUser that fits already belongs to {}.",
                    names.get(&keeper).map(String::as_str).unwrap_or_default()
                ),
                Refused::Contested => {
                    "More than one mailbox would lead to this MailUser.".to_owned()
                }
            };
            (source, why)
        })
        .collect()
}

/// Why a MailUser that another source holds is not given to anybody here. It
/// names that tenant, which is one of the target's own sources, and nothing that
/// the other pair knows.
pub(super) fn elsewhere(source: TenantId) -> String {
    format!(
        "The MailUser that fits belongs to a mailbox of another source tenant, {source}. Lead this \
         mailbox to another MailUser, or unmap it in the pair with that tenant first and map again."
    )
}

fn stays(brief: &Brief) -> Ending {
    Ending::Stays {
        has_remark: brief.has_message,
    }
}

fn contested(why: String) -> Ending {
    Ending::Contested { why }
}

fn leads_to(brief: &Brief, user: &TargetMailUser, accepted_domains: &[String]) -> Ending {
    if brief
        .standing
        .after(IdentityEvent::Matched(user.id))
        .is_none()
    {
        return contested(
            "It was written to its MailUser, and a map does not change that.".to_owned(),
        );
    }
    Ending::LeadsTo {
        mail_user: user.id,
        name: user.display_name.clone(),
        remark: remark(user, accepted_domains),
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

/// Makes a wish that was granted come true.
pub(super) fn realise(mut identity: Identity, wish: &Wish) -> Mapping {
    if wish.lets_go && identity.apply(IdentityEvent::LetGo) {
        identity.target_name = None;
        identity.message = None;
    }
    let failure = match &wish.end {
        Ending::Stays { .. } => None,
        Ending::LeadsTo {
            mail_user,
            name,
            remark,
        } => {
            identity.apply(IdentityEvent::Matched(*mail_user));
            identity.target_name = Some(name.clone());
            identity.message.clone_from(remark);
            None
        }
        Ending::Contested { why } => {
            identity.apply(IdentityEvent::Contested);
            identity.message = Some(why.clone());
            Some(why.clone())
        }
        Ending::Nobody => Some(nobody(&mut identity)),
        Ending::NotNamed => {
            if identity.standing.state() == IdentityState::Copied {
                identity.apply(IdentityEvent::Unmatched);
            }
            Some("The file names no MailUser for it.".to_owned())
        }
    };
    Mapping { identity, failure }
}

/// Nobody fits; the two remedies are named as PowerShell.
fn nobody(identity: &mut Identity) -> String {
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
    why
}
