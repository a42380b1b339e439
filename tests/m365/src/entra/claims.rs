//! What tokens say: a person's access and id tokens (v2), and an app's token for
//! Exchange (v1, as Exchange still asks for).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::{Uuid, uuid};

use super::code::random;
use crate::{
    clock,
    directory::{Account, Role, Tenant, wids},
    world::World,
};

/// How long a token is good, in seconds.
pub(crate) const LIFE: i64 = 3_900;

/// Entra dates a token back by five minutes, for clocks that are slow.
const BACKDATED: i64 = 300;

/// The audience of a token for the Exchange admin API.
pub(crate) const EXCHANGE: &str = "https://outlook.office365.com";

/// The claims of a token.
pub(crate) type Claims = Map<String, Value>;

/// The access token of somebody signed in to Crosswalk, for Crosswalk's API.
pub(crate) fn access(world: &World, tenant: &Tenant, account: &Account) -> Claims {
    let mut claims = person(world, tenant, account);
    claims.insert("azp".to_owned(), json!(world.client_id));
    claims.insert("azpacr".to_owned(), json!("0"));
    claims.insert("scp".to_owned(), json!("access_as_user"));
    claims
}

/// The id token that goes with it.
pub(super) fn identity(
    world: &World,
    tenant: &Tenant,
    account: &Account,
    nonce: Option<&str>,
) -> Claims {
    let mut claims = person(world, tenant, account);
    if let Some(nonce) = nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    claims
}

fn person(world: &World, tenant: &Tenant, account: &Account) -> Claims {
    let now = clock::now();
    let object_id = account.object_id;
    let mut claims = Claims::new();
    for (name, value) in [
        ("aud", json!(world.client_id)),
        ("iss", json!(world.issuer(Some(tenant.tenant_id)))),
        ("iat", json!(now - BACKDATED)),
        ("nbf", json!(now - BACKDATED)),
        ("exp", json!(now + LIFE)),
        ("name", json!(account.display_name)),
        ("oid", json!(object_id)),
        ("preferred_username", json!(account.user_principal_name)),
        ("sub", json!(pairwise(world.client_id, object_id))),
        ("tid", json!(tenant.tenant_id)),
        ("uti", json!(random())),
        ("ver", json!("2.0")),
        ("wids", json!(wids(&account.roles))),
    ] {
        claims.insert(name.to_owned(), value);
    }
    claims
}

/// The app's own token for Exchange in a tenant.
pub(crate) fn exchange_app(world: &World, tenant_id: Uuid, app_role: bool) -> Claims {
    let now = clock::now();
    let issuer = format!("https://sts.windows.net/{tenant_id}/");
    let object_id = service_principal(world.client_id, tenant_id);
    let mut claims = Claims::new();
    for (name, value) in [
        ("aud", json!(EXCHANGE)),
        ("iss", json!(issuer)),
        ("iat", json!(now - BACKDATED)),
        ("nbf", json!(now - BACKDATED)),
        ("exp", json!(now + LIFE)),
        ("app_displayname", json!("Crosswalk")),
        ("appid", json!(world.client_id)),
        ("appidacr", json!("1")),
        ("idp", json!(issuer)),
        ("idtyp", json!("app")),
        ("oid", json!(object_id)),
        ("sub", json!(object_id)),
        ("tid", json!(tenant_id)),
        ("uti", json!(random())),
        ("ver", json!("1.0")),
        ("wids", json!(wids(&[Role::ExchangeAdministrator]))),
    ] {
        claims.insert(name.to_owned(), value);
    }
    if app_role {
        claims.insert("roles".to_owned(), json!(["Exchange.ManageAsApp"]));
    }
    claims
}

/// A token of the app itself for Crosswalk's API: there to be refused.
pub(crate) fn app_for_itself(world: &World, tenant_id: Uuid) -> Claims {
    let mut claims = exchange_app(world, tenant_id, false);
    for (name, value) in [
        ("aud", json!(world.client_id)),
        ("iss", json!(world.issuer(Some(tenant_id)))),
        ("azp", json!(world.client_id)),
        ("azpacr", json!("1")),
        ("ver", json!("2.0")),
    ] {
        claims.insert(name.to_owned(), value);
    }
    for name in ["appid", "appidacr", "app_displayname", "idp", "wids"] {
        claims.remove(name);
    }
    claims
}

/// Signs claims as Entra does.
pub(crate) fn sign(world: &World, claims: Claims) -> String {
    let header = json!({ "typ": "JWT", "alg": "RS256", "kid": world.key.kid() });
    world.key.sign(&header, &Value::Object(claims))
}

/// `sub`: the same for one person in one app, another in another app.
fn pairwise(client_id: Uuid, object_id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{client_id}{object_id}")))
}

/// The object id of the app in a tenant: made from both, so that it stays.
fn service_principal(client_id: Uuid, tenant_id: Uuid) -> Uuid {
    const SPACE: Uuid = uuid!("a1c5f6de-33a4-4f3e-9d0c-52cf3f3a2f0b");
    let mut bytes = [0u8; 16];
    let digest = Sha256::digest(format!("{SPACE}{client_id}{tenant_id}"));
    for (byte, from) in bytes.iter_mut().zip(digest) {
        *byte = from;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
