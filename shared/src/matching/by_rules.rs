//! Matching by the rules that somebody turned on, in their order.
//!
//! **Promise.** One to one, and never a guess. Where a rule finds several MailUsers, or
//! one MailUser for several mailboxes, that is a conflict, which no later rule decides,
//! and its MailUsers are given to nobody else. What is mapped already stays. The result
//! does not depend on the order of mailboxes and MailUsers, only on that of the rules.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::by_address::addresses_of;
use crate::{
    address::address_key,
    identity::{SourceMailbox, TargetMailUser},
    ids::ObjectId,
};

/// By what a mailbox finds its MailUser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MatchRule {
    /// Microsoft's: an address or the ExternalEmailAddress is the mailbox's
    /// PrimarySmtpAddress.
    PrimarySmtpAddress,
    /// The same UserPrincipalName once the source's domain is replaced. A domain that
    /// is not listed is not compared; of two entries for a domain the first counts.
    UserPrincipalName(Vec<DomainRewrite>),
    /// The same mail nickname (`Alias`), ignoring case.
    MailNickname,
    /// The same display name, letter by letter.
    DisplayName,
}

/// A source domain and what stands in its place in the target. Literal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainRewrite {
    /// The domain in the source, such as `contoso.example`.
    pub from: String,
    /// The domain in the target.
    pub to: String,
}

/// A MailUser and what only some exports say about it.
#[derive(Clone, Copy, Debug)]
pub struct MatchTarget<'a> {
    /// The MailUser.
    pub mail_user: &'a TargetMailUser,
    /// Its `Alias`; empty if it is not known.
    pub alias: &'a str,
}

/// What was found for a mailbox, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proposal {
    /// It was mapped before, and stays so.
    Kept(ObjectId),
    /// One MailUser.
    One {
        /// The MailUser.
        target: ObjectId,
        /// How far the rule is to be trusted, in percent.
        confidence: u8,
        /// Why, in words.
        reason: String,
    },
    /// Somebody has to decide.
    Conflict {
        /// The MailUsers that fit: the first of them if there are many.
        candidates: Vec<ObjectId>,
        /// How many there are.
        count: usize,
        /// Why, in words.
        reason: String,
    },
    /// No MailUser that is still free.
    None,
}

/// More candidates than anybody chooses from.
const MOST_CANDIDATES: usize = 10;

