//! The package for MailUsers that belong to an on-premises directory, and what comes
//! back from there.

use broker::messages::{PairCommand, PairReply};
use shared::{
    api::limits::MAX_PROGRESS_BYTES,
    exports::{HYBRID_SCRIPT, HYBRID_SCRIPT_NAME, HybridProgress, read_progress},
};
use worker::ResponseBody;

use super::uploads::announced_size;
use crate::web::{call::Call, problems::ApiError, reply::Reply, unexpected};

/// `GET /pairs/{source}/hybrid-package/script`: the same for every pair, and for those
/// who have one.
pub(crate) async fn script(call: &Call<'_>) -> Result<Reply, ApiError> {
    match call.ask_pair(call.pair()?, &PairCommand::Overview).await? {
        PairReply::Overview(_) => Ok(Reply::script(HYBRID_SCRIPT_NAME, HYBRID_SCRIPT)),
        _ => Err(unexpected()),
    }
}

/// `GET /pairs/{source}/hybrid-package/identities`.
pub(crate) async fn identities(call: &Call<'_>) -> Result<Reply, ApiError> {
    let pair = call.pair()?;
    match call.ask_pair(pair, &PairCommand::HybridIdentities).await? {
        PairReply::HybridIdentities(text) => Ok(Reply::csv(
            &format!("crosswalk-hybrid-{}.csv", pair.source),
            ResponseBody::Body(text.into_bytes()),
        )),
        _ => Err(unexpected()),
    }
}

/// `POST /pairs/{source}/hybrid-progress`. The file itself is read here and not kept.
pub(crate) async fn import(mut call: Call<'_>) -> Result<Reply, ApiError> {
    let pair = call.pair()?;
    announced_size(call.header("content-length").as_deref(), MAX_PROGRESS_BYTES)?;
    let bytes = call
        .request
        .bytes()
        .await
        .map_err(|_| ApiError::Body("it did not arrive".to_owned()))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_PROGRESS_BYTES {
        return Err(ApiError::TooLarge(MAX_PROGRESS_BYTES));
    }
    let HybridProgress {
        outcomes,
        problems,
        problem_count,
    } = read_progress(bytes).map_err(|error| ApiError::BodyNotUnderstood(error.to_string()))?;
    match call
        .ask_pair(pair, &PairCommand::HybridProgress { outcomes })
        .await?
    {
        PairReply::HybridProgress(mut view) => {
            view.problems = problems;
            view.problem_count = problem_count;
            Reply::json(&view)
        }
        _ => Err(unexpected()),
    }
}
