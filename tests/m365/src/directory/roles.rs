//! Directory roles, by the names people use and the template ids tokens carry.

use serde::{Deserialize, Serialize};
use uuid::{Uuid, uuid};

/// What Entra puts into `wids` for everybody who is not a guest, role or none.
const EVERY_MEMBER: Uuid = uuid!("b79fbf4d-3ef9-4689-8143-76b194e85509");

/// A directory role that the pretend accounts hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// May do everything.
    #[serde(rename = "Global Administrator")]
    GlobalAdministrator,
    /// May change Exchange.
    #[serde(rename = "Exchange Administrator")]
    ExchangeAdministrator,
    /// May read.
    #[serde(rename = "Global Reader")]
    GlobalReader,
}

impl Role {
    /// The role's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "Global Administrator",
            Self::ExchangeAdministrator => "Exchange Administrator",
            Self::GlobalReader => "Global Reader",
        }
    }

    /// The id of the role's template, the same in every tenant.
    pub fn template_id(self) -> Uuid {
        match self {
            Self::GlobalAdministrator => uuid!("62e90394-69f5-4237-9190-012177145e10"),
            Self::ExchangeAdministrator => uuid!("29232cdf-9323-42fd-ade2-1d097af3e4de"),
            Self::GlobalReader => uuid!("f2ef992c-3afb-46b9-b7cf-a126ee74c451"),
        }
    }
}

/// The `wids` claim of somebody with these roles.
pub(crate) fn wids(roles: &[Role]) -> Vec<Uuid> {
    roles
        .iter()
        .map(|role| role.template_id())
        .chain([EVERY_MEMBER])
        .collect()
}
