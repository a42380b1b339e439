//! The `requests` table: each request's record, by id.

use shared::{
    ids::RequestId,
    workflow::{RequestKind, RequestState},
};

use super::rows::{to_json, to_word};
use crate::{
    ports::{Sql, StoreError, Value},
    record::RequestRecord,
    refusal::{InvalidCode, Refusal},
};

const RECORD: &str = "requests.record";

/// An `Idempotency-Key`, and what it was sent with: the same key for something
/// else is a mistake, not a repetition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Once<'a> {
    pub(crate) key: Option<&'a str>,
    pub(crate) asked: &'a str,
}

/// Stores a new request.
pub(crate) fn insert(
    sql: &impl Sql,
    record: &RequestRecord,
    once: Once<'_>,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO requests (id, kind, state, record, idempotency_key, asked)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            Value::from(record.id.to_string()),
            Value::from(to_word(&record.progress.kind, "requests.kind")?),
            Value::from(to_word(&record.progress.state, "requests.state")?),
            Value::from(to_json(record, RECORD)?),
            Value::from(once.key),
            Value::from(once.key.map(|_| once.asked)),
        ],
    )?;
    Ok(())
}

/// Stores a request's record as it now is.
pub(crate) fn save(sql: &impl Sql, record: &RequestRecord) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE requests SET state = ?2, record = ?3 WHERE id = ?1",
        &[
            Value::from(record.id.to_string()),
            Value::from(to_word(&record.progress.state, "requests.state")?),
            Value::from(to_json(record, RECORD)?),
        ],
    )?;
    Ok(())
}

/// The request with this id.
pub(crate) fn find(sql: &impl Sql, id: RequestId) -> Result<Option<RequestRecord>, StoreError> {
    sql.execute(
        "SELECT record FROM requests WHERE id = ?1",
        &[Value::from(id.to_string())],
    )?
    .first()
    .map(|row| row.json(0, RECORD))
    .transpose()
}

/// Those of the ids that are here, in no promised order.
pub(crate) fn find_all(
    sql: &impl Sql,
    ids: &[RequestId],
) -> Result<Vec<RequestRecord>, StoreError> {
    sql.execute(
        "SELECT record FROM requests WHERE id IN (SELECT value FROM json_each(?1))",
        &[Value::from(to_json(&ids, "ids")?)],
    )?
    .iter()
    .map(|row| row.json(0, RECORD))
    .collect()
}

/// The request that was made with this key before, if it was made for the same.
pub(crate) fn made_before(
    sql: &impl Sql,
    once: Once<'_>,
) -> Result<Option<RequestRecord>, Refusal> {
    let Some(key) = once.key else {
        return Ok(None);
    };
    let rows = sql.execute(
        "SELECT record, asked FROM requests WHERE idempotency_key = ?1",
        &[Value::from(key)],
    )?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    if row.text(1, "requests.asked")? != once.asked {
        return Err(Refusal::invalid(
            InvalidCode::IdempotencyKey,
            "This Idempotency-Key was used for another request. Send a new key with a new request.",
        ));
    }
    Ok(Some(row.json(0, RECORD)?))
}

/// Whether any request of this kind has finished its work.
pub(crate) fn any_finished(sql: &impl Sql, kind: RequestKind) -> Result<bool, StoreError> {
    let rows = sql.execute(
        "SELECT 1 FROM requests WHERE kind = ?1 AND state IN (?2, ?3) LIMIT 1",
        &[
            Value::from(to_word(&kind, "requests.kind")?),
            Value::from(to_word(&RequestState::Completed, "requests.state")?),
            Value::from(to_word(
                &RequestState::CompletedWithWarnings,
                "requests.state",
            )?),
        ],
    )?;
    Ok(!rows.is_empty())
}

/// Whether there is any request at all.
pub(crate) fn any(sql: &impl Sql) -> Result<bool, StoreError> {
    Ok(!sql
        .execute("SELECT 1 FROM requests LIMIT 1", &[])?
        .is_empty())
}