/// What fits each mailbox: as many answers as `sources`, in their order. `mapped` are
/// the mappings that stay, also of mailboxes that are not among `sources`: so a
/// selection can be matched again without taking anybody's MailUser.
///
/// ```
/// use shared::matching::{match_by_rules, DomainRewrite, MatchRule, MatchTarget, Proposal};
/// # use shared::identity::{SourceMailbox, TargetMailUser};
/// # let lena: SourceMailbox = serde_json::from_str(r#"{"id":"11111111-0000-4000-8000-000000000001",
/// #   "userPrincipalName":"lena@contoso.example","primarySmtpAddress":"lena@contoso.example",
/// #   "archiveGuid":null,"exchangeGuid":"22222222-0000-4000-8000-000000000002","legacyExchangeDN":"",
/// #   "emailAddresses":[],"displayName":"Lena Berg","alias":"lena"}"#).unwrap();
/// # let berg: TargetMailUser = serde_json::from_str(r#"{"id":"55555555-0000-4000-8000-000000000005",
/// #   "displayName":"Berg, Lena","userPrincipalName":"lena@fabrikam.example","primarySmtpAddress":"",
/// #   "externalEmailAddress":null,"emailAddresses":[],"exchangeGuid":null,"archiveGuid":null,
/// #   "isDirSynced":false}"#).unwrap();
/// let rewrite = DomainRewrite { from: "contoso.example".into(), to: "fabrikam.example".into() };
/// let rules = [MatchRule::PrimarySmtpAddress, MatchRule::UserPrincipalName(vec![rewrite])];
/// let targets = [MatchTarget { mail_user: &berg, alias: "" }];
/// let found = match_by_rules(&[lena], &targets, &rules, &[]);
/// assert!(matches!(&found[0], Proposal::One { confidence: 90, .. }));
/// ```
pub fn match_by_rules(
    sources: &[SourceMailbox],
    targets: &[MatchTarget<'_>],
    rules: &[MatchRule],
    mapped: &[(ObjectId, ObjectId)],
) -> Vec<Proposal> {
    let mut taken: BTreeSet<ObjectId> = mapped.iter().map(|(_, target)| *target).collect();
    let mut contested = BTreeSet::new();
    let mut decided: HashMap<ObjectId, Proposal> = mapped
        .iter()
        .map(|(source, target)| (*source, Proposal::Kept(*target)))
        .collect();
    let mailboxes = each_once(sources);
    for rule in rules {
        let holders = holders_of_keys(rule, targets, &taken);
        let seekers = seekers_of_keys(rule, &mailboxes, &decided);
        // Who wants a MailUser that is the only one for them.
        let mut suitors: HashMap<ObjectId, usize> = HashMap::new();
        for (key, seekers) in &seekers {
            if let Some(only) = holders.get(key).and_then(only_one) {
                *suitors.entry(only).or_default() += seekers.len();
            }
        }
        let mut newly_taken = Vec::new();
        let mut newly_contested = Vec::new();
        for (key, seekers) in seekers {
            let Some(found) = holders.get(&key) else {
                continue;
            };
            let only = only_one(found);
            let proposal = match only {
                Some(target)
                    if suitors.get(&target) == Some(&1) && !contested.contains(&target) =>
                {
                    newly_taken.push(target);
                    Proposal::One {
                        target,
                        confidence: rule.confidence(),
                        reason: rule.reason(&key),
                    }
                }
                _ => {
                    newly_contested.extend(found.iter().copied());
                    Proposal::Conflict {
                        candidates: found.iter().take(MOST_CANDIDATES).copied().collect(),
                        count: found.len(),
                        reason: match only {
                            Some(_) => format!(
                                "{} The MailUser fits another mailbox as well.",
                                rule.reason(&key)
                            ),
                            None => {
                                format!("{} So do {} MailUsers.", rule.reason(&key), found.len())
                            }
                        },
                    }
                }
            };
            for seeker in seekers {
                decided.insert(seeker, proposal.clone());
            }
        }
        taken.extend(newly_taken);
        contested.extend(newly_contested);
    }
    sources
        .iter()
        .map(|source| decided.get(&source.id).cloned().unwrap_or(Proposal::None))
        .collect()
}

impl MatchRule {
    /// How far the rule is to be trusted, in percent.
    pub fn confidence(&self) -> u8 {
        match self {
            Self::PrimarySmtpAddress => 100,
            Self::UserPrincipalName(_) => 90,
            Self::MailNickname => 80,
            Self::DisplayName => 60,
        }
    }

    fn reason(&self, key: &str) -> String {
        match self {
            Self::PrimarySmtpAddress => format!(
                "The mailbox's PrimarySmtpAddress, {}, is an address of the MailUser.",
                crate::address::bare(key)
            ),
            Self::UserPrincipalName(_) => format!(
                "With its domain rewritten the mailbox's UserPrincipalName is the MailUser's, {key}."
            ),
            Self::MailNickname => format!("Both have the mail nickname {key}."),
            Self::DisplayName => format!("Both are called {key}."),
        }
    }

    /// What a mailbox is looked up by; none if it has nothing for this rule.
    fn key_of_source(&self, source: &SourceMailbox) -> Option<String> {
        let key = match self {
            Self::PrimarySmtpAddress => {
                let address = source.primary_smtp_address.trim();
                (!address.is_empty()).then(|| address_key(address))?
            }
            Self::UserPrincipalName(rewrites) => {
                let (local, domain) = source.user_principal_name.trim().rsplit_once('@')?;
                let rewrite = rewrites
                    .iter()
                    .find(|rewrite| rewrite.from.trim().eq_ignore_ascii_case(domain))?;
                if local.is_empty() || rewrite.to.trim().is_empty() {
                    return None;
                }
                format!("{local}@{}", rewrite.to.trim()).to_lowercase()
            }
            Self::MailNickname => source.alias.trim().to_lowercase(),
            Self::DisplayName => source.display_name.trim().to_owned(),
        };
        (!key.is_empty()).then_some(key)
    }

    /// What a MailUser is found by.
    fn keys_of_target(&self, target: &MatchTarget<'_>) -> Vec<String> {
        match self {
            Self::PrimarySmtpAddress => addresses_of(target.mail_user).map(address_key).collect(),
            Self::UserPrincipalName(_) => {
                vec![target.mail_user.user_principal_name.trim().to_lowercase()]
            }
            Self::MailNickname => vec![target.alias.trim().to_lowercase()],
            Self::DisplayName => vec![target.mail_user.display_name.trim().to_owned()],
        }
    }
}

/// Each mailbox once. One that is given twice with different values is judged by the
/// values that sort first, so that the order decides nothing.
fn each_once(sources: &[SourceMailbox]) -> BTreeMap<ObjectId, &SourceMailbox> {
    let values = |source: &SourceMailbox| {
        [
            source.primary_smtp_address.clone(),
            source.user_principal_name.clone(),
            source.alias.clone(),
            source.display_name.clone(),
        ]
    };
    let mut each: BTreeMap<ObjectId, &SourceMailbox> = BTreeMap::new();
    for source in sources {
        let known = each.entry(source.id).or_insert(source);
        if values(source) < values(known) {
            *known = source;
        }
    }
    each
}

fn holders_of_keys(
    rule: &MatchRule,
    targets: &[MatchTarget<'_>],
    taken: &BTreeSet<ObjectId>,
) -> HashMap<String, BTreeSet<ObjectId>> {
    let mut holders: HashMap<String, BTreeSet<ObjectId>> = HashMap::new();
    for target in targets {
        let id = target.mail_user.id;
        if !taken.contains(&id) {
            for key in rule.keys_of_target(target) {
                holders.entry(key).or_default().insert(id);
            }
        }
    }
    holders
}

/// The mailboxes without an answer, by what they are looked up by.
fn seekers_of_keys(
    rule: &MatchRule,
    mailboxes: &BTreeMap<ObjectId, &SourceMailbox>,
    decided: &HashMap<ObjectId, Proposal>,
) -> BTreeMap<String, Vec<ObjectId>> {
    let mut seekers: BTreeMap<String, Vec<ObjectId>> = BTreeMap::new();
    for (id, source) in mailboxes {
        if !decided.contains_key(id)
            && let Some(key) = rule.key_of_source(source)
        {
            seekers.entry(key).or_default().push(*id);
        }
    }
    seekers
}

fn only_one(found: &BTreeSet<ObjectId>) -> Option<ObjectId> {
    match found.len() {
        1 => found.first().copied(),
        _ => None,
    }
}
