//! The members that an undecided request announces, and when it expires.
//!
//! A row lives as long as the request is undecided: who was announced is kept
//! no longer than it is needed for.

use shared::{
    ids::{ObjectId, RequestId},
    timestamp::Timestamp,
};

use crate::{
    ports::{Sql, StoreError, Value},
    store::{outbox::earliest, rows::to_json},
};

pub(super) const TABLE: &str = "CREATE TABLE announced (
    request_id TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    members TEXT NOT NULL
) STRICT";

/// Remembers what a request announces.
pub(super) fn insert(
    sql: &impl Sql,
    request: RequestId,
    expires_at: Timestamp,
    sorted: &[ObjectId],
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO announced (request_id, expires_at, members) VALUES (?1, ?2, ?3)",
        &[
            Value::from(request.to_string()),
            Value::from(expires_at),
            Value::from(to_json(&sorted, "announced.members")?),
        ],
    )?;
    Ok(())
}

/// The members that an undecided request announces.
pub(super) fn members(sql: &impl Sql, request: RequestId) -> Result<Vec<ObjectId>, StoreError> {
    sql.execute(
        "SELECT members FROM announced WHERE request_id = ?1",
        &[Value::from(request.to_string())],
    )?
    .first()
    .map_or(Ok(Vec::new()), |row| row.json(0, "announced.members"))
}

/// Forgets them: the request is decided or has ended.
pub(super) fn remove(sql: &impl Sql, request: RequestId) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM announced WHERE request_id = ?1",
        &[Value::from(request.to_string())],
    )?;
    Ok(())
}

/// The undecided requests whose time is over.
pub(super) fn expired(sql: &impl Sql, now: Timestamp) -> Result<Vec<RequestId>, StoreError> {
    sql.execute(
        "SELECT request_id FROM announced WHERE expires_at <= ?1 ORDER BY expires_at",
        &[Value::from(now)],
    )?
    .iter()
    .map(|row| row.word(0, "announced.request_id"))
    .collect()
}

/// When the next undecided request expires.
pub(super) fn next_expiry(sql: &impl Sql) -> Result<Option<Timestamp>, StoreError> {
    earliest(sql, "SELECT min(expires_at) FROM announced")
}
