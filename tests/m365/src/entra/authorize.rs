//! The authorize endpoint. What is wrong with the app or its address is shown on
//! a page, since nothing may be sent to an address that is not registered; what
//! is wrong with the rest goes back to the app.

use std::{collections::HashMap, sync::Arc};

use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use url::{Host, Url};
use uuid::Uuid;

use super::{
    code::{self, Code},
    errors::EntraError,
    fields, is_any_tenant, picker,
};
use crate::world::World;

/// Where and how the answer goes.
struct Reply {
    uri: Url,
    in_fragment: bool,
    state: Option<String>,
}

/// What is wrong, and whether the app may be told.
enum Refusal {
    Page(EntraError),
    App(Box<Reply>, EntraError),
}

/// A request with nothing wrong in it.
struct Asked {
    reply: Reply,
    redirect_uri: String,
    challenge: String,
    nonce: Option<String>,
    scope: String,
}

/// `GET`: the account picker.
pub(super) async fn ask(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = fields(query.unwrap_or_default().as_bytes());
    let asked = match check(&world, &tenant, &query) {
        Ok(asked) => asked,
        Err(refusal) => return refusal.into_response(),
    };
    if query.get("prompt").is_some_and(|prompt| prompt == "none") {
        return asked.reply.refuse(&EntraError::new(
            "login_required",
            50058,
            "A silent sign-in request was sent but no user is signed in.",
        ));
    }
    let moving = world.moving();
    let tenants = moving.directory.tenants.iter().filter(|one| {
        is_any_tenant(&tenant) || is_named(&moving.directory, &tenant, one.tenant_id)
    });
    picker::accounts(tenants, &query)
}

/// `POST`: the button pressed.
pub(super) async fn answer(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    body: Bytes,
) -> Response {
    let form = fields(&body);
    let asked = match check(&world, &tenant, &form) {
        Ok(asked) => asked,
        Err(refusal) => return refusal.into_response(),
    };
    if form
        .get("account")
        .is_some_and(|account| account == picker::NOBODY)
    {
        return asked.reply.refuse(&EntraError::new(
            "access_denied",
            65004,
            "User declined to consent to access the app.",
        ));
    }
    let mut moving = world.moving();
    let name = form.get("account").map_or("", String::as_str);
    let account = moving
        .directory
        .account(name)
        .filter(|(home, _)| {
            is_any_tenant(&tenant) || is_named(&moving.directory, &tenant, home.tenant_id)
        })
        .map(|(_, account)| account.user_principal_name.clone());
    let Some(user_principal_name) = account else {
        return picker::error(&EntraError::new(
            "invalid_request",
            50034,
            format!("The user account {name} does not exist in the directory."),
        ));
    };
    let code = code::issue(
        &mut moving,
        Code {
            user_principal_name,
            redirect_uri: asked.redirect_uri,
            challenge: asked.challenge,
            nonce: asked.nonce,
            scope: asked.scope,
            expires: Code::expiry(),
            redeemed: false,
        },
    );
    let session = Uuid::new_v4().to_string();
    asked
        .reply
        .send(&[("code", &code), ("session_state", &session)])
}

fn check(world: &World, tenant: &str, given: &HashMap<String, String>) -> Result<Asked, Refusal> {
    let get = |name: &str| given.get(name).map_or("", String::as_str);

    if !is_any_tenant(tenant) && world.moving().directory.tenant(tenant).is_none() {
        return Err(Refusal::Page(EntraError::no_tenant(tenant)));
    }
    let client_id = get("client_id");
    if client_id.is_empty() {
        return Err(Refusal::Page(EntraError::missing("client_id")));
    }
    if Uuid::try_parse(client_id) != Ok(world.client_id) {
        return Err(Refusal::Page(EntraError::no_client(client_id, tenant)));
    }
    let redirect_uri = get("redirect_uri").to_owned();
    let Some(uri) = registered(&redirect_uri) else {
        return Err(Refusal::Page(EntraError::new(
            "invalid_request",
            50011,
            format!(
                "The redirect URI '{redirect_uri}' specified in the request does not match the \
                 redirect URIs configured for the application '{client_id}'. Make sure the \
                 redirect URI sent in the request matches one added to your application in the \
                 Azure portal."
            ),
        )));
    };
    let in_fragment = match get("response_mode") {
        "" | "query" => false,
        "fragment" => true,
        other => {
            return Err(Refusal::Page(EntraError::new(
                "invalid_request",
                900_023,
                format!("Unsupported response mode '{other}'."),
            )));
        }
    };
    let reply = Reply {
        uri,
        in_fragment,
        state: given.get("state").cloned(),
    };
    if let Err(error) = check_the_rest(world, given) {
        return Err(Refusal::App(Box::new(reply), error));
    }
    Ok(Asked {
        reply,
        redirect_uri,
        challenge: get("code_challenge").to_owned(),
        nonce: given.get("nonce").cloned(),
        scope: get("scope").to_owned(),
    })
}

