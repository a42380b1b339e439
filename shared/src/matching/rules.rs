//! By what a mailbox finds its MailUser, and how that is said.

use serde::{Deserialize, Serialize};

use super::{
    person::{Attribute, CustomAttribute, Person},
    rewrite::Rewrite,
};
use crate::address::{ProxyAddress, bare};

/// By what a mailbox finds its MailUser. Blank values find nobody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MatchRule {
    /// Microsoft's: the ExternalEmailAddress or any address of the MailUser is the
    /// mailbox's PrimarySmtpAddress, as Exchange compares addresses.
    PrimarySmtpAddress,
    /// The same UserPrincipalName, ignoring case, once the source's is rewritten. The
    /// first rewrite that is about a name counts; a name that none is about is not
    /// compared.
    UserPrincipalName(Vec<Rewrite>),
    /// The same mail nickname (`Alias`), ignoring case.
    MailNickname,
    /// The same employee id, ignoring case.
    EmployeeId,
    /// The same value in one custom attribute, ignoring case.
    CustomAttribute(CustomAttribute),
    /// The same display name, letter by letter.
    DisplayName,
    /// A similar display name, weighed together with other attributes.
    SimilarName(NameThresholds),
}

/// How much a similar name must be worth, in percent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "(u8, u8)", into = "(u8, u8)")]
pub struct NameThresholds {
    propose_at: u8,
    decide_at: u8,
}

impl NameThresholds {
    /// Below it names have too little in common to be looked for.
    pub const LEAST: u8 = 50;

    /// From `propose_at` on a MailUser is proposed, for a person to say yes or no; from
    /// `decide_at` on it counts as found. Both at least [`Self::LEAST`]; as no similar
    /// name is worth more than 99, a `decide_at` of 100 leaves all to a person.
    pub fn new(propose_at: u8, decide_at: u8) -> Self {
        let propose_at = propose_at.max(Self::LEAST);
        Self {
            propose_at,
            decide_at: decide_at.max(propose_at),
        }
    }

    /// From here on, in percent, a MailUser is proposed.
    pub fn propose_at(self) -> u8 {
        self.propose_at
    }

    /// From here on, in percent, a MailUser counts as found.
    pub fn decide_at(self) -> u8 {
        self.decide_at
    }
}

impl Default for NameThresholds {
    fn default() -> Self {
        Self::new(Self::LEAST, 90)
    }
}

impl From<(u8, u8)> for NameThresholds {
    fn from((propose_at, decide_at): (u8, u8)) -> Self {
        Self::new(propose_at, decide_at)
    }
}

impl From<NameThresholds> for (u8, u8) {
    fn from(thresholds: NameThresholds) -> Self {
        (thresholds.propose_at, thresholds.decide_at)
    }
}

impl MatchRule {
    /// What is turned on where nobody chose: Microsoft's rule, alone.
    pub fn defaults() -> Vec<Self> {
        vec![Self::PrimarySmtpAddress]
    }

    /// How far the rule is to be trusted, in percent. None for similar names, where it
    /// differs from one pair to the next.
    pub fn confidence(&self) -> Option<u8> {
        match self {
            Self::PrimarySmtpAddress => Some(100),
            Self::EmployeeId => Some(95),
            Self::UserPrincipalName(_) | Self::CustomAttribute(_) => Some(90),
            Self::MailNickname => Some(80),
            Self::DisplayName => Some(60),
            Self::SimilarName(_) => None,
        }
    }

    /// The attribute that the rule compares, as people know it.
    pub fn name(&self) -> String {
        match self {
            Self::PrimarySmtpAddress => "PrimarySmtpAddress".to_owned(),
            Self::UserPrincipalName(_) => "UserPrincipalName".to_owned(),
            Self::MailNickname => "mail nickname".to_owned(),
            Self::EmployeeId => "employee id".to_owned(),
            Self::CustomAttribute(which) => which.to_string(),
            Self::DisplayName => "display name".to_owned(),
            Self::SimilarName(_) => "similar name".to_owned(),
        }
    }

    fn attribute(&self) -> Attribute {
        match self {
            Self::PrimarySmtpAddress => Attribute::PrimarySmtpAddress,
            Self::UserPrincipalName(_) => Attribute::UserPrincipalName,
            Self::MailNickname => Attribute::MailNickname,
            Self::EmployeeId => Attribute::EmployeeId,
            Self::CustomAttribute(which) => Attribute::Custom(*which),
            Self::DisplayName | Self::SimilarName(_) => Attribute::DisplayName,
        }
    }

