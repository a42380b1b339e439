//! Pairs as their target sees them: the list, the identities, the mapping file.

use broker::messages::{PairCommand, PairReply, TenantCommand, TenantReply};
use shared::{api::UnmapIdentities, ids::Pair};
use worker::ResponseBody;

use crate::{
    clock,
    web::{call::Call, problems::ApiError, reply::Reply, unexpected},
};

/// `GET /pairs`.
pub(crate) async fn list(call: &Call<'_>) -> Result<Reply, ApiError> {
    let TenantReply::Pairs(sources) = call.ask_own_tenant(&TenantCommand::Pairs).await? else {
        return Err(unexpected());
    };
    let target = call.caller()?.tenant;
    let mut views = Vec::with_capacity(sources.len());
    for source in sources {
        match call
            .ask_pair(Pair { source, target }, &PairCommand::Overview)
            .await?
        {
            PairReply::Overview(view) => views.push(view),
            _ => return Err(unexpected()),
        }
    }
    Reply::json(&views)
}

/// `GET /pairs/{source}/identities`.
pub(crate) async fn identities(call: &Call<'_>) -> Result<Reply, ApiError> {
    let command = PairCommand::Identities {
        cursor: call.query("cursor")?,
    };
    match call.ask_pair(call.pair()?, &command).await? {
        PairReply::Identities(page) => {
            Ok(Reply::json(&page)?.tagged(call.header("if-none-match").as_deref()))
        }
        _ => Err(unexpected()),
    }
}

/// `POST /pairs/{source}/identities/unmap`.
pub(crate) async fn unmap(mut call: Call<'_>) -> Result<Reply, ApiError> {
    let wanted: UnmapIdentities = call.body().await?;
    let command = PairCommand::Unmap {
        identities: wanted.identities,
        by: call.caller()?.object,
    };
    match call.ask_pair(call.pair()?, &command).await? {
        PairReply::Unmapped(views) => Reply::json(&views),
        _ => Err(unexpected()),
    }
}

/// `GET /pairs/{source}/mapping-file`.
pub(crate) async fn mapping_file(call: &Call<'_>) -> Result<Reply, ApiError> {
    let pair = call.pair()?;
    match call.ask_pair(pair, &PairCommand::MappingFile).await? {
        PairReply::MappingFile(text) => Ok(Reply::csv(
            &file_name(pair, &clock::now().to_string()),
            ResponseBody::Body(text.into_bytes()),
        )),
        _ => Err(unexpected()),
    }
}

/// `crosswalk-3f9a0c1e-2026-11-21.csv`.
fn file_name(pair: Pair, now: &str) -> String {
    let source = pair.source.to_string();
    let source = source.split('-').next().unwrap_or_default();
    let date = now.split('T').next().unwrap_or_default();
    format!("crosswalk-{source}-{date}.csv")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_file_is_named_after_its_source_and_day() {
        let pair = Pair {
            source: "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90".parse().unwrap(),
            target: "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b".parse().unwrap(),
        };
        assert_eq!(
            file_name(pair, "2026-11-21T22:05:00.25Z"),
            "crosswalk-3f9a0c1e-2026-11-21.csv"
        );
    }
}
