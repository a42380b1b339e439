//! Accepting, rejecting and taking back a copy request.
//!
//! The decision itself is bound to a digest of what the decider saw; `If-Match`
//! is honoured as well, for callers that work with entity tags.

use broker::messages::{TenantCommand, TenantReply};
use shared::{
    api::{AcceptCopy, RejectCopy},
    ids::TenantId,
};

use super::requests;
use crate::web::{
    call::Call,
    not_found,
    problems::ApiError,
    reply::{Reply, etag, names},
    unexpected,
};

/// `POST /requests/{id}/accept`.
pub(crate) async fn accept(mut call: Call<'_>) -> Result<Reply, ApiError> {
    let decision: AcceptCopy = call.body().await?;
    let caller = call.caller()?;
    let command = TenantCommand::Accept {
        id: call.id("id")?,
        target: caller.tenant,
        by: caller.object,
        digest: decision.digest,
        overwrite: decision.overwrite,
    };
    decide(&call, decision.source_tenant_id, &command).await
}

/// `POST /requests/{id}/reject`.
pub(crate) async fn reject(mut call: Call<'_>) -> Result<Reply, ApiError> {
    let decision: RejectCopy = call.body().await?;
    let caller = call.caller()?;
    let command = TenantCommand::Reject {
        id: call.id("id")?,
        target: caller.tenant,
        by: caller.object,
        reason: decision.reason,
    };
    decide(&call, decision.source_tenant_id, &command).await
}

/// `POST /requests/{id}/cancel`.
pub(crate) async fn cancel(call: &Call<'_>) -> Result<Reply, ApiError> {
    let caller = call.caller()?;
    let command = TenantCommand::Cancel {
        id: call.id("id")?,
        by: caller.object,
    };
    check_if_match(call).await?;
    answer(call.ask_own_tenant(&command).await?)
}

async fn decide(
    call: &Call<'_>,
    source: TenantId,
    command: &TenantCommand,
) -> Result<Reply, ApiError> {
    if source == call.caller()?.tenant {
        return Err(not_found());
    }
    call.settle_own_tenant().await?;
    check_if_match(call).await?;
    answer(call.ask_tenant(source, command).await?)
}

fn answer(reply: TenantReply) -> Result<Reply, ApiError> {
    match reply {
        TenantReply::Request(view) => Ok(Reply::json(&view)?.tagged(None)),
        _ => Err(unexpected()),
    }
}

async fn check_if_match(call: &Call<'_>) -> Result<(), ApiError> {
    let Some(tags) = call.header("if-match") else {
        return Ok(());
    };
    let view = requests::find(call, call.id("id")?).await?;
    let bytes = serde_json::to_vec(&view).unwrap_or_default();
    if names(&tags, &etag(&bytes)) {
        Ok(())
    } else {
        Err(ApiError::PreconditionFailed)
    }
}
