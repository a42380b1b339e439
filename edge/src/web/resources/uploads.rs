//! Uploaded mapping files: in as a stream, out as they were sent, gone in time.
//!
//! The pair records deadline and purge before a byte is stored, so that there is
//! never a file without an end.

use broker::{
    messages::{PairCommand, PairReply, UploadTicket},
    ports::Files,
    refusal::Refusal,
};
use shared::{api::limits::MAX_UPLOAD_BYTES, ids::Pair};

use super::requests::created;
use crate::{
    clock, log,
    uploads::UploadedFiles,
    web::{call::Call, problems::ApiError, reply::Reply, unexpected},
};

/// `POST /pairs/{source}/uploads`.
pub(crate) async fn create(call: &Call<'_>) -> Result<Reply, ApiError> {
    let pair = call.pair()?;
    let size = announced_size(call.header("content-length").as_deref(), MAX_UPLOAD_BYTES)?;
    let begin = PairCommand::BeginUpload {
        size,
        retention_secs: call.settings.upload_retention.as_secs(),
        auto_progress: flag(call.query("autoProgress")?.as_deref())?,
        by: call.caller()?.object,
        idempotency_key: call.idempotency_key()?,
    };
    let PairReply::Upload(ticket) = call.ask_pair(pair, &begin).await? else {
        return Err(unexpected());
    };
    if let Some(view) = &ticket.already {
        return created(view);
    }
    let files = UploadedFiles::new(call.env)?;
    match store(call, pair, &files, &ticket).await {
        Ok(reply) => Ok(reply),
        Err(error) => {
            forget(&files, &ticket.key).await;
            Err(error)
        }
    }
}

async fn store(
    call: &Call<'_>,
    pair: Pair,
    files: &UploadedFiles,
    ticket: &UploadTicket,
) -> Result<Reply, ApiError> {
    let end = match files.put(&ticket.key, &call.request).await {
        Ok(stored) => PairCommand::UploadStored {
            id: ticket.id,
            size: stored.size,
            sha256: stored.sha256,
        },
        Err(error) => {
            log::object("upload", "not-stored", &error.to_string());
            let not_stored = PairCommand::UploadNotStored {
                id: ticket.id,
                reason: ApiError::UploadNotStored.to_string(),
            };
            call.ask_pair(pair, &not_stored).await?;
            return Err(ApiError::UploadNotStored);
        }
    };
    match call.ask_pair(pair, &end).await? {
        PairReply::Request(view) => created(&view),
        _ => Err(unexpected()),
    }
}

/// Deletes what may be under a key. If that fails, the purge at the deadline and
/// the sweep are left.
async fn forget(files: &UploadedFiles, key: &str) {
    if let Err(error) = files.delete(key).await {
        log::object("upload", "not-deleted", &error.to_string());
    }
}

/// `GET /pairs/{source}/uploads/{id}`.
pub(crate) async fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    let id = call.id("id")?;
    let command = PairCommand::ReadUpload { id };
    let PairReply::UploadedFile(file) = call.ask_pair(call.pair()?, &command).await? else {
        return Err(unexpected());
    };
    let gone = || ApiError::Refused(Refusal::Gone("The file's time is over.".to_owned()));
    if file.deadline <= clock::now() {
        return Err(gone());
    }
    let body = UploadedFiles::new(call.env)?.stream(&file.key).await?;
    Ok(Reply::csv(
        &format!("crosswalk-upload-{id}.csv"),
        body.ok_or_else(gone)?,
    ))
}

/// `DELETE /pairs/{source}/uploads/{id}`.
pub(crate) async fn delete(call: &Call<'_>) -> Result<Reply, ApiError> {
    let command = PairCommand::DeleteUpload {
        id: call.id("id")?,
        by: call.caller()?.object,
    };
    match call.ask_pair(call.pair()?, &command).await? {
        PairReply::Request(view) => Reply::json(&view),
        _ => Err(unexpected()),
    }
}

/// The size that the request announces; R2 takes no stream of unknown length.
pub(super) fn announced_size(header: Option<&str>, most: u64) -> Result<u64, ApiError> {
    let size = header
        .and_then(|text| text.trim().parse().ok())
        .ok_or(ApiError::LengthRequired)?;
    if size > most {
        return Err(ApiError::TooLarge(most));
    }
    Ok(size)
}

fn flag(value: Option<&str>) -> Result<bool, ApiError> {
    match value {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(ApiError::Query("`autoProgress` is true or false")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_says_how_long_it_is_and_is_not_too_long() {
        for (header, status) in [
            (None, 411),
            (Some(""), 411),
            (Some("-1"), 411),
            (Some("12 bytes"), 411),
            (Some("50331649"), 413),
            (Some("99999999999999999999"), 411),
        ] {
            assert_eq!(
                announced_size(header, MAX_UPLOAD_BYTES)
                    .unwrap_err()
                    .status(),
                status,
                "{header:?}"
            );
        }
        let most = announced_size(Some("50331648"), MAX_UPLOAD_BYTES);
        assert_eq!(most.unwrap(), MAX_UPLOAD_BYTES);
    }

    #[test]
    fn a_flag_is_true_or_false() {
        assert!(!flag(None).unwrap());
        assert!(flag(Some("true")).unwrap());
        assert!(!flag(Some("false")).unwrap());
        assert!(flag(Some("1")).is_err());
    }
}
