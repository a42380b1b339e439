//! Who is matched: anything that can name a person's attributes, so that rows of a
//! file, records of an export and mailboxes of the pair are matched in place.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    identity::{SourceMailbox, TargetMailUser},
    ids::ObjectId,
    order::Leading,
};

/// A mailbox of the source or a MailUser of the target.
pub trait Person {
    /// What tells people apart. Answers that could be listed in any order are listed in
    /// this one.
    type Id: Copy + Leading;

    /// Who this is.
    fn id(&self) -> Self::Id;

    /// The value of an attribute; empty where there is none or it is not known.
    fn attribute(&self, attribute: Attribute) -> Cow<'_, str>;

    /// Hands over each address of `EmailAddresses`, with its prefix. What an attribute
    /// says need not be among them.
    fn each_address(&self, see: &mut dyn FnMut(&str));
}

/// What people can be compared by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attribute {
    /// `PrimarySmtpAddress`.
    PrimarySmtpAddress,
    /// `ExternalEmailAddress`, with or without its prefix; MailUsers only.
    ExternalEmailAddress,
    /// `UserPrincipalName`.
    UserPrincipalName,
    /// `Alias`, also called the mail nickname.
    MailNickname,
    /// The employee id of the HR system.
    EmployeeId,
    /// One of the attributes that Exchange leaves to its administrators.
    Custom(CustomAttribute),
    /// `DisplayName`.
    DisplayName,
    /// `Department`.
    Department,
}

/// `CustomAttribute1` to `CustomAttribute15`, or `ExtensionCustomAttribute1` to
/// `ExtensionCustomAttribute5`.
///
/// ```
/// use shared::matching::CustomAttribute;
/// let seven: CustomAttribute = "customattribute7".parse()?;
/// assert_eq!(seven.to_string(), "CustomAttribute7");
/// assert!("CustomAttribute16".parse::<CustomAttribute>().is_err());
/// # Ok::<(), shared::matching::NoSuchAttribute>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CustomAttribute(u8);

/// Not the name of a custom attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "expected CustomAttribute1 to CustomAttribute15 or ExtensionCustomAttribute1 to ExtensionCustomAttribute5"
)]
pub struct NoSuchAttribute;

const PLAIN: &str = "CustomAttribute";
const EXTENSION: &str = "ExtensionCustomAttribute";
const PLAIN_ONES: u8 = 15;
const EXTENSION_ONES: u8 = 5;

impl CustomAttribute {
    /// All of them, in the order of their numbers, the extensions last.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=PLAIN_ONES + EXTENSION_ONES).map(Self)
    }

    /// Its number, if it is one of the fifteen that exports hold.
    pub fn number(self) -> Option<u8> {
        (self.0 <= PLAIN_ONES).then_some(self.0)
    }
}

impl fmt::Display for CustomAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.checked_sub(PLAIN_ONES) {
            None | Some(0) => write!(f, "{PLAIN}{}", self.0),
            Some(extension) => write!(f, "{EXTENSION}{extension}"),
        }
    }
}

impl FromStr for CustomAttribute {
    type Err = NoSuchAttribute;

    /// Ignores case.
    fn from_str(name: &str) -> Result<Self, NoSuchAttribute> {
        Self::all()
            .find(|one| one.to_string().eq_ignore_ascii_case(name.trim()))
            .ok_or(NoSuchAttribute)
    }
}

impl TryFrom<String> for CustomAttribute {
    type Error = NoSuchAttribute;
    fn try_from(name: String) -> Result<Self, NoSuchAttribute> {
        name.parse()
    }
}

impl From<CustomAttribute> for String {
    fn from(one: CustomAttribute) -> String {
        one.to_string()
    }
}

impl<P: Person> Person for &P {
    type Id = P::Id;

    fn id(&self) -> P::Id {
        P::id(self)
    }

    fn attribute(&self, attribute: Attribute) -> Cow<'_, str> {
        P::attribute(self, attribute)
    }

    fn each_address(&self, see: &mut dyn FnMut(&str)) {
        P::each_address(self, see);
    }
}

impl Person for SourceMailbox {
    type Id = ObjectId;

    fn id(&self) -> ObjectId {
        self.id
    }

    fn attribute(&self, attribute: Attribute) -> Cow<'_, str> {
        Cow::Borrowed(match attribute {
            Attribute::PrimarySmtpAddress => &self.primary_smtp_address,
            Attribute::UserPrincipalName => &self.user_principal_name,
            Attribute::MailNickname => &self.alias,
            Attribute::DisplayName => &self.display_name,
            Attribute::ExternalEmailAddress
            | Attribute::EmployeeId
            | Attribute::Custom(_)
            | Attribute::Department => "",
        })
    }

    fn each_address(&self, see: &mut dyn FnMut(&str)) {
        self.email_addresses.iter().for_each(|address| see(address));
    }
}

impl Person for TargetMailUser {
    type Id = ObjectId;

    fn id(&self) -> ObjectId {
        self.id
    }

    fn attribute(&self, attribute: Attribute) -> Cow<'_, str> {
        Cow::Borrowed(match attribute {
            Attribute::PrimarySmtpAddress => &self.primary_smtp_address,
            Attribute::ExternalEmailAddress => {
                self.external_email_address.as_deref().unwrap_or_default()
            }
            Attribute::UserPrincipalName => &self.user_principal_name,
            Attribute::DisplayName => &self.display_name,
            Attribute::MailNickname
            | Attribute::EmployeeId
            | Attribute::Custom(_)
            | Attribute::Department => "",
        })
    }

    fn each_address(&self, see: &mut dyn FnMut(&str)) {
        self.email_addresses.iter().for_each(|address| see(address));
    }
}
