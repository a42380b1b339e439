//! What a target asks of a pair: map, write, verify.

use broker::messages::{PairCommand, PairReply};
use shared::api::NewMapRequest;

use super::requests::created;
use crate::web::{call::Call, problems::ApiError, reply::Reply, unexpected};

/// `POST /pairs/{source}/map`.
pub(crate) async fn map(mut call: Call<'_>) -> Result<Reply, ApiError> {
    let wanted: NewMapRequest = call.body().await?;
    let command = PairCommand::Map {
        use_csv: wanted.use_csv,
        by: call.caller()?.object,
        idempotency_key: call.idempotency_key()?,
    };
    start(&call, &command).await
}

/// `POST /pairs/{source}/write`.
pub(crate) async fn write(call: &Call<'_>) -> Result<Reply, ApiError> {
    let command = PairCommand::Write {
        by: call.caller()?.object,
        idempotency_key: call.idempotency_key()?,
    };
    start(call, &command).await
}

/// `POST /pairs/{source}/verify`.
pub(crate) async fn verify(call: &Call<'_>) -> Result<Reply, ApiError> {
    let command = PairCommand::Verify {
        by: call.caller()?.object,
        idempotency_key: call.idempotency_key()?,
    };
    start(call, &command).await
}

async fn start(call: &Call<'_>, command: &PairCommand) -> Result<Reply, ApiError> {
    match call.ask_pair(call.pair()?, command).await? {
        PairReply::Request(view) => created(&view),
        _ => Err(unexpected()),
    }
}
