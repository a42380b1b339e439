//! Entra: discovery, keys, the sign-in page and tokens.

mod authorize;
pub(crate) mod claims;
pub(crate) mod code;
mod discovery;
mod errors;
mod picker;
mod token;

use std::{collections::HashMap, sync::Arc};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, get},
};

use crate::world::World;

pub(crate) fn router() -> Router<Arc<World>> {
    let open_to_browsers = Router::new()
        .route(
            "/{tenant}/v2.0/.well-known/openid-configuration",
            any(discovery::configuration),
        )
        .route("/{tenant}/discovery/v2.0/keys", any(discovery::keys))
        .route("/{tenant}/oauth2/v2.0/token", any(token::token))
        .layer(middleware::from_fn(any_origin));
    Router::new()
        .route(
            "/{tenant}/oauth2/v2.0/authorize",
            get(authorize::ask).post(authorize::answer),
        )
        .merge(open_to_browsers)
}

/// CORS as Entra has it for single-page applications: any origin, no cookies.
async fn any_origin(request: Request, next: Next) -> Response {
    let wanted_headers = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
        .cloned();
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, OPTIONS"),
    );
    if let Some(wanted) = wanted_headers {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted);
    }
    response
}

/// A query string or a form, the last value of each name.
fn fields(text: &[u8]) -> HashMap<String, String> {
    url::form_urlencoded::parse(text)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Whether the path names no tenant of its own.
fn is_any_tenant(tenant: &str) -> bool {
    matches!(tenant, "common" | "organizations")
}
