//! Where things are, and the keys to check tokens with.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::{errors::EntraError, is_any_tenant};
use crate::world::World;

/// `openid-configuration`. For `common` and `organizations` the issuer holds
/// `{tenantid}` in braces, which whoever checks a token fills in.
pub(super) async fn configuration(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
) -> Result<Json<Value>, EntraError> {
    let base = &world.base;
    let tenant_id = if is_any_tenant(&tenant) {
        None
    } else {
        let moving = world.moving();
        let found = moving.directory.tenant(&tenant);
        Some(
            found
                .ok_or_else(|| EntraError::no_tenant(&tenant))?
                .tenant_id,
        )
    };
    let place = tenant_id.map_or(tenant, |id| id.to_string());
    Ok(Json(json!({
        "token_endpoint": format!("{base}/{place}/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": format!("{base}/{place}/discovery/v2.0/keys"),
        "response_modes_supported": ["query", "fragment"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": world.issuer(tenant_id),
        "request_uri_parameter_supported": false,
        "authorization_endpoint": format!("{base}/{place}/oauth2/v2.0/authorize"),
        "http_logout_supported": false,
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver"
        ],
        "tenant_region_scope": null,
        "cloud_instance_name": "microsoftonline.com",
    })))
}

/// The JWKS. Each key names the issuer it may be used for.
pub(super) async fn keys(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
) -> Result<Json<Value>, EntraError> {
    if !is_any_tenant(&tenant) && world.moving().directory.tenant(&tenant).is_none() {
        return Err(EntraError::no_tenant(&tenant));
    }
    Ok(Json(
        json!({ "keys": [world.key.jwk(&world.issuer(None))] }),
    ))
}
