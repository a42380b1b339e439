//! The `planned` table: which MailUsers a write may touch.
//!
//! A write waits for its turn, and what waits before it can map anew. So it is
//! held to what was mapped when it was asked for. Hundreds of identities share
//! a row: rows are what a Durable Object is billed by.

use std::collections::BTreeMap;

use shared::ids::{ObjectId, RequestId};

use crate::ports::{Sql, StoreError, Value};

/// `mail_users` holds the MailUsers of [`PAGE`] identities by source mailbox.
pub(super) const TABLE: &str = "CREATE TABLE planned (
    request_id TEXT NOT NULL,
    page INTEGER NOT NULL,
    mail_users TEXT NOT NULL,
    PRIMARY KEY (request_id, page)
) STRICT, WITHOUT ROWID";

/// Writes that waited when this table came: they may touch what is mapped now.
pub(super) const OF_WAITING_WRITES: &str = "INSERT INTO planned
    SELECT jobs.request_id, position / 500, json_group_object(source_id, target_id)
    FROM jobs, identities
    WHERE work = '\"write\"' AND target_id IS NOT NULL
    GROUP BY 1, 2";

/// Places of identities on a page; [`OF_WAITING_WRITES`] counts by it, too. It
/// stands in the statements and is not bound: a Durable Object binds doubles,
/// which divide differently.
const PAGE: i64 = 500;

/// Keeps what is mapped now as what a write may touch.
pub(super) fn keep(sql: &impl Sql, request: RequestId) -> Result<(), StoreError> {
    sql.execute(
        &format!(
            "INSERT INTO planned
             SELECT ?1, position / {PAGE}, json_group_object(source_id, target_id)
             FROM identities WHERE target_id IS NOT NULL GROUP BY 2"
        ),
        &[Value::from(request.to_string())],
    )?;
    Ok(())
}

/// The MailUsers that a write may touch for the identities of some places, and
/// for some around them.
pub(super) fn between(
    sql: &impl Sql,
    request: RequestId,
    first: i64,
    last: i64,
) -> Result<BTreeMap<ObjectId, ObjectId>, StoreError> {
    let mut planned = BTreeMap::new();
    for row in sql.execute(
        "SELECT mail_users FROM planned
         WHERE request_id = ?1 AND page BETWEEN ?2 AND ?3",
        &[
            Value::from(request.to_string()),
            Value::from(first / PAGE),
            Value::from(last / PAGE),
        ],
    )? {
        let page: BTreeMap<ObjectId, ObjectId> = row.json(0, "planned.mail_users")?;
        planned.extend(page);
    }
    Ok(planned)
}

/// Forgets the plan of a write that has ended.
pub(super) fn remove(sql: &impl Sql, request: RequestId) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM planned WHERE request_id = ?1",
        &[Value::from(request.to_string())],
    )?;
    Ok(())
}
