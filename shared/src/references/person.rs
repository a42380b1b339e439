//! What only some exports say about a person, and matching may go by; and the people of
//! exports as matching sees them.

use std::borrow::Cow;

use super::{MailUserRecord, MailboxRecord};
use crate::{
    ids::ObjectId,
    matching::{Attribute, Person},
};

/// Attributes of a person beyond the ones that a move needs. Each is there only if the
/// export has it with a value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PersonAttributes {
    /// `Alias`, the mail nickname.
    pub alias: Option<Box<str>>,
    /// `Department`.
    pub department: Option<Box<str>>,
    /// `EmployeeId`.
    pub employee_id: Option<Box<str>>,
    /// `CustomAttribute1` to `15` with their numbers, in their order; empty ones are left
    /// out.
    pub custom_attributes: Box<[(u8, Box<str>)]>,
}

impl PersonAttributes {
    /// A custom attribute by its number, 1 to 15.
    pub fn custom_attribute(&self, number: u8) -> Option<&str> {
        self.custom_attributes
            .iter()
            .find(|(known, _)| *known == number)
            .map(|(_, value)| value.as_ref())
    }

    fn attribute(&self, attribute: Attribute) -> &str {
        let value = match attribute {
            Attribute::MailNickname => self.alias.as_deref(),
            Attribute::Department => self.department.as_deref(),
            Attribute::EmployeeId => self.employee_id.as_deref(),
            Attribute::Custom(which) => which
                .number()
                .and_then(|number| self.custom_attribute(number)),
            _ => None,
        };
        value.unwrap_or_default()
    }
}

impl Person for MailboxRecord {
    type Id = ObjectId;

    fn id(&self) -> ObjectId {
        self.id
    }

    fn attribute(&self, attribute: Attribute) -> Cow<'_, str> {
        Cow::Borrowed(match attribute {
            Attribute::PrimarySmtpAddress => {
                self.primary_smtp_address.as_deref().unwrap_or_default()
            }
            Attribute::UserPrincipalName => self.user_principal_name.as_deref().unwrap_or_default(),
            Attribute::DisplayName => &self.display_name,
            other => self.person.attribute(other),
        })
    }

    fn each_address(&self, see: &mut dyn FnMut(&str)) {
        let addresses = self.email_addresses.iter().flatten();
        addresses.for_each(|address| see(address));
    }
}

impl Person for MailUserRecord<'_> {
    type Id = ObjectId;

    fn id(&self) -> ObjectId {
        self.mail_user.id
    }

    fn attribute(&self, attribute: Attribute) -> Cow<'_, str> {
        let own = self.mail_user.attribute(attribute);
        match self.person() {
            Some(person) if own.is_empty() => Cow::Borrowed(person.attribute(attribute)),
            _ => own,
        }
    }

    fn each_address(&self, see: &mut dyn FnMut(&str)) {
        self.mail_user.each_address(see);
    }
}

impl std::fmt::Debug for PersonAttributes {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonAttributes")
            .field("custom_attributes", &self.custom_attributes.len())
            .finish_non_exhaustive()
    }
}
