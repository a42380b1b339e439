//! The `jobs` table: the work that waits, in the order it was asked for.

use serde::{Deserialize, Serialize};
use shared::{
    ids::{ObjectId, RequestId},
    timestamp::Timestamp,
};

use super::plans;
use crate::{
    backoff,
    ports::{Sql, StoreError, Value},
    store::{outbox::earliest, rows::to_json},
};

/// `attempts` counts the tries of the slice at `cursor`, and is raised before a
/// try, so that a slice that kills its object is counted as well.
pub(super) const TABLE: &str = "CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id TEXT NOT NULL UNIQUE,
    work TEXT NOT NULL,
    cursor INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    last_error TEXT
) STRICT";

/// Jobs that failed, for another try: from `cursor` on, or from the beginning if
/// that is null, since they got to their end and could do nothing.
pub(super) const FAILED_TABLE: &str = "CREATE TABLE failed_jobs (
    request_id TEXT PRIMARY KEY,
    work TEXT NOT NULL,
    cursor INTEGER
) STRICT, WITHOUT ROWID";

/// What there is to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Work {
    /// Copy these mailboxes.
    Copy { members: Vec<ObjectId> },
    /// Check an upload, and map by it if that was asked for.
    CheckUpload { auto_progress: bool },
    /// Map by PrimarySmtpAddress.
    Map,
    /// Map by an upload.
    MapByFile { upload: RequestId },
    /// Write what is mapped.
    Write,
    /// Read back what was written.
    Verify,
}

/// A job and how far it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Job {
    pub(super) request: RequestId,
    pub(super) work: Work,
    /// What it means is the work's own business; it begins at 0.
    pub(super) cursor: i64,
    pub(super) attempts: u32,
    pub(super) not_before: Timestamp,
    pub(super) last_error: Option<String>,
}

/// Queues a job.
pub(super) fn insert(
    sql: &impl Sql,
    request: RequestId,
    work: &Work,
    now: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO jobs (request_id, work, cursor, attempts, not_before)
         VALUES (?1, ?2, 0, 0, ?3)",
        &[
            Value::from(request.to_string()),
            Value::from(to_json(work, "jobs.work")?),
            Value::from(now),
        ],
    )?;
    Ok(())
}

/// The job whose turn it is. While it waits for another try, so do the rest.
pub(super) fn first(sql: &impl Sql) -> Result<Option<Job>, StoreError> {
    let rows = sql.execute(
        "SELECT request_id, work, cursor, attempts, not_before, last_error
         FROM jobs ORDER BY number LIMIT 1",
        &[],
    )?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    Ok(Some(Job {
        request: row.word(0, "jobs.request_id")?,
        work: row.json(1, "jobs.work")?,
        cursor: row.integer(2, "jobs.cursor")?,
        attempts: u32::try_from(row.integer(3, "jobs.attempts")?).unwrap_or(u32::MAX),
        not_before: row.moment(4, "jobs.not_before")?,
        last_error: row.optional_text(5, "jobs.last_error")?.map(str::to_owned),
    }))
}

/// Counts a try that is about to be made; another follows no sooner than the
/// back-off says.
pub(super) fn begin_try(sql: &impl Sql, job: &Job, now: Timestamp) -> Result<(), StoreError> {
    let attempts = job.attempts.saturating_add(1);
    sql.execute(
        "UPDATE jobs SET attempts = ?2, not_before = ?3 WHERE request_id = ?1",
        &[
            Value::from(job.request.to_string()),
            Value::from(attempts),
            Value::from(now.plus(backoff::after(attempts))),
        ],
    )?;
    Ok(())
}

/// Notes why a try failed, and when to try again.
pub(super) fn postpone(
    sql: &impl Sql,
    request: RequestId,
    not_before: Timestamp,
    error: &str,
) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE jobs SET not_before = ?2, last_error = ?3 WHERE request_id = ?1",
        &[
            Value::from(request.to_string()),
            Value::from(not_before),
            Value::from(error),
        ],
    )?;
    Ok(())
}

