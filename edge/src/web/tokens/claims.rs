//! What a token must say. Pure: the signature is somebody else's work, the time
//! is an argument, and every refusal has a code and a sentence of its own.
//!
//! No refusal carries any part of the token.

use serde::Deserialize;
use shared::{
    api::Role,
    ids::{ObjectId, TenantId, parse_guid},
};
use uuid::Uuid;

/// How far the clocks of Entra and this machine may be apart, in seconds.
const LEEWAY_SECONDS: i64 = 120;

/// The tenant in which Entra keeps everybody's personal account.
const PERSONAL_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Directory roles by their template id, strongest first.
const ROLE_TEMPLATES: [(&str, Role); 3] = [
    (
        "62e90394-69f5-4237-9190-012177145e10",
        Role::GlobalAdministrator,
    ),
    (
        "29232cdf-9323-42fd-ade2-1d097af3e4de",
        Role::ExchangeAdministrator,
    ),
    ("f2ef992c-3afb-46b9-b7cf-a126ee74c451", Role::GlobalReader),
];

/// The first part of a token.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Header {
    /// The algorithm; nothing but `RS256` is accepted.
    #[serde(default)]
    pub alg: String,
    /// Which of the published keys signed it.
    #[serde(default)]
    pub kid: String,
}

/// The claims that matter here, all of them optional: what is missing is refused
/// by name, not as "malformed".
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Claims {
    aud: Option<String>,
    iss: Option<String>,
    tid: Option<String>,
    oid: Option<String>,
    ver: Option<String>,
    exp: Option<i64>,
    nbf: Option<i64>,
    scp: Option<String>,
    idtyp: Option<String>,
    wids: Option<Vec<String>>,
}

impl Claims {
    /// The issuer as the token writes it; the signing key must be meant for it.
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.iss.as_deref()
    }
}

/// What a token is checked against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// Crosswalk's application (client) id.
    pub audience: Uuid,
    /// Entra's base: `https://login.microsoftonline.com`.
    pub authority: &'a str,
    /// Seconds since 1970.
    pub now: i64,
}

/// Who calls, once their token is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The token's tenant: the only one that the caller acts for.
    pub tenant: TenantId,
    /// The person.
    pub object: ObjectId,
    /// The strongest of their roles.
    pub role: Role,
}

/// Why a token is not believed, or gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// No `Authorization: Bearer`.
    #[error("There is no access token: sign in, and send it as `Authorization: Bearer`.")]
    Missing,
    /// Not three parts of base64url with JSON in the first two.
    #[error("What was sent as an access token is none: it cannot be read.")]
    Malformed,
    /// Signed in another way, or not at all.
    #[error("The token is not signed with RS256, which is the only algorithm accepted.")]
    Algorithm,
    /// Signed by a key that Entra does not publish.
    #[error("The token names a signing key that Entra does not publish.")]
    UnknownKey,
    /// The key is another issuer's.
    #[error("The token is signed by a key that is not meant for its issuer.")]
    KeyIssuer,
    /// The signature does not fit.
    #[error("The token's signature does not fit its content.")]
    Signature,
    /// Entra's keys cannot be fetched now.
    #[error("The keys that check tokens cannot be fetched from Entra now. Try again in a minute.")]
    KeysUnavailable,
    /// A v1 token.
    #[error(
        "The token is not a version 2.0 token: set accessTokenAcceptedVersion to 2 in the app's manifest."
    )]
    Version,
    /// Made for another application.
    #[error("The token is made for another application.")]
    Audience,
    /// No tenant, or not a GUID.
    #[error("The token does not say which tenant it is of.")]
    Tenant,
    /// A personal Microsoft account.
    #[error("Personal Microsoft accounts cannot be used: sign in with a work or school account.")]
    Personal,
    /// Not issued by Entra for its own tenant.
    #[error("The token is not issued by Entra for the tenant that it names.")]
    Issuer,
    /// Over, or without an end.
    #[error("The token has expired: sign in again.")]
    Expired,
    /// Not yet valid.
    #[error("The token is not valid yet: check the clock of the machine that asked for it.")]
    NotYetValid,
    /// An application's own token.
    #[error("Applications cannot call this by themselves yet: sign in as an administrator.")]
    AppOnly,
    /// No person in it.
    #[error("The token does not say who signed in.")]
    Person,
    /// No `wids` claim at all.
    #[error(
        "The token does not list directory roles (wids): set groupMembershipClaims to \
         DirectoryRole in the app's manifest and sign in again."
    )]
    RolesMissing,
    /// Roles, but none of the three.
    #[error(
        "You need one of these directory roles: Global Administrator, Exchange Administrator, \
         or Global Reader to read. Sign in again once you have it."
    )]
    RoleUnknown,
}

