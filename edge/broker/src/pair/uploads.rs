//! The `uploads` table: what is known about uploaded files, and when they end.
//!
//! A row is stored before the first byte of its file, so that nothing can be
//! stored that nobody would delete. `purge_at` is null once the file was found
//! to be gone; the bytes themselves never enter the database, which can be
//! recovered for 30 days.

use shared::{api::UploadView, ids::RequestId, timestamp::Timestamp};

use crate::{
    ports::{Row, Sql, StoreError, Value},
    store::outbox::earliest,
};

pub(super) const TABLE: &str = "CREATE TABLE uploads (
    request_id TEXT PRIMARY KEY,
    object_key TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT,
    auto_progress INTEGER NOT NULL,
    stored_at INTEGER,
    arrives_by INTEGER,
    deadline INTEGER NOT NULL,
    purge_at INTEGER,
    purge_attempts INTEGER NOT NULL,
    purged_at INTEGER
) STRICT";

const COLUMNS: &str = "request_id, object_key, size, sha256, auto_progress, stored_at, arrives_by,
    deadline, purge_at, purge_attempts, purged_at";

/// An uploaded file, or one that is about to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Upload {
    pub(super) request: RequestId,
    pub(super) key: String,
    pub(super) size: u64,
    pub(super) sha256: Option<String>,
    pub(super) auto_progress: bool,
    pub(super) stored_at: Option<Timestamp>,
    /// Until when its bytes are waited for; none once they came or did not.
    pub(super) arrives_by: Option<Timestamp>,
    pub(super) deadline: Timestamp,
    pub(super) purge_at: Option<Timestamp>,
    pub(super) purge_attempts: u32,
    pub(super) purged_at: Option<Timestamp>,
}

impl Upload {
    /// What people are shown; nothing before the bytes have arrived.
    pub(super) fn view(&self) -> Option<UploadView> {
        Some(UploadView {
            size: self.size,
            sha256: self.sha256.clone()?,
            deadline: self.deadline,
            purged_at: self.purged_at,
        })
    }

    /// Whether its bytes may be read.
    pub(super) fn is_readable(&self, now: Timestamp) -> bool {
        self.stored_at.is_some() && self.purged_at.is_none() && now < self.deadline
    }

    /// The same upload, to be deleted as soon as possible and read no more.
    pub(super) fn ending(mut self, now: Timestamp) -> Self {
        self.arrives_by = None;
        self.deadline = self.deadline.min(now);
        self.purge_at = Some(now);
        self
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let moment = |at, what| -> Result<Option<Timestamp>, StoreError> {
            Ok(row
                .optional_integer(at, what)?
                .map(Timestamp::from_unix_millis))
        };
        Ok(Self {
            request: row.word(0, "uploads.request_id")?,
            key: row.text(1, "uploads.object_key")?.to_owned(),
            size: u64::try_from(row.integer(2, "uploads.size")?).unwrap_or_default(),
            sha256: row.optional_text(3, "uploads.sha256")?.map(str::to_owned),
            auto_progress: row.integer(4, "uploads.auto_progress")? != 0,
            stored_at: moment(5, "uploads.stored_at")?,
            arrives_by: moment(6, "uploads.arrives_by")?,
            deadline: row.moment(7, "uploads.deadline")?,
            purge_at: moment(8, "uploads.purge_at")?,
            purge_attempts: u32::try_from(row.integer(9, "uploads.purge_attempts")?)
                .unwrap_or(u32::MAX),
            purged_at: moment(10, "uploads.purged_at")?,
        })
    }
}

/// Stores an upload as it now is.
pub(super) fn save(sql: &impl Sql, upload: &Upload) -> Result<(), StoreError> {
    sql.execute(
        &format!(
            "INSERT INTO uploads ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (request_id) DO UPDATE SET size = excluded.size,
                sha256 = excluded.sha256, stored_at = excluded.stored_at,
                arrives_by = excluded.arrives_by, deadline = excluded.deadline,
                purge_at = excluded.purge_at, purge_attempts = excluded.purge_attempts,
                purged_at = excluded.purged_at"
        ),
        &[
            Value::from(upload.request.to_string()),
            Value::from(upload.key.as_str()),
            Value::from(i64::try_from(upload.size).unwrap_or(i64::MAX)),
            Value::from(upload.sha256.as_deref()),
            Value::from(i64::from(upload.auto_progress)),
            Value::from(upload.stored_at),
            Value::from(upload.arrives_by),
            Value::from(upload.deadline),
            Value::from(upload.purge_at),
            Value::from(upload.purge_attempts),
            Value::from(upload.purged_at),
        ],
    )?;
    Ok(())
}

/// The upload of a request.
pub(super) fn find(sql: &impl Sql, request: RequestId) -> Result<Option<Upload>, StoreError> {
    sql.execute(
        &format!("SELECT {COLUMNS} FROM uploads WHERE request_id = ?1"),
        &[Value::from(request.to_string())],
    )?
    .first()
    .map(Upload::read)
    .transpose()
}

/// Uploads whose bytes are to be deleted now.
pub(super) fn to_purge(sql: &impl Sql, now: Timestamp) -> Result<Vec<Upload>, StoreError> {
    sql.execute(
        &format!("SELECT {COLUMNS} FROM uploads WHERE purge_at <= ?1 ORDER BY purge_at"),
        &[Value::from(now)],
    )?
    .iter()
    .map(Upload::read)
    .collect()
}

/// Uploads whose bytes have not come in time.
pub(super) fn overdue(sql: &impl Sql, now: Timestamp) -> Result<Vec<Upload>, StoreError> {
    sql.execute(
        &format!("SELECT {COLUMNS} FROM uploads WHERE arrives_by <= ?1 ORDER BY arrives_by"),
        &[Value::from(now)],
    )?
    .iter()
    .map(Upload::read)
    .collect()
}

/// The newest upload that was checked and may still be read.
pub(super) fn newest_usable(
    sql: &impl Sql,
    now: Timestamp,
) -> Result<Option<RequestId>, StoreError> {
    sql.execute(
        "SELECT u.request_id FROM uploads u JOIN requests r ON r.id = u.request_id
         WHERE r.state IN ('Completed', 'CompletedWithWarnings')
           AND u.stored_at IS NOT NULL AND u.purged_at IS NULL AND u.deadline > ?1
         ORDER BY u.stored_at DESC, u.rowid DESC LIMIT 1",
        &[Value::from(now)],
    )?
    .first()
    .map(|row| row.word(0, "uploads.request_id"))
    .transpose()
}

/// The next moment at which an upload wants something done.
pub(super) fn next_deadline(sql: &impl Sql) -> Result<Option<Timestamp>, StoreError> {
    earliest(
        sql,
        "SELECT min(at) FROM (SELECT purge_at AS at FROM uploads
         UNION ALL SELECT arrives_by FROM uploads)",
    )
}
