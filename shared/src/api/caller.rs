//! Who calls, and what a browser needs to sign in.

use serde::{Deserialize, Serialize};

use crate::ids::{ObjectId, TenantId};

/// What somebody may do, from the directory roles in their token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Role {
    /// Reads, and changes nothing.
    GlobalReader,
    /// Everything but permissions.
    ExchangeAdministrator,
    /// Everything.
    GlobalAdministrator,
}

wire! {
    /// What the browser needs to sign in: `GET /config`, public.
    pub struct ClientConfig {
        /// The authority, without a tenant: `https://login.microsoftonline.com`.
        pub authority: String,
        /// The application (client) id, which is also the token's audience.
        pub client_id: String,
        /// The scope to ask for.
        pub scope: String,
    }

    /// Who is calling: `GET /me`.
    pub struct Me {
        /// The tenant of the token, which is the only tenant the caller acts for.
        pub tenant_id: TenantId,
        /// The person, by Entra object id.
        pub object_id: ObjectId,
        /// The strongest of the caller's roles.
        pub role: Role,
    }
}
