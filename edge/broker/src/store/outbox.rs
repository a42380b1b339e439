//! The `outbox` table: messages to other objects, stored with what they are
//! about and handed out until somebody says that they arrived.

use std::time::Duration;

use shared::timestamp::Timestamp;

use super::rows::to_json;
use crate::{
    backoff,
    messages::{Address, Message, Outgoing},
    ports::{Sql, StoreError, Value},
};

/// Messages handed out at once.
const BATCH: i64 = 32;
/// A delivery takes less than this; a message that was handed out comes up
/// again no sooner.
const SHORTEST_WAIT: Duration = Duration::from_secs(10);

/// Puts a message into the outbox.
pub(crate) fn push(
    sql: &impl Sql,
    to: Address,
    message: &Message,
    now: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO outbox (recipient, message, attempts, not_before) VALUES (?1, ?2, 0, ?3)",
        &[
            Value::from(to_json(&to, "outbox.recipient")?),
            Value::from(to_json(message, "outbox.message")?),
            Value::from(now),
        ],
    )?;
    Ok(())
}

/// Messages whose time has come, oldest first. Each one handed out waits before
/// it comes up again, longer every time, so that a recipient in trouble is left
/// in peace and two hands never carry the same message at once.
pub(crate) fn take(sql: &impl Sql, now: Timestamp) -> Result<Vec<Outgoing>, StoreError> {
    let mut outgoing = Vec::new();
    sql.transaction(&mut || {
        outgoing.clear();
        let rows = sql.execute(
            "SELECT id, recipient, message, attempts FROM outbox
             WHERE not_before <= ?1 ORDER BY id LIMIT ?2",
            &[Value::from(now), Value::from(BATCH)],
        )?;
        for row in &rows {
            let id = row.integer(0, "outbox.id")?;
            let attempts = row.integer(3, "outbox.attempts")?.saturating_add(1);
            let wait = backoff::after(u32::try_from(attempts).unwrap_or(u32::MAX));
            sql.execute(
                "UPDATE outbox SET attempts = ?2, not_before = ?3 WHERE id = ?1",
                &[
                    Value::from(id),
                    Value::from(attempts),
                    Value::from(now.plus(wait.max(SHORTEST_WAIT))),
                ],
            )?;
            outgoing.push(Outgoing {
                id,
                to: row.json(1, "outbox.recipient")?,
                message: row.json(2, "outbox.message")?,
            });
        }
        Ok(())
    })?;
    Ok(outgoing)
}

/// Forgets a message that arrived.
pub(crate) fn remove(sql: &impl Sql, id: i64) -> Result<(), StoreError> {
    sql.execute("DELETE FROM outbox WHERE id = ?1", &[Value::from(id)])?;
    Ok(())
}

/// When the next message wants to be handed out.
pub(crate) fn next(sql: &impl Sql) -> Result<Option<Timestamp>, StoreError> {
    earliest(sql, "SELECT min(not_before) FROM outbox")
}

/// The moment that a `SELECT min(…)` answers.
pub(crate) fn earliest(sql: &impl Sql, select: &str) -> Result<Option<Timestamp>, StoreError> {
    let rows = sql.execute(select, &[])?;
    let millis = rows
        .first()
        .map_or(Ok(None), |row| row.optional_integer(0, select))?;
    Ok(millis.map(Timestamp::from_unix_millis))
}
