//! What the pretend Microsoft 365 holds, with PowerShell's property names.

use serde_json::Value;

/// All tenants at one moment.
#[derive(Debug, Clone)]
pub struct Directory(Value);

impl Directory {
    pub(crate) fn new(tenants: Value) -> Self {
        Self(tenants)
    }

    fn tenant(&self, id: &str) -> &Value {
        self.0["tenants"]
            .as_array()
            .unwrap()
            .iter()
            .find(|tenant| tenant["tenantId"] == id)
            .unwrap_or_else(|| panic!("no tenant {id}"))
    }

    /// The mailboxes of a tenant.
    pub fn mailboxes(&self, tenant: &str) -> &Vec<Value> {
        self.tenant(tenant)["mailboxes"].as_array().unwrap()
    }

    /// The MailUsers of a tenant.
    pub fn mail_users(&self, tenant: &str) -> &Vec<Value> {
        self.tenant(tenant)["mailUsers"].as_array().unwrap()
    }

    /// One mailbox by `ExternalDirectoryObjectId`.
    pub fn mailbox(&self, tenant: &str, id: &str) -> &Value {
        find(self.mailboxes(tenant), id)
    }

    /// One MailUser by `ExternalDirectoryObjectId`.
    pub fn mail_user(&self, tenant: &str, id: &str) -> &Value {
        find(self.mail_users(tenant), id)
    }
}

fn find<'a>(objects: &'a [Value], id: &str) -> &'a Value {
    objects
        .iter()
        .find(|object| object["ExternalDirectoryObjectId"] == id)
        .unwrap_or_else(|| panic!("no object {id}"))
}

/// A property that is a list of texts.
pub fn texts<'a>(object: &'a Value, property: &str) -> Vec<&'a str> {
    object[property]
        .as_array()
        .unwrap_or_else(|| panic!("{property} is not a list in {object}"))
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect()
}
