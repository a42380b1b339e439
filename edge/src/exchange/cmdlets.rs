//! The cmdlets that are called, as the body of `InvokeCommand`. Pure.

use broker::ports::MailUserChange;
use serde_json::{Map, Value, json};

/// A cmdlet with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cmdlet {
    /// Its name.
    pub name: &'static str,
    parameters: Map<String, Value>,
}

impl Cmdlet {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            parameters: Map::new(),
        }
    }

    /// Lists everything there is: without a `ResultSize` Exchange stops at 1,000.
    pub(super) fn list(name: &'static str) -> Self {
        Self::new(name).with("ResultSize", "Unlimited")
    }

    /// Asks for a small list that has no `ResultSize`.
    pub(super) fn all(name: &'static str) -> Self {
        Self::new(name)
    }

    /// Names one object.
    pub(super) fn one(name: &'static str, identity: &impl ToString) -> Self {
        Self::new(name).with("Identity", identity.to_string())
    }

    /// Lists what belongs to one object.
    pub(super) fn list_of(name: &'static str, identity: &impl ToString) -> Self {
        Self::list(name).with("Identity", identity.to_string())
    }

    /// `Set-MailUser`, with only what changes.
    pub(super) fn set_mail_user(identity: &impl ToString, change: &MailUserChange) -> Self {
        let mut cmdlet = Self::one("Set-MailUser", identity);
        let mut text = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                cmdlet
                    .parameters
                    .insert(name.to_owned(), Value::from(value));
            }
        };
        text(
            "ExternalEmailAddress",
            change.external_email_address.clone(),
        );
        text("PrimarySmtpAddress", change.primary_smtp_address.clone());
        text(
            "ExchangeGuid",
            change.exchange_guid.map(|guid| guid.to_string()),
        );
        text(
            "ArchiveGuid",
            change.archive_guid.map(|guid| guid.to_string()),
        );
        if !change.add_email_addresses.is_empty() {
            // Without the type the hashtable arrives as something that the
            // parameter binder cannot convert.
            cmdlet.parameters.insert(
                "EmailAddresses".to_owned(),
                json!({
                    "@odata.type": "#Exchange.GenericHashTable",
                    "Add": change.add_email_addresses,
                }),
            );
        }
        cmdlet
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters.insert(name.to_owned(), value.into());
        self
    }

    /// The body of `InvokeCommand`; parameters are `{}` where there are none,
    /// never `null`.
    pub(super) fn body(&self) -> String {
        json!({"CmdletInput": {"CmdletName": self.name, "Parameters": self.parameters}}).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(cmdlet: &Cmdlet) -> Value {
        serde_json::from_str(&cmdlet.body()).unwrap()
    }

    #[test]
    fn parameters_are_an_object_even_when_empty() {
        assert_eq!(
            body(&Cmdlet::all("Get-OrganizationRelationship")),
            json!({"CmdletInput": {"CmdletName": "Get-OrganizationRelationship", "Parameters": {}}})
        );
    }

    #[test]
    fn lists_are_asked_for_whole() {
        assert_eq!(
            body(&Cmdlet::list_of("Get-DistributionGroupMember", &"x"))["CmdletInput"]["Parameters"],
            json!({"Identity": "x", "ResultSize": "Unlimited"})
        );
    }

    #[test]
    fn a_change_sends_only_what_it_changes() {
        let nothing = Cmdlet::set_mail_user(&"x", &MailUserChange::default());
        assert_eq!(
            body(&nothing)["CmdletInput"]["Parameters"],
            json!({"Identity": "x"})
        );
        let change = MailUserChange {
            exchange_guid: Some("a2b3c4d5-0001-4002-8003-000000000001".parse().unwrap()),
            add_email_addresses: vec!["x500:/o=Org/cn=a".to_owned()],
            ..MailUserChange::default()
        };
        assert_eq!(
            body(&Cmdlet::set_mail_user(&"x", &change))["CmdletInput"]["Parameters"],
            json!({
                "Identity": "x",
                "ExchangeGuid": "a2b3c4d5-0001-4002-8003-000000000001",
                "EmailAddresses": {"@odata.type": "#Exchange.GenericHashTable", "Add": ["x500:/o=Org/cn=a"]},
            })
        );
        let first = MailUserChange {
            external_email_address: Some("lena@contoso.example".to_owned()),
            primary_smtp_address: Some("lena@fabrikam.example".to_owned()),
            ..MailUserChange::default()
        };
        assert_eq!(
            body(&Cmdlet::set_mail_user(&"x", &first))["CmdletInput"]["Parameters"],
            json!({
                "Identity": "x",
                "ExternalEmailAddress": "lena@contoso.example",
                "PrimarySmtpAddress": "lena@fabrikam.example",
            })
        );
    }
}