/// A slice is done; the next one may begin at once.
pub(super) fn advance(
    sql: &impl Sql,
    request: RequestId,
    cursor: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE jobs SET cursor = ?2, attempts = 0, not_before = ?3, last_error = NULL
         WHERE request_id = ?1",
        &[
            Value::from(request.to_string()),
            Value::from(cursor),
            Value::from(now),
        ],
    )?;
    Ok(())
}

/// What a job waits for has come.
pub(super) fn wake(sql: &impl Sql, request: RequestId, now: Timestamp) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE jobs SET not_before = ?2 WHERE request_id = ?1",
        &[Value::from(request.to_string()), Value::from(now)],
    )?;
    Ok(())
}

/// Narrows the work to what is left of it.
pub(super) fn replace_work(
    sql: &impl Sql,
    request: RequestId,
    work: &Work,
) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE jobs SET work = ?2 WHERE request_id = ?1",
        &[
            Value::from(request.to_string()),
            Value::from(to_json(work, "jobs.work")?),
        ],
    )?;
    Ok(())
}

/// The job has ended, and what it was planned to do is of no use any more.
pub(super) fn remove(sql: &impl Sql, request: RequestId) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM jobs WHERE request_id = ?1",
        &[Value::from(request.to_string())],
    )?;
    plans::remove(sql, request)
}

/// The job has failed, and is set aside.
pub(super) fn set_aside(
    sql: &impl Sql,
    request: RequestId,
    got_to_its_end: bool,
) -> Result<(), StoreError> {
    let request = Value::from(request.to_string());
    let end = Value::from(i64::from(got_to_its_end));
    sql.execute(
        "INSERT INTO failed_jobs
         SELECT request_id, work, CASE WHEN ?2 = 1 THEN NULL ELSE cursor END
         FROM jobs WHERE request_id = ?1",
        &[request.clone(), end],
    )?;
    sql.execute("DELETE FROM jobs WHERE request_id = ?1", &[request])?;
    Ok(())
}

/// What a failed job was to do, and from where it can go on.
pub(super) fn failed(
    sql: &impl Sql,
    request: RequestId,
) -> Result<Option<(Work, Option<i64>)>, StoreError> {
    sql.execute(
        "SELECT work, cursor FROM failed_jobs WHERE request_id = ?1",
        &[Value::from(request.to_string())],
    )?
    .first()
    .map(|row| {
        Ok((
            row.json(0, "failed_jobs.work")?,
            row.optional_integer(1, "failed_jobs.cursor")?,
        ))
    })
    .transpose()
}

/// Queues a failed job again, from here.
pub(super) fn take_up(
    sql: &impl Sql,
    request: RequestId,
    work: &Work,
    cursor: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM failed_jobs WHERE request_id = ?1",
        &[Value::from(request.to_string())],
    )?;
    insert(sql, request, work, now)?;
    advance(sql, request, cursor, now)
}

/// When the first job wants its next slice.
pub(super) fn next(sql: &impl Sql) -> Result<Option<Timestamp>, StoreError> {
    earliest(
        sql,
        "SELECT (SELECT not_before FROM jobs ORDER BY number LIMIT 1)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_work_is_spelled_as_it_always_was() {
        let id = "01010101-0101-4101-8101-010101010101";
        for (work, text) in [
            (
                Work::Copy {
                    members: vec![id.parse().unwrap()],
                },
                format!(r#"{{"copy":{{"members":["{id}"]}}}}"#),
            ),
            (
                Work::CheckUpload {
                    auto_progress: true,
                },
                r#"{"checkUpload":{"autoProgress":true}}"#.to_owned(),
            ),
            (Work::Map, r#""map""#.to_owned()),
            (
                Work::MapByFile {
                    upload: id.parse().unwrap(),
                },
                format!(r#"{{"mapByFile":{{"upload":"{id}"}}}}"#),
            ),
            (Work::Write, r#""write""#.to_owned()),
            (Work::Verify, r#""verify""#.to_owned()),
        ] {
            assert_eq!(serde_json::to_string(&work).unwrap(), text);
            assert_eq!(serde_json::from_str::<Work>(&text).unwrap(), work);
        }
    }
}
