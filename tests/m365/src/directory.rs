//! What the pretend tenants hold: people who sign in, domains, relationships and
//! recipients. Read from `data/*/*.json`; the names there are Exchange's own.

pub(crate) mod lookup;
mod roles;
mod seed;
pub(crate) mod view;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use roles::Role;
pub(crate) use roles::wids;
pub use seed::SeedError;

/// Every tenant of the pretend world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Directory {
    /// Contoso, Fabrikam and Northwind.
    pub tenants: Vec<Tenant>,
}

/// One tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tenant {
    /// Entra's `tid`.
    pub tenant_id: Uuid,
    /// What people call it.
    pub name: String,
    /// The Exchange forest that its distinguished names end in.
    pub forest: String,
    /// Accepted domains.
    pub domains: Vec<Domain>,
    /// Who can sign in.
    pub accounts: Vec<Account>,
    /// Relationships to other organisations.
    pub organization_relationships: Vec<OrganizationRelationship>,
    /// Mailboxes, `MailUsers`, groups and contacts.
    #[serde(default)]
    pub recipients: Vec<Recipient>,
}

/// An accepted domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Domain {
    /// `contoso.example`.
    pub name: String,
    /// Whether new addresses get it.
    pub default: bool,
    /// Whether it is the `.onmicrosoft` domain that the tenant began with.
    pub initial: bool,
}

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    /// Shown in the account picker.
    pub display_name: String,
    /// The name to sign in with.
    pub user_principal_name: String,
    /// Entra's `oid`.
    pub object_id: Uuid,
    /// Directory roles by name; may be none.
    pub roles: Vec<Role>,
}

/// `Get-OrganizationRelationship`'s object, as far as moves need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct OrganizationRelationship {
    /// Its name.
    pub name: String,
    /// Its id.
    pub guid: Uuid,
    /// For mailbox moves: the other tenant's id.
    pub domain_names: Vec<String>,
    /// Whether it is in force.
    pub enabled: bool,
    /// Whether it allows moves.
    pub mailbox_move_enabled: bool,
    /// `Inbound` or `RemoteOutbound`, where it allows moves.
    pub mailbox_move_capability: Option<String>,
    /// The migration app of the target.
    #[serde(rename = "OAuthApplicationId")]
    pub oauth_application_id: String,
    /// Groups whose members may move: by name, DN, canonical DN or GUID.
    pub mailbox_move_published_scopes: Vec<String>,
}

/// What kind of recipient an object is (`RecipientTypeDetails`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A mailbox.
    UserMailbox,
    /// Mail-enabled, without a mailbox.
    MailUser,
    /// A group that can be a migration scope.
    MailUniversalSecurityGroup,
    /// A group that cannot.
    MailUniversalDistributionGroup,
    /// An address outside of the organisation.
    MailContact,
}

impl Kind {
    /// Exchange's word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::UserMailbox => "UserMailbox",
            Self::MailUser => "MailUser",
            Self::MailUniversalSecurityGroup => "MailUniversalSecurityGroup",
            Self::MailUniversalDistributionGroup => "MailUniversalDistributionGroup",
            Self::MailContact => "MailContact",
        }
    }

    /// Whether it is a group.
    pub fn is_group(self) -> bool {
        matches!(
            self,
            Self::MailUniversalSecurityGroup | Self::MailUniversalDistributionGroup
        )
    }
}

/// Anything with an address. What follows from other fields (distinguished
/// name, identity, archive status …) is not stored; see [`view`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Recipient {
    /// Unique in the tenant.
    pub name: String,
    /// Not unique.
    pub display_name: String,
    /// Unique; `Members` of a group are aliases.
    pub alias: String,
    /// What it is.
    #[serde(rename = "RecipientTypeDetails")]
    pub kind: Kind,
    /// Exchange's id, also shown as `ExchangeObjectId`.
    pub guid: Uuid,
    /// Entra's id.
    pub external_directory_object_id: Uuid,
    /// The name to sign in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_principal_name: Option<String>,
    /// Kept beside the proxies, as Exchange does.
    pub primary_smtp_address: String,
    /// Proxies with their prefixes.
    pub email_addresses: Vec<String>,
    /// Where mail goes, of a `MailUser` or contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_email_address: Option<String>,
    /// `/o=ExchangeLabs/…`.
    #[serde(rename = "LegacyExchangeDN")]
    pub legacy_exchange_dn: String,
    /// The mailbox; nil for none.
    #[serde(default)]
    pub exchange_guid: Uuid,
    /// The archive; nil for none.
    #[serde(default)]
    pub archive_guid: Uuid,
    /// Whether it is kept on-premises.
    #[serde(default)]
    pub is_dir_synced: bool,
    /// Where somebody works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// `CustomAttribute1` to `CustomAttribute15`, those with a value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_attributes: BTreeMap<u8, String>,
    /// Direct members of a group, by alias.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// The last change made here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when_changed: Option<String>,
}

impl Directory {
    /// The directory of the data files.
    pub fn from_data_files() -> Result<Self, SeedError> {
        seed::read()
    }

    /// A tenant by its id or one of its domains.
    pub fn tenant(&self, id_or_domain: &str) -> Option<&Tenant> {
        let id = Uuid::try_parse(id_or_domain).ok();
        self.tenants.iter().find(|tenant| {
            id == Some(tenant.tenant_id)
                || tenant
                    .domains
                    .iter()
                    .any(|domain| domain.name.eq_ignore_ascii_case(id_or_domain))
        })
    }

    /// Somebody who can sign in, with their tenant.
    pub fn account(&self, user_principal_name: &str) -> Option<(&Tenant, &Account)> {
        self.tenants.iter().find_map(|tenant| {
            tenant
                .accounts
                .iter()
                .find(|account| {
                    account
                        .user_principal_name
                        .eq_ignore_ascii_case(user_principal_name)
                })
                .map(|account| (tenant, account))
        })
    }
}

impl Tenant {
    /// The domain that the tenant began with; distinguished names hold it.
    pub fn initial_domain(&self) -> &str {
        self.domains
            .iter()
            .find(|domain| domain.initial)
            .map_or("", |domain| domain.name.as_str())
    }
}
