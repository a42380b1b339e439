//! The published scopes of the caller's tenant.

use broker::messages::{TenantCommand, TenantReply};

use crate::web::{call::Call, problems::ApiError, reply::Reply, unexpected};

/// `GET /scopes?target=`.
pub(crate) async fn list(call: &Call<'_>) -> Result<Reply, ApiError> {
    let target = call
        .query("target")?
        .and_then(|text| text.parse().ok())
        .ok_or(ApiError::Query("`target` must be the target's tenant id"))?;
    let command = TenantCommand::Scopes { target };
    match call.ask_own_tenant(&command).await? {
        TenantReply::Scopes(scopes) => Reply::json(&scopes),
        _ => Err(unexpected()),
    }
}