impl TokenError {
    /// Stable, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "token-missing",
            Self::Malformed => "token-malformed",
            Self::Algorithm => "token-algorithm",
            Self::UnknownKey => "token-key-unknown",
            Self::KeyIssuer => "token-key-issuer",
            Self::Signature => "token-signature",
            Self::KeysUnavailable => "token-keys-unavailable",
            Self::Version => "token-version",
            Self::Audience => "token-audience",
            Self::Tenant => "token-tenant",
            Self::Personal => "token-personal",
            Self::Issuer => "token-issuer",
            Self::Expired => "token-expired",
            Self::NotYetValid => "token-not-yet-valid",
            Self::AppOnly => "token-app-only",
            Self::Person => "token-person",
            Self::RolesMissing => "roles-missing",
            Self::RoleUnknown => "role-unknown",
        }
    }

    /// 401 for a token that is not believed, 403 for one that gives nothing.
    pub fn status(self) -> u16 {
        match self {
            Self::RolesMissing | Self::RoleUnknown => 403,
            Self::KeysUnavailable => 503,
            _ => 401,
        }
    }
}

/// Whether the claims are those of somebody who may call, and who that is. Only
/// to be asked once the signature is known to be good.
pub(crate) fn check(claims: &Claims, expected: Expected<'_>) -> Result<Caller, TokenError> {
    if claims.ver.as_deref() != Some("2.0") {
        return Err(TokenError::Version);
    }
    if claims.aud.as_deref().map(parse_guid) != Some(Ok(expected.audience)) {
        return Err(TokenError::Audience);
    }
    let tenant: TenantId = claims
        .tid
        .as_deref()
        .and_then(|text| text.parse().ok())
        .ok_or(TokenError::Tenant)?;
    if tenant.to_string() == PERSONAL_ACCOUNTS {
        return Err(TokenError::Personal);
    }
    if claims.iss.as_deref() != Some(&issuer_of(expected.authority, tenant)) {
        return Err(TokenError::Issuer);
    }
    if claims
        .exp
        .is_none_or(|end| expected.now >= end.saturating_add(LEEWAY_SECONDS))
    {
        return Err(TokenError::Expired);
    }
    if claims
        .nbf
        .is_none_or(|start| expected.now < start.saturating_sub(LEEWAY_SECONDS))
    {
        return Err(TokenError::NotYetValid);
    }
    let delegated = claims
        .scp
        .as_deref()
        .is_some_and(|scopes| !scopes.trim().is_empty());
    if !delegated || claims.idtyp.as_deref() == Some("app") {
        return Err(TokenError::AppOnly);
    }
    let object: ObjectId = claims
        .oid
        .as_deref()
        .and_then(|text| text.parse().ok())
        .ok_or(TokenError::Person)?;
    let role = strongest_role(claims.wids.as_deref().ok_or(TokenError::RolesMissing)?)
        .ok_or(TokenError::RoleUnknown)?;
    Ok(Caller {
        tenant,
        object,
        role,
    })
}

/// The issuer of a tenant's v2.0 tokens.
fn issuer_of(authority: &str, tenant: TenantId) -> String {
    format!("{authority}/{tenant}/v2.0")
}

fn strongest_role(wids: &[String]) -> Option<Role> {
    ROLE_TEMPLATES
        .iter()
        .find(|(template, _)| wids.iter().any(|wid| wid.eq_ignore_ascii_case(template)))
        .map(|(_, role)| *role)
}

#[cfg(test)]
mod tests;
