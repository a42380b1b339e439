//! The life of an uploaded file, but for its end: announced, stored, read.
//!
//! The bytes go from the web layer to the file store between `BeginUpload` and
//! `UploadStored`; a file that was never announced as stored is never read.

use std::time::Duration;

use shared::{
    api::{
        RequestView, Side,
        limits::{MAX_UPLOAD_BYTES, MAX_UPLOAD_RETENTION, PURGE_MARGIN},
    },
    ids::{ObjectId, RequestId},
    workflow::RequestKind,
};

use super::{
    PairBroker,
    jobs::{self, Work},
    uploads::{self, Upload},
};
use crate::{
    messages::{UploadTicket, UploadedFile},
    ports::{Clock, Directory, Files, Sql},
    refusal::{InvalidCode, Refusal},
    store::requests::{self, Once},
    upload_key,
};

/// How long the bytes of an announced upload are waited for.
const ARRIVAL: Duration = Duration::from_mins(15);

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    /// Records an upload and its deadline, before any byte is stored.
    pub(super) fn begin_upload(
        &self,
        size: u64,
        retention_secs: u64,
        auto_progress: bool,
        by: ObjectId,
        key: Option<&str>,
    ) -> Result<UploadTicket, Refusal> {
        let asked = format!("upload {size} autoProgress={auto_progress}");
        let once = Once { key, asked: &asked };
        if let Some(before) = requests::made_before(&self.sql, once)? {
            let upload = uploads::find(&self.sql, before.id)?.ok_or(Refusal::NotFound)?;
            let waiting = upload.arrives_by.is_some();
            return Ok(UploadTicket {
                id: before.id,
                key: upload.key,
                deadline: upload.deadline,
                already: if waiting {
                    None
                } else {
                    Some(Box::new(self.view_of(&before)?))
                },
            });
        }
        if size == 0 || size > MAX_UPLOAD_BYTES {
            return Err(Refusal::invalid(
                InvalidCode::UploadSize,
                format!(
                    "A mapping file has between 1 and {MAX_UPLOAD_BYTES} bytes; this one has {size}."
                ),
            ));
        }
        self.needs(
            RequestKind::Copy,
            "An upload waits for a finished copy, since it maps what was copied. Accept a copy \
             request of this source and wait until it is Completed.",
        )?;
        let now = self.clock.now();
        let longest = MAX_UPLOAD_RETENTION.saturating_sub(PURGE_MARGIN);
        let deadline = now.plus(Duration::from_secs(retention_secs).min(longest));
        let record = self.new_record(RequestKind::Upload, by, now);
        let upload = Upload {
            request: record.id,
            key: upload_key::of(deadline, record.id),
            size,
            sha256: None,
            auto_progress,
            stored_at: None,
            arrives_by: Some(now.plus(ARRIVAL).min(deadline)),
            deadline,
            purge_at: Some(deadline),
            purge_attempts: 0,
            purged_at: None,
        };
        self.sql.transaction(&mut || {
            self.insert_new(&record, once, None)?;
            uploads::save(&self.sql, &upload)
        })?;
        Ok(UploadTicket {
            id: record.id,
            key: upload.key,
            deadline,
            already: None,
        })
    }

    /// The bytes are there; the check is queued. Saying it twice is no error.
    pub(super) fn upload_stored(
        &self,
        id: RequestId,
        size: u64,
        sha256: &str,
    ) -> Result<RequestView, Refusal> {
        let mut record = self.request(id)?;
        let mut upload = uploads::find(&self.sql, id)?.ok_or(Refusal::NotFound)?;
        if upload.stored_at.is_some() && upload.sha256.as_deref() == Some(sha256) {
            return self.view_of(&record);
        }
        let now = self.clock.now();
        if upload.arrives_by.is_none() || now >= upload.deadline || record.progress.state.is_final()
        {
            return Err(Refusal::Gone(
                "This upload has ended. Upload the file again.".to_owned(),
            ));
        }
        upload.size = size;
        upload.sha256 = Some(sha256.to_owned());
        upload.stored_at = Some(now);
        upload.arrives_by = None;
        record.progress.advance(1, 0, 0);
        let work = Work::CheckUpload {
            auto_progress: upload.auto_progress,
        };
        self.sql.transaction(&mut || {
            uploads::save(&self.sql, &upload)?;
            requests::save(&self.sql, &record)?;
            jobs::insert(&self.sql, id, &work, now)
        })?;
        Ok(record.view(Side::Target, upload.view()))
    }

    /// The bytes did not come; whatever did is deleted.
    pub(super) fn upload_not_stored(
        &self,
        id: RequestId,
        reason: &str,
    ) -> Result<RequestView, Refusal> {
        let mut record = self.request(id)?;
        let mut upload = uploads::find(&self.sql, id)?.ok_or(Refusal::NotFound)?;
        if upload.arrives_by.is_none() {
            return self.view_of(&record);
        }
        let now = self.clock.now();
        record.fail(reason, now);
        upload.arrives_by = None;
        upload.deadline = upload.deadline.min(now);
        upload.purge_at = Some(now);
        self.sql.transaction(&mut || {
            uploads::save(&self.sql, &upload)?;
            requests::save(&self.sql, &record)
        })?;
        Ok(record.view(Side::Target, upload.view()))
    }

    /// Where the bytes are, as long as they may be read.
    pub(super) fn read_upload(&self, id: RequestId) -> Result<UploadedFile, Refusal> {
        let upload = uploads::find(&self.sql, id)?.ok_or(Refusal::NotFound)?;
        let now = self.clock.now();
        let sha256 = match upload.sha256.as_ref() {
            Some(sha256) if upload.is_readable(now) => sha256.clone(),
            None if upload.arrives_by.is_some_and(|by| now < by) => {
                return Err(Refusal::TooEarly(
                    "The file has not arrived yet. Try again in a moment.".to_owned(),
                ));
            }
            _ => {
                return Err(Refusal::Gone(format!(
                    "The file could be read until {}; it is deleted.",
                    upload.deadline
                )));
            }
        };
        Ok(UploadedFile {
            key: upload.key,
            size: upload.size,
            sha256,
            deadline: upload.deadline,
        })
    }
}
