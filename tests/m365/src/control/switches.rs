//! Where what is public about Microsoft 365 disagrees or is silent: both
//! behaviours are here, and a switch says which one is on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the app may do in a tenant's Exchange.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Grant {
    /// App role and directory role: it works.
    #[default]
    Granted,
    /// The app is not in the tenant: no token.
    ConsentMissing,
    /// A token without `Exchange.ManageAsApp`: 401.
    AppRoleMissing,
    /// No directory role: 403 with a body of NULs.
    DirectoryRoleMissing,
}

/// What an `ExternalEmailAddress` that is set without a primary address does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ExternalSetsPrimary {
    /// It becomes the primary address: the guide's words, taken as they stand.
    #[default]
    Always,
    /// Only where the primary address was the old external one.
    Following,
}

/// What following a `nextLink` gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum NextLink {
    /// The next page.
    #[default]
    Followable,
    /// 400 `Expired or Invalid pagination request`, every time.
    Expired,
}

/// The switches as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Switches {
    /// Tenants where the app does not have all it needs.
    grants: BTreeMap<Uuid, Grant>,
    /// See [`ExternalSetsPrimary`].
    pub(crate) external_sets_primary: ExternalSetsPrimary,
    /// See [`NextLink`].
    pub(crate) next_link: NextLink,
    /// Whether `Set-MailUser` refuses `PrimarySmtpAddress`, which one page of
    /// Microsoft's says works on-premises only.
    pub(crate) primary_smtp_address_refused: bool,
    /// Whether setting the nil GUID leaves the old `ExchangeGuid` in place.
    pub(crate) exchange_guid_stays: bool,
}

/// Switches to change; what is not named stays.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Change {
    grants: BTreeMap<Uuid, Grant>,
    external_sets_primary: Option<ExternalSetsPrimary>,
    next_link: Option<NextLink>,
    primary_smtp_address_refused: Option<bool>,
    exchange_guid_stays: Option<bool>,
}

impl Switches {
    pub(crate) fn grant_in(&self, tenant_id: Uuid) -> Grant {
        self.grants.get(&tenant_id).copied().unwrap_or_default()
    }

    pub(crate) fn apply(&mut self, change: Change) {
        self.grants.extend(change.grants);
        if let Some(value) = change.external_sets_primary {
            self.external_sets_primary = value;
        }
        if let Some(value) = change.next_link {
            self.next_link = value;
        }
        if let Some(value) = change.primary_smtp_address_refused {
            self.primary_smtp_address_refused = value;
        }
        if let Some(value) = change.exchange_guid_stays {
            self.exchange_guid_stays = value;
        }
    }
}
