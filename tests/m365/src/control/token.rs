//! Tokens without a browser, and tokens that are wrong in one named way.

use std::sync::Arc;

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::ControlError;
use crate::{clock, entra::claims, keys::Key, world::World};

/// Whose token, and what is wrong with it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    account: String,
    /// Seconds from now; negative for one that has ended.
    expires_in: Option<i64>,
    /// Seconds from now; positive for one that is not yet good.
    not_before: Option<i64>,
    aud: Option<Value>,
    iss: Option<Value>,
    /// Another tenant's id; `iss` follows unless it is given too.
    tid: Option<String>,
    wids: Option<Value>,
    scp: Option<Value>,
    /// Any other claim.
    #[serde(default)]
    claims: Map<String, Value>,
    /// Claims to leave out.
    #[serde(default)]
    omit: Vec<String>,
    /// Signed with a key that is not published, under the published key's name.
    #[serde(default)]
    wrong_key: bool,
    /// The header's `kid`, in place of the published key's.
    kid: Option<String>,
    /// The header's `alg`; `none` leaves the signature empty.
    alg: Option<String>,
    /// The app's own token for this audience instead of the person's.
    #[serde(default)]
    app_only: bool,
}

pub(super) async fn token(
    State(world): State<Arc<World>>,
    wanted: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<Value>, ControlError> {
    let Json(wanted) = wanted?;
    let mut claims = {
        let moving = world.moving();
        let (tenant, account) = moving.directory.account(&wanted.account).ok_or_else(|| {
            ControlError(
                StatusCode::NOT_FOUND,
                format!("no account {}; see /control/tenants", wanted.account),
            )
        })?;
        if wanted.app_only {
            claims::app_for_itself(&world, tenant.tenant_id)
        } else {
            claims::access(&world, tenant, account)
        }
    };
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            claims.insert(name.to_owned(), value);
        }
    };
    let now = clock::now();
    let issuer = wanted
        .tid
        .as_ref()
        .map(|tid| json!(format!("{}/{tid}/v2.0", world.base)));
    set("tid", wanted.tid.map(Value::String));
    set("iss", wanted.iss.or(issuer));
    set("aud", wanted.aud);
    set("wids", wanted.wids);
    set("scp", wanted.scp);
    set("exp", wanted.expires_in.map(|seconds| json!(now + seconds)));
    set("nbf", wanted.not_before.map(|seconds| json!(now + seconds)));
    claims.extend(wanted.claims);
    for name in &wanted.omit {
        claims.remove(name);
    }
    let expires_in = claims
        .get("exp")
        .and_then(Value::as_i64)
        .map(|exp| exp - now);
    let header = json!({
        "typ": "JWT",
        "alg": wanted.alg.as_deref().unwrap_or("RS256"),
        "kid": wanted.kid.as_deref().unwrap_or(world.key.kid()),
    });
    let claims = Value::Object(claims);
    let access_token = if wanted.wrong_key {
        Key::of_a_stranger()
            .map_err(|error| ControlError(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?
            .sign(&header, &claims)
    } else {
        world.key.sign(&header, &claims)
    };
    Ok(Json(json!({
        "token_type": "Bearer",
        "access_token": access_token,
        "expires_in": expires_in,
    })))
}