    /// Writes what a mailbox is looked up by; false if it has nothing for this rule.
    pub(super) fn source_key(&self, source: &impl Person, key: &mut String) -> bool {
        key.clear();
        let value = source.attribute(self.attribute());
        let value = value.trim();
        if value.is_empty() {
            return false;
        }
        match self {
            Self::PrimarySmtpAddress => {
                if !push_address_key(value, key) {
                    return false;
                }
            }
            Self::UserPrincipalName(rewrites) => {
                if let Some(name) = rewrites.iter().find_map(|rewrite| rewrite.apply(value)) {
                    push_lower(name.trim(), key);
                }
            }
            _ => self.push_value(value, key),
        }
        !key.is_empty()
    }

    /// Hands over each value that a MailUser is found by, as it is written.
    pub(super) fn each_target_value(&self, target: &impl Person, see: &mut dyn FnMut(&str)) {
        if *self == Self::PrimarySmtpAddress {
            target.each_address(see);
            see(&target.attribute(Attribute::ExternalEmailAddress));
            see(&target.attribute(Attribute::PrimarySmtpAddress));
        } else {
            see(&target.attribute(self.attribute()));
        }
    }

    /// Writes what a MailUser with this value is found by; false if there is nothing.
    pub(super) fn target_key(&self, value: &str, key: &mut String) -> bool {
        key.clear();
        if *self == Self::PrimarySmtpAddress {
            return push_address_key(value, key);
        }
        self.push_value(value.trim(), key);
        !key.is_empty()
    }

    fn push_value(&self, value: &str, key: &mut String) {
        match self {
            Self::DisplayName | Self::SimilarName(_) => key.push_str(value),
            _ => push_lower(value, key),
        }
    }

    /// Why one MailUser was found.
    pub(super) fn why_one(&self, key: &str) -> String {
        match self {
            Self::PrimarySmtpAddress => format!(
                "The mailbox's PrimarySmtpAddress, {}, is an address of the MailUser.",
                bare(key)
            ),
            Self::UserPrincipalName(_) => {
                format!("The mailbox's UserPrincipalName, rewritten, is the MailUser's: {key}.")
            }
            Self::DisplayName | Self::SimilarName(_) => format!("Both are called {key}."),
            _ => format!("Both have the {} {key}.", self.name()),
        }
    }

    /// Why nobody can be chosen by the rule alone.
    pub(super) fn why_several(&self, key: &str, count: usize) -> String {
        format!("{count} MailUsers {}.", self.having(key, "are", "have"))
    }

    /// Why nobody was found.
    pub(super) fn why_none(&self, key: &str) -> String {
        format!("No MailUser {}.", self.having(key, "is", "has"))
    }

    /// Why the MailUser that fits is not proposed.
    pub(super) fn why_taken(&self, key: &str) -> String {
        match self {
            Self::SimilarName(_) => {
                format!("A MailUser called similarly to {key} fits another mailbox better.")
            }
            _ => format!(
                "The MailUser that {} belongs to another mailbox already.",
                self.having(key, "is", "has")
            ),
        }
    }

    /// Why nobody was looked for.
    pub(super) fn why_not_asked(&self, source: &impl Person) -> String {
        match self {
            Self::UserPrincipalName(_) if !source.attribute(self.attribute()).trim().is_empty() => {
                "No rewrite is about the mailbox's UserPrincipalName.".to_owned()
            }
            Self::SimilarName(_) => Self::DisplayName.why_not_asked(source),
            _ => format!("The mailbox has no {}.", self.name()),
        }
    }

    fn having(&self, key: &str, be: &str, have: &str) -> String {
        match self {
            Self::PrimarySmtpAddress => format!("{have} the address {}", bare(key)),
            Self::DisplayName => format!("{be} called {key}"),
            Self::SimilarName(_) => format!("{be} called similarly to {key}"),
            _ => format!("{have} the {} {key}", self.name()),
        }
    }
}

/// Writes what addresses are compared by; false if nothing follows the prefix.
fn push_address_key(address: &str, key: &mut String) -> bool {
    let address = ProxyAddress::parse(address);
    address.push_key(key);
    !address.value().is_empty()
}

fn push_lower(value: &str, key: &mut String) {
    if value.is_ascii() {
        let start = key.len();
        key.push_str(value);
        if let Some(added) = key.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else {
        key.extend(value.chars().flat_map(char::to_lowercase));
    }
}
