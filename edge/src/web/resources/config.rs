//! What anybody may read: how to sign in, and the API's description.

use shared::api::ClientConfig;

use crate::web::{call::Call, problems::ApiError, reply::Reply};

/// The committed description; a test holds it to the route table.
const OPENAPI: &str = include_str!("../../../openapi.json");

/// `GET /config`.
pub(crate) fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    Reply::json(&ClientConfig {
        authority: call.settings.entra.as_str().to_owned(),
        client_id: call.settings.client_id.to_string(),
        scope: call.settings.api_scope.clone(),
    })
}

/// `GET /openapi.json`.
pub(crate) fn openapi() -> Reply {
    Reply::json_text(OPENAPI)
}
