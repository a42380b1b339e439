//! Who calls, and whether the app may do anything in that tenant.

use axum::http::{HeaderMap, header};
use serde_json::Value;
use uuid::Uuid;

use crate::{clock, control::switches::Grant, entra::claims, world::World};

/// Why a call is not answered. Exchange says no more than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// No good token for this tenant, or one without the app role.
    Unauthorized,
    /// The app has no directory role here.
    Forbidden,
}

/// The tenant that the caller may work in, which must be the one in the path.
pub(super) fn tenant_of(world: &World, tenant: &str, headers: &HeaderMap) -> Result<Uuid, Refused> {
    let claims = bearer(headers)
        .and_then(|token| world.key.verify(token))
        .ok_or(Refused::Unauthorized)?;
    let number = |name: &str| claims.get(name).and_then(Value::as_i64);
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    let now = clock::now();
    let in_time =
        number("exp").is_some_and(|exp| exp > now) && number("nbf").is_none_or(|nbf| nbf <= now);
    let has_role = claims
        .get("roles")
        .and_then(Value::as_array)
        .is_some_and(|roles| roles.iter().any(|role| role == "Exchange.ManageAsApp"));
    if !in_time || text("aud") != claims::EXCHANGE || !has_role {
        return Err(Refused::Unauthorized);
    }
    let moving = world.moving();
    let tenant_id = moving
        .directory
        .tenant(tenant)
        .map(|tenant| tenant.tenant_id)
        .filter(|id| Uuid::try_parse(text("tid")) == Ok(*id))
        .ok_or(Refused::Unauthorized)?;
    match moving.switches.grant_in(tenant_id) {
        Grant::Granted => Ok(tenant_id),
        Grant::ConsentMissing | Grant::AppRoleMissing => Err(Refused::Unauthorized),
        Grant::DirectoryRoleMissing => Err(Refused::Forbidden),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}