/// What the app gets told itself.
fn check_the_rest(world: &World, given: &HashMap<String, String>) -> Result<(), EntraError> {
    let get = |name: &str| given.get(name).map_or("", String::as_str);
    let invalid = |number, sentence: &str| EntraError::new("invalid_request", number, sentence);
    match get("response_type") {
        "code" => {}
        "" => return Err(EntraError::missing("response_type")),
        other => {
            return Err(EntraError::new(
                "unsupported_response_type",
                700_054,
                format!("response_type '{other}' is not enabled for the application."),
            ));
        }
    }
    let scope = get("scope");
    if scope.is_empty() {
        return Err(EntraError::missing("scope"));
    }
    if let Some(unknown) = scope.split(' ').find(|one| !is_offered(world, one)) {
        return Err(EntraError::new(
            "invalid_scope",
            70011,
            format!(
                "The provided request must include a 'scope' input parameter. The provided value \
                 for the input parameter 'scope' is not valid. The scope {unknown} is not valid."
            ),
        ));
    }
    match (get("code_challenge"), get("code_challenge_method")) {
        ("", _) => Err(invalid(
            9_002_325,
            "Proof Key for Code Exchange is required for cross-origin authorization code \
             redemption.",
        )),
        (challenge, "S256") if challenge.len() == 43 => Ok(()),
        (_, "S256") => Err(invalid(
            501_491,
            "Invalid size of Code_Challenge parameter.",
        )),
        _ => Err(invalid(
            501_491,
            "The code_challenge_method must be 'S256' for a single-page application.",
        )),
    }
}

fn is_offered(world: &World, scope: &str) -> bool {
    if matches!(
        scope,
        "" | "openid" | "profile" | "email" | "offline_access"
    ) {
        return true;
    }
    let own = world.client_id.to_string();
    let bare = scope.strip_prefix("api://").unwrap_or(scope);
    bare.strip_prefix(&own)
        .is_some_and(|rest| matches!(rest, "/.default" | "/access_as_user"))
}

/// Any page of this machine is registered, as Entra allows for development.
fn registered(redirect_uri: &str) -> Option<Url> {
    let uri = Url::parse(redirect_uri).ok()?;
    let here = match uri.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    (here && uri.scheme() == "http" && uri.fragment().is_none()).then_some(uri)
}

fn is_named(directory: &crate::directory::Directory, named: &str, id: Uuid) -> bool {
    directory
        .tenant(named)
        .is_some_and(|tenant| tenant.tenant_id == id)
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Page(error) => picker::error(&error),
            Self::App(reply, error) => reply.refuse(&error),
        }
    }
}

impl Reply {
    fn send(mut self, fields: &[(&str, &str)]) -> Response {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(fields);
        if let Some(state) = &self.state {
            text.append_pair("state", state);
        }
        let text = text.finish();
        if self.in_fragment {
            self.uri.set_fragment(Some(&text));
        } else {
            let query = match self.uri.query() {
                Some(own) if !own.is_empty() => format!("{own}&{text}"),
                _ => text,
            };
            self.uri.set_query(Some(&query));
        }
        (
            StatusCode::FOUND,
            [
                (header::LOCATION, self.uri.to_string()),
                (header::CACHE_CONTROL, "no-store, no-cache".to_owned()),
            ],
        )
            .into_response()
    }

    fn refuse(self, error: &EntraError) -> Response {
        let description = error.description(Uuid::new_v4(), Uuid::new_v4());
        self.send(&[("error", error.error), ("error_description", &description)])
    }
}
