//! The token endpoint: a code for a person's tokens, a secret for the app's.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, Method, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use uuid::Uuid;

use super::{claims, code, errors::EntraError, fields, is_any_tenant};
use crate::{control::switches::Grant, world::World};

pub(super) async fn token(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, EntraError> {
    if method != Method::POST {
        return Err(EntraError::new(
            "invalid_request",
            900_561,
            format!("The endpoint only accepts POST requests. Received a {method} request."),
        ));
    }
    let form = fields(&body);
    let grant = wanted(&form, "grant_type")?;
    let client_id = wanted(&form, "client_id")?;
    if Uuid::try_parse(client_id) != Ok(world.client_id) {
        return Err(EntraError::no_client(client_id, &tenant));
    }
    match grant {
        "authorization_code" => from_code(&world, &tenant, &headers, &form),
        "client_credentials" => for_the_app(&world, &tenant, &form),
        other => Err(EntraError::new(
            "unsupported_grant_type",
            70003,
            format!("The app requested an unsupported grant type '{other}'."),
        )),
    }
}

fn from_code(
    world: &World,
    tenant: &str,
    headers: &HeaderMap,
    form: &HashMap<String, String>,
) -> Result<Response, EntraError> {
    if !headers.contains_key(header::ORIGIN) {
        return Err(EntraError::new(
            "invalid_request",
            9_002_327,
            "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via \
             cross-origin requests.",
        ));
    }
    let name = wanted(form, "code")?;
    let redirect_uri = wanted(form, "redirect_uri")?;
    let verifier = wanted(form, "code_verifier")?;
    let mut moving = world.moving();
    let code = code::redeem(&mut moving, name, redirect_uri, verifier)?;
    let (home, account) = moving
        .directory
        .account(&code.user_principal_name)
        .filter(|(home, _)| {
            is_any_tenant(tenant) || is_tenant(&moving.directory, tenant, home.tenant_id)
        })
        .ok_or_else(|| EntraError::no_tenant(tenant))?;
    let access = claims::access(world, home, account);
    let identity = claims::identity(world, home, account, code.nonce.as_deref());
    let mut body = json!({
        "token_type": "Bearer",
        "scope": format!("{0}/access_as_user {0}/.default", world.client_id),
        "expires_in": claims::LIFE - 1,
        "ext_expires_in": claims::LIFE - 1,
        "access_token": claims::sign(world, access),
    });
    let asked_openid = code.scope.split(' ').any(|scope| scope == "openid");
    if let (true, Some(body)) = (asked_openid, body.as_object_mut()) {
        body.insert("id_token".to_owned(), json!(claims::sign(world, identity)));
    }
    Ok(answer(body))
}

fn for_the_app(
    world: &World,
    tenant: &str,
    form: &HashMap<String, String>,
) -> Result<Response, EntraError> {
    let secret = form.get("client_secret").ok_or_else(|| {
        EntraError::client(
            7_000_218,
            "The request body must contain the following parameter: 'client_assertion' or \
             'client_secret'.",
        )
    })?;
    if *secret != world.client_secret {
        return Err(EntraError::client(
            7_000_215,
            format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is \
                 the client secret value, not the client secret ID, for a secret added to app '{}'.",
                world.client_id
            ),
        ));
    }
    if is_any_tenant(tenant) {
        return Err(EntraError::new(
            "invalid_request",
            50059,
            "No tenant-identifying information found in either the request or implied by any \
             provided credentials.",
        ));
    }
    let scope = wanted(form, "scope")?;
    let Some(resource) = scope.strip_suffix("/.default") else {
        return Err(EntraError::new(
            "invalid_scope",
            1_002_012,
            format!(
                "The provided value for scope {scope} is not valid. Client credential flows must \
                 have a scope value with /.default suffixed to the resource identifier \
                 (application ID URI)."
            ),
        ));
    };
    let moving = world.moving();
    let tenant_id = moving
        .directory
        .tenant(tenant)
        .ok_or_else(|| EntraError::no_tenant(tenant))?
        .tenant_id;
    if resource != claims::EXCHANGE {
        return Err(EntraError::new(
            "invalid_resource",
            500_011,
            format!(
                "The resource principal named {resource} was not found in the tenant named \
                 {tenant_id}. This can happen if the application has not been installed by the \
                 administrator of the tenant or consented to by any user in the tenant."
            ),
        ));
    }
    let grant = moving.switches.grant_in(tenant_id);
    if grant == Grant::ConsentMissing {
        return Err(EntraError {
            number: 7_000_229,
            sentence: format!(
                "The client application {} is missing service principal in the tenant {tenant_id}. \
                 See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119.",
                world.client_id
            ),
            ..EntraError::client(0, "")
        });
    }
    let claims = claims::exchange_app(world, tenant_id, grant != Grant::AppRoleMissing);
    Ok(answer(json!({
        "token_type": "Bearer",
        "expires_in": claims::LIFE - 1,
        "ext_expires_in": claims::LIFE - 1,
        "access_token": claims::sign(world, claims),
    })))
}

fn answer(body: serde_json::Value) -> Response {
    ([(header::CACHE_CONTROL, "no-store, no-cache")], Json(body)).into_response()
}

fn wanted<'a>(form: &'a HashMap<String, String>, name: &str) -> Result<&'a str, EntraError> {
    form.get(name)
        .map(String::as_str)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| EntraError::missing(name))
}

fn is_tenant(directory: &crate::directory::Directory, named: &str, id: Uuid) -> bool {
    directory
        .tenant(named)
        .is_some_and(|tenant| tenant.tenant_id == id)
}
